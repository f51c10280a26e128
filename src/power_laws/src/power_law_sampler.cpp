// PowerLawSampler: a table of P(X >= k) for the first values of the range
//   draw: walk up the table, count of k ~ Binomial(what is left, P(k)/P(X >= k)), while k can expect a handful;
//     draw what is left one by one with draw_from
//   draw_from: u uniform; the largest k with P(X >= k) >= u P(X >= start), in the table, or beyond its end by doubling
//     steps and bisection of the tail sum
#include <somn/power_laws/power_law_sampler.hpp>

#include <algorithm>
#include <boost/random/binomial_distribution.hpp>

namespace somn::analysis {
namespace {

constexpr std::int64_t table_length = 4096;
constexpr double handful = 8;

}  // namespace

std::int64_t draw_binomial(std::int64_t n, double p, CounterStream& random) {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  return boost::random::binomial_distribution<std::int64_t>(n, p)(random);
}

PowerLawSampler::PowerLawSampler(double alpha, std::int64_t xmin, std::int64_t xmax)
    : alpha_(alpha), xmin_(xmin), xmax_(xmax) {
  const std::int64_t n = xmax - xmin < table_length ? xmax - xmin + 1 : table_length;
  for (std::int64_t k = 0; k < n; ++k) table_.push_back(tail(xmin + k));
}

double PowerLawSampler::tail(std::int64_t k) const {
  return power_sum_value(alpha_, k, xmax_, static_cast<double>(xmin_));
}

double PowerLawSampler::tail_of(std::int64_t k) const {
  return k < end_of_table() ? table_[static_cast<std::size_t>(k - xmin_)] : tail(k);
}

std::int64_t PowerLawSampler::in_table(std::int64_t start, double target) const {
  const auto first = table_.begin() + (start - xmin_);
  const auto below = std::partition_point(first, table_.end(), [&](double t) { return t >= target; });
  return start + (below - first) - 1;
}

std::int64_t PowerLawSampler::beyond_table(std::int64_t low, double target) const {
  constexpr std::int64_t largest = std::int64_t{1} << 53;
  const std::int64_t end = std::min(xmax_, largest);
  std::int64_t step = low;
  while (low + step < end && tail(low + step) >= target) {
    low += step;
    step *= 2;
  }
  std::int64_t high = std::min(low + step, end + 1);  // P(X >= high) < target
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (tail(middle) >= target ? low : high) = middle;
  }
  return low;
}

std::int64_t PowerLawSampler::draw_from(std::int64_t start, CounterStream& random) const {
  const double target = tail_of(start) * (1 - random.uniform());  // in (0, P(X >= start)]
  if (table_.back() < target) return in_table(start, target);
  return beyond_table(std::max(start, end_of_table() - 1), target);
}

void PowerLawSampler::draw(std::int64_t n, CounterStream& random, ValueCounts& out) const {
  std::int64_t k = xmin_;
  for (; k + 1 < end_of_table(); ++k) {
    const double share = 1 - tail_of(k + 1) / tail_of(k);
    if (static_cast<double>(n) * share < handful) break;
    const std::int64_t count = draw_binomial(n, share, random);
    n -= count;
    out.append(k, count);
  }
  std::vector<std::int64_t> rest;
  for (; n > 0; --n) rest.push_back(draw_from(k, random));
  std::sort(rest.begin(), rest.end());
  for (const std::int64_t value : rest) out.append(value, 1);
}

ValueCounts PowerLawSampler::draw(std::int64_t n, CounterStream& random) const {
  ValueCounts out;
  draw(n, random, out);
  return out;
}

}  // namespace somn::analysis
