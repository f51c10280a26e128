// Findings: what an experiment claims, and what its sweep measured (docs/sweeps.md "Findings").
//
// A finding reduces the runs of every seed to one number; seeds are independent networks, so the statistics are those
// of independent samples. With n seeds, mean m and standard deviation s:
//   of the mean          m ± t(0.975, n−1) s/√n
//   of one more seed     m ± t(0.975, n−1) s √(1 + 1/n)
// A pooled exponent is the maximum-likelihood one of the values of all networks together (somn/power_laws/power_law.hpp, xmin
// by the KS distance, up to the largest, or on `fit_range`); its interval is the expanded percentile one (T. C. Hesterberg, Am. Stat. 69, 371 (2015),
// doi:10.1080/00031305.2015.1089789) of 400 sets of networks drawn with replacement, the range searched anew in each:
// values of one network are not independent of each other.
// A share of seeds k/n has the interval of Clopper & Pearson, Biometrika 26, 404 (1934), doi:10.1093/biomet/26.4.404.
// Intervals end where the possible values of the quantity do.
//
// Two verdicts, which have nothing to do with each other: is it as expected, by a range that was written before the seeds
// were run; does it agree with what was published, by intervals. A range must be one that can be missed.
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
  pooled_exponent,   // of whole numbers in lists, `measure` their place in analysis.json: all networks' in one fit
  argmax,            // value of `along` where the measure is largest
  crossing,          // value of `along`, interpolated, where the measure first rises through `level`; none: no number
  slope,             // of log measure over log `along`, least squares; needs positive numbers
  rank_correlation,  // Spearman's, of the measure with `along`
  share,             // 1 where the measure lies within `range` in every selected row, else 0
};

struct Interval {
  double low = 0, high = 0;
};

enum class PublishedOf {
  mean,  // of many: it is compared with the interval of the mean
  one,   // network or device: with the interval of one more seed
};

struct Finding {
  std::string name, claim, published, note;  // texts for the table
  std::string reason;                        // why this range is expected, written with it
  std::string measure;                       // a column of points.csv; of pooled_exponent a JSON pointer
  Statistic statistic = Statistic::mean;
  std::string along;                        // a swept key with numbers; of argmax, crossing, slope, rank_correlation
  double level = 0;                         // of crossing, in the unit of the measure
  Interval range;                           // of share
  std::optional<Interval> fit_range;        // of pooled_exponent: xmin, xmax; absent: searched
  Selection where;                          //
  Selection relative_to;                    // not empty: the number is divided by the same statistic of these rows
  Interval expected;                        // what the experiment promises for the mean over seeds, SI
  std::optional<Interval> null;             // the values without the effect; `expected` holds none of them
  std::optional<Interval> possible;         // the values that the quantity can take
  std::optional<Interval> published_value;  // with its uncertainty, SI; absent: nothing to compare with
  PublishedOf published_of = PublishedOf::mean;
  std::string place;  // file and line, for messages
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
  // yes: the intervals overlap; no; not comparable: there is no published value, or no interval here.
  std::string agrees;
  std::string pooled;  // of a pooled exponent: number of values, range, p, verdict; `values` are those of single networks
};

// The [[finding]] tables of a sweep file. InputError for what is missing or does not fit together.
std::vector<Finding> read_findings(const Config& sweep_file);

// The values that a finding's quantity can take: as the file says, else those of a share, a correlation, or a measure whose
// place in analysis.json (or column) names a rate, a count, a fraction, a dispersion. `place`: column or JSON pointer.
std::optional<Interval> possible_values(const Finding&, const std::string& place);

// Why a finding's range says nothing: a share that no outcome of `n_seeds` seeds would miss (or meet), a range that holds
// its null or admits values that the quantity cannot take. Empty where all can fail and can hold.
std::vector<std::string> objections(const std::vector<Finding>&, std::size_t n_seeds);

// Measured on DIR/points.csv. InputError for columns that it does not have.
std::vector<Outcome> measure_findings(const std::vector<Finding>&, const std::filesystem::path& dir);

// For the terminal: a line with the verdict, then one for each thing that is said of it.
std::string findings_text(const std::vector<Outcome>&);

// What DIR/findings.json holds.
struct FindingsFile {
  std::string title, somnspice, command, frozen;
  std::vector<Outcome> findings;
};
// DIR/findings.csv and DIR/findings.json. Returns what it wrote of DIR/sweep.toml's findings; nothing is written where there
// are none.
std::vector<Outcome> write_findings(const std::filesystem::path& dir);

// The findings of the folders of several sweeps as one page of tables (Markdown), in their order. InputError where one has
// none.
std::string results_page(const std::vector<std::filesystem::path>& dirs);

}  // namespace somn::sweep
