#include "interrupt.hpp"

namespace somn::cli {
namespace {

std::atomic<bool> stop_requested = false;

}  // namespace

StopOnInterrupt::StopOnInterrupt() {
  struct sigaction action {};
  action.sa_handler = [](int) { stop_requested = true; };
  ::sigaction(SIGINT, &action, &interrupt_);
  ::sigaction(SIGTERM, &action, &terminate_);
}

StopOnInterrupt::~StopOnInterrupt() {
  ::sigaction(SIGINT, &interrupt_, nullptr);
  ::sigaction(SIGTERM, &terminate_, nullptr);
}

const std::atomic<bool>* StopOnInterrupt::flag() {
  return &stop_requested;
}

workflow::Control stop_on_interrupt() {
  return {.stop = StopOnInterrupt::flag(), .stoppable = [] { return std::make_shared<StopOnInterrupt>(); }};
}

}  // namespace somn::cli
