#include "read.hpp"

#include <somn/analyses/run_json.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/core/words.hpp>
#include <somn/experiment/tables.hpp>
#include <somn/netgen/network.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::experiment {
namespace {

constexpr double most_samples = 1e8;  // 32 bytes each

// The last so many periods of the drive are the window.
void settle_window(const Config& table, double t_stop, double frequency, AnalysisOptions& analysis) {
  if (!analysis.periods) return;
  const double most = std::floor(t_stop * frequency * (1 + 1e-9));
  if (analysis.t_start || *analysis.periods > most)
    throw InputError({.what = "window of whole periods",
                      .where = table.where("periods"),
                      .value = std::to_string(*analysis.periods),
                      .allowed = fmt::format("1 to {} periods of the drive, and no t_start", most)});
  analysis.t_start = std::max(0.0, t_stop - *analysis.periods / frequency);
}

// t_stop, or so many periods of the drive; the sampling likewise.
void settle_times(const Config& table, double frequency, RunOptions& run) {
  const auto one_of = [&](const char* key, const char* other, const std::optional<std::int64_t>& periods) {
    if (!periods) return false;
    if (table.has(key))
      throw InputError({.what = fmt::format("both {} and {}", key, other), .where = table.where(other)});
    if (!(frequency > 0))
      throw InputError({.what = fmt::format("{} of a drive without periods", other),
                        .where = table.where(other),
                        .allowed = "drives of kind sine, triangle and random"});
    return true;
  };
  if (one_of("t_stop", "periods", run.periods))
    run.t_stop = static_cast<double>(*run.periods) / frequency;
  else if (!table.has("t_stop"))
    run.t_stop = run.engine == "adiabatic" ? 1 : table.quantity("t_stop", dimension::time);
  if (one_of("t_sample", "samples_per_period", run.samples_per_period))
    run.t_sample = 1 / (frequency * static_cast<double>(*run.samples_per_period));
  else if (!table.has("t_sample"))
    run.t_sample = run.t_stop / 1000;
  run.periods = run.samples_per_period = {};
}

void check_times(const Config& table, const RunOptions& run) {
  if (run.t_stop / run.t_sample > most_samples)
    throw InputError({.what = "too many samples",
                      .where = table.where("t_sample"),
                      .value = fmt::format("{:.3g} of {} s", run.t_stop / run.t_sample, to_text(run.t_sample)),
                      .allowed = fmt::format("at most {:g} in t_stop", most_samples),
                      .remedy = "sample less often"});
  if (run.t_sample > run.t_stop)
    throw InputError(
        {.what = "t_sample above t_stop", .where = table.where("t_sample"), .value = table.raw("t_sample")});
  if (run.dt > run.t_stop)
    throw InputError({.what = "dt above t_stop: no step", .where = table.where("dt"), .value = table.raw("dt")});
}

// What depends on two keys.
void check_engine(const Config& table, const RunOptions& run) {
  if (run.method == "euler" && run.engine != "native")
    throw InputError({.what = "forward Euler needs the native engine",
                      .where = table.where("method"),
                      .value = run.method,
                      .allowed = "adaptive, trapezoid; or engine = \"native\""});
  if (run.engine != "native" && run.rtol < 1e-12)
    throw InputError({.what = "rtol out of range",
                      .where = table.where("rtol"),
                      .value = to_text(run.rtol),
                      .allowed = "1e-12 to 0.1; engine = \"native\" takes 1e-15"});
  if (run.lyapunov > 0 && run.method != "euler")
    throw InputError({.what = "lyapunov needs steps of one length",
                      .where = table.where("lyapunov"),
                      .allowed = "run.method = \"euler\", run.engine = \"native\""});
}

// A word of digits is always a number, also where nodes are called "1", "2", ...: as in v_<number>_V of nodes:all.
NodeId node_of(const std::string& word, const circuit::Circuit& c, const std::string& where) {
  const bool is_number = word.find_first_not_of("0123456789") == std::string::npos;
  return netgen::find_node(is_number ? std::vector<std::string>{} : c.node_names, c.n_nodes, word, where);
}

void add_node(Record& r, const circuit::Circuit& c, NodeId node, const std::string& name) {
  const std::string column = fmt::format("v_{}_V", name.empty() ? std::to_string(node.index) : name);
  if (std::find(r.node_columns.begin(), r.node_columns.end(), column) != r.node_columns.end()) return;
  r.nodes.push_back(circuit::contact_of(c, node));
  r.node_columns.push_back(column);
}

}  // namespace

