// TableParser: lines are collected until 20 of data are there, then
//   dialect_of: among tab ; | , and blanks the first separator that gives the header and all rows the same number of
//               cells, at least two (rows one more: the first holds names of rows); else one column, or the separator
//               that the header holds, whose rows are then of the wrong length
//   row:        those lines and every later one
#include "cell.hpp"
#include "table_refusals.hpp"

#include <somn/core/column_name.hpp>
#include <somn/core/error.hpp>
#include <somn/core/table_text.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <limits>

namespace somn {
namespace {

constexpr std::size_t n_first = 64;

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

// The end of the cell that begins at `at`, quotes respected.
std::size_t cell_end(std::string_view text, std::size_t at, char separator) {
  std::size_t k = at;
  while (k < text.size() && is_blank(text[k]) && text[k] != separator) ++k;
  if (k < text.size() && text[k] == '"') {
    for (++k; k < text.size(); ++k) {
      if (text[k] != '"') continue;
      if (k + 1 < text.size() && text[k + 1] == '"')
        ++k;
      else
        break;
    }
    if (k >= text.size()) k = at;  // a quote that is never closed is a letter
  }
  while (k < text.size() && !(separator == ' ' ? is_blank(text[k]) : text[k] == separator)) ++k;
  return k;
}

void cut(std::string_view text, char separator, std::vector<std::string_view>& cells) {
  cells.clear();
  if (separator == 0) return cells.push_back(trim_blanks(text));
  if (separator == ' ') text = trim_blanks(text);
  const bool is_plain = separator != ' ' && text.find('"') == std::string_view::npos;
  for (std::size_t at = 0;;) {
    std::size_t end = is_plain ? std::min(text.find(separator, at), text.size()) : cell_end(text, at, separator);
    cells.push_back(trim_blanks(text.substr(at, end - at)));
    if (end >= text.size()) return;
    at = end + 1;
    while (separator == ' ' && at < text.size() && is_blank(text[at])) ++at;
  }
}

// Names parted by blanks, where "Time (s)" is one.
void cut_header(std::string_view text, char separator, std::vector<std::string_view>& cells) {
  cut(text, separator, cells);
  if (separator != ' ') return;
  for (std::size_t k = 1; k < cells.size();) {
    const char first = cells[k].front();
    if (first == '(' || first == '[') {
      cells[k - 1] = {cells[k - 1].data(),
                      static_cast<std::size_t>(cells[k].data() + cells[k].size() - cells[k - 1].data())};
      cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(k));
    } else {
      ++k;
    }
  }
}

// Cells of a row, where n are expected: a separator at the end of the line parts nothing.
void cut_row(std::string_view text, char separator, std::size_t n, std::vector<std::string_view>& cells) {
  cut(text, separator, cells);
  if (cells.size() == n + 1 && cells.back().empty()) cells.pop_back();
}

bool is_number_row(const std::vector<std::string_view>& cells) {
  double value = 0;
  bool has_number = false;
  for (const std::string_view cell : cells) {
    if (!parse_cell(unquoted(cell), value)) return false;
    has_number |= !cell.empty();
  }
  return has_number;
}

// Do all rows have as many cells as the header and `n_more`?
bool parts_all(const std::vector<std::string_view>& lines, char separator, std::size_t n_more) {
  std::vector<std::string_view> cells;
  cut_header(lines[0], separator, cells);
  const std::size_t n = cells.size() + n_more;
  if (n < 2) return false;
  return std::all_of(lines.begin() + 1, lines.end(), [&](std::string_view row) {
    cut_row(row, separator, n, cells);
    return cells.size() == n;
  });
}

// Rows that R has named: the header has no name for these texts, numbers in quotes, or 1, 2, 3, ...
bool has_row_names(const std::vector<std::string_view>& lines, char separator) {
  if (lines.size() < 2 || !parts_all(lines, separator, 1)) return false;
  std::vector<std::string_view> cells;
  bool are_counted = lines.size() > 2;
  for (std::size_t k = 1; k < lines.size(); ++k) {
    double number = 0;
    cut(lines[k], separator, cells);
    if (cells[0].starts_with('"') || !parse_cell(cells[0], number)) return true;
    are_counted = are_counted && number == static_cast<double>(k);
  }
  return are_counted;
}

Dialect dialect_of(const std::vector<std::string_view>& lines) {
  for (const char separator : {'\t', ';', '|', ',', ' '})
    if (parts_all(lines, separator, 0)) return {separator, false};
  for (const char separator : {'\t', ' '})
    if (has_row_names(lines, separator)) return {separator, true};
  // One column, unless the header, or a row that is no number, says otherwise: then row() names the line that is wrong
  for (const char separator : {'\t', ';', '|', ','})
    if (lines[0].find(separator) != std::string_view::npos) return {separator, false};
  double number = 0;
  if (lines.size() > 1 && !parse_cell(unquoted(trim_blanks(lines[1])), number))
    for (const char separator : {'\t', ';', '|', ',', ' '})
      if (trim_blanks(lines[1]).find(separator) != std::string_view::npos) return {separator, false};
  return {0, false};
}

// The names in the comment before a table without header.
bool names_of_comment(std::string_view text, char separator, std::vector<std::string_view>& names) {
  text.remove_prefix(std::min(text.find_first_not_of("#%!/; \t"), text.size()));
  if (text.empty()) return false;
  std::vector<std::string_view> cells;
  for (const char s : {separator, '\t', ';', ',', ' ', '\0'}) {
    cut_header(text, s, cells);
    if (cells.size() != names.size() || is_number_row(cells)) continue;
    names = cells;
    return true;
  }
  return false;
}

// The lines before the table are none of it: the first line of which a table begins, all rows of one length.
std::size_t begin_of_table(const std::vector<std::string_view>& lines, bool& has_names) {
  std::vector<std::string_view> cells;
  for (std::size_t k = 1; k + 2 < lines.size(); ++k) {
    const std::vector<std::string_view> rest(lines.begin() + static_cast<std::ptrdiff_t>(k), lines.end());
    for (const char separator : {'\t', ';', '|', ',', ' '}) {
      if (!parts_all(rest, separator, 0)) continue;
      cut(rest[0], separator, cells);
      has_names = !is_number_row(cells);
      cut(rest.back(), separator, cells);
      if (is_number_row(cells)) return k;
    }
  }
  return 0;
}

// "Time", "ms" -> "Time (ms)".
void add_units(std::vector<std::string>& header, const std::vector<std::string_view>& units) {
  for (std::size_t k = 0; k < header.size(); ++k) {
    std::string unit = plain_cell(units[k]);
    if (unit.empty() || read_column_name(header[k]).unit) continue;
    if (unit.front() != '(' && unit.front() != '[') unit = "(" + unit + ")";
    header[k] += " " + unit;
  }
}

// A row of units below the names: no number in it, and a unit of time or brackets.
bool is_unit_row(const std::vector<std::string_view>& cells) {
  bool has_unit = false;
  for (std::string_view cell : cells) {
    cell = unquoted(cell);
    double value = 0;
    if (cell.empty()) continue;
    if (parse_cell(cell, value)) return false;
    const bool has_brackets = (cell.front() == '(' && cell.back() == ')') || (cell.front() == '[' && cell.back() == ']');
    has_unit |= has_brackets || read_column_name(fmt::format("time ({})", cell)).unit.has_value();
  }
  return has_unit;
}

}  // namespace

