// A sink that keeps every row, and what tests ask about the worker process behind a run.
#pragma once

#include <somn/ngspice/run.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

namespace somn::ngspice {

class Recorder : public Sink {
 public:
  void begin(const std::vector<std::string>& names) override {
    names_ = names;
    columns_.assign(names.size(), {});
  }
  void row(std::span<const double> values) override {
    for (std::size_t k = 0; k < values.size(); ++k) columns_[k].push_back(values[k]);
  }

  const std::vector<std::string>& names() const { return names_; }
  std::size_t n_rows() const { return columns_.empty() ? 0 : columns_[0].size(); }
  const std::vector<double>& time() const { return columns_.at(0); }  // [s]
  const std::vector<double>& recorded(std::size_t k) const { return columns_.at(k + 1); }

 private:
  std::vector<std::string> names_;
  std::vector<std::vector<double>> columns_;
};

// Children of this thread: the workers that it started.
inline std::vector<int> worker_pids() {
  std::ifstream children("/proc/self/task/" + std::to_string(::gettid()) + "/children");
  std::vector<int> pids;
  for (int pid = 0; children >> pid;) pids.push_back(pid);
  return pids;
}

inline double resident_memory(int pid) {  // [B]
  std::ifstream statm("/proc/" + std::to_string(pid) + "/statm");
  double size = 0, resident = 0;
  statm >> size >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

}  // namespace somn::ngspice
