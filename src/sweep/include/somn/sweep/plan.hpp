// A sweep file read: which experiments there are to run (docs/sweeps.md).
//
// A point is one value for every swept key; a run is a point with one seed. Points are numbered in the order of the
// file: of a grid the last key runs fastest; of `direction = "both"` the downward points follow all upward ones.
//
// With a direction the points that differ in the key `along` only form a branch, ordered by the value of that key: a
// run starts from the final states of the run before it in its branch, with the same seed. The downward branch starts
// from the end of the upward one.
#pragma once

#include <somn/core/config.hpp>
#include <somn/sweep/finding.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace somn::sweep {

struct Value {
  std::string text;  // as the user wrote it: 10 mV
  std::string toml;  // as `--set` takes it: "10 mV"
  double si = 0;     // [SI]; nan where it is not a number
};

struct Key {
  std::string name;  // "drive.amplitude"
  std::string unit;  // SI; "1" for numbers, empty where not all values are quantities of one dimension
};

struct Point {
  std::size_t number = 0;
  std::vector<Value> values;                 // one per key
  bool is_down = false;                      // of the downward branch
  std::optional<std::size_t> previous = {};  // the point whose final states it starts from
};

// What stays in DIR/points/<point>-<seed>/ of a run.
enum class Keep {
  all,    // all that `somn run` writes; its traces as CSV only, unless the experiment names output.formats
  light,  // without traces
  none,   // nothing but the row of points.csv
};

// A further column of points.csv: a place in the run's analysis.json, as a JSON pointer (RFC 6901).
struct Measure {
  std::string column, pointer;
};

// A picture of columns of points.csv against a swept key or another column; each combination of the other keys that
// `where` leaves is a line of its own.
struct FigureRequest {
  std::string name, title, x;
  std::vector<std::string> y;  // a panel each
  bool is_log_x = false, is_log_y = false;
  std::vector<double> marks = {};  // [axis unit] dashed vertical lines: what theory says
  Selection where;
};

struct Plan {
  std::string file;  // as named by the user
  std::string title;
  std::string frozen;                // commit in which the expected ranges were written; as the file says
  std::filesystem::path experiment;  // absolute
  std::string experiment_text, sweep_text;
  // What the runs read beside that: digest of every network and file of start states by its name, and of drive files
  std::map<std::string, std::string> inputs;
  std::vector<Key> keys;
  std::vector<Point> points;
  std::vector<std::uint64_t> seeds{1};
  std::vector<Measure> measures;
  std::vector<Finding> findings;
  std::vector<FigureRequest> figures;
  std::string direction;  // "", "up", "down", "both"
  std::size_t along = 0;  // index of the key that branches run along
  double timeout = 0;     // [s] of wall time for one run; 0: none
  Keep keep = Keep::all;

  std::size_t n_runs() const { return points.size() * seeds.size(); }
};

// Throws InputError for an unknown key, an empty list, a direction along which nothing can be carried, and for an
// experiment that cannot be read at some point (every point's is: a typo is found before the first run, not in it).
// O(points) readings of the experiment. `seeds` not empty: in place of those of the file.
Plan read_plan(const std::filesystem::path& sweep_file, const std::vector<std::uint64_t>& seeds = {});

// The points as CSV: point, a column for each key; direction and the number of the previous one, where there is a direction.
std::string points_csv(const Plan&);

// The experiment keys that a run overrides, as `somn run --set KEY=TOML`: the swept ones, then its seed as
// network.seed, where the network is grown, and as model.seed, where the law has one (unless they are swept).
using Settings = std::vector<std::pair<std::string, std::string>>;
Settings settings(const Plan&, const Point&, std::uint64_t seed);

}  // namespace somn::sweep
