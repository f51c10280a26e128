#include "comments.hpp"

#include "parsed.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace somn::netgen {

void Comments::read(std::string_view line, Network& network) {
  std::string_view words = line.substr(1);
  const std::string_view key = cut_word(words);
  std::string_view probe = words;
  const std::string_view second = cut_word(probe), third = cut_word(probe);
  if (key == "nodes" && is_number(second)) read_counts(line.substr(1));
  if (key == "ensemble" && third == "seed") read_origin(words, network);
  if (key == "electrode" && is_number(third)) read_electrode(words);
  if (key == "name" && is_number(second)) read_name(words);
}

void Comments::read_counts(std::string_view words) {
  for (std::string_view key = cut_word(words); !key.empty(); key = cut_word(words)) {
    const bool is_count = key == "nodes" || key == "edges";
    if (!is_count && key != "source" && key != "drain") return;
    const std::string_view word = cut_word(words);
    lines_.node(word.empty() ? key : word);
    if (!is_count) {
      electrodes_.push_back({std::string(key), word});
      continue;
    }
    std::optional<std::string_view>& count = key == "nodes" ? nodes_ : edges_;
    if (count) lines_.fail(word, fmt::format("{} given twice", key), std::string(word), "once per file");
    count = word;
  }
}

void Comments::read_origin(std::string_view words, Network& network) const {
  network.ensemble = cut_word(words);
  for (std::string_view key = cut_word(words); !key.empty(); key = cut_word(words)) {
    const std::string_view value = cut_word(words);
    if (key != "seed") {
      network.parameters.emplace_back(key, value);
      continue;
    }
    const auto seed = parsed<std::uint64_t>(value);
    if (!seed)
      lines_.fail(value.empty() ? key : value, "seed is not a whole number", std::string(value), "0 ... 2^64 - 1");
    network.seed = *seed;
  }
}

void Comments::read_electrode(std::string_view words) {
  const std::string_view name = cut_word(words);
  for (std::string_view word = cut_word(words); !word.empty(); word = cut_word(words)) {
    lines_.node(word);
    electrodes_.push_back({std::string(name), word});
  }
}

void Comments::read_name(std::string_view words) {
  const std::string_view word = cut_word(words);
  names_.push_back({std::string(trimmed(words)), word});
}

// Memory goes with the number of nodes: a slip in one number must not ask for gigabytes.
void Comments::check_count(std::size_t n_nodes, std::size_t n_junctions, std::string_view at) const {
  const std::size_t most = 1000000 + 100 * n_junctions;
  if (n_nodes > most)
    lines_.fail(at, "far more nodes than junctions", std::to_string(n_nodes),
                fmt::format("at most {} nodes with {} junctions", most, n_junctions), "number the nodes 0, 1, 2, ...");
}

void Comments::apply(Network& network, std::string_view largest) const {
  network.n_nodes = largest.empty() ? 0 : std::size_t{lines_.node(largest)} + 1;
  if (!largest.empty()) check_count(network.n_nodes, network.n_junctions(), largest);
  if (edges_ && lines_.node(*edges_) != network.n_junctions())
    lines_.fail(*edges_, "another number of junctions than the header says", std::to_string(network.n_junctions()),
                std::string(*edges_), "the file may be cut off");
  if (nodes_) {
    const std::size_t n = lines_.node(*nodes_);
    if (n < network.n_nodes)
      lines_.fail(largest, "a node that does not exist", std::string(largest),
                  fmt::format("0 ... {}", std::ptrdiff_t(n) - 1), fmt::format("the header says nodes {}", n));
    check_count(n, network.n_junctions(), *nodes_);
    network.n_nodes = n;
  }
  std::map<std::uint32_t, std::string> owner;
  for (const Entry& e : electrodes_) {
    const std::uint32_t node = lines_.node(e.word);
    if (node >= network.n_nodes)
      lines_.fail(e.word, fmt::format("electrode {} at a node that does not exist", e.name), std::string(e.word),
                  network.n_nodes == 0 ? "none, the network is empty" : fmt::format("0 ... {}", network.n_nodes - 1));
    const auto [other, is_new] = owner.emplace(node, e.name);
    if (!is_new)
      lines_.fail(e.word, fmt::format("electrode {} at a node of electrode {}", e.name, other->second),
                  std::string(e.word), "each node in one electrode, once");
    network.electrodes[e.name].push_back({node});
  }
  for (auto& [name, nodes] : network.electrodes) std::sort(nodes.begin(), nodes.end());
  if (names_.empty()) return;
  for (std::size_t n = 0; n < network.n_nodes; ++n) network.node_names.push_back(std::to_string(n));
  for (const Entry& e : names_) {
    const std::uint32_t node = lines_.node(e.word);
    if (node >= network.n_nodes)
      lines_.fail(e.word, "a name of a node that does not exist", std::string(e.word),
                  fmt::format("0 ... {}", std::ptrdiff_t(network.n_nodes) - 1));
    if (!e.name.empty()) network.node_names[node] = e.name;
  }
  drop_plain_names(network);
}

void add_junction(std::string_view u, std::string_view v, const Lines& lines, Network& network,
                  std::string_view& largest) {
  const std::uint32_t positive = lines.node(u), negative = lines.node(v);
  if (positive == negative) lines.fail(v, "a junction from a node to itself", std::string(v), "two different nodes");
  network.junctions.push_back({{positive}, {negative}});
  const std::size_t n = std::size_t{std::max(positive, negative)} + 1;
  if (n <= network.n_nodes) return;
  network.n_nodes = n;
  largest = positive > negative ? u : v;
}

void write_origin(const Network& network, Text& out) {
  if (!is_word(network.ensemble) || network.ensemble == "file") return;
  out << "# ensemble " << network.ensemble << " seed " << network.seed;
  for (const auto& [name, value] : network.parameters)
    if (is_word(name) && is_word(value)) out << ' ' << name << ' ' << value;
  out << '\n';
}

bool fits_in_counts(const std::string& name, const std::vector<NodeId>& electrode) {
  return (name == "source" || name == "drain") && electrode.size() == 1;
}

void write_counts(const Network& network, Text& out) {
  out << "# nodes " << network.n_nodes << " edges " << network.n_junctions();
  for (const std::string name : {"source", "drain"}) {
    const auto found = network.electrodes.find(name);
    if (found != network.electrodes.end() && fits_in_counts(name, found->second))
      out << ' ' << name << ' ' << found->second.front().index;
  }
  out << '\n';
}

}  // namespace somn::netgen
