// The branching parameter of activity counts, beside those of activity without memory.
#include <somn/analyses/branching/figure.hpp>
#include <somn/analyses/per_signal.hpp>
#include <somn/signals/branching.hpp>
#include <somn/statistics/nulls.hpp>

#include <cmath>
#include <fmt/format.h>

namespace somn::analysis {
namespace {

using schema::Fields;

struct Options {
  SignalOptions signals = {};
  std::size_t k_max = 200;
  std::optional<int> n_shuffles = {};
};

Fields<Options> fields_of(const Options*) {
  return Fields<Options>()
      .merged(&Options::signals)
      .value("k_max", &Options::k_max, {.meaning = "steps of the regression; at most a quarter of the series"})
      .value("shuffles", &Options::n_shuffles,
             {.range = "[0, inf)",
              .meaning = "realisations of each control; default: 20, from 5e4 steps on fewer, at least 3"});
}

struct Result {
  BranchingAnalysis of = {};
  std::uint64_t seed = 1;
};

Fields<Result> fields_of(const Result*) {
  return Fields<Result>().merged(&Result::of).value("seed", &Result::seed, {.meaning = "of random numbers"});
}

std::string text_of(const BranchingAnalysis& a) {
  const Branching& b = a.branching;
  std::string text = fmt::format("{:<22}{}\n", "MR estimator", b.verdict);
  if (b.r.empty()) return text;
  const MeanSd &shuffled = a.control.shuffled.naive_slope, &poisson = a.control.poisson.naive_slope;
  text += fmt::format("{:<22}m = {:.4f}, tau = {:.4g} steps\n", "with offset", b.with_offset.m, b.with_offset.fit.tau);
  text += fmt::format("{:<22}{:.4f} (biased where only a part is seen)\n", "slope at one step", b.r.front());
  text += fmt::format("{:<22}{:.4f} +- {:.4f} in random order, {:.4f} +- {:.4f} of Poisson counts\n", "the same slope",
                      shuffled.mean, shuffled.sd, poisson.mean, poisson.sd);
  return text;
}

Answer analyse(const std::string& path, const Options& o) {
  const tables::SignalFile file = tables::read_signals(path, o.signals.columns, o.signals.sampling);
  const BranchingOptions options{
      .k_max = o.k_max, .seed = o.signals.seed, .step = file.sample_step.value_or(std::nan(""))};
  return for_each_signal(file, [&](const NumberColumn& signal) {
    const int n_controls = o.n_shuffles.value_or(branching_realisations(signal.values.size()));
    const Result result{branching_with_controls(signal.values, options, n_controls), o.signals.seed};
    return Answer{schema::to_json(result), text_of(result.of), branching_figure};
  });
}

}  // namespace

namespace entries {
extern const Analysis branching;
const Analysis branching{
    .name = "branching",
    .summary = "branching parameter of activity counts (multistep regression)",
    .input = Input::signals,
    .file = tables::signal_file,
    .example =
        "Each column is a series of counts in equal time steps.\n"
        "Example: somn analyse branching activity.csv --k-max 200 --json",
    .bounds = {.assumes = "counts in equal steps of activity that begets activity at a steady rate, a fixed share of "
                          "it seen; a drive that drifts looks like m near 1 (the line test warns)",
               .ties = "none: counts are whole numbers",
               .gaps = refused_uneven,
               .not_finite = refused_with_row,
               .too_few = "below 20 steps a verdict; short of a hundred decay times the interval is wide, and holds "
                          "the truth in about "
                          "90 %; r_k only up to a quarter of the record"},
    .options = schema::descriptions<Options>,
    .results = {{"", schema::descriptions<Result>}},
    .analyse = with_options<Options, analyse>,
    .figure_of_run = [](const Json& analysis,
                        const std::vector<double>&) { return branching_figure(analysis["branching"]); },
};
}  // namespace entries

}  // namespace somn::analysis
