#include <somn/analyses/avalanches/results.hpp>
#include <somn/schema/fields.hpp>

namespace somn::analysis {

using schema::Fields;

Fields<BinRow> fields_of(const BinRow*) {
  using R = BinRow;
  const auto value = [](Estimate R::*member) { return [member](const R& r) { return (r.*member).value; }; };
  const auto se = [](Estimate R::*member) { return [member](const R& r) { return (r.*member).se; }; };
  return Fields<R>()
      .value("factor", &R::factor, {.meaning = "of the bin"})
      .value("bin", &R::bin, {.unit = "s", .meaning = "samples, where events are"})
      .value("n", &R::n, {.meaning = "avalanches"})
      .computed("tau", value(&R::tau), {.meaning = "exponent of sizes"})
      .computed("tau_se", se(&R::tau), {.meaning = "its standard error"})
      .computed("alpha", value(&R::alpha), {.meaning = "exponent of durations"})
      .computed("alpha_se", se(&R::alpha), {.meaning = "its standard error"})
      .computed("gamma_fit", value(&R::gamma_fit), {.meaning = "from <S>(T)"})
      .computed("gamma_fit_se", se(&R::gamma_fit), {.meaning = "its standard error"})
      .value("branching_ratio", &R::branching_ratio, {.meaning = "mean of second bin / first bin"})
      .elsewhere(&R::tau, &R::alpha, &R::gamma_fit);
}

Fields<Kappa> fields_of(const Kappa*) {
  return Fields<Kappa>()
      .value("value", &Kappa::value, {.meaning = "near 1 where sizes agree with that law (Shew et al. 2009)"})
      .value("exponent", &Kappa::exponent, {.meaning = "of the law compared with"});
}

namespace {

struct ShuffledCollapse {
  double gamma, error;
  std::string verdict;
};

Fields<ShuffledCollapse> fields_of(const ShuffledCollapse*) {
  return Fields<ShuffledCollapse>()
      .value("gamma", &ShuffledCollapse::gamma, {.meaning = "as in shape_collapse"})
      .value("error", &ShuffledCollapse::error, {.meaning = "as in shape_collapse"})
      .value("verdict", &ShuffledCollapse::verdict, {.meaning = "as in shape_collapse"});
}

}  // namespace

Fields<AvalancheControls> fields_of(const AvalancheControls*) {
  using C = AvalancheControls;
  return Fields<C>()
      .merged(&C::of)
      .computed(
          "shuffled_collapse",
          [](const C& c) {
            return ShuffledCollapse{c.shuffled_collapse.gamma, c.shuffled_collapse.error, c.shuffled_collapse.verdict};
          },
          {.meaning = "of one shuffled train"})
      .elsewhere(&C::shuffled_collapse);
}

Fields<AvalanchesResult> fields_of(const AvalanchesResult*) {
  using R = AvalanchesResult;
  return Fields<R>()
      .merged(&R::of)
      .value("time_unit", &R::time_unit, {.meaning = "s, or sample: then keys in _s are in samples"})
      .value("parameters", &R::parameters, {.meaning = "what was used"})
      .value_if_any("units_taking_part", &R::units_taking_part, {.meaning = "in each avalanche, where there are units"})
      .value("joint_errors", &R::joint, {.meaning = "avalanches resampled"})
      .value("bin_sensitivity", &R::bins, {.meaning = "bin x 1/2, 1, 2"})
      .value("kappa", &R::kappa, {.meaning = "distance from a law of a given exponent"})
      .computed("mean_profiles", [](const R& r) { return mean_profiles(r.of.avalanches); },
                {.meaning = "mean events per bin, of each duration"})
      .value("shape_collapse", &R::collapse, {.meaning = "do the profiles fall on one curve?"})
      .value("branching", &R::branching, {.meaning = "of the counts per bin"})
      .value("control", &R::control, {.meaning = "surrogate trains at the same bin"})
      .value("criticality", &R::criticality, {.meaning = "a table in place of a word"})
      .computed("warnings",
                [](const R&) {
                  return std::vector<std::string>{
                      "thresholded noise gives power laws and even the crackling relation (Touboul & Destexhe 2017)",
                      "thresholding a continuous signal distorts sizes (Villegas et al. 2019)",
                      "exponents depend on the bin: see bin_sensitivity"};
                },
                {.meaning = "what exponents do not say"})
      .computed_if_any("verdict",
                       [](const R& r) {
                         const std::string& reason = r.of.avalanches.reason;
                         return reason.empty() ? std::nullopt : std::optional(reason);
                       },
                       {.meaning = "why there are none"});
}

}  // namespace somn::analysis
