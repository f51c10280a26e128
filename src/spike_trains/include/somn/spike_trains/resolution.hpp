// What the times of events are worth: every comparison of times, intervals, bins and gaps goes through here, so that the
// same events say the same in samples, s, ms or us, with any offset.
//
//   A time in a file is a decimal number rounded to a double, perhaps converted and shifted: 0.009 - 0.007 is a little
//   less than 0.002, and 0.3/0.1 less than 3. Most records are on a grid, too: that of their samples, or of the digits
//   that were written. An interval is then a whole number of grid steps, and two that differ by less than half a step
//   are the same.
//
// The grid is the largest step of which all intervals are multiples within their rounding: Euclid's algorithm on
// intervals in ascending order, each good to 4 ulp of the largest time; the step is refined by the longer intervals as long
// as their number of steps is certain, and becomes n 10^-k, or 1/n, where it cannot be told from that. Where there is none
// but that of the last digit that was written, a coarser one (1/30000 s, in us) is looked for that holds within it.
#pragma once

#include <somn/spike_trains/interval_statistics.hpp>

#include <span>
#include <vector>

namespace somn::analysis {

struct Resolution {
  double tolerance = 0;  // [unit of the times] what differs by less is the same
  double step = 0;       // [unit of the times] of the grid; 0: there is none

  bool exceeds(double interval, double limit) const { return interval > limit + tolerance; }
  bool is_below(double interval, double limit) const { return interval < limit - tolerance; }
  bool is_same(double a, double b) const { return !exceeds(a, b) && !exceeds(b, a); }
  double bin(double time, double start, double width) const;   // whole number; a time on an edge is in the later bin
  double whole_bins(double length, double width) const;        // bins that fit, but for a millionth of one
  double rounded(double interval) const;                       // to the grid; as it is where there is none
  double bin_width(double about) const;                        // whole steps, at least one, ties up; as it is without a grid
};

// Of times in ascending order, and of the record that they lie in. O(n).
Resolution resolution_of(std::span<const double> sorted, const std::vector<Segment>& segments = {});

// Moves times, in any order, to their places on the grid, counted from the first; leaves them where there is none. What
// was lost with the last digits is there again: 1/30000 s is not 0.000033333 s. O(n), O(n log n) out of order.
void put_on_grid(std::vector<double>& times);

// The events of each segment, from its start up to its end, exclusive where the next segment begins there and inclusive
// otherwise. `sorted` ascending. O(segments log n).
std::vector<std::span<const double>> split(std::span<const double> sorted, const std::vector<Segment>& segments,
                                           const Resolution& resolution);

}  // namespace somn::analysis
