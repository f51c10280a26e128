#include "graphml_edges.hpp"

#include <somn/core/units.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace somn::netgen {
namespace {

template <class Value>
std::vector<Value> picked(std::vector<Value>& values, const std::vector<std::size_t>& rows) {
  std::vector<Value> list;
  list.reserve(rows.size());
  for (const std::size_t row : rows) list.push_back(std::move(values[row]));
  return list;
}

}  // namespace

void EdgeTable::open(const Tag& tag, bool directed_by_default) {
  const std::string_view source = tag.attribute("source"), target = tag.attribute("target");
  const std::string_view directed = tag.attribute("directed");
  if (source.empty() || target.empty())
    scan_.fail(tag.offset, "an edge without source or target", {}, "<edge source=\"...\" target=\"...\">");
  edges_.push_back({.u = nodes_.symbol(source),
                    .v = nodes_.symbol(target),
                    .positive = {},
                    .junction = {},
                    .offset = tag.offset,
                    .positive_distance = 0,
                    .directed = directed.empty() ? directed_by_default : directed == "true"});
}

EdgeTable::Meaning EdgeTable::meaning_of(std::size_t key) {
  while (meanings_.size() <= key) meanings_.push_back(new_meaning(scan_.keys()[meanings_.size()]));
  return meanings_[key];
}

EdgeTable::Meaning EdgeTable::new_meaning(const Key& key) {
  if (!key.is_for(Domain::edge)) return {Role::ignored, 0};
  if (key.name == "positive") return {Role::positive, 0};
  if (key.name == "junction") return {Role::junction, 0};
  if (key.name == "law") return {Role::law, 0};
  if (!key.is_numeric()) return {Role::ignored, 0};
  for (std::size_t c = 0; c < numbers_.size(); ++c)  // NetworkX declares 1 and 2.5 as two keys of one name
    if (numbers_[c].name == key.name) return {Role::number, c};
  numbers_.push_back({.name = key.name, .values = {}, .present = {}});
  return {Role::number, numbers_.size() - 1};
}

void EdgeTable::once(bool is_first, const Key& key, const Datum& datum) const {
  if (!is_first) scan_.fail(datum.offset, key.name + " given twice", std::string(datum.text), "once per edge");
}

void EdgeTable::take(const Datum& datum) {
  const Meaning meaning = meaning_of(datum.key);
  const Key& key = scan_.keys()[datum.key];
  const std::size_t row = edges_.size() - 1;
  Edge& edge = edges_.back();
  switch (meaning.role) {
    case Role::ignored:
      return;
    case Role::positive:
      if (trimmed(datum.text).empty()) return;
      once(!edge.positive, key, datum);
      edge.positive = trimmed(datum.text) == nodes_.id(edge.u) ? edge.u : nodes_.symbol(trimmed(datum.text));
      edge.positive_distance = static_cast<std::uint32_t>(datum.offset - edge.offset);
      return;
    case Role::junction:
      once(!edge.junction, key, datum);
      edge.junction = parsed<long long>(datum.text);
      if (!edge.junction)
        scan_.fail(datum.offset, "junction is not a whole number", std::string(datum.text), "0, 1, 2, ...");
      return;
    case Role::law:
      return once(law_.put(row, std::string(trimmed(datum.text))), key, datum);
    case Role::number:
      return once(numbers_[meaning.column].put(row, scan_.number(key, datum.text, datum.offset)), key, datum);
  }
}

void EdgeTable::fill_defaults() {
  for (std::size_t k = 0; k < scan_.keys().size(); ++k) {
    const Key& key = scan_.keys()[k];
    const Meaning meaning = meaning_of(k);
    if (!key.fallback) continue;
    if (meaning.role == Role::law) law_.fill(edges_.size(), std::string(trimmed(*key.fallback)));
    if (meaning.role == Role::number)
      numbers_[meaning.column].fill(edges_.size(), scan_.number(key, *key.fallback, key.offset));
  }
  law_.extend(edges_.size());
  for (auto& column : numbers_) column.extend(edges_.size());
}

std::vector<bool> EdgeTable::resistors() const {
  std::vector<bool> is_resistor(edges_.size(), false);
  for (const auto& column : numbers_)
    if (column.name == "resistance_ohm")
      for (std::size_t row = 0; row < edges_.size(); ++row)
        if (column.present[row] && !edges_[row].junction) is_resistor[row] = true;
  return is_resistor;
}

