// One vts junction with R and C against the exact numbers of the oscillator: V_s = 5, R = R_off = 1, R_on = 1e-3,
// V_set = 1, V_hold = 0.3, delta = 0.02, tau = 0.01, C = 1 unless said otherwise.
#include "ngspice_recorder.hpp"

#include <somn/ngspice/run.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>

using namespace somn::ngspice;

namespace {

const std::filesystem::path code_model = std::filesystem::path(SOMN_BUILD_DIR) / "lib/somn.cm";

Recorder oscillate(double c, double tau, double delta, double epsilon, const char* reltol, double t_step,
                   double t_stop) {
  Worker worker;
  const std::string deck = fmt::format(
      "oscillator\nv1 s 0 5\nr1 s n 1\nc1 n 0 {}\na1 %gd(n 0) m\n"
      ".model m somn_vts(r_on=1e-3 r_off=1 v_set=1 v_hold=0.3 delta={} tau={} epsilon={})\n"
      ".options reltol={}\n.tran {} {}\n.end\n",
      c, delta, tau, epsilon, reltol, t_step, t_stop);
  Recorder r;
  worker.run({.deck = deck, .record = {"@a1[state]", "v(n)"}, .t_stop = t_stop, .code_model = code_model}, r);
  return r;
}

// Mean distance of the rises through x = 0.5, the first two left out.
double period(const Recorder& r) {
  std::vector<double> rises;
  for (std::size_t k = 1; k < r.n_rows(); ++k) {
    const double a = r.recorded(0)[k - 1], b = r.recorded(0)[k];
    if (a < 0.5 && b >= 0.5) rises.push_back(r.time()[k - 1] + (0.5 - a) / (b - a) * (r.time()[k] - r.time()[k - 1]));
  }
  REQUIRE(rises.size() > 6);
  return (rises.back() - rises[2]) / static_cast<double>(rises.size() - 3);
}

double late_amplitude(const Recorder& r, double from) {
  double low = INFINITY, high = -INFINITY;
  for (std::size_t k = 0; k < r.n_rows(); ++k)
    if (r.time()[k] > from) low = std::min(low, r.recorded(1)[k]), high = std::max(high, r.recorded(1)[k]);
  return high - low;
}

}  // namespace

TEST_CASE("period of the relaxation oscillator") {
  for (const double step : {1e-3, 0.01, 0.1}) {
    CAPTURE(step);
    CHECK(period(oscillate(1, 0.01, 0.02, 0, "1e-3", step, 10)) == Approx(0.232490).epsilon(5e-3));
    CHECK(period(oscillate(1, 0.01, 0.02, 0, "1e-6", step, 10)) == Approx(0.232490).epsilon(2e-4));
  }
  CHECK(period(oscillate(1, 0.01, 0.02, 1e-3, "1e-6", 0.01, 10)) == Approx(0.232635).epsilon(2e-4));
}

TEST_CASE("the approach to the relay limit") {
  CHECK(period(oscillate(1, 1e-3, 0.02, 0, "1e-6", 0.01, 4)) == Approx(0.216654).epsilon(1e-3));
  CHECK(period(oscillate(1, 1e-4, 0.02, 0, "1e-6", 0.01, 3)) == Approx(0.202336).epsilon(1e-3));
  CHECK(period(oscillate(1, 1e-5, 0.02, 0, "1e-6", 0.01, 3)) == Approx(0.195564).epsilon(1e-3));
  CHECK(period(oscillate(1, 1e-5, 0.002, 0, "1e-6", 0.01, 3)) == Approx(0.193741).epsilon(1e-3));
}

TEST_CASE("no oscillation below the Hopf capacitance, oscillation above") {
  const double c_hopf = 0.00847752;
  const Recorder below = oscillate(0.98 * c_hopf, 0.01, 0.02, 0, "1e-6", 1e-4, 6);
  const Recorder above = oscillate(1.02 * c_hopf, 0.01, 0.02, 0, "1e-6", 1e-4, 6);
  CHECK(late_amplitude(below, 5) < 1e-6);
  CHECK(late_amplitude(above, 5) == Approx(2.7e-2).epsilon(0.05));
  CHECK(below.recorded(0).back() == Approx(0.225500).epsilon(1e-5));
  CHECK(below.recorded(1).back() == Approx(0.869886).epsilon(1e-5));
}
