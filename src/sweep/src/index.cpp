#include <somn/core/csv.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/text.hpp>
#include <somn/core/units.hpp>
#include <somn/sweep/index.hpp>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace somn::sweep {
namespace fs = std::filesystem;
namespace {

std::string without_torn_end(std::string text) {
  text.resize(text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1);
  return text;
}

// The file and what it says are on the disk when this returns.
void append(const fs::path& file, const std::string& line) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  const bool is_written =
      descriptor >= 0 && ::write(descriptor, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  const int error = errno;
  if (is_written) ::fdatasync(descriptor);
  if (descriptor >= 0) ::close(descriptor);
  if (!is_written) throw FileError("cannot append to", file.string(), error);
}

}  // namespace

std::string plain(const std::string& original) {
  std::string text = printable(original);
  std::replace(text.begin(), text.end(), ',', ';');
  std::replace(text.begin(), text.end(), '"', ' ');
  text.erase(text.find_last_not_of(' ') + 1);
  return text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
}

Index::Index(fs::path file) : file_(std::move(file)) {
  if (!fs::exists(file_)) return;
  const std::string text = read_file(file_), whole = without_torn_end(text);
  if (whole.empty()) return;
  const CsvTable table = parse_csv(whole, file_.string());
  if (table.column("point") != 0 || table.column("seed") != 1 || !table.find("status"))
    throw InputError(
        {.what = "not an index of a sweep", .where = file_.string(), .allowed = "point,seed,...,status,..."});
  columns_.assign(table.header.begin() + 2, table.header.end());
  for (std::size_t k = 0; k < table.rows.size(); ++k) {
    const std::string where = fmt::format("{}:{}", file_.string(), table.lines[k]);
    const RunId run{static_cast<std::size_t>(parse_integer(table.rows[k][0], where)),
                    static_cast<std::uint64_t>(parse_integer(table.rows[k][1], where))};
    Cells cells;
    for (std::size_t c = 0; c < columns_.size(); ++c)
      if (!table.rows[k][c + 2].empty()) cells.emplace_back(columns_[c], table.rows[k][c + 2]);
    rows_[run] = std::move(cells);
  }
  if (whole.size() != text.size()) rewrite();
}

std::string Index::cell(const RunId& run, const std::string& column) const {
  const auto row = rows_.find(run);
  if (row != rows_.end())
    for (const auto& [name, text] : row->second)
      if (name == column) return text;
  return {};
}

bool Index::learn_columns(const Cells& cells) {
  const std::size_t before = columns_.size();
  for (const auto& [column, text] : cells)
    if (std::find(columns_.begin(), columns_.end(), column) == columns_.end()) columns_.push_back(column);
  return columns_.size() > before;
}

std::string Index::line(const RunId& run) const {
  std::string text = fmt::format("{},{}", run.first, run.second);
  for (const std::string& column : columns_) text += "," + cell(run, column);
  return text + "\n";
}

std::string Index::header() const {
  std::string text = "point,seed";
  for (const std::string& column : columns_) text += "," + column;
  return text + "\n";
}

void Index::rewrite() const {
  std::string text = header();
  for (const auto& [run, cells] : rows_) text += line(run);
  write_file(file_, text);
}

void Index::add(const RunId& run, const Cells& cells) {
  Cells row = cells;
  for (auto& [column, text] : row) text = plain(text);
  const bool is_new = !rows_.contains(run), has_new_columns = learn_columns(row);
  rows_[run] = std::move(row);
  if (is_new && !has_new_columns && fs::exists(file_))
    append(file_, line(run));
  else
    rewrite();
}

void Index::sort() {
  columns_.clear();
  for (const auto& [run, cells] : rows_) learn_columns(cells);
  rewrite();
}

}  // namespace somn::sweep
