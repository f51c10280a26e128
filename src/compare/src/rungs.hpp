// The rungs, one file each; compare.hpp says what they are.
#pragma once

#include "curve.hpp"
#include "pairing.hpp"

namespace somn::compare {

inline Verdict judged(double value, double limit) {
  return value <= limit ? Verdict::passed : Verdict::failed;
}

Rung experiment_rung(const Facts&);                                              // E
Rung record_rung(const Run& a, const Run& b, const Facts&);                      // E
Rung laws_rung(const Facts&);                                                    // L0
Rung linear_rung(const Run& a, const Run& b, const Facts&);                      // L1
Rung halving_rung(const Run& a, const Run& b, const Facts&);                     // L2
Rung before_events_rung(const Run& a, const Run& b, const Facts&);               // L3
std::vector<Rung> event_rungs(const Run& a, const Run& b, const Facts&);         // L4: times, events alone, sizes
std::vector<Rung> distribution_rungs(const Run& a, const Run& b, const Facts&);  // L5: counts, intervals, mean

// What halving says of the error of both engines until the first event, and their distance
struct Halved {
  double of_a = 0, of_b = 0, given = 0, finer = 0;  // [1] RMS
};
Halved halved_distances(const Run& a, const Run& b, const Facts&);

// How events are judged: how late they may be, until when, how much their sizes may differ.
struct EventLimits {
  Limit time;
  double until = INFINITY, size = 0;  // [s], [1]
};
EventLimits event_limits(const Run& a, const Run& b, const Facts&);

std::vector<Resolution> resolution_of_events(const Comparison&, const Run& a, const Run& b, const Facts&);

}  // namespace somn::compare
