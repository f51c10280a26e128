// What a sweep says of the phases: statistics over the seeds of every point, and where the phases meet.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace somn::sweep {

struct Estimate {
  std::size_t n = 0;                // seeds with a number
  double mean = 0, sd = 0, se = 0;  // sd with n - 1, se = sd/sqrt(n); nan where n is too small
};

struct PhasePoint {
  std::size_t point = 0;
  std::vector<std::string> texts;  // the swept values as written
  std::vector<double> values;      // [SI]; nan where it is no number
  std::string direction;           // "", "up", "down"
  std::size_t n_failed = 0;
  std::size_t n_twins = 0;                     // seeds left out: nothing random told their row from another's
  std::vector<Estimate> parameters;            // as PhaseMap::parameters
  std::map<std::string, std::size_t> regimes;  // seeds in each
  std::string regime;                          // of most seeds; of equals the first by name
  double agreement = 0;                        // [1] seeds in it / seeds that ran
};

// A place on a line of points that differ in one key only:
//   onset           between the last quiescent point (from the low end) and the next
//   saturation      between the last point below the saturated ones of the high end and these
//   peak of X       where the mean over seeds of a fluctuation within runs is largest: fano, cv_current
//   peak of sd(X)   where the scatter between seeds is largest: rate_Hz, on_fraction
// Onset and saturation are means over the seeds that have one, with Student's interval; interval and error of a peak, which
// the seeds make together, by bootstrap over seeds, 1000 samples. The grid adds up to half of its step.
struct Boundary {
  std::string kind;
  std::vector<std::string> others;  // the values of the other keys, in their order
  std::string direction;
  std::size_t n_seeds = 0;
  double position = 0, low = 0, high = 0, se = 0;  // [SI] value, 95 % interval
  double step = 0;                                 // [SI] distance of the grid's points there
};

struct PhaseMap {
  std::vector<std::string> keys, units;
  std::string along;                    // the key that boundaries lie on; "" where no key is numeric
  std::vector<std::string> parameters;  // columns of points.csv after `regime`
  std::vector<PhasePoint> points;       // in order of number
  std::vector<Boundary> boundaries;
};

// From DIR/points.csv and DIR/sweep.json. Runs that failed count in n_failed only.
PhaseMap phase_map(const std::filesystem::path& dir);

// DIR/phase_map.csv: point, the keys as written and in SI, direction, n_seeds, n_failed, regime, agreement, n_identical, then
// X_mean, X_sd, X_se of every order parameter X.
// DIR/boundaries.csv: kind, the other keys, direction, n_seeds, position, low, high, se, step.
void write_phase_map(const PhaseMap&, const std::filesystem::path& dir);

}  // namespace somn::sweep
