// Columns of numbers out of a table of any length, read in pieces, only the wanted columns kept (8 bytes a number). For
// tables of a few thousand cells, whose text matters, there is parse_csv (csv.hpp).
//
// What a table may look like: table_text.hpp; what its file may be: text_source.hpp. Every error names file, line and
// column.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace somn {

struct NumberColumn {
  std::string name;
  std::vector<double> values;  // "nan", "NA" and empty cells are NaN; "inf" is infinite
  double origin = 0;           // they are counted from it (ColumnChoice::times)
};

// Text cells, each distinct text once.
struct LabelColumn {
  std::string name;
  std::vector<std::string> labels;    // in order of first appearance
  std::vector<std::uint32_t> values;  // indices into labels, one per row
};

// Which columns of a header to keep, by index.
struct ColumnChoice {
  std::vector<std::size_t> numbers = {}, labels = {};
  // One of the numbers, whose values may be far from 0 against their differences, as seconds since 1970 are: where the
  // first lies beyond `far`, all are counted from its whole part, digit for digit as they are written.
  std::optional<std::size_t> times = {};
  double far = 0;
};

class ColumnTable {
 public:
  std::string source;               // file name, for messages
  std::vector<std::string> header;  // all column names
  std::vector<NumberColumn> numbers;
  std::vector<LabelColumn> labels;
  std::size_t n_rows = 0;

  std::size_t line_of(std::size_t row) const;  // 1-based line number
  // InputError with file and line for the first value of `column` that is not finite.
  void require_finite(const NumberColumn& column) const;

 private:
  friend class ColumnParser;
  std::vector<std::pair<std::size_t, std::size_t>> jumps_;  // from row .first on, line = row + .second
};

using ColumnChooser = std::function<ColumnChoice(const std::vector<std::string>& header, const std::string& source)>;

// "-" is standard input. InputError for a missing header, a row of the wrong length, a cell that is not a number.
ColumnTable read_columns(const std::filesystem::path& path, const ColumnChooser& choose);
ColumnTable parse_columns(std::string_view text, const std::string& source, const ColumnChooser& choose);

}  // namespace somn
