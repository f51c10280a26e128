#include "text.hpp"
#include "writers.hpp"

#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/netgen/files.hpp>

namespace somn::netgen {
namespace {

void write_text(const Network& network, Format format, Text& out) {
  switch (format) {
    case Format::graphml:
      return write_graphml(network, out);
    case Format::edges:
      return write_edges(network, out);
    case Format::csv:
      return write_csv(network, out);
    case Format::dot:
      return write_dot(network, out);
  }
  throw InternalError("unknown network format");
}

}  // namespace

Format format_of(const std::filesystem::path& path, std::string_view name) {
  const std::string ending = path.extension().string();
  const std::string_view word = !name.empty()       ? name
                                : path == "-"       ? std::string_view("graphml")
                                : ending.size() > 1 ? std::string_view(ending).substr(1)
                                                    : std::string_view();
  if (word == "graphml") return Format::graphml;
  if (word == "edges") return Format::edges;
  if (word == "csv") return Format::csv;
  if (word == "dot" || word == "gv") return Format::dot;
  if (!name.empty())
    throw unknown_name("network format", name, path.string(), {"graphml", "edges", "csv", "dot", "gv"});
  throw InputError({.what = "not the name of a network file",
                    .where = path.string(),
                    .value = ending.empty() ? "no ending" : ending,
                    .allowed = ".graphml, .edges, .csv, .dot, .gv",
                    .remedy = "rename it or say --format"});
}

std::vector<std::string> left_out(const Network& network, Format format) {
  std::vector<std::string> list;
  if (format == Format::graphml) return list;
  if (!network.bodies.empty()) list.emplace_back("bodies");
  if (format == Format::dot) return list;
  if (!network.positions.empty()) list.emplace_back("positions");
  if (!network.heights.empty()) list.emplace_back("heights");
  if (format == Format::csv) return list;
  for (const auto& [name, values] : network.junction_values) list.push_back(name);
  if (!network.junction_law.empty()) list.emplace_back("law");
  return list;
}

Network read_network(const std::filesystem::path& path, std::string_view format) {
  const Format chosen = format_of(path, format);
  const std::string source = path == "-" ? "standard input" : path.string();
  if (chosen == Format::dot)
    throw InputError({.what = "networks are written as Graphviz text, not read from it",
                      .where = source,
                      .value = {},
                      .allowed = ".graphml, .edges, .csv",
                      .remedy = "have the other program write GraphML"});
  const std::string text = read_file(path);
  switch (chosen) {
    case Format::graphml:
      return from_graphml(text, source);
    case Format::edges:
      return from_edges(text, source);
    default:
      return from_csv(text, source);
  }
}

void write_network(const Network& network, const std::filesystem::path& path, std::string_view format) {
  const Format chosen = format_of(path, format);
  validate(network, path.string());
  const auto stream = [&](Sink sink) {
    Text out(std::move(sink));
    write_text(network, chosen, out);
    out.finish();
  };
  if (path == "-") return stream([&](std::string_view piece) { write_file(path, piece); });
  AtomicFile file(path);
  stream([&](std::string_view piece) { file.write(piece); });
  file.commit();
}

}  // namespace somn::netgen
