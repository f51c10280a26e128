// Does each engine solve what physics solves? One suite of circuits with closed forms, run by both: native within 1e-9,
// ngspice (reltol 1e-6, fine steps) within 1e-6.
#include "law_cases.hpp"
#include "ngspice_recorder.hpp"

#include <somn/models/catalogue.hpp>
#include <somn/native/solver.hpp>
#include <somn/netgen/files.hpp>
#include <somn/netlist/build_circuit.hpp>
#include <somn/netlist/deck.hpp>
#include <somn/ngspice/run.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>

using namespace somn;

namespace {

constexpr double pi = 3.14159265358979323846;
const char* const single = "# nodes 2 edges 1 source 0 drain 1\n0 1\n";

struct Case {
  std::string law;
  std::vector<std::pair<std::string, std::string>> settings;  // "preset" among them
  circuit::Drive drive;
  double t_stop;
  const char* edges = single;
};

circuit::Circuit make(const Case& c) {
  const models::Law& law = models::law(c.law, "test");
  netlist::Material m{
      .law = c.law, .values = law.defaults(), .spread = {}, .junction_capacitance = 0.0, .ground_capacitance = 0.0};
  for (const auto& [name, value] : c.settings) {
    if (name == "preset")
      m.values = law.preset_values(value, "test");
    else
      m.values[law.index(name, "test")] = law.parse(law.index(name, "test"), value, "test");
  }
  return netlist::build_circuit(netgen::from_edges(c.edges, "test"), m, c.drive, "test");
}

struct Final {
  double state, current;  // of junction 0 and of the source at t_stop
};

Final solve_native(const Case& c) {
  const circuit::Circuit circuit = make(c);
  native::Solver solver(circuit, {.t_stop = c.t_stop, .rtol = 3e-14});
  while (solver.step()) CHECK(solver.kirchhoff_residual() < 1e-9);
  return {solver.states()[0], solver.point().i_source};
}

Final solve_ngspice(const Case& c) {
  const circuit::Circuit circuit = make(c);
  ngspice::Worker worker;
  ngspice::Recorder rows;
  const double step = c.t_stop / 8000;
  worker.run(
      {.deck = netlist::write_deck(circuit, {.t_stop = c.t_stop, .t_sample = step, .dt_max = step, .rtol = 1e-6}),
       .record = {netlist::source_current_vector, "@a0[state]"},
       .t_stop = c.t_stop,
       .code_model = std::filesystem::path(SOMN_BUILD_DIR) / "lib/somn.cm",
       .folder = {}},
      rows);
  return {rows.recorded(1).back(), -rows.recorded(0).back()};
}

template <class F>
void check(const Case& c, F f, double exact) {
  CAPTURE(c.law, c.t_stop);
  CHECK(f(solve_native(c)) == Approx(exact).epsilon(1e-9));
  if (!c.drive.is_current) CHECK(f(solve_ngspice(c)) == Approx(exact).epsilon(1e-6));
}

double state(const Final& f) {
  return f.state;
}
double current(const Final& f) {
  return f.current;
}

circuit::Drive dc(double amplitude) {
  return {.amplitude = amplitude};
}
circuit::Drive sine(double amplitude, double frequency) {
  return {.kind = circuit::DriveKind::sine, .amplitude = amplitude, .frequency = frequency};
}
circuit::Drive as_current(circuit::Drive d) {
  d.is_current = true;
  return d;
}

}  // namespace

TEST_CASE("linear drift: M^2 = M0^2 - 2 k dR phi, under voltage") {
  const double k = 1e-14 * 100 / 1e-16, dr = 15900;
  const auto m = [&](double phi) { return std::sqrt(11000.0 * 11000 - 2 * k * dr * phi); };
  check({"drift", {}, sine(0.6, 1), 0.25}, current, 0.6 / m(0.6 / (2 * pi)));
  check({"drift", {}, dc(0.5), 0.2}, state, (16000 - m(0.1)) / dr);
}

TEST_CASE("drift under a current: x = x0 + k q; Joglekar: x/(1-x) = x0/(1-x0) exp(4 k q)") {
  const double k = 1e4, x0 = (16000.0 - 11000) / 15900, q = 40e-6 / pi;
  check({"drift", {}, as_current(sine(40e-6, 1)), 0.5}, state, x0 + k * q);
  const double odds = x0 / (1 - x0) * std::exp(4 * k * q);
  check({"drift", {{"window", "joglekar"}}, as_current(sine(40e-6, 1)), 0.5}, state, odds / (1 + odds));
}

TEST_CASE("Pershin and Di Ventra: linear until the limit; a half wave of a sine") {
  check({"pershin", {}, dc(3), 0.5e-9}, state, 7000 + 2e12 * 1.4 * 0.5e-9);
  check({"pershin", {}, dc(3), 2e-9}, state, 10000);
  const double v_t = 1.6, omega = 2 * pi * 100e6, theta = std::asin(v_t / 2);
  check({"pershin", {}, sine(2, 100e6), 5e-9}, state,
        7000 + 2e12 * 2 / omega * (2 * std::cos(theta) - (pi - 2 * theta) * std::sin(theta)));
}

