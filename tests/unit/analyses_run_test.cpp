#include <somn/analyses/modality/of_run.hpp>
#include <somn/analyses/run_json.hpp>
#include <somn/core/error.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

using namespace somn;
using namespace somn::analysis;
using schema::to_json;

namespace {

JunctionEvent event(double time, std::uint32_t junction, EventKind kind = EventKind::up) {
  return {.time = time, .junction = {junction}, .kind = kind, .delta_g = kind == EventKind::up ? 1e-4 : -1e-4};
}

Trace constant_current(double current, double wobble = 0) {
  Trace trace{{{"time_s", "s", {}}, {"i_source_A", "A", {}}}};
  for (int k = 0; k <= 100; ++k) {
    trace.columns[0].values.push_back(k);
    trace.columns[1].values.push_back(current * (1 + (k % 2 ? wobble : -wobble)));
  }
  return trace;
}

Regime regime_of(const std::vector<JunctionEvent>& events, const Trace& trace, double fano_bin = 2) {
  const OrderOptions options{.n_junctions = 10, .fano_bin = fano_bin};
  return classify(order_parameters(events, trace, {.start = 0, .end = 100}, options)).regime;
}

}  // namespace

TEST_CASE("order parameters by hand") {
  // Junction 0 is on from 10 to 30, junction 1 was on before 20, junction 2 latched at 0 before the window, which
  // starts at 10.
  const std::vector<JunctionEvent> events{event(0, 2), event(10, 0), event(20, 1, EventKind::down),
                                          event(30, 0, EventKind::down), event(45, 0)};
  const OrderParameters o =
      order_parameters(events, constant_current(2e-6), {.start = 10, .end = 50}, {.n_junctions = 10, .fano_bin = 10});
  CHECK(o.n_events == 2);
  CHECK(o.is_sustained);
  CHECK(o.rate == Approx(2.0 / 40));
  CHECK(o.n_active_junctions == 1);
  CHECK(o.most_events == 2);
  CHECK(o.n_isi_cv_junctions == 0);
  CHECK(std::isnan(o.mean_isi_cv));
  CHECK(o.n_fano_bins == 4);
  CHECK(o.quiet_fraction == Approx(0.5));
  CHECK(o.fano == Approx((0.5 - 0.25) / 0.5));
  CHECK(o.on_fraction == Approx((20 + 5 + 10 + 40) / 40.0 / 10));
  CHECK(o.n_permanently_on == 1);
  CHECK(o.mean_current == Approx(2e-6));
  CHECK(o.cv_current == Approx(0).margin(1e-12));
}

TEST_CASE("no events with junctions on is latched, whatever the drive does") {
  const std::vector<JunctionEvent> before{event(-5, 0)};
  CHECK(regime_of(before, constant_current(1e-6, 0.5)) == Regime::latched);
  CHECK(regime_of(before, Trace{{{"time_s", "s", {}}}}) == Regime::latched);  // no current known
  CHECK(regime_of(before, constant_current(1e-6)) == Regime::saturated);      // steady: the older name
  CHECK(regime_of({event(-5, 0), event(-1, 0, EventKind::down)}, constant_current(1e-6)) == Regime::quiescent);
  CHECK(regime_name(Regime::latched) == "latched");
}

TEST_CASE("synchronization index: together, alternating, half, independent") {
  const auto index = [](const std::vector<JunctionEvent>& events, double end = 100) {
    return order_parameters(events, {}, {.start = 0, .end = end}, {}).synchronization_index;
  };
  const auto down = [](double time, std::uint32_t junction) { return event(time, junction, EventKind::down); };
  const std::vector<JunctionEvent> together{event(20, 0), event(20, 1), down(50, 0), down(50, 1)};
  CHECK(index(together) == Approx(1));
  CHECK(index({event(20, 0), down(20, 1), down(50, 0), event(50, 1)}) == Approx(0).margin(1e-12));
  // on during [0, 50) and [25, 75): K = 1, 2, 1, 0 for a quarter each, var K = 1/2, sum p(1 - p) = 1/2
  CHECK(index({event(0, 0), event(25, 1), down(50, 0), down(75, 1)}) == Approx(std::sqrt(0.5)));
  // a latched junction, a second up event of one that is on, and what lies outside of the window change nothing
  std::vector<JunctionEvent> more{event(-1, 7)};
  more.insert(more.end(), together.begin(), together.end());
  more.insert(more.begin() + 3, event(30, 0));
  more.push_back(event(120, 8));
  const OrderParameters o = order_parameters(more, {}, {.start = 0, .end = 100}, {.n_junctions = 10});
  CHECK(o.synchronization_index == Approx(1));
  CHECK(o.n_switching_junctions == 2);
  CHECK(o.on_fraction == Approx((30 + 30 + 100) / 100.0 / 10));
  CHECK(std::isnan(index({event(20, 0), down(50, 0)})));
  CHECK(std::isnan(index({})));

  std::vector<JunctionEvent> independent;
  CounterStream random(3, 0);
  constexpr std::uint32_t n = 25;
  for (std::uint32_t j = 0; j < n; ++j) {
    double t = 0;
    for (bool is_up = true; (t -= std::log(1 - random.uniform())) < 10000; is_up = !is_up)
      independent.push_back(event(t, j, is_up ? EventKind::up : EventKind::down));
  }
  std::sort(independent.begin(), independent.end(), [](auto& a, auto& b) { return a.time < b.time; });
  CHECK(index(independent, 10000) == Approx(1 / std::sqrt(n)).epsilon(0.05));
}

