// Junctions in ngspice against closed forms: within 1e-3 at ngspice's default tolerances with 200 points, within 1e-6
// at reltol 1e-6 with fine steps; and second order under step halving for every smooth law.
#include "law_cases.hpp"
#include "ngspice_recorder.hpp"

#include <somn/models/catalogue.hpp>
#include <somn/ngspice/run.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>

using namespace somn;

namespace {

constexpr double pi = 3.14159265358979323846;

struct Case {
  std::string source;  // "v1 p 0 sin(0 0.6 1)"
  std::string model;   // "somn_drift(window=\"joglekar\")"
  double t_stop;
};

// The recorded vectors of a junction a1 between p and ground at time t (linear between points).
struct Solution {
  ngspice::Recorder rows;
  double at(std::size_t column, double t) const {
    std::size_t k = 1;
    while (k + 1 < rows.n_rows() && rows.time()[k] < t) ++k;
    const double weight = (t - rows.time()[k - 1]) / (rows.time()[k] - rows.time()[k - 1]);
    return rows.recorded(column)[k - 1] + weight * (rows.recorded(column)[k] - rows.recorded(column)[k - 1]);
  }
  double state(double t) const { return at(0, t); }
  double current(double t) const { return at(1, t); }
  double resistance(double t) const { return at(2, t) / at(1, t); }
};

Solution solve(const Case& c, const char* reltol, int points) {
  ngspice::Worker worker;
  Solution s;
  const double step = c.t_stop / points;
  worker.run(
      {.deck = fmt::format("closed form\n{}\na1 %gd(p 0) m\n.model m {}\n.options reltol={}\n.tran {} {} 0 {}\n.end\n",
                           c.source, c.model, reltol, step, c.t_stop, step),
       .record = {"@a1[state]", "@a1[i]", "v(p)"},
       .t_stop = c.t_stop,
       .code_model = std::filesystem::path(SOMN_BUILD_DIR) / "lib/somn.cm"},
      s.rows);
  return s;
}

// f(solution) compared with the closed form at both tolerances.
template <class F>
void check(const Case& c, F f, double exact) {
  CAPTURE(c.model, c.source);
  CHECK(f(solve(c, "1e-3", 200)) == Approx(exact).epsilon(1e-3));
  CHECK(f(solve(c, "1e-6", 8000)) == Approx(exact).epsilon(1e-6));
}

}  // namespace

TEST_CASE("linear ion drift under a voltage: M^2 = M0^2 - 2 k dR phi") {
  const Case c{"v1 p 0 sin(0 0.6 1)", "somn_drift", 0.5};
  check(
      c, [](const Solution& s) { return s.resistance(0.25); }, 9520.14899348);
  check(
      c, [](const Solution& s) { return s.current(0.25); }, 6.3024223719e-5);
  const double k = 1e-14 * 100 / 1e-16;  // the state at T/2, where v = 0
  check(
      c, [](const Solution& s) { return s.state(0.5); }, (16000 - 7763.14844094) / 15900);
  CHECK(std::sqrt(11000.0 * 11000 - 2 * k * 15900 * 0.6 / pi) == Approx(7763.14844094));
}

TEST_CASE("Joglekar's window under a current: x/(1-x) = x0/(1-x0) exp(4 k q)") {
  const Case c{"i1 0 p sin(0 40u 1)", "somn_drift(window=\"joglekar\")", 0.5};
  check(
      c, [](const Solution& s) { return s.resistance(0.25); }, 10089.02785935);
  check(
      c, [](const Solution& s) { return s.state(0.5); }, (16000 - 9116.89061805) / 15900);
}

TEST_CASE("Pershin and Di Ventra: linear under constant voltage until the limit; a half wave of a sine") {
  check(
      {"v1 p 0 3", "somn_pershin", 2e-9}, [](const Solution& s) { return s.state(0.5e-9); },
      7000 + 2e12 * 1.4 * 0.5e-9);
  check(
      {"v1 p 0 3", "somn_pershin", 2e-9}, [](const Solution& s) { return s.state(1.9e-9); }, 10000);
  check(
      {"v1 p 0 -3", "somn_pershin", 4e-9}, [](const Solution& s) { return s.state(3.9e-9); }, 1000);
  const double v0 = 2, v_t = 1.6, omega = 2 * pi * 100e6, theta = std::asin(v_t / v0);
  check(
      {"v1 p 0 sin(0 2 100meg)", "somn_pershin", 5e-9}, [](const Solution& s) { return s.state(5e-9); },
      7000 + 2e12 * v0 / omega * (2 * std::cos(theta) - (pi - 2 * theta) * std::sin(theta)));
}

