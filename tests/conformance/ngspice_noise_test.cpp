// Stochastic modes of the code model: the same path whatever the time steps, another one for another seed or device,
// and the path that anybody can compute from glue/random.h.
#include "glue/random.h"
#include "ngspice_recorder.hpp"

#include <somn/ngspice/run.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>

using namespace somn::ngspice;

namespace {

Recorder run(const std::string& model, const std::string& source, double t_stop, double step, const char* node = "p") {
  Worker worker;
  Recorder r;
  worker.run({.deck = fmt::format(
                  "noise\n{3}\na1 %gd({4} 0) m\n.model m {0}\n.options reltol=1e-6\n.tran {1} {2} 0 {1}\n.end\n", model,
                  step, t_stop, source, node),
              .record = {"@a1[state]"},
              .t_stop = t_stop,
              .code_model = std::filesystem::path(SOMN_BUILD_DIR) / "lib/somn.cm"},
             r);
  return r;
}

// Times at which the state falls through `low` after having been above `high`.
std::vector<double> falls(const Recorder& r, double low, double high) {
  std::vector<double> times;
  bool is_armed = false;
  for (std::size_t k = 0; k < r.n_rows(); ++k) {
    const double x = r.recorded(0)[k];
    if (x > high) is_armed = true;
    if (is_armed && x < low) times.push_back(r.time()[k]), is_armed = false;
  }
  return times;
}

}  // namespace

TEST_CASE("rate: noise is the computed path, at any step") {
  const double kappa_p = 2.555173332603e-6 * std::exp(34.92155165 * 0.45),
               kappa_d = 64.88388863 * std::exp(-5.590601017 * 0.45);
  const double theta = kappa_p + kappa_d, slot = 1e-3, sigma = 0.5;
  double g = 0.5;
  for (int k = 1; k <= 40; ++k) {  // slot k begins at (k - 1) slot
    const double force =
        sigma * somn_normal(somn_draw(somn_key_of_nodes("p", "0"), 7, SOMN_FOR_SLOT, k)) / std::sqrt(slot);
    const double target = (kappa_p + force) / theta;
    g = target + (g - target) * std::exp(-theta * slot);
  }
  const std::string model = "somn_rate(g0=0.5 noise=0.5 noise_slot=1m seed=7)", source = "v1 p 0 0.45";
  for (const double step : {0.9e-3, 0.1e-3, 0.013e-3})
    CHECK(run(model, source, 0.04, step).recorded(0).back() == Approx(g).epsilon(1e-9));
  CHECK(run("somn_rate(g0=0.5 noise=0.5 noise_slot=1m seed=8)", source, 0.04, 1e-4).recorded(0).back() !=
        Approx(g).epsilon(1e-3));
  CHECK(run(model, "v1 q 0 0.45", 0.04, 1e-4, "q").recorded(0).back() != Approx(g).epsilon(1e-3));
}

TEST_CASE("rate: jumps happen at the beginning of slots, at their rate") {
  const Recorder r =
      run("somn_rate(g0=0.5 kappa_p0=1e-9 kappa_d0=1e-9 eta_p=0 eta_d=0 jump_rate=100 noise_slot=1m jump_min=1e-3 "
          "jump_max=2e-3)",
          "v1 p 0 0.1", 1, 1e-3);
  int n_jumps = 0;
  for (std::size_t k = 1; k < r.n_rows(); ++k) {
    const double size = std::abs(r.recorded(0)[k] - r.recorded(0)[k - 1]);
    if (size < 1e-6) continue;
    ++n_jumps;
    CHECK(size >= 1e-3 * 0.999);
    CHECK(size <= 2e-3 * 1.001);
  }
  CHECK(n_jumps == Approx(1000 * -std::expm1(-0.1)).margin(5 * std::sqrt(95.0 * 0.9)));
}

TEST_CASE("vts: cycle-to-cycle scatter gives the same cycles at any step, and other ones for another seed") {
  const std::string source = "v1 s 0 5\nr1 s p 1\nc1 p 0 1";
  const auto model = [](int seed) { return fmt::format("somn_vts(preset=\"dimensionless\" c2c=0.1 seed={})", seed); };
  const std::vector<double> coarse = falls(run(model(1), source, 3, 1e-3), 0.4, 0.6);
  const std::vector<double> fine = falls(run(model(1), source, 3, 2.5e-4), 0.4, 0.6);
  const std::vector<double> other = falls(run(model(2), source, 3, 1e-3), 0.4, 0.6);
  REQUIRE(coarse.size() > 8);
  REQUIRE(coarse.size() == fine.size());
  for (std::size_t k = 0; k < coarse.size(); ++k) CHECK(coarse[k] == Approx(fine[k]).epsilon(2e-3));
  std::vector<double> intervals;
  for (std::size_t k = 1; k < fine.size(); ++k) intervals.push_back(fine[k] - fine[k - 1]);
  double scatter = 0;
  for (const double i : intervals) scatter = std::max(scatter, std::abs(i - intervals[0]));
  CHECK(scatter > 0.01);  // without c2c every interval is 0.2325
  CHECK(std::abs(other[3] - fine[3]) > 1e-3);
}

TEST_CASE("break: every new gap is the computed one") {
  const Recorder r = run("somn_break(redraw=0.8 seed=3 beta_gap=3e9)", "v1 p 0 3", 2, 1e-3);
  int count = 0;
  for (std::size_t k = 1; k < r.n_rows(); ++k) {
    const double before = r.recorded(0)[k - 1], x = r.recorded(0)[k];
    if (!(before == -1 && x > -1)) continue;
    const double u = somn_uniform(somn_draw(somn_key_of_nodes("p", "0"), 3, SOMN_FOR_CYCLE, count++), 0);
    CHECK(x <= 1 - 0.8 * u);  // one step after the break it has shrunk a little
    CHECK(x > 1 - 0.8 * u - 0.1);
  }
  CHECK(count > 10);
}
