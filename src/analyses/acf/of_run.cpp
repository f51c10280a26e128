#include <somn/analyses/acf/of_run.hpp>
#include <somn/schema/fields.hpp>

#include <algorithm>

namespace somn::analysis {

using schema::Fields;

Fields<Activity> fields_of(const Activity*) {
  return Fields<Activity>()
      .computed("kind", [](const Activity&) { return "events"; }, {.meaning = "up events of the junctions"})
      .value("bin_s", &Activity::bin, {.unit = "s", .meaning = "that of the avalanches"})
      .merged(&Activity::acf)
      .merged_if_any(&Activity::correlogram)
      .value("n_shuffles", &Activity::n_shuffles, {.meaning = "of the band"});
}

Fields<CurrentAcf> fields_of(const CurrentAcf*) {
  return Fields<CurrentAcf>()
      .computed("kind", [](const CurrentAcf&) { return "signal"; }, {.meaning = "a column of the trace"})
      .computed("column", [](const CurrentAcf&) { return "i_source_A"; }, {.meaning = "which"})
      .merged(&CurrentAcf::acf);
}

Fields<RunAcf> fields_of(const RunAcf*) {
  return Fields<RunAcf>()
      .value("activity", &RunAcf::activity, {.meaning = "up events per bin"})
      .value("current", &RunAcf::current, {.meaning = "source current"});
}

static Activity activity_of(const RunRecord& run) {
  Activity a;
  a.acf.verdict = run.up_times.empty() ? "no events" : "no usable bin";
  const double n_bins = run.window.length() / run.bin;
  if (!(run.bin > 0 && n_bins >= 2 && n_bins <= 1e8)) return a;
  a.bin = run.bin;
  a.n_shuffles = static_cast<int>(std::clamp(2e7 / n_bins, 20.0, 200.0));  // the more bins, the less they differ
  a.correlogram = correlate(run.up_times, nullptr, {run.window}, run.bin, 100, a.n_shuffles, run.seed);
  a.acf =
      analyse_acf(bin_counts(run.up_times, run.window, run.bin), run.bin, a.correlogram->max_lag, {.seed = run.seed});
  return a;
}

nlohmann::ordered_json acf_of_run(const RunRecord& run) {
  const std::size_t max_lag = std::min<std::size_t>(1000, run.current.size() / 4 + 1);
  return schema::to_json(
      RunAcf{activity_of(run), {analyse_acf(run.current, run.sample_step, max_lag, {.seed = run.seed})}});
}

}  // namespace somn::analysis
