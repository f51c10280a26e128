#include <somn/core/column_name.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/experiment/run.hpp>
#include <somn/fit/fit.hpp>
#include <somn/tables/columns.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::fit {
namespace {

// "0.1 uS", "3": in SI, whatever its dimension; the experiment judges that.
double si_of(const std::string& text, const std::string& where) {
  const std::size_t at = text.find_first_not_of("+-.0123456789eE");
  std::size_t end = at == std::string::npos ? text.size() : at;
  while (end > 0 && (text[end - 1] == 'e' || text[end - 1] == 'E')) --end;  // "2e V" has none
  const std::string unit = text.substr(end);
  const std::size_t first = unit.find_first_not_of(' ');
  const double factor = first == std::string::npos ? 1 : parse_unit(unit.substr(first), where).factor;
  std::string number = text.substr(0, end);
  while (number.ends_with(' ')) number.pop_back();
  return parse_number(number, where) * factor;
}

Range read_range(const Config& parameters, const std::string& key) {
  const std::string where = parameters.where(key);
  Range r{.key = key};
  std::string scale;
  if (parameters.is_table(key)) {
    const Config table = parameters.table(key);
    r.low = si_of(table.raw("low"), where), r.high = si_of(table.raw("high"), where);
    scale = table.text("scale", "");
  } else {
    const std::vector<std::string> ends = parameters.texts(key);
    if (ends.size() != 2)
      throw InputError({.what = "a parameter has a range", .where = where, .allowed = "[\"0.1 uS\", \"1 mS\"], or { low = ..., high = ..., scale = \"log\" }"});
    r.low = si_of(ends[0], where), r.high = si_of(ends[1], where);
  }
  if (!(r.low < r.high)) throw InputError({.what = "range of a parameter", .where = where, .allowed = "low < high"});
  r.is_logarithmic = scale == "log" || (scale.empty() && r.low > 0 && r.high / r.low > 10);
  if (!scale.empty() && scale != "log" && scale != "linear") throw unknown_name("scale", scale, where, {"linear", "log"});
  if (r.is_logarithmic && !(r.low > 0)) throw InputError({.what = "a logarithmic range that is not positive", .where = where});
  return r;
}

// Dotted keys, quoted or nested: "model.g_min" = ..., or [parameters.model] g_min = ...
void read_ranges(const Config& parameters, const std::string& prefix, std::vector<Range>& ranges) {
  for (const std::string& key : parameters.keys()) {
    const bool is_nested = parameters.is_table(key) && !parameters.table(key).has("low");
    if (is_nested) {
      read_ranges(parameters.table(key), prefix + key + ".", ranges);
      continue;
    }
    ranges.push_back(read_range(parameters, key));
    ranges.back().key = prefix + key;
  }
}

void read_series(Problem& p, const Config& table, const std::filesystem::path& folder) {
  const std::string file = (folder / table.text("file")).string();
  const std::vector<std::string> columns = table.texts("columns", std::vector<std::string>{"i_source_A"});
  const tables::SignalFile signals = tables::read_signals(file, columns, {}, false);
  if (signals.times.size() < 3)
    throw InputError({.what = "no column of times, or fewer than three rows", .where = file, .allowed = "time_s and the columns to compare"});
  Data data{.experiment = folder / table.text("experiment")};
  data.t_stop = signals.times.back();
  data.t_sample = INFINITY;
  for (std::size_t k = 1; k < signals.times.size(); ++k) {
    if (!(signals.times[k] > signals.times[k - 1])) throw InputError({.what = "times that do not increase", .where = fmt::format("{}: row {}", file, k + 1)});
    data.t_sample = std::min(data.t_sample, signals.times[k] - signals.times[k - 1]);
  }
  data.t_sample = std::max(data.t_sample, 1e-6 * data.t_stop);
  const double noise = table.has("noise") ? si_of(table.raw("noise"), table.where("noise")) : 0;
  p.knows_noise = p.knows_noise && noise > 0;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    Series s{.file = file, .column = columns[c], .data = p.data.size()};
    const double factor = read_column_name(signals.signals[c].name).factor();
    for (std::size_t k = 0; k < signals.times.size(); ++k) {
      const double value = factor * signals.signals[c].values[k];
      if (!std::isfinite(value)) continue;  // a device that was not read at this time
      s.times.push_back(signals.times[k]), s.values.push_back(value);
    }
    if (s.values.size() < 3) throw InputError({.what = "fewer than three values", .where = file, .value = columns[c]});
    double size = 0;
    for (const double v : s.values) size += v * v / static_cast<double>(s.values.size());
    s.noise = noise > 0 ? noise : std::max(std::sqrt(size), 1e-300);
    p.series.push_back(std::move(s));
  }
  p.data.push_back(std::move(data));
}

}  // namespace

