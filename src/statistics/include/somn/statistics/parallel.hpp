// f(0), ..., f(n - 1) on several threads, in order: the result does not depend on their number, as long as f(k) depends
// on k alone (random numbers from CounterStream(seed, k)).
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <future>
#include <thread>
#include <vector>

namespace somn::analysis {

// As many as OMP_NUM_THREADS says, else as the machine has.
inline unsigned available_threads() {
  const char* text = std::getenv("OMP_NUM_THREADS");
  const int wanted = text ? std::atoi(text) : 0;
  return wanted > 0 ? static_cast<unsigned>(wanted) : std::thread::hardware_concurrency();
}

// n_threads 0: as many as are available. An exception of any f is thrown on.
template <class F>
auto parallel_map(std::int64_t n, unsigned n_threads, F&& f) {
  using Result = decltype(f(std::int64_t{0}));
  std::vector<Result> results(static_cast<std::size_t>(std::max<std::int64_t>(n, 0)));
  std::atomic<std::int64_t> next = 0;
  const auto work = [&] {
    for (std::int64_t k = next++; k < n; k = next++) results[static_cast<std::size_t>(k)] = f(k);
  };
  const unsigned available = n_threads ? n_threads : available_threads();
  const std::int64_t n_workers = std::clamp<std::int64_t>(available, 1, std::max<std::int64_t>(n, 1));
  std::vector<std::future<void>> workers;
  for (std::int64_t t = 1; t < n_workers; ++t) workers.push_back(std::async(std::launch::async, work));
  work();
  for (auto& worker : workers) worker.get();
  return results;
}

}  // namespace somn::analysis
