// calibration [TOPIC...]      counts each row, of all topics or these; exit 1 where a count cannot come from the nominal rate
// calibration --markdown      all topics as docs/calibration.md
// --seed N                    other data (default 20261)
// --share X                   X times as many replicas
#include "calibration.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cstdio>
#include <fmt/format.h>
#include <string_view>

namespace somn::calibration {

const std::vector<Topic>& topics() {
  static const std::vector<Topic> all{
      {"spectrum", "Spectrum",
       "Gaussian noise with a power f^-chi has no peak. A record counts where `somn analyse spectrum` calls at least "
       "one peak "
       "significant.",
       spectrum},
      {"branching", "Branching parameter",
       "Branching processes of mean activity 100, seen whole or one event in ten, and autoregressive series. The "
       "interval "
       "is that of `somn analyse branching`; records shorter than a hundred decay times are promised less.",
       branching},
      {"correlations", "Time scales, bands and trends",
       "Series with correlations that are known, and without any. Where memory has no scale and falls slower than "
       "k^-0.5, no part "
       "of a record is independent of another: the interval of the slope of r_k is then too narrow, and no better one "
       "is known here.",
       correlations},
      {"modality", "Modes",
       "Values with one mode and with two. The test is exact for uniform values, the widest with one mode; "
       "others with one mode it calls multimodal less often.",
       modality},
      {"power_laws", "Power laws",
       "Samples of power laws. Fits take rounded values as they are: half a step below xmin is rounded up to it, which "
       "moves the "
       "exponent by an error where xmin is no more than some steps.",
       power_laws},
      {"scaling", "Scaling of avalanches",
       "Sizes and durations with a known relation, and moments of sizes. The logarithm of a mean of few sizes is low "
       "on average: "
       "gamma comes out a little low, and its intervals hold the truth less often than they should.",
       scaling},
      {"stdp", "Plasticity curves", "Pairs of delay and change.", stdp},
      {"reservoir", "Read-outs of reservoirs",
       "Ten nodes that remember a little, and noise that knows nothing of the input. The true score is that of the same "
       "weights on 20 000 further rows.",
       reservoir},
      {"fits", "Fits of laws", "Parameters of a curve that is known, from values with noise.", fits},
      {"sweeps", "Findings and boundaries of sweeps", "Seeds are independent samples.", sweeps},
      {"compare", "Comparison of runs", "Rungs that ask whether two records come from one process.", compare},
  };
  return all;
}

bool is_possible(const Row& row) {
  using boost::math::binomial;
  const double n = static_cast<double>(row.n), hits = static_cast<double>(row.hits);
  const double low = std::max(row.nominal - row.tolerance, 1e-9),
               high = std::min(row.nominal + row.tolerance, 1 - 1e-9);
  if (row.rate() < low && row.promise != Row::Promise::at_most)
    return boost::math::cdf(binomial(n, low), hits) > 0.0005;
  if (row.rate() > high && row.promise != Row::Promise::at_least)
    return boost::math::cdf(boost::math::complement(binomial(n, high), hits - 1)) > 0.0005;
  return true;
}

namespace {

constexpr const char* introduction =
    "# Calibration\n\n"
    "A test at the level 5 % must err in 5 % of cases, and a 95 % interval must hold the truth in 95 %. Here is how "
    "often the "
    "p values and intervals of this program do, counted on data whose answer is known. For example, of 1000 records of "
    "white "
    "noise about 50 may show a significant peak.\n\n"
    "`build/tests/calibration --markdown > docs/calibration.md` writes this page (`--share 0.2`: a fifth of the "
    "replicas; "
    "`--seed N`: other data). Each night the same program counts again and fails where a count cannot come from the "
    "nominal "
    "rate, within the tolerance that stands beside it, more than one time in a thousand. A tolerance belongs to what "
    "is "
    "approximate by nature, such as the bias of short records; a row without one is exact.\n\n"
    "Not in the tables: numbers that are called neither p nor interval nor standard error (surprise of bursts, "
    "information "
    "criteria, spreads of controls, percentiles of DCC, which has no sign and so no value in the middle), and the interval of percolation thresholds, which `tests/statistical` and "
    "`tests/nightly` hold against thresholds that are known exactly.\n";

std::string percent(double x) {
  return fmt::format("{:.3g} %", 100 * x);
}

std::string two_digits(double x) {  // in percent, 100 as that
  return 100 * x >= 99.5 ? "100" : fmt::format("{:.2g}", 100 * x);
}

std::string table_row(const Row& r) {
  using boost::math::binomial;
  const double n = static_cast<double>(r.n), hits = static_cast<double>(r.hits);
  const double low = binomial::find_lower_bound_on_p(n, hits, 0.025),
               high = binomial::find_upper_bound_on_p(n, hits, 0.025);
  const std::string nominal =
      r.tolerance > 0 ? fmt::format("{:.3g} ± {}", 100 * r.nominal, percent(r.tolerance)) : percent(r.nominal);
  return fmt::format("| {} | {} | {} | {} | {} to {} % | {} |{}\n", r.statistic, r.data, nominal,
                     percent(r.rate()), two_digits(low), two_digits(high), r.n, is_possible(r) ? "" : " **off**");
}

}  // namespace
}  // namespace somn::calibration

int main(int argc, char** argv) {
  using namespace somn::calibration;
  std::uint64_t seed = 20261;
  double share = 1;
  bool is_markdown = false;
  std::vector<std::string_view> wanted;
  for (int k = 1; k < argc; ++k) {
    const std::string_view word = argv[k];
    if (word == "--seed" && k + 1 < argc)
      seed = std::strtoull(argv[++k], nullptr, 10);
    else if (word == "--share" && k + 1 < argc)
      share = std::strtod(argv[++k], nullptr);
    else if (word == "--markdown")
      is_markdown = true;
    else
      wanted.push_back(word);
  }
  int n_off = 0;
  if (is_markdown) fmt::print("{}", introduction);
  for (const Topic& topic : topics()) {
    if (!is_markdown && !wanted.empty() && std::find(wanted.begin(), wanted.end(), topic.name) == wanted.end()) continue;
    fmt::print(
        "\n## {}\n\n{}\n\n| statistic | data | nominal | measured | 95 % of it | replicas |\n| --- | --- | --- | --- | "
        "--- | --- |\n",
        topic.title, topic.about);
    Count count{.seed = seed, .share = share, .first_stream = 0, .tell = [&](const Row& row) {
                  fmt::print("{}", table_row(row));
                  std::fflush(stdout);
                  n_off += !is_possible(row);
                }};
    topic.rows(count);
  }
  return n_off > 0;
}
