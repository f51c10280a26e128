// somn analyse pairs | acf
#include "analyse_trains.hpp"

#include <somn/analysis/controls.hpp>
#include <somn/analysis/correlogram.hpp>
#include <somn/analysis/json.hpp>
#include <somn/analysis/parallel.hpp>
#include <somn/analysis/train_pairs.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/report/analysis_figures.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>

namespace somn::cli {
namespace {

using namespace somn::analysis;
using nlohmann::ordered_json;
using Trains = std::vector<std::vector<double>>;

struct PairsRequest : TrainRequest {
  std::string window_start, window_stop, dt, cost, tau, bin, least_bin;
  std::size_t most_pairs = 20000;
  int n_shuffles = 20;
};

struct PairOptions {
  Segment record, window;
  double dt = 0, cost = 0, tau = 0, bin = 0;
};

struct PairMeasures {
  double isi = 0, spike = 0, tiling = 0, victor_purpura = 0, van_rossum = 0, correlation = 0, correlation_binary = 0;
  Coincidences sync;
};

std::vector<double> any(std::vector<double> counts) {
  for (double& c : counts) c = c > 0;
  return counts;
}

// In the file's own unit of time: whether a spike lies exactly halfway between two others must not depend on rounding.
Coincidences raw_coincidences(const Trains& raw, std::size_t i, std::size_t j, const PairOptions& o, double unit) {
  const auto scaled = [&](const Segment& s) { return Segment{s.start / unit, s.end / unit}; };
  Segment record = scaled(o.record), window = scaled(o.window);
  if (o.window.start == o.record.start && o.window.end == o.record.end) window = record;
  return spike_synchronisation(raw[i], raw[j], record, window);
}

PairMeasures measure(const std::vector<double>& a, const std::vector<double>& b, const PairOptions& o) {
  const std::vector<double> x = bin_counts(a, o.record, o.bin), y = bin_counts(b, o.record, o.bin);
  const bool is_small = static_cast<double>(a.size()) * static_cast<double>(b.size()) < 4e8;
  return {.isi = isi_distance(a, b, o.record, o.window),
          .spike = spike_distance(a, b, o.record, o.window),
          .tiling = tiling_coefficient(a, b, o.record, o.dt),
          .victor_purpura = is_small ? victor_purpura(a, b, o.cost) : std::nan(""),
          .van_rossum = van_rossum(a, b, o.tau),
          .correlation = pearson(x, y),
          .correlation_binary = pearson(any(x), any(y)),
          .sync = {}};
}

std::vector<std::pair<std::size_t, std::size_t>> pairs_of(std::size_t n, std::size_t most, std::uint64_t seed) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  if (n * (n - 1) / 2 <= most) {
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = i + 1; j < n; ++j) pairs.emplace_back(i, j);
    return pairs;
  }
  CounterStream random(seed, 1ull << 50);
  while (pairs.size() < most) {
    const std::size_t i = random.below(n), j = random.below(n);
    if (i != j) pairs.emplace_back(std::min(i, j), std::max(i, j));
  }
  return pairs;
}

struct Means {
  double isi = 0, spike = 0, sync = 0, tiling = 0;
};

Means mean_distances(const Trains& trains, const std::vector<std::pair<std::size_t, std::size_t>>& pairs,
                     const PairOptions& o) {
  Means m;
  Coincidences all;
  for (const auto& [i, j] : pairs) {
    m.isi += isi_distance(trains[i], trains[j], o.record, o.window) / static_cast<double>(pairs.size());
    m.spike += spike_distance(trains[i], trains[j], o.record, o.window) / static_cast<double>(pairs.size());
    m.tiling += tiling_coefficient(trains[i], trains[j], o.record, o.dt) / static_cast<double>(pairs.size());
    const Coincidences c = spike_synchronisation(trains[i], trains[j], o.record, o.window);
    all.n_partnered += c.n_partnered;
    all.n_spikes += c.n_spikes;
  }
  m.sync = all.share();
  return m;
}

