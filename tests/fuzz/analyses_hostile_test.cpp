// Whatever is fed in: a clear answer or an InputError, never a crash, a hang, or another exception.
#include <somn/analyses/run_analysis.hpp>
#include <somn/core/error.hpp>
#include <somn/observables/junction_events.hpp>
#include <somn/schema/fields.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

using namespace somn;
using namespace somn::analysis;
using somn::schema::to_json;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

// The numbers that hurt.
double hostile_number(CounterStream& random) {
  static const double numbers[] = {0,   -0.0, 1,   -1,     1e300,  -1e300, 1e-300, 5e-324,
                                   inf, -inf, NAN, 0x1p53, 0x1p63, 1e18,   0.1,    2};
  return random.uniform() < 0.5 ? numbers[random.below(std::size(numbers))] : 10 * random.uniform();
}

template <class Work>
bool answers_or_refuses(Work&& work) {
  try {
    work();
  } catch (const InputError& error) {
    return std::string(error.what()).size() > 10;
  }
  return true;
}

}  // namespace

TEST_CASE("hostile event times") {
  const std::uint64_t seed = GENERATE(range(0u, 300u));
  CAPTURE(seed);
  CounterStream random(seed, 0);
  std::vector<double> times(random.below(12));
  for (double& t : times) t = hostile_number(random);
  const bool is_finite = random.uniform() < 0.5;
  if (is_finite) std::erase_if(times, [](double t) { return !std::isfinite(t); });
  CHECK(answers_or_refuses([&] {
    const auto segments = segment_of_events(times);
    const auto a = analyse_avalanches(find_avalanches(times, segments), {}, {}, {.n_surrogates = 5});
    (void)to_json(a).dump();
    (void)to_json(interval_statistics(times, segments)).dump();
    run_control(ControlKind::shuffled, times, segments, a, 2, 1);
    run_control(ControlKind::poisson, times, segments, a, 2, 1);
  }));
}

TEST_CASE("hostile runs") {
  const std::uint64_t seed = GENERATE(range(0u, 300u));
  CAPTURE(seed);
  CounterStream random(seed, 1);
  std::vector<JunctionEvent> events(random.below(10));
  for (JunctionEvent& e : events)
    e = {.time = hostile_number(random),
         .junction = {static_cast<std::uint32_t>(random.below(3))},
         .kind = random.below(2) ? EventKind::up : EventKind::down,
         .delta_g = hostile_number(random)};
  Trace trace{{{"time_s", "s", {}}, {"i_source_A", "A", {}}}};
  for (std::uint64_t k = 0; k < random.below(9); ++k) {
    trace.columns[0].values.push_back(static_cast<double>(k));
    trace.columns[1].values.push_back(hostile_number(random));
  }
  RunAnalysisOptions options;
  options.bootstrap.n_surrogates = 3;
  options.n_control_realisations = 2;
  if (random.below(2)) options.order.fano_bin = hostile_number(random);
  if (random.below(2)) options.avalanches.bin = hostile_number(random);
  CHECK(answers_or_refuses([&] { (void)to_json(analyse_run(events, trace, options)).dump(); }));
}

TEST_CASE("hostile whole numbers") {
  const std::uint64_t seed = GENERATE(range(0u, 300u));
  CAPTURE(seed);
  CounterStream random(seed, 2);
  static const std::int64_t numbers[] = {
      1, 1, 2, 3, 50, 1000, 100000, std::int64_t{1} << 53, (std::int64_t{1} << 53) - 1};
  std::vector<std::int64_t> values(1 + random.below(100));
  for (auto& v : values) v = numbers[random.below(1 + random.below(std::size(numbers)))];
  const UpperEnd end = random.below(2) ? UpperEnd::open : UpperEnd::maximum;
  CHECK(answers_or_refuses([&] {
    const JudgedPowerLaw law = judge_power_law(count_values(values), {.upper_end = end}, {.n_surrogates = 3});
    (void)to_json(law).dump();
    if (law.fit.reason.empty()) CHECK(std::isfinite(law.fit.log_likelihood));
  }));
}

TEST_CASE("hostile signals and conductances") {
  const std::uint64_t seed = GENERATE(range(0u, 300u));
  CAPTURE(seed);
  CounterStream random(seed, 3);
  std::vector<double> x(random.below(30));
  for (double& v : x) v = hostile_number(random);
  if (random.below(2))
    for (double& v : x) v = std::isfinite(v) ? v : 1;
  CHECK(answers_or_refuses([&] {
    find_network_spikes(x, hostile_number(random),
                        {.is_relative = random.below(2) == 1, .threshold = hostile_number(random)});
  }));
  CHECK(answers_or_refuses([&] {
    JunctionEventDetector detector(1, 1e-9, 1e-3);
    for (std::size_t k = 0; k < x.size(); ++k) detector.feed(static_cast<double>(k), {&x[k], 1});
    detector.finish();
  }));
}
