// Strong ids: an index that knows what it counts, so that a node cannot be passed where a junction is meant.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace somn {

template <class Tag>
struct Id {
  std::uint32_t index = 0;  // 0-based
  friend constexpr auto operator<=>(Id, Id) = default;
};

using NodeId = Id<struct NodeTag>;
using JunctionId = Id<struct JunctionTag>;

}  // namespace somn

template <class Tag>
struct std::hash<somn::Id<Tag>> {
  std::size_t operator()(somn::Id<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.index); }
};
