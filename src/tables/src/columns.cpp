#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/signals/records.hpp>
#include <somn/tables/columns.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace somn::tables {
namespace {

using Header = std::vector<std::string>;

constexpr std::array unit_names{"train",     "unit", "junction", "channel", "neuron", "electrode",
                                "cell", "node", "sender",   "cluster", "id"};
constexpr std::array segment_names{"trace", "segment", "run", "trial", "step"};

template <class Names>
std::optional<std::size_t> first_of(const Header& header, const Names& names) {
  for (const std::string name : names)
    for (std::size_t k = 0; k < header.size(); ++k)
      for (const std::string& form : {name, name + "s", name + "_id", name + "_index"})
        if (plain_name(header[k]) == form) return k;
  return {};
}

std::optional<std::size_t> find_if(const Header& header, bool (*is_wanted)(std::string_view)) {
  const auto it = std::find_if(header.begin(), header.end(), [&](const std::string& name) { return is_wanted(name); });
  return it == header.end() ? std::nullopt : std::optional(static_cast<std::size_t>(it - header.begin()));
}

std::string list(const Header& header) {
  return fmt::format("{}", fmt::join(header, ", "));
}

bool is_index(std::string_view name) {
  return name.empty() || name == "Unnamed: 0";
}

// [its unit] 12 days: doubles of that size still tell 0.1 ns apart.
double far_in(const std::string& column) {
  return is_sample_column(column) ? 0 : 1e6 / seconds_per_unit(column);
}

bool rises_evenly(const std::vector<double>& values) {
  if (values.size() < 3) return false;
  const double step = (values.back() - values.front()) / static_cast<double>(values.size() - 1);
  for (std::size_t k = 1; k < values.size(); ++k)
    if (!(step > 0 && std::abs(values[k] - values[k - 1] - step) <= 1e-3 * step)) return false;
  return true;
}

bool counts_rows(const NumberColumn& column) {
  const std::string plain = plain_name(column.name);
  for (const char* name : {"index", "idx", "row", "n", "no", "nr", "#", "bin"})
    if (plain == name) return rises_evenly(column.values);
  return is_sample_column(column.name) && rises_evenly(column.values);
}

// Nobody named the signals: a column that counts the rows is none of them; one that rises as times do, first in a file
// without a known time, or that is the time again, is refused.
void keep_signals(std::vector<NumberColumn>& signals, const std::string& source, const std::vector<double>& times) {
  if (signals.size() > 1 || !times.empty()) std::erase_if(signals, counts_rows);
  if (signals.empty()) throw InputError({.what = "no column holds a signal, only numbers of rows", .where = source});
  const auto refuse = [&](const NumberColumn& column, const char* what) {
    throw InputError({.what = what,
                      .where = fmt::format("{}: {}", source, column.name),
                      .allowed = "times are called time_s, t, \"Time (ms)\", ...",
                      .remedy = "rename it (time_s, or with its unit); or name the signals (--signal, --column)"});
  };
  if (times.empty() && signals.size() > 1 && rises_evenly(signals.front().values))
    refuse(signals.front(), "a column without a known name that rises in equal steps, as times do");
  for (const NumberColumn& column : signals)
    if (times.size() > 2 && column.values == times) refuse(column, "a signal that is the time once more");
}

std::size_t time_of(const Header& header, const std::string& source, const std::string& column) {
  if (!column.empty()) return must_find(header, source, column);
  if (const auto time = find_if(header, is_time_column)) return *time;
  if (const auto sample = find_if(header, is_sample_column)) return *sample;
  if (header.size() == 1) return 0;
  throw InputError({.what = "no column of event times",
                    .where = source,
                    .value = list(header),
                    .allowed = "time_s (or t, timestamp, time_ms, \"Time (ms)\", ...), or sample",
                    .remedy = "name the column with --column"});
}

// The words up and down, or others: then the column is not ours.
bool are_kinds(const std::vector<std::string>& labels) {
  return std::all_of(labels.begin(), labels.end(),
                     [](const std::string& word) { return word == "up" || word == "down"; });
}

}  // namespace

std::size_t must_find(const Header& header, const std::string& source, std::string_view name) {
  if (const auto index = find_column(header, name)) return *index;
  throw unknown_name("column", name, source, header);
}

std::vector<std::size_t> data_columns(const Header& header) {
  const std::optional<std::size_t> time = header.size() == 1 ? std::nullopt : find_if(header, is_time_column);
  std::vector<std::size_t> columns;
  for (std::size_t k = 0; k < header.size(); ++k)
    if (k != time && !(is_index(header[k]) && header.size() > 1)) columns.push_back(k);
  return columns;
}

