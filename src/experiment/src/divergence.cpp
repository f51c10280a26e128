#include <somn/experiment/divergence.hpp>
#include <somn/native/solver.hpp>

#include <algorithm>
#include <cmath>

namespace somn::experiment {
namespace {

struct Pair {
  native::Solver solver;
  double sum = 0;  // of ln(|D|/epsilon)
  bool is_merged = false;
};

// ln(|D|/epsilon) of one step, the twin brought back to distance epsilon; -infinity where there is no distance left.
double renormalise(native::Solver& twin, const std::vector<double>& base, double epsilon) {
  std::vector<double> x = twin.states();
  double square = 0;
  for (std::size_t k = 0; k < x.size(); ++k) square += (x[k] - base[k]) * (x[k] - base[k]);
  const double distance = std::sqrt(square);
  if (!(distance > 0)) return -std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < x.size(); ++k) x[k] = base[k] + (x[k] - base[k]) * epsilon / distance;
  twin.set_states(x);
  return std::log(distance / epsilon);
}

void summarise(const std::vector<Pair>& pairs, double duration, Divergence& d) {
  double sum = 0, squares = 0, n = 0;
  for (const Pair& pair : pairs) {
    d.rates.push_back(pair.is_merged ? std::numeric_limits<double>::quiet_NaN() : pair.sum / duration);
    d.n_merged += pair.is_merged;
    if (!pair.is_merged) sum += d.rates.back(), squares += d.rates.back() * d.rates.back(), ++n;
  }
  std::vector<double> sorted;
  for (const double rate : d.rates)
    if (std::isfinite(rate)) sorted.push_back(rate);
  std::sort(sorted.begin(), sorted.end());
  if (!sorted.empty()) d.rate_median = 0.5 * (sorted[(sorted.size() - 1) / 2] + sorted[sorted.size() / 2]);
  if (n > 0 && duration > 0) d.rate = sum / n;
  if (n > 1 && duration > 0) d.rate_sd = std::sqrt(std::max(0.0, (squares - sum * sum / n) / (n - 1)));
}

}  // namespace

Divergence measure_divergence(const Experiment& e, const circuit::Circuit& circuit, const std::atomic<bool>* stop) {
  const native::Options options{.method = native::Method::euler, .t_stop = e.run.t_stop, .dt = e.run.dt};
  const auto is_stopped = [&] { return stop && *stop; };
  Divergence d{.epsilon = e.run.lyapunov_epsilon, .t_start = e.analysis.t_start.value_or(e.run.t_stop / 2)};
  native::Solver base(circuit, options);
  while (base.point().time < d.t_start - e.run.dt / 2 && !is_stopped() && base.step()) {
  }
  d.t_start = d.t_stop = base.point().time;
  const std::string here = base.checkpoint();
  const std::size_t n_junctions = circuit.junctions.size(), n = std::min(e.run.lyapunov, n_junctions);
  std::vector<Pair> pairs;
  for (std::size_t k = 0; k < n; ++k) {
    d.junctions.push_back(k * n_junctions / n);
    pairs.push_back({native::Solver(circuit, options)});
    pairs.back().solver.restore(here);
    std::vector<double> x = base.states();
    x[d.junctions.back()] += d.epsilon;
    pairs.back().solver.set_states(x);
  }
  while (!is_stopped() && base.step()) {
    const std::vector<double> x = base.states();
    for (Pair& pair : pairs) {
      if (pair.is_merged || !pair.solver.step()) continue;
      const double g = renormalise(pair.solver, x, d.epsilon);
      pair.is_merged = !std::isfinite(g);
      if (!pair.is_merged) pair.sum += g;
    }
    d.t_stop = base.point().time;
  }
  summarise(pairs, d.t_stop - d.t_start, d);
  return d;
}

}  // namespace somn::experiment
