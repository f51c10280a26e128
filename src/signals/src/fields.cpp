#include <somn/schema/fields.hpp>
#include <somn/signals/branching.hpp>
#include <somn/signals/exponential_in_time.hpp>

#include <cmath>

namespace somn::analysis {

using schema::Fields;

Fields<ExponentialInTime> fields_of(const ExponentialInTime*) {
  using E = ExponentialInTime;
  const auto of_fit = [](double ExponentialFit::*member) { return [member](const E& e) { return e.fit.*member; }; };
  return Fields<E>()
      .elsewhere(&E::fit, &E::lag)
      .computed("amplitude", of_fit(&ExponentialFit::amplitude), {.meaning = "A of A e^(-t/tau) + O"})
      .computed("amplitude_se", of_fit(&ExponentialFit::amplitude_se),
                {.meaning = "its standard error, from the scatter over blocks"})
      .computed("tau_s", [](const E& e) { return e.fit.tau * e.lag; }, {.unit = "s", .meaning = "decay time"})
      .computed("tau_se_s", [](const E& e) { return e.fit.tau_se * e.lag; },
                {.unit = "s", .meaning = "its standard error, from the scatter over blocks"})
      .computed("tau_low_s", [](const E& e) { return e.fit.tau_low * e.lag; },
                {.unit = "s", .meaning = "95 % interval of tau; 0: no lower end"})
      .computed("tau_high_s", [](const E& e) { return e.fit.tau_high * e.lag; },
                {.unit = "s", .meaning = "95 % interval of tau; null: no upper end, or too few samples"})
      .computed("offset", of_fit(&ExponentialFit::offset), {.meaning = "O"})
      .computed("residual_squares", of_fit(&ExponentialFit::residual_squares), {.meaning = "their sum"})
      .computed("converged", [](const E& e) { return e.fit.converged; }, {.meaning = "did the search end?"});
}

Fields<Dfa> fields_of(const Dfa*) {
  return Fields<Dfa>()
      .value("exponent", &Dfa::exponent, {.meaning = "fluctuation ~ window^exponent; white noise 1/2"})
      .value("exponent_se", &Dfa::exponent_se,
             {.meaning = "its standard error, from the scatter over tenths of the record"})
      .value("exponent_low", &Dfa::exponent_low, {.meaning = "95 % interval"})
      .value("exponent_high", &Dfa::exponent_high, {.meaning = "95 % interval"})
      .value("windows", &Dfa::windows, {.meaning = "samples"})
      .value("fluctuations", &Dfa::fluctuations, {.meaning = "of the integrated signal about straight lines"});
}

Fields<AcfPowerLaw> fields_of(const AcfPowerLaw*) {
  using P = AcfPowerLaw;
  return Fields<P>()
      .value("slope", &P::slope, {.meaning = "r_k ~ k^-slope"})
      .value("low", &P::low, {.meaning = "95 % interval"})
      .value("high", &P::high, {.meaning = "95 % interval"})
      .value("first_lag", &P::first_lag, {.meaning = "of the fit"})
      .value("last_lag", &P::last_lag, {.meaning = "of the fit"})
      .value("n_lags", &P::n_lags, {.meaning = "at ten a decade"})
      .value("reason", &P::reason, {.meaning = "why slope or interval is missing"});
}

Fields<AcfAnalysis::Half> fields_of(const AcfAnalysis::Half*) {
  return Fields<AcfAnalysis::Half>()
      .value("r_1", &AcfAnalysis::Half::r_1, {.meaning = "autocorrelation at one step"})
      .value("integrated_time_s", &AcfAnalysis::Half::integrated_time, {.unit = "s", .meaning = "as of the whole"});
}

Fields<AcfAnalysis> fields_of(const AcfAnalysis*) {
  using A = AcfAnalysis;
  // nothing but n and the verdict of fewer than two samples
  const auto if_enough = [](auto of) {
    return [of](const A& a) {
      using T = std::decay_t<decltype(std::invoke(of, a))>;
      return a.n < 2 ? std::optional<T>() : std::optional<T>(std::invoke(of, a));
    };
  };
  return Fields<A>()
      .value("n", &A::n, {.meaning = "samples"})
      .computed_if_any("lag_s", if_enough(&A::lag), {.unit = "s", .meaning = "of one step"})
      .computed_if_any("max_lag", if_enough(&A::max_lag), {.meaning = "steps"})
      .computed_if_any("acf", if_enough(&A::r), {.meaning = "r_0 .. r_max_lag, sums over the pairs that exist"})
      .computed_if_any("integrated_time_s", if_enough(&A::integrated_time),
                       {.unit = "s", .meaning = "h (1/2 + sum r_k) up to the first r_k <= 0"})
      .computed_if_any("halves", if_enough(&A::halves), {.meaning = "of either half: a drift makes them differ"})
      .computed_if_any("dfa", if_enough(&A::dfa), {.meaning = "detrended fluctuation analysis"})
      .computed_if_any("detrend", if_enough([](const A& a) { return a.is_detrended ? "linear" : "none"; }),
                       {.meaning = "linear: the least-squares line was taken off first"})
      .computed_if_any("power_law", if_enough(&A::power_law), {.meaning = "slope of log r_k on log k"})
      .computed_if_any("white_95", if_enough([](const A& a) { return 1.96 / std::sqrt(static_cast<double>(a.n)); }),
                       {.meaning = "95 % of |r_k| of white noise lie below"})
      .value("verdict", &A::verdict, {.meaning = "why there is less; empty where all is there"})
      .computed_if_any("exponential", if_enough([](const A& a) {
                         return ExponentialInTime{a.exponential, a.lag};
                       }),
                       {.meaning = "A e^(-t/tau)"})
      .computed_if_any("exponential_offset", if_enough([](const A& a) {
                         return ExponentialInTime{a.with_offset, a.lag};
                       }),
                       {.meaning = "A e^(-t/tau) + O"})
      .elsewhere(&A::lag, &A::max_lag, &A::r, &A::integrated_time, &A::halves, &A::dfa, &A::is_detrended, &A::power_law,
                 &A::exponential, &A::with_offset);
}

namespace {

struct FitInTime {
  BranchingFit fit = {};
  double step = 1;  // [s]
};

Fields<FitInTime> fields_of(const FitInTime*) {
  using F = FitInTime;
  const auto of_fit = [](auto member) { return [member](const F& f) { return f.fit.*member; }; };
  const auto of_law = [](double ExponentialFit::*member) { return [member](const F& f) { return f.fit.fit.*member; }; };
  return Fields<F>()
      .elsewhere(&F::fit, &F::step)
      .computed("m", of_fit(&BranchingFit::m), {.meaning = "branching parameter e^(-1/tau)"})
      .computed("m_low", of_fit(&BranchingFit::m_low),
                {.meaning = "95 % interval: every m that the data do not reject; 0: no lower end"})
      .computed("m_high", of_fit(&BranchingFit::m_high), {.meaning = "95 % interval; 1: no upper end"})
      .computed("n_blocks", [](const F& f) { return f.fit.n_blocks; },
                {.meaning = "of the series, whose scatter the errors come from; 0: too short"})
      .computed("tau_steps", of_law(&ExponentialFit::tau), {.meaning = "decay in steps"})
      .computed("tau_steps_se", of_law(&ExponentialFit::tau_se), {.meaning = "its standard error"})
      .computed("tau_s", [](const F& f) { return f.fit.fit.tau * f.step; }, {.unit = "s", .meaning = "decay time"})
      .computed("amplitude", of_law(&ExponentialFit::amplitude), {.meaning = "b of b e^(-k/tau) + O"})
      .computed("offset", of_law(&ExponentialFit::offset), {.meaning = "O"})
      .computed("residual_squares", of_law(&ExponentialFit::residual_squares), {.meaning = "their sum"});
}

}  // namespace

Fields<Branching> fields_of(const Branching*) {
  using B = Branching;
  return Fields<B>()
      .value("n", &B::n, {.meaning = "steps"})
      .value("k_max", &B::k_max, {.meaning = "steps of the regression, as used"})
      .value("step_s", &B::step, {.unit = "s", .meaning = "null: not known"})
      .value("mean_activity", &B::mean, {.meaning = "per step"})
      .value("variance", &B::variance, {.meaning = "of the activity (population)"})
      .computed("m", [](const B& b) { return b.exponential.m; }, {.meaning = "that of the exponential"})
      .computed("naive_slope", [](const B& b) { return b.r.empty() ? std::nan("") : b.r.front(); },
                {.meaning = "slope at one step: biased where only a part of the activity was seen"})
      .computed("exponential",
                [](const B& b) {
                  return FitInTime{b.exponential, b.step};
                },
                {.meaning = "b e^(-k/tau)"})
      .computed("exponential_offset",
                [](const B& b) {
                  return FitInTime{b.with_offset, b.step};
                },
                {.meaning = "b e^(-k/tau) + O"})
      .value("line_residual_squares", &B::line_residual_squares, {.meaning = "of the best straight line"})
      .computed("n_blocks", [](const B& b) { return b.exponential.n_blocks; }, {.meaning = "of the first fit"})
      .value("r", &B::r, {.meaning = "r_1 .. r_k_max: slope of A(t+k) on A(t)"})
      .value("verdict", &B::verdict, {.meaning = "a sentence, never the word critical"})
      .elsewhere(&B::exponential, &B::with_offset);
}

Fields<BranchingControl> fields_of(const BranchingControl*) {
  using C = BranchingControl;
  return Fields<C>()
      .value("n_realisations", &C::n_realisations, {.meaning = "of activity without memory"})
      .value("naive_slope", &C::naive_slope, {.meaning = "slope at one step: 0 within its sd"})
      .value("m", &C::m, {.meaning = "fitted to noise: a measured m within it means nothing"});
}

Fields<BranchingAnalysis> fields_of(const BranchingAnalysis*) {
  return Fields<BranchingAnalysis>()
      .merged(&BranchingAnalysis::branching)
      .value("control", &BranchingAnalysis::control, {.meaning = "the same of activity without memory"});
}

}  // namespace somn::analysis
