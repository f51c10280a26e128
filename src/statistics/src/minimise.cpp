#include <somn/statistics/minimise.hpp>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace somn::analysis {
namespace {

using Point = std::vector<double>;

// centre + factor (centre - away)
Point reflected(const Point& centre, const Point& away, double factor) {
  Point p(centre.size());
  for (std::size_t k = 0; k < p.size(); ++k) p[k] = centre[k] + factor * (centre[k] - away[k]);
  return p;
}

Minimum simplex(const std::function<double(std::span<const double>)>& f, const Point& start,
                std::span<const double> step, double tolerance) {
  const auto value = [&](const Point& p) {
    const double y = f(p);
    return std::isfinite(y) ? y : std::numeric_limits<double>::infinity();
  };
  const std::size_t n = start.size();
  std::vector<Minimum> s(n + 1, {start, 0});
  for (std::size_t k = 0; k < n; ++k) s[k + 1].x[k] += step[k];
  for (Minimum& vertex : s) vertex.value = value(vertex.x);
  const auto is_lower = [](const Minimum& a, const Minimum& b) { return a.value < b.value; };
  for (int n_evaluations = 0; n_evaluations < 2000; ++n_evaluations) {
    std::sort(s.begin(), s.end(), is_lower);
    if (s.back().value - s.front().value <= tolerance * (1 + std::abs(s.front().value))) break;
    Point centre(n, 0);
    for (std::size_t v = 0; v < n; ++v)
      for (std::size_t k = 0; k < n; ++k) centre[k] += s[v].x[k] / static_cast<double>(n);
    Minimum& worst = s.back();
    const auto attempt = [&](double factor) {
      const Point p = reflected(centre, worst.x, factor);
      return Minimum{p, value(p)};
    };
    Minimum next = attempt(1);
    if (next.value < s.front().value) {
      if (Minimum further = attempt(2); further.value < next.value) next = std::move(further);
    } else if (next.value >= s[n - 1].value) {
      next = attempt(next.value < worst.value ? 0.5 : -0.5);
      if (next.value >= worst.value) {
        for (std::size_t v = 1; v <= n; ++v) {
          for (std::size_t k = 0; k < n; ++k) s[v].x[k] = (s[0].x[k] + s[v].x[k]) / 2;
          s[v].value = value(s[v].x);
        }
        continue;
      }
    }
    worst = std::move(next);
  }
  return *std::min_element(s.begin(), s.end(), is_lower);
}

// Newton's method: comparing values finds the place of a minimum to the square root of their rounding only. Left where it
// is at the edge of what is allowed, and where the minimum is none.
Minimum polished(const std::function<double(std::span<const double>)>& f, Minimum best, std::span<const double> step) {
  const auto n = static_cast<Eigen::Index>(best.x.size());
  const auto at = [&](Eigen::Index i, double di, Eigen::Index j, double dj) {
    Point p = best.x;
    p[static_cast<std::size_t>(i)] += di;
    p[static_cast<std::size_t>(j)] += dj;
    return f(p);
  };
  for (int iteration = 0; iteration < 2; ++iteration) {
    Eigen::VectorXd gradient(n);
    Eigen::MatrixXd hessian(n, n);
    for (Eigen::Index i = 0; i < n; ++i)
      for (Eigen::Index j = 0; j <= i; ++j) {
        const double h = 1e-3 * step[static_cast<std::size_t>(i)], g = 1e-3 * step[static_cast<std::size_t>(j)];
        const double high = at(i, h, j, g), low = at(i, -h, j, -g);
        hessian(i, j) = hessian(j, i) = i == j ? (high - 2 * best.value + low) / (4 * h * h)
                                               : (high - at(i, h, j, -g) - at(i, -h, j, g) + low) / (4 * h * g);
        if (i == j) gradient[i] = (high - low) / (4 * h);
      }
    const Eigen::LDLT<Eigen::MatrixXd> factor(hessian);
    if (!hessian.allFinite() || !gradient.allFinite() || !factor.isPositive() || !(factor.vectorD().minCoeff() > 0))
      return best;
    const Eigen::VectorXd change = factor.solve(-gradient);
    Minimum next = best;
    for (Eigen::Index k = 0; k < n; ++k) next.x[static_cast<std::size_t>(k)] += change[k];
    next.value = f(next.x);
    if (!(next.value <= best.value + 1e-12 * (1 + std::abs(best.value)))) return best;
    best = std::move(next);
  }
  return best;
}

}  // namespace

