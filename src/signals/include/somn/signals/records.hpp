// Records before they are analysed: put on a uniform grid, and two of them compared event by event.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace somn::analysis {

// x at t_0, t_0 + h, t_0 + 2h ... up to the last time, linear between the rows (adaptive steps, such as ngspice's,
// become uniform ones). What lies between two grid points is not seen: take h below the shortest time that matters.
// O(rows + points). InputError where times do not increase, h is not positive and finite, or more than 1e9 points come
// out.
std::vector<double> on_uniform_grid(std::span<const double> t, std::span<const double> x, double h);

// Events of the same run, computed with two tolerances: has the solver converged?
struct EventMatch {
  std::size_t n_a = 0, n_b = 0, n_matched = 0;   // [1]
  std::vector<double> only_a = {}, only_b = {};  // [s] times without a partner
  std::string verdict = {};                      // "converged: ...", "not converged: ..."
};
// Pairs of events of the same unit at most `tolerance` apart, as many as there can be. One list of times, in order, for
// each unit of both; as many units. O(n).
EventMatch match_events(const std::vector<std::vector<double>>& a, const std::vector<std::vector<double>>& b,
                        double tolerance);

}  // namespace somn::analysis
