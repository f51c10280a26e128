// compare_alternatives: with u = x/xmin, L = ln u (so that no unit matters)
//   lognormal: ln p = -s L - kappa L^2/2 + const, s = 1 + (ln xmin - mu)/sigma^2, kappa = 1/sigma^2: a family that ends
//     in the power law s at kappa = 0. With z = sqrt(kappa) L + (s - 1)/sqrt(kappa) and Mills' ratio M = (1 - Phi)/phi,
//       ln[S(b)/S(a)] = -(z_b - z_a)(z_b + z_a)/2 + ln M(z_b) - ln M(z_a)   without cancellation
//   stretched: ln[S(b)/S(a)] = -q (u_b^beta - u_a^beta)/beta, which ends in the power law q + 1 at beta = 0
//   truncated: sum or integral of x^-alpha e^(-lambda x) by cut_off_sum, cut_off_integral
// Every rival is searched from two starts: the moments of the data, and the power law itself.
#include <somn/power_laws/alternatives.hpp>
#include <somn/power_laws/cut_off_law.hpp>
#include <somn/power_laws/power_sum.hpp>
#include <somn/statistics/minimise.hpp>

#include <algorithm>
#include <array>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/tools/minima.hpp>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <limits>
#include <memory>

namespace somn::analysis {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
const double half_log_two_pi = 0.5 * std::log(2 * std::acos(-1.0));

// ln of (1 - Phi(z))/phi(z).
double log_mills(double z) {
  if (z < 6) return std::log(0.5 * std::erfc(z / std::sqrt(2.0))) + z * z / 2 + half_log_two_pi;
  double fraction = z;  // 1/(z + 1/(z + 2/(z + 3/...)))
  for (int k = 60; k >= 1; --k) fraction = z + k / fraction;
  return -std::log(fraction);
}

double log_upper(double z) {
  return log_mills(z) - z * z / 2 - half_log_two_pi;
}

// ln(e^a - e^b), a >= b.
double log_difference(double a, double b) {
  return a + std::log(-std::expm1(b - a));
}

// The data in the form the rivals need.
struct Data {
  const Tail& tail;
  double n = 0, log_xmin = 0, mean_log = 0, mean_log_square = 0, mean = 0;  // means of L, L^2, x - xmin
  std::vector<double> logs = {};                                            // L
  double count(std::size_t i) const { return tail.counts.empty() ? 1 : tail.counts[i]; }
  template <class Term>
  double sum(Term&& term) const {
    double total = 0;
    for (std::size_t i = 0; i < logs.size(); ++i) total += count(i) * term(i);
    return total;
  }
};

Data prepare(const Tail& tail) {
  Data d{.tail = tail};
  d.log_xmin = std::log(tail.xmin);
  for (const double x : tail.values) d.logs.push_back(std::log(x / tail.xmin));
  d.n = d.sum([](std::size_t) { return 1.0; });
  d.mean_log = d.sum([&](std::size_t i) { return d.logs[i]; }) / d.n;
  d.mean_log_square = d.sum([&](std::size_t i) { return d.logs[i] * d.logs[i]; }) / d.n;
  d.mean = d.sum([&](std::size_t i) { return tail.values[i] - tail.xmin; }) / d.n;
  return d;
}

// A rival: ln p(x_i) of every value, given its parameters.
using LogDensity = std::function<double(std::size_t)>;

struct Lognormal {
  const Data& d;
  double s, kappa, root, z_first, z_last, log_norm;
  Lognormal(const Data& data, double slope, double curvature) : d(data), s(slope), kappa(curvature) {
    root = std::sqrt(kappa);
    z_first = z(d.tail.is_discrete ? std::log((d.tail.xmin - 0.5) / d.tail.xmin) : 0);
    z_last = std::isinf(d.tail.xmax) ? inf : z(std::log((d.tail.xmax + (d.tail.is_discrete ? 0.5 : 0)) / d.tail.xmin));
    log_norm = std::isinf(z_last) ? 0 : std::log(-std::expm1(relative(z_last)));
  }
  double z(double log_u) const { return root * log_u + (s - 1) / root; }
  // ln S(z)/S(z_first)
  double relative(double at) const { return -(at - z_first) * (at + z_first) / 2 + log_mills(at) - log_mills(z_first); }
  double log_p(std::size_t i) const {
    const double x = d.tail.values[i];
    if (!d.tail.is_discrete) {
      const double at = z(d.logs[i]);
      return std::log(root) - std::log(x) - (at - z_first) * (at + z_first) / 2 - log_mills(z_first) - log_norm;
    }
    const double a = z(std::log((x - 0.5) / d.tail.xmin)), b = z(std::log((x + 0.5) / d.tail.xmin));
    if (b < 0) return log_difference(log_upper(-b), log_upper(-a)) - log_upper(z_first) - log_norm;
    return log_difference(relative(a), relative(b)) - log_norm;
  }
  double log_likelihood() const {
    if (d.tail.is_discrete) return d.sum([&](std::size_t i) { return log_p(i); });
    return d.n * (std::log(root) - log_mills(z_first) - log_norm - d.log_xmin - s * d.mean_log -
                  kappa / 2 * d.mean_log_square);
  }
};

struct Stretched {
  const Data& d;
  double q, beta, log_first, log_norm;
  Stretched(const Data& data, double slope, double exponent) : d(data), q(slope), beta(exponent) {
    log_first = d.tail.is_discrete ? std::log((d.tail.xmin - 0.5) / d.tail.xmin) : 0;
    const double last = d.tail.xmax + (d.tail.is_discrete ? 0.5 : 0);
    log_norm = std::isinf(last) ? 0 : std::log(-std::expm1(relative(std::log(last / d.tail.xmin))));
  }
  // ln S(u)/S(u_first)
  double relative(double log_u) const {
    return -q * std::exp(beta * log_first) * std::expm1(beta * (log_u - log_first)) / beta;
  }
  double log_p(std::size_t i) const {
    const double x = d.tail.values[i];
    if (!d.tail.is_discrete) return std::log(q / d.tail.xmin) + (beta - 1) * d.logs[i] + relative(d.logs[i]) - log_norm;
    const double a = std::log((x - 0.5) / d.tail.xmin), b = std::log((x + 0.5) / d.tail.xmin);
    return log_difference(relative(a), relative(b)) - log_norm;
  }
  double log_likelihood() const {
    return d.sum([&](std::size_t i) { return log_p(i); });
  }
};

struct TruncatedLaw {
  const Data& d;
  double alpha, lambda, log_norm;  // lambda in 1/xmin
  TruncatedLaw(const Data& data, double exponent, double rate) : d(data), alpha(exponent), lambda(rate) {
    log_norm = d.tail.is_discrete ? log_cut_off_sum(alpha, lambda, d.tail.xmin, d.tail.xmax)
                                  : log_cut_off_integral(alpha, lambda, d.tail.xmin, d.tail.xmax);
  }
  double log_p(std::size_t i) const {
    return -alpha * d.logs[i] - lambda * (d.tail.values[i] / d.tail.xmin - 1) - log_norm;
  }
  double log_likelihood() const { return -d.n * (alpha * d.mean_log + lambda * d.mean / d.tail.xmin + log_norm); }
};

struct Found {
  Comparison comparison;
  LogDensity log_p;
};

// Best of several starts in (x, ln y), ln y >= floor.
template <class Rival>
std::array<double, 2> search(const Data& d, const std::vector<std::array<double, 2>>& starts, double floor) {
  Minimum best;
  const std::array<double, 2> step{0.2, 1};
  for (const auto& start : starts) {
    Minimum m = minimise(
        [&](std::span<const double> x) {
          if (x[1] < floor || x[1] > 50) return inf;
          return -Rival(d, x[0], std::exp(x[1])).log_likelihood();
        },
        {start[0], std::max(start[1], floor + 1)}, step, 1e-10);
    if (m.value < best.value) best = std::move(m);
  }
  if (best.x.empty()) return {starts[0][0], starts[0][1]};
  return {best.x[0], best.x[1]};
}

// Any parameters further out do as well: none are given.
void on_ridge(Comparison& c, const char* where) {
  for (auto& [name, value] : c.parameters) value = std::numeric_limits<double>::quiet_NaN();
  c.note = fmt::format("on the ridge that ends in the power law ({}): no parameters", where);
}

Found lognormal(const Data& d) {
  constexpr double floor = -18;
  const double variance = std::max(d.mean_log_square - d.mean_log * d.mean_log, 1e-6);
  const auto [s, log_kappa] =
      search<Lognormal>(d, {{1 - d.mean_log / variance, -std::log(variance)}, {d.tail.alpha, std::log(1e-3)}}, floor);
  const auto rival = std::make_shared<Lognormal>(d, s, std::exp(log_kappa));
  const double variance_fit = std::exp(-log_kappa);
  Comparison c{.name = "lognormal",
               .parameters = {{"mu", d.log_xmin - (s - 1) * variance_fit}, {"sigma", std::sqrt(variance_fit)}},
               .log_likelihood = rival->log_likelihood()};
  if (log_kappa < -6) on_ridge(c, "sigma very large");
  return {std::move(c), [rival](std::size_t i) { return rival->log_p(i); }};
}

Found stretched(const Data& d) {
  constexpr double floor = -18;
  struct Scaled : Stretched {  // searched in (ln q, ln beta)
    Scaled(const Data& data, double log_q, double exponent) : Stretched(data, std::exp(log_q), exponent) {}
  };
  const double a = std::max(d.tail.alpha - 1, 0.05);
  const auto [log_q, log_beta] =
      search<Scaled>(d, {{std::log(a), std::log(0.02)}, {std::log(a), std::log(0.3)}, {std::log(a), 0}}, floor);
  const auto rival = std::make_shared<Scaled>(d, log_q, std::exp(log_beta));
  const double beta = std::exp(log_beta);  // theta = q/beta = (lambda xmin)^beta
  Comparison c{.name = "stretched_exponential",
               .parameters = {{"lambda", std::exp((log_q - log_beta) / beta) / d.tail.xmin}, {"beta", beta}},
               .log_likelihood = rival->log_likelihood()};
  if (log_beta < -6) on_ridge(c, "beta near 0");
  return {std::move(c), [rival](std::size_t i) { return rival->log_p(i); }};
}

Found truncated(const Data& d) {
  const double floor = std::log(1e-12 * d.tail.xmin / std::max(d.mean, 1e-9 * d.tail.xmin)),
               rate = d.tail.xmin / d.mean;
  auto [alpha, log_lambda] = search<TruncatedLaw>(
      d, {{d.tail.alpha, std::log(rate * 1e-3)}, {d.tail.alpha - 0.3, std::log(rate * 0.1)}, {0, std::log(rate)}},
      floor);
  double lambda = std::exp(log_lambda);
  // lambda = 0 is the power law itself
  if (!(TruncatedLaw(d, alpha, lambda).log_likelihood() > TruncatedLaw(d, d.tail.alpha, 0).log_likelihood()))
    alpha = d.tail.alpha, lambda = 0;
  const auto rival = std::make_shared<TruncatedLaw>(d, alpha, lambda);
  Comparison c{.name = "truncated_power_law",
               .parameters = {{"alpha", alpha}, {"lambda", lambda / d.tail.xmin}},
               .log_likelihood = rival->log_likelihood()};
  if (lambda == 0) c.note = "no cut-off: the power law itself";
  return {std::move(c), [rival](std::size_t i) { return rival->log_p(i); }};
}

// ln of the norm of e^(-lambda (x - xmin)) on the range; -inf/inf handled by the caller's bracket.
double log_exponential_norm(const Tail& t, double lambda) {
  const double width = t.xmax - t.xmin + (t.is_discrete ? 1 : 0), unit = t.is_discrete ? -std::expm1(-lambda) : lambda;
  if (std::isinf(width)) return -std::log(unit);
  if (std::abs(lambda * width) < 1e-9) return std::log(width) - lambda * width / 2;
  if (lambda * width < -500) return -lambda * width - std::log(-unit);
  return std::log(-std::expm1(-lambda * width) / unit);
}

Found exponential(const Data& d) {
  const Tail& t = d.tail;
  double lambda = t.is_discrete ? std::log1p(1 / d.mean) : 1 / d.mean;
  if (!std::isinf(t.xmax)) {
    const double scale = 60 / (t.xmax - t.xmin);
    const auto cost = [&](double l) { return l * d.mean + log_exponential_norm(t, l); };
    double low = -scale, high = std::max(scale, 4 * lambda);
    lambda = boost::math::tools::brent_find_minima(cost, low, high, 52).first;
  }
  const double log_norm = log_exponential_norm(t, lambda);
  Comparison c{
      .name = "exponential", .parameters = {{"lambda", lambda}}, .log_likelihood = -d.n * (lambda * d.mean + log_norm)};
  return {std::move(c),
          [&d, lambda, log_norm](std::size_t i) { return -lambda * (d.tail.values[i] - d.tail.xmin) - log_norm; }};
}

Found poisson(const Data& d) {
  const Tail& t = d.tail;
  const double mean = d.mean + t.xmin;
  const auto log_norm = [&t](double mu) {
    const double above = boost::math::gamma_p(t.xmin, mu);  // P(X >= xmin)
    return std::log(std::isinf(t.xmax) ? above : above - boost::math::gamma_p(t.xmax + 1, mu));
  };
  const double log_factorials = d.sum([&](std::size_t i) { return std::lgamma(t.values[i] + 1); });
  const auto cost = [&](double log_mu) {
    const double mu = std::exp(log_mu), y = d.n * (mu + log_norm(mu) - mean * log_mu);
    return std::isfinite(y) ? y : 1e300;
  };
  const double low = std::log(mean) - 12, high = std::log(mean) + 1;
  const double log_mu = boost::math::tools::brent_find_minima(cost, low, high, 52).first, mu = std::exp(log_mu);
  const double norm = log_norm(mu);
  Comparison c{.name = "poisson", .parameters = {{"mu", mu}}, .log_likelihood = -cost(log_mu) - log_factorials};
  return {std::move(c), [&d, mu, log_mu, norm](std::size_t i) {
            const double x = d.tail.values[i];
            return x * log_mu - mu - std::lgamma(x + 1) - norm;
          }};
}

void judge(Found& found, const Data& d, double log_norm_power) {
  const auto difference = [&](std::size_t i) { return -d.tail.alpha * d.logs[i] - log_norm_power - found.log_p(i); };
  Comparison& c = found.comparison;
  c.ratio = d.sum(difference);
  const double mean = c.ratio / d.n;
  const double variance = d.sum([&](std::size_t i) { return std::pow(difference(i) - mean, 2); }) / d.n;
  c.normalised_ratio = c.ratio / std::sqrt(d.n * variance);
  const bool is_nested = c.name == "truncated_power_law";
  if (is_nested) c.ratio = std::min(c.ratio, 0.0);
  const bool is_power_law = std::isnan(c.parameters.front().second);  // the end of the ridge
  if (is_power_law) c.ratio = 0;
  if ((is_nested || is_power_law) && c.ratio == 0) c.normalised_ratio = 0;
  c.p = std::erfc(is_nested ? std::sqrt(-c.ratio) : std::abs(c.normalised_ratio) / std::sqrt(2.0));
  const double n_parameters = static_cast<double>(c.parameters.size());
  c.aic = 2 * n_parameters - 2 * c.log_likelihood;
  c.bic = n_parameters * std::log(d.n) - 2 * c.log_likelihood;
}

}  // namespace

static std::vector<Comparison> compare(const Tail& tail, const std::vector<Found (*)(const Data&)>& rivals) {
  if (std::isnan(tail.alpha) || tail.values.size() < 2) return {};
  const Data d = prepare(tail);
  if (!std::isfinite(d.mean / tail.xmin) || !(d.mean > 0)) return {};  // wider than a double, or one value
  const double log_norm = TruncatedLaw(d, tail.alpha, 0).log_norm;
  std::vector<Comparison> comparisons;
  for (const auto rival : rivals) {
    Found found = rival(d);
    judge(found, d, log_norm);
    comparisons.push_back(std::move(found.comparison));
  }
  return comparisons;
}

std::vector<Comparison> compare_alternatives(const Tail& tail) {
  if (!tail.is_discrete) return compare(tail, {exponential, lognormal, stretched, truncated});
  return compare(tail, {exponential, lognormal, stretched, truncated, poisson});
}

Comparison compare_truncated(const Tail& tail) {
  const std::vector<Comparison> one = compare(tail, {truncated});
  return one.empty() ? Comparison{.name = "truncated_power_law"} : one.front();
}

}  // namespace somn::analysis
