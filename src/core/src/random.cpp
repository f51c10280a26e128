#include <somn/core/random.hpp>

#include <boost/random/seed_seq.hpp>
#include <cstring>
#include <vector>

namespace somn {

Generator generator(std::uint64_t seed, const char* stream) {
  std::vector<std::uint32_t> words{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
  for (const char* c = stream; *c; ++c) words.push_back(static_cast<unsigned char>(*c));
  boost::random::seed_seq sequence(words.begin(), words.end());
  return Generator(sequence);
}

}  // namespace somn