double Range::value(double x) const {
  return is_logarithmic ? low * std::pow(high / low, x) : low + x * (high - low);
}

Problem read_problem(const std::filesystem::path& file) {
  const Config config = Config::from_file(file);
  Problem p{.where = file.string(), .knows_noise = true};
  const std::vector<Config> data = config.tables("data");
  if (data.empty()) throw InputError({.what = "no data", .where = p.where, .allowed = "[[data]] with experiment, file and columns"});
  for (const Config& table : data) read_series(p, table, config.folder());
  read_ranges(config.table("parameters"), "", p.ranges);
  if (p.ranges.empty()) throw InputError({.what = "no parameter to fit", .where = p.where, .allowed = "[parameters] with KEY = [FROM, TO]"});
  const Config options = config.table("fit");
  const auto whole = [&](const char* key, long long fallback, long long least) {
    const long long n = options.integer(key, fallback);
    if (n < least) throw InputError({.what = key, .where = options.where(key), .value = std::to_string(n), .allowed = fmt::format("at least {}", least)});
    return static_cast<std::size_t>(n);
  };
  p.evaluations = whole("evaluations", 600, 1);
  p.bootstrap = whole("bootstrap", 0, 0);
  p.seed = whole("seed", 1, 0);
  p.rtol = options.quantity("rtol", dimension::none, 1e-5);
  config.refuse_unknown();
  std::vector<double> middle;
  for (const Range& r : p.ranges) middle.push_back(r.value(0.5));
  simulate(p, middle);  // what is wrong with an experiment is said before the search
  return p;
}

std::vector<std::vector<double>> simulate(const Problem& p, const std::vector<double>& values) {
  std::vector<Trace> traces;
  for (const Data& d : p.data) {
    Config config = Config::from_file(d.experiment);
    for (std::size_t k = 0; k < p.ranges.size(); ++k) config.set(p.ranges[k].key, somn::to_text(values[k]));
    config.set("run.engine", "\"native\"");
    config.set("run.t_stop", somn::to_text(d.t_stop));
    config.set("run.t_sample", somn::to_text(d.t_sample));
    config.set("run.rtol", somn::to_text(p.rtol));
    const experiment::Experiment e = experiment::read_experiment(config);
    const netgen::Network network = experiment::make_network(e);
    experiment::RunResult run = experiment::run_native(e, experiment::make_circuit(e, network), {});
    if (!run.failure.empty()) throw SimulationError(run.failure);
    traces.push_back(std::move(run.trace));
  }
  std::vector<std::vector<double>> shown;
  for (const Series& s : p.series) {
    const std::vector<double>&time = traces[s.data].time(), &y = traces[s.data].at(s.column).values;
    shown.emplace_back();
    std::size_t k = 0;
    for (const double t : s.times) {
      while (k + 2 < time.size() && time[k + 1] < t) ++k;
      const double weight = std::clamp((t - time[k]) / (time[k + 1] - time[k]), 0.0, 1.0);
      shown.back().push_back(y[k] + weight * (y[k + 1] - y[k]));
    }
  }
  return shown;
}

}  // namespace somn::fit
