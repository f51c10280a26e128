// The line formats: .edges and .csv. In both the first node of a line is the junction's positive end.
#include <somn/core/csv.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/netgen/files.hpp>

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <iterator>
#include <optional>

namespace somn::netgen {
namespace {

constexpr std::uint32_t most_nodes = 100000000;  // a number beyond it is a slip, not a film

// The words of one line.
class Words {
 public:
  explicit Words(std::string_view line) : rest_(line) {}

  std::string_view next() {
    const std::size_t first = std::min(rest_.find_first_not_of(" \t\r"), rest_.size());
    rest_.remove_prefix(first);
    const std::string_view word = rest_.substr(0, rest_.find_first_of(" \t\r"));
    rest_.remove_prefix(word.size());
    return word;
  }

 private:
  std::string_view rest_;
};

struct Header {
  std::optional<std::uint32_t> nodes, edges, source, drain;
  std::string where;
};

std::uint32_t parse_node(std::string_view word, const std::string& source, std::size_t line) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size() || value > most_nodes)
    throw InputError({.what = "not a node number",
                      .where = fmt::format("{}:{}", source, line),
                      .value = fmt::format("\"{}\"", word),
                      .allowed = fmt::format("0 ... {}", most_nodes),
                      .remedy = "write one junction per line as `u v`, or `#` before a comment"});
  return value;
}

// "# nodes N edges E source S drain D", in any order, up to the first word that is none of these.
void parse_header(Words words, Header& header, const std::string& source, std::size_t line) {
  for (std::string_view key = words.next(); !key.empty(); key = words.next()) {
    std::optional<std::uint32_t>* field = key == "nodes"    ? &header.nodes
                                          : key == "edges"  ? &header.edges
                                          : key == "source" ? &header.source
                                          : key == "drain"  ? &header.drain
                                                            : nullptr;
    if (!field) break;
    *field = parse_node(words.next(), source, line);
  }
  header.where = fmt::format("{}:{}", source, line);
}

// "# ensemble E seed N name value ...": where a generated network comes from.
void parse_origin(Words words, Network& network, const std::string& where) {
  network.ensemble = words.next();
  for (std::string_view key = words.next(); !key.empty(); key = words.next()) {
    const std::string value(words.next());
    if (key == "seed")
      network.seed = static_cast<std::uint64_t>(parse_integer(value, where));
    else
      network.parameters.emplace_back(key, value);
  }
}

void apply_header(const Header& header, Network& network) {
  if (header.edges && *header.edges != network.n_junctions())
    throw InputError({.what = "another number of junctions than the header says",
                      .where = header.where,
                      .value = std::to_string(network.n_junctions()),
                      .allowed = std::to_string(*header.edges),
                      .remedy = "the file may be cut off"});
  if (header.nodes) network.n_nodes = *header.nodes;
  if (header.source) network.electrodes["source"] = {NodeId{*header.source}};
  if (header.drain) network.electrodes["drain"] = {NodeId{*header.drain}};
}

void add_junction(Network& network, std::uint32_t u, std::uint32_t v) {
  network.junctions.push_back({NodeId{u}, NodeId{v}});
  network.n_nodes = std::max<std::size_t>(network.n_nodes, std::size_t{std::max(u, v)} + 1);
}

std::string single_node(const Network& network, const std::string& electrode) {
  const auto found = network.electrodes.find(electrode);
  if (found == network.electrodes.end()) return {};
  if (found->second.size() != 1)
    throw InputError({.what = ".edges has room for one node per electrode",
                      .where = electrode,
                      .value = fmt::format("{} nodes", found->second.size()),
                      .allowed = {},
                      .remedy = "write GraphML instead"});
  return fmt::format(" {} {}", electrode, found->second.front().index);
}

bool is_word(const std::string& text) {
  return !text.empty() && text.find_first_of(" \t\r\n") == std::string::npos;
}

}  // namespace

Network from_edges(std::string_view text, const std::string& source) {
  Network network;
  network.ensemble = "file";
  Header header;
  std::size_t number = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    ++number;
    Words words(line);
    const std::string_view first = words.next();
    if (first.starts_with('#')) {
      Words comment(line.substr(line.find('#') + 1));
      Words probe = comment;
      const std::string_view key = probe.next();
      const bool counts = Words(probe).next().find_first_not_of("0123456789") == std::string_view::npos;
      if (key == "nodes" && counts) parse_header(comment, header, source, number);
      if (key == "ensemble") parse_origin(probe, network, fmt::format("{}:{}: seed", source, number));
    } else if (!first.empty()) {
      const std::uint32_t u = parse_node(first, source, number);
      add_junction(network, u, parse_node(words.next(), source, number));
      if (!words.next().empty())
        throw InputError({.what = "more than two numbers in a line",
                          .where = fmt::format("{}:{}", source, number),
                          .value = fmt::format("\"{}\"", line),
                          .allowed = "u v",
                          .remedy = "values per junction need .csv or .graphml"});
    }
  }
  apply_header(header, network);
  validate(network, source);
  return network;
}

std::string to_edges(const Network& network) {
  std::string text;
  if (is_word(network.ensemble) && network.ensemble != "file") {
    text += fmt::format("# ensemble {} seed {}", network.ensemble, network.seed);
    for (const auto& [name, value] : network.parameters)
      if (is_word(name) && is_word(value)) text += fmt::format(" {} {}", name, value);
    text += '\n';
  }
  text += fmt::format("# nodes {} edges {}{}{}\n", network.n_nodes, network.n_junctions(),
                      single_node(network, "source"), single_node(network, "drain"));
  for (const Junction& j : network.junctions)
    fmt::format_to(std::back_inserter(text), "{} {}\n", j.positive.index, j.negative.index);
  return text;
}

// Junctions are numbered by their rows: a column `junction` may repeat that, no more.
void check_numbering(const CsvTable& table, std::size_t column) {
  for (std::size_t k = 0; k < table.rows.size(); ++k)
    if (table.rows[k][column] != std::to_string(k))
      throw InputError({.what = "junctions out of order",
                        .where = fmt::format("{}:{}: junction", table.source, table.lines[k]),
                        .value = table.rows[k][column],
                        .allowed = std::to_string(k),
                        .remedy = "sort the rows, or leave the column out"});
}

Network from_csv(std::string_view text, const std::string& source) {
  const CsvTable table = parse_csv(text, source);
  const std::size_t u = table.column("u"), v = table.column("v");
  Network network;
  network.ensemble = "file";
  for (std::size_t k = 0; k < table.rows.size(); ++k)
    add_junction(network, parse_node(table.rows[k][u], source, table.lines[k]),
                 parse_node(table.rows[k][v], source, table.lines[k]));
  for (std::size_t c = 0; c < table.header.size(); ++c) {
    const std::string& name = table.header[c];
    if (name == "junction")
      check_numbering(table, c);
    else if (name == "law")
      for (const auto& row : table.rows) network.junction_law.push_back(row[c]);
    else if (c != u && c != v)
      network.junction_values[name] = table.numbers(name);
  }
  validate(network, source);
  return network;
}

}  // namespace somn::netgen
