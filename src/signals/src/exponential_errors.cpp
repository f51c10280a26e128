#include <somn/signals/exponential_errors.hpp>
#include <somn/signals/fourier.hpp>

#include <Eigen/Dense>
#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <functional>
#include <optional>

namespace somn::analysis {
namespace {

// What one block does must say little of the next: blocks of 30 tau, as long as that leaves eight of them; of 10 tau,
// as long as it leaves four.
constexpr std::size_t most_blocks = 64, enough_blocks = 8, least_blocks = 4;
constexpr double long_enough = 30;  // [tau]

// Adds sum over t in [first, end) with t + k < a.size() of a_t a_{t+k}, k = 0 .. k_max.
std::vector<double> products(std::span<const double> a, std::size_t first, std::size_t end, std::size_t k_max) {
  std::vector<double> sums(k_max + 1);
  const std::size_t last = std::min(a.size(), end + k_max);
  if (static_cast<double>(end - first) * static_cast<double>(k_max) < 1e5) {
    for (std::size_t k = 0; k <= k_max; ++k)
      for (std::size_t t = first; t < end && t + k < a.size(); ++t) sums[k] += a[t] * a[t + k];
    return sums;
  }
  const std::size_t size = power_of_two_from(last - first + k_max + 1);
  std::vector<double> x(size), y(size);
  std::copy(a.begin() + static_cast<std::ptrdiff_t>(first), a.begin() + static_cast<std::ptrdiff_t>(end), x.begin());
  std::copy(a.begin() + static_cast<std::ptrdiff_t>(first), a.begin() + static_cast<std::ptrdiff_t>(last), y.begin());
  Complexes fx = forward_real(x);
  const Complexes fy = forward_real(y);
  for (std::size_t k = 0; k < fx.size(); ++k) fx[k] = std::conj(fx[k]) * fy[k];
  const std::vector<double> correlation = inverse_real(fx, size);
  for (std::size_t k = 0; k <= k_max; ++k) sums[k] = correlation[k] / static_cast<double>(size);
  return sums;
}

// [block][lag 0 .. k_max]; each lag as if all n pairs existed.
Eigen::MatrixXd merged(const LagProducts& p, double tau) {
  const auto is_short = [&](std::size_t blocks, double least) {
    return static_cast<double>(p.n) / static_cast<double>(blocks) < least * std::max(tau, 1.0);
  };
  std::size_t wanted = p.blocks.size();
  while (wanted / 2 >= enough_blocks && is_short(wanted, long_enough)) wanted /= 2;
  while (wanted / 2 >= least_blocks && is_short(wanted, long_enough / 3)) wanted /= 2;
  const std::size_t n_lags = p.blocks.front().size();
  Eigen::MatrixXd c = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(wanted), static_cast<Eigen::Index>(n_lags));
  const double n = static_cast<double>(p.n);
  for (std::size_t b = 0; b < p.blocks.size(); ++b)
    for (std::size_t k = 0; k < n_lags; ++k)
      c(static_cast<Eigen::Index>(b * wanted / p.blocks.size()), static_cast<Eigen::Index>(k)) +=
          p.blocks[b][k] * n / (n - static_cast<double>(k));
  return c;
}

// e^(-k/tau), k = 1 .. n
Eigen::VectorXd decay(double tau, Eigen::Index n) {
  return (-Eigen::ArrayXd::LinSpaced(n, 1, static_cast<double>(n)) / tau).exp();
}

// n var(mean)/variance of a process with correlations A m^k: 1 + 2 sum (1 - j/n) A m^j
double long_run_variance(double a, double tau, double n) {
  const double m = std::exp(-1 / tau), rest = -std::expm1(-1 / tau);
  return 1 + 2 * a * (m / rest + m * std::expm1(-n / tau) / (n * rest * rest));
}

// Skewness of S = sum_k d_k c_k of n values of a Gaussian process with correlations A m^k: S is a quadratic form, so that
// with D(w) = sum_k d_k cos kw and the spectrum f(w) its cumulants are 2 n mean (D f)^2 and 8 n mean (D f)^3.
double skewness(const Eigen::VectorXd& d, double a, double tau, double n) {
  const std::size_t size = power_of_two_from(4 * static_cast<std::size_t>(d.size() + 1));
  std::vector<double> of_lag(size);
  std::copy(d.begin(), d.end(), of_lag.begin() + 1);
  const Complexes weights = forward_real(of_lag);
  const double m = std::exp(-1 / tau), step = 2 * std::acos(-1.0) / static_cast<double>(size);
  double squares = 0, cubes = 0;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    const bool is_single = k == 0 || k + 1 == weights.size();
    const double white = 1 - 2 * m * std::cos(step * static_cast<double>(k)) + m * m;
    const double q = weights[k].real() * (1 - a + a * (1 - m * m) / white), share = (is_single ? 1 : 2) / static_cast<double>(size);
    squares += share * q * q, cubes += share * q * q * q;
  }
  return squares > 0 ? 8 * cubes / std::sqrt(8 * squares * squares * squares * n) : 0;
}

// P. Hall, J. R. Stat. Soc. B 54, 221 (1992): t of a sum with skewness g, as nearly symmetric as if there were none.
double without_skewness(double t, double g) {
  return t + g * t * t / 3 + g * g * t * t * t / 27 + g / 6;
}

