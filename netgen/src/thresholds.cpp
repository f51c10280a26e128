#include <somn/core/units.hpp>
#include <somn/netgen/measures.hpp>

#include <array>
#include <cmath>
#include <fmt/format.h>
#include <numbers>
#include <string_view>

namespace somn::netgen {
namespace {

struct LatticeThreshold {
  std::string_view kind;
  double bond, site;
};

const std::array<LatticeThreshold, 4>& lattice_thresholds() {
  static const double triangular = 2 * std::sin(std::numbers::pi / 18);
  static const std::array<LatticeThreshold, 4> all{{{"square", 0.5, 0.59274605},
                                                    {"triangular", triangular, 0.5},
                                                    {"honeycomb", 1 - triangular, 0.69704},
                                                    {"cubic", 0.2488118, 0.3116077}}};
  return all;
}

std::string text(const Network& network, std::string_view name) {
  for (const auto& [key, value] : network.parameters)
    if (key == name) return value;
  return {};
}

std::optional<double> number(const Network& network, std::string_view name) {
  const std::string value = text(network, name);
  if (value.empty()) return {};
  return parse_number(value, fmt::format("{}: {}", network.ensemble, name));
}

RelativeDensity none(std::string why) {
  return {.value = {}, .rule = std::move(why)};
}

RelativeDensity of_lattice(const Network& network) {
  const std::string kind = text(network, "kind");
  const double bond = number(network, "bond_p").value_or(1), site = number(network, "site_p").value_or(1);
  if (const std::string diagonals = text(network, "diagonals"); !diagonals.empty() && diagonals != "none")
    return none("no threshold is tabulated for a lattice with diagonals");
  for (const LatticeThreshold& threshold : lattice_thresholds()) {
    if (threshold.kind != kind) continue;
    if (bond < 1 && site < 1) return none("bonds and sites are diluted: no threshold is tabulated");
    if (site < 1)
      return {site / threshold.site, fmt::format("site_p / {:.7g} of the {} lattice", threshold.site, kind)};
    return {bond / threshold.bond, fmt::format("bond_p / {:.7g} of the {} lattice", threshold.bond, kind)};
  }
  return none("no threshold is tabulated for this lattice");
}

RelativeDensity of_random(const Network& network) {
  const auto nodes = number(network, "nodes"), p = number(network, "p"), junctions = number(network, "junctions");
  if (nodes && *nodes > 0 && junctions && *junctions > 0) return {2 * *junctions / *nodes, "mean degree / 1"};
  if (nodes && *nodes > 0 && p) return {*p * (*nodes - 1), "mean degree / 1"};
  return none("the recipe is incomplete");
}

}  // namespace

RelativeDensity density_against_threshold(const Network& network) {
  if (network.ensemble == "wires") {
    const auto density = number(network, "density"), length = number(network, "length");
    if (!density || !length) return none("the recipe is incomplete");
    return {*density * *length * *length / stick_threshold, fmt::format("n l^2 / {:.7g}", stick_threshold)};
  }
  if (network.ensemble == "discs") {
    const auto coverage = number(network, "coverage");
    if (!coverage) return none("the recipe is incomplete");
    return {*coverage / disc_threshold,
            fmt::format("coverage / {:.6g} of touching; gaps conduct below it, up to {} diameters", disc_threshold,
                        text(network, "gap_cutoff").empty() ? "?" : text(network, "gap_cutoff"))};
  }
  if (network.ensemble == "lattice") return of_lattice(network);
  if (network.ensemble == "random") return of_random(network);
  if (network.ensemble == "small-world") return none("a ring is joined at every rewiring");
  if (network.ensemble == "scale-free") return none("grown connected: there is no threshold");
  return none("the ensemble is unknown");
}

std::optional<double> relative_density(const Network& network) {
  return density_against_threshold(network).value;
}

}  // namespace somn::netgen
