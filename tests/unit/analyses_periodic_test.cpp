// Activation and harmonics against signals whose answers are known on paper.
#include <somn/analyses/activation/activation.hpp>
#include <somn/analyses/harmonics/harmonics.hpp>
#include <somn/core/error.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

using namespace somn;
using namespace somn::analysis;

namespace {

constexpr std::size_t m = 400;  // rows a period

template <class F>
std::vector<double> periods(std::size_t n, F f) {
  std::vector<double> y;
  for (std::size_t j = 0; j < n * m; ++j) y.push_back(f(static_cast<double>(j) / m));  // [periods]
  return y;
}

double sine(double t) {
  return std::sin(2 * std::numbers::pi * t);
}

}  // namespace

TEST_CASE("harmonics of a sine with known overtones") {
  const Harmonics h = harmonics(
      periods(3, [](double t) { return 0.5 + 2 * sine(t + 0.1) + 0.6 * sine(2 * t) - 0.8 * sine(5 * t + 0.3); }), m);
  CHECK(h.dc == Approx(0.5));
  CHECK(h.amplitude[0] == Approx(2));
  CHECK(h.amplitude[1] == Approx(0.6));
  CHECK(h.amplitude[2] == Approx(0).margin(1e-14));
  CHECK(h.amplitude[4] == Approx(0.8));
  CHECK(h.amplitude.size() == 29);
  CHECK(h.thd == Approx(0.5));
}

TEST_CASE("a sine has no distortion and kurtosis 3/2") {
  const std::vector<double> y = periods(10, sine), zero(y.size(), 0.0);
  CHECK(harmonics(y, m).thd == Approx(0).margin(1e-13));
  const Potentials u{{y, zero}};
  const std::vector<Branch> branches{{0, 1}, {1, 0}, {1, 1}};
  const VoltageShape shape = voltage_shape(u, branches, 0, 0.1);
  CHECK(shape.kurtosis == Approx(1.5));
  CHECK(shape.n_active == 2);  // the third has no voltage
  CHECK(voltage_shape(u, branches, 0, 1.1).n_active == 0);
}

TEST_CASE("a square wave has its odd harmonics and kurtosis 1") {
  // half a row off the flanks: sample j at (j + 1/2)/m. Exactly |I_k| = 4/(m sin(pi k/m)), k odd: towards 4/(pi k).
  const std::vector<double> y = periods(2, [](double t) { return std::fmod(t + 0.5 / m, 1) < 0.5 ? 1.0 : -1.0; });
  const Harmonics h = harmonics(y, m);
  double above = 0, first = 0;
  for (int k = 1; k <= 29; ++k) {
    const double exact = k % 2 ? 4 / (m * std::sin(std::numbers::pi * k / m)) : 0;
    CHECK(h.amplitude[static_cast<std::size_t>(k - 1)] == Approx(exact).margin(1e-13));
    (k == 1 ? first : above) += exact * exact;
  }
  CHECK(h.thd == Approx(std::sqrt(above / first)));
  CHECK(h.thd == Approx(std::sqrt(std::numbers::pi * std::numbers::pi / 8 - 1)).epsilon(0.05));  // all harmonics
  const std::vector<double> zero(y.size(), 0.0);
  CHECK(voltage_shape({{y, zero}}, std::vector<Branch>{{0, 1}}, 0, 0.1).kurtosis == Approx(1));
}

TEST_CASE("harmonics refuse what is no whole period") {
  CHECK_THROWS_AS(harmonics(std::vector<double>(m + 1, 1.0), m), InputError);
  CHECK_THROWS_AS(harmonics(std::vector<double>(50, 1.0), 50), InputError);
  CHECK_THROWS_AS(harmonics({}, m), InputError);
}

TEST_CASE("activation of an exponential rise is at half its time") {
  std::vector<double> t, g;
  for (int k = 0; k <= 100; ++k) t.push_back(k), g.push_back(1e-8 * std::exp(0.08 * k));
  Activation a = activation(t, g);
  CHECK(a.t_act == Approx(50));
  CHECK(a.settling == Approx(0.08));
  CHECK(a.g_end / a.g_first == Approx(std::exp(8.0)));
  g[0] = std::nan("");  // no conductance at V = 0
  CHECK(activation(t, g).t_act == Approx(50.5));
  CHECK(std::isnan(activation(t, std::vector<double>(t.size(), 1.0)).t_act));
  CHECK(std::isnan(activation({}, {}).t_act));
}

TEST_CASE("a transient spike exceeds both ends and the threshold") {
  const std::vector<double> zero(5, 0.0), spike{0, 0.5, 1.2, 0.5, 0.1}, negative{0, -0.5, -1.2, -0.5, -0.1},
      low{0, 0.5, 0.9, 0.5, 0.1}, rise{0, 0.5, 1.2, 1.2, 1.2}, shoulder{0, 0.5, 1.3, 1.2, 1.15};
  const auto n = [&](const std::vector<double>& v) {
    return count_transient_spikes({{v, zero}}, std::vector<Branch>{{0, 1}}, 1.0, 0.2);
  };
  CHECK(n(spike) == 1);
  CHECK(n(negative) == 1);
  CHECK(n(low) == 0);
  CHECK(n(rise) == 0);
  CHECK(n(shoulder) == 0);
}
