// Which columns of somebody's CSV are meant. One place for the names that files of each kind use, so that every
// analysis understands the same ones.
//
//   times     time_s t_s spike_time_s ... (also _ms _us _ns, turned into s); sample, sample_index0, start_sample:
//   samples units     train unit junction channel neuron electrode cell node id kind      up | down, as in
//   DIR/<engine>/events.csv values    value, with count; else the only column of numbers
#pragma once

#include <somn/core/columns.hpp>
#include <somn/schema/forward.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace somn::tables {

// 1 for "_s" (or no known ending), 1e-3 for "_ms" and so on.
double seconds_per_unit(std::string_view column);

struct EventFile {
  std::string source;
  std::string time_column, unit_column;  // unit_column empty: one train
  bool is_sampled = false;               // times are sample numbers
  std::string kinds = "all";             // "up" where the file has a column kind
  std::vector<double> times;             // [s] or samples
  std::vector<std::string> units;        // labels; one, "", where there is no unit column
  std::vector<std::uint32_t> unit_of;    // index into units, per event
  std::size_t n_other_kind = 0;          // [1] events of the other kind, left out

  double unit = 1;  // [s] of one unit of time in the file; 1 for samples

  std::vector<double> raw_times;  // as in the file

  std::vector<std::vector<double>> trains() const;  // one per unit, each in order
  std::vector<std::vector<double>> raw_trains() const;
};

// `column` and `unit` override the search. `kind`: "up", "down" or "all" for files with a column kind.
EventFile read_events(const std::string& path, const std::string& column, const std::string& unit,
                      const std::string& kind);

// Values with their counts (1 where there is no count column). `column` overrides "value"; then no count is read,
// unless `counts` names its column.
struct ValueFile {
  std::string source, column;
  std::vector<double> values, counts;  // counts empty: 1 each
};
ValueFile read_values(const std::string& path, const std::string& column, const std::string& counts);

inline constexpr const char* signal_file = "table .csv; - is standard input";  // what such a file is, for the help

// How rows become samples at equal steps.
struct Sampling {
  std::optional<double> step = {};      // [s] > 0 between rows, where there is no column of times
  std::optional<double> resample = {};  // [s] > 0 linear interpolation to this step
};
schema::Fields<Sampling> fields_of(const Sampling*);

// Sampled signals: every column of numbers but the time, or the named ones. `sample_step` [s] from the time column (to
// 1e-3 of itself, else InputError, unless it is to be resampled), else as given.
struct SignalFile {
  std::string source;
  std::vector<NumberColumn> signals;
  std::optional<double> sample_step;           // [s]; nothing where neither the file nor the caller knows it
  std::vector<double> times = {};              // [s]; empty without a time column
  std::vector<std::size_t> segment_rows = {};  // rows of each run of equal values in a column trace, segment or run
  // Each signal of each record for itself, as NAME[1], NAME[2], ...; the signals where there is one record.
  std::vector<NumberColumn> by_record() const;
};
// `is_strict`: every value finite, the time grid uniform; else only what the caller checks itself.
SignalFile read_signals(const std::string& path, const std::vector<std::string>& columns, const Sampling& sampling,
                        bool is_strict = true);

// The names of the columns of a file that can be read twice; and whether they are those of an event list: times, and at
// most units, kinds and sizes of changes beside them.
std::vector<std::string> header_of(const std::string& path);
bool is_event_list(const std::vector<std::string>& header);

// The whole file's numeric columns by name; text columns cannot be read.
ColumnTable read_named(const std::string& path, const std::vector<std::string>& numbers,
                       const std::vector<std::string>& labels = {});

}  // namespace somn::tables
