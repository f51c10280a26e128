#include <somn/analyses/modality/modality.hpp>
#include <somn/schema/fields.hpp>

namespace somn::analysis {

using schema::Fields;

Fields<MixtureComponent> fields_of(const MixtureComponent*) {
  return Fields<MixtureComponent>()
      .value("weight", &MixtureComponent::weight, {.meaning = "share of the values"})
      .value("mean", &MixtureComponent::mean, {.meaning = "of the Gaussian"})
      .value("sd", &MixtureComponent::sd, {.meaning = "of the Gaussian"});
}

Fields<Mixture> fields_of(const Mixture*) {
  return Fields<Mixture>()
      .value("log_likelihood", &Mixture::log_likelihood, {.meaning = "total"})
      .value("bic", &Mixture::bic, {.meaning = "2 ln L - k ln n: the larger, the better"})
      .value("n_iterations", &Mixture::n_iterations, {.meaning = "of the fit"})
      .value("reason", &Mixture::reason, {.meaning = "why there is no fit"})
      .value("components", &Mixture::components, {.meaning = "in order of the mean"});
}

namespace {

struct Uniform {
  DipNull null = {};
};

Fields<Uniform> fields_of(const Uniform*) {
  return Fields<Uniform>()
      .computed("n_realisations", [](const Uniform& u) { return u.null.n_realisations; }, {.meaning = "samples"})
      .computed("dip", [](const Uniform& u) { return u.null.dip; }, {.meaning = "of each"})
      .computed("dip_95", [](const Uniform& u) { return u.null.dip_95; }, {.meaning = "95 % of them lie below"})
      .elsewhere(&Uniform::null);
}

struct Controls {
  Uniform uniform = {};
};

Fields<Controls> fields_of(const Controls*) {
  return Fields<Controls>().value(
      "uniform", &Controls::uniform,
      {.meaning = "uniform samples of the same size, the widest of all unimodal distributions"});
}

struct TiesOf {
  const Modality* m = nullptr;
};

Fields<TiesOf> fields_of(const TiesOf*) {
  using T = TiesOf;
  return Fields<T>()
      .computed("n_tied", [](const T& t) { return t.m->ties.n_tied; }, {.meaning = "values that occur more than once"})
      .computed("step", [](const T& t) { return t.m->ties.step; },
                {.meaning = "of which all values are multiples (1: whole numbers); null: of none, or no ties"})
      .computed("rule", [](const T& t) { return t.m->ties.rule; },
                {.meaning = "how ties are spread; none: there are none"})
      .computed("dip", [](const T& t) { return t.m->spread_dip.dip; }, {.meaning = "with ties spread"})
      .computed("dip_p", [](const T& t) { return t.m->spread_p; }, {.meaning = "of it: of more than one mode"})
      .elsewhere(&T::m);
}

// Counted from 1, as R's diptest does; null where there is no dip.
std::optional<std::size_t> from_one(const Modality& m, std::size_t Dip::*index) {
  return m.n >= 4 && m.n_distinct > 1 ? std::optional(m.dip.*index + 1) : std::nullopt;
}

}  // namespace

Fields<Modality> fields_of(const Modality*) {
  using M = Modality;
  return Fields<M>()
      .value("n", &M::n, {.meaning = "values"})
      .value("n_distinct", &M::n_distinct, {.meaning = "different values"})
      .computed("dip", [](const M& m) { return m.dip.dip; }, {.meaning = "Hartigan's dip of the values as they are"})
      .value("dip_p", &M::dip_p, {.meaning = "of it; ties make it small: then see ties.dip_p"})
      .computed("ties", [](const M& m) { return TiesOf{&m}; }, {.meaning = "equal values and what was done with them"})
      .computed("dip_p_rule", [](const M&) { return "share of uniform samples with a dip at least as large"; },
                {.meaning = "where dip_p comes from"})
      .computed("dip_low_index", [](const M& m) { return from_one(m, &Dip::low); },
                {.meaning = "modal interval, index into the sorted values from 1"})
      .computed("dip_high_index", [](const M& m) { return from_one(m, &Dip::high); }, {.meaning = "its other end"})
      .value("modal_low", &M::modal_low, {.meaning = "modal interval"})
      .value("modal_high", &M::modal_high, {.meaning = "modal interval"})
      .value("best_components", &M::best_components, {.meaning = "by BIC; 0: none could be fitted"})
      .value("mixtures", &M::mixtures, {.meaning = "of 1, 2, ... Gaussians"})
      .value("ashman_d", &M::ashman_d, {.meaning = "of the mixture of two; > 2: separate"})
      .value("bimodality_coefficient", &M::bimodality_coefficient,
             {.meaning = "(skewness^2 + 1)/(excess kurtosis + ...)"})
      .value("bandwidth_silverman", &M::bandwidth_silverman, {.meaning = "R's nrd0"})
      .value("bandwidth_sheather_jones", &M::bandwidth_sheather_jones, {.meaning = "Sheather and Jones 1991"})
      .value("n_modes", &M::n_modes, {.meaning = "of the kernel density with Silverman's bandwidth"})
      .value("verdict", &M::verdict, {.meaning = "in words, by ties.dip_p: more than one mode only where it is < 0.05"})
      .computed("control", [](const M& m) { return Controls{{m.null}}; }, {.meaning = "what dip_p comes from"})
      .elsewhere(&M::dip, &M::null, &M::ties, &M::spread_dip, &M::spread_p);
}

}  // namespace somn::analysis
