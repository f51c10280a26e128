#include <somn/circuit/drive.hpp>
#include <somn/circuit/series.hpp>
#include <somn/core/column_name.hpp>
#include <somn/core/csv.hpp>
#include <somn/core/error.hpp>
#include <somn/core/random.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <array>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <numbers>
#include <utility>

namespace somn::circuit {
namespace {

constexpr std::array<std::pair<DriveKind, const char*>, 8> kinds{{{DriveKind::dc, "dc"},
                                                                  {DriveKind::sine, "sine"},
                                                                  {DriveKind::triangle, "triangle"},
                                                                  {DriveKind::pulse, "pulse"},
                                                                  {DriveKind::steps, "steps"},
                                                                  {DriveKind::pwl, "pwl"},
                                                                  {DriveKind::random, "random"},
                                                                  {DriveKind::levels, "levels"}}};

bool is_list(DriveKind kind) {
  return kind == DriveKind::steps || kind == DriveKind::pwl || holds_levels(kind);
}

// phase in [0, 1): 0 rising to 1 at 1/4, falling to -1 at 3/4, back
double triangle(double phase) {
  return phase < 0.25 ? 4 * phase : phase < 0.75 ? 2 - 4 * phase : 4 * phase - 4;
}

double pulse(const Drive& d, double t) {
  double s = t - d.delay;
  if (s < 0) return d.base;
  if (d.period > 0) s = std::fmod(s, d.period);
  if (s < d.rise) return d.base + (d.amplitude - d.base) * s / d.rise;
  if (s < d.rise + d.width) return d.amplitude;
  if (s < d.rise + d.width + d.fall) return d.amplitude + (d.base - d.amplitude) * (s - d.rise - d.width) / d.fall;
  return d.base;
}

std::size_t segment(const std::vector<double>& times, double t) {
  const auto after = std::upper_bound(times.begin(), times.end(), t);
  return after == times.begin() ? 0 : static_cast<std::size_t>(after - times.begin() - 1);
}

double lines(const Drive& d, double t) {
  const std::size_t k = segment(d.times, t);
  if (k + 1 == d.times.size()) return d.levels.back();
  const double weight = (t - d.times[k]) / (d.times[k + 1] - d.times[k]);
  return d.levels[k] + weight * (d.levels[k + 1] - d.levels[k]);
}

void require(bool holds, const char* what, double value, const char* unit, const char* allowed,
             const std::string& where) {
  if (!holds)
    throw InputError({.what = what, .where = where, .value = to_text(value) + " " + unit, .allowed = allowed});
}

}  // namespace

std::vector<std::pair<Distribution, const char*>> names_of(const Distribution*) {
  return {{Distribution::uniform, "uniform"}, {Distribution::binary, "binary"}, {Distribution::normal, "normal"},
          {Distribution::mackey_glass, "mackey-glass"}, {Distribution::lorenz, "lorenz"}};
}

bool holds_levels(DriveKind kind) {
  return kind == DriveKind::random || kind == DriveKind::levels;
}

static double shape(const Drive& d, double t) {
  switch (d.kind) {
    case DriveKind::dc:
      return d.amplitude;
    case DriveKind::sine:
      return d.amplitude * std::sin(2 * std::numbers::pi * d.frequency * t);
    case DriveKind::triangle:
      return d.amplitude * triangle(std::fmod(d.frequency * t, 1.0));
    case DriveKind::pulse:
      return pulse(d, t);
    case DriveKind::steps:
    case DriveKind::random:
    case DriveKind::levels:
      return d.levels[segment(d.times, t)];
    case DriveKind::pwl:
      return lines(d, t);
  }
  throw InternalError("drive kind");
}

double largest(const Drive& d) {
  double most = std::max(std::abs(d.amplitude), std::abs(d.base));
  for (const double level : d.levels) most = std::max(most, std::abs(level));
  return most + std::abs(d.offset);
}

double voltage(const Drive& d, double t) {
  return d.offset + shape(d, t);
}

namespace {

std::vector<double> drawn(const Drive& d, double t_stop) {
  Generator draw = generator(d.seed, "drive");
  const boost::random::uniform_real_distribution<double> even(-1, 1);
  boost::random::normal_distribution<double> normal;
  const bool has_range = d.low && d.high;
  const double low = has_range ? *d.low : -d.amplitude, high = has_range ? *d.high : d.amplitude;
  const double middle = has_range ? low + 0.5 * (high - low) : 0, half = has_range ? 0.5 * (high - low) : d.amplitude;
  std::vector<double> levels;
  std::size_t n = 0;
  while (static_cast<double>(n) < t_stop * d.frequency) ++n;
  if (d.distribution == Distribution::mackey_glass || d.distribution == Distribution::lorenz) {
    const bool is_lorenz = d.distribution == Distribution::lorenz;
    const double* range = is_lorenz ? lorenz_range : mackey_glass_range;
    const double start = is_lorenz ? 1 + even(draw) : 1.2 + 0.2 * even(draw);
    levels = is_lorenz ? lorenz(n, start) : mackey_glass(n, start);
    for (double& x : levels) x = middle + half * (2 * (x - range[0]) / (range[1] - range[0]) - 1);
    return levels;
  }
  for (std::size_t k = 0; k < n; ++k)
    levels.push_back(d.distribution == Distribution::binary   ? (even(draw) < 0 ? low : high)
                     : d.distribution == Distribution::normal ? middle + half * normal(draw)
                                                              : middle + half * even(draw));
  return levels;
}

}  // namespace

void draw_levels(Drive& d, double t_stop) {
  const std::vector<double> whole = d.kind == DriveKind::levels ? d.series : drawn(d, t_stop);
  const std::vector<double> mask = d.mask.empty() ? std::vector<double>{1} : d.mask;
  const auto m = static_cast<double>(mask.size());
  d.times.clear(), d.levels.clear();
  for (std::size_t k = 0; k < whole.size(); ++k)
    for (std::size_t j = 0; j < mask.size(); ++j) {
      d.times.push_back((static_cast<double>(k) + static_cast<double>(j) / m) / d.frequency);
      d.levels.push_back(mask[j] * whole[k]);
    }
}

std::vector<double> inputs(const Drive& d, double t_stop) {
  std::vector<double> whole = d.kind == DriveKind::levels ? d.series : drawn(d, t_stop);
  const auto n = static_cast<std::size_t>(std::ceil(t_stop * d.frequency * (1 - 1e-12)));
  whole.resize(n, whole.empty() ? 0 : whole.back());
  for (double& level : whole) level += d.offset;
  return whole;
}

Drive scaled(Drive d, double factor) {
  d.amplitude *= factor;
  d.base *= factor;
  d.offset *= factor;
  for (std::optional<double>* bound : {&d.low, &d.high})
    if (*bound) **bound *= factor;
  for (std::vector<double>* list : {&d.levels, &d.series})
    for (double& level : *list) level *= factor;
  return d;
}

std::vector<double> corners(const Drive& d, double t_stop, std::size_t limit) {
  std::vector<double> times;
  const auto add = [&](double t) {
    if (t > 0 && t < t_stop && times.size() < limit) times.push_back(t);
  };
  if (is_list(d.kind)) std::for_each(d.times.begin(), d.times.end(), add);
  if (d.kind == DriveKind::triangle)
    for (double t = 0.25 / d.frequency; t < t_stop && times.size() < limit; t += 0.5 / d.frequency) add(t);
  if (d.kind == DriveKind::pulse)
    for (double t = d.delay; t < t_stop && times.size() < limit; t += d.period) {
      for (const double edge : {0.0, d.rise, d.rise + d.width, d.rise + d.width + d.fall}) add(t + edge);
      if (!(d.period > 0)) break;
    }
  times.erase(std::unique(times.begin(), times.end()), times.end());
  return times;
}

void validate(const Drive& d, const std::string& where) {
  require(d.series_resistance >= 0, "negative series resistance", d.series_resistance, "ohm", ">= 0 ohm", where);
  require(!d.is_current || d.series_resistance == 0, "series resistance of a current source, which changes nothing",
          d.series_resistance, "ohm", "none: leave it out, or drive with a voltage", where);
  const bool is_periodic = d.kind == DriveKind::sine || d.kind == DriveKind::triangle || holds_levels(d.kind);
  if (is_periodic)
    require(d.frequency > 0, "frequency of a periodic drive", d.frequency, "Hz",
            holds_levels(d.kind) ? "> 0 Hz; or hold > 0 s, its inverse" : "> 0 Hz", where);
  require(!d.low == !d.high, "low without high, or high without low", d.low.value_or(d.high.value_or(0)), "V",
          "both, or amplitude", where);
  if (d.low) require(*d.low != *d.high, "low and high are the same", *d.low, "V", "two values; kind dc holds one", where);
  if (d.kind == DriveKind::levels && d.series.empty())
    throw InputError({.what = "no levels", .where = where, .allowed = "levels = [...], or file = \"...\" with a column of them"});
  if (d.kind == DriveKind::pulse) {
    require(d.width > 0, "pulse width", d.width, "s", "> 0 s", where);
    require(d.rise >= 0 && d.fall >= 0, "pulse edge", std::min(d.rise, d.fall), "s", ">= 0 s", where);
    require(d.delay >= 0, "pulse delay", d.delay, "s", ">= 0 s", where);
    require(d.period == 0 || d.period >= d.rise + d.width + d.fall, "pulse period shorter than one pulse", d.period,
            "s", "0 (once) or at least rise + width + fall", where);
  }
  if (is_list(d.kind)) {
    if (d.times.empty() || d.times.size() != d.levels.size())
      throw InputError({.what = fmt::format("{} times and {} levels", d.times.size(), d.levels.size()),
                        .where = where,
                        .allowed = "as many levels as times, at least one"});
    require(d.times.front() == 0, "first time of the drive", d.times.front(), "s", "0 s", where);
    for (std::size_t k = 1; k < d.times.size(); ++k)
      require(d.times[k] > d.times[k - 1], "times of the drive do not increase", d.times[k], "s",
              "each above the one before", where);
  }
}

namespace {

// Times by their name, levels by their unit: nobody else says whether 1 is a volt or a millivolt.
std::pair<std::size_t, std::size_t> columns_of_drive(const CsvTable& table) {
  std::optional<std::size_t> time, level;
  for (std::size_t k = 0; k < table.header.size(); ++k) {
    const std::optional<Unit> unit = read_column_name(table.header[k]).unit;
    if (!time && is_time_column(table.header[k])) time = k;
    if (!level && unit && unit->dimension == dimension::voltage) level = k;
  }
  if (time && level) return {*time, *level};
  throw InputError({.what = time ? "no column of voltages with their unit" : "no column of times",
                    .where = table.source,
                    .value = fmt::format("the columns {}", fmt::join(table.header, ", ")),
                    .allowed = "time_s (or time_ms, \"Time (s)\", ...) and v_V (or v_mV, \"Voltage (V)\", ...)",
                    .remedy = fmt::format("rename '{}' to {}", table.header[time == 0u && table.header.size() > 1 ? 1 : 0],
                                          time ? "v_V" : "time_s")});
}

}  // namespace

Drive drive_from_file(const std::filesystem::path& path) {
  const CsvTable table = read_csv(path);
  const auto [time, level] = columns_of_drive(table);
  Drive drive;
  drive.kind = DriveKind::pwl;
  drive.times = table.numbers(table.header[time]);
  drive.levels = table.numbers(table.header[level]);
  const double seconds = seconds_per_unit(table.header[time]), volts = read_column_name(table.header[level]).factor();
  for (double& t : drive.times) t *= seconds;
  for (double& v : drive.levels) v *= volts;
  for (std::size_t k = 0; k < drive.times.size(); ++k)
    if (!std::isfinite(drive.times[k]) || !std::isfinite(drive.levels[k]))
      throw InputError({.what = "not a finite number", .where = fmt::format("{}:{}", table.source, table.lines[k])});
  validate(drive, table.source);
  return drive;
}

std::vector<double> series_from_file(const std::filesystem::path& path, const std::string& column) {
  const CsvTable table = read_csv(path);
  std::optional<std::size_t> at = column.empty() ? std::nullopt : std::optional(table.column(column));
  for (std::size_t k = 0; column.empty() && k < table.header.size(); ++k) {
    if (is_time_column(table.header[k]) || is_sample_column(table.header[k])) continue;
    if (at)
      throw InputError({.what = "several columns of levels",
                        .where = table.source,
                        .value = fmt::format("{}", fmt::join(table.header, ", ")),
                        .remedy = fmt::format("name one: column = \"{}\"", table.header[k])});
    at = k;
  }
  if (!at) throw InputError({.what = "no column of levels", .where = table.source});
  const ColumnName name = read_column_name(table.header[*at]);
  std::vector<double> series = table.numbers(table.header[*at]);
  for (std::size_t k = 0; k < series.size(); ++k) {
    series[k] *= name.factor();
    if (!std::isfinite(series[k]))
      throw InputError({.what = "not a finite number", .where = fmt::format("{}:{}", table.source, table.lines[k])});
  }
  return series;
}

void delay(Drive& d, double time, const std::string& where) {
  require(time >= 0, "negative delay", time, "s", ">= 0 s", where);
  if (time == 0) return;
  for (double& t : d.times) t += time;
  d.times.insert(d.times.begin(), 0);
  d.levels.insert(d.levels.begin(), d.levels.front());
}

const char* name(DriveKind kind) {
  for (const auto& [k, text] : kinds)
    if (k == kind) return text;
  throw InternalError("drive kind");
}

DriveKind drive_kind(const std::string& word, const std::string& where) {
  std::vector<std::string> names;
  for (const auto& [kind, text] : kinds) {
    if (word == text) return kind;
    names.emplace_back(text);
  }
  names.emplace_back("file");
  throw unknown_name("kind of drive", word, where, names);
}

}  // namespace somn::circuit
