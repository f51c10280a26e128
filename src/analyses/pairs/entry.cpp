// How alike spike trains are, of all pairs or a sample of them, beside the same of surrogate trains.
#include <somn/analyses/analysis.hpp>
#include <somn/analyses/pairs/figure.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/spike_trains/controls.hpp>
#include <somn/spike_trains/resolution.hpp>
#include <somn/spike_trains/train_pairs.hpp>
#include <somn/statistics/nulls.hpp>
#include <somn/statistics/parallel.hpp>
#include <somn/tables/trains.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace somn::analysis {
namespace {

using schema::Fields;
using Trains = std::vector<std::vector<double>>;

struct Options {
  tables::TrainOptions trains = {};
  std::string window_start = {}, window_stop = {}, dt = {}, cost = {}, tau = {}, bin = {}, contrast_bin = {};
  std::size_t most_pairs = 20000;
  int n_shuffles = 20;
};

Fields<Options> fields_of(const Options*) {
  using O = Options;
  return Fields<O>()
      .merged(&O::trains)
      .value("window_start", &O::window_start,
             {.meaning = "ISI, SPIKE and synchronisation over a part of the record; default: all of it"})
      .value("window_stop", &O::window_stop, {.meaning = "its end"})
      .value("dt", &O::dt, {.meaning = "of STTC; default: a twentieth of the mean interval within units"})
      .value("cost", &O::cost, {.meaning = "q of Victor-Purpura [1/s]; default: 1/tau"})
      .value("tau", &O::tau, {.meaning = "of van Rossum; default: a fifth of the mean interval within units"})
      .value("bin", &O::bin,
             {.meaning = "of correlation and population counts; default: a twentieth of the mean interval"})
      .value("contrast_bin", &O::contrast_bin,
             {.meaning = "least bin of spike-contrast; default: half the least interval"})
      .value("max_pairs", &O::most_pairs, {.meaning = "more are sampled at random"})
      .value("shuffles", &O::n_shuffles, {.range = "[0, inf)", .meaning = "realisations of each control"});
}

struct Scales {
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

PairMeasures measure(const std::vector<double>& a, const std::vector<double>& b, const Scales& o) {
  const std::vector<double> x = bin_counts(a, o.record, o.bin), y = bin_counts(b, o.record, o.bin);
  const bool is_small = static_cast<double>(a.size()) * static_cast<double>(b.size()) < 4e8;
  return {.isi = isi_distance(a, b, o.record, o.window),
          .spike = spike_distance(a, b, o.record, o.window),
          .tiling = tiling_coefficient(a, b, o.record, o.dt),
          .victor_purpura = is_small ? victor_purpura(a, b, o.cost) : std::nan(""),
          .van_rossum = van_rossum(a, b, o.tau),
          .correlation = pearson(x, y),
          .correlation_binary = pearson(any(x), any(y)),
          .sync = spike_synchronisation(a, b, o.record, o.window)};
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
                     const Scales& o) {
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

// Means over pairs of surrogate trains.
struct SurrogatePairs {
  int n_realisations = 0;
  std::size_t n_pairs = 0;
  MeanSd isi = {}, spike = {}, sync = {}, tiling = {};
};

Fields<SurrogatePairs> fields_of(const SurrogatePairs*) {
  using S = SurrogatePairs;
  return Fields<S>()
      .value("n_realisations", &S::n_realisations, {.meaning = "sets of surrogate trains"})
      .value("n_pairs", &S::n_pairs, {.meaning = "of each"})
      .value("isi_distance", &S::isi, {.meaning = "mean over pairs"})
      .value("spike_distance", &S::spike, {.meaning = "mean over pairs"})
      .value("spike_synchronisation", &S::sync, {.meaning = "of all pairs"})
      .value("sttc", &S::tiling, {.meaning = "mean over pairs"});
}

SurrogatePairs of_surrogates(const Trains& trains, const Scales& o, ControlKind kind, int n, std::uint64_t seed) {
  const auto pairs = pairs_of(trains.size(), 200, seed);
  std::vector<double> isi, spike, sync, tiling;
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
    const Means m = mean_distances(surrogates, pairs, o);
    isi.push_back(m.isi), spike.push_back(m.spike), sync.push_back(m.sync), tiling.push_back(m.tiling);
  }
  return {n, pairs.size(), mean_sd(isi), mean_sd(spike), mean_sd(sync), mean_sd(tiling)};
}

struct Parameters {
  tables::TrainParameters trains = {};
  Scales scales = {};
  double contrast_bin = 0;
};

Fields<Parameters> fields_of(const Parameters*) {
  using P = Parameters;
  const auto of = [](double Scales::*member) { return [member](const P& p) { return p.scales.*member; }; };
  return Fields<P>()
      .merged(&P::trains)
      .computed("window_s",
                [](const P& p) {
                  return std::vector{p.scales.window.start, p.scales.window.end};
                },
                {.unit = "s", .meaning = "begin and end"})
      .computed("sttc_dt_s", of(&Scales::dt), {.unit = "s", .meaning = "of sttc"})
      .computed("victor_purpura_q_Hz", of(&Scales::cost), {.unit = "Hz", .meaning = "of victor_purpura"})
      .computed("van_rossum_tau_s", of(&Scales::tau), {.unit = "s", .meaning = "of van_rossum"})
      .computed("bin_s", of(&Scales::bin), {.unit = "s", .meaning = "of the correlations and population_counts"})
      .value("contrast_least_bin_s", &P::contrast_bin,
             {.unit = "s", .meaning = "of spike_contrast; 0: half the least interval"})
      .elsewhere(&P::scales);
}

struct Pair {
  std::string i = {}, j = {};
  PairMeasures of = {};
};

Fields<Pair> fields_of(const Pair*) {
  using P = Pair;
  const auto of = [](double PairMeasures::*member) { return [member](const P& p) { return p.of.*member; }; };
  return Fields<P>()
      .value("i", &P::i, {.meaning = "unit"})
      .value("j", &P::j, {.meaning = "unit"})
      .computed("isi_distance", of(&PairMeasures::isi), {.meaning = "0 equal .. 1 (Kreuz et al. 2007)"})
      .computed("spike_distance", of(&PairMeasures::spike), {.meaning = "0 equal .. 1 (Kreuz et al. 2013)"})
      .computed("spike_synchronisation", [](const P& p) { return p.of.sync.share(); },
                {.meaning = "share of spikes with a partner (Kreuz et al. 2015)"})
      .computed("sttc", of(&PairMeasures::tiling), {.meaning = "spike time tiling coefficient, -1 .. 1"})
      .computed("victor_purpura", of(&PairMeasures::victor_purpura), {.meaning = "null beyond 4e8 pairs of spikes"})
      .computed("van_rossum", of(&PairMeasures::van_rossum), {.meaning = "one spike against none is 1"})
      .computed("correlation", of(&PairMeasures::correlation), {.meaning = "Pearson's, of counts in bins"})
      .computed("correlation_binary", of(&PairMeasures::correlation_binary), {.meaning = "of any spike in bins"})
      .elsewhere(&P::of);
}

struct PairsResult {
  std::size_t n_units = 0, n_pairs_of = 0, n_doubled = 0;
  double isi = 0, spike = 0, sync = 0, tiling = 0;
  SpikeContrast contrast = {};
  double population_fano = 0, fano_over_units = 0;
  std::string time_unit = {};
  Parameters parameters = {};
  Nulls<SurrogatePairs> control = {};
  std::vector<double> population = {};
  std::vector<Pair> pairs = {};
};

Fields<PairsResult> fields_of(const PairsResult*) {
  using R = PairsResult;
  return Fields<R>()
      .value("n_units", &R::n_units, {.meaning = "trains"})
      .computed("n_pairs", [](const R& r) { return r.pairs.size(); }, {.meaning = "compared"})
      .value("n_pairs_of", &R::n_pairs_of, {.meaning = "pairs there are"})
      .value("n_doubled_left_out", &R::n_doubled,
             {.meaning = "spikes at the time of another one of their unit: it counts once, in every measure"})
      .value("isi_distance", &R::isi, {.meaning = "mean over pairs"})
      .value("spike_distance", &R::spike, {.meaning = "mean over pairs"})
      .value("spike_synchronisation", &R::sync, {.meaning = "of all pairs"})
      .value("sttc", &R::tiling, {.meaning = "mean over pairs"})
      .computed("spike_contrast", [](const R& r) { return r.contrast.value; }, {.meaning = "Ciba et al. 2018"})
      .computed("spike_contrast_bin_s", [](const R& r) { return r.contrast.bin; },
                {.unit = "s", .meaning = "at which it is reached"})
      .value("population_fano", &R::population_fano, {.meaning = "of the counts of all units per bin"})
      .value("fano_over_units", &R::fano_over_units, {.meaning = "of the units' counts"})
      .value("time_unit", &R::time_unit, {.meaning = "s, or sample: then keys in _s and _Hz are in samples"})
      .value("parameters", &R::parameters, {.meaning = "what was used"})
      .value("control", &R::control, {.meaning = "means over pairs of surrogates"})
      .computed("population_counts",
                [](const R& r) { return r.population.size() <= 100000 ? std::optional(r.population) : std::nullopt; },
                {.meaning = "spikes of all units per bin; null beyond 1e5 bins"})
      .value("pairs", &R::pairs, {.meaning = "of each"})
      .elsewhere(&R::contrast, &R::population);
}

struct TooFew {
  std::size_t n_units = 0;
  tables::TrainParameters parameters = {};
};

Fields<TooFew> fields_of(const TooFew*) {
  return Fields<TooFew>()
      .value("n_units", &TooFew::n_units)
      .computed("n_pairs", [](const TooFew&) { return 0; })
      .computed("pairs", [](const TooFew&) { return std::vector<Pair>(); })
      .computed("verdict", [](const TooFew&) { return "not enough units: 2 needed"; })
      .value("parameters", &TooFew::parameters);
}

Scales scales_of(const Options& r, const tables::TrainFile& file, const Trains& trains) {
  if (file.segments.size() != 1)
    throw InputError({.what = "pairs are compared over one record",
                      .where = file.events.source,
                      .value = fmt::format("{} segments", file.segments.size()),
                      .allowed = "1"});
  Scales o{.record = file.segments.front(), .window = file.segments.front()};
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
  const double tolerance = resolution_of({}, file.segments).tolerance;
  if (!(o.window.start >= o.record.start - tolerance && o.window.end <= o.record.end + tolerance &&
        o.window.length() > 0))
    throw InputError(
        {.what = "the window lies outside the record or is empty", .where = "--window-start, --window-stop"});
  return o;
}

// Times as whole numbers of the grid, where there is one: sums and differences of such are exact, so that it is the same
// in every unit whether a spike lies halfway between two others.
struct Grid {
  double origin = 0, step = 1;
  Resolution resolution = {};
  double time(double t) const { return length(t - origin); }
  double length(double l) const {
    if (resolution.step == 0) return l;
    const double n = l / step, whole = std::round(n);
    return std::abs(n - whole) * step <= resolution.tolerance ? whole : n;
  }
  Segment segment(const Segment& s) const { return {time(s.start), time(s.end)}; }
};

Grid grid_of(const Trains& trains, const std::vector<Segment>& segments) {
  std::vector<double> pooled;
  for (const auto& train : trains) pooled.insert(pooled.end(), train.begin(), train.end());
  std::sort(pooled.begin(), pooled.end());
  const Resolution r = resolution_of(pooled, segments);
  if (r.step == 0) return {.resolution = r};
  return {.origin = pooled.front(), .step = r.step, .resolution = r};
}

Scales scaled(const Scales& o, const Grid& grid) {
  return {.record = grid.segment(o.record),
          .window = grid.segment(o.window),
          .dt = grid.length(o.dt),
          .cost = o.cost * grid.step,
          .tau = o.tau / grid.step,
          .bin = grid.length(o.bin)};
}

// The one rule for doubled spikes: a unit fires once at a time. Returns how many spikes that leaves out.
std::size_t put_on(const Grid& grid, Trains& trains) {
  std::size_t n_doubled = 0;
  for (std::vector<double>& train : trains) {
    for (double& t : train) t = grid.time(t);
    const double tolerance = grid.resolution.step > 0 ? 0 : grid.resolution.tolerance;
    const auto end = std::unique(train.begin(), train.end(), [&](double a, double b) { return b - a <= tolerance; });
    n_doubled += static_cast<std::size_t>(train.end() - end);
    train.erase(end, train.end());
  }
  return n_doubled;
}

// variance / mean
double fano_of(const std::vector<double>& counts) {
  const double n = static_cast<double>(counts.size()), mean = std::accumulate(counts.begin(), counts.end(), 0.0) / n;
  return (std::inner_product(counts.begin(), counts.end(), counts.begin(), 0.0) / n - mean * mean) / mean;
}

std::string text_of(const PairsResult& r) {
  const auto line = [&](const char* name, MeanSd SurrogatePairs::*of, double value) {
    return fmt::format("{:<22}{:.4g} (shuffled {:.4g}, Poisson {:.4g})\n", name, value, (r.control.shuffled.*of).mean,
                       (r.control.poisson.*of).mean);
  };
  return fmt::format("{:<22}{} units, {} pairs\n", "means over pairs", r.n_units, r.pairs.size()) +
         line("ISI-distance", &SurrogatePairs::isi, r.isi) + line("SPIKE-distance", &SurrogatePairs::spike, r.spike) +
         line("SPIKE-synchronisation", &SurrogatePairs::sync, r.sync) +
         (r.n_doubled == 0 ? "" : fmt::format("{:<22}{} spikes at the time of another one of their unit\n", "left out", r.n_doubled)) +
         fmt::format("{:<22}{:.4g} (dt = {:.3g} {})\n{:<22}{:.4g}\n", "STTC", r.tiling, r.parameters.scales.dt,
                     r.time_unit, "spike-contrast", r.contrast.value);
}

void add_pairs(PairsResult& r, const tables::TrainFile& file, const Trains& trains, const Scales& o,
               const Options& options) {
  const auto pairs = pairs_of(trains.size(), options.most_pairs, options.trains.seed);
  const auto measures = parallel_map(static_cast<std::int64_t>(pairs.size()), 0, [&](std::int64_t k) {
    const auto& [i, j] = pairs[static_cast<std::size_t>(k)];
    return measure(trains[i], trains[j], o);
  });
  Coincidences all;
  const double n = static_cast<double>(pairs.size());
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    const PairMeasures& m = measures[k];
    r.pairs.push_back({file.events.units[pairs[k].first], file.events.units[pairs[k].second], m});
    r.isi += m.isi / n;
    r.spike += m.spike / n;
    r.tiling += m.tiling / n;
    all.n_partnered += m.sync.n_partnered;
    all.n_spikes += m.sync.n_spikes;
  }
  r.sync = all.share();
}

Answer analyse(const std::string& path, const Options& options) {
  const tables::TrainFile file = tables::read_train(path, options.trains);
  Trains trains = file.events.trains();
  if (trains.size() < 2)
    return {schema::to_json(TooFew{trains.size(), parameters_of(options.trains, file)}),
            "not enough units: 2 needed (a column train, unit or junction names them)\n", pairs_figure};
  if (file.record_length() == 0)
    throw InputError({.what = "all events at one time",
                      .where = file.events.source,
                      .remedy = "how long was the record? Give --t-start and --t-stop"});
  const Grid grid = grid_of(trains, file.segments);
  const Scales given = scales_of(options, file, trains), o = scaled(given, grid);
  PairsResult r{
      .n_units = trains.size(), .n_pairs_of = trains.size() * (trains.size() - 1) / 2, .time_unit = file.time_unit()};
  r.n_doubled = put_on(grid, trains);
  r.parameters = {parameters_of(options.trains, file), given};
  add_pairs(r, file, trains, o, options);
  if (!options.contrast_bin.empty())
    r.parameters.contrast_bin = time_option(options.contrast_bin, "--contrast-bin", file);
  r.contrast = spike_contrast(trains, o.record, r.parameters.contrast_bin / grid.step);
  r.contrast.bin *= grid.step;
  r.population = bin_counts({}, o.record, o.bin);
  std::vector<double> totals;
  for (const auto& train : trains) {
    const std::vector<double> counts = bin_counts(train, o.record, o.bin);
    for (std::size_t k = 0; k < counts.size(); ++k) r.population[k] += counts[k];
    totals.push_back(static_cast<double>(train.size()));
  }
  r.population_fano = fano_of(r.population);
  r.fano_over_units = fano_of(totals);
  r.control = both_nulls(
      [&](ControlKind kind) { return of_surrogates(trains, o, kind, options.n_shuffles, options.trains.seed); });
  return {schema::to_json(r), text_of(r), pairs_figure};
}

}  // namespace

namespace entries {
extern const Analysis pairs;
const Analysis pairs{
    .name = "pairs",
    .summary = "likeness of spike trains: ISI- and SPIKE-distance, synchronisation, STTC ...",
    .input = Input::events,
    .file = tables::event_file,
    .example = "Example: somn analyse pairs spikes.csv --t-start 0 --t-stop \"4 s\" --dt \"5 ms\" --json",
    .bounds = {.assumes = "trains of one record, seen from its start to its end",
               .ties = "several events of one unit at one time are one spike of it",
               .gaps = "the record ends where segments end",
               .not_finite = refused_with_row,
               .too_few = "below 2 units a verdict; a unit without spikes counts as silent"},
    .options = schema::descriptions<Options>,
    .results = {{"", schema::descriptions<PairsResult>}},
    .analyse = with_options<Options, analyse>,
};
}  // namespace entries

}  // namespace somn::analysis
