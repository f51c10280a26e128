// Avalanches in bins, with everything that stands beside their exponents.
#include <somn/analyses/avalanches/figure.hpp>
#include <somn/analyses/avalanches/options.hpp>
#include <somn/analyses/avalanches/results.hpp>
#include <somn/analyses/text.hpp>
#include <somn/core/units.hpp>
#include <somn/figures/json_path.hpp>
#include <somn/spike_trains/resolution.hpp>
#include <somn/spike_trains/train_pairs.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace somn::analysis {
namespace {

// Exponents at half, once and twice the bin, on the same rules; no surrogates.
std::vector<BinRow> bin_sensitivity(const tables::TrainFile& file, double bin, const PowerLawOptions& sizes,
                                    const PowerLawOptions& durations) {
  Resolution resolution = resolution_of(sorted_times(file.events.times), file.segments);
  if (resolution.step == 0 && file.events.is_sampled) resolution.step = 1;
  std::vector<BinRow> rows;
  for (const double factor : {0.5, 1.0, 2.0}) {
    const double width = resolution.bin_width(bin * factor);
    const AvalancheAnalysis a = analyse_avalanches(
        find_avalanches(file.events.times, file.segments, {.bin = width, .is_sampled = file.events.is_sampled}), sizes,
        durations, {.n_surrogates = 0});
    rows.push_back({.factor = factor,
                    .bin = width,
                    .n = a.avalanches.sizes.size(),
                    .tau = a.tau(),
                    .alpha = a.alpha(),
                    .gamma_fit = a.gamma_fit,
                    .branching_ratio = a.avalanches.branching_ratio});
  }
  return rows;
}

// Units that take part in each avalanche.
std::vector<std::size_t> units_taking_part(const tables::TrainFile& file, const Avalanches& a) {
  std::vector<std::pair<double, std::uint32_t>> events;
  for (std::size_t k = 0; k < file.events.times.size(); ++k)
    events.emplace_back(file.events.times[k], file.events.unit(k));
  std::sort(events.begin(), events.end());
  const double tolerance = resolution_of(sorted_times(file.events.times), file.segments).tolerance;
  std::vector<std::size_t> counts;
  for (std::size_t k = 0; k < a.sizes.size(); ++k) {
    const auto first = std::lower_bound(events.begin(), events.end(), std::pair(a.start_times[k] - tolerance, std::uint32_t{0}));
    std::set<std::uint32_t> units;
    for (auto e = first; e != events.end() && e - first < a.sizes[k]; ++e) units.insert(e->second);
    counts.push_back(units.size());
  }
  return counts;
}

// Events per bin over the whole record.
std::vector<double> activity_of(const tables::TrainFile& file, double bin) {
  std::vector<double> activity;
  if (!(bin > 0)) return activity;
  const std::vector<double> sorted = sorted_times(file.events.times);
  const auto events = split(sorted, file.segments, resolution_of(sorted, file.segments));
  for (std::size_t k = 0; k < file.segments.size(); ++k) {
    const Segment& s = file.segments[k];
    if (s.length() / bin < 1 || s.length() / bin > 1e8) continue;
    const std::vector<double> counts = bin_counts(events[k], s, bin);
    activity.insert(activity.end(), counts.begin(), counts.end());
  }
  return activity;
}

std::string control_line(const char* name, const Control& c) {
  return fmt::format("{:<22}{:.4g} +- {:.2g} avalanches, largest {:.4g} +- {:.2g}, tau {:.3g} +- {:.2g}\n", name,
                     c.n.mean, c.n.sd, c.max_size.mean, c.max_size.sd, c.tau.mean, c.tau.sd);
}

std::string text_of(const AvalanchesResult& r) {
  const AvalancheAnalysis& a = r.of;
  const Avalanches& found = a.avalanches;
  const auto estimate = [](const Estimate& e) { return estimate_text(e.value, e.se); };
  std::string text = fmt::format("{:<22}{} from {} events ({} runs at segment ends dropped)\n", "avalanches",
                                 found.sizes.size(), found.n_events, found.n_edge_dropped);
  text += fmt::format("{:<22}{}{} ({})\n", "bin", to_text(found.bin), r.time_unit == "s" ? " s" : " samples",
                      found.bin_rule);
  if (!found.reason.empty()) text += fmt::format("{:<22}{}\n", "reason", found.reason);
  text += power_law_line("tau (sizes)", a.size_fit) + power_law_line("alpha (durations)", a.duration_fit);
  text += fmt::format("{:<22}{} from <S>(T), {} from (alpha-1)/(tau-1)\n", "gamma", estimate(a.gamma_fit),
                      estimate(a.gamma_predicted));
  for (const BinRow& row : r.bins)
    text += fmt::format("{:<22}tau {}, alpha {}, gamma {} ({} avalanches)\n", fmt::format("bin x {}", row.factor),
                        estimate(row.tau), estimate(row.alpha), estimate(row.gamma_fit), row.n);
  text += fmt::format("{:<22}{:.3f} against exponent {}\n{:<22}{}\n", "kappa", r.kappa.value, r.kappa.exponent,
                      "shape collapse", r.collapse.verdict);
  text += fmt::format("{:<22}{}\n", "branching", r.branching.branching.verdict);
  text +=
      control_line("intervals shuffled", r.control.of.shuffled) + control_line("matched Poisson", r.control.of.poisson);
  text += "critical? a table, not a word\n";
  for (const Criterion& c : r.criticality.criteria)
    text += fmt::format("  {:<11}{}\n             {}\n", c.holds, c.question, c.facts);
  return text + fmt::format("  {}\n", r.criticality.summary);
}

// Of one train with its intervals shuffled, at the same bin.
ShapeCollapse collapse_of_shuffled(const AvalancheRequest& o, const tables::TrainFile& file, double bin,
                                   const CollapseOptions& options) {
  if (!(bin > 0 && o.n_shuffles > 0)) return {.verdict = "no shuffled train"};
  CounterStream random(o.trains.seed, 0);
  const std::vector<double> train = surrogate_train(ControlKind::shuffled, file.events.times, file.segments, random);
  return collapse_shapes(find_avalanches(train, file.segments, {.bin = bin}), options);
}

}  // namespace

