#include "graphml_nodes.hpp"

#include <algorithm>
#include <numeric>

namespace somn::netgen {
namespace {

constexpr std::uint32_t none = 0xffffffff;

std::optional<std::uint32_t> lookup(const std::vector<std::uint32_t>& list, std::uint32_t symbol) {
  if (symbol >= list.size() || list[symbol] == none) return {};
  return list[symbol];
}

}  // namespace

void NodeTable::open(const Tag& tag) {
  const std::string_view id = tag.attribute("id");
  if (id.empty()) scan_.fail(tag.offset, "a node without id", {}, "<node id=\"...\">");
  const std::uint32_t symbol = symbols_.number(id);
  if (symbol >= row_of_symbol_.size()) row_of_symbol_.resize(symbols_.size(), none);
  if (row_of_symbol_[symbol] != none) scan_.fail(tag.offset, "a node declared twice", std::string(id), "each id once");
  row_of_symbol_[symbol] = static_cast<std::uint32_t>(rows_.size());
  rows_.push_back({symbol, tag.offset});
}

void NodeTable::label(std::string_view text) {
  if (!rows_.empty() && !trimmed(text).empty()) label_.put(rows_.size() - 1, std::string(trimmed(text)));
}

void NodeTable::put(Column<double>& column, const Key& key, const Datum& datum) {
  if (!column.put(rows_.size() - 1, scan_.number(key, datum.text, datum.offset)))
    scan_.fail(datum.offset, key.name + " given twice", std::string(datum.text), "once per node");
}

void NodeTable::take(const Datum& datum) {
  const Key& key = scan_.keys()[datum.key];
  const std::size_t row = rows_.size() - 1;
  if (key.name == "x_m") return put(x_, key, datum);
  if (key.name == "y_m") return put(y_, key, datum);
  if (key.name == "z_m") return put(z_, key, datum);
  if (key.name == "id") old_.put(row, symbols_.number(trimmed(datum.text)));
  if (key.name == "name" || key.name == "label") {
    Column<std::string>& names = key.name == "name" ? name_ : label_;
    if (!trimmed(datum.text).empty()) names.put(row, std::string(trimmed(datum.text)));
  }
  if (key.name == "bodies") add_bodies(datum.text, datum.offset);
  if (key.name == "electrode" && !electrode_.put(row, std::string(trimmed(datum.text))))
    scan_.fail(datum.offset, "electrode given twice", std::string(datum.text), "one electrode per node");
}

void NodeTable::add_bodies(std::string_view text, std::size_t offset) {
  for (std::string_view rest = trimmed(text); !rest.empty();) {
    const std::string_view body = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(rest.size(), body.size() + 1));
    bodies_.push_back(parse_body(body, offset));
  }
}

Body NodeTable::parse_body(std::string_view text, std::size_t offset) const {
  const NodeId row{static_cast<std::uint32_t>(rows_.size() - 1)};
  double v[5];
  std::size_t n = 0;
  for (std::string_view rest = trimmed(text); !rest.empty() && n < 6; rest = trimmed(rest)) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(word.size());
    const auto value = parsed<double>(word);
    if (!value) scan_.fail(offset, "bodies is not a number", std::string(word), "a finite number");
    if (n < 5) v[n] = *value;
    ++n;
  }
  if (n == 3) return {row, {v[0], v[1]}, {v[0], v[1]}, v[2]};
  if (n == 4) return {row, {v[0], v[1]}, {v[2], v[3]}, 0};
  if (n == 5) return {row, {v[0], v[1]}, {v[2], v[3]}, v[4]};
  scan_.fail(offset, "not a body", std::string(text), "x y r, ax ay bx by, or ax ay bx by r");
}

void NodeTable::finish() {
  for (const Key& key : scan_.keys()) {
    if (!key.is_for(Domain::node) || !key.fallback) continue;
    for (Column<double>* column : {&x_, &y_, &z_})
      if (column->name == key.name) column->fill(rows_.size(), scan_.number(key, *key.fallback, key.offset));
    if (key.name == "electrode") electrode_.fill(rows_.size(), std::string(trimmed(*key.fallback)));
  }
  number();
  row_of_old_.assign(symbols_.size(), none);
  for (std::uint32_t row = 0; row < old_.values.size(); ++row)
    if (old_.has(row)) row_of_old_[old_.values[row]] = row;
}

// Ids n0, n1, ... or 0, 1, ..., in any order but without holes, are indices; others are numbered as they appear.
void NodeTable::number() {
  node_of_row_.assign(rows_.size(), none);
  std::vector<bool> seen(rows_.size(), false);
  const bool prefixed = !rows_.empty() && id(rows_.front().symbol).starts_with('n');
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    const std::string_view text = id(rows_[row].symbol);
    const bool fits = text.starts_with('n') == prefixed;
    const auto number = parsed<std::uint32_t>(text.substr(prefixed && fits ? 1 : 0));
    if (!fits || !number || *number >= rows_.size() || seen[*number]) {
      std::iota(node_of_row_.begin(), node_of_row_.end(), 0U);
      return;
    }
    seen[*number] = true;
    node_of_row_[row] = *number;
  }
}

std::optional<std::uint32_t> NodeTable::node(std::uint32_t symbol) const {
  const auto row = lookup(row_of_symbol_, symbol);
  if (!row) return {};
  return node_of_row_[*row];
}

std::optional<std::uint32_t> NodeTable::old_node(std::uint32_t symbol) const {
  const auto row = lookup(row_of_old_, symbol);
  if (!row) return node(symbol);
  return node_of_row_[*row];
}

// The column in the order of the nodes; empty where no row has a value.
std::vector<double> NodeTable::in_order(Column<double>& column) {
  if (column.values.empty()) return {};
  std::vector<double> ordered(rows_.size());
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (!column.has(row))
      scan_.fail(rows_[row].offset, "a node without " + column.name + ", which others have", id(rows_[row].symbol),
                 "a value for every node or for none");
    ordered[node_of_row_[row]] = column.values[row];
  }
  column = {};
  return ordered;
}

void NodeTable::move_into(Network& network) {
  network.n_nodes = rows_.size();
  const std::vector<double> x = in_order(x_), y = in_order(y_);
  if (x.empty() != y.empty()) scan_.fail(rows_.front().offset, "only one of x_m and y_m", {}, "both or none");
  for (std::size_t node = 0; node < x.size(); ++node) network.positions.push_back({x[node], y[node]});
  network.heights = in_order(z_);
  network.node_names.resize(rows_.size());
  for (std::size_t row = 0; row < rows_.size(); ++row)
    network.node_names[node_of_row_[row]] = name_.has(row) ? name_.values[row]
                                            : label_.has(row) ? label_.values[row]
                                                              : id(rows_[row].symbol);
  drop_plain_names(network);
  for (std::size_t row = 0; row < electrode_.values.size(); ++row)
    if (!electrode_.values[row].empty()) network.electrodes[electrode_.values[row]].push_back({node_of_row_[row]});
  for (auto& [name, nodes] : network.electrodes) std::sort(nodes.begin(), nodes.end());
  for (Body& body : bodies_) body.node = {node_of_row_[body.node.index]};
  std::stable_sort(bodies_.begin(), bodies_.end(), [](const Body& a, const Body& b) { return a.node < b.node; });
  network.bodies = std::move(bodies_);
}

}  // namespace somn::netgen
