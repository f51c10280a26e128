// What whoever waits for a long computation may do meanwhile: see how far it is, and stop it.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string_view>

namespace somn::workflow {

struct Control {
  // "native" or "ngspice", the simulated time and where it ends [s]; at most every 100 ms, on the thread that called
  std::function<void(std::string_view engine, double time, double t_stop)> on_progress = {};
  // Set from a signal handler or another thread: the computation ends after its present step and keeps what it has.
  const std::atomic<bool>* stop = nullptr;
  // Called before each part that heeds `stop`; what it returns lives until the part ends (a handler of Ctrl-C).
  std::function<std::shared_ptr<void>()> stoppable = {};

  std::shared_ptr<void> begin_stoppable() const { return stoppable ? stoppable() : nullptr; }
};

}  // namespace somn::workflow
