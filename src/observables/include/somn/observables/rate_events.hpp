// Junction events as Hochstetter et al. count them (Nat. Commun. 12, 4008 (2021), doi:10.1038/s41467-021-24260-z, code
// `thresholdCrossingPeaks`): |dG/dt|/G of a junction rises above a threshold and falls back; the event is put at the
// peak. Found while the simulation runs: each point is shown once.
#pragma once

#include <somn/core/archive.hpp>
#include <somn/core/events.hpp>

#include <span>
#include <vector>

namespace somn::analysis {

class RateEventDetector {
 public:
  // `threshold` [1/s] > 0, theirs is 1e-3. InputError otherwise.
  RateEventDetector(std::size_t n_junctions, double threshold);

  // Conductances [S], every value > 0, at `time` [s], later than the last. The rate of the step that ends here is
  // |G - G_before|/(G dt); an event's time is the end of its fastest step. O(junctions).
  void feed(double time, std::span<const double> g);

  // All events in order of time (ties: of junction), one that has not fallen back left out. Up where G grew in the
  // fastest step; delta_g [S] is the change across the whole excursion. The detector is then as new.
  std::vector<JunctionEvent> finish();

  void archive(Archive& a) { a(junctions_), a(events_), a(previous_time_), a(started_); }

 private:
  struct Junction {
    double g = 0;                    // [S] at the last point
    double g_start = 0;              // [S] before the excursion
    double peak = 0, peak_time = 0;  // [1/s], [s]; peak 0: below the threshold
    bool is_up = false;
  };
  double threshold_;
  std::vector<Junction> junctions_;
  std::vector<JunctionEvent> events_;
  double previous_time_ = 0;
  bool started_ = false;
};

}  // namespace somn::analysis
