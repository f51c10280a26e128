// Divergence rates of single junctions whose flow is known exactly, and of a network against itself.
#include <somn/experiment/divergence.hpp>
#include <somn/experiment/run.hpp>
#include <somn/native/solver.hpp>

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using namespace somn::experiment;

namespace {

// One junction between two nodes.
std::string single(const std::string& model, const std::string& drive, const std::string& run) {
  return "[network]\nensemble = \"random\"\nnodes = 2\np = 1\n[model]\n" + model + "[drive]\n" + drive +
         "[run]\nengine = \"native\"\nmethod = \"euler\"\n" + run;
}

Divergence measure(const std::string& text) {
  const Experiment e = read_experiment(Config::from_text(text, "e.toml"));
  return measure_divergence(e, make_circuit(e, make_network(e)));
}

}  // namespace

TEST_CASE("a linear relaxing state contracts at its rate, at any epsilon") {
  // rate balance at constant voltage: dg/dt = theta (g_inf - g), theta = kp exp(etap V) + kd exp(-etad V); one Euler
  // step multiplies a difference by 1 - theta dt
  const double theta = 2 * std::exp(3 * 0.5) + 5 * std::exp(-1 * 0.5), dt = 1e-3;
  for (const char* epsilon : {"1e-2", "1e-6"}) {
    const Divergence d =
        measure(single("name = \"rate\"\nkappa_p0 = 2\neta_p = 3\nkappa_d0 = 5\neta_d = 1\n", "amplitude = 0.5\n",
                       std::string("t_stop = 2\ndt = 1e-3\nlyapunov = 1\nlyapunov_epsilon = ") + epsilon + "\n"));
    CHECK(d.rate == Approx(std::log(1 - theta * dt) / dt).epsilon(1e-6));
    CHECK(d.n_merged == 0);
    CHECK(d.t_start == Approx(1));
  }
}

TEST_CASE("states in the dead zone neither part nor meet; clipped ones merge") {
  const std::string run = "t_stop = 4\ndt = 1e-3\nlyapunov = 1\n";
  CHECK(measure(single("name = \"tunnel\"\n", "amplitude = \"7 mV\"\n", run)).rate == Approx(0).margin(1e-9));
  const Divergence clipped = measure(single("name = \"tunnel\"\n", "amplitude = \"50 mV\"\n", run));
  CHECK(clipped.n_merged == 1);
  CHECK(std::isnan(clipped.rate));
}

TEST_CASE("renormalised and direct divergence of a network agree while it is small") {
  const std::string text =
      "[network]\nensemble = \"wires\"\nseed = 3\ndensity = \"0.11 /um2\"\nbox = \"20 um\"\n[model]\nname = "
      "\"tunnel\"\n"
      "preset = \"hochstetter_ac\"\n[drive]\nkind = \"triangle\"\nv_star = 8\nfrequency = 0.5\n[run]\n"
      "engine = \"native\"\nmethod = \"euler\"\nt_stop = 10\ndt = 1e-3\nlyapunov = 1\n";
  const Experiment e = read_experiment(Config::from_text(text + "lyapunov_epsilon = 1e-9\n", "e.toml"));
  const circuit::Circuit c = make_circuit(e, make_network(e));
  const Divergence d = measure_divergence(e, c);
  REQUIRE(d.n_merged == 0);

  native::Solver base(c, {.method = native::Method::euler, .t_stop = 10, .dt = 1e-3});
  for (int k = 0; k < 5000; ++k) base.step();
  native::Solver twin(c, {.method = native::Method::euler, .t_stop = 10, .dt = 1e-3});
  twin.restore(base.checkpoint());
  std::vector<double> x = base.states();
  x[d.junctions[0]] += 1e-9;
  twin.set_states(x);
  while (base.step()) twin.step();
  const std::vector<double> a = base.states(), b = twin.states();
  double square = 0;
  for (std::size_t k = 0; k < a.size(); ++k) square += (a[k] - b[k]) * (a[k] - b[k]);
  const double direct = std::log(std::sqrt(square) / 1e-9) / 5;
  REQUIRE(std::sqrt(square) < 1e-5);
  CHECK(d.rate == Approx(direct).margin(0.05));
}
