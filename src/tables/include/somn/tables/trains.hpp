// Event lists: the file, the record it was cut from, its segments.
#pragma once

#include <somn/schema/forward.hpp>
#include <somn/spike_trains/interval_statistics.hpp>
#include <somn/tables/columns.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace somn::tables {

using analysis::Segment;

inline constexpr const char* event_file =  // what such a file is, for the help
    "events .csv: time_s (t_s, t_ms, ...) or sample, perhaps a column train, unit, junction; or a run's folder; - is standard input";

enum class EventKinds { up, down, all };  // of a file with a column kind
std::vector<std::pair<EventKinds, const char*>> names_of(const EventKinds*);

// What is to be read. Times are text: "5 ms", or a number of samples where the events are numbered so.
struct TrainOptions {
  std::string column = {}, unit = {};  // names; empty: found by their names
  EventKinds kind = EventKinds::up;
  std::string t_start = {}, t_stop = {};
  std::vector<double> segments = {};  // [s, or samples] lengths of joined records
  std::uint64_t seed = 1;             // of random numbers of the analysis
};
schema::Fields<TrainOptions> fields_of(const TrainOptions*);

struct TrainFile {
  EventFile events = {};
  std::vector<Segment> segments = {};
  std::string record_rule = {};  // how the record was found
  double record_length() const;
  const char* time_unit() const { return events.is_sampled ? "sample" : "s"; }
};

// InputError for an event outside the record. Without t_start, t_stop, segments the record lasts from the first to the
// last event.
TrainFile read_train(const std::string& path, const TrainOptions& options);

// A time option: with unit, or in samples where the events are.
double time_option(const std::string& text, const char* name, const TrainFile& file);

// What every result about event lists says: columns, units, record.
struct TrainParameters {
  std::string time_column = {}, unit_column = {}, kind = {};
  std::size_t n_other_kind = 0, n_units = 0;
  std::string record_rule = {};
  std::vector<Segment> segments = {};
  std::optional<double> time_origin = {};  // [s] what all times are counted from, where they are far from 0
  std::uint64_t seed = 1;
};
TrainParameters parameters_of(const TrainOptions& options, const TrainFile& file);
schema::Fields<TrainParameters> fields_of(const TrainParameters*);

}  // namespace somn::tables
