#include "switching.hpp"

namespace somn::native {

void take_sides(const Groups& groups, const State& state, std::vector<Sides>& sides) {
  for (const auto& group : groups.groups) group->take_sides(state, sides.data());
}

Crossing first_crossing(const Groups& groups, const Motion& motion) {
  Crossing first;
  for (const auto& group : groups.groups) group->look(motion, first);
  return first;
}

}  // namespace somn::native
