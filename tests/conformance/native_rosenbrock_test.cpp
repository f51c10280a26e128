// The linearly implicit method for networks with capacitances, where the solution is known: a junction below its
// thresholds is a resistor R beside its capacitance C. Source - series resistance - node a - junction - ground; node b
// hangs between two more resistors at a and has no capacitance (an algebraic equation, index 1).
#include <somn/models/catalogue.hpp>
#include <somn/native/law_point.hpp>
#include <somn/native/solver.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

using namespace somn;

namespace {

// vts, dimensionless: r_off = 1 and v_set = 1; at voltages below 0.2 its state stays at 0
circuit::Circuit resistor(double capacitance, circuit::Drive drive, bool has_middle) {
  const models::Law& law = models::law("vts", "test");
  circuit::Circuit c;
  c.n_nodes = has_middle ? 3 : 2;
  c.is_connected.assign(c.n_nodes, true);
  c.source = {0}, c.drain = {1};
  c.terminals = {{.name = "source", .node = c.source}, {.name = "drain", .node = c.drain}};
  std::vector<double> values = law.preset_values("dimensionless", "test");
  values[law.index("x0", "test")] = 0;
  c.models = {{"vts", values}};
  c.junctions = {{.id = {0}, .positive = {0}, .negative = {1}, .model = 0}};
  if (has_middle) c.resistors = {{{0}, {2}, 0.25}, {{2}, {1}, 0.75}};
  c.junction_capacitance = capacitance;
  c.ground_capacitance = 0;
  c.drive = drive;
  return c;
}

circuit::Drive sine() {
  circuit::Drive d{.kind = circuit::DriveKind::sine, .amplitude = 0.2, .frequency = 1};
  d.series_resistance = 0.5;
  return d;
}

// C dV/dt = (A sin(w t) - V)/r - g V,  V(0) = 0
double exact(double t, double capacitance, double g) {
  const double r = 0.5, a = 0.2, w = 2 * std::numbers::pi, lambda = (1 / r + g) / capacitance, k = a / (r * capacitance);
  return k / (lambda * lambda + w * w) * (lambda * std::sin(w * t) - w * std::cos(w * t) + w * std::exp(-lambda * t));
}

struct Run {
  double at_end = 0, inside = 0, middle = 0;  // [V] errors at the ends of steps, within them, of the algebraic node
  double steps = 0;
};

Run run(double capacitance, bool has_middle, double rtol) {
  const circuit::Circuit c = resistor(capacitance, sine(), has_middle);
  const double g = has_middle ? 2 : 1;  // the resistors at node a are 1 ohm together
  native::Solver solver(c, {.t_stop = 2, .dt_max = 2, .rtol = rtol});
  Run r;
  while (solver.step()) {
    const double t = solver.point().time, from = solver.previous_time();
    r.at_end = std::max(r.at_end, std::abs(solver.voltage({0}) - exact(t, capacitance, g)));
    if (has_middle) r.middle = std::max(r.middle, std::abs(solver.voltage({2}) - 0.75 * solver.voltage({0})));
    for (const double s : {0.25, 0.5, 0.75}) {
      solver.interpolated(from + s * (t - from));
      r.inside = std::max(r.inside, std::abs(solver.interpolated_voltage({0}) - exact(from + s * (t - from), capacitance, g)));
    }
  }
  r.steps = static_cast<double>(solver.statistics().steps);
  return r;
}

// Slope of log(1/error) against log(steps): which steps the largest error is in differs from tolerance to tolerance
template <class Error>
double order(const std::vector<Run>& ladder, Error error) {
  double n = 0, x = 0, y = 0, xx = 0, xy = 0;
  for (const Run& r : ladder) {
    const double log_steps = std::log(r.steps), log_error = -std::log(error(r));
    n += 1, x += log_steps, y += log_error, xx += log_steps * log_steps, xy += log_steps * log_error;
  }
  return (n * xy - x * y) / (n * xx - x * x);
}

}  // namespace

TEST_CASE("fourth order, fourth within a step, under a drive that depends on time; with an algebraic node, too") {
  for (const bool has_middle : {false, true}) {
    std::vector<Run> ladder;
    for (const double rtol : {1e-6, 1e-7, 1e-8, 1e-9, 1e-10}) ladder.push_back(run(0.3, has_middle, rtol));
    CAPTURE(has_middle, ladder.front().steps, ladder.back().steps, ladder.front().inside, ladder.back().inside);
    CHECK(order(ladder, [](const Run& r) { return r.at_end; }) == Approx(4).margin(0.5));
    CHECK(order(ladder, [](const Run& r) { return r.inside; }) == Approx(4).margin(0.5));
    CHECK(ladder.front().middle < 1e-14);
  }
}

TEST_CASE("a time constant of a billionth of the run costs no steps, and leaves no error") {
  const Run soft = run(0.3, false, 1e-6), stiff = run(3e-10, false, 1e-6);
  CAPTURE(soft.steps, stiff.steps, stiff.at_end);
  CHECK(stiff.steps < 3 * soft.steps);
  CHECK(stiff.at_end < 10 * 1e-6 * 0.2);
}

