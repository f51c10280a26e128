#include "progress.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>

namespace somn::cli {
namespace {

constexpr std::size_t bar = 40, room = 100;  // [characters]

}  // namespace

Progress::Progress(std::string what, bool quiet)
    : what_(std::move(what)), quiet_(quiet), is_terminal_(::isatty(STDERR_FILENO) == 1) {}

void Progress::begin(std::string_view what) {
  if (what == what_) return;
  end();
  what_ = what;
  shown_ = -1;
  last_line_ = Clock::now();
}

void Progress::show(double fraction, const std::string& detail) {
  const int percent = std::clamp(static_cast<int>(100 * fraction), 0, 100);
  if (quiet_ || (percent == shown_ && detail.empty())) return;
  if (is_terminal_) {
    const std::string filled(static_cast<std::size_t>(percent) * bar / 100, '#');
    const std::string line = fmt::format("[{:<{}}] {:3d} %  {}  {}", filled, bar, percent, what_, detail);
    fmt::print(stderr, "\r{:<{}.{}}", line, room, room);
  } else if (percent / 10 > shown_ / 10 || Clock::now() - last_line_ > std::chrono::minutes(1)) {
    fmt::print(stderr, "{}: {} %{}{}\n", what_, percent, detail.empty() ? "" : ", ", detail);
    last_line_ = Clock::now();
  } else {
    return;
  }
  shown_ = percent;
}

void Progress::end() {
  if (!quiet_ && is_terminal_ && shown_ >= 0) fmt::print(stderr, "\r{:{}}\r", "", room);
}

}  // namespace somn::cli