bool parse_cell(std::string_view cell, double& value) {
  if (cell.size() > 1 && cell.front() == '+' && cell[1] != '-') cell.remove_prefix(1);
  const auto read = [&value](std::string_view text) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size()) return false;
    if (error == std::errc::result_out_of_range) value = std::strtod(std::string(text).c_str(), nullptr);
    return error == std::errc{} || error == std::errc::result_out_of_range;  // 1e400 is inf, 1e-400 is 0
  };
  if (read(cell)) return true;
  constexpr std::string_view none[] = {"", "NA", "N/A", "#N/A", "<NA>", "NULL", "null", "None", "NaT"};
  if (std::find(std::begin(none), std::end(none), cell) != std::end(none)) {
    value = std::numeric_limits<double>::quiet_NaN();
    return true;
  }
  if (cell.size() > 60 || cell.find_first_of(",dD") == std::string_view::npos) return false;
  std::string plain(cell);  // a decimal comma; an exponent of Fortran
  if (std::count(plain.begin(), plain.end(), ',') == 1 && plain.find('.') == std::string::npos)
    plain[plain.find(',')] = '.';
  if (const std::size_t d = plain.find_first_of("dD"); d != std::string::npos && d > 0) plain[d] = 'e';
  return read(plain);
}

void cut_cells(std::string_view line, char separator, std::vector<std::string_view>& cells) {
  cut(line, separator, cells);
  for (std::string_view& cell : cells) cell = unquoted(cell);
}

void TableParser::feed(std::string_view piece) {
  while (!piece.empty()) {
    if (line_end_ == 0) {
      const std::size_t end = piece.find_first_of("\r\n");
      if (end == std::string_view::npos) {
        carried_.append(piece);
        return;
      }
      // CR alone ends the lines of files without any LF near the first CR
      line_end_ = piece[end] == '\n' || piece.substr(end).find('\n') != std::string_view::npos ? '\n' : '\r';
    }
    const std::size_t end = piece.find(line_end_);
    if (end == std::string_view::npos) {
      carried_.append(piece);
      return;
    }
    if (carried_.empty()) {
      line(piece.substr(0, end));
    } else {
      carried_.append(piece.substr(0, end));
      const std::string whole = std::move(carried_);
      carried_.clear();
      line(whole);
    }
    piece.remove_prefix(end + 1);
  }
}

