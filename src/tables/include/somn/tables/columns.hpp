// Which columns of somebody's table are meant. One place for the names that files of each kind use, so that every
// analysis understands the same ones. Case, blanks and units (suffix or brackets) make no difference.
//
//   times     time t timestamp spike_time ... (somn/core/column_name.hpp), in s unless a unit says otherwise;
//   samples   sample, sample_index0, start_sample, frame
//   units     train unit junction channel neuron electrode cell node sender id (also unit_id ...)
//   kind      up | down, as in DIR/<engine>/events.csv
//   values    value, with count; else the only column of numbers
// Columns without a name, such as the index that pandas writes, are no data unless they are asked for.
#pragma once

#include <somn/core/column_name.hpp>
#include <somn/core/columns.hpp>
#include <somn/schema/forward.hpp>
#include <somn/tables/source.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace somn::tables {

struct EventFile {
  std::string source;
  std::string time_column, unit_column;  // unit_column empty: one train
  bool is_sampled = false;               // times are sample numbers
  std::string kinds = "all";             // "up" where the file has a column kind
  std::vector<double> times;             // [s] or samples, since `origin`
  double origin = 0;                     // [s] not 0 where the first event is later than 10^6 s, as since 1970
  std::vector<std::string> units;        // labels; one, "", where there is no unit column
  std::vector<std::uint32_t> unit_of;    // index into units, per event; empty where there is no unit column
  std::size_t n_other_kind = 0;          // [1] events of the other kind, left out

  std::uint32_t unit(std::size_t event) const { return unit_of.empty() ? 0 : unit_of[event]; }
  std::vector<std::vector<double>> trains() const;  // one per unit, each in order
};

// `column` and `unit` override the search. `kind`: "up", "down" or "all" for files with a column of such kinds; one that
// holds other words is left alone.
EventFile read_events(const std::string& path, const std::string& column, const std::string& unit,
                      const std::string& kind);

// Values with their counts (1 where there is no count column). `column` overrides "value"; then no count is read,
// unless `counts` names its column.
struct ValueFile {
  std::string source, column;
  std::vector<double> values, counts;  // counts empty: 1 each
};
ValueFile read_values(const std::string& path, const std::string& column, const std::string& counts,
                      const std::string& plot = {});

inline constexpr const char* signal_file =  // what such a file is, for the help
    "table (.csv, .txt, ...), raw file of SPICE, trace.h5, or a run's folder; - is standard input";
inline constexpr const char* plot_meaning = "raw files: this plot only, by its number or name; default: all";

// How rows become samples at equal steps.
struct Sampling {
  std::optional<double> step = {};      // [s] > 0 between rows, where there is no column of times
  std::optional<double> resample = {};  // [s] > 0 linear interpolation to this step
  std::string plot = {};                // of a raw file: number or name
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

// The columns of a table that are data: not its times, and with a name.
std::vector<std::size_t> data_columns(const std::vector<std::string>& header);

// The column called so (find_column), else InputError with the nearest name.
std::size_t must_find(const std::vector<std::string>& header, const std::string& source, std::string_view name);

}  // namespace somn::tables
