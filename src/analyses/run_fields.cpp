// What analysis.json holds of every run.
#include <somn/analyses/run_analysis.hpp>
#include <somn/schema/fields.hpp>

namespace somn::analysis {

using schema::Fields;
using A = RunAnalysis;

namespace {

// A part of the whole: its keys are taken from here and there in it.
template <int Part>
struct View {
  const A* of = nullptr;
};
using Parameters = View<0>;
using JunctionEvents = View<1>;
using NetworkSpikesOfRun = View<2>;
using SpikeParameters = View<3>;
using Isi = View<4>;
using JunctionIsi = View<5>;

template <class V, class F>
auto from(F function) {
  return [function](const V& view) { return std::invoke(function, *view.of); };
}

Fields<Parameters> fields_of(const Parameters*) {
  const auto of = [](auto function) { return from<Parameters>(function); };
  return Fields<Parameters>()
      .elsewhere(&Parameters::of)
      .computed("t_start_s", of([](const A& a) { return a.window.start; }),
                {.unit = "s", .meaning = "window of analysis; default: the second half of the record"})
      .computed("t_stop_s", of([](const A& a) { return a.window.end; }), {.unit = "s", .meaning = "its end"})
      .computed("n_junctions", of([](const A& a) { return a.options.order.n_junctions; }),
                {.meaning = "of the network"})
      .computed("n_on_without_event", of([](const A& a) { return a.options.order.n_on_without_event; }),
                {.meaning = "junctions on from the first point to the last"})
      .computed("events", of([](const A& a) { return a.options.counts_down ? "up and down" : "up"; }),
                {.meaning = "which are counted; up and down with run.event_rate"})
      .computed("min_events_for_cv", of([](const A& a) { return a.options.order.min_events_for_cv; }),
                {.meaning = "of mean_isi_cv"})
      .computed("fano_bin_s", of([](const A& a) { return a.order.fano_bin; }), {.unit = "s", .meaning = "of fano"})
      .computed("fano_bin_rule", of([](const A& a) { return a.order.fano_bin_rule; }),
                {.meaning = "where it comes from"})
      .computed("bin_rule", of([](const A& a) { return a.avalanches.avalanches.bin_rule; }),
                {.meaning = "of the avalanches"})
      .computed("n_surrogates", of([](const A& a) { return a.options.bootstrap.n_surrogates; }),
                {.meaning = "of p values"})
      .computed("n_control_realisations", of([](const A& a) { return a.options.n_control_realisations; }),
                {.meaning = "of each control"})
      .computed("min_tail", of([](const A& a) { return a.options.power_law.min_tail; }), {.meaning = "of power laws"})
      .computed("min_distinct", of([](const A& a) { return a.options.power_law.min_distinct; }),
                {.meaning = "of power laws"})
      .computed("min_decades", of([](const A& a) { return a.options.power_law.min_decades; }),
                {.meaning = "of power laws"})
      .computed("seed", of([](const A& a) { return a.options.bootstrap.seed; }), {.meaning = "of random numbers"});
}

Fields<JunctionEvents> fields_of(const JunctionEvents*) {
  const auto of = [](auto function) { return from<JunctionEvents>(function); };
  return Fields<JunctionEvents>()
      .elsewhere(&JunctionEvents::of)
      .computed("n_up", of(&A::n_up), {.meaning = "switchings on in the window"})
      .computed("n_down", of(&A::n_down), {.meaning = "switchings off in the window"})
      .computed("n_active_junctions", of([](const A& a) { return a.order.n_active_junctions; }),
                {.meaning = "with an up event"})
      .computed("max_per_junction", of([](const A& a) { return a.order.most_events; }),
                {.meaning = "up events of one junction"})
      .computed("window_s", of([](const A& a) { return a.window.length(); }), {.unit = "s", .meaning = "length"})
      .computed("rate_Hz", of([](const A& a) { return a.order.rate; }),
                {.unit = "Hz", .meaning = "up events per second"})
      .computed("mean_delta_g_S", of(&A::mean_delta_g), {.unit = "S", .meaning = "of up events"});
}

Fields<SpikeParameters> fields_of(const SpikeParameters*) {
  const auto found = [](auto member) {
    return from<SpikeParameters>([member](const A& a) { return a.network_spikes.*member; });
  };
  const auto option = [](auto member) {
    return from<SpikeParameters>([member](const A& a) { return a.network_spikes.options.*member; });
  };
  using O = NetworkSpikeOptions;
  return Fields<SpikeParameters>()
      .elsewhere(&SpikeParameters::of)
      .computed("signal", [](const SpikeParameters&) { return "|dI/dt|"; }, {.meaning = "what was looked at"})
      .computed("threshold_A_per_s", found(&NetworkSpikes::theta), {.unit = "A/s", .meaning = "used"})
      .computed("threshold_absolute_A_per_s", option(&O::threshold), {.unit = "A/s", .meaning = "given"})
      .computed("k_sigma", option(&O::k_sigma), {.meaning = "least slope in standard deviations of its noise"})
      .computed("sigma_A_per_s", found(&NetworkSpikes::sigma),
                {.unit = "A/s", .meaning = "that standard deviation, robust"})
      .computed("leave_fraction", option(&O::leave_fraction),
                {.meaning = "an edge ends at this share of the threshold"})
      .computed("dead_time_s", option(&O::dead_time), {.unit = "s", .meaning = "after an edge"})
      .computed("min_amplitude_A", found(&NetworkSpikes::min_amplitude), {.unit = "A", .meaning = "as used"})
      .computed("sample_step_s", found(&NetworkSpikes::sample_step), {.unit = "s", .meaning = "of the trace"});
}

template <class T>
auto spike_column(T NetworkSpike::*member) {
  return from<NetworkSpikesOfRun>([member](const A& a) {
    std::vector<T> values;
    for (const NetworkSpike& spike : a.network_spikes.spikes) values.push_back(spike.*member);
    return values;
  });
}

auto participation_column(std::int64_t Participation::*member) {
  return from<NetworkSpikesOfRun>([member](const A& a) {
    std::vector<std::int64_t> values;
    for (const Participation& p : a.participation) values.push_back(p.*member);
    return values;
  });
}

Fields<NetworkSpikesOfRun> fields_of(const NetworkSpikesOfRun*) {
  const auto found = [](auto member) {
    return from<NetworkSpikesOfRun>([member](const A& a) { return a.network_spikes.*member; });
  };
  const auto of = [](auto function) { return from<NetworkSpikesOfRun>(function); };
  return Fields<NetworkSpikesOfRun>()
      .elsewhere(&NetworkSpikesOfRun::of)
      .computed("n", of([](const A& a) { return a.network_spikes.spikes.size(); }),
                {.meaning = "edges of the source current"})
      .computed("rate_Hz",
                of([](const A& a) { return static_cast<double>(a.network_spikes.spikes.size()) / a.window.length(); }),
                {.unit = "Hz", .meaning = "per second of the window"})
      .computed("times_s", spike_column(&NetworkSpike::time), {.unit = "s", .meaning = "steepest point of each edge"})
      .computed("signs", spike_column(&NetworkSpike::sign), {.meaning = "1 rising, -1 falling"})
      .computed("amplitudes_A", spike_column(&NetworkSpike::amplitude),
                {.unit = "A", .meaning = "largest minus smallest current across the edge"})
      .computed("deltas_A", spike_column(&NetworkSpike::delta), {.unit = "A", .meaning = "current after minus before"})
      .computed("peaks_A_per_s", spike_column(&NetworkSpike::peak),
                {.unit = "A/s", .meaning = "|dI/dt| at the steepest point"})
      .computed("widths_s", spike_column(&NetworkSpike::width), {.unit = "s", .meaning = "at half that height"})
      .computed("rises_s", spike_column(&NetworkSpike::rise), {.unit = "s", .meaning = "10 to 90 % of deltas_A"})
      .computed("n_open_dropped", found(&NetworkSpikes::n_open_dropped),
                {.meaning = "under way at an end of the window"})
      .computed("n_small_dropped", found(&NetworkSpikes::n_small_dropped), {.meaning = "below min_amplitude_A"})
      .computed("n_dead_time_dropped", found(&NetworkSpikes::n_dead_time_dropped), {.meaning = "within dead_time_s"})
      .computed("reason", found(&NetworkSpikes::reason), {.meaning = "why nothing could be looked for"})
      .computed("parameters", [](const NetworkSpikesOfRun& v) { return SpikeParameters{v.of}; },
                {.meaning = "what was used"})
      .computed("n_junctions", participation_column(&Participation::n_junctions),
                {.meaning = "different junctions that switched on from the sample before the edge to the one after it"})
      .computed("n_events", participation_column(&Participation::n_events), {.meaning = "up events then"});
}

}  // namespace

Fields<UnitStatistics> fields_of(const UnitStatistics*) {
  return Fields<UnitStatistics>()
      .computed("junction", [](const UnitStatistics& u) { return u.junction.index; }, {.meaning = "its number"})
      .elsewhere(&UnitStatistics::junction)
      .merged(&UnitStatistics::statistics)
      .without("histogram");
}

namespace {

Fields<JunctionIsi> fields_of(const JunctionIsi*) {
  Fields<JunctionIsi> table;
  return std::move(table)
      .elsewhere(&JunctionIsi::of)
      .all_of([](const JunctionIsi& v) -> const IntervalStatistics& { return v.of->per_junction_isi; })
      .computed("units", from<JunctionIsi>(&A::units), {.meaning = "of each active junction"});
}

Fields<Isi> fields_of(const Isi*) {
  return Fields<Isi>()
      .elsewhere(&Isi::of)
      .computed("pooled", from<Isi>(&A::pooled_isi), {.meaning = "all junctions as one train"})
      .computed("per_junction", [](const Isi& v) { return JunctionIsi{v.of}; },
                {.meaning = "intervals within junctions, pooled"})
      .computed("network_spikes", from<Isi>(&A::network_spike_isi), {.meaning = "intervals of the current's edges"});
}

}  // namespace

Fields<RunAnalysis> fields_of(const RunAnalysis*) {
  return Fields<A>()
      .computed("parameters", [](const A& a) { return Parameters{&a}; },
                {.meaning = "what the analysis was told or chose"})
      .computed("junction_events", [](const A& a) { return JunctionEvents{&a}; }, {.meaning = "in the window"})
      .computed("network_spikes", [](const A& a) { return NetworkSpikesOfRun{&a}; },
                {.meaning = "edges of the source current; lists of equal length"})
      .computed("isi", [](const A& a) { return Isi{&a}; }, {.meaning = "intervals between events"})
      .value("avalanches", &A::avalanches, {.meaning = "of the up events"})
      .value("control", &A::control, {.meaning = "the same of surrogate trains"})
      .value("joint_errors", &A::joint, {.meaning = "avalanches resampled"})
      .value("shape_collapse", &A::collapse, {.meaning = "do the profiles of the avalanches fall on one curve?"})
      .value("branching", &A::branching, {.meaning = "of the up events per bin of the avalanches"})
      .value("criticality", &A::criticality, {.meaning = "a table in place of a word"})
      .value("order_parameters", &A::order, {.meaning = "what the regime is judged by"})
      .computed("regime", [](const A& a) { return std::string(regime_name(a.regime.regime)); },
                {.meaning = "by the rule"})
      .computed("regime_rule", [](const A&) { return std::string(regime_rule()); }, {.meaning = "in words"})
      .computed("regime_reason", [](const A& a) { return a.regime.reason; },
                {.meaning = "the clause that decided, with its numbers"})
      .computed_if_any("over_time",
                       [](const A& a) { return a.options.n_windows > 0 ? std::optional(a.over_time) : std::nullopt; },
                       {.meaning = "with [analysis] windows = N: order parameters in N equal parts of the whole run"})
      .elsewhere(&A::options, &A::window, &A::n_up, &A::n_down, &A::mean_delta_g, &A::network_spikes, &A::participation,
                 &A::pooled_isi, &A::per_junction_isi, &A::units, &A::network_spike_isi, &A::shuffled_collapse,
                 &A::regime, &A::over_time, &A::up_times, &A::current);
}

}  // namespace somn::analysis