EventFile read_events(const std::string& path, const std::string& column, const std::string& unit,
                      const std::string& kind) {
  EventFile file;
  bool has_kind = false;
  bool is_list = true;
  ColumnTable table = read_table(events_of_run(path), [&](const Header& header, const std::string& source) {
    is_list = !column.empty() || is_event_list(header);
    const std::size_t time = time_of(header, source, column);
    ColumnChoice choice{.numbers = {time}, .times = time, .far = far_in(header[time])};
    std::optional<std::size_t> train;
    if (!unit.empty()) train = must_find(header, source, unit);
    if (!train) train = first_of(header, unit_names);
    if (train && train != time) {
      choice.labels.push_back(*train);
      file.unit_column = header[*train];
    }
    if (const auto index = find_column(header, "kind"); index && index != train) {
      choice.labels.push_back(*index);
      has_kind = true;
    }
    return choice;
  });
  NumberColumn times = std::move(table.numbers.front());
  table.require_finite(times);
  if (!is_list && times.values.size() >= 10 && rises_evenly(times.values))
    throw InputError({.what = "a sampled signal, no list of events: its rows stand at equal steps",
                      .where = fmt::format("{}: {}", table.source, times.name),
                      .value = list(table.header),
                      .remedy = fmt::format("find its events: somn analyse events {} --column NAME > events.csv; or give "
                                            "--column \"{}\" where each row is an event",
                                            table.source, times.name)});
  file.source = table.source;
  file.time_column = times.name;
  file.is_sampled = is_sample_column(times.name);
  const bool has_units = !file.unit_column.empty();
  const LabelColumn* kinds = has_kind && are_kinds(table.labels.back().labels) ? &table.labels.back() : nullptr;
  if (kinds != nullptr) file.kinds = kind;
  file.units = has_units ? table.labels.front().labels : std::vector<std::string>{""};
  const double factor = file.is_sampled ? 1 : seconds_per_unit(times.name);
  file.origin = times.origin * factor;
  std::size_t kept = 0;
  for (std::size_t row = 0; row < times.values.size(); ++row) {
    if (kinds != nullptr && kind != "all" && kinds->labels[kinds->values[row]] != kind) continue;
    times.values[kept] = times.values[row] * factor;
    if (has_units) table.labels.front().values[kept] = table.labels.front().values[row];
    ++kept;
  }
  file.n_other_kind = times.values.size() - kept;
  times.values.resize(kept);
  file.times = std::move(times.values);
  if (has_units) {
    file.unit_of = std::move(table.labels.front().values);
    file.unit_of.resize(kept);
  }
  return file;
}

std::vector<std::vector<double>> EventFile::trains() const {
  std::vector<std::vector<double>> all(units.size());
  for (std::size_t k = 0; k < times.size(); ++k) all[unit(k)].push_back(times[k]);
  for (auto& train : all) std::sort(train.begin(), train.end());
  return all;
}

ValueFile read_values(const std::string& path, const std::string& column, const std::string& counts,
                      const std::string& plot) {
  const auto choose = [&](const Header& header, const std::string& source) {
    const std::vector<std::size_t> data = data_columns(header);
    const bool is_only = column.empty() && data.size() == 1 && !(header.size() > 1 && is_event_list(header));
    if (column.empty() && !is_only && !find_column(header, "value"))
      throw InputError({.what = "which column holds the values is not clear",
                        .where = source,
                        .value = list(header),
                        .remedy = fmt::format("name it: --column \"{}\"", header[data.empty() ? 0 : data[0]])});
    ColumnChoice choice{.numbers = {is_only ? data[0] : must_find(header, source, column.empty() ? "value" : column)}};
    if (!counts.empty())
      choice.numbers.push_back(must_find(header, source, counts));
    else if (const auto index = find_column(header, "count"); index && column.empty() && index != choice.numbers[0])
      choice.numbers.push_back(*index);
    return choice;
  };
  const ColumnTable table = read_table(path, choose, plot);
  for (const NumberColumn& numbers : table.numbers) table.require_finite(numbers);
  ValueFile file{
      .source = table.source, .column = table.numbers[0].name, .values = table.numbers[0].values, .counts = {}};
  if (table.numbers.size() < 2) return file;
  file.counts = table.numbers[1].values;
  for (std::size_t row = 0; row < file.counts.size(); ++row)
    if (!(file.counts[row] >= 0 && file.counts[row] == std::floor(file.counts[row]) && file.counts[row] <= 0x1p53))
      throw InputError({.what = "count out of range",
                        .where = fmt::format("{}:{}: {}", table.source, table.line_of(row), table.numbers[1].name),
                        .value = to_text(file.counts[row]),
                        .allowed = "0, 1, 2, ..."});
  return file;
}

