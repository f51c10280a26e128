#include "table_refusals.hpp"

#include "cell.hpp"

#include <somn/core/error.hpp>

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace somn {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80 || c == '%';
}

struct Advice {
  std::string what, remedy;
};

Advice advice_for(std::string_view cell) {
  if (const std::size_t at = cell.find_first_of(":-/", 1); at != cell.npos && is_digit(cell[0]) && at < cell.size() - 1 &&
                                                           is_digit(cell[at + 1]) && is_digit(cell[at - 1]))
    return {"not a number but a date or a time of day",
            "write seconds since the start; in pandas: t = pandas.to_datetime(t); (t - t[0]).dt.total_seconds()"};
  const std::string_view digits = cell.substr(0, cell.find_last_of("0123456789") + 1);
  for (const char part : {',', '.', '\'', ' '}) {
    const char point = part == ',' ? '.' : ',';
    const std::string_view whole = digits.substr(0, digits.rfind(point));
    if (!digits.empty() && digits.size() == cell.size() && is_in_threes(whole, part))
      return {"a number with its thousands parted",
              fmt::format("write it without: {}", [&] {
                std::string plain(cell);
                std::erase(plain, part);
                std::replace(plain.begin(), plain.end(), ',', '.');
                return plain;
              }())};
  }
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  const std::string_view rest = trim_blanks(cell.substr(static_cast<std::size_t>(end - cell.data())));
  if (end != cell.data() && !rest.empty() && is_letter(rest.front()) && rest.size() < 8)
    return {"a number with its unit",
            fmt::format("units stand in the header, as in \"Time (ms)\" or \"i_nA\"; take them out of the rows: sed "
                        "'2,$s/ *{}//g'",
                        rest)};
  return {"not a number", "mend the cell; where the column is no data, name those that are (--column, --signal)"};
}

}  // namespace

bool is_in_threes(std::string_view number, char part) {
  if (!number.empty() && (number.front() == '-' || number.front() == '+')) number.remove_prefix(1);
  const std::size_t first = number.find(part);
  if (first == number.npos || first == 0 || first > 3 || number.front() == '0' || (number.size() - first) % 4 != 0)
    return false;
  for (std::size_t k = 0; k < number.size(); ++k) {
    const bool is_part = k >= first && (k - first) % 4 == 0;
    if (is_part ? number[k] != part : !is_digit(number[k])) return false;
  }
  return true;
}

void refuse_headless(const std::string& source, std::size_t line, char separator,
                     const std::vector<std::vector<std::string_view>>& rows) {
  const std::vector<std::string_view>& cells = rows.front();
  const std::string where = fmt::format("{}:{}", source, line);
  const std::string value = fmt::format("\"{}\"", cells[0].substr(0, 60));
  const auto is_as_long = [&](const auto& row) { return row.size() == cells.size(); };
  if (!std::all_of(rows.begin(), rows.end(), is_as_long))
    throw InputError({.what = "rows of numbers of different lengths, without a header",
                      .where = where,
                      .value = value,
                      .remedy = fmt::format("where each line is a train of event times: (echo time_s,unit; awk "
                                            "'{{for (k = 1; k <= NF; ++k) print $k \",\" NR}}' {}) > events.csv",
                                            source)});
  const auto repeats_first = [](const auto& row) {
    for (std::size_t k = 2; k < row.size(); k += 2)
      if (row[k] != row[0]) return false;
    return true;
  };
  if (cells.size() >= 4 && cells.size() % 2 == 0 && std::all_of(rows.begin(), rows.end(), repeats_first))
    throw InputError({.what = "no names of the columns, and the time stands before each of them",
                      .where = where,
                      .value = value,
                      .remedy = "in ngspice, before wrdata: `set wr_vecnames` and `set wr_singlescale`"});
  bool are_counted = rows.size() > 1 && cells.size() > 1;  // R's names of rows
  for (std::size_t k = 0; k < rows.size(); ++k) are_counted = are_counted && unquoted(rows[k][0]) == std::to_string(k + 1);
  std::string names = are_counted ? fmt::format("row{}time_s", separator) : "time_s";
  for (std::size_t k = are_counted ? 2 : 1; k < cells.size() && k < 4; ++k) names += fmt::format("{}name{}", separator, k + 1);
  if (cells.size() > 4) names += fmt::format("{}...", separator);
  throw InputError({.what = "the first line holds numbers, not the names of the columns",
                    .where = where,
                    .value = value,
                    .remedy = fmt::format("put a header line first, such as \"time_s\" or \"value\": sed -i '1i {}' {}",
                                          names, source)});
}

void refuse_preamble(const std::string& source, std::size_t line, bool has_names) {
  throw InputError({.what = fmt::format("{} lines that do not belong to the table", line - 1),
                    .where = fmt::format("{}:1", source),
                    .remedy = has_names ? fmt::format("cut them off: tail -n +{} {} > table.csv", line, source)
                                        : fmt::format("put a header in their place: (echo time_s,...; tail -n +{} {}) "
                                                      "> table.csv",
                                                      line, source)});
}

void refuse_length(const std::string& source, std::size_t line, std::string_view text, std::size_t n,
                   std::size_t n_header) {
  const bool is_step = text.starts_with("Step Information");
  throw InputError({.what = fmt::format("{} column{} where the header has {}", n, n == 1 ? "" : "s", n_header),
                    .where = fmt::format("{}:{}", source, line),
                    .value = fmt::format("\"{}\"", text.substr(0, 60)),
                    .remedy = is_step ? "several steps of LTspice: give its .raw file, which is read step by step"
                                      : ""});
}

void refuse_cell(const std::string& source, std::size_t line, std::string_view column, std::string_view cell) {
  const Advice advice = advice_for(cell);
  throw InputError({.what = advice.what,
                    .where = fmt::format("{}:{}: {}", source, line, column),
                    .value = fmt::format("\"{}\"", cell.substr(0, 60)),
                    .remedy = advice.remedy});
}

void refuse_binary(const std::string& source, std::string_view text) {
  struct Kind {
    std::string_view head, what, remedy;
  };
  for (const Kind& kind : {Kind{"PK\x03\x04", "a zip archive or a workbook (.xlsx, .ods)", "save the sheet as CSV"},
                           {"\xd0\xcf\x11\xe0", "a workbook (.xls)", "save the sheet as CSV"},
                           {"MATLAB 5.0", "a MATLAB file", "save it as text: writematrix(x, 'x.csv')"},
                           {"\x93NUMPY", "a numpy array", "save it as text: numpy.savetxt('x.csv', x, delimiter=',')"},
                           {"\x89HDF", "an HDF5 file", "traces of runs are read from .h5; else write a .csv of it"},
                           {"BZh", "compressed by bzip2", "use `bzcat FILE | somn ... -`"},
                           {"\xfd\x37zXZ", "compressed by xz", "use `xzcat FILE | somn ... -`"},
                           {"\x28\xb5\x2f\xfd", "compressed by zstd", "use `zstdcat FILE | somn ... -`"}})
    if (text.starts_with(kind.head))
      throw InputError(
          {.what = fmt::format("no text but {}", kind.what), .where = source, .remedy = std::string(kind.remedy)});
  throw InputError({.what = "no text: bytes of value 0", .where = source, .remedy = "tables are text, such as CSV"});
}

}  // namespace somn
