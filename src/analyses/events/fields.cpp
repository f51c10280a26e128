#include <somn/analyses/events/results.hpp>
#include <somn/schema/fields.hpp>

namespace somn::analysis {

using schema::Fields;

Fields<Convergence> fields_of(const Convergence*) {
  using C = Convergence;
  const auto of = [](auto member) { return [member](const C& c) { return c.match.*member; }; };
  return Fields<C>()
      .value("file", &C::file, {.meaning = "of the same run with tighter tolerances"})
      .value("tolerance_s", &C::tolerance, {.unit = "s", .meaning = "two rows"})
      .computed("n", of(&EventMatch::n_a), {.meaning = "events here"})
      .computed("n_other", of(&EventMatch::n_b), {.meaning = "events there"})
      .computed("n_matched", of(&EventMatch::n_matched), {.meaning = "at most tolerance_s apart"})
      .computed("only_here_s", of(&EventMatch::only_a), {.unit = "s", .meaning = "without a partner there"})
      .computed("only_other_s", of(&EventMatch::only_b), {.unit = "s", .meaning = "without a partner here"})
      .computed("verdict", of(&EventMatch::verdict), {.meaning = "converged, not converged"})
      .elsewhere(&C::match);
}

namespace {

struct StateEvent {
  JunctionEvent event;
};

Fields<StateEvent> fields_of(const StateEvent*) {
  using E = StateEvent;
  return Fields<E>()
      .computed("time_s", [](const E& e) { return e.event.time; }, {.unit = "s", .meaning = "of the crossing"})
      .computed("junction", [](const E& e) { return e.event.junction.index; }, {.meaning = "its number"})
      .computed("kind", [](const E& e) { return e.event.kind == EventKind::up ? "up" : "down"; },
                {.meaning = "up or down"})
      .computed("delta_state", [](const E& e) { return e.event.delta_g; }, {.meaning = "across the excursion"})
      .elsewhere(&E::event);
}

struct StateParameters {};

Fields<StateParameters> fields_of(const StateParameters*) {
  return Fields<StateParameters>()
      .computed("up_at", [](const StateParameters&) { return 0.6; }, {.meaning = "re-armed at down_at"})
      .computed("down_at", [](const StateParameters&) { return 0.4; }, {.meaning = "re-armed at up_at"})
      .computed("signal", [](const StateParameters&) { return "state"; }, {.meaning = "what was looked at"});
}

struct SignalEvent {
  NetworkSpike spike;
};

Fields<SignalEvent> fields_of(const SignalEvent*) {
  using E = SignalEvent;
  const auto of = [](auto member) { return [member](const E& e) { return e.spike.*member; }; };
  return Fields<E>()
      .computed("time_s", of(&NetworkSpike::time), {.unit = "s", .meaning = "of the largest slope"})
      .computed("sample", of(&NetworkSpike::row), {.meaning = "row, from 0, after trimming"})
      .computed("sign", of(&NetworkSpike::sign), {.meaning = "of the slope"})
      .computed("peak_per_s", of(&NetworkSpike::peak), {.meaning = "|slope| there"})
      .computed("amplitude", of(&NetworkSpike::amplitude), {.meaning = "largest minus smallest value across it"})
      .computed("delta", of(&NetworkSpike::delta), {.meaning = "value after minus value before"})
      .computed("width_s", of(&NetworkSpike::width), {.unit = "s", .meaning = "at half the peak"})
      .computed("rise_s", of(&NetworkSpike::rise), {.unit = "s", .meaning = "10 to 90 % of delta"})
      .elsewhere(&E::spike);
}

struct SignalParameters {
  SignalEvents of;
};

Fields<SignalParameters> fields_of(const SignalParameters*) {
  using P = SignalParameters;
  using O = NetworkSpikeOptions;
  using N = NetworkSpikes;
  const auto option = [](auto member) { return [member](const P& p) { return p.of.found.options.*member; }; };
  const auto found = [](auto member) { return [member](const P& p) { return p.of.found.*member; }; };
  const auto own = [](auto member) { return [member](const P& p) { return p.of.*member; }; };
  return Fields<P>()
      .computed("column", own(&SignalEvents::column), {.meaning = "the signal"})
      .computed("unit", own(&SignalEvents::unit), {.meaning = "of the signal"})
      .computed("signal", [](const P& p) { return p.of.found.options.is_relative ? "|dx/dt|/|x|" : "|dx/dt|"; },
                {.meaning = "what was looked at"})
      .computed("threshold_per_s", found(&N::theta), {.meaning = "used"})
      .computed("threshold_absolute_per_s", option(&O::threshold), {.meaning = "given"})
      .computed("threshold_relative_per_s", own(&SignalEvents::threshold_relative), {.meaning = "given"})
      .computed("time_unit", [](const P& p) { return p.of.is_sampled ? "sample" : "s"; },
                {.meaning = "s, or sample: then keys in _s are in samples"})
      .computed("is_trimmed", own(&SignalEvents::is_trimmed), {.meaning = "were segments cut to their active rows?"})
      .computed("k_sigma", option(&O::k_sigma), {.meaning = "least slope in standard deviations of its noise"})
      .computed("sigma_per_s", found(&N::sigma), {.meaning = "that standard deviation, robust"})
      .computed("leave_fraction", option(&O::leave_fraction),
                {.meaning = "an event ends at this share of the threshold"})
      .computed("keep_open_start", option(&O::keep_open_start), {.meaning = "events under way when a segment starts"})
      .computed("dead_time_s", option(&O::dead_time), {.unit = "s", .meaning = "after an event"})
      .computed("min_amplitude", found(&N::min_amplitude), {.meaning = "in the unit of the signal"})
      .computed("sample_step_s", found(&N::sample_step), {.unit = "s", .meaning = "of the record"})
      .computed("segment_rows", option(&O::segment_rows), {.meaning = "of each joined record"})
      .elsewhere(&P::of);
}

// How many, why none, and what was looked for: of every search in a signal.
template <class S>
Fields<S> with_counts(Fields<S> table) {
  const auto found = [](auto member) { return [member](const S& s) { return s.found.*member; }; };
  return std::move(table)
      .computed("n_open_dropped", found(&NetworkSpikes::n_open_dropped),
                {.meaning = "under way at an end of a segment"})
      .computed("n_small_dropped", found(&NetworkSpikes::n_small_dropped), {.meaning = "below min_amplitude"})
      .computed("n_dead_time_dropped", found(&NetworkSpikes::n_dead_time_dropped), {.meaning = "within dead_time_s"})
      .computed("reason", found(&NetworkSpikes::reason), {.meaning = "why nothing could be looked for"});
}

}  // namespace

Fields<StateEvents> fields_of(const StateEvents*) {
  using S = StateEvents;
  return Fields<S>()
      .computed("n", [](const S& s) { return s.events.size(); }, {.meaning = "events"})
      .computed("parameters", [](const S&) { return StateParameters{}; }, {.meaning = "the band"})
      .computed("events",
                [](const S& s) {
                  std::vector<StateEvent> all;
                  for (const JunctionEvent& e : s.events) all.push_back({e});
                  return all;
                },
                {.meaning = "one after the other"})
      .elsewhere(&S::events)
      .value_if_any("convergence", &S::convergence, {.meaning = "where another record was given"});
}

Fields<EventThresholdRow> fields_of(const EventThresholdRow*) {
  using R = EventThresholdRow;
  return Fields<R>()
      .value("threshold_per_s", &R::threshold, {.meaning = "used"})
      .value("n_events", &R::n_events, {.meaning = "found"})
      .value("bin", &R::bin, {.meaning = "of their avalanches"})
      .value("n_avalanches", &R::n_avalanches, {.meaning = "found"})
      .computed("tau", [](const R& r) { return r.tau.value; }, {.meaning = "exponent of sizes"})
      .computed("tau_se", [](const R& r) { return r.tau.se; }, {.meaning = "its standard error"})
      .computed("alpha", [](const R& r) { return r.alpha.value; }, {.meaning = "exponent of durations"})
      .computed("alpha_se", [](const R& r) { return r.alpha.se; }, {.meaning = "its standard error"})
      .elsewhere(&R::tau, &R::alpha);
}

Fields<EventThresholdSweep> fields_of(const EventThresholdSweep*) {
  using S = EventThresholdSweep;
  return Fields<S>()
      .value("rows", &S::rows, {.meaning = "ten thresholds over a decade"})
      .value("largest_difference_se", &S::largest_difference_se,
             {.meaning = "of tau between any two, in standard errors"})
      .value("verdict", &S::verdict, {.meaning = "does tau depend on the threshold?"});
}

Fields<SignalEvents> fields_of(const SignalEvents*) {
  using S = SignalEvents;
  return with_counts(Fields<S>().computed("n", [](const S& s) { return s.found.spikes.size(); }, {.meaning = "events"}))
      .computed("parameters", [](const S& s) { return SignalParameters{s}; }, {.meaning = "what was used"})
      .computed("events",
                [](const S& s) {
                  std::vector<SignalEvent> all;
                  for (const NetworkSpike& spike : s.found.spikes) all.push_back({spike});
                  return all;
                },
                {.meaning = "one after the other"})
      .elsewhere(&S::found, &S::column, &S::unit, &S::is_sampled, &S::is_trimmed, &S::threshold_relative)
      .value_if_any("threshold_sweep", &S::sweep, {.meaning = "where it was asked for"})
      .value_if_any("convergence", &S::convergence, {.meaning = "where another record was given"});
}

}  // namespace somn::analysis
