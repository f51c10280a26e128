#include "analyse_trains.hpp"

#include <somn/analysis/continuous_power_law.hpp>
#include <somn/analysis/excursions.hpp>
#include <somn/analysis/gap_avalanches.hpp>
#include <somn/analysis/json.hpp>
#include <somn/analysis/run_analysis.hpp>
#include <somn/analysis/scaling.hpp>
#include <somn/analysis/train_pairs.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/report/analysis_figures.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

namespace somn::cli {
namespace {

using namespace somn::analysis;
using nlohmann::ordered_json;

struct AvalancheRequest : TrainRequest {
  std::string bin, gap, signal;
  Sampling sampling;
  double quantile = 0.5;
  std::vector<std::int64_t> size_range, duration_range;
  double exponent = 1.5;
  int n_surrogates = 1000, n_resamples = 200, n_shuffles = 20;
};

std::string control_line(const char* name, const Control& c) {
  return fmt::format("{:<22}{:.4g} +- {:.2g} avalanches, largest {:.4g} +- {:.2g}, tau {:.3g} +- {:.2g}\n", name,
                     c.n.mean, c.n.sd, c.max_size.mean, c.max_size.sd, c.tau.mean, c.tau.sd);
}

PowerLawOptions range_option(const std::vector<std::int64_t>& range) {
  if (range.empty()) return {};
  return {.xmin = range[0], .upper_end = UpperEnd::given, .xmax = range[1]};
}

// Exponents at half, once and twice the bin, on the same rules; no surrogates.
ordered_json bin_sensitivity(const TrainFile& file, double bin, const PowerLawOptions& sizes,
                             const PowerLawOptions& durations, std::string& text) {
  ordered_json rows = ordered_json::array();
  for (const double factor : {0.5, 1.0, 2.0}) {
    double width = bin * factor;
    if (file.events.is_sampled) width = std::max(1.0, std::round(width));
    const AvalancheAnalysis a = analyse_avalanches(
        find_avalanches(file.events.times, file.segments, {.bin = width, .is_sampled = file.events.is_sampled}), sizes,
        durations, {.n_surrogates = 0});
    rows.push_back({{"factor", factor},
                    {"bin", width},
                    {"n", a.avalanches.sizes.size()},
                    {"tau", a.tau().value},
                    {"tau_se", a.tau().se},
                    {"alpha", a.alpha().value},
                    {"alpha_se", a.alpha().se},
                    {"gamma_fit", a.gamma_fit.value},
                    {"gamma_fit_se", a.gamma_fit.se},
                    {"branching_ratio", a.avalanches.branching_ratio}});
    text += fmt::format("{:<22}tau {}, alpha {}, gamma {} ({} avalanches)\n", fmt::format("bin x {}", factor),
                        estimate_text(a.tau().value, a.tau().se), estimate_text(a.alpha().value, a.alpha().se),
                        estimate_text(a.gamma_fit.value, a.gamma_fit.se), a.avalanches.sizes.size());
  }
  return rows;
}

ordered_json profiles_json(const Avalanches& a) {
  ordered_json list = ordered_json::array();
  for (const MeanProfile& p : mean_profiles(a))
    list.push_back({{"duration", p.duration}, {"n", p.n}, {"mean_events", p.mean_events}});
  return list;
}

// Units that take part in each avalanche.
std::vector<std::size_t> units_taking_part(const TrainFile& file, const Avalanches& a) {
  std::vector<std::pair<double, std::uint32_t>> events;
  for (std::size_t k = 0; k < file.events.times.size(); ++k)
    events.emplace_back(file.events.times[k], file.events.unit_of[k]);
  std::sort(events.begin(), events.end());
  std::vector<std::size_t> counts;
  for (std::size_t k = 0; k < a.sizes.size(); ++k) {
    const auto first = std::lower_bound(events.begin(), events.end(), std::pair(a.start_times[k], std::uint32_t{0}));
    std::set<std::uint32_t> units;
    for (auto e = first; e != events.end() && e - first < a.sizes[k]; ++e) units.insert(e->second);
    counts.push_back(units.size());
  }
  return counts;
}

// Events per bin over the whole record.
std::vector<double> activity_of(const TrainFile& file, double bin) {
  std::vector<double> activity;
  const std::vector<double> sorted = sorted_times(file.events.times);
  for (const Segment& s : file.segments) {
    if (s.length() / bin < 1 || s.length() / bin > 1e8) continue;
    const auto first = std::lower_bound(sorted.begin(), sorted.end(), s.start),
               last = std::lower_bound(first, sorted.end(), s.end);
    const std::vector<double> counts = bin_counts({first, last}, s, bin);
    activity.insert(activity.end(), counts.begin(), counts.end());
  }
  return activity;
}

// Each of the two is a JudgedContinuous or a JudgedPowerLaw.
void add_fits(ordered_json& json, const auto& size, const auto& duration) {
  json["tau"] = size.fit.alpha;
  json["tau_se"] = size.fit.alpha_se;
  json["alpha"] = duration.fit.alpha;
  json["alpha_se"] = duration.fit.alpha_se;
  json["size_fit"] = to_json(size);
  json["duration_fit"] = to_json(duration);
}

// Excursions of a signal above a quantile of itself, and the same at other thresholds.
void run_excursions(const AvalancheRequest& r) {
  const SignalFile file = read_signals(r.input, {r.signal}, r.sampling);
  const std::vector<double>& x = file.signals.front().values;
  const double h = file.sample_step.value_or(1);
  const BootstrapOptions bootstrap{
      .n_surrogates = r.n_surrogates, .n_resamples = r.n_surrogates > 0 ? r.n_resamples : 0, .seed = r.seed};
  std::vector<double> sorted = x;
  std::sort(sorted.begin(), sorted.end());
  const double threshold =
      sorted.empty() ? 0 : sorted[static_cast<std::size_t>(r.quantile * static_cast<double>(sorted.size() - 1))];
  const Excursions found = find_excursions(x, h, threshold, file.segment_rows);
  const JudgedContinuous size = judge_continuous(found.areas, {}, bootstrap);
  const JudgedPowerLaw duration =
      judge_power_law(count_values(found.durations), {.upper_end = UpperEnd::open}, bootstrap, Rivals::all);
  const ThresholdSweep sweep = sweep_thresholds(x, h, file.segment_rows);
  ordered_json rows = ordered_json::array();
  for (const ThresholdRow& row : sweep.rows)
    rows.push_back({{"quantile", row.quantile},
                    {"threshold", row.threshold},
                    {"n", row.n},
                    {"tau", row.tau},
                    {"tau_se", row.tau_se},
                    {"alpha", row.alpha},
                    {"alpha_se", row.alpha_se},
                    {"mean_area", row.mean_area},
                    {"mean_duration", row.mean_duration}});
  ordered_json json = {
      {"kind", "excursions"},
      {"column", r.signal},
      {"time_unit", file.sample_step ? "s" : "sample"},
      {"threshold", threshold},
      {"threshold_rule", fmt::format("quantile {} of the signal; size = area above it", r.quantile)},
      {"n", found.areas.size()},
      {"n_open_dropped", found.n_open_dropped},
      {"segment_rows", file.segment_rows},
      {"sizes", found.areas},
      {"durations", found.durations},
  };
  add_fits(json, size, duration);
  json["threshold_sweep"] = {
      {"rows", std::move(rows)}, {"largest_difference_se", sweep.largest_difference_se}, {"verdict", sweep.verdict}};
  print(r.output, json,
        fmt::format("{:<22}{} above {} (quantile {})\n{:<22}{}; {}\n", "excursions", found.areas.size(),
                    to_text(threshold), r.quantile, "tau (areas)", estimate_text(size.fit.alpha, size.fit.alpha_se),
                    size.verdict) +
            power_law_line("alpha (durations)", duration) +
            fmt::format("{:<22}{}\n", "threshold sweep", sweep.verdict));
}

// Of surrogate trains at the same gap.
ordered_json gap_control(ControlKind kind, const AvalancheRequest& r, const TrainFile& file, const GapAvalanches& found,
                         const PowerLawFit& fit) {
  std::vector<double> n, largest, tau;
  for (int k = 0; k < r.n_shuffles && found.gap > 0; ++k) {
    CounterStream random(r.seed, static_cast<std::uint64_t>(k));
    const GapAvalanches one =
        find_gap_avalanches(surrogate_train(kind, file.events.times, file.segments, random), file.segments, found.gap);
    n.push_back(static_cast<double>(one.sizes.size()));
    largest.push_back(static_cast<double>(size_moments(one.sizes).largest));
    tau.push_back(fit_exponent(count_values(one.sizes), fit.xmin, fit.xmax).alpha);
  }
  return {{"n_realisations", n.size()},
          {"n", to_json(mean_sd(n))},
          {"max_size", to_json(mean_sd(largest))},
          {"tau", to_json(mean_sd(tau))}};
}

void run_gap_avalanches(const AvalancheRequest& r, const TrainFile& file) {
  if (!r.output.figure.empty() || !r.duration_range.empty())
    throw InputError({.what = "not possible with --gap",
                      .where = r.output.figure.empty() ? "--duration-range" : "--figure",
                      .remedy = "leave it out, or use --bin"});
  const BootstrapOptions bootstrap{
      .n_surrogates = r.n_surrogates, .n_resamples = r.n_surrogates > 0 ? r.n_resamples : 0, .seed = r.seed};
  const GapAvalanches found =
      find_gap_avalanches(file.events.times, file.segments,
                          r.gap == "mean" ? std::nullopt : std::optional(time_option(r.gap, "--gap", file)));
  const JudgedPowerLaw size =
      judge_power_law(count_values(found.sizes), range_option(r.size_range), bootstrap, Rivals::all);
  std::vector<double> positive;
  std::copy_if(found.durations.begin(), found.durations.end(), std::back_inserter(positive),
               [](double t) { return t > 0; });
  const JudgedContinuous duration = judge_continuous(positive, {}, bootstrap);
  ordered_json parameters = train_parameters(r, file);
  parameters.update(
      {{"gap", found.gap},
       {"gap_rule", found.gap_rule},
       {"rule", "a new avalanche begins where the interval exceeds the gap; duration = last - first event"}});
  ordered_json json = {
      {"kind", "gap"},
      {"time_unit", file.time_unit()},
      {"parameters", std::move(parameters)},
      {"n", found.sizes.size()},
      {"n_events", found.n_events},
      {"n_edge_dropped", found.n_edge_dropped},
      {"n_edge_events", found.n_edge_events},
      {"n_zero_durations", found.durations.size() - positive.size()},
      {"reason", found.reason},
      {"sizes", found.sizes},
      {"durations", found.durations},
      {"start_times", found.start_times},
  };
  add_fits(json, size, duration);
  json["control"] = {{"shuffled", gap_control(ControlKind::shuffled, r, file, found, size.fit)},
                     {"poisson", gap_control(ControlKind::poisson, r, file, found, size.fit)}};
  print(r.output, json,
        fmt::format("{:<22}{} from {} events ({} at segment ends dropped), gap {} {} ({})\n", "avalanches",
                    found.sizes.size(), found.n_events, found.n_edge_dropped, to_text(found.gap), file.time_unit(),
                    found.gap_rule) +
            (found.reason.empty() ? "" : fmt::format("{:<22}{}\n", "reason", found.reason)) +
            power_law_line("tau (sizes)", size) +
            fmt::format("{:<22}{}; {}\n", "alpha (durations > 0)",
                        estimate_text(duration.fit.alpha, duration.fit.alpha_se), duration.verdict));
}

void run_avalanches(const AvalancheRequest& request) {
  if (!request.signal.empty()) return run_excursions(request);
  const TrainFile file = read_train(request);
  if (!request.gap.empty()) return run_gap_avalanches(request, file);
  const std::vector<double>& times = file.events.times;
  AvalancheOptions options{.is_sampled = file.events.is_sampled};
  if (!request.bin.empty()) options.bin = time_option(request.bin, "--bin", file);
  const BootstrapOptions bootstrap{.n_surrogates = request.n_surrogates,
                                   .n_resamples = request.n_surrogates > 0 ? request.n_resamples : 0,
                                   .seed = request.seed};
  const PowerLawOptions sizes = range_option(request.size_range), durations = range_option(request.duration_range);
  const AvalancheAnalysis a =
      analyse_avalanches(find_avalanches(times, file.segments, options), sizes, durations, bootstrap, Rivals::all);
  const Avalanches& found = a.avalanches;
  const auto control = [&](ControlKind kind) {
    return run_control(kind, times, file.segments, a, request.n_shuffles, request.seed);
  };
  const Control shuffled = control(ControlKind::shuffled), poisson = control(ControlKind::poisson);
  const JointErrors joint = joint_errors(a, bootstrap);
  const CollapseOptions collapse_options{.seed = request.seed};
  const ShapeCollapse collapse = collapse_shapes(found, collapse_options);
  ShapeCollapse shuffled_collapse{.verdict = "no shuffled train"};
  if (found.bin > 0 && request.n_shuffles > 0) {
    CounterStream random(request.seed, 0);
    shuffled_collapse =
        collapse_shapes(find_avalanches(surrogate_train(ControlKind::shuffled, times, file.segments, random),
                                        file.segments, {.bin = found.bin}),
                        collapse_options);
  }
  Branching branching;
  const std::vector<double> activity = found.bin > 0 ? activity_of(file, found.bin) : std::vector<double>{};
  const BranchingOptions branching_options{.n_resamples = bootstrap.n_resamples, .seed = request.seed};
  branching = analyse_branching(activity, branching_options);
  const auto branching_null = [&](ControlKind kind) {
    return branching_control(kind, activity, branching_options,
                             std::min(request.n_shuffles, branching_realisations(activity.size())));
  };
  const CriticalityTable table =
      criticality_table(a, joint, collapse, shuffled_collapse, &branching, shuffled, poisson);

  std::string bins_text;
  ordered_json json = to_json(a);
  json["time_unit"] = file.time_unit();
  json["parameters"] = train_parameters(request, file);
  if (!file.events.unit_column.empty()) json["units_taking_part"] = units_taking_part(file, found);
  json["joint_errors"] = to_json(joint);
  json["bin_sensitivity"] =
      found.bin > 0 ? bin_sensitivity(file, found.bin, sizes, durations, bins_text) : ordered_json::array();
  json["kappa"] = {{"value", kappa(found.sizes, request.exponent)}, {"exponent", request.exponent}};
  json["mean_profiles"] = profiles_json(found);
  json["shape_collapse"] = to_json(collapse);
  json["branching"] = to_json(branching, file.events.is_sampled ? std::nan("") : found.bin);
  json["branching"]["control"] = {{"shuffled", to_json(branching_null(ControlKind::shuffled))},
                                  {"poisson", to_json(branching_null(ControlKind::poisson))}};
  json["control"] = {{"shuffled", to_json(shuffled)},
                     {"poisson", to_json(poisson)},
                     {"shuffled_collapse",
                      {{"gamma", shuffled_collapse.gamma},
                       {"error", shuffled_collapse.error},
                       {"verdict", shuffled_collapse.verdict}}}};
  json["criticality"] = to_json(table);
  json["warnings"] = {"thresholded noise gives power laws and even the crackling relation (Touboul & Destexhe 2017)",
                      "thresholding a continuous signal distorts sizes (Villegas et al. 2019)",
                      "exponents depend on the bin: see bin_sensitivity"};
  if (!found.reason.empty()) json["verdict"] = found.reason;

  std::string text = fmt::format("{:<22}{} from {} events ({} runs at segment ends dropped)\n", "avalanches",
                                 found.sizes.size(), found.n_events, found.n_edge_dropped);
  text += fmt::format("{:<22}{}{} ({})\n", "bin", to_text(found.bin), file.events.is_sampled ? " samples" : " s",
                      found.bin_rule);
  if (!found.reason.empty()) text += fmt::format("{:<22}{}\n", "reason", found.reason);
  text += power_law_line("tau (sizes)", a.size_fit) + power_law_line("alpha (durations)", a.duration_fit);
  text += fmt::format("{:<22}{} from <S>(T), {} from (alpha-1)/(tau-1)\n", "gamma",
                      estimate_text(a.gamma_fit.value, a.gamma_fit.se),
                      estimate_text(a.gamma_predicted.value, a.gamma_predicted.se));
  text += bins_text + fmt::format("{:<22}{:.3f} against exponent {}\n{:<22}{}\n", "kappa",
                                  kappa(found.sizes, request.exponent), request.exponent, "shape collapse",
                                  collapse.verdict);
  text += fmt::format("{:<22}{}\n", "branching", branching.verdict);
  text += control_line("intervals shuffled", shuffled) + control_line("matched Poisson", poisson) +
          "critical? a table, not a word\n";
  for (const Criterion& c : table.criteria)
    text += fmt::format("  {:<11}{}\n             {}\n", c.holds, c.question, c.facts);
  text += fmt::format("  {}\n", table.summary);
  if (!request.output.figure.empty()) report::draw_avalanches(json, request.output.figure);
  print(request.output, json, text);
}

}  // namespace

void add_analyse_avalanches(CLI::App& analyse) {
  CLI::App* command = analyse.add_subcommand(
      "avalanches", "avalanches of an event list, their exponents, controls and the table of criteria");
  const auto request = std::make_shared<AvalancheRequest>();
  add_train_options(command, *request);
  add_figure(*command, request->output);
  CLI::Option* bin =
      command->add_option("--bin", request->bin, "bin width [s, or samples]; default: mean inter-event interval")
          ->type_name("BIN");
  CLI::Option* gap =
      command
          ->add_option(
              "--gap", request->gap,
              "no bins: a new avalanche begins where the interval exceeds this [s, or samples]; mean: the mean "
              "inter-event interval")
          ->excludes(bin)
          ->type_name("TIME");
  command
      ->add_option("--size-range", request->size_range,
                   "sizes fitted, MIN,MAX; default: xmin by the KS distance, up to the largest")
      ->delimiter(',')
      ->expected(2)
      ->type_name("MIN,MAX");
  command->add_option("--duration-range", request->duration_range, "durations fitted, MIN,MAX [bins]")
      ->delimiter(',')
      ->expected(2)
      ->type_name("MIN,MAX");
  command
      ->add_option("--signal", request->signal,
                   "the file holds a signal that is never silent: excursions of this column above a quantile")
      ->excludes(gap)
      ->type_name("NAME");
  command->add_option("--quantile", request->quantile, "of the signal, the threshold of its excursions [0.5]")
      ->check(CLI::Range(0.0, 1.0));
  add_sampling_options(command, request->sampling);
  command->add_option("--kappa-exponent", request->exponent, "of the law that kappa compares with [1.5]");
  command->add_option("--bootstrap", request->n_surrogates, "surrogates of the p values [1000]")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--resamples", request->n_resamples, "resamples of the bootstrap errors [200]")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--shuffles", request->n_shuffles, "realisations of each control [20]")
      ->check(CLI::NonNegativeNumber);
  command->footer(
      "Without --t-stop or --segments the record is taken to last from the first to the last event.\n"
      "Example: somn analyse avalanches events.csv --bin \"2 ms\" --json");
  command->callback([request] { run_avalanches(*request); });
}

}  // namespace somn::cli
