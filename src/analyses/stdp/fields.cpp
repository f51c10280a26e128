#include <somn/analyses/stdp/pairing.hpp>
#include <somn/schema/fields.hpp>

namespace somn::analysis {

using schema::Fields;

Fields<PlasticityBranch> fields_of(const PlasticityBranch*) {
  using B = PlasticityBranch;
  return Fields<B>()
      .value("n", &B::n, {.meaning = "pairs on this side"})
      .value("amplitude", &B::amplitude, {.meaning = "A of A e^(-|dt|/tau)"})
      .value("amplitude_se", &B::amplitude_se, {.meaning = "its standard error"})
      .value("tau_s", &B::tau, {.unit = "s", .meaning = "decay time"})
      .value("tau_se_s", &B::tau_se, {.unit = "s", .meaning = "its standard error"})
      .value("rmse", &B::rmse, {.meaning = "root of the mean squared residual"});
}

Fields<Rival> fields_of(const Rival*) {
  return Fields<Rival>()
      .value("log_likelihood_ratio", &Rival::log_likelihood_ratio, {.meaning = "ln L(two branches) - ln L(rival)"})
      .value("aic_difference", &Rival::aic_difference, {.meaning = "AIC of the rival minus that of the two branches"});
}

Fields<Plasticity> fields_of(const Plasticity*) {
  using P = Plasticity;
  return Fields<P>()
      .value("n", &P::n, {.meaning = "pairs"})
      .value("n_zero_delay", &P::n_zero, {.meaning = "with dt = 0, left out"})
      .value("plus", &P::plus, {.meaning = "dt > 0"})
      .value("minus", &P::minus, {.meaning = "dt < 0; A is that of -A e^(dt/tau)"})
      .value("asymmetry", &P::asymmetry, {.meaning = "A+ tau+ / (A- tau-)"})
      .value("rmse", &P::rmse, {.meaning = "of both branches"})
      .value("against_flat", &P::flat, {.meaning = "against y = constant"})
      .value("against_symmetric", &P::symmetric, {.meaning = "against y = A e^(-|dt|/tau)"})
      .value("verdict", &P::verdict, {.meaning = "in words"});
}

Fields<Middle95> fields_of(const Middle95*) {
  return Fields<Middle95>()
      .value("median", &Middle95::median, {.meaning = "over the permutations"})
      .value("low", &Middle95::low, {.meaning = "2.5 % point"})
      .value("high", &Middle95::high, {.meaning = "97.5 % point"});
}

namespace {

struct BranchOfControl {
  Middle95 amplitude, tau;
};

Fields<BranchOfControl> fields_of(const BranchOfControl*) {
  return Fields<BranchOfControl>()
      .value("amplitude", &BranchOfControl::amplitude, {.meaning = "of the branch"})
      .value("tau_s", &BranchOfControl::tau, {.unit = "s", .meaning = "of the branch"});
}

}  // namespace

Fields<PlasticityControl> fields_of(const PlasticityControl*) {
  using C = PlasticityControl;
  return Fields<C>()
      .computed("rule", [](const C&) { return "delays permuted among the pairs"; }, {.meaning = "what the control is"})
      .value("n_realisations", &C::n_realisations, {.meaning = "permutations"})
      .value("p", &C::p, {.meaning = "(1 + permutations at least as far from flat)/(1 + all)"})
      .value("log_likelihood_ratio_flat", &C::log_likelihood_ratio, {.meaning = "against flat"})
      .computed("plus",
                [](const C& c) {
                  return BranchOfControl{c.plus_amplitude, c.plus_tau};
                },
                {.meaning = "dt > 0"})
      .computed("minus",
                [](const C& c) {
                  return BranchOfControl{c.minus_amplitude, c.minus_tau};
                },
                {.meaning = "dt < 0"})
      .elsewhere(&C::plus_amplitude, &C::plus_tau, &C::minus_amplitude, &C::minus_tau);
}

Fields<WeightChange> fields_of(const WeightChange*) {
  using W = WeightChange;
  return Fields<W>()
      .computed("junction", [](const W& w) { return w.junction.index; }, {.meaning = "its number"})
      .value("start", &W::start, {.meaning = "weight at the begin of the record"})
      .value("end", &W::end, {.meaning = "and at its end"})
      .computed("change", [](const W& w) { return w.end - w.start; }, {.meaning = "of the weight"})
      .value("normalised_change", &W::normalised,
             {.meaning = "change/(1 - start) where it grew, change/start where it fell"})
      .value("rise", &W::rise, {.meaning = "sum of the steps up"})
      .value("fall", &W::fall, {.meaning = "sum of the steps down"})
      .value("n_pairs", &W::n_pairs, {.meaning = "of events at its ends"})
      .elsewhere(&W::junction);
}

namespace {

struct Pairs {
  std::vector<std::uint32_t> junctions = {};
  std::vector<double> delays = {}, changes = {};
};

Fields<Pairs> fields_of(const Pairs*) {
  return Fields<Pairs>()
      .value("junctions", &Pairs::junctions, {.meaning = "numbers"})
      .value("delays_s", &Pairs::delays, {.unit = "s", .meaning = "positive minus negative end"})
      .value("changes", &Pairs::changes, {.meaning = "of the weight over +- window_s"});
}

Pairs pairs_of(const WeightPairing& w) {
  Pairs p;
  for (const EventPair& pair : w.pairs) {
    p.junctions.push_back(w.synapses[pair.synapse].junction.index);
    p.delays.push_back(pair.delay);
    p.changes.push_back(pair.change);
  }
  return p;
}

}  // namespace

Fields<WeightPairing> fields_of(const WeightPairing*) {
  using W = WeightPairing;
  return Fields<W>()
      .value("window_s", &W::window, {.unit = "s", .meaning = "largest delay of a pair, as used"})
      .computed("n_synapses", [](const W& w) { return w.synapses.size(); }, {.meaning = "junctions of the law synapse"})
      .value("n_moved", &W::n_moved, {.meaning = "by more than 1e-9"})
      .value("n_both_ways", &W::n_both_ways, {.meaning = "of these, fall and rise within 1 to 100 of each other"})
      .computed("share_both_ways",
                [](const W& w) {
                  return w.n_moved > 0 ? static_cast<double>(w.n_both_ways) / static_cast<double>(w.n_moved) : W::nan;
                },
                {.meaning = "n_both_ways / n_moved"})
      .computed("n_pairs", [](const W& w) { return w.pairs.size(); },
                {.meaning = "mutual nearest events at the positive and the negative end"})
      .value("n_zero_delay", &W::n_zero, {.meaning = "of these, at the same time"})
      .value("correlation", &W::correlation,
             {.meaning = "of the sign of the delay with the change, both centred within synapses"})
      .value("surrogate_sd", &W::surrogate_sd, {.meaning = "of 999 rotations of the changes against the delays"})
      .value("p", &W::p, {.meaning = "two-sided, against them"})
      .value("reason", &W::reason, {.meaning = "why there is no correlation"})
      .value("fit", &W::plasticity, {.meaning = "of the centred changes"})
      .value("synapses", &W::synapses, {.meaning = "of each"})
      .computed("pairs", pairs_of, {.meaning = "of each"})
      .elsewhere(&W::pairs);
}

}  // namespace somn::analysis