// Symbols to nodes; without a positive end the source is it.
void EdgeTable::resolve(Edge& edge, bool is_resistor) const {
  const auto node = [&](std::uint32_t symbol) {
    const auto found = nodes_.node(symbol);
    if (!found) scan_.fail(edge.offset, "a node that is not declared", nodes_.id(symbol), "the id of a <node>");
    return *found;
  };
  const auto positive = edge.positive && !is_resistor ? nodes_.old_node(*edge.positive) : node(edge.u);
  edge.u = node(edge.u);
  edge.v = node(edge.v);
  if (!positive || (*positive != edge.u && *positive != edge.v))
    scan_.fail(edge.offset + edge.positive_distance, "the positive end is not an end of the edge",
               nodes_.id(*edge.positive), "the source or target of the edge");
  edge.positive = positive;
}

std::vector<bool> EdgeTable::reverses() const {
  std::vector<bool> is_reverse(edges_.size(), false);
  // ends in ascending order, what tells parallel edges apart, row
  std::vector<std::tuple<std::uint32_t, std::uint32_t, long long, std::size_t>> directed;
  for (std::size_t row = 0; row < edges_.size(); ++row) {
    const Edge& e = edges_[row];
    if (e.directed) directed.emplace_back(std::min(e.u, e.v), std::max(e.u, e.v), e.junction.value_or(-1), row);
  }
  std::sort(directed.begin(), directed.end());
  for (std::size_t k = 1, first = 0; k < directed.size(); ++k) {
    const auto& [low, high, junction, row] = directed[k];
    const auto& [low0, high0, junction0, row0] = directed[first];
    if (std::tie(low, high, junction) != std::tie(low0, high0, junction0))
      first = k;
    else
      is_reverse[row] = edges_[row].u != edges_[row0].u;
  }
  return is_reverse;
}

// By their numbers, where every one has one.
void EdgeTable::order(Rows& junctions) const {
  const auto number = [&](std::size_t row) { return *edges_[row].junction; };
  if (!std::all_of(junctions.begin(), junctions.end(), [&](std::size_t row) { return edges_[row].junction; })) return;
  const auto before = [&](std::size_t a, std::size_t b) { return number(a) < number(b); };
  if (!std::is_sorted(junctions.begin(), junctions.end(), before))
    std::stable_sort(junctions.begin(), junctions.end(), before);
  for (std::size_t k = 1; k < junctions.size(); ++k)
    if (number(junctions[k]) == number(junctions[k - 1]))
      scan_.fail(edges_[junctions[k]].offset, "a junction number used twice", std::to_string(number(junctions[k])),
                 "each once");
}

void EdgeTable::add_resistors(const Rows& rows, const std::vector<double>& resistance, Network& network) const {
  for (const std::size_t row : rows) {
    const Edge& e = edges_[row];
    if (!(resistance[row] > 0)) scan_.fail(e.offset, "not a resistance", to_text(resistance[row]) + " ohm", "> 0 ohm");
    network.resistors.push_back({{e.u}, {e.v}, resistance[row]});
  }
}

void EdgeTable::move_into(Network& network) {
  fill_defaults();
  const std::vector<bool> is_resistor = resistors();
  for (std::size_t row = 0; row < edges_.size(); ++row) resolve(edges_[row], is_resistor[row]);
  const std::vector<bool> is_reverse = reverses();
  Rows junctions, wires;
  std::size_t n_loops = 0, n_reverses = 0;
  for (std::size_t row = 0; row < edges_.size(); ++row) {
    const bool is_loop = edges_[row].u == edges_[row].v;
    n_loops += is_loop;
    n_reverses += is_reverse[row];
    if (!is_reverse[row] && !is_loop) (is_resistor[row] ? wires : junctions).push_back(row);
  }
  if (n_loops > 0)
    network.remarks.push_back(fmt::format("{} edges from a node to itself left out: they carry no current", n_loops));
  if (n_reverses > 0)
    network.remarks.push_back(fmt::format("{} edges are the reverse of another one: one junction each pair", n_reverses));
  order(junctions);

  network.junctions.reserve(junctions.size());
  for (const std::size_t row : junctions) {
    const Edge& e = edges_[row];
    network.junctions.push_back({{*e.positive}, {*e.positive == e.u ? e.v : e.u}});
  }
  const auto is_used = [&](const std::vector<bool>& present) {
    return std::any_of(junctions.begin(), junctions.end(), [&](std::size_t row) { return present[row]; });
  };
  for (auto& column : numbers_) {
    if (column.name == "resistance_ohm") add_resistors(wires, column.values, network);
    if (!is_used(column.present)) continue;
    for (std::size_t row = 0; row < column.values.size(); ++row)
      if (!column.present[row]) column.values[row] = not_given;
    network.junction_values[column.name] = picked(column.values, junctions);
  }
  if (is_used(law_.present)) network.junction_law = picked(law_.values, junctions);
}

}  // namespace somn::netgen
