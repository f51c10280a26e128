#include "drive_units.hpp"

#include <somn/core/error.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/netgen/measures.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace somn::experiment {
namespace {

using circuit::DriveKind;

bool is_periodic(DriveKind kind) {
  return kind == DriveKind::sine || kind == DriveKind::triangle || circuit::holds_levels(kind);
}

const models::Law& law_of(const netlist::Material& m) {
  return models::law(m.law, "drive");
}

double unit_voltage(const netlist::Material& m) {  // 0 where the law has none
  const std::optional<std::size_t> p = law_of(m).unit_voltage;
  return p ? m.values[*p] : 0;
}

double frequency_of_law(const netlist::Material& m, DriveKind kind, double amplitude) {
  const std::optional<models::Flux> flux = law_of(m).flux(m.values);
  return flux ? single_edge_frequency(kind, amplitude, flux->v_set, flux->closed) : 0;
}

double positive(const Config& table, const char* key) {
  const double value = table.quantity(key, dimension::none);
  if (!(value > 0))
    throw InputError(
        {.what = fmt::format("{} must be positive", key), .where = table.where(key), .value = table.raw(key)});
  return value;
}

void refuse_both(const Config& table, const char* key, const char* other) {
  if (table.has(key) && table.has(other))
    throw InputError({.what = fmt::format("{} and {} of one drive", key, other),
                      .where = table.where(key),
                      .allowed = "one of the two"});
}

}  // namespace

double single_edge_frequency(DriveKind kind, double amplitude, double v_set, double lambda_crit) {
  if (!(amplitude > v_set)) return 0;
  const double s = std::asin(v_set / amplitude);
  if (kind == DriveKind::triangle) return (amplitude - v_set) * (amplitude - v_set) / (4 * amplitude * lambda_crit);
  return amplitude * (2 * std::cos(s) - (std::numbers::pi - 2 * s) * std::sin(s)) /
         (2 * std::numbers::pi * lambda_crit);
}

double closing_frequency(double amplitude, double v_set, double v_reset, double b, double lambda_crit) {
  const double f0 = single_edge_frequency(DriveKind::sine, amplitude, v_set, lambda_crit);
  const double r = std::asin(std::min(1.0, v_reset / amplitude));
  const double lost = b * (v_reset * r - amplitude * (1 - std::cos(r))) / (std::numbers::pi * lambda_crit);
  return std::min(f0, 0.5 * (f0 + lost));
}

DriveUnits read_drive_units(const Config& table, const netlist::Material& material, DriveKind kind) {
  DriveUnits units{.v_set = unit_voltage(material)};
  refuse_both(table, "v_star", "amplitude");
  refuse_both(table, "f_star", "frequency");
  if (!table.has("v_star")) {
    if (table.has("f_star"))
      throw InputError({.what = "f_star without v_star",
                        .where = table.where("f_star"),
                        .remedy = "give the amplitude as v_star: f0 is that of v_star v_set across one junction"});
    return units;
  }
  if (!(units.v_set > 0))
    throw InputError({.what = fmt::format("v_star of a law without v_set: '{}'", material.law),
                      .where = table.where("v_star"),
                      .remedy = "give drive.amplitude in volts"});
  units.v_star = positive(table, "v_star");
  if (is_periodic(kind)) units.f0 = frequency_of_law(material, kind, *units.v_star * units.v_set);
  return units;
}

double read_f_star(const Config& table, const DriveUnits& units) {
  if (!(units.f0 > 0))
    throw InputError({.what = "f_star without f0: the law has no flux, as 'tunnel' has, or v_star is not above 1",
                      .where = table.where("f_star"),
                      .remedy = "give drive.frequency in hertz"});
  return positive(table, "f_star") * units.f0;
}

DriveFacts drive_facts(const Experiment& e, const netgen::Network& network, const circuit::Drive& drive) {
  DriveFacts facts{.path_junctions = netgen::shortest_path(network)};
  if (drive.is_current || !facts.path_junctions || !(e.drive_units.v_set > 0)) return facts;
  const double per_junction = std::abs(drive.amplitude) / static_cast<double>(*facts.path_junctions);
  facts.v_star = e.drive_units.v_star.value_or(per_junction / e.drive_units.v_set);
  if (!is_periodic(drive.kind)) return facts;
  const double f0 = frequency_of_law(e.material, drive.kind, per_junction);
  if (!(f0 > 0)) return facts;
  facts.f0 = f0;
  facts.f_star = drive.frequency / f0;
  const std::optional<models::Flux> flux = law_of(e.material).flux(e.material.values);
  if (drive.kind == DriveKind::sine)
    facts.f_closing = closing_frequency(per_junction, flux->v_set, flux->v_reset, flux->b, flux->closed);
  return facts;
}

circuit::Drive in_volts(const Experiment& e, const netgen::Network& network) {
  if (!e.drive_units.v_star) return e.drive;
  const std::optional<std::size_t> n = netgen::shortest_path(network);
  if (!n) throw InputError({.what = "v_star of a network whose source and drain are not joined", .where = e.where});
  return circuit::scaled(e.drive, static_cast<double>(*n) * e.drive_units.v_set);
}

}  // namespace somn::experiment
