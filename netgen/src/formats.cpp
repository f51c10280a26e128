#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/netgen/files.hpp>

#include <fmt/format.h>

namespace somn::netgen {

Format format_of(const std::filesystem::path& path, std::string_view name) {
  const std::string ending = path.extension().string();
  const std::string_view word = !name.empty()       ? name
                                : path == "-"       ? std::string_view("graphml")
                                : ending.size() > 1 ? std::string_view(ending).substr(1)
                                                    : std::string_view();
  if (word == "graphml") return Format::graphml;
  if (word == "edges") return Format::edges;
  if (word == "csv") return Format::csv;
  if (!name.empty()) throw unknown_name("network format", name, path.string(), {"graphml", "edges", "csv"});
  throw InputError({.what = "not the name of a network file",
                    .where = path.string(),
                    .value = ending.empty() ? "no ending" : ending,
                    .allowed = ".graphml, .edges, .csv",
                    .remedy = "rename it or say --format"});
}

Network read_network(const std::filesystem::path& path, std::string_view format) {
  const Format chosen = format_of(path, format);
  const std::string text = read_file(path);
  const std::string source = path == "-" ? "standard input" : path.string();
  switch (chosen) {
    case Format::graphml:
      return from_graphml(text, source);
    case Format::edges:
      return from_edges(text, source);
    case Format::csv:
      return from_csv(text, source);
  }
  throw InternalError("unknown network format");
}

void write_network(const Network& network, const std::filesystem::path& path, std::string_view format) {
  switch (format_of(path, format)) {
    case Format::graphml:
      return write_file(path, to_graphml(network));
    case Format::edges:
      return write_file(path, to_edges(network));
    case Format::csv:
      break;
  }
  throw InputError({.what = "networks are not written as .csv",
                    .where = path.string(),
                    .value = {},
                    .allowed = ".graphml, .edges",
                    .remedy = {}});
}

}  // namespace somn::netgen
