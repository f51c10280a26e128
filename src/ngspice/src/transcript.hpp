// What ngspice printed, and what of it tells a failure. libngspice returns 0 for nearly every failure, so that the
// printed lines are the only witness.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace somn::ngspice {

class Transcript {
 public:
  void add(std::string_view line);      // as SendChar gives it: "stdout ..." or "stderr ..."
  void add_raw(std::string_view text);  // what the process wrote past SendChar, any number of lines

  std::vector<std::string> lines() const;
  bool has_failure() const;
  // The analysis was given up: no convergence, singular matrix, time step too small.
  bool has_convergence_failure() const;
  bool has_refusal() const;  // a junction's code model does not take its parameters
  bool says(std::string_view words) const;
  // At most 8 different lines for a message: the failures, then the warnings that explain them; the last lines where
  // there are neither.
  std::vector<std::string> telling_lines() const;
  std::vector<std::string> last_lines() const;  // at most 8

 private:
  struct Line {
    std::string text;
    bool failure, convergence;
  };
  std::vector<Line> lines_;  // the first and the last ten thousand
  bool failure_ = false, convergence_ = false;
};

}  // namespace somn::ngspice