ordered_json surrogate_means(const Trains& trains, const PairOptions& o, ControlKind kind, int n, std::uint64_t seed) {
  const auto pairs = pairs_of(trains.size(), 200, seed);
  std::vector<Means> all(static_cast<std::size_t>(n));
  for (int k = 0; k < n; ++k) {
    Trains surrogates;
    for (std::size_t i = 0; i < trains.size(); ++i) {
      CounterStream random(seed,
                           (kind == ControlKind::poisson ? 1ull << 48 : 0) + (static_cast<std::uint64_t>(k) << 24) + i);
      // a shuffled train would keep its first and last spike: start it at a random place of the record
      std::vector<double> train = surrogate_train(kind, trains[i], {o.record}, random);
      if (kind == ControlKind::shuffled && !train.empty()) {
        const double shift = random.uniform() * o.record.length();
        for (double& t : train) t = o.record.start + std::fmod(t - o.record.start + shift, o.record.length());
        std::sort(train.begin(), train.end());
      }
      surrogates.push_back(std::move(train));
    }
    all[static_cast<std::size_t>(k)] = mean_distances(surrogates, pairs, o);
  }
  const auto over_all = [&](double Means::*member) {
    std::vector<double> values;
    for (const Means& m : all) values.push_back(m.*member);
    return to_json(mean_sd(values));
  };
  return {{"n_realisations", n},
          {"n_pairs", pairs.size()},
          {"isi_distance", over_all(&Means::isi)},
          {"spike_distance", over_all(&Means::spike)},
          {"spike_synchronisation", over_all(&Means::sync)},
          {"sttc", over_all(&Means::tiling)}};
}

PairOptions pair_options(const PairsRequest& r, const TrainFile& file, const Trains& trains) {
  if (file.segments.size() != 1)
    throw InputError({.what = "pairs are compared over one record",
                      .where = file.events.source,
                      .value = fmt::format("{} segments", file.segments.size()),
                      .allowed = "1"});
  PairOptions o{.record = file.segments.front(), .window = file.segments.front()};
  double n = 0;
  for (const auto& train : trains) n += static_cast<double>(train.size());
  const double mean =
      o.record.length() * static_cast<double>(trains.size()) / std::max(n, 1.0);  // interval within units
  const auto time = [&](const std::string& text, const char* name, double otherwise) {
    const double value = text.empty() ? otherwise : time_option(text, name, file);
    if (!(value > 0 && std::isfinite(value)))
      throw InputError({.what = "out of range", .where = name, .value = text, .allowed = "positive and finite"});
    return value;
  };
  o.dt = time(r.dt, "--dt", mean / 20);
  o.tau = time(r.tau, "--tau", mean / 5);
  o.bin = time(r.bin, "--bin", std::max(mean / 20, o.record.length() / 1e6));
  o.cost = r.cost.empty()           ? 1 / o.tau
           : file.events.is_sampled ? parse_number(r.cost, "--cost")
                                    : parse_quantity(r.cost, dimension::frequency, "--cost");
  if (!r.window_start.empty()) o.window.start = time_option(r.window_start, "--window-start", file);
  if (!r.window_stop.empty()) o.window.end = time_option(r.window_stop, "--window-stop", file);
  if (!(o.window.start >= o.record.start && o.window.end <= o.record.end && o.window.length() > 0))
    throw InputError(
        {.what = "the window lies outside the record or is empty", .where = "--window-start, --window-stop"});
  return o;
}

