// A column of a run as a function of time, linear between rows; the distance of two of them.
#pragma once

#include <somn/compare/compare.hpp>

namespace somn::compare {

class Curve {
 public:
  Curve(const Run&, const std::string& column);  // InputError for fewer than two rows
  double first() const { return time_.front() - shift_; }
  double last() const { return time_.back() - shift_; }
  double operator()(double t) const;
  double second_difference(double t) const;  // around t, absolute
  double largest() const;                    // absolute
  std::vector<double> times(double from, double to) const;

 private:
  const std::vector<double>& time_;
  const std::vector<double>& values_;
  double shift_;
};

// What the source answers: its current, or its voltage where the current is given.
std::string observed(const Facts&);

// What a priori is no difference of the engines: a trace between whose points lies a line is wrong by an eighth of its
// second difference, and an error of the rates, all by the same factor, displaces the trace in time by that part of t.
enum class Allowance { none, a_priori };

struct Distance {
  double rms = 0;  // relative to the local current, or a thousandth of the largest
  Place worst;
  std::size_t n = 0;
};
// At the rows of a, or of `rows`: finer runs have more of them, at which nobody knows how far the given ones are apart.
Distance distance(const Run& a, const Run& b, double until, const Facts&, Allowance = Allowance::none,
                  const Run* rows = nullptr);

}  // namespace somn::compare
