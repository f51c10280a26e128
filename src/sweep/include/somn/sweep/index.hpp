// DIR/points.csv: one row per finished run, unique in point and seed. Columns: point, seed, the swept keys as written,
// status, then direction (where there is one), the swept keys in SI ("drive.amplitude_V"), and the order parameters.
//
// A row is appended by a single write, or the file replaced as a whole; a row that was cut off by the end of the
// process or the machine is dropped on reading. One process at a time writes (the sweep's lock sees to that).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace somn::sweep {

using RunId = std::pair<std::size_t, std::uint64_t>;             // point, seed
using Cells = std::vector<std::pair<std::string, std::string>>;  // column, text, in order

class Index {
 public:
  // Reads the file where it exists; it is written first by add(). InputError for a file that is no index.
  explicit Index(std::filesystem::path file);

  bool has(const RunId& run) const { return rows_.contains(run); }
  std::string cell(const RunId& run, const std::string& column) const;  // "" where there is none
  std::size_t n_rows() const { return rows_.size(); }

  // `cells` after point and seed. A row of the same run is replaced.
  void add(const RunId& run, const Cells& cells);
  // Rows in order of point and seed, columns in the order in which these rows name them first: the same file for any
  // order of add().
  void sort();

 private:
  bool learn_columns(const Cells& cells);  // true where there were new ones
  std::string line(const RunId& run) const;
  std::string header() const;
  void rewrite() const;

  std::filesystem::path file_;
  std::vector<std::string> columns_;  // after point, seed
  std::map<RunId, Cells> rows_;
};

// A cell of the file: no comma, no quote, no line end.
std::string plain(const std::string& text);

}  // namespace somn::sweep
