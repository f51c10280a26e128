#include <somn/analyses/modality/modality.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/statistics/counter_stream.hpp>
#include <somn/statistics/parallel.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace somn::analysis {
namespace {

const double log_two_pi = std::log(2 * std::acos(-1.0));

double quantile(const std::vector<double>& sorted, double p) {
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto k = static_cast<std::size_t>(at);
  return sorted[k] + (at - static_cast<double>(k)) * (sorted[std::min(k + 1, sorted.size() - 1)] - sorted[k]);
}

double sd_of(const std::vector<double>& x) {
  const double n = static_cast<double>(x.size()), mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  return std::sqrt(
      std::accumulate(x.begin(), x.end(), 0.0, [&](double sum, double v) { return sum + (v - mean) * (v - mean); }) /
      (n - 1));
}

double uniform_dip(std::size_t n, CounterStream& random) {
  std::vector<double> u(n);
  double sum = 0;
  for (double& v : u) v = sum -= std::log(1 - random.uniform());
  return dip_of(u).dip;  // a dip does not depend on the scale
}

void test_dip(Modality& m, const ModalityOptions& o) {
  constexpr std::size_t most = 5000;
  const std::size_t size = std::min(m.n, most);
  const double scale = std::sqrt(static_cast<double>(m.n) / static_cast<double>(size));
  std::vector<double> dips = parallel_map(o.n_surrogates, 0, [&](std::int64_t b) {
    CounterStream random(o.seed, static_cast<std::uint64_t>(b));
    return uniform_dip(size, random);
  });
  const auto p_of = [&](const Dip& dip) {
    const auto n_above = std::count_if(dips.begin(), dips.end(), [&](double d) { return d >= dip.dip * scale; });
    return static_cast<double>(n_above) / o.n_surrogates;
  };
  m.dip_p = p_of(m.dip);
  m.spread_p = p_of(m.spread_dip);
  std::sort(dips.begin(), dips.end());
  for (double& d : dips) d /= scale;
  m.null = {.n_realisations = o.n_surrogates, .dip = mean_sd(dips), .dip_95 = quantile(dips, 0.95)};
}

// With the corrections for small samples that SAS uses.
double bimodality(const std::vector<double>& x) {
  const double n = static_cast<double>(x.size());
  if (n < 4) return std::numeric_limits<double>::quiet_NaN();
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n, s = sd_of(x);
  double m3 = 0, m4 = 0;
  for (const double v : x) {
    m3 += std::pow((v - mean) / s, 3);
    m4 += std::pow((v - mean) / s, 4);
  }
  const double skew = n / ((n - 1) * (n - 2)) * m3, tail = 3 * (n - 1) * (n - 1) / ((n - 2) * (n - 3));
  const double kurtosis = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * m4 - tail;
  return (skew * skew + 1) / (kurtosis + tail);
}

double silverman(const std::vector<double>& sorted) {
  const double s = sd_of(sorted), spread = std::min(s, (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 1.34);
  return 0.9 * (spread > 0 ? spread : s) * std::pow(static_cast<double>(sorted.size()), -0.2);
}

// Sheather and Jones, "solve the equation", on counts of pairs in 1000 bins of distance (as R's bw.SJ).
double sheather_jones(const std::vector<double>& sorted) {
  constexpr std::size_t n_bins = 1000;
  const double n = static_cast<double>(sorted.size()), range = (sorted.back() - sorted.front()) * 1.01,
               step = range / n_bins;
  std::vector<double> held(n_bins + 1), pairs(n_bins + 1);
  for (const double v : sorted) held[static_cast<std::size_t>((v - sorted.front()) / step)] += 1;
  for (std::size_t i = 0; i < held.size(); ++i) {
    if (held[i] == 0) continue;
    pairs[0] += held[i] * (held[i] - 1) / 2;
    for (std::size_t j = 0; j < i; ++j) pairs[i - j] += held[i] * held[j];
  }
  const auto phi = [&](double h, bool is_sixth) {
    double sum = 0;
    for (std::size_t k = 0; k < pairs.size(); ++k) {
      const double d = std::pow(static_cast<double>(k) * step / h, 2);
      if (d >= 1000) break;
      const double poly = is_sixth ? d * d * d - 15 * d * d + 45 * d - 15 : d * d - 6 * d + 3;
      sum += std::exp(-d / 2) * poly * pairs[k];
    }
    sum = 2 * sum + n * (is_sixth ? -15 : 3);
    return sum / (n * (n - 1) * std::pow(h, is_sixth ? 7 : 5) * std::sqrt(2 * std::acos(-1.0)));
  };
  const double iqr = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 1.349, s = sd_of(sorted);
  const double scale = iqr > 0 ? std::min(s, iqr) : s;
  const double a = 1.24 * scale * std::pow(n, -1.0 / 7), b = 1.23 * scale * std::pow(n, -1.0 / 9),
               c1 = 1 / (2 * std::sqrt(std::acos(-1.0)) * n);
  const double td = -phi(b, true);
  if (!(td > 0)) return std::numeric_limits<double>::quiet_NaN();
  const double factor = 1.357 * std::pow(phi(a, false) / td, 1.0 / 7);
  const auto excess = [&](double h) { return std::pow(c1 / phi(factor * std::pow(h, 5.0 / 7), false), 0.2) - h; };
  const double hmax = 1.144 * s * std::pow(n, -0.2);
  double low = 0.1 * hmax, high = hmax;
  for (int k = 0; k < 60 && excess(low) * excess(high) > 0; ++k) (k % 2 ? low /= 1.2 : high *= 1.2);
  if (!(excess(low) * excess(high) <= 0)) return std::numeric_limits<double>::quiet_NaN();
  const bool rises = excess(high) > 0;
  for (int k = 0; k < 100; ++k) {
    const double middle = (low + high) / 2;
    ((excess(middle) > 0) == rises ? high : low) = middle;
  }
  return (low + high) / 2;
}

// Bounds of g classes [b_k, b_k+1) between quantiles: as many quantiles as give g + 1 different values; where that
// gives more, the closest neighbours are merged. `sorted` holds at least g + 1 distinct values, or fewer classes come
// out.
std::vector<double> class_bounds(const std::vector<double>& sorted, std::size_t g) {
  std::vector<double> q;
  for (std::size_t n = g + 1; q.size() < g + 1 && n < g + 1 + sorted.size(); ++n) {
    q.clear();
    for (std::size_t k = 0; k < n; ++k) {
      const double at = quantile(sorted, static_cast<double>(k) / static_cast<double>(n - 1));
      if (q.empty() || q.back() != at) q.push_back(at);
    }
  }
  while (q.size() > g + 1) {
    std::size_t least = 0;
    for (std::size_t k = 0; k + 1 < q.size(); ++k)
      if (q[k + 1] - q[k] < q[least + 1] - q[least]) least = k;
    q.erase(q.begin() + static_cast<std::ptrdiff_t>(least));
  }
  return q;
}

int count_modes(const std::vector<double>& sorted, double bandwidth) {
  if (!(bandwidth > 0)) return 1;
  constexpr int n = 512;
  const double from = sorted.front() - 3 * bandwidth, step = (sorted.back() - sorted.front() + 6 * bandwidth) / (n - 1);
  std::vector<double> weight(n), density(n);
  for (const double v : sorted) weight[static_cast<std::size_t>(std::lround((v - from) / step))] += 1;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      density[static_cast<std::size_t>(i)] +=
          weight[static_cast<std::size_t>(j)] * std::exp(-0.5 * std::pow((i - j) * step / bandwidth, 2));
  int modes = 0;
  for (std::size_t k = 1; k + 1 < density.size(); ++k)
    modes += density[k] > density[k - 1] && density[k] >= density[k + 1];
  return modes;
}

}  // namespace

Mixture fit_mixture(const std::vector<double>& x, int n_components) {
  const std::size_t n = x.size(), g = static_cast<std::size_t>(n_components);
  const double count = static_cast<double>(n), span = x.empty() ? 0 : x.back() - x.front();
  Mixture m;
  std::vector<std::vector<double>> z(g, std::vector<double>(n));
  const std::vector<double> bounds = class_bounds(x, g);
  for (std::size_t i = 0; i < n; ++i) {
    const auto above = std::upper_bound(bounds.begin() + 1, bounds.end() - 1, x[i]);
    z[static_cast<std::size_t>(above - bounds.begin()) - 1][i] = 1;
  }
  m.components.resize(g);
  double before = -std::numeric_limits<double>::infinity();
  std::vector<double> logs(g);
  for (m.n_iterations = 1; m.n_iterations <= 20000; ++m.n_iterations) {
    for (std::size_t k = 0; k < g; ++k) {
      const double total = std::accumulate(z[k].begin(), z[k].end(), 0.0);
      const double mean = std::inner_product(z[k].begin(), z[k].end(), x.begin(), 0.0) / total;
      double variance = 0;
      for (std::size_t i = 0; i < n; ++i) variance += z[k][i] * (x[i] - mean) * (x[i] - mean) / total;
      m.components[k] = {total / count, mean, std::sqrt(variance)};
      if (!(variance > 1e-12 * span * span)) {
        m.reason = "a component shrinks onto one value";
        m.components.clear();
        return m;
      }
    }
    double log_likelihood = 0;
    for (std::size_t i = 0; i < n; ++i) {
      double largest = -std::numeric_limits<double>::infinity(), sum = 0;
      for (std::size_t k = 0; k < g; ++k) {
        const MixtureComponent& c = m.components[k];
        logs[k] = std::log(c.weight) - 0.5 * log_two_pi - std::log(c.sd) - 0.5 * std::pow((x[i] - c.mean) / c.sd, 2);
        largest = std::max(largest, logs[k]);
      }
      for (std::size_t k = 0; k < g; ++k) sum += z[k][i] = std::exp(logs[k] - largest);
      for (std::size_t k = 0; k < g; ++k) z[k][i] /= sum;
      log_likelihood += largest + std::log(sum);
    }
    m.log_likelihood = log_likelihood;
    if (log_likelihood - before <= 1e-5 * (1 + std::abs(log_likelihood)) && m.n_iterations > 1) break;
    before = log_likelihood;
  }
  m.bic = 2 * m.log_likelihood - (3 * static_cast<double>(g) - 1) * std::log(count);
  std::sort(m.components.begin(), m.components.end(), [](const auto& a, const auto& b) { return a.mean < b.mean; });
  return m;
}

Modality analyse_modality(std::vector<double> values, const ModalityOptions& options) {
  const auto bad = std::find_if_not(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
  if (bad != values.end())
    throw InputError({.what = "value is not finite", .where = "modality", .value = to_text(*bad)});
  std::sort(values.begin(), values.end());
  Modality m{.n = values.size()};
  for (std::size_t k = 0; k < values.size(); ++k) m.n_distinct += k == 0 || values[k] != values[k - 1];
  if (m.n < 4 || m.n_distinct < 2) {
    m.verdict = m.n < 4 ? fmt::format("not enough values: {}", m.n) : "all values are equal";
    return m;
  }
  m.dip = dip_of(values);
  m.ties = spread_ties(values, options.seed);
  m.spread_dip = m.ties.spread.empty() ? m.dip : dip_of(m.ties.spread);
  m.modal_low = values[m.dip.low];
  m.modal_high = values[m.dip.high];
  if (options.n_surrogates > 0) test_dip(m, options);
  for (int g = 1; g <= options.most_components && static_cast<std::size_t>(g) < m.n_distinct; ++g) {
    m.mixtures.push_back(fit_mixture(values, g));
    const Mixture& fitted = m.mixtures.back();
    if (!std::isnan(fitted.bic) &&
        (m.best_components == 0 || fitted.bic > m.mixtures[static_cast<std::size_t>(m.best_components - 1)].bic))
      m.best_components = g;
  }
  if (m.mixtures.size() >= 2 && m.mixtures[1].components.size() == 2) {
    const auto& [a, b] = std::pair(m.mixtures[1].components[0], m.mixtures[1].components[1]);
    m.ashman_d = std::sqrt(2.0) * std::abs(a.mean - b.mean) / std::hypot(a.sd, b.sd);
  }
  m.bimodality_coefficient = bimodality(values);
  m.bandwidth_silverman = silverman(values);
  m.bandwidth_sheather_jones = sheather_jones(values);
  m.n_modes = count_modes(values, m.bandwidth_silverman);
  const double p = m.spread_p;
  m.verdict = std::isnan(p) ? "not tested: no surrogates"
              : p < 0.05    ? fmt::format("more than one mode: dip p = {:.4f}", p)
                            : fmt::format("one mode not rejected: dip p = {:.4f}", p);
  if (!m.ties.spread.empty() && !std::isnan(p)) m.verdict += fmt::format(" ({})", m.ties.rule);
  if (m.best_components > 1 && p >= 0.05)
    m.verdict += fmt::format(" (BIC prefers {} Gaussians: skew, not modes)", m.best_components);
  return m;
}

}  // namespace somn::analysis
