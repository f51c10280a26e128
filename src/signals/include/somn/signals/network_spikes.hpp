// Network spikes: the abrupt changes of a sampled signal, such as the source current.
//
//   slope_k = (x_{k+1} - x_{k-1})/2h inside a segment, one-sided at its ends                    [unit of x per s]
//   signal = slope, or slope/|x| where relative                                                 [unit/s or 1/s]
//   theta = max(absolute, k sigma),  sigma = median |signal - median signal| / 0.6745
//   excursion: from |signal| > theta until |signal| <= leave × theta
//   event: at the largest |signal| of the excursion; an excursion open at an end of a segment is dropped
// Thresholds are per second, so that their meaning does not depend on h. A current pulse makes two events: its rising
// and its falling edge.
//
// Citation: sigma: R. Quian Quiroga, Z. Nadasdy, Y. Ben-Shaul, Neural Comput. 16, 1661 (2004),
// doi:10.1162/089976604774201631; event at the maximum: J. Hochstetter et al., Nat. Commun. 12, 4008 (2021),
// doi:10.1038/s41467-021-24260-z (Methods).
#pragma once

#include <somn/core/trace.hpp>

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace somn::analysis {

struct NetworkSpikeOptions {
  bool is_relative = false;      // signal = slope/|x|; x must then never be 0
  double threshold = 0;          // [unit/s, or 1/s where relative] absolute part of theta
  double k_sigma = 5;            // [1] >= 0
  double leave_fraction = 0.5;   // [1] 0..1, hysteresis
  bool keep_open_start = false;  // keep an excursion that is open at the start of a segment, as NWNsim does
  double dead_time = 0;          // [s] after an event, further ones are dropped
  double min_amplitude = 0.01;   // [1] of the median |x|: smaller edges (solver noise) are dropped
  std::vector<std::size_t> segment_rows = {};  // [1] rows of each segment, in order; empty: one segment
};

struct NetworkSpike {
  double time = 0;                          // [s] of the largest |signal|
  std::size_t row = 0;                      // of the trace
  std::size_t first_row = 0, last_row = 0;  // the samples on either side of the excursion
  int sign = 1;                             // of the slope there
  double peak = 0;                          // [unit/s] |slope| there
  double amplitude = 0;  // [unit] largest minus smallest x over the excursion and one sample on either side
  double delta = 0;      // [unit] x after minus x before, the same samples
  double width = 0;      // [s] over which |signal| exceeds half its peak, linear between samples
  double rise = 0;       // [s] between the first passages of 10 % and 90 % of delta; NaN where delta is 0
};

struct NetworkSpikes {
  NetworkSpikeOptions options = {};
  std::vector<NetworkSpike> spikes = {};
  double sample_step = std::numeric_limits<double>::quiet_NaN();    // [s] h
  double sigma = std::numeric_limits<double>::quiet_NaN();          // [as the signal]
  double theta = std::numeric_limits<double>::quiet_NaN();          // [as the signal] as used
  double min_amplitude = std::numeric_limits<double>::quiet_NaN();  // [unit] as used
  std::int64_t n_open_dropped = 0;                                  // [1] excursions at an end of a segment
  std::int64_t n_small_dropped = 0;                                 // [1]
  std::int64_t n_dead_time_dropped = 0;                             // [1]
  std::string reason = {};                                          // why nothing could be looked for
};

// `column` of a trace on a uniform grid (to 1e-3 of its step within segments). InputError for a grid that is not, for
// values that are not finite, and for options out of range. Traces of fewer than 3 rows give a reason. O(rows).
NetworkSpikes find_network_spikes(const Trace& trace, std::string_view column, const NetworkSpikeOptions& options = {});

// Spikes found with an absolute and with a relative threshold, united: those of `a`, and those of `b` at other rows.
NetworkSpikes united(NetworkSpikes a, const NetworkSpikes& b);

// Of each segment the rows from the first to the last with |slope| > threshold or |slope|/|x| > relative (per second,
// as above): {first, end} of each, first = end where there is none. NWNsim cuts its records so.
std::vector<std::pair<std::size_t, std::size_t>> active_rows(std::span<const double> x, double sample_step,
                                                             const std::vector<std::size_t>& segment_rows,
                                                             double threshold, double relative);

// The same for plain samples, `sample_step` [s] apart; times count from 0.
NetworkSpikes find_network_spikes(std::span<const double> x, double sample_step,
                                  const NetworkSpikeOptions& options = {});

}  // namespace somn::analysis
