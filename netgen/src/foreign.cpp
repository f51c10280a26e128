#include "foreign.hpp"

#include "parsed.hpp"

#include <somn/core/error.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <numeric>
#include <tuple>

namespace somn::netgen {

void Foreign::label(std::uint32_t node, std::string_view label) {
  if (!trimmed(label).empty()) labels_.put(node, std::string(trimmed(label)));
}

void Foreign::edge(std::uint32_t u, std::uint32_t v, std::size_t line) {
  edges_.push_back({u, v, line});
}

void Foreign::value(std::string_view name, double value) {
  auto column = std::find_if(numbers_.begin(), numbers_.end(), [&](const auto& c) { return c.name == name; });
  if (column == numbers_.end()) {
    numbers_.push_back({.name = std::string(name), .values = {}, .present = {}});
    column = numbers_.end() - 1;
  }
  if (!column->put(edges_.size() - 1, value))
    fail(edges_.back().line, fmt::format("{} given twice", name), {}, "once per edge");
}

void Foreign::text(std::string_view name, std::string_view text) {
  if (name == "law") {
    law_.put(edges_.size() - 1, std::string(trimmed(text)));
  } else if (const auto number = parsed<double>(text)) {
    value(name, *number);
  }
}

void Foreign::matrix(std::size_t n_nodes, std::size_t first) {
  for (std::size_t k = 0; k < n_nodes; ++k) node(std::to_string(k));
  if (first == 1) remark("rows are numbered from 1 in the file: row 1 is node 0");
}

void Foreign::fail(std::size_t line, std::string what, std::string value, std::string allowed,
                   std::string remedy) const {
  throw InputError({.what = std::move(what),
                    .where = line == 0 ? source_ : fmt::format("{}:{}", source_, line),
                    .value = std::move(value),
                    .allowed = std::move(allowed),
                    .remedy = std::move(remedy)});
}

// The number of each name; n_nodes, node_names.
std::vector<std::uint32_t> Foreign::number(Network& network) {
  std::vector<std::uint32_t> numbers(names_.size());
  std::iota(numbers.begin(), numbers.end(), 0u);
  network.n_nodes = names_.size();
  std::uint32_t least = ~0u, largest = 0;
  bool are_numbers = !numbers.empty();
  std::vector<std::uint32_t> read;
  for (std::uint32_t k = 0; k < names_.size() && are_numbers; ++k) {
    const std::string& name = names_.text(k);
    const auto number = parsed<std::uint32_t>(name);
    are_numbers = number && name.find_first_not_of("0123456789") == std::string::npos &&
                  (name.size() == 1 || name.front() != '0');
    if (!are_numbers) break;
    read.push_back(*number);
    least = std::min(least, *number);
    largest = std::max(largest, *number);
  }
  const std::size_t most = names_.size() + 100 * edges_.size();
  const bool has_gaps = are_numbers && largest - least + 1 > names_.size();
  if (are_numbers && least <= 1 && largest - least < most && !(is_declared_ && has_gaps)) {
    for (std::uint32_t k = 0; k < read.size(); ++k) numbers[k] = read[k] - least;
    network.n_nodes = std::size_t{largest} - least + 1;
    if (least == 0) return numbers;
    for (std::size_t k = 0; k < network.n_nodes; ++k) network.node_names.push_back(std::to_string(k + 1));
    if (labels_.values.empty()) remark("nodes are numbered from 1 in the file; these numbers are their names, node 1 is n0");
    return numbers;
  }
  if (are_numbers) {  // in their order, whatever the first edge is
    std::vector<std::uint32_t> order = numbers;
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return read[a] < read[b]; });
    for (std::uint32_t k = 0; k < order.size(); ++k) numbers[order[k]] = k;
  }
  network.node_names.resize(network.n_nodes);
  for (std::uint32_t k = 0; k < names_.size(); ++k) network.node_names[numbers[k]] = names_.text(k);
  return numbers;
}

// Without loops, and without the second of an edge and its reverse.
std::vector<std::size_t> Foreign::kept_edges() {
  std::vector<std::size_t> kept;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::pair<std::size_t, std::size_t>> ways;  // up, down
  for (std::size_t row = 0; row < edges_.size(); ++row) {
    const Edge& e = edges_[row];
    if (e.u == e.v) continue;
    kept.push_back(row);
    auto& [up, down] = ways[std::minmax(e.u, e.v)];
    ++(e.u < e.v ? up : down);
  }
  if (kept.size() < edges_.size())
    remark(fmt::format("{} edges from a node to itself left out: they carry no current", edges_.size() - kept.size()));
  const bool all_twice = !ways.empty() && std::all_of(ways.begin(), ways.end(), [](const auto& way) {
    return way.second.first == way.second.second;
  });
  if (!is_directed_ && !all_twice) return kept;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> first_of;
  std::vector<std::size_t> once;
  bool differ = false;
  for (const std::size_t row : kept) {
    const Edge& e = edges_[row];
    const auto [at, is_new] = first_of.emplace(std::minmax(e.u, e.v), row);
    if (edges_[at->second].u == e.u)
      once.push_back(row);
    else
      differ |= std::any_of(numbers_.begin(), numbers_.end(), [&](const Column<double>& c) {
        return c.at(row) != c.at(at->second);
      });
  }
  if (once.size() < kept.size())
    remark(fmt::format("{} edges are the reverse of another one: one junction each pair{}", kept.size() - once.size(),
                       differ ? ", with the values of the first" : ""));
  return once;
}

Network Foreign::network() && {
  Network network;
  network.ensemble = "file";
  const std::vector<std::uint32_t> number_of = number(network);
  const std::vector<std::size_t> kept = kept_edges();
  for (const std::size_t row : kept)
    network.junctions.push_back({{number_of[edges_[row].u]}, {number_of[edges_[row].v]}});
  for (Column<double>& column : numbers_) {
    column.extend(edges_.size());
    std::vector<double>& values = network.junction_values[column.name];
    for (const std::size_t row : kept) values.push_back(column.present[row] ? column.values[row] : not_given);
    if (std::all_of(values.begin(), values.end(), [](double v) { return v != v; }))
      network.junction_values.erase(column.name);
  }
  law_.extend(edges_.size());
  if (std::find(law_.present.begin(), law_.present.end(), true) != law_.present.end())
    for (const std::size_t row : kept) network.junction_law.push_back(law_.values[row]);
  if (!labels_.values.empty()) {
    labels_.extend(names_.size());
    network.node_names.resize(network.n_nodes);
    for (std::uint32_t k = 0; k < names_.size(); ++k)
      network.node_names[number_of[k]] = labels_.present[k] ? labels_.values[k] : names_.text(k);
    drop_plain_names(network);
  }
  for (std::uint32_t k = 0; k < electrodes_.values.size(); ++k)
    if (electrodes_.present[k] && !electrodes_.values[k].empty())
      network.electrodes[electrodes_.values[k]].push_back({number_of[k]});
  for (auto& [name, nodes] : network.electrodes) std::sort(nodes.begin(), nodes.end());
  network.remarks = std::move(remarks_);
  validate(network, source_);
  return network;
}

}  // namespace somn::netgen
