#include <somn/statistics/cma_es.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <numeric>

namespace somn::analysis {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

double reflected(double x) {
  x = std::abs(std::fmod(x, 2.0));
  return x > 1 ? 2 - x : x;
}

struct Strategy {  // Table 1 of the tutorial
  double mu_eff = 0, c_sigma = 0, d_sigma = 0, c_c = 0, c_1 = 0, c_mu = 0, chi = 0;
  VectorXd weights;

  Strategy(double n, std::size_t offspring) {
    const auto mu = static_cast<Index>(offspring / 2);
    weights.resize(mu);
    for (Index k = 0; k < mu; ++k) weights[k] = std::log(0.5 * (static_cast<double>(offspring) + 1)) - std::log(static_cast<double>(k + 1));
    weights /= weights.sum();
    mu_eff = 1 / weights.squaredNorm();
    c_sigma = (mu_eff + 2) / (n + mu_eff + 5);
    d_sigma = 1 + 2 * std::max(0.0, std::sqrt((mu_eff - 1) / (n + 1)) - 1) + c_sigma;
    c_c = (4 + mu_eff / n) / (n + 4 + 2 * mu_eff / n);
    c_1 = 2 / ((n + 1.3) * (n + 1.3) + mu_eff);
    c_mu = std::min(1 - c_1, 2 * (mu_eff - 2 + 1 / mu_eff) / ((n + 2) * (n + 2) + mu_eff));
    chi = std::sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
  }
};

}  // namespace

Minimum evolve(const std::function<double(std::span<const double>)>& f, std::vector<double> start, const Evolution& o) {
  const auto n = static_cast<Index>(start.size());
  const double dimensions = static_cast<double>(n);
  const std::size_t offspring = o.n_offspring ? o.n_offspring : 4 + static_cast<std::size_t>(3 * std::log(dimensions));
  const Strategy s(dimensions, offspring);
  CounterStream random(o.seed, 0xc3a);
  boost::random::normal_distribution<double> normal;
  Minimum best;
  std::size_t n_evaluations = 0;
  const auto value_of = [&](const VectorXd& x) {
    std::vector<double> inside;
    for (const double v : x) inside.push_back(reflected(v));
    const double value = f(inside);
    ++n_evaluations;
    if (best.x.empty() || value < best.value) best = {inside, value};
    return std::isfinite(value) ? value : INFINITY;
  };

  VectorXd mean = Eigen::Map<VectorXd>(start.data(), n), path_sigma = VectorXd::Zero(n), path_c = VectorXd::Zero(n);
  MatrixXd covariance = MatrixXd::Identity(n, n);
  double sigma = o.sigma;
  value_of(mean);
  for (double generation = 1; n_evaluations + offspring <= o.most_evaluations; ++generation) {
    const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(covariance);
    const VectorXd axes = eigen.eigenvalues().cwiseMax(1e-30).cwiseSqrt();
    const MatrixXd& b = eigen.eigenvectors();
    if (sigma * axes.maxCoeff() < o.tolerance) break;
    MatrixXd steps(n, static_cast<Index>(offspring));  // y = B D z
    std::vector<double> values;
    for (Index k = 0; k < steps.cols(); ++k) {
      VectorXd z(n);
      for (double& v : z) v = normal(random);
      steps.col(k) = b * axes.cwiseProduct(z);
      values.push_back(value_of(mean + sigma * steps.col(k)));
    }
    std::vector<Index> order(offspring);
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](Index p, Index q) { return values[static_cast<std::size_t>(p)] < values[static_cast<std::size_t>(q)]; });

    VectorXd step = VectorXd::Zero(n);
    for (Index k = 0; k < s.weights.size(); ++k) step += s.weights[k] * steps.col(order[static_cast<std::size_t>(k)]);
    mean += sigma * step;
    for (double& v : mean) v = std::clamp(v, 0.0, 1.0);
    path_sigma = (1 - s.c_sigma) * path_sigma +
                 std::sqrt(s.c_sigma * (2 - s.c_sigma) * s.mu_eff) * (b * (b.transpose() * step).cwiseQuotient(axes));
    const double length = path_sigma.norm() / std::sqrt(1 - std::pow(1 - s.c_sigma, 2 * generation));
    const bool is_short = length < (1.4 + 2 / (dimensions + 1)) * s.chi;
    path_c = (1 - s.c_c) * path_c + (is_short ? std::sqrt(s.c_c * (2 - s.c_c) * s.mu_eff) : 0) * step;
    covariance *= 1 - s.c_1 - s.c_mu + (is_short ? 0 : s.c_1 * s.c_c * (2 - s.c_c));
    covariance += s.c_1 * path_c * path_c.transpose();
    for (Index k = 0; k < s.weights.size(); ++k) {
      const VectorXd y = steps.col(order[static_cast<std::size_t>(k)]);
      covariance += s.c_mu * s.weights[k] * y * y.transpose();
    }
    covariance = 0.5 * (covariance + covariance.transpose()).eval();
    sigma *= std::exp(std::min(1.0, s.c_sigma / s.d_sigma * (path_sigma.norm() / s.chi - 1)));
    const double lowest = values[static_cast<std::size_t>(order.front())], highest = values[static_cast<std::size_t>(order.back())];
    if (std::isfinite(highest) && highest - lowest <= o.tolerance * std::abs(lowest)) break;
  }
  return best;
}

}  // namespace somn::analysis
