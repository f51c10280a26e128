// A linear read-out: weights of a network's signals, and a constant, that come closest to a target.
//
// Ridge regression, A. E. Hoerl, R. W. Kennard, Technometrics 12, 55 (1970): over the training rows it minimises
//   sum (z - c - w.x)^2 + penalty sum w^2,   x the signals, divided by their standard deviation where they are scaled;
// the constant c costs nothing. A cross-validated penalty is that of a grid, n_train 10^k, k = -12 ... 2, whose squared
// error is least on five blocks of the training rows, each told by the other four; blocks, not single rows, since rows
// that follow each other are alike.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace somn::analysis {

struct Ridge {
  double penalty = 1e-6;  // [1] > 0
  bool is_per_row = true;         // times the number of training rows
  bool is_scaled = true;          // signals to variance 1 over the training rows
  bool is_cross_validated = false;  // then `penalty` has no say
};

struct Weights {
  double constant = 0;
  std::vector<double> of_signal = {};  // as the signals were given; 0 for those that stand still
  double penalty = 0;                  // [1] that was used, in all
};

class ReadOut {
 public:
  using Rows = std::span<const std::span<const double>>;
  // `signals`: equally long, at least one. Rows [0, n_train) train, the rest test. Signals that stand still are left
  // out. InputError where training or test is empty. O(rows signals^2 + signals^3), once for all targets.
  ReadOut(Rows signals, std::size_t n_train, const Ridge& = {});
  ReadOut(Rows signals, std::size_t n_train, double penalty_per_row) : ReadOut(signals, n_train, Ridge{penalty_per_row}) {}
  ReadOut(ReadOut&&) noexcept;
  ReadOut& operator=(ReadOut&&) noexcept;
  ~ReadOut();

  Weights weights(std::span<const double> target) const;
  std::vector<double> prediction(const Weights&) const;                  // of every row
  std::vector<double> prediction(std::span<const double> target) const;  // likewise
  double capacity(std::span<const double> target) const;                 // [1] in [0, 1], of the test rows
  double accuracy(std::span<const double> target) const;                 // [1] at most 1, of the test rows
  std::size_t n_signals() const;                                         // in use

 private:
  struct Factor;
  std::unique_ptr<Factor> factor_;
};

}  // namespace somn::analysis