void TableParser::finish() {
  if (!carried_.empty()) {
    const std::string last = std::move(carried_);
    carried_.clear();
    line(last);
  }
  if (!is_begun_) begin();
}

// The line below the names of the columns that `print` of ngspice draws.
static bool is_rule(std::string_view text) {
  return text.size() >= 8 && text.find_first_not_of('-') == std::string_view::npos;
}

static bool is_digit(std::string_view text) {
  return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

// Before the rows. A semicolon with a letter or a quote behind it parts an empty name from the next.
static bool is_comment(std::string_view text) {
  return text.front() == '#' || text.front() == '%' || text.front() == '!' || text.starts_with("//") ||
         text.starts_with("; ") || text.starts_with(";;");
}

void TableParser::line(std::string_view text) {
  ++number_;
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (number_ == 1 && text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  if (is_printed_ && !is_digit(text)) return;  // heads of further pages, what the program says below
  if (is_begun_) {
    if (text.empty() || text.front() == '#' || trim_blanks(text).empty()) return;
    row(text, number_);
    return;
  }
  if (number_ == 1 && (text.find('\0') != std::string_view::npos || text.starts_with("PK\x03\x04") ||
                       text.starts_with("\x93NUMPY") || text.starts_with("\x89HDF") || text.starts_with("BZh9")))
    refuse_binary(source_, text);
  if (trim_blanks(text).empty()) return;
  if (is_comment(text)) {
    if (first_.empty()) comment_ = text;
    return;
  }
  if (first_.empty() && text.size() == 5 && text.starts_with("sep=")) return;  // a hint to Excel
  if (is_rule(text) && !first_.empty() && first_.back().text.starts_with("Index ")) {
    is_printed_ = true;
    first_.erase(first_.begin(), first_.end() - 1);
    return;
  }
  first_.push_back({number_, std::string(text)});
  if (first_.size() > n_first) begin();
}

void TableParser::begin() {
  is_begun_ = true;
  if (first_.empty())
    throw InputError({.what = "empty table: no header line",
                      .where = source_,
                      .remedy = "the first line names the columns, such as \"value\" or \"time_s\""});
  std::vector<std::string_view> lines, names;
  for (const Line& l : first_) lines.push_back(l.text);
  dialect_ = dialect_of(lines);
  const bool is_table = dialect_.separator == 0 || parts_all(lines, dialect_.separator, dialect_.has_row_names) ||
                        lines[1].starts_with("Step Information");
  bool has_names = false;
  if (const std::size_t k = is_table ? 0 : begin_of_table(lines, has_names); k > 0)
    refuse_preamble(source_, first_[k].number, has_names);
  cut_header(lines[0], dialect_.separator, names);
  // a first cell that is a number begins no header where a comment names the columns
  bool has_header = !is_number_row(names);
  if (!has_header || is_number_row({names.front()})) {
    const bool is_named = names_of_comment(comment_, dialect_.separator, names);
    if (!has_header && !is_named) {
      std::vector<std::vector<std::string_view>> rows(lines.size());
      for (std::size_t k = 0; k < lines.size(); ++k) cut(lines[k], dialect_.separator, rows[k]);
      refuse_headless(source_, first_[0].number, dialect_.separator, rows);
    }
    has_header = !is_named;
  }
  std::vector<std::string> header;
  if (dialect_.has_row_names) header.emplace_back();
  for (const std::string_view name : names) header.push_back(plain_cell(name));
  n_columns_ = header.size();
  std::size_t first_row = has_header;
  if (lines.size() > first_row + 1) {
    std::vector<std::string_view> cells;
    cut_row(lines[first_row], dialect_.separator, n_columns_, cells);
    if (cells.size() == n_columns_ && is_unit_row(cells)) add_units(header, cells), ++first_row;
  }
  sink_.header(header, first_[0].number);
  for (std::size_t k = first_row; k < first_.size(); ++k) row(first_[k].text, first_[k].number);
  first_ = {};
}

void TableParser::split(std::string_view text) {
  cut_row(text, dialect_.separator, n_columns_, cells_);
  bool has_doubled = false;
  for (std::string_view& cell : cells_) {
    cell = unquoted(cell);
    has_doubled |= cell.find("\"\"") != std::string_view::npos;
  }
  if (!has_doubled) return;
  quoted_.clear();
  quoted_.reserve(cells_.size());
  for (std::string_view& cell : cells_) {
    if (cell.find("\"\"") == std::string_view::npos) continue;
    cell = quoted_.emplace_back(plain_cell(cell));
  }
}

void TableParser::row(std::string_view text, std::size_t number) {
  split(text);
  if (cells_.size() != n_columns_ || text.starts_with("Step Information")) refuse_length(source_, number, text, cells_.size(), n_columns_);
  sink_.row(cells_, number);
}

}  // namespace somn
