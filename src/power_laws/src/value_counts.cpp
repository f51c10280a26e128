#include <somn/core/error.hpp>
#include <somn/power_laws/value_counts.hpp>

#include <algorithm>
#include <map>
#include <numeric>
#include <string>

namespace somn::analysis {
namespace {

constexpr std::int64_t largest_total = std::int64_t{1} << 53;  // beyond, a double no longer counts

void refuse_below_one(std::int64_t value) {
  if (value < 1)
    throw InputError({.what = "discrete data must be positive whole numbers",
                      .where = "values",
                      .value = std::to_string(value),
                      .allowed = "1, 2, 3, ...",
                      .remedy = "leave out zeros (and say so), shift or bin the data"});
}

}  // namespace

std::int64_t ValueCounts::n() const {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

ValueCounts ValueCounts::within(std::int64_t xmin, std::int64_t xmax) const {
  const auto first = std::lower_bound(values.begin(), values.end(), xmin) - values.begin();
  const auto last = std::max(first, std::upper_bound(values.begin(), values.end(), xmax) - values.begin());
  return {.values = {values.begin() + first, values.begin() + last},
          .counts = {counts.begin() + first, counts.begin() + last}};
}

void ValueCounts::append(std::int64_t value, std::int64_t count) {
  if (count == 0) return;
  if (values.empty() || values.back() != value) {
    values.push_back(value);
    counts.push_back(0);
  }
  counts.back() += count;
}

ValueCounts count_values(std::span<const std::int64_t> values) {
  ValueCounts histogram;
  if (values.empty()) return histogram;
  const auto [least, largest] = std::minmax_element(values.begin(), values.end());
  refuse_below_one(*least);
  // A counter for every whole number costs less than sorting, unless most of them would stay empty.
  if (*largest - *least < 1 << 16 || static_cast<std::uint64_t>(*largest - *least) < 4 * values.size()) {
    std::vector<std::uint32_t> counters(static_cast<std::size_t>(*largest - *least) + 1);
    const bool fits = values.size() < (std::size_t{1} << 32);
    if (fits) {
      for (const std::int64_t value : values) ++counters[static_cast<std::size_t>(value - *least)];
      for (std::size_t k = 0; k < counters.size(); ++k)
        histogram.append(*least + static_cast<std::int64_t>(k), counters[k]);
      return histogram;
    }
  }
  std::vector<std::int64_t> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  for (const std::int64_t value : sorted) histogram.append(value, 1);
  return histogram;
}

ValueCounts count_values(std::span<const std::int64_t> values, std::span<const std::int64_t> counts) {
  if (values.size() != counts.size()) throw InternalError("count_values: as many counts as values are needed");
  std::map<std::int64_t, std::int64_t> total;
  std::int64_t n = 0;
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (counts[k] < 0 || counts[k] > largest_total - n)
      throw InputError({.what = "count out of range",
                        .where = "counts",
                        .value = std::to_string(counts[k]),
                        .allowed = "0 or more, at most 2^53 in all"});
    if (counts[k] == 0) continue;
    refuse_below_one(values[k]);
    n += counts[k];
    total[values[k]] += counts[k];
  }
  ValueCounts histogram;
  for (const auto& [value, count] : total) {
    histogram.values.push_back(value);
    histogram.counts.push_back(count);
  }
  return histogram;
}

}  // namespace somn::analysis
