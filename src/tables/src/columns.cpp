#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/signals/records.hpp>
#include <somn/tables/columns.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <fmt/format.h>
#include <fstream>

namespace somn::tables {
namespace {

using Header = std::vector<std::string>;

constexpr std::array unit_names{"train", "unit", "junction", "channel", "neuron", "electrode", "cell", "node", "id"};
constexpr std::array segment_names{"trace", "segment", "run", "trial"};

std::optional<std::size_t> find(const Header& header, std::string_view name) {
  const auto it = std::find(header.begin(), header.end(), name);
  return it == header.end() ? std::nullopt : std::optional(static_cast<std::size_t>(it - header.begin()));
}

std::size_t must_find(const Header& header, const std::string& source, std::string_view name) {
  if (const auto index = find(header, name)) return *index;
  throw unknown_name("column", name, source, header);
}

template <class Names>
std::optional<std::size_t> first_of(const Header& header, const Names& names) {
  for (const char* name : names)
    if (const auto index = find(header, name)) return index;
  return {};
}

bool is_time(std::string_view name) {
  constexpr std::array heads{"time", "t", "spike_time", "event_time", "times", "onset", "start_time"};
  constexpr std::array tails{"", "_s", "_ms", "_us", "_ns"};
  for (const char* head : heads)
    for (const char* tail : tails)
      if (name == fmt::format("{}{}", head, tail)) return true;
  return false;
}

bool is_sample(std::string_view name) {
  return name.starts_with("sample") || name == "start_sample";
}

std::optional<std::size_t> find_if(const Header& header, bool (*is_wanted)(std::string_view)) {
  const auto it = std::find_if(header.begin(), header.end(), [&](const std::string& name) { return is_wanted(name); });
  return it == header.end() ? std::nullopt : std::optional(static_cast<std::size_t>(it - header.begin()));
}

std::string list(const Header& header) {
  return fmt::format("{}", fmt::join(header, ", "));
}

}  // namespace

double seconds_per_unit(std::string_view column) {
  const std::string_view name = column.substr(0, column.find('('));  // dt_ms(post-pre)
  if (name.ends_with("_ms")) return 1e-3;
  if (name.ends_with("_us")) return 1e-6;
  if (name.ends_with("_ns")) return 1e-9;
  return 1;
}

EventFile read_events(const std::string& path, const std::string& column, const std::string& unit,
                      const std::string& kind) {
  EventFile file;
  bool has_kind = false;
  const ColumnTable table = read_columns(path, [&](const Header& header, const std::string& source) {
    std::optional<std::size_t> time;
    if (!column.empty()) time = must_find(header, source, column);
    if (!time) time = find_if(header, is_time);
    if (!time) time = find_if(header, is_sample);
    if (!time && header.size() == 1) time = 0;
    if (!time)
      throw InputError({.what = "no column of event times",
                        .where = source,
                        .value = list(header),
                        .allowed = "time_s (or t_s, time_ms, t_ms, ...), or sample",
                        .remedy = "name the column with --column"});
    ColumnChoice choice{.numbers = {*time}};
    std::optional<std::size_t> train;
    if (!unit.empty()) train = must_find(header, source, unit);
    if (!train) train = first_of(header, unit_names);
    if (train && train != time) {
      choice.labels.push_back(*train);
      file.unit_column = header[*train];
    }
    if (const auto index = find(header, "kind"); index && index != train) {
      choice.labels.push_back(*index);
      has_kind = true;
    }
    return choice;
  });
  NumberColumn times = table.numbers.front();
  table.require_finite(times);
  file.source = table.source;
  file.time_column = times.name;
  file.is_sampled = is_sample(times.name);
  const bool has_units = !file.unit_column.empty();
  const LabelColumn* kinds = has_kind ? &table.labels.back() : nullptr;
  if (kinds != nullptr) file.kinds = kind;
  file.units = has_units ? table.labels.front().labels : std::vector<std::string>{""};
  const double factor = file.unit = file.is_sampled ? 1 : seconds_per_unit(times.name);
  for (std::size_t row = 0; row < times.values.size(); ++row) {
    if (kinds != nullptr && kind != "all" && kinds->labels[kinds->values[row]] != kind) {
      ++file.n_other_kind;
      continue;
    }
    file.times.push_back(times.values[row] * factor);
    file.raw_times.push_back(times.values[row]);
    file.unit_of.push_back(has_units ? table.labels.front().values[row] : 0);
  }
  return file;
}

static std::vector<std::vector<double>> by_unit(const EventFile& file, const std::vector<double>& times) {
  std::vector<std::vector<double>> all(file.units.size());
  for (std::size_t k = 0; k < times.size(); ++k) all[file.unit_of[k]].push_back(times[k]);
  for (auto& train : all) std::sort(train.begin(), train.end());
  return all;
}

std::vector<std::vector<double>> EventFile::trains() const {
  return by_unit(*this, times);
}

std::vector<std::vector<double>> EventFile::raw_trains() const {
  return by_unit(*this, raw_times);
}

ValueFile read_values(const std::string& path, const std::string& column, const std::string& counts) {
  const ColumnTable table = read_columns(path, [&](const Header& header, const std::string& source) {
    const auto by_default = header.size() == 1 && column.empty() ? std::optional<std::size_t>(0) : std::nullopt;
    ColumnChoice choice{
        .numbers = {by_default ? *by_default : must_find(header, source, column.empty() ? "value" : column)}};
    if (!counts.empty())
      choice.numbers.push_back(must_find(header, source, counts));
    else if (const auto index = find(header, "count"); index && column.empty() && header.size() > 1)
      choice.numbers.push_back(*index);
    return choice;
  });
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
  const ColumnTable table = read_columns(path, [&](const Header& header, const std::string& source) {
    time_column = find_if(header, is_time);
    segment_column = first_of(header, segment_names);
    if (time_column && header.size() == 1) time_column.reset();
    ColumnChoice choice;
    if (time_column) choice.numbers.push_back(*time_column);
    if (segment_column) choice.labels.push_back(*segment_column);
    if (columns.empty()) {
      for (std::size_t k = 0; k < header.size(); ++k)
        if (k != time_column && k != segment_column) choice.numbers.push_back(k);
    } else {
      for (const std::string& name : columns) choice.numbers.push_back(must_find(header, source, name));
    }
    if (choice.numbers.size() == (time_column ? 1u : 0u))
      throw InputError({.what = "no column holds a signal", .where = source, .value = list(header)});
    return choice;
  });
  for (const NumberColumn& numbers : table.numbers)
    if (is_strict) table.require_finite(numbers);
  SignalFile file{.source = table.source, .signals = table.numbers, .sample_step = sample_step};
  if (segment_column) {
    const std::vector<std::uint32_t>& of = table.labels.front().values;
    for (std::size_t row = 0; row < of.size(); ++row) {
      if (row == 0 || of[row] != of[row - 1]) file.segment_rows.push_back(0);
      ++file.segment_rows.back();
    }
  }
  if (!time_column && new_step) resample(file, *new_step);  // refuses
  if (!time_column) return file;
  const double factor = seconds_per_unit(table.numbers.front().name);
  const std::vector<double>& t = table.numbers.front().values;
  table.require_finite(table.numbers.front());
  for (const double time : t) file.times.push_back(time * factor);
  file.signals.erase(file.signals.begin());
  if (new_step) {
    resample(file, *new_step);
    return file;
  }
  if (t.size() < 2) return file;
  const double h = (t.back() - t.front()) / static_cast<double>(t.size() - 1);
  for (std::size_t k = 1; k < t.size() && is_strict; ++k)
    if (!(h > 0 && std::abs(t[k] - t[k - 1] - h) <= 1e-3 * h))
      throw InputError({.what = "time grid is not uniform",
                        .where = fmt::format("{}:{}: {}", table.source, table.line_of(k), table.numbers.front().name),
                        .value = fmt::format("step {}", to_text(t[k] - t[k - 1])),
                        .allowed = fmt::format("{}, the mean step", to_text(h)),
                        .remedy = "give --resample STEP, below the shortest time that matters"});
  if (!sample_step) file.sample_step = h * factor;
  return file;
}

std::vector<std::string> header_of(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw FileError("cannot read", path, errno);
  std::string line;
  while (std::getline(in, line))
    if (!line.empty() && line.front() != '#' && line != "\r") break;
  Header header;
  parse_columns(line, path, [&](const Header& names, const std::string&) {
    header = names;
    return ColumnChoice{};
  });
  return header;
}

bool is_event_list(const Header& header) {
  const auto is_beside = [](const std::string& name) {
    return name == "kind" || name.starts_with("delta") ||
           std::find(unit_names.begin(), unit_names.end(), name) != unit_names.end();
  };
  bool has_time = false;
  for (const std::string& name : header) {
    if (is_time(name) || is_sample(name))
      has_time = true;
    else if (!is_beside(name))
      return false;
  }
  return has_time;
}

ColumnTable read_named(const std::string& path, const std::vector<std::string>& numbers,
                       const std::vector<std::string>& labels) {
  ColumnTable table = read_columns(path, [&](const Header& header, const std::string& source) {
    ColumnChoice choice;
    for (const std::string& name : numbers) choice.numbers.push_back(must_find(header, source, name));
    for (const std::string& name : labels) choice.labels.push_back(must_find(header, source, name));
    return choice;
  });
  for (const NumberColumn& column : table.numbers) table.require_finite(column);
  return table;
}

}  // namespace somn::tables
