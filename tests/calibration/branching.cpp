// Branching processes with a drive (A_{t+1} Poisson of mean m A_t + h, mean activity 100), seen whole or one event in
// ten, and Gaussian autoregressive series.
#include "calibration.hpp"

#include <somn/signals/branching.hpp>

#include <array>
#include <boost/random/binomial_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>
#include <cmath>
#include <fmt/format.h>

namespace somn::calibration {
namespace {

using namespace analysis;

struct Process {
  double m = 0.9, share_seen = 1, mean = 100;
  std::size_t n = 10000;
};

int poisson(double mean, CounterStream& random) {
  return mean > 0 ? boost::random::poisson_distribution<int>(mean)(random) : 0;
}

std::vector<double> activity_of(const Process& p, CounterStream& random) {
  std::vector<double> seen;
  int a = poisson(p.mean, random);
  const int settle = static_cast<int>(20 / (1 - p.m));
  for (int t = -settle; seen.size() < p.n; ++t) {
    a = poisson(p.m * a + p.mean * (1 - p.m), random);
    if (t >= 0)
      seen.push_back(p.share_seen < 1 ? boost::random::binomial_distribution<int>(a, p.share_seen)(random) : a);
  }
  return seen;
}

std::vector<double> autoregressive(double m, std::size_t n, CounterStream& random) {
  std::vector<double> x;
  double last = normal(random) / std::sqrt(1 - m * m);
  for (std::size_t t = 0; t < n; ++t) x.push_back(last = m * last + normal(random));
  return x;
}

std::array<int, 2> covers(const std::vector<double>& x, double m) {
  const Branching b = analyse_branching(x);
  const auto holds = [m](const BranchingFit& f) {
    return std::isnan(f.m_low) ? -1 : f.m_low <= m && m <= f.m_high ? 1 : 0;
  };
  return {holds(b.exponential), holds(b.with_offset)};
}

std::vector<Row> rows(const std::string& data, double tolerance = 0.02) {
  return {{.statistic = "95 % interval of m", .data = data, .nominal = 0.95, .tolerance = tolerance},
          {.statistic = "95 % interval of m, with an offset", .data = data, .nominal = 0.95, .tolerance = tolerance}};
}

}  // namespace

void branching(Count& count) {
  for (const double m : {0.5, 0.8, 0.9, 0.95, 0.98, 0.99})
    for (const std::size_t n : {2000, 10000, 50000})
      for (const double share : {1.0, 0.1}) {
        const Process p{.m = m, .share_seen = share, .n = n};
        count(n > 10000 ? 400 : 1000,
              rows(fmt::format("branching process, m = {}, {} steps{}", m, n, share < 1 ? ", a tenth seen" : ""),
                   static_cast<double>(n) * (1 - m) < 100 ? 0.05 : 0.02),
              [&](CounterStream& random) { return covers(activity_of(p, random), m); });
      }
  for (const double m : {0.5, 0.9, 0.98})
    count(1000, rows(fmt::format("autoregressive Gaussian, m = {}, 5000 steps", m)),
          [&](CounterStream& random) { return covers(autoregressive(m, 5000, random), m); });
}

}  // namespace somn::calibration
