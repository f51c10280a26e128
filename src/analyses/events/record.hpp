// The record that events are looked for in.
#pragma once

#include <somn/core/events.hpp>
#include <somn/core/trace.hpp>
#include <somn/signals/network_spikes.hpp>
#include <somn/tables/columns.hpp>

#include <string>
#include <vector>

namespace somn::analysis {

// A trace with a column time_s, or signals alone: then times count samples (unless there is a sample step), and a
// column trace or segment says where records were joined. Columns in nA, mV, uS ... become SI.
struct Record {
  Trace trace = {};
  bool is_sampled = false;
  std::vector<std::size_t> segment_rows = {};

  double step() const;  // [s, or samples] mean
};
Record read_record(const std::string& path, const tables::Sampling& sampling);  

// Cuts every segment to its rows with |slope| above the threshold, or |slope|/|x| above `relative`.
void trim(Record& record, const std::string& column, double h, const NetworkSpikeOptions& options, double relative);

// Junctions whose states are in the trace: state_NUMBER_1, @aNUMBER[state] or, as ngspice -r writes it,
// v(@aNUMBER[state]).
bool has_states(const Trace& trace);
std::vector<JunctionEvent> events_of_states(const Trace& trace);

}  // namespace somn::analysis