TEST_CASE("VTEAM, no window: linear under constant voltage. Yakopcic below x_p: x0 + a_p (e^v - e^v_p) t") {
  const double speed = 5e-4 * (0.2 / 0.02 - 1);
  check(
      {"v1 p 0 0.2", "somn_vteam", 2e-7}, [](const Solution& s) { return s.state(2e-7); }, 1.5e-9 + speed * 2e-7);
  check(
      {"v1 p 0 -0.3", "somn_vteam", 1e-9}, [](const Solution& s) { return s.state(1e-9); }, 1.5e-9 - 10 * 0.125 * 1e-9);
  check(
      {"v1 p 0 0.3", "somn_yakopcic", 1e-4}, [](const Solution& s) { return s.state(1e-4); },
      0.11 + 4000 * (std::exp(0.3) - std::exp(0.16)) * 1e-4);
}

TEST_CASE("rate balance: exponential under constant voltage, geometric under a pulse train; the published numbers") {
  const auto g_inf = [](double v) {
    const double p = 2.555173332603e-6 * std::exp(34.92155165 * v), d = 64.88388863 * std::exp(-5.590601017 * v);
    return std::pair{p / (p + d), p + d};
  };
  const auto [g, theta] = g_inf(0.5);
  check(
      {"v1 p 0 0.5", "somn_rate", 0.1}, [](const Solution& s) { return s.state(0.05); },
      g * (1 - std::exp(-theta * 0.05)));
  // 10 ms at 0.6 V, 10 ms at 0.3 V, five times
  double state = 0;
  for (int k = 0; k < 5; ++k)
    for (const double v : {0.6, 0.3}) {
      const auto [target, rate] = g_inf(v);
      state = target + (state - target) * std::exp(-rate * 0.01);
    }
  check(
      {"v1 p 0 pulse(0.3 0.6 0 10n 10n 10m 20m)", "somn_rate", 0.1}, [](const Solution& s) { return s.state(0.1); },
      state);
  check(
      {"v1 p 0 3.6", "somn_rate(preset=\"stochastic_2025\")", 200}, [](const Solution& s) { return s.state(200); },
      0.471809);
}

TEST_CASE("tunnel: four junctions in series switch together at lambda_crit/(V/4 - v_set)") {
  const Case c{"v1 d 0 0.06\na2 %gd(d q) m\na3 %gd(q r) m\na4 %gd(r p) m", "somn_tunnel", 2.5};
  check(
      c, [](const Solution& s) { return s.state(2); }, 0.01);
  check(
      c, [](const Solution& s) { return s.current(2.5); }, 0.06 * 7.77e-5 * 1.001 / 4);
}

// drives that stay away from thresholds and bounds; the end of the run is no period of the drive
TEST_CASE("second order under step halving, every deterministic smooth law") {
  for (const models::Law& law : models::laws())
    for (const nlohmann::json& smooth : test::law_cases(law.name).at("smooth")) {
      std::string model = fmt::format("somn_{}(lte=0", law.name);
      for (const auto& [name, value] : test::settings_of(smooth))
        model += law.parameters[law.index(name, "test")].is_choice() ? fmt::format(" {}=\"{}\"", name, value)
                                                                     : fmt::format(" {}={}", name, value);
      const Case c{fmt::format("v1 p 0 sin({})", smooth.at("sine").get<std::string>()), model + ")",
                   smooth.at("t_stop")};
      const auto final_state = [&](int points) { return solve(c, "1e-9", points).rows.recorded(0).back(); };
      const double e1 = final_state(400), e2 = final_state(800), e4 = final_state(1600);
      CAPTURE(c.model, e1, e2, e4);
      CHECK(std::log2(std::abs(e1 - e2) / std::abs(e2 - e4)) == Approx(2).margin(0.15));
    }
}
