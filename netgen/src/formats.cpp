#include "foreign.hpp"
#include "parsed.hpp"
#include "text.hpp"
#include "writers.hpp"

#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/text.hpp>
#include <somn/core/text_source.hpp>
#include <somn/netgen/files.hpp>

#include <algorithm>
#include <array>
#include <fmt/format.h>

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
  if (!network.node_names.empty()) list.emplace_back("names");
  for (const auto& [name, values] : network.junction_values) list.push_back(name);
  if (!network.junction_law.empty()) list.emplace_back("law");
  return list;
}

namespace {

enum class Kind { graphml, edges, csv, table, pajek, gml, gexf, matrix_market, npy, json };

constexpr std::array<std::pair<std::string_view, Kind>, 14> kinds{{{"graphml", Kind::graphml},
                                                                   {"edges", Kind::edges},
                                                                   {"csv", Kind::csv},
                                                                   {"table", Kind::table},
                                                                   {"edgelist", Kind::table},
                                                                   {"matrix", Kind::table},
                                                                   {"pajek", Kind::pajek},
                                                                   {"net", Kind::pajek},
                                                                   {"gml", Kind::gml},
                                                                   {"gexf", Kind::gexf},
                                                                   {"mtx", Kind::matrix_market},
                                                                   {"npy", Kind::npy},
                                                                   {"json", Kind::json},
                                                                   {"xml", Kind::graphml}}};

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Lists of ours, whose reader knows our comments, from those of others.
Kind kind_of_table(std::string_view text) {
  while (trimmed(text).starts_with('#')) {
    text = trimmed(text);
    if (text.starts_with("# nodes ") || text.starts_with("# ensemble ")) return Kind::edges;
    text.remove_prefix(std::min(text.find('\n'), text.size()));
  }
  return Kind::table;
}

bool is_our_csv(std::string_view text) {
  std::string_view header, row;
  while (!text.empty() && row.empty()) {
    const std::string_view line = trimmed(text.substr(0, text.find('\n')));
    text.remove_prefix(text.find('\n') == text.npos ? text.size() : text.find('\n') + 1);
    if (line.empty() || line.front() == '#') continue;
    (header.empty() ? header : row) = line;
  }
  if (header != "u,v" && !header.starts_with("u,v,")) return false;
  return row.empty() || is_digits(trimmed(row.substr(0, row.find(','))));
}

[[noreturn]] void refuse_kind(std::string what, const std::string& source, std::string remedy) {
  throw InputError({.what = std::move(what),
                    .where = source,
                    .value = {},
                    .allowed = formats_read,
                    .remedy = std::move(remedy)});
}

// What the content is, whatever the name says.
Kind kind_of(std::string_view text, const std::string& source) {
  const std::string low = lowered(trimmed(text).substr(0, 200));
  if (low.starts_with("\x93numpy")) return Kind::npy;
  if (low.starts_with("pk\x03\x04"))
    refuse_kind(
        "a zip archive (.npz, .xlsx, .cys ...), no network", source,
        text.substr(0, 400).find(".npy") == text.npos
            ? "from .npz: numpy.save('a.npy', numpy.load('a.npz')['NAME']); from a workbook: save as CSV"
        : text.find("indices.npy") != text.npos
            ? "numpy.save('a.npy', scipy.sparse.load_npz('a.npz').toarray())"
            : fmt::format("a = numpy.load('{0}'); numpy.save('a.npy', a[a.files[0]])", source));
  if (low.starts_with("matlab 5.0"))
    refuse_kind("a MATLAB file, no text", source, "in MATLAB: writematrix(full(A), 'a.csv')");
  if (low.starts_with("\x80")) refuse_kind("a pickle of Python", source, "networkx.write_graphml(G, 'g.graphml')");
  if (low.starts_with("\x89hdf")) refuse_kind("an HDF5 file", source, "write the edges as CSV: u,v");
  if (low.starts_with("%%matrixmarket")) return Kind::matrix_market;
  if (low.starts_with('<')) {
    if (text.substr(0, 4000).find("<gexf") != text.npos) return Kind::gexf;
    if (text.substr(0, 4000).find("xgmml") != text.npos)
      refuse_kind("XGMML of Cytoscape", source, "export the network as GraphML: File, Export, Network to File");
    return Kind::graphml;
  }
  if (low.starts_with('*')) return Kind::pajek;
  if (low.starts_with('{') || low.starts_with("[{")) return Kind::json;
  std::string_view rest = low;
  const auto is_remark = [&] {
    for (const char* start : {"#", "%", "//", "creator", "version"})
      if (rest.starts_with(start)) return true;
    return false;
  };
  while (is_remark() || rest.starts_with("/*")) {
    const std::size_t end = rest.starts_with("/*") ? rest.find("*/") : rest.find('\n');
    rest.remove_prefix(std::min(end, rest.size()));
    if (rest.starts_with("*/")) rest.remove_prefix(2);
    rest = trimmed(rest);
  }
  if (rest.starts_with('*')) return Kind::pajek;
  if (rest.starts_with("graph")) {
    const std::string_view next = trimmed(rest.substr(5));
    if (next.starts_with('[')) return Kind::gml;
  }
  const bool has_brace = rest.substr(0, rest.find('\n')).find('{') != rest.npos;
  if (has_brace && (rest.starts_with("graph") || rest.starts_with("digraph") || rest.starts_with("strict")))
    refuse_kind(
        "networks are written as Graphviz text, not read from it", source,
        "have the other program write GraphML, or: networkx.write_graphml(networkx.nx_agraph.read_dot('g.dot'), "
        "'g.graphml')");
  return is_our_csv(text) ? Kind::csv : kind_of_table(text);
}

Kind named_kind(std::string_view name, const std::string& source) {
  std::vector<std::string> names;
  for (const auto& [word, kind] : kinds) {
    if (word == name) return kind;
    names.emplace_back(word);
  }
  throw unknown_name("network format", name, source, names);
}

}  // namespace

