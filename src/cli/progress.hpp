#pragma once

#include <string>

namespace somn::cli {

// On standard error: a bar that redraws on a terminal, a line per tenth in a log.
class Progress {
 public:
  Progress(std::string what, bool quiet);
  void show(double fraction);  // 0 ... 1, never less than before
  void end();                  // removes the bar

 private:
  std::string what_;
  bool quiet_, is_terminal_;
  int shown_ = -1;  // [%]
};

}  // namespace somn::cli