void run_pairs(const PairsRequest& r) {
  const TrainFile file = read_train(r);
  const Trains trains = file.events.trains(), raw = file.events.raw_trains();
  const std::vector<std::string>& names = file.events.units;
  if (trains.size() < 2) {
    ordered_json json = {{"n_units", trains.size()},
                         {"n_pairs", 0},
                         {"pairs", ordered_json::array()},
                         {"verdict", "not enough units: 2 needed"},
                         {"parameters", train_parameters(r, file)}};
    return print(r.output, json, "not enough units: 2 needed (a column train, unit or junction names them)\n");
  }
  const PairOptions o = pair_options(r, file, trains);
  const auto pairs = pairs_of(trains.size(), r.most_pairs, r.seed);
  const auto measures = parallel_map(static_cast<std::int64_t>(pairs.size()), 0, [&](std::int64_t k) {
    const auto& [i, j] = pairs[static_cast<std::size_t>(k)];
    PairMeasures m = measure(trains[i], trains[j], o);
    m.sync = raw_coincidences(raw, i, j, o, file.events.unit);
    return m;
  });
  ordered_json list = ordered_json::array();
  double isi = 0, spike = 0, tiling = 0;
  Coincidences all;
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    const PairMeasures& m = measures[k];
    list.push_back({{"i", names[pairs[k].first]},
                    {"j", names[pairs[k].second]},
                    {"isi_distance", m.isi},
                    {"spike_distance", m.spike},
                    {"spike_synchronisation", m.sync.share()},
                    {"sttc", m.tiling},
                    {"victor_purpura", m.victor_purpura},
                    {"van_rossum", m.van_rossum},
                    {"correlation", m.correlation},
                    {"correlation_binary", m.correlation_binary}});
    const double n = static_cast<double>(pairs.size());
    isi += m.isi / n;
    spike += m.spike / n;
    tiling += m.tiling / n;
    all.n_partnered += m.sync.n_partnered;
    all.n_spikes += m.sync.n_spikes;
  }
  double least_bin = 0;
  if (!r.least_bin.empty()) least_bin = time_option(r.least_bin, "--contrast-bin", file);
  const SpikeContrast contrast = spike_contrast(trains, o.record, least_bin);
  std::vector<double> population = bin_counts({}, o.record, o.bin);
  for (const auto& train : trains) {
    const std::vector<double> counts = bin_counts(train, o.record, o.bin);
    for (std::size_t k = 0; k < counts.size(); ++k) population[k] += counts[k];
  }
  const double n_bins = static_cast<double>(population.size()),
               mean = std::accumulate(population.begin(), population.end(), 0.0) / n_bins;
  const double squares = std::inner_product(population.begin(), population.end(), population.begin(), 0.0) / n_bins;
  double sum = 0, sum_squares = 0;
  for (const auto& train : trains) {
    sum += static_cast<double>(train.size());
    sum_squares += static_cast<double>(train.size() * train.size());
  }
  const double n_units = static_cast<double>(trains.size()), mean_count = sum / n_units;
  ordered_json parameters = train_parameters(r, file);
  parameters.update({{"window_s", {o.window.start, o.window.end}},
                     {"sttc_dt_s", o.dt},
                     {"victor_purpura_q_Hz", o.cost},
                     {"van_rossum_tau_s", o.tau},
                     {"bin_s", o.bin},
                     {"contrast_least_bin_s", least_bin}});
  ordered_json json = {{"n_units", trains.size()},
                       {"n_pairs", pairs.size()},
                       {"n_pairs_of", trains.size() * (trains.size() - 1) / 2},
                       {"isi_distance", isi},
                       {"spike_distance", spike},
                       {"spike_synchronisation", all.share()},
                       {"sttc", tiling},
                       {"spike_contrast", contrast.value},
                       {"spike_contrast_bin_s", contrast.bin},
                       {"population_fano", (squares - mean * mean) / mean},
                       {"fano_over_units", (sum_squares / n_units - mean_count * mean_count) / mean_count},
                       {"time_unit", file.time_unit()},
                       {"parameters", std::move(parameters)},
                       {"control",
                        {{"shuffled", surrogate_means(trains, o, ControlKind::shuffled, r.n_shuffles, r.seed)},
                         {"poisson", surrogate_means(trains, o, ControlKind::poisson, r.n_shuffles, r.seed)}}},
                       {"population_counts", population.size() <= 100000 ? ordered_json(population) : ordered_json()},
                       {"pairs", std::move(list)}};
  if (!r.output.figure.empty()) report::draw_pairs(json, r.output.figure);
  const auto control = [&](const char* which, const char* what) {
    return json["control"][which][what]["mean"].is_null() ? std::nan("")
                                                          : json["control"][which][what]["mean"].get<double>();
  };
  const auto line = [&](const char* name, const char* key, double value) {
    return fmt::format("{:<22}{:.4g} (shuffled {:.4g}, Poisson {:.4g})\n", name, value, control("shuffled", key),
                       control("poisson", key));
  };
  print(r.output, json,
        fmt::format("{:<22}{} units, {} pairs\n", "means over pairs", trains.size(), pairs.size()) +
            line("ISI-distance", "isi_distance", isi) + line("SPIKE-distance", "spike_distance", spike) +
            line("SPIKE-synchronisation", "spike_synchronisation", all.share()) +
            fmt::format("{:<22}{:.4g} (dt = {:.3g} {})\n{:<22}{:.4g}\n", "STTC", tiling, o.dt, file.time_unit(),
                        "spike-contrast", contrast.value));
}

struct AcfRequest : TrainRequest {
  std::string bin, label, versus;
  Sampling sampling;
  std::vector<std::string> signals;
  bool is_events = false;
  std::size_t max_lag = 0;
  int n_shuffles = 200, n_resamples = 200;
  std::string detrend = "none";
  std::vector<std::size_t> power_law_lags;

