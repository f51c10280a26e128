// draw_junctions
//   settle_columns the network's columns under the names of the laws, in SI
//   draw_laws      junctions in the order of a random number each: the first go to the first component of the mixture,
//                  the next to the second, ...; the rest keep the material's law
//   follow_gaps    columns times exp(rate (gap - mean gap))
//   draw_spread    columns times exp(width z) or 1 + width z, z = quantile of a number drawn uniformly between the
//                  probabilities of the z at which the parameter leaves its range
//   bin            binning.hpp, over the columns of every law
#include "columns.hpp"

#include <somn/core/error.hpp>
#include <somn/core/random.hpp>
#include <somn/netlist/binning.hpp>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace somn::netlist {
namespace {

// Uniform in (0, 1), both ends excluded.
double uniform(Generator& random) {
  return (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53;
}

void check_mixture(const netgen::Network& network, const Material& material, const std::string& where) {
  double total = 0;
  std::vector<std::string> laws{material.law};
  for (const Component& c : material.mixture) {
    if (std::find(laws.begin(), laws.end(), c.law) != laws.end())
      throw InputError({.what = fmt::format("law {} named twice", c.law), .where = where, .allowed = "each law once"});
    laws.push_back(c.law);
    total += c.fraction;
    if (!(c.fraction >= 0 && c.fraction <= 1 && total <= 1 + 1e-12))
      throw InputError({.what = fmt::format("fraction of {}", c.law),
                        .where = where,
                        .value = to_text(c.fraction),
                        .allowed = "0 to 1, and at most 1 in all"});
  }
  if (total > 0 && !network.junction_law.empty())
    throw InputError({.what = "the network's junctions have their laws already",
                      .where = where,
                      .remedy = "leave the fraction out: the values then hold for the junctions that the network gives "
                                "this law"});
}

void draw_laws(netgen::Network& network, const Material& material, std::uint64_t seed, const std::string& where) {
  check_mixture(network, material, where);
  const auto is_drawn = [](const Component& c) { return c.fraction > 0; };
  if (std::none_of(material.mixture.begin(), material.mixture.end(), is_drawn)) return;
  Generator random = generator(seed, "mixture");
  std::vector<std::pair<std::uint64_t, std::size_t>> places;
  for (std::size_t k = 0; k < network.n_junctions(); ++k) places.emplace_back(random(), k);
  std::sort(places.begin(), places.end());
  network.junction_law.assign(network.n_junctions(), material.law);
  double total = 0;
  std::size_t next = 0;
  for (const Component& c : material.mixture) {
    total = std::min(1.0, total + c.fraction);
    const auto end = static_cast<std::size_t>(std::llround(total * static_cast<double>(places.size())));
    for (; next < end; ++next) network.junction_law[places[next].second] = c.law;
  }
}

// The column of a parameter; a new one holds the base values of every law that has such a parameter.
std::vector<double>& column(netgen::Network& network, const std::vector<Kind>& all, const Kind& own, std::size_t p) {
  const std::string name = value_name(own.law->parameters[p]);
  std::vector<double>& values = network.junction_values[name];
  if (!values.empty()) return values;
  values.assign(network.n_junctions(), own.component.values[p]);
  for (const Kind& kind : all)
    for (std::size_t q = 0; q < kind.law->parameters.size(); ++q)
      if (value_name(kind.law->parameters[q]) == name)
        for (const std::uint32_t k : kind.members) values[k] = kind.component.values[q];
  return values;
}

std::size_t real_parameter(const Kind& kind, const std::string& name, const std::string& where) {
  const std::size_t p = kind.law->index(name, where);
  if (kind.law->parameters[p].is_choice())
    throw InputError({.what = fmt::format("{} is a choice, not a number", name), .where = where});
  return p;
}

// The parameters that one factor scales.
std::vector<std::size_t> scaled_together(const models::Law& law, std::size_t p) {
  if (!law.scaled_together.empty() && law.scaled_together.front() == p) return law.scaled_together;
  return {p};
}

void follow_gaps(netgen::Network& network, const std::vector<Kind>& all, const Kind& kind, const std::string& where) {
  if (kind.component.gap_dependence.empty()) return;
  const auto it = network.junction_values.find("gap_m");
  if (it == network.junction_values.end())
    throw InputError({.what = "the network has no gaps",
                      .where = where + ": gap_dependence",
                      .remedy = "`discs` have gaps; a .csv or .graphml may bring them in a column gap_m"});
  const std::vector<double> gaps = it->second;
  if (const auto gap = std::find_if(gaps.begin(), gaps.end(), [](double g) { return std::isnan(g); }); gap != gaps.end())
    throw InputError({.what = "a junction without a gap",
                      .where = fmt::format("{}: junction {}", where, gap - gaps.begin()),
                      .allowed = "gap_m of every junction"});
  const double mean = std::accumulate(gaps.begin(), gaps.end(), 0.0) / static_cast<double>(gaps.size());
  for (const GapDependence& d : kind.component.gap_dependence)
    for (const std::size_t p : scaled_together(*kind.law, real_parameter(kind, d.parameter, where))) {
      std::vector<double>& values = column(network, all, kind, p);
      for (const std::uint32_t k : kind.members) values[k] *= std::exp(d.rate * (gaps[k] - mean));
    }
}

// z between the probabilities at which `base` times the factor leaves the range.
double factor(const Spread& spread, double base, const Interval& range, double u) {
  const boost::math::normal normal;
  const auto probability_at = [&](double limit, double outside) {
    const double ratio = limit / base;  // of the parameter to its base value
    const double z = spread.distribution == Distribution::normal ? (ratio - 1) / spread.width
                     : ratio > 0                                 ? std::log(ratio) / spread.width
                                                                 : -INFINITY;
    return std::isfinite(z) ? boost::math::cdf(normal, z) : outside;
  };
  double low = probability_at(base > 0 ? range.low : range.high, 0);
  double high = probability_at(base > 0 ? range.high : range.low, 1);
  const double p = low + u * (high - low);
  const double z = boost::math::quantile(normal, std::clamp(p, 1e-300, 1 - 0x1p-53));
  return spread.distribution == Distribution::normal ? 1 + spread.width * z : std::exp(spread.width * z);
}

void draw_spread(netgen::Network& network, const std::vector<Kind>& all, const Kind& kind, std::uint64_t seed,
                 const std::string& where) {
  for (const Spread& spread : kind.component.spread) {
    const std::size_t drawn = real_parameter(kind, spread.parameter, where);
    if (!(spread.width >= 0 && spread.width <= 1))
      throw InputError({.what = fmt::format("spread of {}", spread.parameter),
                        .where = where,
                        .value = to_text(spread.width),
                        .allowed = "a relative width from 0 to 1, such as \"5 %\""});
    const bool is_column = network.junction_values.contains(value_name(kind.law->parameters[drawn]));
    if (!is_column && kind.component.values[drawn] == 0)
      throw InputError({.what = fmt::format("spread of {}, which is 0", spread.parameter),
                        .where = where,
                        .remedy = "the width is relative: give the parameter a value"});
    if (spread.width == 0) continue;
    Generator random = generator(seed, fmt::format("spread {} {}", kind.law->name, spread.parameter).c_str());
    std::vector<double> u(network.n_junctions());
    for (double& x : u) x = uniform(random);
    const Interval range = kind.law->parameters[drawn].range();
    std::vector<double>& first = column(network, all, kind, drawn);
    for (const std::uint32_t k : kind.members) u[k] = first[k] == 0 ? 1 : factor(spread, first[k], range, u[k]);
    for (const std::size_t p : scaled_together(*kind.law, drawn)) {
      std::vector<double>& values = column(network, all, kind, p);
      for (const std::uint32_t k : kind.members) values[k] *= u[k];
    }
  }
}

void bin(netgen::Network& network, const std::vector<Kind>& all) {
  std::vector<Rows> groups;
  std::size_t n_cells = max_models;
  for (const Kind& kind : all) {
    const auto columns = kind.columns(network);
    Rows& rows = groups.emplace_back(Rows{.n_columns = columns.size()});
    rows.values.reserve(columns.size() * kind.members.size());
    for (const std::uint32_t k : kind.members)
      for (const auto& [p, values] : columns) rows.values.push_back((*values)[k]);
    if (columns.empty()) --n_cells;  // one model for all
  }
  const std::vector<std::vector<std::size_t>> rows = binned(groups, n_cells);
  for (std::size_t g = 0; g < all.size(); ++g) {
    const auto columns = all[g].columns(network);
    for (std::size_t m = 0; m < rows[g].size(); ++m)
      for (std::size_t c = 0; c < columns.size(); ++c)
        (*columns[c].second)[all[g].members[m]] = groups[g].row(rows[g][m])[c];
  }
}

}  // namespace

void draw_junctions(netgen::Network& network, const Material& material, std::uint64_t seed, const std::string& where) {
  for (std::string& law : network.junction_law)
    if (law.empty()) law = material.law;
  draw_laws(network, material, seed, where);
  const std::vector<Kind> all = kinds(network, material, where);
  settle_columns(network, all, where);
  check_columns(network, all, where);
  for (const Kind& kind : all) {
    follow_gaps(network, all, kind, where);
    draw_spread(network, all, kind, seed, where);
  }
  check_columns(network, all, where);
  bin(network, all);
}

}  // namespace somn::netlist
