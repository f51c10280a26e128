#include <somn/analyses/reservoir/capacity.hpp>
#include <somn/core/error.hpp>

#include <Eigen/Core>
#include <Eigen/QR>
#include <Eigen/SVD>
#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <map>

namespace somn::analysis {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using Signals = std::span<const std::span<const double>>;

constexpr std::size_t windows[] = {12, 7, 5};  // [inputs] of degree 2, 3, 4

// p(d)[n] = P_d(u(n)), d = 0 ... degree, orthonormal on u: P_d = u P_{d-1} less its parts along the others. Degrees beyond
// what the distribution has (two values: 1) are zero.
std::vector<VectorXd> polynomials(std::span<const double> input, std::size_t degree) {
  const auto n = static_cast<Index>(input.size());
  VectorXd u = Eigen::Map<const VectorXd>(input.data(), n);
  const double spread = std::sqrt((u.array() - u.mean()).square().mean());
  if (!(spread > 1e-12 * u.cwiseAbs().maxCoeff())) throw InputError({.what = "the input stands still", .where = "reservoir"});
  u = ((u.array() - u.mean()) / spread).matrix();
  std::vector<VectorXd> p{VectorXd::Ones(n)};
  for (std::size_t d = 1; d <= degree; ++d) {
    VectorXd next = p.back().cwiseProduct(u);
    const double before = next.squaredNorm();
    for (int twice = 0; twice < 2; ++twice)
      for (const VectorXd& q : p) next -= q.dot(next) / std::max(q.squaredNorm(), 1e-300) * q;
    const double left = next.squaredNorm();
    p.push_back(left > 1e-8 * std::max(before, 1e-300) ? VectorXd(next * std::sqrt(static_cast<double>(n) / left))
                                                       : VectorXd(VectorXd::Zero(n)));
  }
  return p;
}

// All multisets of `degree` delays below `window`, in order.
void multisets(std::size_t degree, std::size_t window, std::vector<std::size_t>& chosen,
               const std::function<void(const std::vector<std::size_t>&)>& take) {
  if (chosen.size() == degree) return take(chosen);
  for (std::size_t d = chosen.empty() ? 0 : chosen.back(); d < window; ++d) {
    chosen.push_back(d);
    multisets(degree, window, chosen, take);
    chosen.pop_back();
  }
}

std::vector<PartCapacity> all_parts(std::size_t n_delays, std::size_t max_degree) {
  std::vector<PartCapacity> parts;
  for (std::size_t degree = 1; degree <= max_degree; ++degree) {
    const std::size_t window = degree == 1 ? n_delays + 1 : std::min(n_delays + 1, windows[std::min<std::size_t>(degree, 4) - 2]);
    std::vector<std::size_t> chosen;
    multisets(degree, window, chosen, [&](const auto& delays) { parts.push_back({degree, delays, 0}); });
  }
  return parts;
}

// The target of a part on rows first ... n - 1
VectorXd target_of(const PartCapacity& part, const std::vector<VectorXd>& p, Index first) {
  const Index n = p.front().size() - first;
  VectorXd z = VectorXd::Ones(n);
  for (std::size_t k = 0; k < part.delays.size();) {
    const std::size_t delay = part.delays[k];
    std::size_t power = 0;
    for (; k < part.delays.size() && part.delays[k] == delay; ++k) ++power;
    z.array() *= p[power].segment(first - static_cast<Index>(delay), n).array();
  }
  return z;
}

MatrixXd centred(Signals outputs, Index first) {
  const auto n = static_cast<Index>(outputs.front().size());
  MatrixXd x(n - first, static_cast<Index>(outputs.size()));
  for (Index k = 0; k < x.cols(); ++k) {
    const Eigen::Map<const VectorXd> y(outputs[static_cast<std::size_t>(k)].data(), n);
    x.col(k) = (y.tail(n - first).array() - y.tail(n - first).mean()).matrix();
    const double sd = x.col(k).norm() / std::sqrt(static_cast<double>(n - first));
    if (sd > 1e-12 * y.cwiseAbs().maxCoeff())
      x.col(k) /= sd;
    else
      x.col(k).setZero();
  }
  return x;
}

std::size_t dimensions(const MatrixXd& x, double least) {
  const VectorXd s = Eigen::BDCSVD<MatrixXd>(x).singularValues();
  return static_cast<std::size_t>((s.array() > least).count());
}

}  // namespace

