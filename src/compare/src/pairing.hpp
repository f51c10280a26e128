// The events of two runs, one to one.
#pragma once

#include <somn/compare/compare.hpp>

#include <cmath>

namespace somn::compare {

double first_event(const Run&);                   // [s] infinity where it has none
double time_of_event(const Run&, std::size_t n);  // [s] the same
double until_events(const Run& a, const Run& b);  // [s] the first event of either
bool is_recurrent(const std::string& regime);     // junctions switch again and again: phases are free, differences grow

// How far apart in time two events may be that are one: at the first event of all, and growing from there on.
struct Limit {
  double step = 0, drift = 0;  // [s], [1]
  double at(double since_first) const { return step + drift * std::max(0.0, since_first); }
};
Limit a_priori(const Run& a, const Run& b);

struct Pairing {
  std::size_t n_paired = 0, n_alone = 0;  // before the runs part; events without partner before `until`
  double late = 0, late_limit = 0;        // [s] of the pair that comes closest to its limit, or is farthest beyond it
  double latest = 0;                      // [s] largest difference in time before the runs part
  double size = 0;                        // [1] largest relative difference in size before the runs part
  double parted = INFINITY;               // [s] the first event without partner or beyond the limit
  std::optional<Place> late_place = {}, alone_place = {}, size_place = {};

  bool is_late() const { return late > late_limit; }
};

// In each junction the events of both runs are merged in order: two that agree in kind are one, unless the next of that
// kind fits better. Events later than `until` are not looked at, nor those so near the end of the shorter record that
// the partner may lie behind it.
Pairing pair_events(const Run& a, const Run& b, const Limit&, double until = INFINITY);

}  // namespace somn::compare