static void resample(SignalFile& file, double h) {
  if (file.times.empty())
    throw InputError({.what = "nothing to resample by: no column of times", .where = file.source});
  if (file.segment_rows.size() > 1)
    throw InputError({.what = "joined records are not resampled", .where = file.source, .remedy = "split the file"});
  for (NumberColumn& signal : file.signals) signal.values = analysis::on_uniform_grid(file.times, signal.values, h);
  file.times = analysis::on_uniform_grid(file.times, file.times, h);
  if (!file.segment_rows.empty()) file.segment_rows = {file.times.size()};
  file.sample_step = h;
}

std::vector<NumberColumn> SignalFile::by_record() const {
  if (segment_rows.size() < 2) return signals;
  std::vector<NumberColumn> parts;
  for (const NumberColumn& signal : signals) {
    auto from = signal.values.begin();
    for (std::size_t k = 0; k < segment_rows.size(); ++k) {
      const auto to = from + static_cast<std::ptrdiff_t>(segment_rows[k]);
      parts.push_back({.name = fmt::format("{}[{}]", signal.name, k + 1), .values = {from, to}});
      from = to;
    }
  }
  return parts;
}

SignalFile read_signals(const std::string& path, const std::vector<std::string>& columns, const Sampling& sampling,
                        bool is_strict) {
  const std::optional<double>&sample_step = sampling.step, &new_step = sampling.resample;
  std::optional<std::size_t> time_column, segment_column;
  const auto choose = [&](const Header& header, const std::string& source) {
    time_column = find_if(header, is_time_column);
    segment_column = first_of(header, segment_names);
    if (time_column && header.size() == 1) time_column.reset();
    ColumnChoice choice;
    if (time_column) {
      choice.numbers.push_back(*time_column);
      choice.times = time_column;
      choice.far = far_in(header[*time_column]);
    }
    if (segment_column) choice.labels.push_back(*segment_column);
    if (columns.empty()) {
      for (const std::size_t k : data_columns(header))
        if (k != segment_column) choice.numbers.push_back(k);
    } else {
      for (const std::string& name : columns) choice.numbers.push_back(must_find(header, source, name));
    }
    if (choice.numbers.size() == (time_column ? 1u : 0u))
      throw InputError({.what = "no column holds a signal", .where = source, .value = list(header)});
    return choice;
  };
  ColumnTable table = read_table(path, choose, sampling.plot);
  for (const NumberColumn& numbers : table.numbers)
    if (is_strict) table.require_finite(numbers);
  NumberColumn time;
  if (time_column) {
    time = std::move(table.numbers.front());
    table.numbers.erase(table.numbers.begin());
  }
  SignalFile file{.source = table.source, .signals = std::move(table.numbers), .sample_step = sample_step};
  if (is_strict && columns.empty()) keep_signals(file.signals, table.source, time.values);
  if (segment_column) {
    const std::vector<std::uint32_t>& of = table.labels.front().values;
    for (std::size_t row = 0; row < of.size(); ++row) {
      if (row == 0 || of[row] != of[row - 1]) file.segment_rows.push_back(0);
      ++file.segment_rows.back();
    }
  }
  if (!time_column && new_step) resample(file, *new_step);  // refuses
  if (!time_column) return file;
  table.require_finite(time);
  const double factor = seconds_per_unit(time.name);
  const std::vector<double>& t = time.values;
  for (const double value : t) file.times.push_back((value + time.origin) * factor);
  if (new_step) {
    resample(file, *new_step);
    return file;
  }
  if (t.size() < 2) return file;
  const double h = (t.back() - t.front()) / static_cast<double>(t.size() - 1);
  for (std::size_t k = 1; k < t.size() && is_strict; ++k)
    if (!(h > 0 && std::abs(t[k] - t[k - 1] - h) <= 1e-3 * h))
      throw InputError({.what = "time grid is not uniform",
                        .where = fmt::format("{}:{}: {}", table.source, table.line_of(k), time.name),
                        .value = fmt::format("step {}", to_text(t[k] - t[k - 1])),
                        .allowed = fmt::format("{}, the mean step", to_text(h)),
                        .remedy = "give --resample STEP, below the shortest time that matters"});
  if (!sample_step) file.sample_step = h * factor;
  return file;
}

std::vector<std::string> header_of(const std::string& path) {
  Header header;
  struct Enough {};
  try {
    read_table(path, [&](const Header& names, const std::string&) -> ColumnChoice {
      header = names;
      throw Enough();
    });
  } catch (const Enough&) {
  }
  return header;
}

bool is_event_list(const Header& header) {
  const auto is_beside = [](const std::string& name) {
    const std::string plain = plain_name(name);
    return is_index(name) || plain == "kind" || plain.starts_with("delta") || first_of(Header{name}, unit_names);
  };
  bool has_time = false;
  for (const std::string& name : header) {
    if (is_time_column(name) || is_sample_column(name))
      has_time = true;
    else if (!is_beside(name))
      return false;
  }
  return has_time;
}

}  // namespace somn::tables