TEST_CASE("the regime rule, clause by clause") {
  CHECK(regime_of({}, constant_current(1)) == Regime::quiescent);
  CHECK(regime_of({event(0.5, 1), event(1.5, 1, EventKind::down), event(2, 0)}, constant_current(1)) !=
        Regime::quiescent);

  std::vector<JunctionEvent> regular, bursts, uneven, early;
  for (int k = 0; k < 25; ++k) regular.push_back(event(2 + 3.9 * k, 0));
  for (int k = 0; k < 5; ++k)
    for (int j = 0; j < 10; ++j) bursts.push_back(event(5 + 20 * k + 0.01 * j, static_cast<std::uint32_t>(j)));
  for (int k = 0; k < 25; ++k) uneven.push_back(event(2 + 3.9 * k + (k % 2 ? 2 : 0), 0));
  for (const JunctionEvent& e : bursts) early.push_back(event(e.time / 3, e.junction.index));
  CHECK(regime_of(regular, constant_current(1)) == Regime::oscillatory);
  CHECK(regime_of(bursts, constant_current(1)) == Regime::bursting);
  CHECK(regime_of(uneven, constant_current(1)) == Regime::irregular);
  CHECK(regime_of(early, constant_current(1)) == Regime::irregular);  // as bunched, but not sustained

  // A latched junction and a flickering one: saturated only while the current is steady.
  std::vector<JunctionEvent> latched{event(-1, 7)};
  latched.insert(latched.end(), regular.begin(), regular.end());
  CHECK(regime_of(latched, constant_current(1, 0.01)) == Regime::saturated);
  CHECK(regime_of(latched, constant_current(1, 0.05)) == Regime::oscillatory);
  CHECK(regime_of({event(-1, 7)}, constant_current(1)) == Regime::saturated);
}

TEST_CASE("the window starts at half of the record and leaves the start-up out") {
  std::vector<JunctionEvent> events;
  for (int k = 0; k < 40; ++k) events.push_back(event(k, 0));  // start-up
  for (int k = 0; k < 8; ++k) events.push_back(event(52 + 5 * k, 1));
  RunAnalysisOptions options;
  options.order.n_junctions = 10;
  options.bootstrap.n_surrogates = 10;
  const RunAnalysis a = analyse_run(events, constant_current(1), options);
  CHECK(a.window.start == 50);
  CHECK(a.window.end == 100);
  CHECK(a.n_up == 8);
  CHECK(a.order.n_active_junctions == 1);
  CHECK(a.pooled_isi.mean == Approx(5));
  options.t_start = 0;
  CHECK(analyse_run(events, constant_current(1), options).n_up == 48);
  options.t_start = 100;
  CHECK_THROWS_AS(analyse_run(events, constant_current(1), options), InputError);
}

TEST_CASE("analysis.json: its keys, and null for what does not exist") {
  RunAnalysisOptions options;
  options.bootstrap.n_surrogates = 10;
  const auto empty = to_json(analyse_run({}, constant_current(1), options));
  const auto text = empty.dump();
  std::vector<std::string> keys;
  for (const auto& [key, value] : empty.items()) keys.push_back(key);
  CHECK(keys == std::vector<std::string>{"parameters", "junction_events", "network_spikes", "isi", "avalanches",
                                         "control", "joint_errors", "shape_collapse", "branching", "criticality",
                                         "order_parameters", "regime", "regime_rule", "regime_reason"});
  for (const char* key : {"n", "bin", "sizes", "durations", "tau", "tau_se", "alpha", "alpha_se", "gamma_fit",
                          "gamma_fit_se", "gamma_predicted", "gamma_predicted_se"})
    CHECK(empty["avalanches"].contains(key));
  CHECK(nlohmann::json::parse(text)["avalanches"]["tau"].is_null());
  CHECK(empty["regime"] == "quiescent");
  CHECK(text.find("nan") == std::string::npos);
}

namespace {

// Steps of the current at 10, 20, ... 90, one sample long, on a uniform grid; i_k = height of the staircase.
Trace staircase() {
  Trace trace{{{"time_s", "s", {}}, {"i_source_A", "A", {}}}};
  for (int k = 0; k <= 1000; ++k) {
    trace.columns[0].values.push_back(0.1 * k);
    trace.columns[1].values.push_back(1e-6 * (1 + k / 100 + 0.001 * (k % 2)));
  }
  return trace;
}

}  // namespace

