// The code models in a real ngspice, against closed forms and against each other.
#include "ngspice_recorder.hpp"

#include <somn/ngspice/run.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>

using namespace somn::ngspice;

namespace {

const std::filesystem::path code_model = std::filesystem::path(SOMN_BUILD_DIR) / "lib/somn.cm";

Recorder run(Worker& worker, const std::string& deck, double t_stop, const std::vector<std::string>& record) {
  Recorder r;
  worker.run({.deck = deck, .record = record, .t_stop = t_stop, .code_model = code_model}, r);
  return r;
}

// Linear between points.
double at(const Recorder& r, std::size_t column, double time) {
  std::size_t k = 1;
  while (k + 1 < r.n_rows() && r.time()[k] < time) ++k;
  const double weight = (time - r.time()[k - 1]) / (r.time()[k] - r.time()[k - 1]);
  return r.recorded(column)[k - 1] + weight * (r.recorded(column)[k] - r.recorded(column)[k - 1]);
}

double last(const Recorder& r, std::size_t column) {
  return r.recorded(column).back();
}

}  // namespace

TEST_CASE("threshold: constant voltage, w = 1 - exp(-t tanh(alpha (V - v_th))/tau)") {
  Worker worker;
  const std::string deck =
      "t\nv1 p 0 1.3\na1 %gd(p 0) m\n.model m somn_threshold\n.options reltol=1e-6\n.tran 10u 2m 0 1u\n.end\n";
  const Recorder r = run(worker, deck, 2e-3, {"@a1[state]", "@a1[i]"});
  for (const double t : {0.2e-3, 1e-3, 2e-3}) {
    const double w = 1 - std::exp(-t * std::tanh(1.0) / 1e-3);
    CHECK(at(r, 0, t) == Approx(w).epsilon(2e-6));
    CHECK(at(r, 1, t) == Approx(1.3 * (1e-6 + 999e-6 * w)).epsilon(2e-6));
  }
}

TEST_CASE("threshold: with relaxation it forgets") {
  Worker worker;
  const std::string deck =
      "t\nv1 p 0 0\na1 %gd(p 0) m\n.model m somn_threshold(w0=0.8 tau_relax=1m)\n.options reltol=1e-6\n.tran 10u 3m 0 "
      "1u\n.end\n";
  CHECK(last(run(worker, deck, 3e-3, {"@a1[state]"}), 0) == Approx(0.8 * std::exp(-3.0)).epsilon(1e-6));
}

TEST_CASE("tunnel: t_crit = lambda_crit/(V - v_set), and a linear decay to zero that stays there") {
  Worker worker;
  for (const auto& [v, t_crit] : {std::pair{0.011, 10.0}, std::pair{0.020, 1.0}}) {
    const std::string deck = fmt::format("t\nv1 p 0 {}\na1 %gd(p 0) m\n.model m somn_tunnel\n.tran {} {}\n.end\n", v,
                                         t_crit / 100, 1.2 * t_crit);
    const Recorder r = run(worker, deck, 1.2 * t_crit, {"@a1[state]"});
    CHECK(at(r, 0, 0.5 * t_crit) == Approx(0.005).epsilon(1e-9));
    CHECK(at(r, 0, t_crit) == Approx(0.010).epsilon(1e-9));
    CHECK(last(r, 0) == Approx(0.012).epsilon(1e-9));
  }
  for (const double sign : {1.0, -1.0}) {
    for (const auto& [lambda0, t_zero] : {std::pair{0.015, 0.3}, std::pair{0.010, 0.2}}) {
      const std::string deck = fmt::format(
          "t\nv1 p 0 0\na1 %gd(p 0) m\n.model m somn_tunnel(lambda0={})\n.tran 1m 0.4\n.end\n", sign * lambda0);
      const Recorder r = run(worker, deck, 0.4, {"@a1[state]"});
      CHECK(at(r, 0, 0.5 * t_zero) == Approx(sign * 0.5 * lambda0).epsilon(1e-6));
      CHECK(std::abs(at(r, 0, t_zero + 2e-3)) <= 1e-12);
      CHECK(last(r, 0) == 0.0);
    }
  }
}

TEST_CASE("tunnel: the flux stops at lambda_max and leaves it at once when the drive turns") {
  Worker worker;
  // +1 V/s slope region: 20 mV for 2 s (limit at 1.5 s), then -20 mV: lambda falls by 10 mV s per second
  const std::string deck =
      "t\nv1 p 0 pwl(0 20m 2 20m 2.000001 -20m)\na1 %gd(p 0) m\n.model m somn_tunnel\n.options reltol=1e-6\n.tran 5m "
      "3\n.end\n";
  const Recorder r = run(worker, deck, 3, {"@a1[state]"});
  CHECK(at(r, 0, 1.9) == 0.015);
  CHECK(last(r, 0) == Approx(0.015 - 0.010).epsilon(1e-4));
}