  AcfOptions options() const {
    AcfOptions o{.is_detrended = detrend == "linear", .n_resamples = n_resamples, .seed = seed};
    if (power_law_lags.empty()) return o;
    o.power_law = LagRange{.first = power_law_lags[0], .last = power_law_lags[1]};
    if (o.power_law->first < 1 || o.power_law->last < 10 * o.power_law->first)
      throw InputError({.what = "range of lags too narrow for a slope",
                        .where = "--power-law-lags",
                        .value = fmt::format("{},{}", o.power_law->first, o.power_law->last),
                        .allowed = "FIRST >= 1, LAST >= 10 FIRST"});
    return o;
  }
};

// Counts per lag of two trains, or of one with itself; for one train also as a ratio to Poisson and with the band of
// shuffled intervals.
void run_event_acf(const AcfRequest& r, const TrainFile& file) {
  const auto trains = file.events.trains();
  const auto index = [&](const std::string& name) {
    const auto at = std::find(file.events.units.begin(), file.events.units.end(), name);
    if (at == file.events.units.end()) throw unknown_name("unit", name, file.events.source, file.events.units);
    return static_cast<std::size_t>(at - file.events.units.begin());
  };
  std::vector<double> a = r.label.empty() ? sorted_times(file.events.times) : trains[index(r.label)];
  const std::vector<double> b = r.versus.empty() ? a : trains[index(r.versus)];
  if (file.segments.empty()) return print(r.output, {{"n", 0}, {"verdict", "no events"}}, "no events\n");
  const Segment record{file.segments.front().start, file.segments.back().end};
  const double bin = r.bin.empty() ? record.length() / static_cast<double>(std::max<std::size_t>(a.size(), 1))
                                   : time_option(r.bin, "--bin", file);
  const Correlogram c = correlate(a, r.versus.empty() ? nullptr : &b, file.segments, bin,
                                  r.max_lag > 0 ? r.max_lag : 100, r.n_shuffles, r.seed);
  const std::size_t max_lag = c.max_lag;
  ordered_json json = to_json(analyse_acf(bin_counts(a, record, bin), bin, max_lag, r.options()));
  json.update({{"kind", "events"}, {"n_events", a.size()}, {"bin_s", bin}, {"time_unit", file.time_unit()}});
  json.update(to_json(c));
  json.update({{"n_shuffles", r.n_shuffles}, {"parameters", train_parameters(r, file)}});
  if (!r.output.figure.empty()) report::draw_acf(json, r.output.figure);
  print(r.output, json,
        fmt::format("{:<22}{} events in bins of {:.4g} {}, lags to {}; coincidences at lag 0: {}, lag 1: {}\n",
                    "correlogram", a.size(), bin, file.time_unit(), max_lag, c.coincidences[max_lag],
                    max_lag > 0 ? c.coincidences[max_lag + 1] : 0));
}

void run_signal_acf(const AcfRequest& r) {
  const SignalFile file = read_signals(r.input, r.signals, r.sampling);
  const double h = file.sample_step.value_or(1);
  if (!r.output.figure.empty() && file.signals.size() != 1)
    throw InputError({.what = "a figure shows one signal", .where = "--figure", .remedy = "name one with --signal"});
  ordered_json all = ordered_json::object();
  std::string text;
  for (const NumberColumn& signal : file.by_record()) {
    const std::size_t n = signal.values.size();
    if (n < 2) {
      all[signal.name] = {{"kind", "signal"}, {"n", n}, {"verdict", fmt::format("not enough samples: {}", n)}};
      text += fmt::format("{:<22}not enough samples: {}\n", signal.name, n);
      continue;
    }
    ordered_json json = to_json(
        analyse_acf(signal.values, h, r.max_lag > 0 ? r.max_lag : std::min<std::size_t>(1000, n / 4 + 1), r.options()));
    json.update({{"kind", "signal"}, {"column", signal.name}, {"time_unit", file.sample_step ? "s" : "sample"}});
    const auto tau = json["exponential"]["tau_s"], integrated = json["integrated_time_s"];
    const auto number = [](const ordered_json& j) { return j.is_null() ? std::nan("") : j.get<double>(); };
    text += fmt::format("{:<22}tau {:.4g}, integrated {:.4g} {}, DFA exponent {:.3g}\n", signal.name, number(tau),
                        number(integrated), file.sample_step ? "s" : "samples", number(json["dfa"]["exponent"]));
    const auto& law = json["power_law"];
    const std::string reason = law["reason"];
    text += fmt::format("{:<22}", "power law");
    if (!law["slope"].is_null() && std::isfinite(number(law["slope"])))
      text +=
          fmt::format("r_k ~ k^-{:.4g} ({:.4g} to {:.4g}) at lags {} to {} ", number(law["slope"]), number(law["low"]),
                      number(law["high"]), law["first_lag"].get<std::size_t>(), law["last_lag"].get<std::size_t>());
    text += reason + "\n";
    if (!r.output.figure.empty()) report::draw_acf(json, r.output.figure);
    all[signal.name] = std::move(json);
  }
  if (all.size() == 1)
    print(r.output, all.begin().value(), text);
  else
    print(r.output, {{"columns", std::move(all)}}, text);
}

