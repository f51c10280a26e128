// One run as the driver sees it: what has come so far, and what its end means.
#pragma once

#include "transcript.hpp"

#include <somn/ngspice/run.hpp>

#include <chrono>

namespace somn::ngspice {

class RunState {
 public:
  RunState(const Request& request, Sink& sink, const Options& options);

  void begin() { sink_.begin(names_); }
  void rows(std::span<const double> values);  // whole rows; ValueNotFinite, RunIncomplete
  bool reached_end() const;
  bool stop_wanted() const { return options_.stop && *options_.stop; }
  Statistics counted() const;  // where the worker could not tell: rows and wall time
  // Throws unless the run has succeeded.
  void judge(const Transcript& transcript) const;
  std::string doubtful_record() const;  // what may be wrong where no row came; empty where nothing is in doubt

 private:
  void row(std::span<const double> values);
  void report_progress();

  using Clock = std::chrono::steady_clock;
  const Request& request_;
  Sink& sink_;
  const Options& options_;
  std::vector<std::string> names_;
  double time_ = 0;  // [s] of the last row
  std::uint64_t n_rows_ = 0;
  Clock::time_point started_ = Clock::now(), reported_{};
};

DeckRejected nothing_to_record(const std::vector<std::string>& names);

}  // namespace somn::ngspice
