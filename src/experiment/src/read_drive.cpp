#include "drive_units.hpp"
#include "read.hpp"

#include <somn/core/error.hpp>
#include <somn/experiment/tables.hpp>

#include <fmt/format.h>

namespace somn::experiment {
namespace {

using circuit::DriveKind;

bool is_list(DriveKind kind) {
  return kind == DriveKind::steps || kind == DriveKind::pwl;
}

// A drive whose values are in amperes is a current source. The first value decides; the others must agree.
bool is_in_ampere(const Config& table, DriveKind kind) {
  std::string first;
  if (is_list(kind) && table.has("levels")) {
    const std::vector<std::string> levels = table.texts("levels");
    if (!levels.empty()) first = levels.front();
  }
  if (!is_list(kind) && table.has("amplitude")) first = table.raw("amplitude");
  return first.ends_with('A');
}

// The keys of that kind; amplitude and frequency unless they are given in units of the network.
void read_keys(circuit::Drive& d, const Config& table, const DriveUnits& units) {
  const bool has_f_star = table.has("f_star");
  if (units.v_star) d.amplitude = *units.v_star;
  if (has_f_star) d.frequency = read_f_star(table, units);
  const char* unit = units.v_star ? "1" : d.is_current ? "A" : "V";
  for (const schema::Field<circuit::Drive>& f : drive_fields(d.kind, unit).all()) {
    const bool is_settled = (units.v_star && f.about.key == "amplitude") || (has_f_star && f.about.key == "frequency");
    if (!is_settled) f.from_config(d, table);
  }
}

}  // namespace

circuit::Drive read_drive(const Config& table, const std::filesystem::path& folder, const TimeStop& t_stop_of,
                          const DriveUnits& units) {
  circuit::Drive d;
  const std::string kind = table.text("kind", "dc");
  if (kind == "file") {
    d = circuit::drive_from_file(folder / table.text("file"));
    circuit::delay(d, table.quantity("delay", dimension::time, 0.0), table.where("delay"));
    d.series_resistance = table.quantity("series_resistance", dimension::resistance, 0.0);
  } else {
    d.kind = circuit::drive_kind(kind, table.where("kind"));
    d.is_current = is_in_ampere(table, d.kind);
    read_keys(d, table, units);
    if (d.kind == DriveKind::random) circuit::draw_levels(d, t_stop_of(d.frequency));
    for (double* edge : {&d.rise, &d.fall})  // SPICE has no jumps: the same short edge in both engines
      if (*edge == 0) *edge = 1e-3 * d.width;
  }
  circuit::validate(d, table.where("kind"));
  return d;
}

// The drive of source and drain, which may be in units of the network.
circuit::Drive read_main_drive(const Config& table, const std::filesystem::path& folder, const netlist::Material& m,
                               const TimeStop& t_stop_of, DriveUnits& units) {
  const std::string kind = table.text("kind", "dc");
  const auto known = kind == "file" ? DriveKind::pwl : circuit::drive_kind(kind, table.where("kind"));
  units = read_drive_units(table, m, known);
  if (units.v_star && is_list(known))
    throw InputError({.what = fmt::format("v_star of a drive of kind '{}'", kind),
                      .where = table.where("v_star"),
                      .allowed = "kinds with an amplitude"});
  return read_drive(table, folder, t_stop_of, units);
}

}  // namespace somn::experiment
