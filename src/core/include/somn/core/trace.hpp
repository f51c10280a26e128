// A trace: named columns of equal length, the first of them time. What an engine records, what analysis reads.
#pragma once

#include <somn/core/row_file.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace somn {

struct Column {
  std::string name;  // with its unit's tag: "time_s", "v_source_V", "i_source_A", "g_S", "state_12_1"
  std::string unit;  // SI: "s", "V", "A", "S", "1"
  std::vector<double> values;
};

struct Trace {
  std::vector<Column> columns;  // columns[0] is time_s, strictly increasing
  // Further columns, whose values are in a file instead: `far` without values. As a rule empty.
  std::vector<Column> far = {};
  std::shared_ptr<const RowFile> rows = {};

  std::size_t n_rows() const { return columns.empty() ? 0 : columns.front().values.size(); }
  std::size_t n_columns() const { return columns.size() + far.size(); }
  const Column& header(std::size_t c) const { return c < columns.size() ? columns[c] : far[c - columns.size()]; }
  // All values of a row, near and far
  void row(std::size_t k, std::vector<double>& values) const;
  // The values of these columns, near or far; nothing where one is missing. One pass over the file.
  std::vector<std::vector<double>> load(const std::vector<std::string>& names) const;
  const Column* find(std::string_view name) const;  // in memory
  const Column& at(std::string_view name) const;    // throws InputError naming the nearest column
  const std::vector<double>& time() const { return at("time_s").values; }
};

std::string to_csv(const Trace&);
void write_csv(const Trace&, const std::filesystem::path&);              // the same, row by row
Trace trace_from_csv(std::string_view text, const std::string& source);  // InputError where time does not increase

}  // namespace somn
