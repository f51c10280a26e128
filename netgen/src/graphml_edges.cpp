#include "graphml_edges.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <set>
#include <tuple>

namespace somn::netgen {
namespace {

template <class Column>
void add_row(Column& column) {
  column.values.push_back(column.fallback.value_or(typename decltype(column.values)::value_type{}));
  column.present.push_back(column.fallback.has_value());
}

template <class List>
void pick(List& list, const std::vector<std::size_t>& rows) {
  List picked;
  picked.reserve(rows.size());
  for (const std::size_t row : rows) picked.push_back(list[row]);
  list = std::move(picked);
}

template <class Column, class Value>
void put(Column& column, Value value) {
  column.values.back() = std::move(value);
  column.present.back() = true;
}

}  // namespace

EdgeTable::EdgeTable(const GraphmlDocument& document, const Numbering& nodes) : document_(document), nodes_(nodes) {
  declare_columns();
  for (const pugi::xml_node xml : document.graph().children("edge")) read(xml);
  for (const auto& column : numbers_) check_complete(column);
  check_complete(law_);
}

void EdgeTable::declare_columns() {
  law_.name = "law";
  column_of_key_.resize(document_.keys().size());
  for (const Key& key : document_.keys()) {
    if (!key.is_for("edge")) continue;
    if (key.name == "law") law_.fallback = key.fallback;
    if (!key.is_numeric() || key.name == "junction") continue;
    column_of_key_[key.index] = numbers_.size();
    numbers_.push_back({.name = key.name, .fallback = {}, .values = {}, .present = {}});
    if (key.fallback) numbers_.back().fallback = document_.number(key.name, *key.fallback, key.xml);
  }
}

void EdgeTable::read(pugi::xml_node xml) {
  const std::string_view source = xml.attribute("source").value(), target = xml.attribute("target").value();
  Edge edge{.u = node(xml, source), .v = node(xml, target), .positive = 0, .junction = {}, .xml = xml};
  if (edge.u == edge.v)
    document_.fail(xml, "a junction from a node to itself", std::string(source), "two different nodes");
  edge.positive = edge.u;
  for (auto& column : numbers_) add_row(column);
  add_row(law_);
  document_.for_each_datum(
      xml, [&](const Key& key, std::string_view text, pugi::xml_node at) { take(edge, key, text, at); });
  edges_.push_back(edge);
}

void EdgeTable::take(Edge& edge, const Key& key, std::string_view text, pugi::xml_node at) {
  if (!key.is_for("edge"))
    document_.fail(at, "data of an edge under a key that is not for edges", key.name, "for=\"edge\"");
  if (key.name == "positive") {
    edge.positive = node(at, trimmed(text));
    if (edge.positive != edge.u && edge.positive != edge.v)
      document_.fail(at, "the positive end is not an end of the edge", std::string(text),
                     "the source or target of the edge");
  } else if (key.name == "junction") {
    edge.junction = parsed<long long>(text);
    if (!edge.junction) document_.fail(at, "junction is not a whole number", std::string(text), "0, 1, 2, ...");
  } else if (key.name == "law") {
    put(law_, std::string(trimmed(text)));
  } else if (key.is_numeric()) {
    put(numbers_[column_of_key_[key.index]], document_.number(key.name, text, at));
  }
}

std::uint32_t EdgeTable::node(pugi::xml_node at, std::string_view id) const {
  const auto found = nodes_.find(id);
  if (found == nodes_.end()) document_.fail(at, "a node that is not declared", std::string(id), "the id of a <node>");
  return found->second;
}

template <class Value>
void EdgeTable::check_complete(const Column<Value>& column) const {
  const auto missing = std::find(column.present.begin(), column.present.end(), false);
  if (column.is_used() && missing != column.present.end())
    document_.fail(edges_[static_cast<std::size_t>(missing - column.present.begin())].xml,
                   fmt::format("an edge without {}, which others have", column.name), {},
                   "a value for every edge, or <default> in the <key>");
}

void EdgeTable::drop_reverses() {
  std::set<std::tuple<std::uint32_t, std::uint32_t, long long>> seen;
  std::vector<std::size_t> kept;
  for (std::size_t k = 0; k < edges_.size(); ++k) {
    const Edge& e = edges_[k];
    const long long junction = e.junction.value_or(-1);
    if (seen.contains({e.v, e.u, junction})) continue;
    seen.insert({e.u, e.v, junction});
    kept.push_back(k);
  }
  select(kept);
}

void EdgeTable::order_junctions() {
  if (!std::all_of(edges_.begin(), edges_.end(), [](const Edge& e) { return e.junction.has_value(); })) return;
  std::vector<std::size_t> order(edges_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto number = [&](std::size_t k) { return *edges_[k].junction; };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return number(a) < number(b); });
  for (std::size_t k = 1; k < order.size(); ++k)
    if (number(order[k]) == number(order[k - 1]))
      document_.fail(edges_[order[k]].xml, "a junction number used twice", std::to_string(number(order[k])),
                     "each once");
  select(order);
}

void EdgeTable::select(const std::vector<std::size_t>& rows) {
  pick(edges_, rows);
  pick(law_.values, rows);
  for (auto& column : numbers_) pick(column.values, rows);
}

void EdgeTable::move_into(Network& network) {
  network.junctions.reserve(edges_.size());
  for (const Edge& e : edges_) network.junctions.push_back({{e.positive}, {e.positive == e.u ? e.v : e.u}});
  for (auto& column : numbers_)
    if (column.is_used()) network.junction_values[column.name] = std::move(column.values);
  if (law_.is_used()) network.junction_law = std::move(law_.values);
}

}  // namespace somn::netgen
