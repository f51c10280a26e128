#include "columns.hpp"

#include <somn/core/column_name.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::netlist {
namespace {

constexpr const char* lengths[] = {"gap", "length", "x", "y", "z"};

// What a column is called where everything is in SI; its values times `factor`.
struct Settled {
  std::string name;
  double factor = 1;
};

std::vector<const models::Parameter*> parameters_called(const std::string& quantity) {
  std::vector<const models::Parameter*> all;
  for (const models::Law& law : models::laws())
    for (const models::Parameter& p : law.parameters)
      if (p.name == quantity) all.push_back(&p);
  return all;
}

bool is_known(const std::string& column) {
  for (const char* length : lengths)
    if (column == fmt::format("{}_m", length)) return true;
  for (const models::Law& law : models::laws())
    for (const models::Parameter& p : law.parameters)
      if (value_name(p) == column) return true;
  return false;
}

// Nearly the name of a column of these laws: one letter in four may differ.
std::string near_to(const std::string& column, const std::vector<Kind>& all) {
  std::vector<std::string> names;
  for (const Kind& kind : all)
    for (const models::Parameter& p : kind.law->parameters) names.push_back(value_name(p));
  const std::string nearest = nearest_name(column, names);
  if (column.size() < 4 || nearest.empty()) return {};
  const auto most = std::max<std::size_t>(1, column.size() / 4);
  return edit_distance(column, nearest) <= most ? nearest : "";
}

Settled settle(const std::string& column, const std::vector<Kind>& all, const std::string& where) {
  const ColumnName read = read_column_name(column);
  if (is_known(column)) return {column};
  const std::vector<const models::Parameter*> own = parameters_called(read.quantity);
  const auto refuse = [&](std::string what, std::string allowed, std::string remedy) {
    throw InputError({.what = std::move(what), .where = where, .value = column, .allowed = std::move(allowed), .remedy = std::move(remedy)});
  };
  for (const models::Parameter* p : own) {
    if (p->is_choice() || p->unit == "1" || p->unit.find("nm") != std::string::npos) continue;
    const Unit si = parse_unit(p->unit, where);
    if (read.unit && read.unit->dimension == si.dimension) return {value_name(*p), read.unit->factor / si.factor};
  }
  if (!own.empty()) {
    const models::Parameter& p = *own.front();
    if (!read.unit) refuse("a column of a parameter without its unit", value_name(p), fmt::format("rename it to {}", value_name(p)));
    refuse("a column of a parameter with a unit of another kind", describe(parse_unit(p.unit == "1" ? "" : p.unit, where).dimension),
           fmt::format("rename it to {}", value_name(p)));
  }
  for (const char* length : lengths)
    if (read.quantity == length && read.unit && read.unit->dimension == dimension::length)
      return {fmt::format("{}_m", length), read.unit->factor};
  if (const std::string nearest = near_to(column, all); !nearest.empty())
    refuse("a column that no law knows", {}, fmt::format("did you mean '{}'? Rename it, or leave it out", nearest));
  return {column};
}

}  // namespace

void settle_columns(netgen::Network& network, const std::vector<Kind>& all, const std::string& where) {
  std::map<std::string, std::vector<double>> settled;
  for (auto& [name, values] : network.junction_values) {
    const Settled to = settle(name, all, where);
    if (to.factor != 1)
      for (double& x : values) x = to.factor < 1 ? x / std::round(1 / to.factor) : x * to.factor;  // 700 mV is 0.7 V
    if (!settled.emplace(to.name, std::move(values)).second)
      throw InputError({.what = "two columns of one parameter", .where = where, .value = name, .allowed = to.name + " once"});
  }
  network.junction_values = std::move(settled);
  for (const Kind& kind : all)
    for (const auto& [p, values] : kind.columns(network))
      for (const std::uint32_t k : kind.members)
        if (std::isnan((*values)[k])) (*values)[k] = kind.component.values[p];
}

}  // namespace somn::netlist
