// stanford, native: without heating and with a constant enhancement a constant voltage moves the gap at a constant speed;
// with both, the time to close is an integral over the gap.
#include <somn/models/catalogue.hpp>
#include <somn/native/solver.hpp>

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;

namespace {

circuit::Circuit one_junction(double volt, const std::vector<std::pair<const char*, double>>& settings) {
  const models::Law& law = models::law("stanford", "test");
  circuit::Circuit c;
  c.n_nodes = 2;
  c.is_connected = {true, true};
  c.source = {0}, c.drain = {1};
  c.models = {{"stanford", law.defaults()}};
  for (const auto& [name, value] : settings) c.models[0].values[law.index(name, "test")] = value;
  c.junctions = {{.id = {0}, .positive = {0}, .negative = {1}, .model = 0}};
  c.drive.amplitude = volt;
  return c;
}

double gap(const circuit::Circuit& c, double t_stop) {
  native::Solver solver(c, {.t_stop = t_stop, .rtol = 1e-9});
  while (solver.step()) {
  }
  return solver.states()[0];
}

const double u_ambient = 298 * 1.380649e-23 / 1.602176634e-19;

}  // namespace

TEST_CASE("stanford: cold and with beta 0 the gap moves at nu0 exp(-e_a/u) sinh(gamma0 (a0/thickness) v/u)") {
  const double speed = 10 * std::exp(-0.6 / u_ambient) * std::sinh(16 * 0.25 / 12 * 0.8 / u_ambient);
  const double t = 0.5e-9 / speed;
  CHECK(gap(one_junction(0.8, {{"r_th", 0}, {"beta", 0}}), t) == Approx(1.2e-9).epsilon(1e-7));
  CHECK(gap(one_junction(0.8, {{"r_th", 0}, {"beta", 0}}), 4 * t) == Approx(0.2e-9).epsilon(1e-12));
  CHECK(gap(one_junction(-0.8, {{"r_th", 0}, {"beta", 0}, {"gap0", 0.2e-9}}), t) == Approx(0.7e-9).epsilon(1e-7));
}

TEST_CASE("stanford: at 1 V the open junction closes in 37.8 us") {
  const models::Law& law = models::law("stanford", "test");
  const models::Device d(law, law.defaults());
  double time = 0;  // midpoint rule for int dg/|f|
  const int n = 20000;
  for (int k = 0; k < n; ++k) time += 1.5e-9 / n / -d.evaluate(0.2e-9 + 1.5e-9 * (k + 0.5) / n, 1.0).f;
  CHECK(time == Approx(37.8e-6).epsilon(1e-3));
  CHECK(gap(one_junction(1.0, {}), 0.999 * time) > 0.2e-9);
  CHECK(gap(one_junction(1.0, {}), 1.001 * time) == Approx(0.2e-9).epsilon(1e-12));
}
