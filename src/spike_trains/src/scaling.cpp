// collapse_shapes: mean profiles on a common grid of 101 values of t/T (linear between bin centres, constant beyond);
//   with f_T the profile and c_T = T^(1 - gamma): error from sums over T of c f and (c f)^2, first in steps of 0.05,
//   then of 0.001 around the least
#include <somn/power_laws/power_sum.hpp>
#include <somn/spike_trains/scaling.hpp>
#include <somn/statistics/counter_stream.hpp>
#include <somn/statistics/parallel.hpp>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <numeric>

namespace somn::analysis {
namespace {

constexpr std::size_t n_grid = 101;

std::vector<double> on_grid(const std::vector<double>& bins) {
  const double n = static_cast<double>(bins.size());
  std::vector<double> y;
  for (std::size_t k = 0; k < n_grid; ++k) {
    const double at = std::clamp(static_cast<double>(k) / (n_grid - 1) * n - 0.5, 0.0, n - 1);
    const auto below = std::min(static_cast<std::size_t>(at), bins.size() - 1),
               above = std::min(below + 1, bins.size() - 1);
    y.push_back(bins[below] + (at - static_cast<double>(below)) * (bins[above] - bins[below]));
  }
  return y;
}

struct Shapes {
  std::vector<double> durations;
  std::vector<std::vector<double>> profiles;  // on the grid
};

struct Collapsed {
  double error = 0;
  std::vector<double> mean;
};

Collapsed collapse(const Shapes& s, double gamma) {
  Collapsed c;
  double low = std::numeric_limits<double>::infinity(), high = -low, variance = 0;
  const double n = static_cast<double>(s.durations.size());
  c.mean.assign(n_grid, 0);
  std::vector<double> squares(n_grid);
  for (std::size_t i = 0; i < s.durations.size(); ++i) {
    const double scale = std::pow(s.durations[i], 1 - gamma);
    for (std::size_t k = 0; k < n_grid; ++k) {
      const double y = scale * s.profiles[i][k];
      c.mean[k] += y / n;
      squares[k] += y * y / n;
      low = std::min(low, y);
      high = std::max(high, y);
    }
  }
  for (std::size_t k = 0; k < n_grid; ++k) variance += std::max(0.0, squares[k] - c.mean[k] * c.mean[k]) / n_grid;
  c.error = variance / ((high - low) * (high - low));
  return c;
}

double best_gamma(const Shapes& s) {
  double best = 0, least = std::numeric_limits<double>::infinity();
  const auto scan = [&](double from, double to, double step) {
    for (double g = std::max(0.0, from); g <= std::min(4.0, to) + 1e-12; g += step)
      if (const double e = collapse(s, g).error; e < least) least = e, best = g;
  };
  scan(0, 4, 0.05);
  scan(best - 0.05, best + 0.05, 0.001);
  return best;
}

Shapes usable(const std::vector<MeanProfile>& profiles, const CollapseOptions& o) {
  Shapes s;
  for (const MeanProfile& p : profiles) {
    if (p.duration < o.min_duration || p.n < o.min_avalanches) continue;
    s.durations.push_back(static_cast<double>(p.duration));
    s.profiles.push_back(on_grid(p.mean_events));
  }
  return s;
}

Avalanches resampled(const Avalanches& a, const std::vector<std::size_t>& offsets, CounterStream& random) {
  Avalanches drawn;
  for (std::size_t k = 0; k < a.durations.size(); ++k) {
    const std::size_t pick = random.below(a.durations.size());
    drawn.durations.push_back(a.durations[pick]);
    const auto from = a.profiles.begin() + static_cast<std::ptrdiff_t>(offsets[pick]);
    drawn.profiles.insert(drawn.profiles.end(), from, from + a.durations[pick]);
  }
  return drawn;
}

void describe(ShapeCollapse& c) {
  double total = 0, mean = 0, m2 = 0, m3 = 0;
  for (std::size_t k = 0; k < n_grid; ++k) {
    c.x.push_back(static_cast<double>(k) / (n_grid - 1));
    total += c.shape[k];
    mean += c.x[k] * c.shape[k];
  }
  mean /= total;
  for (std::size_t k = 0; k < n_grid; ++k) {
    m2 += std::pow(c.x[k] - mean, 2) * c.shape[k] / total;
    m3 += std::pow(c.x[k] - mean, 3) * c.shape[k] / total;
  }
  c.asymmetry = m3 / std::pow(m2, 1.5);
  Eigen::MatrixXd powers(n_grid, 3);
  Eigen::VectorXd y(n_grid);
  for (std::size_t k = 0; k < n_grid; ++k) {
    const auto row = static_cast<Eigen::Index>(k);
    powers.row(row) << 1, c.x[k], c.x[k] * c.x[k];
    y[row] = c.shape[k];
  }
  const Eigen::VectorXd fit = powers.colPivHouseholderQr().solve(y);
  c.parabola_r_squared = 1 - (y - powers * fit).squaredNorm() / (y.array() - y.mean()).matrix().squaredNorm();
  c.curvature = fit[2] / y.maxCoeff();
}

// "none" where there is no number.
std::string shown(double value, int digits = 3) {
  return std::isnan(value) ? "none" : fmt::format("{:.{}g}", value, digits);
}

std::string answer(bool is_tested, bool holds) {
  return is_tested ? holds ? "yes" : "no" : "not tested";
}

}  // namespace

std::vector<MeanProfile> mean_profiles(const Avalanches& a) {
  std::map<std::int64_t, MeanProfile> by_duration;
  std::size_t offset = 0;
  for (const std::int64_t duration : a.durations) {
    MeanProfile& p = by_duration[duration];
    p.duration = duration;
    ++p.n;
    p.mean_events.resize(static_cast<std::size_t>(duration));
    for (double& events : p.mean_events) events += a.profiles[offset++];
  }
  std::vector<MeanProfile> profiles;
  for (auto& [duration, p] : by_duration) {
    for (double& events : p.mean_events) events /= static_cast<double>(p.n);
    profiles.push_back(std::move(p));
  }
  return profiles;
}

ShapeCollapse collapse_shapes(const Avalanches& a, const CollapseOptions& options) {
  ShapeCollapse c;
  const Shapes shapes = usable(mean_profiles(a), options);
  c.n_durations = shapes.durations.size();
  if (c.n_durations < 5) {
    c.verdict = fmt::format("not enough: {} durations of at least {} bins with {} avalanches, 5 needed", c.n_durations,
                            options.min_duration, options.min_avalanches);
    return c;
  }
  c.gamma = best_gamma(shapes);
  Collapsed best = collapse(shapes, c.gamma);
  c.error = best.error;
  c.shape = std::move(best.mean);
  describe(c);
  std::vector<std::size_t> offsets;
  std::size_t offset = 0;
  for (const std::int64_t duration : a.durations) {
    offsets.push_back(offset);
    offset += static_cast<std::size_t>(duration);
  }
  const auto gammas = parallel_map(options.n_resamples, 0, [&](std::int64_t b) {
    CounterStream random(options.seed, (1ull << 42) + static_cast<std::uint64_t>(b));
    const Shapes drawn = usable(mean_profiles(resampled(a, offsets, random)), options);
    return drawn.durations.size() < 5 ? std::nan("") : best_gamma(drawn);
  });
  double n = 0, sum = 0, squares = 0;
  for (const double g : gammas)
    if (!std::isnan(g)) n += 1, sum += g, squares += g * g;
  if (n >= 2) c.gamma_sd = std::sqrt(std::max(0.0, squares / n - sum * sum / n / n) * n / (n - 1));
  c.verdict = fmt::format("gamma = {} +- {} from {} durations, error {}", shown(c.gamma, 4), shown(c.gamma_sd, 2),
                          c.n_durations, shown(c.error, 2));
  return c;
}

double kappa(const std::vector<std::int64_t>& sizes, double exponent) {
  if (sizes.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::vector<std::int64_t> sorted = sizes;
  std::sort(sorted.begin(), sorted.end());
  const std::int64_t least = sorted.front(), largest = sorted.back();
  if (least == largest) return std::numeric_limits<double>::quiet_NaN();
  constexpr int m = 10;
  const double ratio = static_cast<double>(largest) / static_cast<double>(least),
               norm = power_sum_value(exponent, least, largest, static_cast<double>(least));
  double sum = 0;
  for (int k = 0; k < m; ++k) {
    const double b = k + 1 == m ? static_cast<double>(largest)
                                : static_cast<double>(least) * std::pow(ratio, static_cast<double>(k) / (m - 1));
    const auto first_not_below = static_cast<std::int64_t>(std::ceil(b - 1e-9));
    const double f =
        static_cast<double>(std::lower_bound(sorted.begin(), sorted.end(), first_not_below) - sorted.begin()) /
        static_cast<double>(sorted.size());
    sum += power_sum_value(exponent, least, first_not_below - 1, static_cast<double>(least)) / norm - f;
  }
  return 1 + sum / m;
}

CriticalityTable criticality_table(const AvalancheAnalysis& a, const JointErrors& errors, const ShapeCollapse& collapse,
                                   const ShapeCollapse& shuffled_collapse, const Branching* branching,
                                   const Control& shuffled, const Control& poisson) {
  CriticalityTable table;
  const PowerLawFit &s = a.size_fit.fit, &t = a.duration_fit.fit;
  const auto add = [&](std::string question, bool is_tested, bool holds, std::string facts) {
    table.n_tested += is_tested;
    table.n_yes += is_tested && holds;
    table.criteria.push_back({std::move(question), answer(is_tested, holds), std::move(facts)});
  };
  const bool has_p = !std::isnan(a.size_fit.p_value) && !std::isnan(a.duration_fit.p_value);
  add("1. power laws not rejected for sizes and durations (p > 0.1, surrogates fitted anew) over 1.5 decades", has_p,
      a.size_fit.p_value > 0.1 && a.duration_fit.p_value > 0.1 && s.decades >= 1.5 && t.decades >= 1.5,
      fmt::format("sizes p = {} over {:.1f} decades, durations p = {} over {:.1f} decades", shown(a.size_fit.p_value),
                  s.decades, shown(a.duration_fit.p_value), t.decades));
  double z_exponential = std::nan(""), z_lognormal = std::nan(""), p_exponential = std::nan(""),
         p_lognormal = std::nan("");
  for (const Comparison& c : a.size_fit.comparisons) {
    if (c.name == "exponential") z_exponential = c.normalised_ratio, p_exponential = c.p;
    if (c.name == "lognormal") z_lognormal = c.normalised_ratio, p_lognormal = c.p;
  }
  add("2. sizes: better than an exponential, not beaten by a lognormal",
      !std::isnan(z_exponential) && !std::isnan(z_lognormal),
      z_exponential > 0 && p_exponential < 0.1 && !(z_lognormal < 0 && p_lognormal < 0.1),
      fmt::format("exponential z = {}, p = {}; lognormal z = {}, p = {}", shown(z_exponential), shown(p_exponential),
                  shown(z_lognormal), shown(p_lognormal)));
  add("3. the cut-off grows with the size of the network", false, false, "needs runs of several sizes");
  const bool has_gamma = errors.n_resamples >= 20;
  const double se = std::hypot(errors.gamma_fit, errors.gamma_predicted);
  add("4. crackling relation: |gamma_predicted - gamma_fit| < 2 se", has_gamma, errors.dcc < 2 * se,
      fmt::format("|{} - {}| = {}, se {} (bootstrap)", shown(a.gamma_predicted.value), shown(a.gamma_fit.value),
                  shown(errors.dcc), shown(se)));
  add("5. shapes collapse better than those of shuffled intervals",
      !std::isnan(collapse.error) && !std::isnan(shuffled_collapse.error), collapse.error < shuffled_collapse.error,
      std::isnan(collapse.error) ? collapse.verdict
      : std::isnan(shuffled_collapse.error)
          ? "shuffled: " + shuffled_collapse.verdict
          : fmt::format("error {:.2g}, shuffled {:.2g}", collapse.error, shuffled_collapse.error));
  const bool has_m = branching != nullptr && !std::isnan(branching->exponential.m_low);
  add("6. the interval of the branching parameter m meets [0.95, 1)", has_m,
      has_m && branching->exponential.m_high >= 0.95 && branching->exponential.m_low < 1 &&
          !branching->verdict.starts_with("rejected"),
      branching == nullptr ? "no activity" : branching->verdict);
  add("7. fluctuations and time scale peak at the same value of the control", false, false, "needs a sweep");
  const bool has_null = shuffled.n_realisations > 0 && poisson.n_realisations > 0 && !std::isnan(s.alpha);
  const auto differs = [&](const Control& c) {
    return std::abs(c.tau.mean - s.alpha) > 3 * std::hypot(c.tau.sd, s.alpha_se) || !(c.size_llr_exponential.mean > 0);
  };
  add("8. shuffled intervals and matched Poisson give something else", has_null, differs(shuffled) && differs(poisson),
      fmt::format("tau {} +- {}; shuffled {} +- {} (ln L over exponential {}), Poisson {} +- {} ({})", shown(s.alpha),
                  shown(s.alpha_se, 2), shown(shuffled.tau.mean), shown(shuffled.tau.sd, 2),
                  shown(shuffled.size_llr_exponential.mean), shown(poisson.tau.mean), shown(poisson.tau.sd, 2),
                  shown(poisson.size_llr_exponential.mean)));
  const bool is_scale_free = table.criteria[0].holds == "yes" && table.criteria[1].holds == "yes";
  table.summary = fmt::format(
      "{}; {} of {} tested criteria hold, 8 asked (\"consistent with criticality\" needs 6 with 3 or 7)",
      is_scale_free ? fmt::format("scale-free over {:.1f} decades of size", s.decades) : "not shown to be scale-free",
      table.n_yes, table.n_tested);
  return table;
}

}  // namespace somn::analysis
