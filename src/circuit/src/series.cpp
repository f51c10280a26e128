#include <somn/circuit/series.hpp>

#include <array>
#include <cmath>

namespace somn::circuit {

std::vector<double> mackey_glass(std::size_t n, double start, std::size_t n_left_out) {
  constexpr double h = 0.1;
  constexpr std::size_t delay = 170, per_value = 10;
  std::vector<double> x(delay + 1, start);  // x[k] is the value of step k - delay
  const auto slope = [](double now, double before) { return 0.2 * before / (1 + std::pow(before, 10)) - 0.1 * now; };
  std::vector<double> series;
  for (std::size_t step = 0; series.size() < n; ++step) {
    if (step % per_value == 0 && step / per_value >= n_left_out) series.push_back(x.back());
    const double past = x[step], next = x[step + 1], half = 0.5 * (past + next), now = x.back();
    const double k1 = slope(now, past), k2 = slope(now + 0.5 * h * k1, half), k3 = slope(now + 0.5 * h * k2, half),
                 k4 = slope(now + h * k3, next);
    x.push_back(now + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4));
  }
  return series;
}

std::vector<double> lorenz(std::size_t n, double start, std::size_t n_left_out) {
  constexpr double h = 0.005;
  constexpr std::size_t per_value = 4;
  using State = std::array<double, 3>;
  const auto slope = [](const State& s) {
    return State{10 * (s[1] - s[0]), s[0] * (28 - s[2]) - s[1], s[0] * s[1] - 8.0 / 3 * s[2]};
  };
  const auto moved = [](const State& s, const State& k, double by) {
    return State{s[0] + by * k[0], s[1] + by * k[1], s[2] + by * k[2]};
  };
  State s{start, 1 + start, 1 + start};
  std::vector<double> series;
  for (std::size_t step = 0; series.size() < n; ++step) {
    if (step % per_value == 0 && step / per_value >= n_left_out) series.push_back(s[0]);
    const State k1 = slope(s), k2 = slope(moved(s, k1, 0.5 * h)), k3 = slope(moved(s, k2, 0.5 * h)), k4 = slope(moved(s, k3, h));
    for (std::size_t i = 0; i < 3; ++i) s[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
  }
  return series;
}

}  // namespace somn::circuit
