#include <somn/analyses/activation/activation.hpp>

#include <algorithm>
#include <cmath>

namespace somn::analysis {

Activation activation(std::span<const double> time, std::span<const double> g) {
  Activation a;
  std::vector<double> t, y;  // rows that have a conductance, y = ln G
  for (std::size_t k = 0; k < g.size(); ++k)
    if (g[k] > 0 && std::isfinite(g[k])) t.push_back(time[k]), y.push_back(std::log(g[k]));
  if (y.size() < 2) {
    a.reason = "fewer than two rows have a conductance";
    return a;
  }
  a.g_first = std::exp(y.front());
  a.g_end = std::exp(y.back());
  const std::size_t tail = y.size() - 1 - std::max<std::size_t>(1, (y.size() - 1) / 10);
  a.settling = std::abs(y.back() - y[tail]) / (t.back() - t[tail]);
  const double middle = 0.5 * (y.front() + y.back());
  for (std::size_t k = 1; k < y.size(); ++k) {
    if ((y[k - 1] < middle) == (y[k] < middle)) continue;
    a.t_act = t[k - 1] + (t[k] - t[k - 1]) * (middle - y[k - 1]) / (y[k] - y[k - 1]);
    break;
  }
  if (std::isnan(a.t_act)) a.reason = "the conductance does not change";
  return a;
}

std::size_t count_transient_spikes(const Potentials& u, std::span<const Branch> branches, double v_set, double height) {
  const std::size_t n = u.n_rows();
  if (n < 3) return 0;
  return static_cast<std::size_t>(std::count_if(branches.begin(), branches.end(), [&](const Branch& b) {
    double highest = 0;
    for (std::size_t row = 0; row < n; ++row) highest = std::max(highest, std::abs(u.across(b, row)));
    // higher than both ends, it lies between them: a local maximum
    return highest > v_set && highest >= std::max(std::abs(u.across(b, 0)), std::abs(u.across(b, n - 1))) + height;
  }));
}

}  // namespace somn::analysis
