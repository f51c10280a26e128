// A long computation with the GIL released: progress goes to Python, Ctrl-C stops and keeps what there is.
#pragma once

#include "core.hpp"

#include <atomic>

namespace somn::python {

// Ctrl-C is seen on the main thread only, as Python's own handlers are; elsewhere `stop` stays false.
class Watch {
 public:
  explicit Watch(py::object on_progress) : on_progress_(std::move(on_progress)) {}

  workflow::Control control() {
    return {.on_progress = [this](std::string_view engine, double time, double t_stop) { look(engine, time, t_stop); },
            .stop = &stop_};
  }
  const std::atomic<bool>* stop() const { return &stop_; }

  // Called without the GIL, on the thread that called the computation.
  template <class... Facts>
  void look(const Facts&... facts) {
    const py::gil_scoped_acquire lock;
    if (stop_) return;
    try {
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
      if (!on_progress_.is_none()) on_progress_(facts...);
    } catch (py::error_already_set& error) {  // of a handler of signals, or of the caller's function
      stop_ = true;
      if (!error.matches(PyExc_KeyboardInterrupt)) error_ = std::move(error);
    }
  }

  // With the GIL again: the caller's function has failed.
  void rethrow() {
    if (error_) throw std::move(*error_);
  }

 private:
  py::object on_progress_;
  std::atomic<bool> stop_ = false;
  std::optional<py::error_already_set> error_;
};

}  // namespace somn::python
