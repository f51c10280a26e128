// Event lists on the command line: the file, the record it was cut from, its segments.
#pragma once

#include "analyse.hpp"
#include "analyse_columns.hpp"

#include <somn/analysis/interval_statistics.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace somn::cli {

struct TrainRequest {
  std::string input, column, unit, kind = "up", t_start, t_stop;
  std::vector<double> segments;
  std::uint64_t seed = 1;
  AnalyseOutput output;
};

struct TrainFile {
  EventFile events;
  std::vector<analysis::Segment> segments;
  std::string record_rule;  // how the record was found
  double record_length() const;
  const char* time_unit() const { return events.is_sampled ? "sample" : "s"; }
};

// InputError for an event outside the record. Without --t-start, --t-stop, --segments the record lasts from the first
// to the last event.
TrainFile read_train(const TrainRequest& request);

// A time option: with unit, or in samples where the events are.
double time_option(const std::string& text, const char* name, const TrainFile& file);

void add_train_options(CLI::App* command, TrainRequest& request);

// What every result about event lists says: columns, units, record.
nlohmann::ordered_json train_parameters(const TrainRequest& request, const TrainFile& file);

}  // namespace somn::cli