Minimum minimise(const std::function<double(std::span<const double>)>& f, std::vector<double> start,
                 std::span<const double> step, double tolerance) {
  Minimum best = simplex(f, start, step, tolerance);
  Point smaller(step.begin(), step.end());
  for (int again = 0; again < 4; ++again) {
    for (double& s : smaller) s /= 4;
    const double before = best.value;
    if (Minimum next = simplex(f, best.x, smaller, tolerance); next.value < best.value) best = std::move(next);
    if (!(before - best.value > 10 * tolerance * (1 + std::abs(best.value)))) break;
  }
  return polished(f, std::move(best), step);
}

LeastSquares least_squares(const std::function<void(std::span<const double>, std::span<double>)>& residuals,
                           std::size_t n, const std::vector<Parameter>& parameters, const Steps& steps) {
  const std::size_t m = parameters.size();
  const auto rows = static_cast<Eigen::Index>(n), columns = static_cast<Eigen::Index>(m);
  LeastSquares fit;
  for (const Parameter& p : parameters) fit.x.push_back(std::clamp(p.start, p.low, p.high));
  Eigen::VectorXd r(rows), r_next(rows), ahead(rows), behind(rows);
  Eigen::MatrixXd jacobian(rows, columns);
  const auto evaluate = [&](const Point& x, Eigen::VectorXd& out) { residuals(x, {out.data(), n}); };
  const auto differentiate = [&] {
    for (std::size_t k = 0; k < m; ++k) {
      Point x = fit.x;
      const double h = steps.step * std::max(std::abs(x[k]), steps.least);
      x[k] = std::min(fit.x[k] + h, parameters[k].high);
      evaluate(x, ahead);
      const double high = x[k];
      x[k] = std::max(fit.x[k] - h, parameters[k].low);
      evaluate(x, behind);
      jacobian.col(static_cast<Eigen::Index>(k)) = (ahead - behind) / (high - x[k]);
    }
  };
  evaluate(fit.x, r);
  fit.residual_squares = r.squaredNorm();
  double damping = 1e-3;
  for (int iteration = 0; iteration < 300 && !fit.converged; ++iteration) {
    differentiate();
    const Eigen::MatrixXd normal = jacobian.transpose() * jacobian;
    const Eigen::VectorXd gradient = jacobian.transpose() * r;
    bool is_better = false;
    for (int attempt = 0; attempt < 30 && !is_better; ++attempt) {
      Eigen::MatrixXd damped = normal;
      damped.diagonal() += damping * normal.diagonal().cwiseMax(1e-30);
      const Eigen::VectorXd step = damped.ldlt().solve(-gradient);
      Point x = fit.x;
      for (std::size_t k = 0; k < m; ++k)
        x[k] = std::clamp(x[k] + step[static_cast<Eigen::Index>(k)], parameters[k].low, parameters[k].high);
      evaluate(x, r_next);
      const double squares = r_next.squaredNorm();
      if (squares <= fit.residual_squares) {
        is_better = true;
        fit.converged = fit.residual_squares - squares <= steps.tolerance * fit.residual_squares;
        fit.x = std::move(x);
        fit.residual_squares = squares;
        r = r_next;
        damping = std::max(damping / 10, 1e-15);
      } else {
        damping *= 10;
      }
    }
    if (!is_better) fit.converged = true;  // no step lowers the sum any more
  }
  differentiate();
  const Eigen::MatrixXd covariance = (jacobian.transpose() * jacobian).fullPivLu().inverse();
  const double variance = n > m ? fit.residual_squares / static_cast<double>(n - m) : std::nan("");
  for (Eigen::Index k = 0; k < columns; ++k) fit.se.push_back(std::sqrt(variance * covariance(k, k)));
  return fit;
}

}  // namespace somn::analysis
