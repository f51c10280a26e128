// Bursts of each unit and of the network; in a run those of the network spikes and of the pooled junction events.
#include <somn/analyses/analysis.hpp>
#include <somn/analyses/bursts/figure.hpp>
#include <somn/analyses/bursts/results.hpp>
#include <somn/analyses/run_record.hpp>
#include <somn/figures/json_path.hpp>
#include <somn/tables/trains.hpp>

#include <fmt/format.h>

namespace somn::analysis {

std::vector<std::pair<BurstMethod, const char*>> names_of(const BurstMethod*) {
  return {{BurstMethod::max_interval, "maxinterval"},
          {BurstMethod::logisi, "logisi"},
          {BurstMethod::poisson_surprise, "poisson-surprise"},
          {BurstMethod::rank_surprise, "rank-surprise"},
          {BurstMethod::cma, "cma"},
          {BurstMethod::isi_rank, "isi-rank"}};
}

namespace {

using schema::Fields;

struct BurstsOptions {
  tables::TrainOptions trains = {};
  BurstMethod method = BurstMethod::max_interval;
  std::string begin = {}, end = {}, gap = {}, min_duration = {}, cutoff = {}, window = {};  // [s, or samples]
  std::optional<double> min_surprise = {};
  std::size_t min_spikes = 3;
  double share = 0.25;
  int n_shuffles = 20;
};

Fields<BurstsOptions> fields_of(const BurstsOptions*) {
  using O = BurstsOptions;
  return Fields<O>()
      .merged(&O::trains)
      .value("method", &O::method, {.meaning = "how bursts are found"})
      .value(
          "begin", &O::begin,
          {.meaning = "maxinterval: a burst begins below this interval; default: valley of the log-interval histogram"})
      .value("end", &O::end, {.meaning = "maxinterval: and ends above this one; default: 1.5 begin"})
      .value("gap", &O::gap, {.meaning = "maxinterval: bursts closer than this are merged; default: begin"})
      .value("min_duration", &O::min_duration, {.meaning = "maxinterval: shorter bursts are dropped; default: 0"})
      .value("min_spikes", &O::min_spikes, {.meaning = "bursts of fewer spikes are dropped"})
      .value("cutoff", &O::cutoff,
             {.meaning = "logisi: largest interval of the intra-burst peak; default: the median interval"})
      .value("min_surprise", &O::min_surprise,
             {.meaning = "natural logarithm; default: 5 poisson-surprise, 3 rank-surprise"})
      .value("window", &O::window, {.meaning = "isi-rank; default: 1 s"})
      .value("share", &O::share, {.range = "[0, 1]", .meaning = "network bursts: least share of the units"})
      .value("shuffles", &O::n_shuffles, {.range = "[0, inf)", .meaning = "realisations of each control"});
}

struct Unit {
  std::string unit = {};
  TrainBursts bursts = {};
};

Fields<Unit> fields_of(const Unit*) {
  return Fields<Unit>().value("unit", &Unit::unit, {.meaning = "its label"}).merged(&Unit::bursts);
}

struct Network {
  NetworkBursts bursts = {};
  double share = 0;
};

Fields<Network> fields_of(const Network*) {
  return Fields<Network>()
      .merged(&Network::bursts)
      .value("share", &Network::share, {.meaning = "least share of the units"});
}

// One train: its own keys; several: units and network.
struct BurstsResult {
  BurstMethod method = BurstMethod::max_interval;
  std::string time_unit = {};
  tables::TrainParameters parameters = {};
  std::optional<TrainBursts> train = {};
  std::optional<Network> network = {};
  std::optional<std::vector<Unit>> units = {};
};

Fields<BurstsResult> fields_of(const BurstsResult*) {
  using R = BurstsResult;
  return Fields<R>()
      .value("method", &R::method, {.meaning = "how bursts were found"})
      .value("time_unit", &R::time_unit, {.meaning = "s, or sample: then keys in _s and _Hz are in samples"})
      .computed("logarithm", [](const R&) { return "natural"; }, {.meaning = "of surprise"})
      .value("parameters", &R::parameters, {.meaning = "what was used; of one train its thresholds too"})
      .merged_if_any(&R::train)
      .value_if_any("network", &R::network, {.meaning = "of several units: bursts of the pooled train"})
      .value_if_any("units", &R::units, {.meaning = "of several units: each"});
}

BurstOptions burst_options(const BurstsOptions& o, const tables::TrainFile& file) {
  BurstOptions options{.method = o.method, .min_spikes = o.min_spikes, .min_surprise = o.min_surprise};
  const auto set = [&](std::optional<double>& value, const std::string& text, const char* name) {
    if (!text.empty()) value = time_option(text, name, file);
  };
  set(options.begin, o.begin, "--begin");
  set(options.end, o.end, "--end");
  set(options.gap, o.gap, "--gap");
  set(options.min_duration, o.min_duration, "--min-duration");
  set(options.cutoff, o.cutoff, "--cutoff");
  if (o.window.empty() && o.method == BurstMethod::isi_rank && file.events.is_sampled)
    throw InputError({.what = "isi-rank counts in windows of 1 s, and samples have no seconds",
                      .where = "--window",
                      .allowed = "a number of samples"});
  if (!o.window.empty()) options.window = time_option(o.window, "--window", file);
  return options;
}

std::string line_of(const Unit& unit, const char* time_unit) {
  const BurstSummary& s = unit.bursts.summary;
  const std::string& reason = unit.bursts.found.reason;
  return fmt::format("{:<16}{} bursts, {:.3g} a minute, {:.3g} % of {} spikes, mean duration {:.4g} {}{}{}\n",
                     unit.unit.empty() ? "bursts" : unit.unit, s.n, s.per_minute, 100 * s.spikes_in_bursts_share,
                     unit.bursts.n_spikes, s.mean_duration, time_unit, reason.empty() ? "" : "; ", reason);
}

Answer analyse(const std::string& path, const BurstsOptions& o) {
  const tables::TrainFile file = tables::read_train(path, o.trains);
  const BurstOptions options = burst_options(o, file);
  std::vector<std::vector<double>> trains = file.events.trains();
  std::vector<Unit> units;
  std::string text;
  for (std::size_t k = 0; k < trains.size(); ++k) {
    units.push_back({file.events.units[k],
                     bursts_of(trains[k], file.segments, file.segments, options, o.n_shuffles, o.trains.seed)});
    text += line_of(units.back(), file.time_unit());
  }
  BurstsResult result{.method = o.method, .time_unit = file.time_unit(), .parameters = parameters_of(o.trains, file)};
  if (units.size() == 1) {
    result.train = std::move(units.front().bursts);
    result.train->record = result.parameters;
  } else {
    result.network = {find_network_bursts(trains, options, o.share), o.share};
    result.units = std::move(units);
    text += fmt::format("{:<16}{} bursts of the pooled train with at least {:.3g} % of {} units\n", "network",
                        result.network->bursts.bursts.size(), 100 * o.share, result.network->bursts.n_units);
  }
  return {schema::to_json(result), std::move(text),
          [trains = std::move(trains)](const Json& json) { return bursts_figure(json, trains); }};
}

struct OfTrain {
  TrainBursts bursts = {};
};

Fields<OfTrain> fields_of(const OfTrain*) {
  return Fields<OfTrain>()
      .computed("method", [](const OfTrain&) { return "maxinterval"; }, {.meaning = "with its scale-free defaults"})
      .merged(&OfTrain::bursts);
}

struct BurstsOfRun {
  OfTrain network_spikes = {}, junction_events = {};
};

Fields<BurstsOfRun> fields_of(const BurstsOfRun*) {
  return Fields<BurstsOfRun>()
      .value("network_spikes", &BurstsOfRun::network_spikes, {.meaning = "edges of the source current"})
      .value("junction_events", &BurstsOfRun::junction_events, {.meaning = "all up events as one train"});
}

Json of_run(const RunRecord& run) {
  const auto of = [&](const std::vector<double>& times) {
    return OfTrain{bursts_of(times, {run.window}, {}, {}, run.n_control_realisations, run.seed)};
  };
  return schema::to_json(BurstsOfRun{of(run.network_spikes.times), of(run.up_times)});
}

figures::Figure figure_of_run(const Json& analysis, const std::vector<double>& up_times) {
  Json units = Json::array();
  for (const auto& [key, name] :
       {std::pair{"network_spikes", "network spikes"}, std::pair{"junction_events", "junctions"}}) {
    Json unit{{"unit", name}};
    unit.update(figures::at_path(analysis, std::string("/bursts/") + key));
    units.push_back(std::move(unit));
  }
  return bursts_figure({{"units", std::move(units)}},
                       {figures::numbers(analysis, "/network_spikes/times_s"), up_times});
}

}  // namespace

namespace entries {
extern const Analysis bursts;
const Analysis bursts{
    .name = "bursts",
    .summary = "bursts of each unit, and of the network",
    .input = Input::events,
    .file = tables::event_file,
    .example =
        "Neural data: --begin 0.17 --end 0.3 --gap 0.2 --min-duration 0.01.\n"
        "Example: somn analyse bursts spikes.csv --method logisi --json",
    .bounds = {.assumes = "spikes of single units; scale-free defaults need a valley in the histogram of log intervals",
               .ties = "intervals of 0 belong to a burst; they have no logarithm and are left out of histograms",
               .gaps = "an interval that spans two segments is none (--segments)",
               .not_finite = refused_with_row,
               .too_few = "below 3 spikes no bursts, with the reason"},
    .options = schema::descriptions<BurstsOptions>,
    .results = {{"", schema::descriptions<BurstsResult>}},
    .analyse = with_options<BurstsOptions, analyse>,
    .run_results = schema::descriptions<BurstsOfRun>,
    .of_run = of_run,
    .figure_of_run = figure_of_run,
};
}  // namespace entries

}  // namespace somn::analysis
