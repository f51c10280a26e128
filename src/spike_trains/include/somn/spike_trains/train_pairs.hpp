// How alike are two spike trains? Measures without a time scale first, then those that need one.
//
//   ISI-distance     time mean of |I_1 - I_2|/max(I_1, I_2), I_n(t) the interval that holds t     (0 equal .. 1)
//   SPIKE-distance   time mean of (S_1 I_2 + S_2 I_1)/(2 <I>^2), S_n(t) the distance of the two spikes of train n
//                    around t to the nearest spike of the other, interpolated                     (0 equal .. 1)
//   SPIKE-synchronisation   share of spikes with a partner closer than half the least of the four intervals around the
//   two STTC             spike time tiling coefficient, dt: the share of spikes within dt of the other train, corrected
//                    for the share of time that is within dt of a spike                           (-1 .. 1)
//   Victor-Purpura   cheapest way from one train to the other: 1 for a spike more or less, q |dt| for a shift
//   van Rossum       distance of the trains under e^(-t/tau); one spike against none is 1
//   correlation      Pearson's, of counts in bins, or of "any spike" in bins
//   spike-contrast   of a whole set: largest product of contrast and active share over bin sizes
// Doubled spikes: a unit fires once at a time; `analyse pairs` leaves the others out before any measure.
// At the edges of the record: the first and the last interval reach at least as far as their neighbours do; a train
// without spikes is one with a spike at either edge (ISI and SPIKE only).
//
// Citation: T. Kreuz et al., J. Neurosci. Methods 165, 151 (2007), doi:10.1016/j.jneumeth.2007.05.031 (ISI); T. Kreuz
// et al., J. Neurophysiol. 109, 1457 (2013), doi:10.1152/jn.00873.2012 (SPIKE); T. Kreuz et al., J. Neurophysiol. 113,
// 3432 (2015), doi:10.1152/jn.00848.2014 (synchronisation); C. S. Cutts, S. J. Eglen, J. Neurosci. 34, 14288 (2014),
// doi:10.1523/JNEUROSCI.2767-14.2014 (STTC); J. D. Victor, K. P. Purpura, J. Neurophysiol. 76, 1310 (1996); M. C. W.
// van Rossum, Neural Comput. 13, 751 (2001); M. Ciba et al., J. Neurosci. Methods 299, 136 (2018),
// doi:10.1016/j.jneumeth.2018.01.003 (spike-contrast).
#pragma once

#include <somn/spike_trains/interval_statistics.hpp>

#include <span>
#include <vector>

namespace somn::analysis {

using Train = std::span<const double>;  // spike times in order, within the record

// The three below are over `record`, seen through `window` (a part of it). O(n_1 + n_2).
double isi_distance(Train a, Train b, const Segment& record, const Segment& window);
double spike_distance(Train a, Train b, const Segment& record, const Segment& window);

// Spikes with a partner, and spikes, strictly inside the window unless it is the record. NaN share where there is no
// spike.
struct Coincidences {
  double n_partnered = 0, n_spikes = 0;
  double share() const { return n_partnered / n_spikes; }
};
Coincidences spike_synchronisation(Train a, Train b, const Segment& record, const Segment& window);

double tiling_coefficient(Train a, Train b, const Segment& record, double dt);  // NaN where a train is empty. O(n)
double victor_purpura(Train a, Train b, double q);                              // q [1/s]. O(n_1 n_2)
double van_rossum(Train a, Train b, double tau);                                // O(n_1 + n_2)

// Counts in whole bins [start + k bin, start + (k + 1) bin). A time within 1e-8 bin below an edge belongs to the next.
// InputError for more than 1e8 bins.
std::vector<double> bin_counts(Train train, const Segment& record, double bin);
double pearson(std::span<const double> x, std::span<const double> y);

// C_k = sum over bins of x_i y_(i+k) for k = -max_lag .. max_lag: coincidences per lag.
std::vector<double> cross_correlogram(std::span<const double> x, std::span<const double> y, std::size_t max_lag);

struct SpikeContrast {
  double value = std::numeric_limits<double>::quiet_NaN();
  double bin = std::numeric_limits<double>::quiet_NaN();  // [s] at which it is reached
};
// Bins from half the record down by 0.9 to max(half the least interval, least_bin).
SpikeContrast spike_contrast(const std::vector<std::vector<double>>& trains, const Segment& record, double least_bin);

}  // namespace somn::analysis
