#include "drive_units.hpp"
#include "read.hpp"

#include <somn/core/error.hpp>
#include <somn/experiment/tables.hpp>

#include <fmt/format.h>

namespace somn::experiment {
namespace {

using circuit::DriveKind;

bool is_list(DriveKind kind) {
  return kind == DriveKind::steps || kind == DriveKind::pwl || kind == DriveKind::levels;
}

// A drive whose values are in amperes is a current source. The first value decides; the others must agree.
bool is_in_ampere(const Config& table, DriveKind kind) {
  std::string first;
  if (is_list(kind) && table.has("levels")) {
    const std::vector<std::string> levels = table.texts("levels");
    if (!levels.empty()) first = levels.front();
  }
  if (!is_list(kind) && table.has("amplitude")) first = table.raw("amplitude");
  if (kind == DriveKind::random && table.has("low")) first = table.raw("low");
  return first.ends_with('A');
}

void refuse_both(const Config& table, const char* key, const char* other) {
  if (table.has(key) && table.has(other))
    throw InputError({.what = fmt::format("{} and {} of one drive", key, other),
                      .where = table.where(key),
                      .allowed = "one of the two"});
}

// The keys of that kind; amplitude and frequency unless they are given in units of the network.
void read_keys(circuit::Drive& d, const Config& table, const DriveUnits& units) {
  const bool has_f_star = table.has("f_star");
  if (circuit::holds_levels(d.kind))
    for (const char* other : {"frequency", "f_star"}) refuse_both(table, "hold", other);
  if (d.kind == DriveKind::random) {
    for (const char* other : {"amplitude", "v_star"}) refuse_both(table, "low", other);
    if (!table.has("amplitude") && !table.has("v_star") && !table.has("low"))
      throw InputError({.what = "no levels to draw from",
                        .where = table.where("amplitude"),
                        .allowed = "amplitude, or low and high"});
  }
  if (units.v_star) d.amplitude = *units.v_star;
  if (has_f_star) d.frequency = read_f_star(table, units);
  const char* unit = units.v_star ? "1" : d.is_current ? "A" : "V";
  for (const schema::Field<circuit::Drive>& f : drive_fields(d.kind, unit).all()) {
    const bool is_settled = (units.v_star && f.about.key == "amplitude") || (has_f_star && f.about.key == "frequency");
    if (!is_settled) f.from_config(d, table);
  }
}

}  // namespace

// Of an electrode: the drive of the source times a factor (a mask over inputs), about an offset of its own.
circuit::Drive read_scaled_drive(const Config& table, const TimeStop& t_stop_of, const circuit::Drive& source,
                                 const DriveUnits& units) {
  if (units.v_star)
    throw InputError({.what = "a drive scaled from one in v_star",
                      .where = table.where("kind"),
                      .remedy = "give drive.amplitude in volts"});
  circuit::Drive d = circuit::scaled(source, table.quantity("factor", dimension::none));
  const Dimension unit = d.is_current ? dimension::current : dimension::voltage;
  d.offset += table.quantity("offset", unit, 0.0);
  d.series_resistance = table.quantity("series_resistance", dimension::resistance, 0.0);
  if (circuit::holds_levels(d.kind)) circuit::draw_levels(d, t_stop_of(d.frequency));
  circuit::validate(d, table.where("kind"));
  return d;
}

circuit::Drive read_drive(const Config& table, const std::filesystem::path& folder, const TimeStop& t_stop_of,
                          const DriveUnits& units) {
  circuit::Drive d;
  const std::string kind = table.text("kind", "dc");
  if (kind == "file") {
    d = circuit::drive_from_file(folder / table.text("file"));
    circuit::delay(d, table.quantity("delay", dimension::time, 0.0), table.where("delay"));
    d.series_resistance = table.quantity("series_resistance", dimension::resistance, 0.0);
    d.offset = table.quantity("offset", dimension::voltage, 0.0);
  } else {
    d.kind = circuit::drive_kind(kind, table.where("kind"));
    d.is_current = is_in_ampere(table, d.kind);
    read_keys(d, table, units);
    if (d.kind == DriveKind::levels && table.has("file"))
      d.series = circuit::series_from_file(folder / table.text("file"), table.text("column", ""));
    if (circuit::holds_levels(d.kind) && d.frequency > 0) circuit::draw_levels(d, t_stop_of(d.frequency));
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
