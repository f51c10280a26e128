#pragma once

#include <somn/workflow/control.hpp>

#include <atomic>
#include <csignal>

namespace somn::cli {

// While one of these lives, Ctrl-C and SIGTERM set its flag and end nothing. One at a time.
class StopOnInterrupt {
 public:
  StopOnInterrupt();
  StopOnInterrupt(const StopOnInterrupt&) = delete;
  StopOnInterrupt& operator=(const StopOnInterrupt&) = delete;
  ~StopOnInterrupt();

  static const std::atomic<bool>* flag();
  static bool is_set() { return *flag(); }

 private:
  struct sigaction interrupt_ {
  }, terminate_{};
};

// Ctrl-C stops what can be stopped.
workflow::Control stop_on_interrupt();

}  // namespace somn::cli
