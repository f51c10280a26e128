#include <somn/core/error.hpp>
#include <somn/fit/fit.hpp>
#include <somn/statistics/cma_es.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <fmt/format.h>

namespace somn::fit {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using Lists = std::vector<std::vector<double>>;

constexpr double step_of_derivative = 1e-3;  // of a range: traces are smooth to rtol only

std::vector<double> values_of(const Problem& p, std::span<const double> x) {
  std::vector<double> values;
  for (std::size_t k = 0; k < p.ranges.size(); ++k) values.push_back(p.ranges[k].value(x[k]));
  return values;
}

struct Model {
  const Problem& problem;
  const Simulate& simulate;
  Lists measured;  // as the series: the data, or a resampling
  std::size_t n_evaluations = 0;

  std::size_t n() const {
    std::size_t sum = 0;
    for (const auto& m : measured) sum += m.size();
    return sum;
  }
  Lists shown(std::span<const double> x) {
    ++n_evaluations;
    return simulate(problem, values_of(problem, x));
  }
  // (simulated - measured)/noise, one list; what cannot be simulated is as bad as can be
  void residuals(std::span<const double> x, std::span<double> out) {
    try {
      const Lists y = shown(x);
      std::size_t at = 0;
      for (std::size_t s = 0; s < measured.size(); ++s)
        for (std::size_t k = 0; k < measured[s].size(); ++k) out[at++] = (y[s][k] - measured[s][k]) / problem.series[s].noise;
    } catch (const Error&) {
      std::fill(out.begin(), out.end(), 1e6);
    }
  }
};

std::vector<double> polished(Model& model, const std::vector<double>& start) {
  std::vector<analysis::Parameter> parameters;
  for (const double x : start) parameters.push_back({x, 0, 1});
  return analysis::least_squares([&](std::span<const double> x, std::span<double> out) { model.residuals(x, out); }, model.n(),
                                 parameters, {.step = step_of_derivative, .least = 1, .tolerance = 1e-7})
      .x;
}

MatrixXd jacobian_at(Model& model, const std::vector<double>& x) {
  const auto n = static_cast<Index>(model.n());
  MatrixXd j(n, static_cast<Index>(x.size()));
  VectorXd ahead(n), behind(n);
  for (std::size_t k = 0; k < x.size(); ++k) {
    std::vector<double> up = x, down = x;
    up[k] = std::min(1.0, x[k] + step_of_derivative), down[k] = std::max(0.0, x[k] - step_of_derivative);
    model.residuals(up, {ahead.data(), model.n()});
    model.residuals(down, {behind.data(), model.n()});
    j.col(static_cast<Index>(k)) = (ahead - behind) / (up[k] - down[k]);
  }
  return j;
}

// 1 + 2 sum of the autocorrelation of the residuals of each series until it is negative, averaged
double inflation_of(const Lists& residuals) {
  double weighted = 0, n_all = 0;
  for (const std::vector<double>& r : residuals) {
    const auto n = static_cast<double>(r.size());
    double square = 0, sum = 1;
    for (const double e : r) square += e * e;
    for (std::size_t lag = 1; lag < r.size() / 4; ++lag) {
      double product = 0;
      for (std::size_t k = lag; k < r.size(); ++k) product += r[k] * r[k - lag];
      // what white noise shows by chance is no correlation
      if (!(square > 0) || product / square < 2 / std::sqrt(n)) break;
      sum += 2 * product / square;
    }
    weighted += n * sum, n_all += n;
  }
  return weighted / n_all;
}

Lists differences(const Lists& a, const Lists& b) {
  Lists d = a;
  for (std::size_t s = 0; s < d.size(); ++s)
    for (std::size_t k = 0; k < d[s].size(); ++k) d[s][k] -= b[s][k];
  return d;
}

void judge(const Range& range, double x, double half_width, Estimate& e) {
  const double low = x - half_width, high = x + half_width;
  e.is_determined = std::isfinite(half_width) && low > 0 && high < 1 && half_width < 0.25;
  if (e.is_determined) return;
  const std::string from = somn::to_text(range.low), to = somn::to_text(range.high);
  e.why_not = !(half_width < 0.25)             ? "the data do not tell it: its interval is wider than half of its range"
              : x <= 1e-6 || x >= 1 - 1e-6     ? fmt::format("it lies at an end of its range, {} to {}", from, to)
                                               : fmt::format("its interval leaves its range, {} to {}", from, to);
}

// Intervals of refits to the fit plus its residuals in random blocks.
void bootstrap(const Problem& p, const Simulate& simulate, const Lists& fitted, const Lists& residuals, const std::vector<double>& x, Fit& f) {
  Lists drawn(x.size());
  for (std::size_t b = 0; b < p.bootstrap; ++b) {
    analysis::CounterStream random(p.seed, 1000 + b);
    Model model{p, simulate, fitted};
    for (std::size_t s = 0; s < fitted.size(); ++s) {
      const std::size_t n = fitted[s].size(), block = std::max<std::size_t>(1, static_cast<std::size_t>(std::sqrt(static_cast<double>(n))));
      for (std::size_t k = 0; k < n;) {
        const std::size_t from = random.below(n - block + 1);
        for (std::size_t i = 0; i < block && k < n; ++i, ++k) model.measured[s][k] -= residuals[s][from + i];
      }
    }
    const std::vector<double> again = polished(model, x);
    for (std::size_t k = 0; k < x.size(); ++k) drawn[k].push_back(again[k]);
    f.n_evaluations += model.n_evaluations;
  }
  const double alpha = 0.05 / static_cast<double>(x.size());
  for (std::size_t k = 0; k < x.size(); ++k) {
    std::sort(drawn[k].begin(), drawn[k].end());
    const auto at = [&](double q) { return drawn[k][static_cast<std::size_t>(std::clamp(q * static_cast<double>(drawn[k].size() - 1) + 0.5, 0.0, static_cast<double>(drawn[k].size() - 1)))]; };
    Estimate& e = f.estimates[k];
    const Range& r = p.ranges[k];
    e.low = r.value(at(0.025)), e.high = r.value(at(0.975));
    e.joint_low = r.value(at(alpha / 2)), e.joint_high = r.value(at(1 - alpha / 2));
    judge(r, x[k], std::max(at(0.975) - x[k], x[k] - at(0.025)), e);
  }
}

}  // namespace