TEST_CASE("three instances of one model keep three different states") {
  Worker worker;
  const std::string deck =
      "t\nv1 p1 0 0.9\nv2 p2 0 1.3\nv3 p3 0 2.0\na1 %gd(p1 0) m\na2 %gd(p2 0) m\na3 %gd(p3 0) m\n"
      ".model m somn_threshold\n.options reltol=1e-6\n.tran 10u 1m 0 1u\n.end\n";
  const Recorder r = run(worker, deck, 1e-3, {"@a1[state]", "@a2[state]", "@a3[state]"});
  const double v[] = {0.9, 1.3, 2.0};
  for (std::size_t k = 0; k < 3; ++k)
    CHECK(last(r, k) == Approx(1 - std::exp(-std::tanh(2 * (v[k] - 0.8)))).epsilon(1e-5));
}

TEST_CASE("a start without operating point gives the same states") {
  Worker worker;
  const std::string body = "t\nv1 p 0 1.3\na1 %gd(p 0) m\n.model m somn_threshold\n.options reltol=1e-6\n";
  const double with_op = last(run(worker, body + ".tran 10u 1m 0 1u\n.end\n", 1e-3, {"@a1[state]"}), 0);
  const double with_uic = last(run(worker, body + ".tran 10u 1m 0 1u uic\n.end\n", 1e-3, {"@a1[state]"}), 0);
  CHECK(with_uic == Approx(with_op).epsilon(1e-5));
  CHECK(with_uic == Approx(1 - std::exp(-std::tanh(1.0))).epsilon(1e-5));
}

TEST_CASE("a second circuit in the same process starts fresh") {
  Worker worker;
  for (const double v : {1.3, 2.0, 1.3}) {
    const std::string deck = fmt::format(
        "t\nv1 p 0 {}\na1 %gd(p 0) m\n.model m somn_threshold\n.options reltol=1e-6\n.tran 10u 1m 0 1u\n.end\n", v);
    CHECK(last(run(worker, deck, 1e-3, {"@a1[state]"}), 0) ==
          Approx(1 - std::exp(-std::tanh(2 * (v - 0.8)))).epsilon(1e-5));
  }
}

TEST_CASE("second order: halving the step of a smooth drive quarters the error of the state") {
  Worker worker;
  // cap-free, smooth: triangle-free sine between 1 and 2 V stays on one branch of the law
  const auto final_state = [&](double h) {
    const std::string deck = fmt::format(
        "t\nv1 p 0 sin(1.5 0.5 1k)\na1 %gd(p 0) m\n.model m somn_threshold(lte=0 tau=1m)\n.options reltol=1e-9 "
        "xmu=0.5\n.tran {0} 0.7m 0 {0}\n.end\n",
        h);
    return last(run(worker, deck, 0.7e-3, {"@a1[state]"}), 0);
  };
  const double h = 1e-3 / 250, e1 = final_state(h), e2 = final_state(h / 2), e4 = final_state(h / 4);
  const double order = std::log2((e1 - e2) / (e2 - e4));
  CAPTURE(e1, e2, e4);
  CHECK(order > 1.8);
  CHECK(order < 2.2);
}

TEST_CASE("two in series, a bridge, and any series resistance converge with few iterations") {
  Worker worker;
  for (const char* law : {"vts", "tunnel", "threshold"})
    for (const double r : {1.0, 1e3, 1e6, 1e9}) {
      CAPTURE(law, r);
      const std::string deck = fmt::format(
          "t\nv1 s 0 dc 0 sin(0 4 2meg)\nr1 s a {}\n"
          "a1 %gd(a b) m\na2 %gd(b 0) m\na3 %gd(a c) m\na4 %gd(c 0) m\na5 %gd(b c) m\nrb b 0 5meg\n"
          ".model m somn_{}\n.tran 1n 1u\n.end\n",
          r, law);
      Recorder trace;
      const Statistics s = worker.run(
          {.deck = deck, .record = {"v(a)", "v(b)", "@a1[state]"}, .t_stop = 1e-6, .code_model = code_model}, trace);
      CHECK(static_cast<double>(s.newton_iterations) / static_cast<double>(s.steps) < 4);
    }
}

TEST_CASE("an illegal parameter stops the run with a sentence that names it") {
  Worker worker;
  const auto deck = [](const char* parameters) {
    return fmt::format("t\nv1 p 0 1\na1 %gd(p 0) m\n.model m somn_vts({})\n.tran 1n 1u\n.end\n", parameters);
  };
  const auto complaint = [&](const char* parameters) -> std::string {
    try {
      run(worker, deck(parameters), 1e-6, {"v(p)"});
    } catch (const somn::SimulationError& error) {
      return error.what();
    }
    return "no error";
  };
  CHECK_THAT(complaint("tau=-1"), Catch::Contains("tau = -1 s is outside its legal range (0, inf)"));
  CHECK_THAT(complaint("v_hold=2"), Catch::Contains("v_hold must be below v_set"));
}
