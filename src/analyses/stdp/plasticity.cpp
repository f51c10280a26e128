#include <somn/analyses/stdp/plasticity.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/statistics/minimise.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <vector>

namespace somn::analysis {
namespace {

struct Side {
  std::vector<double> delay, y;  // |dt|, y with the sign of the side
};

struct SideFit {
  PlasticityBranch branch;
  double squares = 0;
};

SideFit fit_side(const Side& side) {
  SideFit best;
  best.branch.n = side.y.size();
  if (side.y.size() < 4) return best;
  const double longest = *std::max_element(side.delay.begin(), side.delay.end());
  for (const double share : {0.05, 0.2, 0.5}) {
    const double largest = *std::max_element(side.y.begin(), side.y.end());
    const LeastSquares fit = least_squares(
        [&](std::span<const double> p, std::span<double> out) {
          for (std::size_t k = 0; k < side.y.size(); ++k)
            out[k] = p[0] * std::exp(-side.delay[k] / longest * std::exp(-p[1])) - side.y[k];
        },
        side.y.size(), {{largest}, {std::log(share), -20, 10}});
    if (!std::isnan(best.branch.tau) && fit.residual_squares >= best.squares) continue;
    const double tau = longest * std::exp(fit.x[1]);
    best.squares = fit.residual_squares;
    best.branch = {.n = side.y.size(),
                   .amplitude = fit.x[0],
                   .amplitude_se = fit.se[0],
                   .tau = tau,
                   .tau_se = tau * fit.se[1],
                   .rmse = std::sqrt(fit.residual_squares / static_cast<double>(side.y.size()))};
  }
  return best;
}

}  // namespace

Plasticity fit_plasticity(std::span<const double> dt, std::span<const double> change) {
  Side plus, minus, both;
  Plasticity p{.n = dt.size()};
  double mean = 0, squares_flat = 0;
  for (std::size_t k = 0; k < dt.size(); ++k) {
    if (!std::isfinite(dt[k]) || !std::isfinite(change[k]))
      throw InputError({.what = "not a finite number",
                        .where = fmt::format("stdp: pair {}", k),
                        .value = to_text(dt[k]) + ", " + to_text(change[k])});
    if (dt[k] == 0) {
      ++p.n_zero;
      continue;
    }
    Side& side = dt[k] > 0 ? plus : minus;
    side.delay.push_back(std::abs(dt[k]));
    side.y.push_back(dt[k] > 0 ? change[k] : -change[k]);
    both.delay.push_back(std::abs(dt[k]));
    both.y.push_back(change[k]);
  }
  const SideFit up = fit_side(plus), down = fit_side(minus);
  p.plus = up.branch;
  p.minus = down.branch;
  if (plus.y.size() < 4 || minus.y.size() < 4) {
    p.verdict = fmt::format("not enough pairs: {} with dt > 0, {} with dt < 0, 4 of each needed", plus.y.size(),
                            minus.y.size());
    return p;
  }
  const double n = static_cast<double>(both.y.size()), squares = up.squares + down.squares;
  for (const double y : both.y) mean += y / n;
  for (const double y : both.y) squares_flat += (y - mean) * (y - mean);
  p.asymmetry = p.plus.amplitude * p.plus.tau / (p.minus.amplitude * p.minus.tau);
  p.rmse = std::sqrt(squares / n);
  const auto against = [&](double rival_squares, double n_parameters) {
    const double ratio = n / 2 * std::log(rival_squares / squares);
    return Rival{ratio, 2 * ratio + 2 * (n_parameters - 4)};
  };
  p.flat = against(squares_flat, 1);
  p.symmetric = against(fit_side(both).squares, 2);
  p.verdict = p.flat.aic_difference > 2 && p.symmetric.aic_difference > 2
                  ? "two exponential branches beat a flat and a symmetric curve (AIC)"
                  : "two exponential branches are not clearly better than a flat or a symmetric curve (AIC)";
  return p;
}

}  // namespace somn::analysis