InformationCapacity information_capacity(std::span<const double> u, Signals outputs, std::size_t n_delays,
                                         std::size_t max_degree) {
  std::vector<PartCapacity> parts = all_parts(n_delays, max_degree);
  const auto first = static_cast<Index>(std::max<std::size_t>(n_delays, 12));
  const Index n = static_cast<Index>(u.size()) - first;
  if (n < 2 * static_cast<Index>(parts.size()) || n < 2 * static_cast<Index>(outputs.size()))
    throw InputError({.what = "too few rows for so many targets",
                      .where = "reservoir",
                      .value = fmt::format("{} rows, {} targets, {} outputs", n, parts.size(), outputs.size()),
                      .allowed = "twice as many rows",
                      .remedy = "a longer record, a lower --degree or fewer --delays"});
  Eigen::ColPivHouseholderQR<MatrixXd> qr;
  qr.setThreshold(1e-9);
  qr.compute(centred(outputs, first));
  InformationCapacity c{.n_rows = static_cast<std::size_t>(n), .rank = static_cast<std::size_t>(qr.rank())};
  const MatrixXd span = qr.householderQ() * MatrixXd::Identity(n, qr.rank());

  const std::vector<VectorXd> p = polynomials(u, max_degree);
  for (PartCapacity& part : parts) {
    VectorXd target = target_of(part, p, first);
    target.array() -= target.mean();
    part.capacity = (span.transpose() * target).squaredNorm() / std::max(target.squaredNorm(), 1e-300);
  }
  std::stable_sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.capacity > b.capacity; });
  // Householder keeps the order of the columns: column k of Q is what target k has beside those before it
  MatrixXd z(n, static_cast<Index>(parts.size()) + 1);
  z.col(0).setOnes();
  for (std::size_t k = 0; k < parts.size(); ++k) z.col(static_cast<Index>(k) + 1) = target_of(parts[k], p, first);
  const Eigen::HouseholderQR<MatrixXd> ordered(z);
  const MatrixXd q = ordered.householderQ() * MatrixXd::Identity(n, z.cols());
  const VectorXd sizes = ordered.matrixQR().diagonal().cwiseAbs() / std::sqrt(static_cast<double>(n));
  const MatrixXd shares = span.transpose() * q;

  if (c.rank > 0)
    c.threshold = boost::math::quantile(boost::math::complement(
        boost::math::beta_distribution<>(0.5 * static_cast<double>(c.rank), 0.5 * static_cast<double>(static_cast<std::size_t>(n) - c.rank - 1)), 1e-4));
  c.by_degree.assign(max_degree, 0);
  c.by_delay.assign(n_delays + 1, 0);
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const auto column = static_cast<Index>(k) + 1;
    if (sizes[column] < 1e-4) continue;  // nothing that the others do not have
    ++c.n_targets;
    parts[k].capacity = shares.col(column).squaredNorm();
    if (parts[k].capacity <= c.threshold) continue;
    c.total += parts[k].capacity;
    c.by_degree[parts[k].degree - 1] += parts[k].capacity;
    if (parts[k].degree == 1) c.by_delay[parts[k].delays.front()] = parts[k].capacity;
    c.parts.push_back(parts[k]);
  }
  std::stable_sort(c.parts.begin(), c.parts.end(), [](const auto& a, const auto& b) { return a.capacity > b.capacity; });
  return c;
}

Ranks ranks(std::span<const double> u, Signals outputs, std::size_t same, double share) {
  const auto first = static_cast<Index>(same);
  const MatrixXd x = centred(outputs, first);
  if (x.rows() < 2 * x.cols()) throw InputError({.what = "fewer than twice as many rows as outputs", .where = "reservoir"});
  MatrixXd apart(x.rows(), x.cols());
  const auto distance = [&](Index a, Index b) {
    double sum = 0;
    for (Index k = 0; k < first; ++k) {
      const double d = u[static_cast<std::size_t>(first + a - k)] - u[static_cast<std::size_t>(first + b - k)];
      sum += d * d;
    }
    return sum;
  };
  for (Index a = 0; a < x.rows(); ++a) {
    Index nearest = a == 0 ? 1 : 0;
    double least = INFINITY;
    for (Index b = 0; b < x.rows(); ++b)
      if (const double d = a == b ? INFINITY : distance(a, b); d < least) least = d, nearest = b;
    apart.row(a) = (x.row(a) - x.row(nearest)) / std::sqrt(2.0);
  }
  const double largest = Eigen::BDCSVD<MatrixXd>(x).singularValues()[0];
  return {dimensions(x, share * largest), dimensions(apart, share * largest)};
}

}  // namespace somn::analysis
