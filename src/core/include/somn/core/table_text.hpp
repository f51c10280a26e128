// A table as people's programs write it: one reader for all of them.
//
//   between cells   comma, semicolon, tab, | or blanks; found out from the header and the first rows
//   decimals        point, or comma where cells are parted by something else
//   lines           end in LF, CRLF or CR; empty ones and those that begin with # are skipped, and before the rows those
//                   that begin with % ! // and "; ". Where the first row holds numbers only, the last comment before it
//                   names the columns (numpy.savetxt)
//   units           in the header, or in a row of their own below it (oscilloscopes)
//   quotes          around cells that hold separators; a quote inside is doubled
//   names of rows   a first column without a name, as R writes it, is called ""
//   printed         what `print` of ngspice writes, and its listings: pages with a title, names after "Index", a rule
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace somn {

struct Dialect {
  char separator = ',';  // ' ': runs of blanks and tabs; 0: one column
  bool has_row_names = false;
};

// What a table is handed to, line by line.
class TableSink {
 public:
  virtual void header(const std::vector<std::string>& names, std::size_t line) = 0;
  virtual void row(std::span<const std::string_view> cells, std::size_t line) = 0;  // as many as names

 protected:
  ~TableSink() = default;
};

// Text comes in pieces of any size. InputError, with file and line, for a table without a header, rows of another
// length than the header, and for what is no text.
class TableParser {
 public:
  TableParser(std::string source, TableSink& sink) : source_(std::move(source)), sink_(sink) {}
  void feed(std::string_view piece);
  void finish();
  char separator() const { return dialect_.separator; }  // known once rows come

 private:
  void line(std::string_view text);
  void begin();  // once the first lines are known
  void row(std::string_view text, std::size_t number);
  void split(std::string_view text);
  struct Line {
    std::size_t number;
    std::string text;
  };
  std::string source_;
  TableSink& sink_;
  Dialect dialect_;
  std::size_t n_columns_ = 0, number_ = 0;
  char line_end_ = 0;
  bool is_begun_ = false, is_printed_ = false;
  std::string carried_, comment_;
  std::vector<Line> first_;
  std::vector<std::string_view> cells_;
  std::vector<std::string> quoted_;  // cells with doubled quotes
};

// The cells of one line, blanks and quotes around them aside; separator as in Dialect.
void cut_cells(std::string_view line, char separator, std::vector<std::string_view>& cells);

// A number as tables hold it: "nan", "NA", "null" and the like and empty cells are NaN, "inf" is infinite, 1e400 too; 1.5, +1.5, 1,5 (not in a
// table with commas between cells), 1.5D-3. False where the cell holds something else.
bool parse_cell(std::string_view cell, double& value);

}  // namespace somn