TEST_CASE("an ideal source that jumps moves charge at once: a divider of capacitances, then of resistances") {
  circuit::Circuit c = resistor(0.3, {.kind = circuit::DriveKind::steps, .times = {0, 1}, .levels = {0, 0.3}}, false);
  c.n_nodes = 3;  // two junctions in series and a third one across the first
  c.is_connected.assign(3, true);
  c.junctions = {{.id = {0}, .positive = {0}, .negative = {2}, .model = 0},
                 {.id = {1}, .positive = {2}, .negative = {1}, .model = 0},
                 {.id = {2}, .positive = {0}, .negative = {2}, .model = 0}};
  native::Solver solver(c, {.t_stop = 2, .rtol = 1e-8});
  double worst = 0;
  while (solver.step()) {  // across 2: capacitances give 2/3 of the jump at once, and conductances the same for ever
    const double t = solver.point().time;
    worst = std::max(worst, std::abs(solver.voltage({2}) - (t > 1 ? 0.2 : 0)));
  }
  CHECK(worst < 1e-8);
}

TEST_CASE("vts in arrays is vts for one junction, to rounding") {
  for (const double x0 : {0.0, 1e-7, 0.02, 0.3, 0.9, 1.0}) {
    circuit::Circuit c = resistor(0.3, {.amplitude = 5}, false);
    const models::Law& law = models::law("vts", "test");
    c.models[0].values[law.index("x0", "test")] = x0;
    native::Solver solver(c, {.t_stop = 0.1, .rtol = 1e-6});
    double worst = 0;
    while (solver.step()) {
      const native::Point p = solver.point();
      const native::LawPoint one = native::law_point("vts", c.models[0].values, p.states[0], solver.voltage({0}));
      worst = std::max(worst, std::abs(p.conductances[0] / one.conductance - 1));
    }
    CHECK(worst < 8 * std::numeric_limits<double>::epsilon());
  }
}

// Two junctions in series divide an edge by their capacitances at once, and by their conductances a little later. Where
// the drive ends at 0, nothing but that difference is left to be followed.
TEST_CASE("edges that end at zero are passed at every tolerance") {
  for (double capacitance = 1e-2; capacitance > 1e-9; capacitance *= 0.1)
    for (double rtol = 1e-3; rtol > 3e-11; rtol *= 0.1) {
      CAPTURE(capacitance, rtol);
      circuit::Circuit c = resistor(capacitance, {.kind = circuit::DriveKind::pulse, .amplitude = 0.2}, false);
      c.drive.width = 0.3, c.drive.period = 0.7, c.drive.rise = c.drive.fall = 0.01, c.drive.delay = 0.05;
      c.n_nodes = 3;
      c.is_connected.assign(3, true);
      c.junctions = {{.id = {0}, .positive = {0}, .negative = {2}, .model = 0},
                     {.id = {1}, .positive = {2}, .negative = {1}, .model = 0}};
      c.resistors = {{{2}, {1}, 1}};
      native::Solver solver(c, {.t_stop = 2, .dt_max = 2, .rtol = rtol});
      REQUIRE_NOTHROW([&] { while (solver.statistics().steps < 20000 && solver.step()) {} }());
      CHECK(solver.statistics().steps < 20000);
    }
}

TEST_CASE("which junctions at rest are alike, and which are odd, is a matter of cost only") {
  const auto run = [](bool strong_first, double strong_r_off) {
    circuit::Circuit c = resistor(0.3, sine(), false);
    const models::Law& law = models::law("vts", "test");
    c.n_nodes = 4;
    c.is_connected.assign(4, true);
    circuit::Model weak = c.models[0], strong = weak;
    strong.values[law.index("r_off", "test")] = strong_r_off;
    c.models = strong_first ? std::vector{strong, weak} : std::vector{weak, strong};
    c.junctions.clear();
    const auto add = [&](std::uint32_t a, std::uint32_t b, bool is_strong) {
      c.junctions.push_back({.id = {static_cast<std::uint32_t>(c.junctions.size())},
                             .positive = {a},
                             .negative = {b},
                             .model = is_strong == strong_first ? 0u : 1u});
    };
    add(0, 2, true), add(2, 3, false), add(3, 1, true), add(2, 1, false), add(0, 3, false);
    c.resistors = {{{2}, {1}, 3}};
    c.ground_capacitance = 0.05;
    native::Solver solver(c, {.t_stop = 2, .rtol = 1e-5});
    std::vector<double> result;
    while (solver.step())
      result.insert(result.end(), {solver.point().time, solver.voltage({0}), solver.voltage({2}), solver.voltage({3}),
                                   solver.point().i_source});
    return result;
  };
  for (const double r_off : {0.25, 1.0, 30.0}) {
    const std::vector<double> one = run(true, r_off), other = run(false, r_off);
    REQUIRE(one.size() == other.size());
    double worst = 0;
    for (std::size_t k = 0; k < one.size(); ++k) worst = std::max(worst, std::abs(one[k] - other[k]));
    CHECK(worst < 1e-9);
  }
}
