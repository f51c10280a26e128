// Findings: what an experiment claims, and what its sweep measured (docs/sweeps.md "Findings").
//
// A finding reduces the runs of every seed to one number; seeds are independent networks, so the statistics are those
// of independent samples. With n seeds, mean m and standard deviation s:
//   of the mean          m ± t(0.975, n−1) s/√n
//   of one more seed     m ± t(0.975, n−1) s √(1 + 1/n)
// A share of seeds k/n has the interval of Clopper & Pearson, Biometrika 26, 404 (1934), doi:10.1093/biomet/26.4.404.
#pragma once

#include <somn/core/config.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace somn::sweep {

// Rows of points.csv: those whose cell in each named column is one of the texts. No column named: all rows.
using Selection = std::vector<std::pair<std::string, std::vector<std::string>>>;
// `key` = { "drive.amplitude" = "1 V" } or = [...]; an absent table selects everything.
Selection read_selection(const Config&, const char* key);

enum class Statistic {
  mean,
  minimum,
  maximum,
  sum,
  argmax,            // value of `along` where the measure is largest
  crossing,          // value of `along`, interpolated, where the measure first rises through `level`; none: no number
  slope,             // of log measure over log `along`, least squares; needs positive numbers
  rank_correlation,  // Spearman's, of the measure with `along`
  share,             // 1 where the measure lies within `range` in every selected row, else 0
};

struct Interval {
  double low = 0, high = 0;
};

struct Finding {
  std::string name, claim, published, note;  // texts for the table
  std::string measure;                       // a column of points.csv
  Statistic statistic = Statistic::mean;
  std::string along;      // a swept key with numbers; of argmax, crossing, slope, rank_correlation
  double level = 0;       // of crossing, in the unit of the measure
  Interval range;         // of share
  Selection where;        //
  Selection relative_to;  // not empty: the number is divided by the same statistic of these rows
  Interval expected;      // what the experiment promises for the mean over seeds, SI
  std::string place;      // file and line, for messages
};

struct Outcome {
  Finding finding;
  std::vector<std::string> seeds;  // with a number
  std::vector<double> values;      // one per seed
  std::size_t n_missing = 0;       // seeds without one
  std::size_t n_twins = 0;         // seeds left out because nothing random told their rows from another's
  std::size_t n_failed = 0;        // failed runs among the selected rows
  double mean = 0, sd = 0;         // sd with n − 1
  Interval of_mean, of_next_seed;  // 95 %; nan where n < 2; of a share only the first, nan of one seed and its twins
  // holds: interval of the mean within `expected`; consistent: the mean is, its interval is not; undecided: the mean is
  // not, its interval overlaps; fails: no overlap; no number: no seed has one. One number of a circuit without anything
  // random holds or fails.
  std::string verdict;
};

// The [[finding]] tables of a sweep file. InputError for what is missing or does not fit together.
std::vector<Finding> read_findings(const Config& sweep_file);

// Measured on DIR/points.csv. InputError for columns that it does not have.
std::vector<Outcome> measure_findings(const std::vector<Finding>&, const std::filesystem::path& dir);

// DIR/findings.csv and DIR/findings.json (title, command, seeds, findings). Returns what it wrote of DIR/sweep.toml's
// findings; nothing is written where there are none.
std::vector<Outcome> write_findings(const std::filesystem::path& dir);

}  // namespace somn::sweep