TEST_CASE("VTEAM linear, Yakopcic exponential, synapse and threshold exponential in time") {
  check({"vteam", {}, dc(0.2), 2e-7}, state, 1.5e-9 + 5e-4 * (0.2 / 0.02 - 1) * 2e-7);
  check({"yakopcic", {}, dc(0.3), 1e-4}, state, 0.11 + 4000 * (std::exp(0.3) - std::exp(0.16)) * 1e-4);
  check({"synapse", {}, dc(1.5), 0.01}, state, 1 - 0.5 * std::exp(-100 * 0.5 * 0.01));
  check({"threshold", {}, dc(1.3), 1e-3}, state, 1 - std::exp(-std::tanh(2 * 0.5)));
}

TEST_CASE("rate balance: exponential; the published set") {
  const double p = 2.555173332603e-6 * std::exp(34.92155165 * 0.5), d = 64.88388863 * std::exp(-5.590601017 * 0.5);
  check({"rate", {}, dc(0.5), 0.05}, state, p / (p + d) * (1 - std::exp(-(p + d) * 0.05)));
  CHECK(solve_native({"rate", {{"preset", "stochastic_2025"}}, dc(3.6), 200}).state == Approx(0.471809).margin(5e-7));
}

TEST_CASE("tunnel: flux of a constant voltage; decay to zero in lambda/(b v_reset); four in series") {
  check({"tunnel", {}, dc(0.02), 0.7}, state, 0.007);
  check({"tunnel", {{"lambda0", "15e-3"}}, dc(0), 0.2}, state, 0.005);
  CHECK(solve_native({"tunnel", {{"lambda0", "15e-3"}}, dc(0), 0.31}).state == 0);
  check({"tunnel", {}, dc(0.06), 2.5, "# nodes 5 edges 4 source 0 drain 4\n0 1\n1 2\n2 3\n3 4\n"}, current,
        0.06 * 7.77e-5 * 1.001 / 4);
}

TEST_CASE("RC: 1 - exp(-t/RC) after a step of the drive, and a divider of resistors") {
  Case c{"threshold",
         {{"v_threshold", "100"}},
         {.kind = circuit::DriveKind::steps, .amplitude = 0, .times = {0, 1e-3}, .levels = {0, 1}},
         3e-3};
  c.drive.series_resistance = 1e6;
  circuit::Circuit circuit = make(c);
  circuit.junction_capacitance = 1e-9;
  native::Solver solver(circuit, {.t_stop = c.t_stop, .rtol = 1e-11});
  while (solver.step()) {
  }
  const double g = 1e-6, tau = 1e-9 / (1e-6 + g), v = 0.5 * (1 - std::exp(-2e-3 / tau));
  CHECK(solver.voltage(circuit.source) == Approx(v).epsilon(1e-8));
  circuit.resistors.push_back({circuit.source, circuit.drain, 1e6});
  circuit.junction_capacitance = 0;
  native::Solver divider(circuit, {.t_stop = c.t_stop});
  while (divider.step()) {
  }
  CHECK(divider.voltage(circuit.source) == Approx(1.0 / 3).epsilon(1e-12));
}

// drives that stay away from thresholds and bounds: a triangle's first quarter is a ramp
TEST_CASE("second order under step halving, every smooth law") {
  for (const models::Law& law : models::laws())
    for (const nlohmann::json& smooth : test::law_cases(law.name).at("smooth")) {
      if (!smooth.contains("ramp")) continue;
      const double t_stop = smooth.at("t_stop"), from = smooth.at("ramp").at(0), to = smooth.at("ramp").at(1);
      Case c{law.name,
             test::settings_of(smooth),
             {.kind = circuit::DriveKind::pwl, .times = {0, t_stop}, .levels = {from, to}},
             t_stop};
      c.drive.series_resistance = smooth.value("series", 1.0);
      const circuit::Circuit circuit = make(c);
      const auto final_state = [&](int steps) {
        native::Solver solver(circuit, {.method = native::Method::trapezoid, .t_stop = t_stop, .dt = t_stop / steps});
        while (solver.step()) {
        }
        return solver.states()[0];
      };
      const double e1 = final_state(200), e2 = final_state(400), e4 = final_state(800);
      CAPTURE(law.name, smooth.dump(), e1, e2, e4);
      CHECK(std::log2(std::abs(e1 - e2) / std::abs(e2 - e4)) == Approx(2).margin(0.15));
    }
}

TEST_CASE("the adaptive error follows the tolerance") {
  Case c{"drift", {}, sine(0.6, 1), 0.4};
  const circuit::Circuit circuit = make(c);
  const double phi = 0.6 / (2 * pi) * (1 - std::cos(2 * pi * 0.4)),
               exact = (16000 - std::sqrt(11000.0 * 11000 - 2 * 1e4 * 15900 * phi)) / 15900;
  std::vector<double> errors;
  for (const double rtol : {1e-6, 1e-8, 1e-10}) {
    native::Solver solver(circuit, {.t_stop = 0.4, .rtol = rtol});
    while (solver.step()) {
    }
    errors.push_back(std::abs(solver.states()[0] - exact));
  }
  CAPTURE(errors[0], errors[1], errors[2]);
  CHECK(errors[2] < 1e-6 * 0.1);
  CHECK(std::log10(errors[0] / errors[2]) / 4 == Approx(2.0 / 3).margin(0.12));
}
