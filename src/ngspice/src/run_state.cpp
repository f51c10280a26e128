#include "run_state.hpp"

#include <somn/core/units.hpp>

#include <cmath>
#include <fmt/format.h>

namespace somn::ngspice {
using namespace std::chrono_literals;

RunState::RunState(const Request& request, Sink& sink, const Options& options)
    : request_(request), sink_(sink), options_(options), names_{"time"} {
  names_.insert(names_.end(), request.record.begin(), request.record.end());
}

void RunState::rows(std::span<const double> values) {
  for (; values.size() >= names_.size(); values = values.subspan(names_.size())) row(values.first(names_.size()));
  report_progress();
}

void RunState::row(std::span<const double> values) {
  for (std::size_t k = 0; k < values.size(); ++k)
    if (!std::isfinite(values[k]))
      throw ValueNotFinite(fmt::format("{} is {} at {}", names_[k], values[k], to_human(values[0], "s")));
  if (values[0] < time_) throw RunIncomplete("ngspice went back in time", {to_text(values[0]), to_text(time_)});
  time_ = values[0];
  ++n_rows_;
  sink_.row(values);
}

void RunState::report_progress() {
  if (!options_.on_progress || Clock::now() - reported_ < 100ms) return;
  reported_ = Clock::now();
  options_.on_progress({.time = time_});
}

Statistics RunState::counted() const {
  Statistics statistics;
  statistics.steps = n_rows_;
  statistics.wall = std::chrono::duration<double>(Clock::now() - started_).count();
  return statistics;
}

// ngspice ends a transient up to 1e-10 of its largest step before the stop time.
bool RunState::reached_end() const {
  return n_rows_ > 0 && time_ >= request_.t_stop * (1 - 1e-9);
}

void RunState::judge(const Transcript& transcript) const {
  if (reached_end() && !transcript.has_failure()) return;
  if (transcript.says("no data saved")) throw nothing_to_record(request_.record);
  const auto lines = transcript.telling_lines();
  const std::string at = fmt::format("{} of {}", to_human(time_, "s"), to_human(request_.t_stop, "s"));
  if (transcript.has_refusal()) throw DeckRejected("a junction's code model does not take its parameters", lines);
  if (!reached_end() && transcript.has_convergence_failure())
    throw ConvergenceFailed("ngspice found no solution after " + at, lines,
                            "look for nodes without a path to ground, or loosen reltol");
  if (n_rows_ == 0 && transcript.has_failure()) throw DeckRejected("ngspice did not run the deck", lines);
  if (n_rows_ == 0) throw RunIncomplete("ngspice gave no time point", lines, doubtful_record());
  if (!reached_end()) throw RunIncomplete("ngspice ended the run at " + at, lines);
  throw RunIncomplete("ngspice printed an error during the run", lines);
}

// The worker looks up the values of code models before it runs, but cannot ask the devices of ngspice itself.
std::string RunState::doubtful_record() const {
  if (n_rows_ > 0) return "";
  for (const std::string& name : request_.record)
    if (name.starts_with('@') && !name.starts_with("@a") && !name.starts_with("@A"))
      return "check that the device of " + name + " has this parameter: ngspice fails in this way where it has not";
  return "";
}

DeckRejected nothing_to_record(const std::vector<std::string>& names) {
  return DeckRejected("the deck has nothing of these names to record", names,
                      "record v(NODE), i(SOURCE) or @DEVICE[PARAMETER] of the deck");
}

}  // namespace somn::ngspice