RunOptions read_times(const Config& table, double frequency) {
  RunOptions run;
  schema::read(run, table);
  settle_times(table, frequency, run);
  return run;
}

RunOptions read_run(const Config& table, double frequency) {
  RunOptions run = read_times(table, frequency);
  if (run.method != "adaptive" && run.dt == 0) run.dt = run.t_sample;
  if (run.dt > 0) run.dt_max = run.dt;
  check_times(table, run);
  check_engine(table, run);
  return run;
}

AnalysisOptions read_analysis(const Config& table, double t_stop, double frequency) {
  AnalysisOptions options;
  schema::read(options, table);
  settle_window(table, t_stop, frequency, options);
  for (const analysis::Analysis* part : analysis::parts_of_runs())
    if (part->needs_periods && asks_for(options, part->name) && !options.periods)
      throw InputError({.what = fmt::format("{} of no whole number of periods", part->name),
                        .where = table.where(part->name),
                        .remedy = "a drive of kind sine, triangle or random, and analysis.periods = N"});
  if (options.t_start && *options.t_start >= t_stop)
    throw InputError({.what = "t_start outside the run",
                      .where = table.where("t_start"),
                      .value = table.raw("t_start"),
                      .allowed = "0 s up to t_stop"});
  return options;
}

Record parse_record(const std::vector<std::string>& record, const circuit::Circuit& circuit, const std::string& where) {
  const std::size_t n_junctions = circuit.junctions.size();
  Record r;
  for (const std::string& item : record) {
    const std::string kind = item.substr(0, item.find(':'));
    const std::string rest = kind.size() < item.size() ? item.substr(kind.size() + 1) : "";
    if (item == "events") {
      r.events = true;
    } else if (item == "film:AUTO") {
      r.film = true;
    } else if (item == "lyapunov") {
      r.lyapunov = true;
    } else if (item == "electrodes") {
      r.all_electrodes = true;
    } else if (kind == "electrodes" && !rest.empty()) {
      const std::vector<std::string> names = comma_separated(rest);
      r.electrodes.insert(r.electrodes.end(), names.begin(), names.end());
    } else if ((kind == "states" || kind == "conductances") && !rest.empty()) {
      std::vector<JunctionId>& junctions = kind == "states" ? r.states : r.conductances;
      const auto wanted =
          rest == "all" ? n_junctions : static_cast<std::size_t>(std::max(0LL, parse_integer(rest, where)));
      const std::size_t n = std::min(wanted, n_junctions);
      for (std::size_t k = 0; k < n; ++k) junctions.push_back({static_cast<std::uint32_t>(k * n_junctions / n)});
    } else if (item == "nodes:all") {
      for (std::size_t k = 0; k < circuit.n_nodes; ++k) add_node(r, circuit, {static_cast<std::uint32_t>(k)}, "");
    } else if (kind == "nodes" && !rest.empty()) {
      for (const std::string& word : comma_separated(rest)) {
        const NodeId node = node_of(word, circuit, where);
        const bool is_name = !circuit.node_names.empty() && circuit.node_names[node.index] == word;
        add_node(r, circuit, node, is_name ? word : "");
      }
    } else if (item != "source") {
      throw unknown_name("thing to record", item, where,
                         {"source", "events", "lyapunov", "states:16", "states:all", "nodes:3,7", "nodes:NAME,NAME",
                          "nodes:all", "electrodes", "electrodes:NAME,NAME", "conductances:16", "conductances:all",
                          "film:AUTO"});
    }
  }
  return r;
}

}  // namespace somn::experiment
