// How often do the p values and intervals of the program err, where the answer is known? Each topic draws data without
// what a statistic looks for, or with a known truth, and counts. The program `calibration` writes the counts as
// docs/calibration.md; the nightly tests fail where a count cannot come from the nominal rate.
#pragma once

#include <somn/statistics/counter_stream.hpp>
#include <somn/statistics/parallel.hpp>

#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace somn::calibration {

using analysis::CounterStream;

// What was counted: `hits` of `n` replicas; the rate that was promised, and how far it may be off as documented
// (0: exact, or so near that only chance may speak).
struct Row {
  std::string statistic = {}, data = {};
  double nominal = 0.05, tolerance = 0;  // [1]
  enum class Promise { about, at_most, at_least } promise = Promise::about;
  std::int64_t n = 0, hits = 0;
  double rate() const { return static_cast<double>(hits) / static_cast<double>(n); }
};

// Can so many hits come from a rate within the tolerance? Two-sided, one time in a thousand wrongly denied.
bool is_possible(const Row&);

// What a topic hands its rows to, as they come; `scaled(n)` replicas are drawn where the row asks for n.
struct Count {
  std::uint64_t seed = 0;
  double share = 1;
  std::uint64_t first_stream = 0;
  std::function<void(const Row&)> tell = {};
  std::int64_t scaled(std::int64_t n) const {
    return std::max<std::int64_t>(20, std::llround(share * static_cast<double>(n)));
  }

  // One or several counts over n replicas: `of(random)` returns which of the rows it hits (a vector of 0 and 1, or -1
  // where the replica does not count for that row). Each call draws from streams of its own.
  template <class F>
  void operator()(std::int64_t n, std::vector<Row> rows, F&& of) {
    const auto hits = analysis::parallel_map(scaled(n), 0, [&](std::int64_t k) {
      CounterStream random(seed, first_stream + static_cast<std::uint64_t>(k));
      return of(random);
    });
    first_stream += std::uint64_t{1} << 32;
    for (const auto& one : hits)
      for (std::size_t r = 0; r < rows.size(); ++r) {
        rows[r].n += one[r] >= 0;
        rows[r].hits += one[r] > 0;
      }
    for (const Row& row : rows) tell(row);
  }
};

inline double normal(CounterStream& random) {
  boost::random::normal_distribution<double> distribution;
  return distribution(random);
}

// Topics, one file each.
void branching(Count&);
void compare(Count&);
void correlations(Count&);
void fits(Count&);
void modality(Count&);
void power_laws(Count&);
void reservoir(Count&);
void scaling(Count&);
void spectrum(Count&);
void stdp(Count&);
void sweeps(Count&);

struct Topic {
  std::string name = {}, title = {}, about = {};
  void (*rows)(Count&) = nullptr;
};
const std::vector<Topic>& topics();

}  // namespace somn::calibration
