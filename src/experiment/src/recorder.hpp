// Takes an engine's accepted points as they come: samples the trace, finds junction events, remembers the last point.
// Engine-neutral: an accepted point is a time, the source current, node voltages and all junction states.
#pragma once

#include <somn/analysis/junction_events.hpp>
#include <somn/experiment/run.hpp>
#include <somn/models/catalogue.hpp>

#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace somn::experiment {

class Recorder {
 public:
  Recorder(const Experiment&, const circuit::Circuit&);

  // `i_source` [A] out of the source; `nodes` [V] in the order of record().nodes; `states` of all junctions.
  void accept(double time, double i_source, std::span<const double> nodes, std::span<const double> states);
  void finish(RunResult&);

  const Record& record() const { return record_; }
  bool has_rows() const { return !std::isnan(time_); }

 private:
  std::vector<double> observed(double i_source, std::span<const double> nodes, std::span<const double> states) const;
  void append_row(double time, const std::vector<double>& values);

  const circuit::Circuit& circuit_;
  Record record_;
  double t_sample_, t_stop_;             // [s]
  std::vector<models::Device> devices_;  // one per circuit model
  std::unique_ptr<analysis::JunctionEventDetector> detector_;
  std::vector<double> conductances_;
  Trace trace_;
  std::size_t next_sample_ = 0;
  double time_ = std::numeric_limits<double>::quiet_NaN();  // [s] of the last accepted point
  std::vector<double> last_observed_, last_states_;
};

}  // namespace somn::experiment
