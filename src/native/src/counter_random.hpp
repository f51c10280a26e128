// Random numbers that are functions of (junction, seed, purpose, number): the same whatever the time steps, the order
// of junctions or the engine. Philox4x32-10 of Random123 (Salmon et al., SC'11, doi:10.1145/2063384.2063405).
//   key      FNV-1a hash, 64 bits, of the names of the junction's two nodes, positive first, joined by a line feed
//   counter  number (64 bits), seed (its lower 56 bits), purpose in the top byte
#pragma once

#include "law.hpp"

#include <Random123/philox.h>
#include <numbers>
#include <string>

namespace somn::native {

enum class Purpose : std::uint32_t { cycle = 1, slot = 2, jump = 3 };

inline Key key_of(const std::string& positive, const std::string& negative) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : positive + "\n" + negative) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3u;
  }
  return {static_cast<std::uint32_t>(hash & 0xffffffffu), static_cast<std::uint32_t>(hash >> 32)};
}

struct Draw {
  r123::Philox4x32::ctr_type words;

  Draw(Key key, double seed, Purpose purpose, double number) {
    const auto n = static_cast<std::uint64_t>(number), s = static_cast<std::uint64_t>(seed);
    const r123::Philox4x32::ctr_type counter{
        {static_cast<std::uint32_t>(n), static_cast<std::uint32_t>(n >> 32), static_cast<std::uint32_t>(s),
         static_cast<std::uint32_t>(s >> 32) | static_cast<std::uint32_t>(purpose) << 24}};
    words = r123::Philox4x32{}(counter, r123::Philox4x32::key_type{{key.low, key.high}});
  }
  // 53 bits, at the middle of their interval: never 0, never 1
  double uniform(std::size_t k) const {
    const std::uint64_t bits = static_cast<std::uint64_t>(words[2 * k] >> 5) << 26 | words[2 * k + 1] >> 6;
    return std::ldexp(static_cast<double>(bits) + 0.5, -53);
  }
  double normal() const {  // Box, Muller
    return std::sqrt(-2 * std::log(uniform(0))) * std::cos(2 * std::numbers::pi * uniform(1));
  }
};

// The number of the time slot that begins at or before `time`, from 1: a millionth of a slot early counts as there.
inline double slot_number(double time, double length) {
  return 1 + std::floor(time / length + 1e-6);
}

}  // namespace somn::native
