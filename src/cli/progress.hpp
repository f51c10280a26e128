#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace somn::cli {

// On standard error: a bar that redraws on a terminal; in a log a line per tenth, or per minute, whichever comes first.
class Progress {
 public:
  Progress(std::string what, bool quiet);
  void begin(std::string_view what);                           // another bar in place of this one, if it is another
  void show(double fraction, const std::string& detail = {});  // 0 ... 1, never less than before
  void end();                                                  // removes the bar

 private:
  using Clock = std::chrono::steady_clock;
  std::string what_;
  bool quiet_, is_terminal_;
  int shown_ = -1;  // [%]
  Clock::time_point last_line_ = Clock::now();
};

}  // namespace somn::cli
