// Random numbers for surrogates: stream k of a seed is a function of (seed, k) alone (a counter-based generator), so a
// bootstrap gives the same answer on one thread and on sixty-four.
//
// Philox4x64-10: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3",
// SC'11 (2011), doi:10.1145/2063384.2063405; the Random123 library.
#pragma once

#include <array>
#include <cstdint>

namespace somn::analysis {

// A uniform random bit generator (64 bits): usable with the distributions of Boost.Random.
class CounterStream {
 public:
  using result_type = std::uint64_t;
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }

  CounterStream(std::uint64_t seed, std::uint64_t stream) : seed_(seed), stream_(stream) {}
  result_type operator()();
  double uniform();                      // in [0, 1), 53 bits
  std::uint64_t below(std::uint64_t n);  // in 0..n-1, without bias; n > 0

 private:
  std::uint64_t seed_, stream_, block_ = 0;
  std::array<std::uint64_t, 4> words_{};
  unsigned next_ = 4;
};

}  // namespace somn::analysis