Network from_bytes(std::string_view bytes, const std::string& source, std::string_view format,
                   std::string_view ending) {
  const bool is_wide = bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff");
  const bool is_xml = trimmed(bytes).starts_with('<');  // says itself what it is coded in
  const std::string wide = is_wide && !is_xml ? text_of_bytes(bytes) : std::string();
  std::string_view text = wide.empty() ? bytes : std::string_view(wide);
  if (text.starts_with("\xef\xbb\xbf") && !is_xml) text.remove_prefix(3);
  if (format == "dot" || format == "gv")
    refuse_kind("networks are written as Graphviz text, not read from it", source,
                "have the other program write GraphML");
  const bool is_ours =
      format.empty() && (ending == ".edges" || ending == ".csv" || ending == ".graphml") && trimmed(text).empty();
  Kind kind = !format.empty() ? named_kind(format, source) : kind_of(text, source);
  if (is_ours) kind = named_kind(ending.substr(1), source);
  const bool is_latin = !is_xml && kind != Kind::npy && !is_utf8(text);
  const std::string decoded = is_latin ? utf8_of_latin1(text) : std::string();
  if (is_latin) text = decoded;
  switch (kind) {
    case Kind::graphml:
      return from_graphml(text, source);
    case Kind::edges:
      return from_edges(text, source);
    case Kind::csv:
      return from_csv(text, source);
    case Kind::table:
      return from_table(text, source);
    case Kind::pajek:
      return from_pajek(text, source);
    case Kind::gml:
      return from_gml(text, source);
    case Kind::gexf:
      return from_gexf(text, source);
    case Kind::matrix_market:
      return from_matrix_market(text, source);
    case Kind::npy:
      return from_npy(text, source);
    case Kind::json:
      return from_json(text, source);
  }
  throw InternalError("unknown kind of network");
}

Network read_network(const std::filesystem::path& path, std::string_view format) {
  return from_bytes(read_bytes(path), path == "-" ? "standard input" : path.string(), format,
                    path.extension().string());
}

void add_nodes(Network& network, const std::filesystem::path& path) {
  add_nodes(network, read_text(path), path.string());
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
