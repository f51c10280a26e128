// Whole numbers with their counts: avalanche sizes, durations, anybody's discrete data. Every discrete fit works on
// this form, so that a million values with 300 distinct ones cost 300 steps.
#pragma once

#include <somn/schema/forward.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace somn::analysis {

struct ValueCounts {
  std::vector<std::int64_t> values = {};  // [1] strictly increasing, >= 1
  std::vector<std::int64_t> counts = {};  // [1] >= 1, of each value

  std::size_t n_distinct() const { return values.size(); }
  std::int64_t n() const;
  // The part with xmin <= value <= xmax.
  ValueCounts within(std::int64_t xmin, std::int64_t xmax) const;
  // One more value, not below the last one; nothing for a count of 0.
  void append(std::int64_t value, std::int64_t count);
};

// Sorts and counts. InputError for a value below 1. O(n log n).
ValueCounts count_values(std::span<const std::int64_t> values);
// The same for pairs value, count in any order, a value perhaps twice; zero counts are left out. InputError for values
// below 1, negative counts and totals beyond 2^53.
ValueCounts count_values(std::span<const std::int64_t> values, std::span<const std::int64_t> counts);

// Its table (somn/schema/fields.hpp).
schema::Fields<ValueCounts> fields_of(const ValueCounts*);

}  // namespace somn::analysis
