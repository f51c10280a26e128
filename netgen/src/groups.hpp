#pragma once

#include <cstdint>
#include <numeric>
#include <vector>

namespace somn::netgen {

// Disjoint sets of 0 .. n-1. A set is named by its smallest member, so that names do not depend on the order of
// joining.
class Groups {
 public:
  explicit Groups(std::size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), 0U); }

  std::uint32_t find(std::uint32_t k) {
    while (parent_[k] != k) k = parent_[k] = parent_[parent_[k]];  // path halving
    return k;
  }

  void join(std::uint32_t a, std::uint32_t b) {
    a = find(a), b = find(b);
    if (a < b)
      parent_[b] = a;
    else
      parent_[a] = b;
  }

 private:
  std::vector<std::uint32_t> parent_;
};

}  // namespace somn::netgen
