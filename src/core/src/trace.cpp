#include <somn/core/csv.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/trace.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn {

const Column* Trace::find(std::string_view name) const {
  const auto it = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == name; });
  return it == columns.end() ? nullptr : &*it;
}

const Column& Trace::at(std::string_view name) const {
  if (const Column* c = find(name)) return *c;
  std::vector<std::string> names;
  for (const Column& c : columns) names.push_back(c.name);
  throw unknown_name("trace column", name, "trace", names);
}

void Trace::row(std::size_t k, std::vector<double>& values) const {
  values.resize(n_columns());
  for (std::size_t c = 0; c < columns.size(); ++c) values[c] = columns[c].values[k];
  if (rows) rows->read(k, 0, std::span(values).subspan(columns.size()));
}

std::vector<std::vector<double>> Trace::load(const std::vector<std::string>& names) const {
  std::vector<std::size_t> places;
  for (const std::string& name : names)
    for (std::size_t c = 0; c < n_columns(); ++c)
      if (header(c).name == name) places.push_back(c);
  if (places.size() != names.size()) return {};
  std::vector<std::vector<double>> loaded(names.size());
  std::vector<double> values;
  for (std::size_t k = 0; k < n_rows(); ++k) {
    row(k, values);
    for (std::size_t i = 0; i < places.size(); ++i) loaded[i].push_back(values[places[i]]);
  }
  return loaded;
}

namespace {

template <class Write>
void write_lines(const Trace& trace, Write write) {
  std::string text;
  for (std::size_t c = 0; c < trace.n_columns(); ++c) text += (c ? "," : "") + trace.header(c).name;
  write(text + '\n');
  std::vector<double> values;
  for (std::size_t k = 0; k < trace.n_rows(); ++k) {
    trace.row(k, values);
    text.clear();
    for (std::size_t c = 0; c < values.size(); ++c) {
      text += to_text(values[c]);
      text += c + 1 < values.size() ? ',' : '\n';
    }
    write(text);
  }
}

}  // namespace

std::string to_csv(const Trace& trace) {
  std::string text;
  write_lines(trace, [&](const std::string& line) { text += line; });
  return text;
}

void write_csv(const Trace& trace, const std::filesystem::path& path) {
  AtomicFile file(path);
  write_lines(trace, [&](const std::string& line) { file.write(line); });
  file.commit();
}

Trace trace_from_csv(std::string_view text, const std::string& source) {
  const CsvTable table = parse_csv(text, source);
  table.column("time_s");
  Trace trace;
  for (const std::string& name : table.header) {
    const std::size_t tag = name.rfind('_');
    const std::string unit = tag == std::string::npos ? "1" : name.substr(tag + 1);
    trace.columns.push_back({.name = name, .unit = unit, .values = table.numbers(name)});
  }
  const auto time =
      std::find_if(trace.columns.begin(), trace.columns.end(), [](auto& c) { return c.name == "time_s"; });
  std::rotate(trace.columns.begin(), time, time + 1);
  const std::vector<double>& t = trace.columns.front().values;
  for (std::size_t k = 0; k < t.size(); ++k)
    if (!(k == 0 ? t[k] == t[k] : t[k] > t[k - 1]))
      throw InputError({.what = "time does not increase",
                        .where = fmt::format("{}:{}", source, table.lines[k]),
                        .value = to_text(t[k])});
  return trace;
}

}  // namespace somn
