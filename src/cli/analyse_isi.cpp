// somn analyse isi | bursts
#include "analyse_trains.hpp"

#include <somn/analysis/controls.hpp>
#include <somn/analysis/json.hpp>
#include <somn/analysis/run_analysis.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/report/analysis_figures.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

namespace somn::cli {
namespace {

using namespace somn::analysis;
using nlohmann::ordered_json;

std::vector<double> flat(const std::vector<std::vector<double>>& lists) {
  std::vector<double> all;
  for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

// CV, CV2, Lv and LvR of surrogates of one train, both kinds.
ordered_json isi_controls(const std::vector<double>& times, const std::vector<Segment>& segments, double refractory,
                          int n, std::uint64_t seed) {
  ordered_json json = ordered_json::object();
  for (const auto& [name, kind] :
       {std::pair{"shuffled", ControlKind::shuffled}, std::pair{"poisson", ControlKind::poisson}}) {
    std::vector<double> cv, cv2, lv, lvr;
    for (int k = 0; k < n; ++k) {
      CounterStream random(seed, (kind == ControlKind::poisson ? 1ull << 32 : 0) + static_cast<std::uint64_t>(k));
      const IntervalStatistics s =
          interval_statistics(surrogate_train(kind, times, segments, random), segments, refractory);
      cv.push_back(s.cv), cv2.push_back(s.cv2), lv.push_back(s.lv), lvr.push_back(s.lvr);
    }
    json[name] = {{"n_realisations", n},
                  {"cv", to_json(mean_sd(cv))},
                  {"cv2", to_json(mean_sd(cv2))},
                  {"lv", to_json(mean_sd(lv))},
                  {"lvr", to_json(mean_sd(lvr))}};
  }
  return json;
}

struct IsiRequest : TrainRequest {
  std::string refractory = "0";
  int n_shuffles = 20;
};

ordered_json isi_json(const IntervalStatistics& s, const std::vector<double>& intervals,
                      const std::vector<double>& times, const std::vector<Segment>& segments) {
  ordered_json json = to_json(s);
  json["fits"] = to_json(fit_intervals(intervals));
  json["fano"] = to_json(fano_curve(times, segments));
  return json;
}

std::string isi_text(const IntervalStatistics& s, const char* unit) {
  std::string text = fmt::format("{:<16}{} events, {} intervals, {} of length 0\n", "n", s.n_events, s.n, s.n_zero);
  text += fmt::format("{:<16}{:.6g} per {}\n", "rate", s.rate, unit);
  text += fmt::format("{:<16}{:.6g} {}, sd {:.6g} {}\n", "mean", s.mean, unit, s.sd, unit);
  text += fmt::format("{:<16}{:.6g}, {:.6g}, {:.6g}, {:.6g}\n", "CV CV2 Lv LvR", s.cv, s.cv2, s.lv, s.lvr);
  if (!s.reason.empty()) text += fmt::format("{:<16}{}\n", "reason", s.reason);
  return text;
}

void run_isi(const IsiRequest& request) {
  const TrainFile file = read_train(request);
  const double refractory = time_option(request.refractory, "--refractory", file);
  const std::vector<double>& times = file.events.times;
  const std::vector<double> sorted = sorted_times(times);
  const IntervalStatistics s = interval_statistics(times, file.segments, refractory);
  const std::vector<double> pooled = flat(intervals_within(times, file.segments));
  ordered_json json = isi_json(s, pooled, sorted, file.segments);
  json["time_unit"] = file.time_unit();
  json["parameters"] = train_parameters(request, file);
  json["control"] = isi_controls(sorted, file.segments, refractory, request.n_shuffles, request.seed);
  std::string text = isi_text(s, file.time_unit());
  if (!file.events.unit_column.empty()) {
    ordered_json units = ordered_json::array();
    std::vector<std::vector<double>> within;
    std::int64_t n_inside = 0;
    const auto trains = file.events.trains();
    double sum = 0, squares = 0;
    for (std::size_t k = 0; k < trains.size(); ++k) {
      const IntervalStatistics u = interval_statistics(trains[k], file.segments, refractory);
      const auto intervals = intervals_within(trains[k], file.segments);
      ordered_json one = {{"unit", file.events.units[k]}};
      one.update(isi_json(u, flat(intervals), trains[k], file.segments));
      units.push_back(std::move(one));
      within.insert(within.end(), intervals.begin(), intervals.end());
      n_inside += u.n_events;
      const double n = static_cast<double>(u.n_events);
      sum += n;
      squares += n * n;
    }
    const double n_units = static_cast<double>(trains.size()), mean = sum / n_units;
    const IntervalStatistics all = interval_statistics(within, n_inside, file.record_length(), refractory);
    json["within_units"] = to_json(all);
    json["within_units"]["fits"] = to_json(fit_intervals(flat(within)));
    json["fano_over_units"] = (squares / n_units - mean * mean) / mean;
    json["units"] = std::move(units);
    text = "all units pooled (tends to Poisson whatever the units do)\n" + text + "within units\n" +
           isi_text(all, file.time_unit());
  }
  const auto& models = json["fits"]["models"];
  for (const auto& m : models)
    text += fmt::format("{:<24}AICc {:.2f}, KS {:.3g}\n", m["name"].get<std::string>(),
                        m["aicc"].is_null() ? std::nan("") : m["aicc"].get<double>(),
                        m["ks_distance"].is_null() ? std::nan("") : m["ks_distance"].get<double>());
  if (!request.output.figure.empty()) report::draw_intervals(json, request.output.figure);
  print(request.output, json, text);
}

struct BurstRequest : TrainRequest {
  std::string method = "maxinterval", begin, end, gap, duration, cutoff, window;
  std::optional<double> surprise;
  std::size_t min_spikes = 3;
  double share = 0.25;
  int n_shuffles = 20;
};

const std::vector<std::pair<std::string, BurstMethod>> burst_methods{
    {"maxinterval", BurstMethod::max_interval},
    {"logisi", BurstMethod::logisi},
    {"poisson-surprise", BurstMethod::poisson_surprise},
    {"rank-surprise", BurstMethod::rank_surprise},
    {"cma", BurstMethod::cma},
    {"isi-rank", BurstMethod::isi_rank}};

BurstOptions burst_options(const BurstRequest& r, const TrainFile& file) {
  BurstOptions o{.min_spikes = r.min_spikes, .min_surprise = r.surprise};
  for (const auto& [name, method] : burst_methods)
    if (name == r.method) o.method = method;
  const auto set = [&](std::optional<double>& value, const std::string& text, const char* name) {
    if (!text.empty()) value = time_option(text, name, file);
  };
  set(o.begin, r.begin, "--begin");
  set(o.end, r.end, "--end");
  set(o.gap, r.gap, "--gap");
  set(o.min_duration, r.duration, "--min-duration");
  set(o.cutoff, r.cutoff, "--cutoff");
  if (!r.window.empty()) o.window = time_option(r.window, "--window", file);
  return o;
}

void run_bursts(const BurstRequest& request) {
  const TrainFile file = read_train(request);
  const BurstOptions options = burst_options(request, file);
  const auto trains = file.events.trains();
  ordered_json units = ordered_json::array();
  std::string text;
  for (std::size_t k = 0; k < trains.size(); ++k) {
    const Bursts found = find_bursts(trains[k], file.segments, options);
    ordered_json one = to_json(found, trains[k], file.record_length());
    const auto control = [&](ControlKind kind) {
      return to_json(burst_control(kind, trains[k], file.segments, options, request.n_shuffles, request.seed));
    };
    one["control"] = {{"shuffled", control(ControlKind::shuffled)}, {"poisson", control(ControlKind::poisson)}};
    const BurstSummary s = summarise(trains[k], found.bursts, file.record_length());
    text += fmt::format("{:<16}{} bursts, {:.3g} a minute, {:.3g} % of {} spikes, mean duration {:.4g} {}{}{}\n",
                        file.events.units[k].empty() ? "bursts" : file.events.units[k], s.n, s.per_minute,
                        100 * s.spikes_in_bursts_share, trains[k].size(), s.mean_duration, file.time_unit(),
                        found.reason.empty() ? "" : "; ", found.reason);
    ordered_json unit = {{"unit", file.events.units[k]}};
    unit.update(one);
    units.push_back(std::move(unit));
  }
  ordered_json json = {{"method", request.method},
                       {"time_unit", file.time_unit()},
                       {"logarithm", "natural"},
                       {"parameters", train_parameters(request, file)}};
  if (trains.size() == 1) {
    units[0].erase("unit");
    const ordered_json parameters = units[0]["parameters"];
    units[0].erase("parameters");
    json.update(units[0]);
    json["parameters"].update(parameters);
  } else {
    const NetworkBursts network = find_network_bursts(trains, options, request.share);
    json["network"] = to_json(network);
    json["network"]["share"] = request.share;
    json["units"] = std::move(units);
    text += fmt::format("{:<16}{} bursts of the pooled train with at least {:.3g} % of {} units\n", "network",
                        network.bursts.size(), 100 * request.share, network.n_units);
  }
  print(request.output, json, text);
}

}  // namespace

void add_analyse_isi(CLI::App& analyse) {
  CLI::App* command = analyse.add_subcommand("isi", "intervals: rate, CV, CV2, Lv, LvR, histogram, fits, Fano curve");
  const auto request = std::make_shared<IsiRequest>();
  add_train_options(command, *request);
  add_figure(*command, request->output);
  command->add_option("--refractory", request->refractory, "R of LvR [s]; default 0")->type_name("TIME");
  command->add_option("--shuffles", request->n_shuffles, "realisations of each control [20]")
      ->check(CLI::NonNegativeNumber);
  command->footer(
      "rate = events/record; without --t-stop or --segments the record lasts from the first to the last event.\n"
      "Example: somn analyse isi spikes.csv --refractory \"5 ms\" --json");
  command->callback([request] { run_isi(*request); });
}

void add_analyse_bursts(CLI::App& analyse) {
  CLI::App* command = analyse.add_subcommand("bursts", "bursts of each unit, and of the network");
  const auto r = std::make_shared<BurstRequest>();
  add_train_options(command, *r);
  std::vector<std::string> names;
  for (const auto& [name, method] : burst_methods) names.push_back(name);
  command->add_option("--method", r->method, fmt::format("{} [maxinterval]", fmt::join(names, " | ")))
      ->check(CLI::IsMember(names));
  command
      ->add_option("--begin", r->begin,
                   "maxinterval: a burst begins below this interval; default: valley of the log-interval histogram")
      ->type_name("TIME");
  command->add_option("--end", r->end, "maxinterval: and ends above this one; default: 1.5 begin")->type_name("TIME");
  command->add_option("--gap", r->gap, "maxinterval: bursts closer than this are merged; default: begin")
      ->type_name("TIME");
  command->add_option("--min-duration", r->duration, "maxinterval: shorter bursts are dropped [0]")->type_name("TIME");
  command->add_option("--min-spikes", r->min_spikes, "bursts of fewer spikes are dropped [3]")->type_name("N");
  command
      ->add_option("--cutoff", r->cutoff,
                   "logisi: largest interval of the intra-burst peak; default: the median interval")
      ->type_name("TIME");
  command->add_option("--min-surprise", r->surprise, "natural logarithm [5 poisson-surprise, 3 rank-surprise]");
  command->add_option("--window", r->window, "isi-rank: [1 s]")->type_name("TIME");
  command->add_option("--share", r->share, "network bursts: least share of the units [0.25]")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--shuffles", r->n_shuffles, "realisations of each control [20]")->check(CLI::NonNegativeNumber);
  command->footer(
      "Neural data: --begin 0.17 --end 0.3 --gap 0.2 --min-duration 0.01.\n"
      "Example: somn analyse bursts spikes.csv --method logisi --json");
  command->callback([r] { run_bursts(*r); });
}

}  // namespace somn::cli
