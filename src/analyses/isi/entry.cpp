// Intervals of one train, or of the units of a file: pooled, within the units, and of each.
#include <somn/analyses/analysis.hpp>
#include <somn/analyses/isi/figure.hpp>
#include <somn/analyses/isi/interval_models.hpp>
#include <somn/spike_trains/controls.hpp>
#include <somn/spike_trains/resolution.hpp>
#include <somn/statistics/nulls.hpp>
#include <somn/tables/trains.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace somn::analysis {
namespace {

using schema::Fields;

struct IsiOptions {
  tables::TrainOptions trains = {};
  std::string refractory = "0";  // [s, or samples]
  std::optional<int> n_shuffles = {};
};

Fields<IsiOptions> fields_of(const IsiOptions*) {
  return Fields<IsiOptions>()
      .merged(&IsiOptions::trains)
      .value("refractory", &IsiOptions::refractory, {.meaning = "R of LvR [s, or samples]"})
      .value("shuffles", &IsiOptions::n_shuffles, {.range = "[0, inf)", .meaning = "realisations of each control; default: 20, from 5e4 events on fewer, at least 3"});
}

// Of one train.
struct Intervals {
  IntervalStatistics statistics = {};
  IntervalModels fits = {};
  FanoCurve fano = {};
};

Fields<Intervals> fields_of(const Intervals*) {
  return Fields<Intervals>()
      .merged(&Intervals::statistics)
      .value("fits", &Intervals::fits, {.meaning = "which law the intervals follow"})
      .value("fano", &Intervals::fano, {.meaning = "Fano factor against the window"});
}

struct Unit {
  std::string unit = {};
  Intervals intervals = {};
};

Fields<Unit> fields_of(const Unit*) {
  return Fields<Unit>().value("unit", &Unit::unit, {.meaning = "its label"}).merged(&Unit::intervals);
}

struct WithinUnits {
  IntervalStatistics statistics = {};
  IntervalModels fits = {};
};

Fields<WithinUnits> fields_of(const WithinUnits*) {
  return Fields<WithinUnits>()
      .merged(&WithinUnits::statistics)
      .value("fits", &WithinUnits::fits, {.meaning = "of these intervals"});
}

struct Variability {
  int n_realisations = 0;
  MeanSd cv = {}, cv2 = {}, lv = {}, lvr = {};
};

Fields<Variability> fields_of(const Variability*) {
  return Fields<Variability>()
      .value("n_realisations", &Variability::n_realisations, {.meaning = "surrogate trains"})
      .value("cv", &Variability::cv, {.meaning = "as measured"})
      .value("cv2", &Variability::cv2, {.meaning = "as measured"})
      .value("lv", &Variability::lv, {.meaning = "as measured"})
      .value("lvr", &Variability::lvr, {.meaning = "as measured"});
}

struct Isi {
  Intervals pooled = {};
  std::string time_unit = {};
  tables::TrainParameters parameters = {};
  Nulls<Variability> control = {};
  std::optional<WithinUnits> within = {};
  std::optional<double> fano_over_units = {};
  std::optional<std::vector<Unit>> units = {};
};

Fields<Isi> fields_of(const Isi*) {
  return Fields<Isi>()
      .merged(&Isi::pooled)
      .value("time_unit", &Isi::time_unit, {.meaning = "s, or sample: then keys in _s and _Hz are in samples"})
      .value("parameters", &Isi::parameters, {.meaning = "what was used"})
      .value("control", &Isi::control, {.meaning = "surrogates of the train"})
      .value_if_any("within_units", &Isi::within, {.meaning = "intervals within units, pooled"})
      .value_if_any("fano_over_units", &Isi::fano_over_units, {.meaning = "of the units' counts"})
      .value_if_any("units", &Isi::units, {.meaning = "of each"});
}

std::vector<double> flat(const std::vector<std::vector<double>>& lists) {
  std::vector<double> all;
  for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

// Intervals of a Poisson train of as many events in the same segments: of n events n + 1 exponential gaps share a segment.
void draw_poisson(std::vector<std::vector<double>>& intervals, const std::vector<Segment>& segments,
                  const std::vector<std::size_t>& n_events, CounterStream& random) {
  const auto gap = [&] { return -std::log1p(-random.uniform()); };
  for (std::size_t s = 0; s < segments.size(); ++s) {
    if (n_events[s] == 0) continue;
    double sum = gap() + gap();  // before the first and after the last
    for (double& interval : intervals[s]) sum += interval = gap();
    for (double& interval : intervals[s]) interval *= segments[s].length() / sum;
  }
}

Variability of_surrogates(ControlKind kind, const std::vector<std::vector<double>>& measured,
                          const std::vector<std::size_t>& n_events, const std::vector<Segment>& segments,
                          double refractory, int n_realisations, std::uint64_t seed) {
  std::vector<double> cv, cv2, lv, lvr;
  std::vector<std::vector<double>> intervals = measured;
  for (int k = 0; k < n_realisations; ++k) {
    CounterStream random(seed, (kind == ControlKind::poisson ? 1ull << 32 : 0) + static_cast<std::uint64_t>(k));
    if (kind == ControlKind::poisson)
      draw_poisson(intervals, segments, n_events, random);
    else
      for (std::size_t s = 0; s < intervals.size(); ++s) shuffle(intervals[s] = measured[s], random);
    const IntervalStatistics s = interval_statistics(
        intervals, static_cast<std::int64_t>(std::accumulate(n_events.begin(), n_events.end(), std::size_t{0})), 0,
        refractory, Histogram::no);
    cv.push_back(s.cv), cv2.push_back(s.cv2), lv.push_back(s.lv), lvr.push_back(s.lvr);
  }
  return {n_realisations, mean_sd(cv), mean_sd(cv2), mean_sd(lv), mean_sd(lvr)};
}

void add_units(Isi& isi, const tables::TrainFile& file, double refractory) {
  std::vector<std::vector<double>> within;
  std::int64_t n_inside = 0;
  const auto trains = file.events.trains();
  double sum = 0, squares = 0;
  isi.units.emplace();
  for (std::size_t k = 0; k < trains.size(); ++k) {
    const IntervalStatistics u = interval_statistics(trains[k], file.segments, refractory);
    const auto intervals = intervals_within(trains[k], file.segments);
    isi.units->push_back(
        {file.events.units[k], {u, fit_intervals(flat(intervals)), fano_curve(trains[k], file.segments)}});
    within.insert(within.end(), intervals.begin(), intervals.end());
    n_inside += u.n_events;
    const double n = static_cast<double>(u.n_events);
    sum += n;
    squares += n * n;
  }
  const double n_units = static_cast<double>(trains.size()), mean = sum / n_units;
  isi.within = {interval_statistics(within, n_inside, file.record_length(), refractory), fit_intervals(flat(within))};
  isi.fano_over_units = (squares / n_units - mean * mean) / mean;
}

std::string statistics_text(const IntervalStatistics& s, const std::string& unit) {
  std::string text = fmt::format("{:<16}{} events, {} intervals, {} of length 0\n", "n", s.n_events, s.n, s.n_zero);
  text += fmt::format("{:<16}{:.6g} per {}\n", "rate", s.rate, unit);
  text += fmt::format("{:<16}{:.6g} {}, sd {:.6g} {}\n", "mean", s.mean, unit, s.sd, unit);
  text += fmt::format("{:<16}{:.6g}, {:.6g}, {:.6g}, {:.6g}\n", "CV CV2 Lv LvR", s.cv, s.cv2, s.lv, s.lvr);
  if (!s.reason.empty()) text += fmt::format("{:<16}{}\n", "reason", s.reason);
  return text;
}

std::string text_of(const Isi& isi) {
  std::string text = statistics_text(isi.pooled.statistics, isi.time_unit);
  if (isi.within)
    text = "all units pooled (tends to Poisson whatever the units do)\n" + text + "within units\n" +
           statistics_text(isi.within->statistics, isi.time_unit);
  for (const IntervalModel& m : isi.pooled.fits.models)
    text += fmt::format("{:<24}AICc {:.2f}, KS {:.3g}\n", m.name, m.aicc, m.ks_distance);
  return text;
}

// Realisations of each control, where no number is given: 20, of more than 5e4 events fewer, at least 3.
int realisations(std::size_t n_events) {
  return static_cast<int>(std::clamp<std::size_t>(1000000 / std::max<std::size_t>(n_events, 1), 3, 20));
}

// Of 1e7 events each list is 80 MB: no list is kept longer than it is needed.
Answer analyse(const std::string& path, const IsiOptions& options) {
  tables::TrainFile file = tables::read_train(path, options.trains);
  const double refractory = time_option(options.refractory, "--refractory", file);
  Isi isi{.time_unit = file.time_unit(), .parameters = parameters_of(options.trains, file)};
  if (!file.events.unit_column.empty()) add_units(isi, file, refractory);
  std::vector<double> times = sorted_times(std::move(file.events.times));
  isi.pooled.fano = fano_curve(times, file.segments);
  std::vector<std::size_t> n_events;
  for (const auto& events : split(times, file.segments, resolution_of(times, file.segments)))
    n_events.push_back(events.size());
  std::vector<std::vector<double>> intervals = intervals_within(times, file.segments);
  const std::size_t n = times.size();
  times = std::vector<double>();  // = {} would keep the memory
  isi.pooled.statistics = interval_statistics(
      intervals, static_cast<std::int64_t>(std::accumulate(n_events.begin(), n_events.end(), std::size_t{0})),
      file.record_length(), refractory);
  isi.control = both_nulls([&](ControlKind kind) {
    return of_surrogates(kind, intervals, n_events, file.segments, refractory,
                         options.n_shuffles.value_or(realisations(n)), options.trains.seed);
  });
  isi.pooled.fits = fit_intervals(intervals.size() == 1 ? std::move(intervals.front()) : flat(intervals));
  return {schema::to_json(isi), text_of(isi), [](const Json& json) {
            Json trains = {{"pooled", json}};
            if (json.contains("within_units")) trains["per_junction"] = json["within_units"];
            return isi_figure(trains);
          }};
}

}  // namespace

namespace entries {
extern const Analysis isi;
const Analysis isi{
    .name = "isi",
    .summary = "intervals: rate, CV, CV2, Lv, LvR, histogram, fits, Fano curve",
    .input = Input::events,
    .file = tables::event_file,
    .example =
        "rate = events/record; without --t-stop or --segments the record lasts from the first to the last event.\n"
        "Example: somn analyse isi spikes.csv --refractory \"5 ms\" --json",
    .bounds = {.assumes = "events of one unit, or of the units that a column names; statistics of pooled intervals say "
                          "little of the units",
               .ties = "intervals of 0 are counted (n_zero) and left out of the fits, which have no density there",
               .gaps = "an interval that spans two segments is none (--segments)",
               .not_finite = refused_with_row,
               .too_few = "below 3 events no CV, with the reason"},
    .options = schema::descriptions<IsiOptions>,
    .results = {{"", schema::descriptions<Isi>}},
    .analyse = with_options<IsiOptions, analyse>,
    .figure_of_run = [](const Json& analysis, const std::vector<double>&) { return isi_figure(analysis["isi"]); },
};
}  // namespace entries

}  // namespace somn::analysis
