#include <somn/analyses/bursts/results.hpp>
#include <somn/schema/fields.hpp>

namespace somn::analysis {

using schema::Fields;

Fields<TrainBursts::Row> fields_of(const TrainBursts::Row*) {
  using R = TrainBursts::Row;
  return Fields<R>()
      .value("first_spike", &R::first, {.meaning = "counted from 1"})
      .value("last_spike", &R::last, {.meaning = "in the burst"})
      .value("n_spikes", &R::n, {.meaning = "in the burst"})
      .value("start_s", &R::start, {.unit = "s", .meaning = "time of the first spike"})
      .value("duration_s", &R::duration, {.unit = "s", .meaning = "from the first to the last spike"})
      .value("rate_Hz", &R::rate, {.unit = "Hz", .meaning = "(n - 1)/duration"})
      .value("surprise", &R::surprise, {.meaning = "natural logarithm, where the method has one"});
}

Fields<BurstControl> fields_of(const BurstControl*) {
  using C = BurstControl;
  return Fields<C>()
      .value("n_realisations", &C::n_realisations, {.meaning = "surrogate trains, thresholds found anew"})
      .value("n", &C::n, {.meaning = "bursts"})
      .value("spikes_in_bursts_share", &C::spikes_in_bursts_share, {.meaning = "as measured"});
}

Fields<TrainBursts> fields_of(const TrainBursts*) {
  using B = TrainBursts;
  const auto of = [](auto member) { return [member](const B& b) { return b.summary.*member; }; };
  using S = BurstSummary;
  return Fields<B>()
      .computed("n", of(&S::n), {.meaning = "bursts"})
      .computed("reason", [](const B& b) { return b.found.reason; }, {.meaning = "why there are none"})
      .computed("parameters",
                [](const B& b) {
                  schema::Json all = b.record ? schema::to_json(*b.record) : schema::Json::object();
                  all.update(schema::object_of(b.found.parameters));
                  return all;
                },
                {.meaning = "thresholds as used, by name: begin_s, end_s, gap_s, min_duration_s, min_spikes, ..."})
      .elsewhere(&B::record)
      .value("n_spikes", &B::n_spikes, {.meaning = "of the train"})
      .computed("per_minute", of(&S::per_minute), {.meaning = "bursts per minute of the record"})
      .computed("spikes_in_bursts_share", of(&S::spikes_in_bursts_share), {.meaning = "of all spikes"})
      .computed("mean_duration_s", of(&S::mean_duration), {.unit = "s", .meaning = "of a burst"})
      .computed("mean_spikes", of(&S::mean_spikes), {.meaning = "of a burst"})
      .computed("mean_rate_Hz", of(&S::mean_rate), {.unit = "Hz", .meaning = "within bursts"})
      .computed("mean_gap_s", of(&S::mean_gap),
                {.unit = "s", .meaning = "from the end of one to the begin of the next"})
      .computed("gap_cv", of(&S::gap_cv), {.meaning = "sd / mean of the gaps"})
      .value("bursts", &B::rows, {.meaning = "one after the other"})
      .value("control", &B::control, {.meaning = "the same search in surrogates"})
      .elsewhere(&B::found, &B::summary);
}

Fields<NetworkBurst> fields_of(const NetworkBurst*) {
  return Fields<NetworkBurst>()
      .computed("first_spike", [](const NetworkBurst& b) { return b.first + 1; },
                {.meaning = "of the pooled train, from 1"})
      .computed("last_spike", [](const NetworkBurst& b) { return b.last + 1; }, {.meaning = "in the burst"})
      .value("n_units", &NetworkBurst::n_units, {.meaning = "that take part"})
      .elsewhere(&NetworkBurst::first, &NetworkBurst::last);
}

Fields<NetworkBursts> fields_of(const NetworkBursts*) {
  using B = NetworkBursts;
  return Fields<B>()
      .computed("n", [](const B& b) { return b.bursts.size(); }, {.meaning = "network bursts"})
      .value("n_units", &B::n_units, {.meaning = "with at least one spike"})
      .computed("n_pooled_bursts", [](const B& b) { return b.pooled.bursts.size(); },
                {.meaning = "of the pooled train"})
      .computed("parameters", [](const B& b) { return schema::object_of(b.pooled.parameters); },
                {.meaning = "thresholds as used"})
      .computed("reason", [](const B& b) { return b.pooled.reason; }, {.meaning = "why there are none"})
      .value("bursts", &B::bursts, {.meaning = "those in which at least `share` of the units take part"})
      .elsewhere(&B::pooled);
}

}  // namespace somn::analysis