Answer binned_avalanches(const AvalancheRequest& o, const tables::TrainFile& file) {
  const bool is_sampled = file.events.is_sampled;
  AvalancheOptions options{.is_sampled = is_sampled};
  if (!o.bin.empty()) options.bin = time_option(o.bin, "--bin", file);
  const PowerLawOptions sizes = range_option(o.size_range, "--size-range"),
                        durations = range_option(o.duration_range, "--duration-range");
  AvalanchesResult r{.of = analyse_avalanches(find_avalanches(file.events.times, file.segments, options), sizes,
                                              durations, o.bootstrap(), Rivals::all),
                     .time_unit = file.time_unit(),
                     .parameters = parameters_of(o.trains, file)};
  const Avalanches& found = r.of.avalanches;
  const CollapseOptions collapse{.seed = o.trains.seed};
  r.control.of = both_nulls([&](ControlKind kind) {
    return run_control(kind, file.events.times, file.segments, r.of, o.n_shuffles, o.trains.seed);
  });
  r.joint = joint_errors(r.of, o.bootstrap());
  r.collapse = collapse_shapes(found, collapse);
  r.control.shuffled_collapse = collapse_of_shuffled(o, file, found.bin, collapse);
  const std::vector<double> activity = activity_of(file, found.bin);
  r.branching =
      branching_with_controls(activity, {.seed = o.trains.seed, .step = is_sampled ? std::nan("") : found.bin},
                              std::min(o.n_shuffles, branching_realisations(activity.size())));
  r.criticality = criticality_table(r.of, r.joint, r.collapse, r.control.shuffled_collapse, &r.branching.branching,
                                    r.control.of.shuffled, r.control.of.poisson);
  if (!file.events.unit_column.empty()) r.units_taking_part = units_taking_part(file, found);
  if (found.bin > 0) r.bins = bin_sensitivity(file, found.bin, sizes, durations);
  r.kappa = {kappa(found.sizes, o.exponent), o.exponent};
  return {schema::to_json(r), text_of(r),
          [](const Json& json) { return avalanche_figure(json, figures::at_path(json, "/control")); }};
}

}  // namespace somn::analysis
