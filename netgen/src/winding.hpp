#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace somn::netgen {

// A displacement in whole samples: x + 2^20 y + 2^40 z, for |x|, |y|, |z| < 2^19.
using Image = std::int64_t;
inline constexpr Image image(std::int64_t x, std::int64_t y, std::int64_t z = 0) {
  return x + (y << 20) + (z << 40);
}

// Clusters of 0 .. n-1 in a periodic sample, where each member also knows in which image of the sample it lies, seen
// from the root of its cluster: union by size, path halving. All operations take amortised constant time (nearly).
class Winding {
 public:
  void reset(std::size_t n) {
    members_.resize(n);
    for (std::uint32_t k = 0; k < n; ++k) members_[k] = {k, 1, 0};
  }

  // Adds a member on its own.
  std::uint32_t add() {
    const auto k = static_cast<std::uint32_t>(members_.size());
    members_.push_back({k, 1, 0});
    return k;
  }

  // (root, image seen from the root)
  std::pair<std::uint32_t, Image> find(std::uint32_t k) {
    Image offset = 0;
    while (members_[k].parent != k) {
      Member& member = members_[k];
      const Member& above = members_[member.parent];
      member.image += above.image;  // 0 for a root
      member.parent = above.parent;
      offset += member.image;
      k = member.parent;
    }
    return {k, offset};
  }

  // a and b touch where b is taken from the image `shift` away from that of a. True where this closes a loop around the
  // sample: the two were joined already by a path to another image.
  bool join(std::uint32_t a, std::uint32_t b, Image shift) {
    const auto [root_a, at_a] = find(a);
    const auto [root_b, at_b] = find(b);
    const Image b_from_a = at_a + shift - at_b;  // of root b, seen from root a
    if (root_a == root_b) return b_from_a != 0;
    if (members_[root_a].size >= members_[root_b].size)
      hang(root_b, root_a, b_from_a);
    else
      hang(root_a, root_b, -b_from_a);
    return false;
  }

  bool are_joined(std::uint32_t a, std::uint32_t b) { return find(a).first == find(b).first; }

 private:
  struct Member {
    std::uint32_t parent, size;
    Image image;  // seen from the parent
  };

  void hang(std::uint32_t below, std::uint32_t above, Image offset) {
    members_[below].parent = above;
    members_[below].image = offset;
    members_[above].size += members_[below].size;
  }

  std::vector<Member> members_;
};

}  // namespace somn::netgen
