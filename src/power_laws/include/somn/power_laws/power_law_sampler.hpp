// Draws from the discrete power law p(k) ~ k^-alpha on xmin..xmax, exactly: no continuous approximation.
#pragma once

#include <somn/power_laws/power_sum.hpp>
#include <somn/power_laws/value_counts.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <cstdint>
#include <vector>

namespace somn::analysis {

// n draws of a binomial variable, p outside (0, 1) included.
std::int64_t draw_binomial(std::int64_t n, double p, CounterStream& random);

class PowerLawSampler {
 public:
  // 1 <= xmin < xmax; alpha > 1 where xmax is unbounded. Draws stop at 2^53 there. O(4096) set-up.
  PowerLawSampler(double alpha, std::int64_t xmin, std::int64_t xmax);

  // Appends n draws to `out`, whose values must all be below xmin. About O(sqrt n) for alpha near 2.
  void draw(std::int64_t n, CounterStream& random, ValueCounts& out) const;
  ValueCounts draw(std::int64_t n, CounterStream& random) const;

 private:
  std::int64_t draw_from(std::int64_t start, CounterStream& random) const;  // one value >= start
  std::int64_t end_of_table() const { return xmin_ + static_cast<std::int64_t>(table_.size()); }
  double tail(std::int64_t k) const;
  double tail_of(std::int64_t k) const;
  std::int64_t in_table(std::int64_t start, double target) const;
  std::int64_t beyond_table(std::int64_t low, double target) const;

  double alpha_;
  std::int64_t xmin_, xmax_;
  std::vector<double> table_;  // table_[k - xmin] ~ P(X >= k), not normalised
};

}  // namespace somn::analysis
