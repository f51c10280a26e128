// Takes an engine's accepted points as they come: samples the trace, finds junction events, remembers the last point.
// Engine-neutral: an accepted point is a time, the source current, node voltages and all junction states. Forward
// Euler's points are all rows; those of other methods are sampled.
#pragma once

#include "film_recorder.hpp"
#include "network_conductance.hpp"
#include "read_outs.hpp"

#include <somn/core/archive.hpp>
#include <somn/experiment/lyapunov_function.hpp>
#include <somn/experiment/run.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/observables/junction_events.hpp>
#include <somn/observables/rate_events.hpp>

#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace somn::experiment {

struct AcceptedPoint {
  double time = 0;                      // [s]
  double v_source = 0;                  // [V] of the ideal source; of a current source: at its node
  double i_source = 0;                  // [A] out of the source
  std::span<const double> nodes = {};   // [V] in the order of record().nodes
  std::span<const double> states = {};  // [state unit] of all junctions
  const analysis::JunctionEventDetector::Locate* locate = nullptr;  // times of events, better than by a line
  std::span<const double> conductances = {};  // [S] of all junctions; empty: functions of the states alone
  bool is_interpolated = false;               // between two points that the engine chose
  bool is_before_jump = false;                // where a drive jumps at its time
  // far from the one before: how far from the line between them its own curve lies halfway, member by member
  const AcceptedPoint* bend = nullptr;
};

class Recorder {
 public:
  // `rows`: a file for recorded states and nodes; without one they are kept in memory
  Recorder(const Experiment&, const circuit::Circuit&, const std::filesystem::path& rows = {});

  void accept(const AcceptedPoint&);
  void archive(Archive&);  // everything that the future depends on
  void finish(RunResult&);

  // its nodes: those of the trace, then of its electrodes, then those of the film
  const Record& record() const { return record_; }
  bool has_rows() const { return !std::isnan(time_); }

 private:
  // what an accepted point points to
  struct Values {
    double v_source = 0, i_source = 0;
    std::vector<double> nodes, states, conductances;
    void assign(const AcceptedPoint&);
    AcceptedPoint at(double time) const;
  };

  AcceptedPoint between(double time, const AcceptedPoint&);
  std::vector<double> measured_row(const AcceptedPoint&);
  std::span<const double> conductances_at(const AcceptedPoint&);
  void append_row(const AcceptedPoint&);
  double conductance(const AcceptedPoint&, double v);  // [S] g_S

  const circuit::Circuit& circuit_;
  Record record_;
  ReadOut read_out_;
  std::vector<ElectrodeColumn> electrodes_;
  std::size_t n_trace_nodes_ = 0;  // electrodes included
  double t_sample_, t_stop_;  // [s]
  bool keeps_every_point_;
  std::vector<models::Device> devices_;                        // one per circuit model
  std::vector<bool> is_latched_;                               // of them
  std::unique_ptr<analysis::JunctionEventDetector> detector_;  // one of the two, or none
  std::unique_ptr<analysis::RateEventDetector> rate_detector_;
  std::optional<LyapunovFunction> lyapunov_;
  std::vector<double> conductances_;
  Trace trace_;
  std::shared_ptr<RowFile> rows_;  // also of trace_
  std::size_t next_sample_ = 0;
  double time_ = std::numeric_limits<double>::quiet_NaN();  // [s] of the last accepted point
  Values last_, sample_;
  FilmRecorder film_;
  NetworkConductance network_conductance_;
  bool is_measured_;      // capacitances under a constant voltage: g_S is i/v, as in an experiment
  double least_v_ = NAN;  // [V] from there on i/v of Euler's points is the conductance to rounding; NaN: nowhere
};

}  // namespace somn::experiment
