// What a read-out is asked for. One definition of each task, here and nowhere else, with its paper.
//
// u(n) is the input of row n, the outputs of that row are those that have just seen it. A target z(n) is what is to be
// read from the outputs of row n: it may use u(n) and what was before, and the future only where a forecast is asked for.
//
//   memory        z_k(n) = u(n - k), k = 1 ... delays. Score: squared correlation; capacity is their sum. H. Jaeger, GMD
//                 Report 152 (2001); what could be chance counts 0: J. Dambre et al., Sci. Rep. 2, 514 (2012)
//   narma10       z(n) = y(n + 1) = 0.3 y(n) + 0.05 y(n) sum_{i=0..9} y(n - i) + 1.5 v(n - 9) v(n) + 0.1, v the input
//                 mapped on [0, 0.5]; y = 0 before. NRMSE. A. F. Atiya, A. G. Parlos, IEEE Trans. Neural Netw. 11, 697
//                 (2000), eq. 86, whose index is n + 1 on the left: the newest input has its part in the target
//   mackey-glass, lorenz   z_h(n) = u(n + h), h = 1 ... horizon, of an input that is such a series. NRMSE. H. Jaeger,
//                 H. Haas, Science 304, 78 (2004)
//   waveform      z = square, saw-tooth, doubled and quarter-late sine of the period of the input. RNMSE =
//                 sqrt(sum (z - y)^2/sum z^2). J. Hochstetter et al., Nat. Commun. 12, 4008 (2021); Z. Kuncic, T.
//                 Nakayama, Adv. Phys. X 6, 1894234 (2021)
//   parity        z_k(n) = product of the signs s(n) ... s(n - k + 1), k = 2 (XOR) ... 5; s = 1 where u is above the
//                 middle of its range, else -1. Share of right signs. N. Bertschinger, T. Natschlager, Neural Comput. 16,
//                 1413 (2004)
//   n-back        z_k(n) = s(n - k), k = 1 ... delays: is the input of k steps ago high or low? Share of right answers. A.
//                 Loeffler et al., Sci. Adv. 9, eadg3289 (2023), for symbols instead of pictures
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace somn::analysis {

enum class TaskKind { memory, narma10, mackey_glass, lorenz, waveform, parity, n_back, ipc, rank };
std::vector<std::pair<TaskKind, const char*>> names_of(const TaskKind*);

enum class Score { squared_correlation, nrmse, rnmse, right };
const char* name(Score);        // "squared_correlation", ...
bool is_better_high(Score);

struct Target {
  std::string name = {};           // "delay 3", "narma10", "square"
  std::vector<double> values = {};  // by row; NaN where there is none
};

struct TaskSetting {
  std::size_t n_delays = 30, horizon = 1;
  double low = 0, high = 0;        // of the input's range; equal: its smallest and largest value
  std::size_t rows_per_period = 0;  // of a waveform; 0: found in the input
};

struct Task {
  TaskKind kind;
  Score score;
  std::string_view paper;
  std::vector<Target> (*targets)(std::span<const double> u, const TaskSetting&);
};
const Task& task(TaskKind);  // InternalError for ipc and rank, which have no targets of this kind

// [1] of predictions y for targets z; NaN where z or y stands still and the score divides by that.
double score_of(Score, std::span<const double> z, std::span<const double> y);

// y(n + 1) of NARMA of order 10 for v(n) in [0, 0.5]. InputError where it runs away (it does for about one input in a
// million rows).
std::vector<double> narma10(std::span<const double> v);

// Rows from one upward passage of the middle to the next, averaged. InputError for an input without three of them.
double period_of(std::span<const double> u);

}  // namespace somn::analysis