TEST_CASE("participation: who switched on within each edge") {
  // The edge at 20: junctions 1 (twice) and 2; a down event and those before and after it do not count.
  const std::vector<JunctionEvent> events{event(19.5, 7),  event(19.96, 1),
                                          event(19.97, 2), event(19.98, 3, EventKind::down),
                                          event(20.02, 1), event(20.5, 8)};
  RunAnalysisOptions options{.t_start = 0};
  options.bootstrap.n_surrogates = 10;
  const RunAnalysis a = analyse_run(events, staircase(), options);
  REQUIRE(a.network_spikes.spikes.size() == 9);
  REQUIRE(a.participation.size() == 9);
  CHECK(a.network_spikes.spikes[1].time == Approx(20).margin(0.11));
  CHECK(a.participation[1].n_junctions == 2);
  CHECK(a.participation[1].n_events == 3);
  CHECK(a.participation[0].n_events == 0);
  CHECK(a.participation[2].n_events == 0);
  CHECK(to_json(a)["network_spikes"]["n_junctions"][1] == 2);
}

static Json with_parts(const std::vector<JunctionEvent>& events, const Trace& trace, const RunAnalysisOptions& options,
                       const std::vector<std::string>& parts) {
  const RunAnalysis a = analyse_run(events, trace, options);
  RunRecord run{.events = events, .trace = &trace};
  add_window(run, a);
  return json_of_run(a, {}, run, parts);
}

TEST_CASE("parts of analysis.json on request, and only those") {
  std::vector<JunctionEvent> events;
  for (int k = 0; k < 300; ++k) events.push_back(event(0.33 * k, static_cast<std::uint32_t>(k % 7)));
  RunAnalysisOptions options{.t_start = 0};
  options.bootstrap.n_surrogates = 10;
  const Json without = with_parts(events, staircase(), options, {});
  for (const char* part : {"modality", "bursts", "acf", "spectrum"}) CHECK_FALSE(without.contains(part));
  const std::vector<std::string> parts{"modality", "bursts", "acf", "spectrum"};
  const Json json = with_parts(events, staircase(), options, parts);
  for (const char* pointer :
       {"/modality/amplitude/dip_p", "/modality/width/dip_p", "/modality/isi/dip_p", "/modality/isi/log10/dip_p",
        "/modality/participation/n_without_junction", "/bursts/network_spikes/n",
        "/bursts/junction_events/control/poisson/n/mean", "/acf/activity/acf/1", "/acf/activity/shuffled_high/0",
        "/acf/current/acf/1", "/spectrum/power/1", "/spectrum/aperiodic/exponent", "/spectrum/n_significant_peaks"}) {
    INFO(pointer);
    REQUIRE(json.contains(nlohmann::json::json_pointer(pointer)));
    CHECK(json.at(nlohmann::json::json_pointer(pointer)).is_number());
  }
  options.t_stop = 100;
  const Json nothing = with_parts({}, {}, options, parts);
  CHECK(nothing["spectrum"]["reason"] == "no trace of at least 8 samples");
  CHECK(nothing["modality"]["amplitude"]["verdict"] == "not enough values: 0");
}

TEST_CASE("a rhythm of the current is the first peak of the run's spectrum") {
  Trace trace{{{"time_s", "s", {}}, {"i_source_A", "A", {}}}};
  CounterStream random(5, 0);
  for (int k = 0; k < 8192; ++k) {
    trace.columns[0].values.push_back(1e-8 * k);
    trace.columns[1].values.push_back(1e-6 + 2e-7 * std::sin(2 * M_PI * 6.1e6 * 1e-8 * k) + 4e-7 * random.uniform());
  }
  RunAnalysisOptions options{.t_start = 0};
  const Json spectrum = with_parts({}, trace, options, {"spectrum"})["spectrum"];
  REQUIRE(spectrum["n_significant_peaks"].get<int>() >= 1);
  CHECK(spectrum["peaks"][0]["frequency_Hz"].get<double>() == Approx(6.1e6).epsilon(0.01));
  CHECK(spectrum["peaks"][0]["is_significant"] == true);
}

TEST_CASE("medians of the spikes of one junction and of many") {
  SpikeValues spikes;
  const auto add = [&](std::int64_t n_junctions, double amplitude, double width) {
    spikes.times.push_back(static_cast<double>(spikes.times.size()));
    spikes.amplitudes.push_back(amplitude);
    spikes.widths.push_back(width);
    spikes.n_junctions.push_back(n_junctions);
  };
  add(1, 2, 10), add(0, 99, 99), add(1, 4, 30), add(5, 9, 20), add(4, 5, 1), add(12, 15, 40), add(1, 3, 20);
  const Json of = modality_of_run({.network_spikes = spikes})["participation"];
  CHECK(of["single"]["n"] == 3);
  CHECK(of["single"]["median_amplitude_A"] == 3);
  CHECK(of["single"]["median_width_s"] == 20);
  CHECK(of["several"]["n"] == 1);
  CHECK(of["collective"]["median_amplitude_A"] == 12);
  CHECK(of["collective"]["median_width_s"] == 30);
}
