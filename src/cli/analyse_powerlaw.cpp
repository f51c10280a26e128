#include "analyse.hpp"
#include "analyse_columns.hpp"

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
#include <numeric>
#include <optional>

namespace somn::cli {
namespace {

using namespace somn::analysis;
using nlohmann::ordered_json;

constexpr double largest_whole = 0x1p53;  // beyond, a double cannot tell neighbours apart
constexpr double most_continuous = 1e9;   // values, counts unfolded

struct PowerLawRequest {
  std::string input, column, counts, xmin, xmax, ks = "both";
  bool is_discrete = false, is_continuous = false;
  int n_surrogates = 1000, n_resamples = 200, n_controls = 20;
  std::int64_t min_tail = 50, min_distinct = 10;
  std::uint64_t seed = 1;
  AnalyseOutput output;
};

// Zeros go (a power law has none) and are counted; negative values are refused.
std::int64_t drop_zeros(ValueFile& file) {
  double n_zero = 0;
  std::size_t kept = 0;
  for (std::size_t k = 0; k < file.values.size(); ++k) {
    const double count = file.counts.empty() ? 1 : file.counts[k];
    if (file.values[k] < 0)
      throw InputError({.what = "a power law has no negative values",
                        .where = fmt::format("{}: {}", file.source, file.column),
                        .value = to_text(file.values[k]),
                        .remedy = "take absolute values or leave them out, and say so"});
    if (file.values[k] == 0) {
      n_zero += count;
      continue;
    }
    file.values[kept] = file.values[k];
    if (!file.counts.empty()) file.counts[kept] = count;
    ++kept;
  }
  file.values.resize(kept);
  if (!file.counts.empty()) file.counts.resize(kept);
  return static_cast<std::int64_t>(n_zero);
}

bool is_whole(double value) {
  return value == std::floor(value) && value <= largest_whole;
}

ValueCounts whole_counts(const ValueFile& file) {
  const auto bad = std::find_if_not(file.values.begin(), file.values.end(), is_whole);
  if (bad != file.values.end())
    throw InputError({.what = "not a whole number that can be told from its neighbours",
                      .where = fmt::format("{}: {}", file.source, file.column),
                      .value = to_text(*bad),
                      .allowed = "whole numbers up to 2^53",
                      .remedy = "round or bin the data, or use --continuous"});
  const std::vector<std::int64_t> values(file.values.begin(), file.values.end());
  if (file.counts.empty()) return count_values(values);
  return count_values(values, std::vector<std::int64_t>(file.counts.begin(), file.counts.end()));
}

std::vector<double> unfolded(const ValueFile& file) {
  if (file.counts.empty()) return file.values;
  if (std::accumulate(file.counts.begin(), file.counts.end(), 0.0) > most_continuous)
    throw InputError({.what = "too many values for a continuous fit",
                      .where = file.source,
                      .allowed = fmt::format("at most {:g}", most_continuous)});
  std::vector<double> values;
  for (std::size_t k = 0; k < file.values.size(); ++k)
    values.insert(values.end(), static_cast<std::size_t>(file.counts[k]), file.values[k]);
  return values;
}

std::int64_t whole_option(const std::string& text, const char* name) {
  const double value = parse_number(text, name);
  if (!(is_whole(value) && value >= 1))
    throw InputError({.what = "the discrete law needs a whole number",
                      .where = name,
                      .value = text,
                      .allowed = "1, 2, 3, ... up to 2^53",
                      .remedy = "use --continuous for other data"});
  return static_cast<std::int64_t>(value);
}

std::string rivals_text(const std::vector<Comparison>& comparisons) {
  std::string text;
  for (const Comparison& c : comparisons)
    text += fmt::format("{:<22}R = {:.4g}, z = {:.3g}, p = {:.2g}{}{}\n", c.name, c.ratio, c.normalised_ratio, c.p,
                        c.note.empty() ? "" : "; ", c.note);
  return text.empty() ? text : "rivals (R > 0: the power law is the likelier)\n" + text;
}

std::string errors_text(const BootstrapErrors& e) {
  if (e.n_resamples < 2) return {};
  return fmt::format("{:<22}alpha {:.2g}, xmin {:.2g}, n_tail {:.3g} ({} resamples)\n", "bootstrap errors", e.alpha,
                     e.xmin, e.n_tail, e.n_resamples);
}

std::string control_text(const PowerLawControl& c) {
  if (c.n_realisations == 0) return {};
  return fmt::format(
      "{:<22}alpha {:.3g} +- {:.2g}, n_tail {:.4g}, KS {:.3g} +- {:.2g}, p {:.2g} +- {:.2g}; "
      "not rejected {:.3g} %\n",
      "the same, exponential", c.alpha.mean, c.alpha.sd, c.n_tail.mean, c.ks_distance.mean, c.ks_distance.sd,
      c.p_value.mean, c.p_value.sd, 100 * c.share_not_rejected);
}

struct Answer {
  ordered_json json;
  std::string text;
};

Answer discrete(const PowerLawRequest& r, const ValueFile& file, const BootstrapOptions& bootstrap) {
  PowerLawOptions options{.upper_end = UpperEnd::open, .ks = r.ks == "left" ? KsSide::left : KsSide::both};
  options.min_tail = r.min_tail;
  options.min_distinct = r.min_distinct;
  if (!r.xmin.empty()) options.xmin = whole_option(r.xmin, "--xmin");
  if (r.xmax == "max")
    options.upper_end = UpperEnd::maximum;
  else if (r.xmax == "search")
    options.upper_end = UpperEnd::searched;
  else if (!r.xmax.empty())
    options.upper_end = UpperEnd::given, options.xmax = whole_option(r.xmax, "--xmax");
  const ValueCounts data = whole_counts(file);
  const JudgedPowerLaw law = judge_power_law(data, options, bootstrap, Rivals::all);
  const PowerLawControl control = exponential_control(data, options, bootstrap, r.n_controls);
  Answer answer{to_json(law), power_law_line("alpha", law) + errors_text(law.errors) + rivals_text(law.comparisons) +
                                  control_text(control)};
  answer.json["control"] = {{"exponential", to_json(control)}};
  return answer;
}

Answer continuous(const PowerLawRequest& r, const ValueFile& file, const BootstrapOptions& bootstrap) {
  ContinuousOptions options{.ks = r.ks == "left" ? KsSide::left : KsSide::both};
  options.min_tail = r.min_tail;
  options.min_distinct = r.min_distinct;
  if (!r.xmin.empty()) options.xmin = parse_number(r.xmin, "--xmin");
  std::vector<double> values = unfolded(file);
  if (r.xmax == "max" && !values.empty())
    options.xmax = *std::max_element(values.begin(), values.end());
  else if (r.xmax == "search")
    throw InputError({.what = "xmax is searched for whole numbers only", .where = "--xmax", .value = r.xmax});
  else if (!r.xmax.empty() && r.xmax != "max")
    options.xmax = parse_number(r.xmax, "--xmax");
  const PowerLawControl control = exponential_control(values, options, bootstrap, r.n_controls);
  const JudgedContinuous law = judge_continuous(std::move(values), options, bootstrap);
  const ContinuousFit& f = law.fit;
  std::string text = fmt::format("{:<22}{} on [{}, {}], n_tail {}, KS {:.3g}; {}\n", "alpha (continuous)",
                                 estimate_text(f.alpha, f.alpha_se), to_text(f.xmin), to_text(f.xmax), f.n_tail,
                                 f.ks_distance, law.verdict);
  Answer answer{to_json(law), text + errors_text(law.errors) + rivals_text(law.comparisons) + control_text(control)};
  answer.json["control"] = {{"exponential", to_json(control)}};
  return answer;
}

void run_power_law(const PowerLawRequest& request) {
  ValueFile file = read_values(request.input, request.column, request.counts);
  const std::int64_t n_zero = drop_zeros(file);
  const bool is_discrete =
      request.is_discrete || (!request.is_continuous && std::all_of(file.values.begin(), file.values.end(), is_whole));
  const BootstrapOptions bootstrap{.n_surrogates = request.n_surrogates,
                                   .n_resamples = request.n_surrogates > 0 ? request.n_resamples : 0,
                                   .seed = request.seed};
  Answer answer = is_discrete ? discrete(request, file, bootstrap) : continuous(request, file, bootstrap);
  answer.json["kind_rule"] = request.is_discrete || request.is_continuous ? "given"
                             : is_discrete                                ? "all values are whole numbers"
                                           : "not all values are whole numbers up to 2^53";
  answer.json["column"] = file.column;
  answer.json["n_zero_dropped"] = n_zero;
  if (n_zero > 0) answer.text += fmt::format("{:<22}{} (a power law has no zeros)\n", "zeros left out", n_zero);
  if (!request.output.figure.empty())
    report::draw_power_law(answer.json, file.values, file.counts, request.output.figure);
  print(request.output, answer.json, answer.text);
}

}  // namespace

void add_analyse_power_law(CLI::App& analyse) {
  CLI::App* command =
      analyse.add_subcommand("powerlaw", "power law by maximum likelihood, its p value, errors and rivals");
  const auto request = std::make_shared<PowerLawRequest>();
  command->add_option("file", request->input, "data: .csv with a column value, and perhaps count; - is standard input")
      ->required()
      ->type_name("FILE");
  auto* discrete = command->add_flag("--discrete", request->is_discrete, "whole numbers (default where all are)");
  command->add_flag("--continuous", request->is_continuous, "real numbers")->excludes(discrete);
  command->add_option("--column", request->column, "column of the values [value]")->type_name("NAME");
  command->add_option("--counts", request->counts, "column that says how often each value occurs [count]")
      ->type_name("NAME");
  command->add_option("--xmin", request->xmin, "least value fitted; default: by the KS distance")->type_name("X");
  command
      ->add_option("--xmax", request->xmax,
                   "largest value fitted: a number, max (the largest), search (widest range with p >= 0.2); default: "
                   "no upper end")
      ->type_name("X");
  command->add_option("--min-tail", request->min_tail, "a searched xmin leaves so many values [50]")
      ->check(CLI::PositiveNumber);
  command->add_option("--min-distinct", request->min_distinct, "and so many different ones [10]")
      ->check(CLI::PositiveNumber);
  command->add_option("--ks", request->ks, "side of the KS distance: both | left (as plfit and, for reals, R)")
      ->check(CLI::IsMember({"both", "left"}));
  command->add_option("--bootstrap", request->n_surrogates, "surrogates of the p value [1000]")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--resamples", request->n_resamples, "resamples of the bootstrap errors [200]")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--shuffles", request->n_controls, "exponential data sets of the control [20]")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--seed", request->seed, "of surrogates and resamples [1]");
  add_output(*command, request->output);
  add_figure(*command, request->output);
  command->footer(
      "p > 0.1: not rejected; every surrogate is fitted anew.\n"
      "Example: somn analyse powerlaw sizes.csv --xmin 4 --xmax 130 --json");
  command->callback([request] { run_power_law(*request); });
}

}  // namespace somn::cli
