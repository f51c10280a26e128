// The tables of what is known of a power law. Discrete and continuous fits differ in a few keys only.
#include <somn/power_laws/power_law_control.hpp>
#include <somn/schema/fields.hpp>

#include <algorithm>
#include <cmath>

namespace somn::analysis {

using schema::Fields;

Fields<ValueCounts> fields_of(const ValueCounts*) {
  return Fields<ValueCounts>()
      .value("values", &ValueCounts::values, {.meaning = "different values, in order"})
      .value("counts", &ValueCounts::counts, {.meaning = "of each value; divide by their sum for a probability"});
}

Fields<BootstrapErrors> fields_of(const BootstrapErrors*) {
  return Fields<BootstrapErrors>()
      .value("alpha_sd", &BootstrapErrors::alpha, {.meaning = "standard deviation over data resampled and fitted anew"})
      .value("xmin_sd", &BootstrapErrors::xmin, {.meaning = "of a searched xmin; 0 of a given one"})
      .value("n_tail_sd", &BootstrapErrors::n_tail, {.meaning = "of the number of values in the range"})
      .value("n_resamples", &BootstrapErrors::n_resamples, {.meaning = "resamples that could be fitted"});
}

namespace {

std::optional<double> parameter(const Comparison& c, std::string_view name) {
  for (const auto& [known, value] : c.parameters)
    if (known == name) return value;
  return {};
}

// Rivals by name; those of a short comparison have no information criteria.
struct RivalsByName {
  std::vector<Comparison> all = {};
  std::optional<LikelihoodRatio> exponential = {};  // the short one
};

std::optional<Comparison> rival(const RivalsByName& rivals, std::string_view name) {
  for (const Comparison& c : rivals.all)
    if (c.name == name) return c;
  return {};
}

}  // namespace

Fields<LikelihoodRatio> fields_of(const LikelihoodRatio*) {
  return Fields<LikelihoodRatio>()
      .value("log_likelihood", &LikelihoodRatio::log_likelihood, {.meaning = "of the exponential, total"})
      .value("lambda", &LikelihoodRatio::lambda, {.meaning = "of the exponential"})
      .value("ratio", &LikelihoodRatio::ratio, {.meaning = "log likelihood ratio; > 0 favours the power law"})
      .value("normalised_ratio", &LikelihoodRatio::normalised_ratio, {.meaning = "Vuong's z"})
      .value("p", &LikelihoodRatio::p, {.meaning = "two-sided"});
}

Fields<Comparison> fields_of(const Comparison*) {
  const auto one = [](const char* name) { return [name](const Comparison& c) { return parameter(c, name); }; };
  return Fields<Comparison>()
      .elsewhere(&Comparison::name, &Comparison::parameters)
      .value("log_likelihood", &Comparison::log_likelihood, {.meaning = "of the rival, total"})
      .computed_if_any("alpha", one("alpha"), {.meaning = "exponent of the truncated power law"})
      .computed_if_any("mu", one("mu"), {.meaning = "of lognormal and Poisson law"})
      .computed_if_any("sigma", one("sigma"), {.meaning = "of the lognormal law"})
      .computed_if_any("lambda", one("lambda"),
                       {.meaning = "of exponential, stretched exponential and truncated power law"})
      .computed_if_any("beta", one("beta"), {.meaning = "of the stretched exponential"})
      .value("ratio", &Comparison::ratio, {.meaning = "log likelihood ratio; > 0 favours the power law"})
      .value("normalised_ratio", &Comparison::normalised_ratio, {.meaning = "Vuong's z"})
      .value("p", &Comparison::p, {.meaning = "two-sided"})
      .computed("p_rule",
                [](const Comparison& c) {
                  return c.name == "truncated_power_law" ? "nested: P(chi2_1 > 2|R|)"
                                                         : "Vuong, two-sided";
                },
                {.meaning = "where p comes from"})
      .value("aic", &Comparison::aic, {.meaning = "Akaike's criterion of the rival"})
      .value("bic", &Comparison::bic, {.meaning = "Bayesian criterion of the rival"})
      .value("note", &Comparison::note, {.meaning = "where the fit ended on the ridge that is the power law itself"});
}

namespace {

Fields<RivalsByName> fields_of(const RivalsByName*) {
  const auto one = [](const char* name) { return [name](const RivalsByName& r) { return rival(r, name); }; };
  return Fields<RivalsByName>()
      .value_if_any("exponential", &RivalsByName::exponential, {.meaning = "where no other rival was asked for"})
      .elsewhere(&RivalsByName::all)
      .computed_if_any("exponential", one("exponential"), {.meaning = "e^(-lambda x)"})
      .computed_if_any("lognormal", one("lognormal"), {.meaning = "1/x exp(-(ln x - mu)^2/2 sigma^2)"})
      .computed_if_any("stretched_exponential", one("stretched_exponential"),
                       {.meaning = "(lambda x)^(beta - 1) exp(-(lambda x)^beta)"})
      .computed_if_any("truncated_power_law", one("truncated_power_law"), {.meaning = "x^-alpha e^(-lambda x)"})
      .computed_if_any("poisson", one("poisson"), {.meaning = "mu^x/x!, whole numbers only"});
}

constexpr const char* searched = "widest range with p >= 0.2";

std::string xmin_rule(const JudgedPowerLaw& law) {
  return law.is_widest_range ? searched : law.options.xmin ? "given" : "least KS distance over the observed values";
}

std::string xmax_rule(const JudgedPowerLaw& law) {
  if (law.is_widest_range) return searched;
  switch (law.options.upper_end) {
    case UpperEnd::open:
      return "unbounded";
    case UpperEnd::given:
      return "given";
    case UpperEnd::searched:
    case UpperEnd::maximum:
      break;
  }
  return "largest value";
}

// What both kinds of fit are told with: the tail, the exponent, how well it fits, the rivals, the verdict.
template <class Law, class Rivals>
Fields<Law> with_judgement(Fields<Law> table, Rivals rivals) {
  const auto of_fit = [](auto member) { return [member](const Law& law) { return law.fit.*member; }; };
  using Fit = decltype(Law::fit);
  return std::move(table)
      .computed("n_tail", of_fit(&Fit::n_tail), {.meaning = "values in xmin .. xmax"})
      .computed("n_distinct", of_fit(&Fit::n_distinct), {.meaning = "different values among them"})
      .computed("decades", of_fit(&Fit::decades), {.meaning = "log10(largest of them / xmin)"})
      .computed("alpha", of_fit(&Fit::alpha), {.meaning = "exponent"})
      .computed("alpha_se", of_fit(&Fit::alpha_se), {.meaning = "curvature of the likelihood, xmin as it is"})
      .computed("ks_distance", of_fit(&Fit::ks_distance), {.meaning = "Kolmogorov-Smirnov distance"})
      .computed("ks_side", [](const Law& law) { return law.options.ks == KsSide::both ? "both" : "left"; },
                {.meaning = "both: on either side of every value; left: below the values only, as plfit"})
      .computed("log_likelihood", of_fit(&Fit::log_likelihood), {.meaning = "total"})
      .value("p_value", &Law::p_value,
             {.meaning = "share of surrogates that look worse; p <= 0.1 rejects; null without surrogates"})
      .computed("p_value_refit", [](const Law& law) { return law.options.xmin ? "exponent" : "xmin and exponent"; },
                {.meaning = "what each surrogate is fitted for"})
      .computed("n_surrogates", [](const Law& law) { return law.bootstrap.n_surrogates; },
                {.meaning = "of the p value"})
      .value("bootstrap", &Law::errors, {.meaning = "errors; with a searched xmin these are the honest ones"})
      .computed("seed", [](const Law& law) { return law.bootstrap.seed; }, {.meaning = "of surrogates and resamples"})
      .computed("comparisons", rivals, {.meaning = "the usual rivals, each on the same range"})
      .value("verdict", &Law::verdict,
             {.meaning = "power law rejected, not rejected, not enough range, or no fit; rivals not beaten"})
      .elsewhere(&Law::options, &Law::bootstrap, &Law::fit, &Law::comparisons);
}

}  // namespace

Fields<JudgedPowerLaw> fields_of(const JudgedPowerLaw*) {
  using Law = JudgedPowerLaw;
  return with_judgement(
      Fields<Law>()
          .computed("kind", [](const Law&) { return "discrete"; }, {.meaning = "whole numbers"})
          .computed("n", [](const Law& law) { return law.fit.n; }, {.meaning = "values given"})
          .computed("xmin", [](const Law& law) { return law.fit.xmin; }, {.meaning = "least value fitted"})
          .computed("xmin_rule", xmin_rule, {.meaning = "where it comes from"})
          .computed(
              "xmax",
              [](const Law& law) { return law.fit.xmax == unbounded ? std::optional<std::int64_t>() : law.fit.xmax; },
              {.meaning = "largest value fitted; null: unbounded"})
          .computed("xmax_rule", xmax_rule, {.meaning = "where it comes from"})
          .elsewhere(&Law::is_widest_range)
          .elsewhere(&Law::exponential),
      [](const Law& law) {
        return law.comparisons.empty() ? RivalsByName{.exponential = law.exponential}
                                       : RivalsByName{.all = law.comparisons};
      });
}

Fields<JudgedContinuous> fields_of(const JudgedContinuous*) {
  using Law = JudgedContinuous;
  return with_judgement(
      Fields<Law>()
          .computed("kind", [](const Law&) { return "continuous"; }, {.meaning = "real numbers"})
          .computed("n", [](const Law& law) { return law.fit.n; }, {.meaning = "values given"})
          .computed("xmin", [](const Law& law) { return law.fit.xmin; }, {.meaning = "least value fitted"})
          .computed(
              "xmin_rule",
              [](const Law& law) { return law.options.xmin ? "given" : "least KS distance over the observed values"; },
              {.meaning = "where it comes from"})
          .computed("n_candidates", [](const Law& law) { return law.fit.n_candidates; },
                    {.meaning = "values of xmin tried"})
          .computed("xmax",
                    [](const Law& law) { return std::isinf(law.fit.xmax) ? std::optional<double>() : law.fit.xmax; },
                    {.meaning = "largest value fitted; null: unbounded"})
          .computed("xmax_rule", [](const Law& law) { return std::isinf(law.fit.xmax) ? "unbounded" : "given"; },
                    {.meaning = "where it comes from"})
          .value("resolution", &Law::resolution,
                 {.meaning = "values are rounded to multiples of this, and so are surrogates; null: they are not"}),
      [](const Law& law) { return RivalsByName{.all = law.comparisons}; });
}

Fields<PowerLawControl> fields_of(const PowerLawControl*) {
  using C = PowerLawControl;
  return Fields<C>()
      .computed(
          "rule",
          [](const C&) {
            return "exponential (geometric for whole numbers) from the least value on, of the same mean; the same fit";
          },
          {.meaning = "what the control is"})
      .value("n_realisations", &C::n_realisations, {.meaning = "data sets"})
      .value("n_values", &C::n_values, {.meaning = "of each"})
      .value("n_surrogates", &C::n_surrogates, {.meaning = "of each p value"})
      .value("least", &C::least, {.meaning = "least value"})
      .value("mean", &C::mean, {.meaning = "mean value"})
      .value("alpha", &C::alpha, {.meaning = "exponent"})
      .value("xmin", &C::xmin, {.meaning = "least value fitted"})
      .value("n_tail", &C::n_tail, {.meaning = "values in the range"})
      .value("decades", &C::decades, {.meaning = "of the range"})
      .value("ks_distance", &C::ks_distance, {.meaning = "Kolmogorov-Smirnov distance"})
      .value("p_value", &C::p_value, {.meaning = "share of surrogates that look worse"})
      .value("normalised_ratio_exponential", &C::normalised_ratio, {.meaning = "Vuong's z; > 0 favours the power law"})
      .value("share_not_rejected", &C::share_not_rejected, {.meaning = "of the realisations, by the verdict"})
      .value("reason", &C::reason, {.meaning = "why there is none"});
}

}  // namespace somn::analysis
