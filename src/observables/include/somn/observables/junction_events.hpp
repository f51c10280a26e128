// Junction events, found while the simulation runs: each accepted time point is shown once and not kept.
//
//   y = ln(G/G_off)/ln(G_on/G_off);  up: y reaches 0.6, having been at or below 0.4;  down: y reaches 0.4, having been
//   at or above 0.6.  A junction that starts between the two is armed for neither, until it leaves the band.
//
// Thresholds: docs/physics.md 5.1. Time of an event [s]: where y, taken as linear between two accepted
// points, meets the threshold. delta_g [S] of an up event: from the lowest G since the previous event (or the start of
// the record) to the highest before the next; of a down event the reverse; so up is positive, down negative.
#pragma once

#include <somn/core/archive.hpp>
#include <somn/core/events.hpp>

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace somn::analysis {

enum class Scale { linear, logarithmic };  // how y follows from the observed quantity

// The two levels of one junction, in the observed quantity.
struct HysteresisBand {
  double lower = 0.4;  // y = 0.4
  double upper = 0.6;  // y = 0.6
};

// G_off (G_on/G_off)^0.4 and ^0.6 [S]. InputError unless 0 < g_off < g_on < infinity.
HysteresisBand conductance_band(double g_off, double g_on);

class JunctionEventDetector {
 public:
  // One band per junction, conductances [S], every value > 0.
  explicit JunctionEventDetector(std::vector<HysteresisBand> bands);
  // n junctions with the same G_off and G_on [S].
  JunctionEventDetector(std::size_t n_junctions, double g_off, double g_on);
  // n junctions observed by y itself (a state such as x of `vts`): delta_g is then a change of y [1].
  static JunctionEventDetector on_state(std::size_t n_junctions);

  // `values[j]` of junction j at `time` [s]. Times must increase; InputError otherwise, for a wrong number of values,
  // and for a value that is not finite (or, on the logarithmic scale, not positive). O(junctions), no logarithm but at
  // events.
  void feed(double time, std::span<const double> values);
  // The same, with an engine that knows better than a line when junction j passed `threshold` between two times [s].
  using Locate = std::function<double(std::size_t j, double threshold, double from, double to)>;
  void feed(double time, std::span<const double> values, const Locate& locate);

  // All events in order of time (ties: of junction); closes the last excursion of each junction with the extreme seen
  // so far. The detector is then as new.
  std::vector<JunctionEvent> finish();

  std::size_t n_junctions() const { return bands_.size(); }
  std::size_t n_on() const;  // at or above 0.6, or not yet back to 0.4 [1]
  // Everything but the bands, to or from bytes: a run that goes on after a stop.
  void archive(Archive& a) {
    a(levels_), a(extremes_), a(turning_), a(previous_), a(open_), a(events_), a(previous_time_), a(started_);
  }

  std::size_t n_on_without_event() const;  // on from the first point to the last [1]

 private:
  enum class Level : unsigned char { unknown, low, high };
  JunctionEventDetector(std::vector<HysteresisBand> bands, Scale scale);
  void refuse_unusable(double time, std::span<const double> values) const;
  void advance(std::size_t junction, double time, double value);
  void start(std::size_t junction, double value);
  void cross(std::size_t junction, double time, double value);
  void close(std::size_t junction);
  double crossing_time(double time, double value, double previous, double threshold) const;

  std::vector<HysteresisBand> bands_;
  Scale scale_;
  std::vector<Level> levels_;
  std::vector<double> extremes_;  // lowest value while low, highest while high
  std::vector<double> turning_;   // the extreme before the latest event
  std::vector<double> previous_;
  std::vector<std::size_t> open_;  // index of the event that waits for its end, or none
  std::vector<JunctionEvent> events_;
  double previous_time_ = 0;
  bool started_ = false;
  const Locate* locate_ = nullptr;  // during feed
};

}  // namespace somn::analysis
