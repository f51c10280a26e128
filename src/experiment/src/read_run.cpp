#include "read.hpp"

#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::experiment {
namespace {

constexpr double most_samples = 1e8;  // 32 bytes each

void read_lyapunov(const Config& table, RunOptions& run) {
  const long long n = table.integer("lyapunov", 0);
  if (n < 0) throw InputError({.what = "negative number of junctions", .where = table.where("lyapunov")});
  if (n > 0 && run.method != "euler")
    throw InputError({.what = "lyapunov needs steps of one length",
                      .where = table.where("lyapunov"),
                      .allowed = "run.method = \"euler\", run.engine = \"native\""});
  run.lyapunov = static_cast<std::size_t>(n);
  run.lyapunov_epsilon = table.quantity("lyapunov_epsilon", dimension::none, run.lyapunov_epsilon);
  if (!(run.lyapunov_epsilon > 0))
    throw InputError({.what = "lyapunov_epsilon must be positive", .where = table.where("lyapunov_epsilon")});
}

std::size_t count(const Config& table, const char* key, long long fallback, long long least) {
  const long long n = table.integer(key, fallback);
  if (n < least || n > 1000000000)
    throw InputError({.what = "a number of avalanches",
                      .where = table.where(key),
                      .value = std::to_string(n),
                      .allowed = fmt::format("{} to 1e9", least)});
  return static_cast<std::size_t>(n);
}

// The last so many periods of the drive are the window.
void read_periods(const Config& table, double t_stop, double frequency, AnalysisOptions& analysis) {
  if (!table.has("periods")) return;
  const double most = std::floor(t_stop * frequency * (1 + 1e-9));
  const long long n = table.integer("periods");
  if (table.has("t_start") || n < 1 || static_cast<double>(n) > most)
    throw InputError({.what = "window of whole periods",
                      .where = table.where("periods"),
                      .value = std::to_string(n),
                      .allowed = fmt::format("1 to {} periods of the drive, and no t_start", most)});
  analysis.periods = static_cast<int>(n);
  analysis.t_start = std::max(0.0, t_stop - static_cast<double>(n) / frequency);
}

}  // namespace

double positive_time(const Config& table, const char* key, std::optional<double> fallback) {
  const double value = table.quantity(key, dimension::time, fallback);
  if (!(value > 0) && !(fallback && value == *fallback))
    throw InputError({.what = fmt::format("{} must be positive", key),
                      .where = table.where(key),
                      .value = table.raw(key),
                      .allowed = "> 0 s"});
  return value;
}

// t_stop, or so many periods of the drive; the sampling likewise.
void read_times(const Config& table, double frequency, RunOptions& run) {
  const auto of_period = [&](const char* key) {
    if (!(frequency > 0))
      throw InputError({.what = fmt::format("{} of a drive without periods", key),
                        .where = table.where(key),
                        .allowed = "drives of kind sine, triangle and random"});
    const long long n = table.integer(key);
    if (n < 1) throw InputError({.what = fmt::format("{} below 1", key), .where = table.where(key)});
    return static_cast<double>(n);
  };
  const auto one_of = [&](const char* key, const char* other) {
    if (table.has(key) && table.has(other))
      throw InputError({.what = fmt::format("both {} and {}", key, other), .where = table.where(other)});
    return table.has(other);
  };
  const auto fallback = table.text("engine", "") == "adiabatic" ? std::optional(1.0) : std::nullopt;
  run.t_stop =
      one_of("t_stop", "periods") ? of_period("periods") / frequency : positive_time(table, "t_stop", fallback);
  run.t_sample = one_of("t_sample", "samples_per_period") ? 1 / (frequency * of_period("samples_per_period"))
                                                          : positive_time(table, "t_sample", run.t_stop / 1000);
}

RunOptions read_run(const Config& table, double frequency) {
  RunOptions run;
  run.engine = table.text("engine", "ngspice");
  const bool is_adiabatic = run.engine == "adiabatic";
  if (run.engine != "ngspice" && run.engine != "native" && run.engine != "both" && !is_adiabatic)
    throw unknown_name("engine", run.engine, table.where("engine"), {"ngspice", "native", "both", "adiabatic"});
  run.method = table.text("method", "adaptive");
  if (run.method == "euler" && run.engine != "native")
    throw InputError({.what = "forward Euler needs the native engine",
                      .where = table.where("method"),
                      .value = run.method,
                      .allowed = "adaptive, trapezoid; or engine = \"native\""});
  if (run.method != "adaptive" && run.method != "trapezoid" && run.method != "euler")
    throw unknown_name("method", run.method, table.where("method"), {"adaptive", "trapezoid", "euler"});
  read_times(table, frequency, run);
  if (run.t_stop / run.t_sample > most_samples)
    throw InputError({.what = "too many samples",
                      .where = table.where("t_sample"),
                      .value = fmt::format("{:.3g} of {} s", run.t_stop / run.t_sample, to_text(run.t_sample)),
                      .allowed = fmt::format("at most {:g} in t_stop", most_samples),
                      .remedy = "sample less often"});
  if (run.t_sample > run.t_stop)
    throw InputError(
        {.what = "t_sample above t_stop", .where = table.where("t_sample"), .value = table.raw("t_sample")});
  run.dt_max = positive_time(table, "dt_max", 0.0);
  run.dt = positive_time(table, "dt", run.method == "adaptive" ? 0.0 : run.t_sample);
  if (run.dt > run.t_stop)
    throw InputError({.what = "dt above t_stop: no step", .where = table.where("dt"), .value = table.raw("dt")});
  if (run.dt > 0) run.dt_max = run.dt;
  run.rtol = table.quantity("rtol", dimension::none, 1e-4);
  const double least = run.engine == "native" ? 1e-15 : 1e-12;
  if (!(run.rtol >= least && run.rtol <= 0.1))
    throw InputError({.what = "rtol out of range",
                      .where = table.where("rtol"),
                      .value = to_text(run.rtol),
                      .allowed = to_text(least) + " to 0.1"});
  run.checkpoint = table.quantity("checkpoint", dimension::time, run.checkpoint);
  if (!(run.checkpoint >= 0))
    throw InputError({.what = "negative time between check points",
                      .where = table.where("checkpoint"),
                      .value = table.raw("checkpoint"),
                      .allowed = ">= 0 s"});
  run.record = table.texts("record", run.record);
  run.event_rate = table.quantity("event_rate", dimension::frequency, 0.0);
  if (!(run.event_rate >= 0))
    throw InputError({.what = "negative event_rate", .where = table.where("event_rate"), .allowed = ">= 0 1/s"});
  read_lyapunov(table, run);
  run.avalanches = count(table, "avalanches", static_cast<long long>(run.avalanches), 1);
  if (table.has("warm_up")) run.warm_up = count(table, "warm_up", 0, 0);
  return run;
}