void run_acf(const AcfRequest& r) {
  const bool is_events = r.is_events || (r.signals.empty() && r.input != "-" && is_event_list(header_of(r.input)));
  if (is_events)
    run_event_acf(r, read_train(r));
  else
    run_signal_acf(r);
}

}  // namespace

void add_analyse_pairs(CLI::App& analyse) {
  CLI::App* c =
      analyse.add_subcommand("pairs", "likeness of spike trains: ISI- and SPIKE-distance, synchronisation, STTC ...");
  const auto r = std::make_shared<PairsRequest>();
  add_train_options(c, *r);
  add_figure(*c, r->output);
  c->add_option("--window-start", r->window_start, "ISI, SPIKE and synchronisation over a part of the record")
      ->type_name("TIME");
  c->add_option("--window-stop", r->window_stop, "its end")->type_name("TIME");
  c->add_option("--dt", r->dt, "of STTC; default: a twentieth of the mean interval within units")->type_name("TIME");
  c->add_option("--cost", r->cost, "q of Victor-Purpura [1/s]; default: 1/tau")->type_name("RATE");
  c->add_option("--tau", r->tau, "of van Rossum; default: a fifth of the mean interval within units")
      ->type_name("TIME");
  c->add_option("--bin", r->bin, "of correlation and population counts; default: a twentieth of the mean interval")
      ->type_name("TIME");
  c->add_option("--contrast-bin", r->least_bin, "least bin of spike-contrast; default: half the least interval")
      ->type_name("TIME");
  c->add_option("--max-pairs", r->most_pairs, "more are sampled at random [20000]")->type_name("N");
  c->add_option("--shuffles", r->n_shuffles, "realisations of each control [20]")->check(CLI::NonNegativeNumber);
  c->footer("Example: somn analyse pairs spikes.csv --t-start 0 --t-stop \"4 s\" --dt \"5 ms\" --json");
  c->callback([r] { run_pairs(*r); });
}

void add_analyse_acf(CLI::App& analyse) {
  CLI::App* c = analyse.add_subcommand("acf", "autocorrelation and time scales of signals or events");
  const auto r = std::make_shared<AcfRequest>();
  add_train_options(c, *r);
  add_figure(*c, r->output);
  c->add_flag("--events", r->is_events, "the file is an event list (default where it looks like one)");
  c->add_option("--signal", r->signals, "signals; default: all columns but the time")
      ->delimiter(',')
      ->type_name("NAME");
  add_sampling_options(c, r->sampling);
  c->add_option("--max-lag", r->max_lag, "lags [signals: a quarter of the record, at most 1000; events: 100]")
      ->type_name("N");
  c->add_option("--bin", r->bin, "events: bin width; default: mean interval")->type_name("TIME");
  c->add_option("--label", r->label, "events: this unit only")->type_name("UNIT");
  c->add_option("--versus", r->versus, "events: against this unit (cross-correlogram)")->type_name("UNIT");
  c->add_option("--shuffles", r->n_shuffles, "events: shuffled trains of the band [200]")
      ->check(CLI::NonNegativeNumber);
  c->add_option("--detrend", r->detrend, "none | linear: take the least-squares line off first [none]")
      ->check(CLI::IsMember({"none", "linear"}));
  c->add_option("--power-law-lags", r->power_law_lags,
                "lags of the log-log slope; default: from 1 while r_k stands out of its noise, at most n/20")
      ->delimiter(',')
      ->expected(2)
      ->type_name("FIRST,LAST");
  c->add_option("--resamples", r->n_resamples, "of blocks, for the interval of the slope [200]")
      ->check(CLI::NonNegativeNumber);
  c->footer("Example: somn analyse acf DIR/native/trace.csv --signal i_source_A --json");
  c->callback([r] { run_acf(*r); });
}

}  // namespace somn::cli
