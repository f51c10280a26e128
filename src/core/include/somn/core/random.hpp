// Random numbers: one explicit generator, handed on by reference, never global. Distributions are Boost.Random's, which
// give the same numbers with every compiler and library; the standard's do not.
#pragma once

#include <boost/random/mersenne_twister.hpp>
#include <cstdint>

namespace somn {

using Generator = boost::random::mt19937_64;

// A generator for one purpose of a run (`stream`: "geometry", "polarity", "spread"), independent of all others, so that
// drawing more for one purpose never changes another.
Generator generator(std::uint64_t seed, const char* stream);

}  // namespace somn
