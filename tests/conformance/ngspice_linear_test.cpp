// Linear circuits and sources with a closed form, through the ngspice engine.
#include "ngspice_recorder.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <numbers>

using namespace somn::ngspice;

namespace {

Recorder run(const std::string& deck, std::vector<std::string> record, double t_stop) {
  Recorder trace;
  Worker worker;
  worker.run({.deck = deck, .record = std::move(record), .t_stop = t_stop}, trace);
  return trace;
}

double largest_error(const Recorder& trace, const std::function<double(double)>& exact) {
  double worst = 0;
  for (std::size_t k = 0; k < trace.n_rows(); ++k)
    worst = std::max(worst, std::abs(trace.recorded(0)[k] - exact(trace.time()[k])));
  return worst;
}

bool has_time(const Recorder& trace, double t) {
  return std::any_of(trace.time().begin(), trace.time().end(), [t](double s) { return std::abs(s - t) < 1e-15; });
}

// Steps of TMAX throughout: the truncation error is told to be irrelevant.
std::string fixed_step(double step, double t_stop) {
  return fmt::format(".options trtol=1e9 xtrtol=1000000000\n.tran {0} {1} 0 {0} uic\n", step, t_stop);
}

}  // namespace

TEST_CASE("divider") {
  const Recorder trace =
      run("divider\nv1 in 0 3\nr1 in out 1k\nr2 out 0 2k\n.tran 1u 10u\n", {"v(out)", "i(v1)"}, 10e-6);
  REQUIRE(trace.names() == std::vector<std::string>{"time", "v(out)", "i(v1)"});
  REQUIRE(trace.n_rows() > 10);
  CHECK(trace.time().front() == 0);
  for (std::size_t k = 0; k < trace.n_rows(); ++k) {
    CHECK(trace.recorded(0)[k] == Approx(2.0).epsilon(1e-12));
    CHECK(trace.recorded(1)[k] == Approx(-1e-3).epsilon(1e-12));  // into the positive end of the source
  }
}

// The trapezoid's error over one time constant is h^2/12; at h = tau/100 that is 8e-6. The first step is backward
// Euler.
TEST_CASE("capacitor charged through a resistor") {
  const auto exact = [](double t) { return 1 - std::exp(-t / 1e-6); };
  const auto error = [&](double step) {
    return largest_error(run("rc\nv1 in 0 1\nr1 in out 1k\nc1 out 0 1n\n" + fixed_step(step, 5e-6), {"v(out)"}, 5e-6),
                         exact);
  };
  const double coarse = error(1e-8), fine = error(5e-9);
  CHECK(coarse < 1e-5);
  CHECK(coarse > 1e-6);  // a closed form copied into the trace would be better than the method can be
  CHECK(coarse / fine == Approx(4).margin(0.6));  // second order
}

TEST_CASE("inductor in series with a resistor") {
  const auto exact = [](double t) { return -1e-3 * (1 - std::exp(-t / 1e-6)); };  // i(v1)
  const Recorder trace = run("rl\nv1 in 0 1\nr1 in out 1k\nl1 out 0 1m\n" + fixed_step(1e-8, 5e-6), {"i(v1)"}, 5e-6);
  CHECK(largest_error(trace, exact) < 1e-5 * 1e-3);
  CHECK(trace.recorded(0).back() == Approx(exact(5e-6)).epsilon(1e-5));
}

TEST_CASE("resistor ladder keeps the order of 1500 recorded nodes") {
  constexpr int n = 1500;
  std::string deck = "ladder\nv1 n0 0 1\n";
  std::vector<std::string> record;
  for (int k = 0; k < n; ++k) {
    deck += fmt::format("r{} n{} {} 1k\n", k, k, k + 1 < n ? fmt::format("n{}", k + 1) : "0");
    record.push_back(fmt::format("v(n{})", n - 1 - k));
  }
  const Recorder trace = run(deck + ".tran 1u 3u\n", record, 3e-6);
  for (std::size_t k = 0; k < n; ++k)
    REQUIRE(trace.recorded(k).back() == Approx(static_cast<double>(k + 1) / n).epsilon(1e-6));
}

TEST_CASE("pulse source with its corners as time points") {
  const Recorder trace =
      run("pulse\nv1 out 0 pulse(-1 2 1u 0.5u 0.25u 2u 10u)\nr1 out 0 1k\n.tran 1u 6u\n", {"v(out)"}, 6e-6);
  const auto exact = [](double t) {
    if (t <= 1e-6) return -1.0;
    if (t <= 1.5e-6) return -1 + 3 * (t - 1e-6) / 0.5e-6;
    if (t <= 3.5e-6) return 2.0;
    if (t <= 3.75e-6) return 2 - 3 * (t - 3.5e-6) / 0.25e-6;
    return -1.0;
  };
  CHECK(largest_error(trace, exact) < 1e-9);
  for (const double corner : {1e-6, 1.5e-6, 3.5e-6, 3.75e-6, 6e-6}) CHECK(has_time(trace, corner));
}

TEST_CASE("piecewise linear source with 500 points on one line") {
  std::string deck = "pwl\nv1 out 0 pwl(";
  for (int k = 0; k <= 500; ++k) deck += fmt::format("{}n {} ", k, k % 2);
  REQUIRE(deck.size() > 3000);
  const Recorder trace = run(deck + ")\nr1 out 0 1k\n.tran 1n 500n\n", {"v(out)"}, 500e-9);
  const auto exact = [](double t) {
    const double phase = std::fmod(t / 1e-9, 2.0);
    return phase < 1 ? phase : 2 - phase;
  };
  CHECK(largest_error(trace, exact) < 1e-6);
  CHECK(trace.n_rows() > 500);
}

TEST_CASE("sine source") {
  const Recorder trace = run("sine\nv1 out 0 sin(0.5 2 1meg)\nr1 out 0 1k\n.tran 10n 2u\n", {"v(out)"}, 2e-6);
  const auto exact = [](double t) { return 0.5 + 2 * std::sin(2 * std::numbers::pi * 1e6 * t); };
  CHECK(largest_error(trace, exact) < 1e-9);
}
