// The Lyapunov function: its slope where the theory gives it exactly, runs in which it may not rise, and what it
// refuses.
#include <somn/core/error.hpp>
#include <somn/experiment/experiment.hpp>
#include <somn/experiment/lyapunov_function.hpp>
#include <somn/experiment/run.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>

using namespace somn;
using namespace somn::experiment;

namespace {

Experiment read(const std::string& model, const std::string& junction, const std::string& rest = "") {
  return read_experiment(Config::from_text("[network]\nensemble = \"wires\"\nseed = 4\nbox = \"25 um\"\n[model]\n" +
                                               model + "\n[junction]\n" + junction +
                                               "\n[drive]\namplitude = 9\nseries_resistance = \"20 kohm\"\n" + rest,
                                           "run.toml"));
}

const std::string no_capacitance = "capacitance = 0\nground_capacitance = 0";

circuit::Circuit one_junction(const std::string& law, std::vector<double> values) {
  circuit::Circuit c;
  c.n_nodes = 2;
  c.source = {0}, c.drain = {1};
  c.models = {{law, std::move(values)}};
  c.junctions = {{.id = {0}, .positive = {0}, .negative = {1}, .model = 0}};
  c.drive.amplitude = 5;
  return c;
}

// dL/dx at constant source current: G'(x) v(x)^2/2, by a central difference.
double slope(const circuit::Circuit& c, double x) {
  const double h = 1e-4;
  LyapunovFunction function(c);
  const double low[] = {x - h}, high[] = {x + h};
  const double before = function.advance(low, 0, false);
  return (function.advance(high, 0, false) - before) / (2 * h);
}

}  // namespace

TEST_CASE("vts: at the folds the stored part grows as with v_set and v_hold exactly") {
  const models::Law& law = models::law("vts", "test");
  const circuit::Circuit c = one_junction("vts", law.preset_values("dimensionless", "test"));
  const auto g_slope = [](double x) { return std::log(1e3) * std::exp(std::log(1e3) * x); };
  CHECK(slope(c, 0.0229760213) == Approx(0.5 * g_slope(0.0229760213) * 1.0).epsilon(1e-4));
  CHECK(slope(c, 0.9770239787) == Approx(0.5 * g_slope(0.9770239787) * 0.09).epsilon(1e-4));
}

TEST_CASE("rate: at g = 1/2 it grows as with the voltage where the two rates are equal") {
  const models::Law& law = models::law("rate", "test");
  const circuit::Circuit c = one_junction("rate", law.defaults());
  const double v = std::log(64.88388863 / 2.555173332603e-6) / (34.92155165 + 5.590601017);
  CHECK(v == Approx(0.4209).epsilon(1e-3));
  CHECK(slope(c, 0.5) == Approx(0.5 * (2.723494e-3 - 1.014708e-3) * v * v).epsilon(1e-6));
}

TEST_CASE("it falls along every run of a resistive network, and a state that moves against its rate is told") {
  struct Row {
    const char *model, *run;
  };
  for (const Row& row :
       {Row{"name = \"vts\"", "[run]\nengine = \"native\"\nt_stop = \"2 us\"\nrtol = 1e-5\nrecord = [\"lyapunov\"]"},
        Row{"name = \"rate\"", "[run]\nengine = \"native\"\nt_stop = \"1 s\"\nrtol = 1e-5\nrecord = [\"lyapunov\"]"}}) {
    INFO(row.model);
    const Experiment e = read(row.model, no_capacitance, row.run);
    const circuit::Circuit c = make_circuit(e, make_network(e));
    const RunResult result = run_native(e, c, {});
    REQUIRE(result.lyapunov);
    CHECK(result.lyapunov->last < result.lyapunov->first);
    CHECK(result.lyapunov->relative_rise() < 1e-6);
    CHECK(result.trace.columns.back().name == "lyapunov_W");
    CHECK(result.trace.columns.back().values.back() == Approx(result.lyapunov->last).epsilon(1e-6));
  }
  // an open junction that closes by itself without voltage: what is stored grows, no power is drawn
  LyapunovFunction function(one_junction("vts", models::law("vts", "test").preset_values("dimensionless", "test")));
  const double open[] = {0.01}, closed[] = {0.9};
  function.advance(open, 0, false);
  function.advance(closed, 0, true);
  CHECK(function.summary().largest_rise == 0);  // interpolated
  function.advance(closed, 0, false);
  CHECK(function.summary().largest_rise > 0);
}

TEST_CASE("where the theorem says nothing the function is refused") {
  const std::string run = "[run]\nengine = \"native\"\nt_stop = \"1 us\"\nrecord = [\"lyapunov\"]";
  const auto refused = [&](const std::string& model, const std::string& junction, const char* why) {
    const Experiment e = read(model, junction, run);
    const circuit::Circuit c = make_circuit(e, make_network(e));
    CHECK_THROWS_WITH(run_native(e, c, {}), Catch::Contains(why));
  };
  refused("name = \"vts\"", "capacitance = \"0.1 pF\"", "may spike");
  refused("name = \"vts\"\nnoise = 0.1", no_capacitance, "no Lyapunov function");
  refused("name = \"threshold\"", no_capacitance, "no Lyapunov function");
}