AnalysisOptions read_analysis(const Config& table, double t_stop, double frequency) {
  AnalysisOptions analysis;
  read_periods(table, t_stop, frequency, analysis);
  analysis.activation = table.boolean("activation", false);
  analysis.harmonics = table.boolean("harmonics", false);
  analysis.reservoir = table.boolean("reservoir", false);
  for (const char* key : {"harmonics", "reservoir"})
    if (table.boolean(key, false) && !analysis.periods)
      throw InputError({.what = fmt::format("{} of no whole number of periods", key),
                        .where = table.where(key),
                        .remedy = "a drive of kind sine, triangle or random, and analysis.periods = N"});
  if (table.has("t_start")) {
    analysis.t_start = table.quantity("t_start", dimension::time);
    if (!(*analysis.t_start >= 0 && *analysis.t_start < t_stop))
      throw InputError({.what = "t_start outside the run",
                        .where = table.where("t_start"),
                        .value = table.raw("t_start"),
                        .allowed = "0 s up to t_stop"});
  }
  const long long windows = table.integer("windows", 0);
  if (windows < 0 || windows > 100000)
    throw InputError({.what = "number of windows out of range",
                      .where = table.where("windows"),
                      .value = std::to_string(windows),
                      .allowed = "0 to 100000"});
  analysis.windows = static_cast<int>(windows);
  if (table.has("bin")) analysis.bin = positive_time(table, "bin", {});
  analysis.stdp = table.boolean("stdp", false);
  if (table.has("stdp_window")) analysis.stdp_window = positive_time(table, "stdp_window", {});
  analysis.spike_sigma = table.quantity("spike_sigma", dimension::none, analysis.spike_sigma);
  if (!(analysis.spike_sigma > 0))
    throw InputError({.what = "spike_sigma must be positive",
                      .where = table.where("spike_sigma"),
                      .value = table.raw("spike_sigma"),
                      .allowed = "> 0"});
  analysis.modality = table.boolean("modality", false);
  analysis.bursts = table.boolean("bursts", false);
  analysis.acf = table.boolean("acf", false);
  analysis.spectrum = table.boolean("spectrum", false);
  return analysis;
}

Record parse_record(const std::vector<std::string>& record, std::size_t n_junctions, std::size_t n_nodes,
                    const std::string& where) {
  Record r;
  for (const std::string& item : record) {
    const std::string kind = item.substr(0, item.find(':'));
    const std::string rest = kind.size() < item.size() ? item.substr(kind.size() + 1) : "";
    if (item == "events") {
      r.events = true;
    } else if (item == "lyapunov") {
      r.lyapunov = true;
    } else if (kind == "states" && !rest.empty()) {
      const auto wanted =
          rest == "all" ? n_junctions : static_cast<std::size_t>(std::max(0LL, parse_integer(rest, where)));
      const std::size_t n = std::min(wanted, n_junctions);
      for (std::size_t k = 0; k < n; ++k) r.states.push_back({static_cast<std::uint32_t>(k * n_junctions / n)});
    } else if (item == "nodes:all") {
      for (std::size_t k = 0; k < n_nodes; ++k) r.nodes.push_back({static_cast<std::uint32_t>(k)});
    } else if (kind == "nodes" && !rest.empty()) {
      for (std::size_t start = 0; start <= rest.size();) {
        const std::size_t comma = std::min(rest.find(',', start), rest.size());
        const long long node = parse_integer(rest.substr(start, comma - start), where);
        if (node < 0 || static_cast<std::size_t>(node) >= n_nodes)
          throw InputError({.what = "no such node",
                            .where = where,
                            .value = std::to_string(node),
                            .allowed = fmt::format("0 to {}", n_nodes - 1)});
        r.nodes.push_back({static_cast<std::uint32_t>(node)});
        start = comma + 1;
      }
    } else if (item != "source") {
      throw unknown_name("thing to record", item, where,
                         {"source", "events", "lyapunov", "states:16", "states:all", "nodes:3,7", "nodes:all"});
    }
  }
  return r;
}

}  // namespace somn::experiment
