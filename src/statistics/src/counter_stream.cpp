#include <somn/statistics/counter_stream.hpp>

#include <Random123/philox.h>

namespace somn::analysis {

CounterStream::result_type CounterStream::operator()() {
  if (next_ == words_.size()) {
    const r123::Philox4x64::ctr_type counter = {{block_++, stream_, 0, 0}};
    const r123::Philox4x64::key_type key = {{seed_, 0}};
    const r123::Philox4x64::ctr_type random = r123::Philox4x64{}(counter, key);
    for (unsigned k = 0; k < words_.size(); ++k) words_[k] = random[k];
    next_ = 0;
  }
  return words_[next_++];
}

double CounterStream::uniform() {
  return static_cast<double>((*this)() >> 11) * 0x1p-53;
}

std::uint64_t CounterStream::below(std::uint64_t n) {
  const std::uint64_t first_biased = max() - max() % n;
  std::uint64_t word = (*this)();
  while (word >= first_biased) word = (*this)();
  return word % n;
}

}  // namespace somn::analysis