class Score {
 public:
  Score(const Eigen::MatrixXd& c, double n, bool has_offset) : c_(c), n_(n), has_offset_(has_offset) {
    total_ = c.colwise().sum();
  }
  double t_of(double tau) const {
    const Eigen::Index k_max = c_.cols() - 1;
    const Eigen::VectorXd y = decay(tau, k_max);
    Eigen::MatrixXd nuisance(k_max, has_offset_ ? 2 : 1);
    nuisance.col(0) = y;
    if (has_offset_) nuisance.col(1).setOnes();
    const Eigen::VectorXd slope = y.array() * Eigen::ArrayXd::LinSpaced(k_max, 1, static_cast<double>(k_max));
    const Eigen::HouseholderQR<Eigen::MatrixXd> qr(nuisance);
    const Eigen::VectorXd d = slope - nuisance * qr.solve(slope), r = total_.tail(k_max) / total_[0];
    const double a = std::clamp(y.dot(r) / y.squaredNorm(), 0.0, 1 / y[0]), v = long_run_variance(a, tau, n_);
    const double bias = total_[0] * std::min(v / n_ / std::max(1 - v / n_, 0.1), 1.0) * d.sum();
    const Eigen::VectorXd s = c_.rightCols(k_max) * d;
    const double blocks = static_cast<double>(s.size());
    const double variance = blocks / (blocks - 1) * (s.array() - s.mean()).square().sum();
    return without_skewness((s.sum() + bias) / std::sqrt(variance), skewness(d, std::min(a, 1.0), tau, n_));
  }

 private:
  const Eigen::MatrixXd& c_;
  Eigen::VectorXd total_;
  double n_;
  bool has_offset_;
};

// The end of the interval on one side of `inside` (ln tau): steps that grow, then bisection; nothing within the limit.
std::optional<double> end_of(const std::function<bool(double)>& is_kept, double inside, double step, double limit) {
  double outside = inside + step;
  while (is_kept(outside)) {
    if (step > 0 ? outside > limit : outside < limit) return {};
    inside = outside;
    step *= 1.5;
    outside = inside + step;
  }
  for (int k = 0; k < 40; ++k) {
    const double middle = (inside + outside) / 2;
    (is_kept(middle) ? inside : outside) = middle;
  }
  return (inside + outside) / 2;
}

void add_standard_errors(ExponentialErrors& e, const Eigen::MatrixXd& c, const ExponentialFit& fit, bool has_offset) {
  const Eigen::Index k_max = c.cols() - 1;
  Eigen::MatrixXd jacobian(k_max, has_offset ? 3 : 2);
  jacobian.col(0) = decay(fit.tau, k_max);
  jacobian.col(1) = fit.amplitude / (fit.tau * fit.tau) * jacobian.col(0).array() *
                    Eigen::ArrayXd::LinSpaced(k_max, 1, static_cast<double>(k_max));
  if (has_offset) jacobian.col(2).setOnes();
  const Eigen::VectorXd total = c.colwise().sum();
  const Eigen::MatrixXd about = c.rightCols(k_max) - c.col(0) * (total.tail(k_max) / total[0]).transpose();
  const Eigen::MatrixXd of_blocks = jacobian.colPivHouseholderQr().solve(about.transpose()) / total[0];
  const double blocks = static_cast<double>(c.rows());
  const Eigen::VectorXd variance =
      blocks / (blocks - 1) * (of_blocks.colwise() - of_blocks.rowwise().mean()).rowwise().squaredNorm();
  e.amplitude_se = std::sqrt(variance[0]);
  e.tau_se = std::sqrt(variance[1]);
}

}  // namespace

std::vector<double> LagProducts::total() const {
  std::vector<double> sums(blocks.empty() ? 0 : blocks.front().size());
  for (const auto& block : blocks) std::transform(sums.begin(), sums.end(), block.begin(), sums.begin(), std::plus<>());
  return sums;
}

LagProducts lag_products(std::span<const double> x, std::size_t k_max) {
  LagProducts p{.n = x.size()};
  std::size_t n_blocks = most_blocks;
  while (n_blocks > 1 && x.size() < 2 * n_blocks) n_blocks /= 2;
  for (std::size_t b = 0; b < n_blocks; ++b)
    p.blocks.push_back(products(x, b * x.size() / n_blocks, (b + 1) * x.size() / n_blocks, k_max));
  return p;
}

ExponentialErrors exponential_errors(const LagProducts& p, const ExponentialFit& fit, bool has_offset) {
  ExponentialErrors e;
  if (!(fit.tau > 0) || !std::isfinite(fit.tau) || p.blocks.size() < least_blocks ||
      p.blocks.front().size() < (has_offset ? 5u : 4u))
    return e;
  const Eigen::MatrixXd c = merged(p, fit.tau);
  e.n_blocks = static_cast<std::size_t>(c.rows());
  add_standard_errors(e, c, fit, has_offset);
  const double limit = boost::math::quantile(boost::math::students_t(static_cast<double>(c.rows() - 1)), 0.975);
  const Score score(c, static_cast<double>(p.n), has_offset);
  const auto is_kept = [&](double log_tau) { return !(std::abs(score.t_of(std::exp(log_tau))) > limit); };
  const double least = std::log(0.1), largest = std::log(100 * static_cast<double>(p.n));
  double inside = std::clamp(std::log(fit.tau), least, largest);
  for (double step = 0.01; !is_kept(inside) && step < 20; step *= 1.2)  // the bias may move it off the fit
    for (const double at : {inside - step, inside + step})
      if (is_kept(at)) inside = at;
  e.tau_low = std::exp(end_of(is_kept, inside, -0.02, least).value_or(-std::numeric_limits<double>::infinity()));
  e.tau_high = std::exp(end_of(is_kept, inside, 0.02, largest).value_or(std::numeric_limits<double>::infinity()));
  return e;
}

}  // namespace somn::analysis
