// CPU seconds of the analyses on a million events, against bars of our own. Not a test: run it by
// hand,
//   cmake --build --preset release --target analysis_bench && build/tests/analysis_bench
// Every line: what, CPU s, bar. Exits 1 where a bar is missed.
#include "costs.hpp"

#include <somn/analyses/isi/interval_models.hpp>
#include <somn/analyses/modality/modality.hpp>
#include <somn/analyses/run_analysis.hpp>
#include <somn/analyses/spectrum/spectrum.hpp>
#include <somn/power_laws/continuous_power_law.hpp>
#include <somn/power_laws/goodness_of_fit.hpp>
#include <somn/power_laws/power_law_sampler.hpp>
#include <somn/schema/fields.hpp>
#include <somn/signals/branching.hpp>
#include <somn/spike_trains/avalanches.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

using namespace somn::analysis;
using somn::schema::to_json;

namespace {

int n_missed = 0;

template <class Work>
void measure(const char* what, double bar, Work&& work) {
  const double start = somn::bench::cpu();
  const double result = work();
  const double seconds = somn::bench::cpu() - start;
  n_missed += seconds > bar;
  fmt::print("{:<56}{:>9.4f} CPU s, bar {:g}{}   ({:.6g})\n", what, seconds, bar, seconds > bar ? " MISSED" : "",
             result);
}

std::vector<std::int64_t> unfold(const ValueCounts& counts, CounterStream& random) {
  std::vector<std::int64_t> values;
  for (std::size_t i = 0; i < counts.n_distinct(); ++i)
    values.insert(values.end(), static_cast<std::size_t>(counts.counts[i]), counts.values[i]);
  for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[random.below(i)]);
  return values;
}

// 1e6 up events of 500 junctions in the window, as many down events, a current of 1e6 rows.
double whole_run(const std::vector<double>& times, CounterStream& random) {
  std::vector<somn::JunctionEvent> events;
  for (const double t : times) {
    const somn::JunctionId junction{static_cast<std::uint32_t>(random.below(500))};
    events.push_back({t, junction, somn::EventKind::up, 1e-6});
    events.push_back({t + 0.1, junction, somn::EventKind::down, -1e-6});
  }
  const double end = times.back() + 1;
  somn::Trace trace;
  trace.columns = {{.name = "time_s", .unit = "s", .values = {}}, {.name = "i_source_A", .unit = "A", .values = {}}};
  for (int k = 0; k < 1000000; ++k) {
    trace.columns[0].values.push_back(end * k / 999999);
    trace.columns[1].values.push_back(1e-6 * (1 + 0.1 * random.uniform()));
  }
  const RunAnalysis a = analyse_run(std::move(events), trace, {.t_start = 0});
  return static_cast<double>(to_json(a).dump(2).size());
}

}  // namespace

int main() {
  CounterStream random(1, 0);
  const auto steep = unfold(PowerLawSampler(2.5, 1, unbounded).draw(1000000, random), random);
  const auto flat = unfold(PowerLawSampler(1.5, 1, 20000).draw(1000000, random), random);
  const auto small = PowerLawSampler(2.5, 1, unbounded).draw(100000, random);
  const auto small_flat = PowerLawSampler(1.5, 1, 20000).draw(100000, random);
  measure("discrete fit, alpha 2.5, n = 1e6", 0.1,
          [&] { return fit_power_law(count_values(steep), {.upper_end = UpperEnd::open}).alpha; });
  measure("discrete fit, tau 1.5 cut at 2e4, n = 1e6", 0.1,
          [&] { return fit_power_law(count_values(flat), {.upper_end = UpperEnd::open}).alpha; });
  std::vector<double> reals;
  for (int k = 0; k < 1000000; ++k) reals.push_back(std::pow(1 - random.uniform(), -1 / 1.5));
  measure("continuous fit, alpha 2.5, n = 1e6", 2, [&] { return fit_continuous(reals, {}).alpha; });
  const auto p_value = [](const ValueCounts& data) {
    const PowerLawOptions options{.upper_end = UpperEnd::open};
    return goodness_of_fit(data, fit_power_law(data, options), options, {.n_surrogates = 1000, .n_threads = 2});
  };
  measure("p, 1000 surrogates, alpha 2.5, n = 1e5 (2 threads)", 10, [&] { return p_value(small); });
  measure("p, 1000 surrogates, tau 1.5 cut at 2e4, n = 1e5", 10, [&] { return p_value(small_flat); });
  const std::vector<double> some_reals(reals.begin(), reals.begin() + 100000);
  measure("p, 1000 surrogates, reals, n = 1e5 (2 threads)", 10,
          [&] { return judge_continuous(some_reals, {}, {.n_surrogates = 1000, .n_threads = 2}).p_value; });
  measure("six interval models, 1e6 intervals", 5, [&] { return fit_intervals(reals).models.front().aicc; });
  std::vector<double> times;
  for (double t = 0; times.size() < 1000000;)
    times.push_back(t -= (random.uniform() < 0.8 ? 0.2 : 4.0) * std::log(1 - random.uniform()));
  measure("avalanches of 1e6 events", 0.05, [&] {
    return static_cast<double>(find_avalanches(times, {{0, times.back() + 1}}).sizes.size());
  });
  std::vector<double> signal(10000000);
  for (double& x : signal) x = random.uniform();
  measure("Welch, 1e7 samples, default segments (2^20)", 0.3, [&] { return welch(signal, 1e-3).power[1]; });
  measure("Welch, 1e7 samples, segments of 4096", 0.3,
          [&] { return welch(signal, 1e-3, {.segment_length = 4096}).power[1]; });
  std::vector<double> activity;
  double a = 10;
  for (int k = 0; k < 1000000; ++k) activity.push_back(a = 0.95 * a + random.uniform());
  measure("MR estimator, 1e6 steps, 500 lags", 0.5,
          [&] { return analyse_branching(activity, {.k_max = 500}).exponential.m; });
  std::vector<double> uniform(signal.begin(), signal.begin() + 1000000);
  std::sort(uniform.begin(), uniform.end());
  measure("dip, n = 1e6", 0.2, [&] { return dip_of(uniform).dip; });
  measure("analysis of a run with 1e6 events, all controls, and its JSON", 60,
          [&] { return whole_run(times, random); });
  return n_missed > 0;
}
