// Power law of a table of values: fit, p value, errors, rivals, and the same of exponential data.
#include <somn/analyses/analysis.hpp>
#include <somn/analyses/powerlaw/figure.hpp>
#include <somn/analyses/text.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/power_laws/power_law_control.hpp>
#include <somn/tables/columns.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace somn::analysis {

std::vector<std::pair<KsSide, const char*>> names_of(const KsSide*) {
  return {{KsSide::both, "both"}, {KsSide::left, "left"}};
}

namespace {

using schema::Fields;

constexpr double largest_whole = 0x1p53;  // beyond, a double cannot tell neighbours apart
constexpr double most_continuous = 1e9;   // values, counts unfolded

struct Options {
  bool is_discrete = false, is_continuous = false;
  std::string column = {}, counts = {}, xmin = {}, xmax = {};
  std::int64_t min_tail = 50, min_distinct = 10;
  KsSide ks = KsSide::both;
  int n_surrogates = 1000, n_resamples = 200, n_controls = 20;
  std::uint64_t seed = 1;

  BootstrapOptions bootstrap() const {
    return {.n_surrogates = n_surrogates, .n_resamples = n_surrogates > 0 ? n_resamples : 0, .seed = seed};
  }
};

Fields<Options> fields_of(const Options*) {
  using O = Options;
  return Fields<O>()
      .value("discrete", &O::is_discrete, {.meaning = "whole numbers; default where all are"})
      .value("continuous", &O::is_continuous, {.meaning = "real numbers"})
      .value("column", &O::column, {.meaning = "column of the values; default: value"})
      .value("counts", &O::counts, {.meaning = "column that says how often each value occurs; default: count"})
      .value("xmin", &O::xmin, {.meaning = "least value fitted; default: by the KS distance"})
      .value("xmax", &O::xmax,
             {.meaning =
                  "largest value fitted: a number, max (the largest), search (widest range with p >= 0.2); default: "
                  "no upper end"})
      .value("min_tail", &O::min_tail, {.range = "[1, inf)", .meaning = "a searched xmin leaves so many values"})
      .value("min_distinct", &O::min_distinct, {.range = "[1, inf)", .meaning = "and so many different ones"})
      .value("ks", &O::ks, {.meaning = "side of the KS distance; left: as plfit and, for reals, R"})
      .value("bootstrap", &O::n_surrogates, {.range = "[0, inf)", .meaning = "surrogates of the p value"})
      .value("resamples", &O::n_resamples, {.range = "[0, inf)", .meaning = "resamples of the bootstrap errors"})
      .value("shuffles", &O::n_controls, {.range = "[0, inf)", .meaning = "exponential data sets of the control"})
      .value("seed", &O::seed, {.meaning = "of surrogates and resamples"});
}

struct Controls {
  PowerLawControl exponential = {};
};

Fields<Controls> fields_of(const Controls*) {
  return Fields<Controls>().value("exponential", &Controls::exponential,
                                  {.meaning = "data of the same mean without a power law"});
}

// Whole numbers or reals: one of the two.
struct Result {
  std::optional<JudgedPowerLaw> discrete = {};
  std::optional<JudgedContinuous> continuous = {};
  Controls control = {};
  std::string kind_rule = {}, column = {};
  std::int64_t n_zero = 0;
};

Fields<Result> fields_of(const Result*) {
  return Fields<Result>()
      .merged_if_any(&Result::discrete)
      .merged_if_any(&Result::continuous)
      .value("control", &Result::control, {.meaning = "the same fit of other data"})
      .value("kind_rule", &Result::kind_rule, {.meaning = "why whole numbers or reals"})
      .value("column", &Result::column, {.meaning = "of the values"})
      .value("n_zero_dropped", &Result::n_zero, {.meaning = "a power law has no zeros"});
}

// Zeros go (a power law has none) and are counted; negative values are refused.
std::int64_t drop_zeros(tables::ValueFile& file) {
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

// Whole numbers that are rounded (tens, hundreds, ...) are no counts; 1: they are not.
double rounding_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  double step = 1;
  while (values.size() > 1 && step < largest_whole &&
         std::all_of(values.begin(), values.end(), [&](double v) { return std::fmod(v, 10 * step) == 0; }))
    step *= 10;
  return step;
}

ValueCounts whole_counts(const tables::ValueFile& file) {
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

std::vector<double> unfolded(const tables::ValueFile& file) {
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

void fit_discrete(Result& r, const Options& o, const tables::ValueFile& file) {
  PowerLawOptions options{
      .upper_end = UpperEnd::open, .ks = o.ks, .min_tail = o.min_tail, .min_distinct = o.min_distinct};
  if (!o.xmin.empty()) options.xmin = whole_option(o.xmin, "--xmin");
  if (o.xmax == "max")
    options.upper_end = UpperEnd::maximum;
  else if (o.xmax == "search")
    options.upper_end = UpperEnd::searched;
  else if (!o.xmax.empty())
    options.upper_end = UpperEnd::given, options.xmax = whole_option(o.xmax, "--xmax");
  const ValueCounts data = whole_counts(file);
  r.discrete = judge_power_law(data, options, o.bootstrap(), Rivals::all);
  r.control.exponential = exponential_control(data, options, o.bootstrap(), o.n_controls);
}

void fit_continuous(Result& r, const Options& o, const tables::ValueFile& file) {
  ContinuousOptions options{.ks = o.ks, .min_tail = o.min_tail, .min_distinct = o.min_distinct};
  if (!o.xmin.empty()) options.xmin = parse_number(o.xmin, "--xmin");
  std::vector<double> values = unfolded(file);
  if (o.xmax == "max" && !values.empty())
    options.xmax = *std::max_element(values.begin(), values.end());
  else if (o.xmax == "search")
    throw InputError({.what = "xmax is searched for whole numbers only", .where = "--xmax", .value = o.xmax});
  else if (!o.xmax.empty() && o.xmax != "max")
    options.xmax = parse_number(o.xmax, "--xmax");
  r.control.exponential = exponential_control(values, options, o.bootstrap(), o.n_controls);
  r.continuous = judge_continuous(std::move(values), options, o.bootstrap());
}

std::string text_of(const Result& r) {
  std::string text;
  if (r.continuous) {
    const ContinuousFit& f = r.continuous->fit;
    text = fmt::format("{:<22}{} on [{}, {}], n_tail {}, KS {:.3g}; {}\n", "alpha (continuous)",
                       estimate_text(f.alpha, f.alpha_se), to_text(f.xmin), to_text(f.xmax), f.n_tail, f.ks_distance,
                       r.continuous->verdict);
    text += errors_text(r.continuous->errors) + rivals_text(r.continuous->comparisons);
  } else {
    text =
        power_law_line("alpha", *r.discrete) + errors_text(r.discrete->errors) + rivals_text(r.discrete->comparisons);
  }
  text += control_text(r.control.exponential);
  if (r.n_zero > 0) text += fmt::format("{:<22}{} (a power law has no zeros)\n", "zeros left out", r.n_zero);
  return text;
}

Answer analyse(const std::string& path, const Options& o) {
  if (o.is_discrete && o.is_continuous)
    throw InputError(
        {.what = "data are whole numbers or reals", .where = "--discrete, --continuous", .remedy = "give one"});
  tables::ValueFile file = tables::read_values(path, o.column, o.counts);
  Result r;
  r.column = file.column;
  r.n_zero = drop_zeros(file);
  const bool are_whole = std::all_of(file.values.begin(), file.values.end(), is_whole);
  const double rounding = are_whole ? rounding_of(file.values) : 1;
  const bool is_discrete = o.is_discrete || (!o.is_continuous && are_whole && rounding == 1);
  r.kind_rule = o.is_discrete || o.is_continuous ? "given"
                : is_discrete                    ? "all values are whole numbers"
                : are_whole ? fmt::format("all values are multiples of {}: rounded, no counts", to_text(rounding))
                            : "not all values are whole numbers up to 2^53";
  is_discrete ? fit_discrete(r, o, file) : fit_continuous(r, o, file);
  return {schema::to_json(r), text_of(r),
          [file = std::move(file)](const Json& json) { return power_law_figure(json, file.values, file.counts); }};
}

}  // namespace

namespace entries {
extern const Analysis powerlaw;
const Analysis powerlaw{
    .name = "powerlaw",
    .summary = "power law by maximum likelihood, its p value, errors and rivals",
    .input = Input::values,
    .file = "data: .csv with a column value, and perhaps count; - is standard input",
    .example =
        "p > 0.1: not rejected; every surrogate is fitted anew.\n"
        "Example: somn analyse powerlaw sizes.csv --xmin 4 --xmax 130 --json",
    .bounds = {.assumes = "independent values of one law above xmin; values that depend on each other (successive "
                          "avalanches) make p too small",
               .ties = "reals that repeat themselves are rounded: the step is found, surrogates are rounded like them; "
                       "equal values count once for the KS distance (--ks both)",
               .gaps = "none: values have no order",
               .not_finite = refused_with_row,
               .too_few = "below 50 values or 1.5 decades in the range \"not enough range\": numbers without a "
                          "verdict; zeros are left out and counted, negative values refused"},
    .options = schema::descriptions<Options>,
    .results = {{"", schema::descriptions<Result>}},
    .analyse = with_options<Options, analyse>,
};
}  // namespace entries

}  // namespace somn::analysis
