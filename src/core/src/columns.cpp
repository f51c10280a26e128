// read_columns: the file in pieces of 1 MiB; the unfinished last line of a piece is carried over to the next.
// A line: cut at commas; wanted cells are converted, the others only counted.
#include "cell.hpp"

#include <somn/core/columns.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <fmt/format.h>
#include <limits>
#include <memory>
#include <unordered_map>

namespace somn {
namespace {

bool is_number(std::string_view cell, double& value) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  if (!cell.empty() && cell.front() == '+') cell.remove_prefix(1);
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error == std::errc{} && end == cell.data() + cell.size()) return true;
  if (error == std::errc::result_out_of_range && end == cell.data() + cell.size()) {
    value = std::strtod(std::string(cell).c_str(), nullptr);  // 1e400 is inf, 1e-400 is 0
    return true;
  }
  if (cell.empty() || cell == "nan" || cell == "NaN" || cell == "NA")
    value = std::numeric_limits<double>::quiet_NaN();
  else if (cell == "inf" || cell == "Inf")
    value = inf;
  else if (cell == "-inf" || cell == "-Inf")
    value = -inf;
  else
    return false;
  return true;
}

}  // namespace

class ColumnParser {
 public:
  ColumnParser(std::string source, const ColumnChooser& choose) : choose_(choose) { table_.source = std::move(source); }

  void line(std::string_view text) {
    ++number_;
    if (number_ == 1 && text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.empty() || text.front() == '#' || trim(text).empty()) return;
    if (table_.header.empty())
      header(text);
    else
      row(text);
  }

  ColumnTable finish() {
    if (table_.header.empty())
      throw InputError({.what = "empty table: no header line",
                        .where = table_.source,
                        .remedy = "the first line names the columns, such as \"value\" or \"time_s\""});
    return std::move(table_);
  }

 private:
  void header(std::string_view text) {
    if (text.starts_with("\x1f\x8b"))
      throw InputError(
          {.what = "the file is compressed", .where = table_.source, .remedy = "use `zcat FILE | somn analyse ... -`"});
    while (true) {
      const std::size_t comma = text.find(',');
      table_.header.emplace_back(trim(text.substr(0, comma)));
      if (comma == std::string_view::npos) break;
      text.remove_prefix(comma + 1);
    }
    double number = 0;
    if (std::all_of(table_.header.begin(), table_.header.end(),
                    [&](const std::string& name) { return !name.empty() && is_number(name, number); }))
      throw InputError({.what = "the first line holds numbers, not the names of the columns",
                        .where = fmt::format("{}:{}", table_.source, number_),
                        .value = fmt::format("\"{}\"", table_.header.front()),
                        .remedy = "put a header line first, such as \"value\" or \"time_s\""});
    const ColumnChoice choice = choose_(table_.header, table_.source);
    for (const auto* indices : {&choice.numbers, &choice.labels})
      for (const std::size_t index : *indices)
        if (const std::string& name = table_.header[index];
            !name.empty() && std::count(table_.header.begin(), table_.header.end(), name) > 1)
          throw InputError({.what = "two columns have the same name",
                            .where = fmt::format("{}:{}", table_.source, number_),
                            .value = fmt::format("\"{}\"", name),
                            .remedy = "rename one of them"});
    use_.assign(table_.header.size(), {});
    for (const std::size_t index : choice.numbers) {
      use_[index].number = static_cast<int>(table_.numbers.size());
      table_.numbers.push_back({.name = table_.header[index], .values = {}});
    }
    for (const std::size_t index : choice.labels) {
      use_[index].label = static_cast<int>(table_.labels.size());
      table_.labels.push_back({.name = table_.header[index], .labels = {}, .values = {}});
    }
    label_index_.resize(table_.labels.size());
  }

