#include <somn/analyses/analysis.hpp>

#define SOMN_ANALYSIS(name)           \
  namespace somn::analysis::entries { \
  extern const Analysis name;         \
  }
#include <entries.def>
#undef SOMN_ANALYSIS

namespace somn::analysis {

const std::vector<const Analysis*>& analyses() {
  static const std::vector<const Analysis*> all{
#define SOMN_ANALYSIS(name) &entries::name,
#include <entries.def>
#undef SOMN_ANALYSIS
  };
  return all;
}

std::vector<std::pair<std::string_view, std::string_view>> rows_of(const Bounds& b) {
  std::vector<std::pair<std::string_view, std::string_view>> rows{{"assumes", b.assumes},
                                                                  {"ties", b.ties},
                                                                  {"gaps", b.gaps},
                                                                  {"NaN, infinity", b.not_finite},
                                                                  {"too few", b.too_few}};
  std::erase_if(rows, [](const auto& row) { return row.second.empty(); });
  return rows;
}

const Analysis& find_analysis(std::string_view name) {
  for (const Analysis* one : analyses())
    if (one->name == name) return *one;
  throw InternalError("no analysis " + std::string(name));
}

}  // namespace somn::analysis
