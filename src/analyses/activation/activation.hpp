// Activation of a network under a constant voltage: from the first conductance to the last, when, and through which
// transients. J. Hochstetter et al., Nat. Commun. 12, 4008 (2021), doi:10.1038/s41467-021-24260-z.
#pragma once

#include <somn/observables/branch_voltages.hpp>

#include <limits>
#include <string>

namespace somn::analysis {

struct Activation {
  double g_first = std::numeric_limits<double>::quiet_NaN();  // [S] first row with a finite, positive G
  double g_end = std::numeric_limits<double>::quiet_NaN();    // [S] last one
  double t_act = std::numeric_limits<double>::quiet_NaN();  // [s] when G first passes sqrt(g_first g_end), ln G linear
                                                            // between rows; NaN where g_end == g_first
  double settling = std::numeric_limits<double>::quiet_NaN();  // [1/s] |d ln G/dt| over the last tenth of the rows
  std::string reason;                                          // why there are no numbers
};

// `time` [s] increasing, `g` [S] of the network, equally long; rows with V = 0 hold NaN and are skipped. O(rows).
Activation activation(std::span<const double> time, std::span<const double> g);

// Branches whose |v(t)| makes a transient spike: a maximum above `v_set` [V] that exceeds both the first and the last
// |v| by at least `height` [V]. O(branches * rows).
std::size_t count_transient_spikes(const Potentials&, std::span<const Branch>, double v_set, double height);

}  // namespace somn::analysis
