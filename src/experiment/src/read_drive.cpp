#include "drive_units.hpp"
#include "read.hpp"

#include <somn/core/error.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::experiment {
namespace {

// A drive whose values are in amperes is a current source. The first value decides; the others must agree.
bool is_in_ampere(const std::string& value) {
  return value.ends_with('A');
}

}  // namespace

circuit::Drive read_drive(const Config& table, const std::filesystem::path& folder, const TimeStop& t_stop_of,
                          const DriveUnits& units) {
  using circuit::DriveKind;
  circuit::Drive d;
  const std::string kind = table.text("kind", "dc");
  if (kind == "file") {
    d = circuit::drive_from_file(folder / table.text("file"));
    circuit::delay(d, table.quantity("delay", dimension::time, 0.0), table.where("delay"));
  } else {
    d.kind = circuit::drive_kind(kind, table.where("kind"));
    const bool is_list = d.kind == DriveKind::steps || d.kind == DriveKind::pwl;
    const std::vector<std::string> levels = is_list ? table.texts("levels") : std::vector<std::string>{};
    d.is_current = is_list ? !levels.empty() && is_in_ampere(levels.front())
                           : table.has("amplitude") && is_in_ampere(table.raw("amplitude"));
    const Dimension unit = units.v_star ? dimension::none : d.is_current ? dimension::current : dimension::voltage;
    if (!is_list) d.amplitude = units.v_star ? *units.v_star : table.quantity("amplitude", unit);
    if (is_list) {
      d.times = table.quantities("times", dimension::time);
      d.levels = table.quantities("levels", unit);
    }
    if (d.kind == DriveKind::sine || d.kind == DriveKind::triangle || d.kind == DriveKind::random)
      d.frequency = read_frequency(table, units);
    if (d.kind == DriveKind::random) {
      const long long seed = table.integer("seed", 1);
      if (seed < 0) throw InputError({.what = "negative seed", .where = table.where("seed"), .allowed = ">= 0"});
      d = circuit::random_levels(d.amplitude, d.frequency, static_cast<unsigned long long>(seed),
                                 t_stop_of(d.frequency));
    }
    if (d.kind == DriveKind::pulse) {
      d.base = table.quantity("base", unit, 0.0);
      d.width = table.quantity("width", dimension::time);
      d.period = table.quantity("period", dimension::time, 0.0);
      d.rise = table.quantity("rise", dimension::time, 0.0);
      d.fall = table.quantity("fall", dimension::time, 0.0);
      for (double* edge : {&d.rise, &d.fall})  // SPICE has no jumps: the same short edge in both engines
        if (*edge == 0) *edge = 1e-3 * d.width;
      d.delay = table.quantity("delay", dimension::time, 0.0);
    }
  }
  d.series_resistance = table.quantity("series_resistance", dimension::resistance, 0.0);
  circuit::validate(d, table.where("kind"));
  return d;
}

// The drive of source and drain, which may be in units of the network.
circuit::Drive read_main_drive(const Config& table, const std::filesystem::path& folder, const netlist::Material& m,
                               const TimeStop& t_stop_of, DriveUnits& units) {
  const std::string kind = table.text("kind", "dc");
  const auto known = kind == "file" ? circuit::DriveKind::pwl : circuit::drive_kind(kind, table.where("kind"));
  units = read_drive_units(table, m, known);
  const bool is_list = known == circuit::DriveKind::steps || known == circuit::DriveKind::pwl;
  if (units.v_star && is_list)
    throw InputError({.what = fmt::format("v_star of a drive of kind '{}'", kind),
                      .where = table.where("v_star"),
                      .allowed = "kinds with an amplitude"});
  return read_drive(table, folder, t_stop_of, units);
}

}  // namespace somn::experiment
