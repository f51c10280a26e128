// Bursts of one spike train, by the methods that the field compares (E. Cotterill et al., J. Neurophysiol. 116, 306
// (2016), doi:10.1152/jn.00093.2016; MaxInterval came out best).
//
//   max_interval      a burst begins at an interval < begin and ends before one > end; neighbours less than `gap` apart
//                     are merged; then those shorter than min_duration or with fewer than min_spikes spikes are
//                     dropped. By default scale-free: begin = the valley of the log-interval histogram, end = 1.5
//                     begin, gap = begin, min_duration = 0, min_spikes = 3
//   logisi            the same valley as the threshold (V. Pasquale et al., J. Comput. Neurosci. 29, 213 (2010),
//                     doi:10.1007/s10827-009-0175-1): histogram of log10 intervals, 10 a decade, lowess f = 0.05; the
//                     intra-burst peak is the highest below `cutoff` (default: the median interval; they: 0.1 s); the
//                     valley g_min between it and a later peak counts where 1 - g_min/sqrt(g_1 g_2) >= 0.7. Above the
//                     cut-off, bursts at the cut-off are cores that grow to those at the valley
//   poisson_surprise  S = -ln P(N >= n - 1 in the burst's duration), Poisson at 1/<interval>: three spikes with
//                     intervals < <interval>/2 are grown (10 ahead, while intervals < 2 <interval>), trimmed from the
//                     front, kept where S >= min_surprise (natural logarithm); what falls short of it still takes its
//                     spikes: no burst begins inside (C. R. Legendy, M. Salcman, J. Neurophysiol. 53, 926 (1985),
//                     doi:10.1152/jn.1985.53.4.926) The published program (sjemea) takes the intervals that end the
//                     look ahead from the begin of the train, not of the burst; so does this one, so that their lists
//                     agree
//   rank_surprise     the same idea on ranks of intervals (B. Gourevitch, J. J. Eggermont, J. Neurosci. Methods 160,
//                     349 (2007), doi:10.1016/j.jneumeth.2006.09.024), S >= min_surprise
//   cma               threshold where the cumulative moving average of the interval histogram has fallen to a share of
//                     its maximum (F. E. Kapucu et al., Front. Comput. Neurosci. 6, 38 (2012),
//                     doi:10.3389/fncom.2012.00038)
//   isi_rank          counts in windows and ranks of intervals (M. H. Hennig et al., J. Neurosci. 31, 1070 (2011))
// All but isi_rank (which has a window) are free of scale as long as no time is given.
#pragma once

#include <somn/spike_trains/interval_statistics.hpp>
#include <somn/statistics/mean_sd.hpp>

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace somn::analysis {

struct Burst {
  std::size_t first = 0, last = 0;                             // spikes of the train, from 0, both in the burst
  double surprise = std::numeric_limits<double>::quiet_NaN();  // [1] natural logarithm, where the method has one
};

enum class BurstMethod { max_interval, logisi, poisson_surprise, rank_surprise, cma, isi_rank };

// What is absent is found from the data by the rules above. Times in the unit of the train [s].
struct BurstOptions {
  BurstMethod method = BurstMethod::max_interval;
  std::optional<double> begin = {}, end = {}, gap = {}, min_duration = {};  // max_interval
  std::size_t min_spikes = 3;
  std::optional<double> cutoff = {};  // logisi; given: histogram from 1 ms on and the threshold at the cut-off where
                                      // there is no valley, as in burstanalysis
  std::optional<double> min_surprise = {};  // 5 (Poisson), 3 (rank)
  double window = 1;                        // isi_rank
};

struct Bursts {
  std::vector<Burst> bursts = {};
  std::vector<std::pair<std::string, double>> parameters = {};  // as used: "begin_s", ... ; the method's own thresholds
  std::string reason = {};                                      // why there are none
};

// `times` in order. O(n log n); rank surprise O(run^2) for runs of intervals below their third quartile (InputError for
// a run of more than 20000).
Bursts find_bursts(const std::vector<double>& times, const BurstOptions& options);

// The same within segments: a burst does not span a join, each segment is looked at alone with its own thresholds
// (`parameters` are those of the last). Burst numbers count through the whole train.
Bursts find_bursts(const std::vector<double>& times, const std::vector<Segment>& segments, const BurstOptions& options);

// The valley of the log-interval histogram [s], as above; nothing where there is none.
enum class ValleyProblem { none, no_peak_below_cutoff, no_valley };
struct Valley {
  std::optional<double> threshold = {};  // [s]
  ValleyProblem problem = ValleyProblem::none;
};
Valley logisi_valley(const std::vector<double>& intervals, double unit, double cutoff);

// W. S. Cleveland's locally weighted regression (J. Am. Stat. Assoc. 74, 829 (1979)) on the abscissae 0, 1, 2, ...:
// share f of the points in each fit, 3 robust steps, points less than 1 % of the range apart interpolated.
std::vector<double> lowess(const std::vector<double>& y, double f);

// Summary of the bursts of one train that lasts `record_length` [s].
struct BurstSummary {
  std::size_t n = 0;
  double per_minute = 0, spikes_in_bursts_share = 0;
  double mean_duration = std::numeric_limits<double>::quiet_NaN();  // [s]
  double mean_spikes = std::numeric_limits<double>::quiet_NaN();
  double mean_rate =
      std::numeric_limits<double>::quiet_NaN();  // [1/s] within bursts, mean over bursts of (n-1)/duration
  double mean_gap = std::numeric_limits<double>::quiet_NaN();  // [s] from the end of one to the begin of the next
  double gap_cv = std::numeric_limits<double>::quiet_NaN();
};
BurstSummary summarise(const std::vector<double>& times, const std::vector<Burst>& bursts, double record_length);

// Network bursts: bursts of the pooled train in which at least `share` of the units take part.
struct NetworkBurst {
  std::size_t first = 0, last = 0;  // of the pooled train
  std::size_t n_units = 0;
};
struct NetworkBursts {
  std::vector<NetworkBurst> bursts = {};
  Bursts pooled = {};
  std::size_t n_units = 0;  // [1] with at least one spike
};
NetworkBursts find_network_bursts(const std::vector<std::vector<double>>& trains, const BurstOptions& options,
                                  double share = 0.25);

// The same search, thresholds found anew, in surrogate trains: whatever a renewal process of these intervals (shuffled)
// or one without memory (poisson) shows as well is no sign of bursts.
struct BurstControl {
  int n_realisations = 0;  // [1]
  MeanSd n = {}, spikes_in_bursts_share = {};
};
BurstControl burst_control(ControlKind kind, const std::vector<double>& times, const std::vector<Segment>& segments,
                           const BurstOptions& options, int n_realisations, std::uint64_t seed);

}  // namespace somn::analysis
