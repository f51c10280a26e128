#include "junctions.hpp"

#include "counter_random.hpp"

#include <somn/core/error.hpp>

#include <fmt/format.h>

namespace somn::native {

#define SOMN_ENTRY(law) extern const LawEntry entry_##law;
#include "native_entries.def"  // made by CMakeLists.txt: one line per folder of models/
#undef SOMN_ENTRY

namespace {

const LawEntry& entry(const std::string& law) {
#define SOMN_ENTRY(law) &entry_##law,
  static const std::vector<const LawEntry*> all{
#include "native_entries.def"
  };
#undef SOMN_ENTRY
  for (const LawEntry* e : all)
    if (law == e->name) return *e;
  throw InternalError("the native solver has no law " + law);
}

}  // namespace

Groups make_groups(const circuit::Circuit& c, const NodeName& given) {
  const auto name = [&](NodeId node) {
    return given ? given(node) : node == c.drain ? std::string("0") : fmt::format("n{}", node.index);
  };
  std::vector<std::vector<std::uint32_t>> members(c.models.size());
  for (const circuit::Junction& j : c.junctions)
    if (c.is_connected[j.positive.index] && j.positive != j.negative) members[j.model].push_back(j.id.index);
  Groups result;
  for (std::size_t m = 0; m < c.models.size(); ++m) {
    if (members[m].empty()) continue;
    const models::Law& law = models::law(c.models[m].law, "native solver");
    const LawEntry& e = entry(law.name);
    std::vector<Key> keys;
    if (e.draws)
      for (const std::uint32_t j : members[m])
        keys.push_back(key_of(name(c.junctions[j].positive), name(c.junctions[j].negative)));
    auto group = e.make(Values(law, c.models[m].values), std::move(keys));
    group->first = result.junction_of_slot.size();
    group->n = members[m].size();
    result.junction_of_slot.insert(result.junction_of_slot.end(), members[m].begin(), members[m].end());
    result.groups.push_back(std::move(group));
  }
  return result;
}

LawPoint law_point(const std::string& law_name, const std::vector<double>& values, double x, double v) {
  const models::Law& law = models::law(law_name, "native solver");
  const auto group = entry(law_name).make(Values(law, values), {});
  group->n = 1;
  return group->point(x, v);
}

}  // namespace somn::native
