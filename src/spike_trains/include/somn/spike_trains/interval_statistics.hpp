// Inter-event (inter-spike) intervals: rate, variability, distribution. An interval never spans the join of two
// segments.
//
//   rate = n_events/T ;  cv = sd/mean (population sd)
//   cv2 = mean 2|I' - I|/(I' + I) ;  lv = mean 3 (I - I')^2/(I + I')^2
//   lvr = mean 3 (1 - 4 I I'/(I + I')^2)(1 + 4 R/(I + I'))        over pairs I, I' of consecutive intervals
// A Poisson train has cv = cv2 = lv = 1. A pair of zero intervals counts as equal: it adds 0.
//
// Citation: cv2: G. R. Holt et al., J. Neurophysiol. 75, 1806 (1996), doi:10.1152/jn.1996.75.5.1806; lv: S. Shinomoto
// et al., Neural Comput. 15, 2823 (2003), doi:10.1162/089976603322518759; lvr: S. Shinomoto et al., PLoS Comput. Biol.
// 5, e1000433 (2009), doi:10.1371/journal.pcbi.1000433, eq. 3.
#pragma once

#include <somn/schema/forward.hpp>

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace somn::analysis {

// A stretch of record, in s (or in samples, where the events are): its end is that of the record or begins the next one
// (somn/spike_trains/resolution.hpp).
struct Segment {
  double start = 0;
  double end = 0;
  double length() const;  // 0 where start and end are the same but for rounding: events at one time span nothing
};

// Segments of the given lengths laid end to end from 0. InputError for a length that is not positive and finite.
std::vector<Segment> segments_from_lengths(std::span<const double> lengths);

// The times in order. InputError for one that is not finite. O(n log n), O(n) where they are in order already.
std::vector<double> sorted_times(std::vector<double> times);

// One segment from the first event to just beyond the last; none without events. For event lists that come without the
// length of their record.
std::vector<Segment> segment_of_events(const std::vector<double>& times);

// Intervals in order, one list per segment, rounded to the grid of the times (somn/spike_trains/resolution.hpp); events
// outside the segments have none. Times in any order; InputError for one that is not finite. O(n log n), O(n) where they
// are in order.
std::vector<std::vector<double>> intervals_within(const std::vector<double>& times,
                                                  const std::vector<Segment>& segments);

struct LogHistogram {
  std::vector<double> edges =
      {};  // [s] one more than counts; 10 per decade, at powers of 10^0.1; empty without intervals
  std::vector<std::int64_t> counts = {};  // [1]
  std::vector<double> density = {};       // [1/s] count/(n width), n with the zero intervals
};

struct IntervalStatistics {
  std::int64_t n_events = 0;                               // [1]
  std::int64_t n = 0;                                      // [1] intervals
  std::int64_t n_zero = 0;                                 // [1] of length 0: counted in n and in every statistic
  double rate = std::numeric_limits<double>::quiet_NaN();  // [1/s]
  double mean = std::numeric_limits<double>::quiet_NaN();  // [s]
  double sd = std::numeric_limits<double>::quiet_NaN();    // [s]
  double cv = std::numeric_limits<double>::quiet_NaN();    // [1]
  double cv2 = std::numeric_limits<double>::quiet_NaN();   // [1]
  double lv = std::numeric_limits<double>::quiet_NaN();    // [1]
  double lvr = std::numeric_limits<double>::quiet_NaN();   // [1]
  double refractory = 0;                                   // [s] R of lvr
  std::string reason = {};                                 // why statistics are NaN: fewer than 3 events
  LogHistogram histogram = {};
};

enum class Histogram { yes, no };

// Statistics of lists of consecutive intervals (of segments, or of units). `n_events` and `record_length` [s] give the
// rate. O(n).
IntervalStatistics interval_statistics(const std::vector<std::vector<double>>& intervals, std::int64_t n_events,
                                       double record_length, double refractory = 0,
                                       Histogram with = Histogram::yes);

// The same for one train in segments; only events inside them count.
IntervalStatistics interval_statistics(const std::vector<double>& times, const std::vector<Segment>& segments,
                                       double refractory = 0);

LogHistogram log_histogram(const std::vector<std::vector<double>>& intervals);

// Their tables (somn/schema/fields.hpp).
schema::Fields<LogHistogram> fields_of(const LogHistogram*);
schema::Fields<IntervalStatistics> fields_of(const IntervalStatistics*);

}  // namespace somn::analysis