  void row(std::string_view text) {
    std::size_t column = 0;
    const char *at = text.data(), *const end = text.data() + text.size();
    for (bool is_last = false; !is_last; ++column) {
      const char* const comma = std::find(at, end, ',');
      is_last = comma == end;
      if (column < use_.size()) cell(column, trim({at, static_cast<std::size_t>(comma - at)}));
      at = comma + 1;
    }
    if (column != use_.size())
      throw InputError({.what = fmt::format("{} columns where the header has {}", column, use_.size()),
                        .where = fmt::format("{}:{}", table_.source, number_)});
    const std::size_t offset = number_ - table_.n_rows;
    if (table_.jumps_.empty() || table_.jumps_.back().second != offset)
      table_.jumps_.emplace_back(table_.n_rows, offset);
    ++table_.n_rows;
  }

  void cell(std::size_t column, std::string_view text) {
    const Use& use = use_[column];
    if (use.number >= 0) {
      double value = 0;
      if (!is_number(text, value))
        throw InputError({.what = "not a number",
                          .where = fmt::format("{}:{}: {}", table_.source, number_, table_.header[column]),
                          .value = fmt::format("\"{}\"", text.substr(0, 60))});
      table_.numbers[static_cast<std::size_t>(use.number)].values.push_back(value);
    }
    if (use.label >= 0) {
      const auto k = static_cast<std::size_t>(use.label);
      LabelColumn& labels = table_.labels[k];
      const auto [entry, is_new] =
          label_index_[k].try_emplace(std::string(text), static_cast<std::uint32_t>(labels.labels.size()));
      if (is_new) labels.labels.emplace_back(text);
      labels.values.push_back(entry->second);
    }
  }

  struct Use {
    int number = -1, label = -1;
  };
  const ColumnChooser& choose_;
  ColumnTable table_;
  std::vector<Use> use_;
  std::vector<std::unordered_map<std::string, std::uint32_t>> label_index_;
  std::size_t number_ = 0;
};

std::size_t ColumnTable::line_of(std::size_t row) const {
  const auto after = std::upper_bound(jumps_.begin(), jumps_.end(), row,
                                      [](std::size_t r, const auto& jump) { return r < jump.first; });
  return after == jumps_.begin() ? row + 1 : row + (after - 1)->second;
}

void ColumnTable::require_finite(const NumberColumn& column) const {
  for (std::size_t row = 0; row < column.values.size(); ++row)
    if (!std::isfinite(column.values[row]))
      throw InputError({.what = "not a finite number",
                        .where = fmt::format("{}:{}: {}", source, line_of(row), column.name),
                        .value = to_text(column.values[row]),
                        .remedy = "mend or leave out this row: nothing is dropped silently"});
}

ColumnTable parse_columns(std::string_view text, const std::string& source, const ColumnChooser& choose) {
  ColumnParser parser(source, choose);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    parser.line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parser.finish();
}

ColumnTable read_columns(const std::filesystem::path& path, const ColumnChooser& choose) {
  const bool is_standard = path == "-";
  const std::string source = is_standard ? "standard input" : path.string();
  if (std::filesystem::is_directory(path)) throw FileError("cannot read", source, EISDIR);
  const std::unique_ptr<FILE, int (*)(FILE*)> file(is_standard ? stdin : std::fopen(path.c_str(), "rb"),
                                                   [](FILE* f) { return f == stdin ? 0 : std::fclose(f); });
  if (!file) throw FileError("cannot read", source, errno);
  ColumnParser parser(source, choose);
  std::string carried;
  std::vector<char> piece(1 << 20);
  while (const std::size_t n = std::fread(piece.data(), 1, piece.size(), file.get())) {
    std::string_view text(piece.data(), n);
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
      if (carried.empty()) {
        parser.line(text.substr(0, end));
      } else {
        carried.append(text.substr(0, end));
        parser.line(carried);
        carried.clear();
      }
      text.remove_prefix(end + 1);
    }
    carried.append(text);
  }
  if (std::ferror(file.get())) throw FileError("cannot read", source, errno);
  if (!carried.empty()) parser.line(carried);
  return parser.finish();
}

}  // namespace somn