Fit fit(const Problem& p, const Simulate& simulate) {
  Model model{p, simulate, {}};
  for (const Series& s : p.series) model.measured.push_back(s.values);
  const std::size_t n = model.n(), k_all = p.ranges.size();
  if (n <= k_all) throw InputError({.what = fmt::format("{} values for {} parameters", n, k_all), .where = p.where});
  std::vector<double> r(n);
  const auto squares = [&](std::span<const double> x) {
    model.residuals(x, r);
    double sum = 0;
    for (const double e : r) sum += e * e;
    return sum;
  };
  const analysis::Minimum found =
      analysis::evolve(squares, std::vector<double>(k_all, 0.5), {.most_evaluations = p.evaluations, .tolerance = 3e-3, .seed = p.seed});
  std::vector<double> x = polished(model, found.x);
  if (squares(x) > found.value) x = found.x;

  Fit f{.fitted = model.shown(x), .n_values = n, .intervals = p.bootstrap > 0 ? "bootstrap" : "curvature"};
  const Lists residuals = differences(f.fitted, model.measured);
  for (std::size_t s = 0; s < residuals.size(); ++s) {
    double square = 0, mean = 0, about = 0;
    const auto n_s = static_cast<double>(residuals[s].size());
    for (const double e : residuals[s]) square += e * e / n_s;
    for (const double v : model.measured[s]) mean += v / n_s;
    for (const double v : model.measured[s]) about += (v - mean) * (v - mean) / n_s;
    f.rms.push_back(std::sqrt(square));
    f.explained.push_back(about > 0 ? 1 - square / about : 0);
  }
  f.inflation = inflation_of(residuals);
  const double degrees = static_cast<double>(n - k_all), rss = squares(x);
  const double variance = f.inflation * std::max(rss / degrees, p.knows_noise ? 1.0 : 0.0);
  const MatrixXd j = jacobian_at(model, x);
  const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(j.transpose() * j);
  const double largest = eigen.eigenvalues().maxCoeff();
  const VectorXd inverse = eigen.eigenvalues().cwiseMax(1e-14 * largest).cwiseInverse();  // of what is not seen: as wide as can be told
  const MatrixXd covariance = variance * eigen.eigenvectors() * inverse.asDiagonal() * eigen.eigenvectors().transpose();
  const auto t = [&](double p_one_side) { return boost::math::quantile(boost::math::students_t_distribution<>(degrees), 1 - p_one_side); };
  for (std::size_t k = 0; k < k_all; ++k) {
    const auto at = static_cast<Index>(k);
    const double s = std::sqrt(covariance(at, at)), half = t(0.025) * s, joint = t(0.025 / static_cast<double>(k_all)) * s;
    const Range& range = p.ranges[k];
    const auto value = [&](double y) { return range.value(std::clamp(y, 0.0, 1.0)); };
    Estimate e{.key = range.key, .value = range.value(x[k]), .low = value(x[k] - half), .high = value(x[k] + half),
               .joint_low = value(x[k] - joint), .joint_high = value(x[k] + joint)};
    judge(range, x[k], half, e);
    f.estimates.push_back(std::move(e));
    f.correlation.emplace_back();
    for (Index m = 0; m < covariance.cols(); ++m)
      f.correlation.back().push_back(covariance(at, m) / std::sqrt(covariance(at, at) * covariance(m, m)));
  }
  f.n_evaluations = model.n_evaluations;
  if (p.bootstrap > 0) bootstrap(p, simulate, f.fitted, residuals, x, f);
  return f;
}

}  // namespace somn::fit
