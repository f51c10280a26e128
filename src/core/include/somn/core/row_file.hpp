// Rows of doubles on disk: appended one by one, read back in any order. For what is too long for memory, junctions x
// time. Native byte order: a working file, no format; it begins with a line that says whose it is.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

namespace somn {

class RowFile {
 public:
  static constexpr const char* magic = "somn: recorded rows of a run  \n";  // 32 bytes

  // Opens or makes the file, empty until something is appended or kept. FileError; InputError for somebody else's file.
  RowFile(std::filesystem::path, std::size_t n_columns);
  RowFile(const RowFile&) = delete;
  RowFile& operator=(const RowFile&) = delete;
  ~RowFile();  // leaves the file, with what was appended

  void append(std::span<const double> row);  // n_columns; buffered
  void keep(std::size_t n_rows);             // the first rows of what the file has; InputError where it has fewer
  void sync();                               // on disk for good: a check point may count on it
  // row[first] ... of one row
  void read(std::size_t row, std::size_t first, std::span<double> values) const;

  std::size_t n_rows() const { return n_rows_; }
  std::size_t n_columns() const { return n_columns_; }

 private:
  void flush() const;

  std::filesystem::path path_;
  std::size_t n_columns_, n_rows_ = 0;
  mutable std::size_t n_flushed_ = 0;   // rows
  mutable std::vector<double> buffer_;  // the rows behind them
  int descriptor_ = -1;
};

}  // namespace somn
