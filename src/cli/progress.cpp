#include "progress.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>

namespace somn::cli {

Progress::Progress(std::string what, bool quiet)
    : what_(std::move(what)), quiet_(quiet), is_terminal_(::isatty(STDERR_FILENO) == 1) {}

void Progress::show(double fraction) {
  const int percent = std::clamp(static_cast<int>(100 * fraction), 0, 100);
  if (quiet_ || percent == shown_) return;
  if (is_terminal_)
    fmt::print(stderr, "\r[{:<40}] {:3d} %  {} ", std::string(static_cast<std::size_t>(percent * 2 / 5), '#'), percent,
               what_);
  else if (percent / 10 > shown_ / 10)
    fmt::print(stderr, "{}: {} %\n", what_, percent / 10 * 10);
  shown_ = percent;
}

void Progress::end() {
  if (!quiet_ && is_terminal_) fmt::print(stderr, "\r{:{}}\r", "", 50 + what_.size());
}

}  // namespace somn::cli
