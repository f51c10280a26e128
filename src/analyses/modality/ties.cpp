#include <somn/analyses/modality/ties.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::analysis {

Ties spread_ties(const std::vector<double>& x, std::uint64_t seed) {
  const Repeats r = repeats_of(x);
  Ties t{.n_tied = r.n_tied, .step = r.step};
  if (!r.is_worth_notice) return t;
  CounterStream random(seed, 1ull << 48);
  std::size_t at = 0;
  for (const double value : x) {
    if (at + 1 < r.distinct.size() && value >= r.distinct[at + 1]) ++at;
    const double below = at > 0 ? r.distinct[at] - r.distinct[at - 1] : r.distinct[1] - r.distinct[0],
                 above = at + 1 < r.distinct.size() ? r.distinct[at + 1] - r.distinct[at] : below;
    const double low = t.step.value_or(below) / 2, high = t.step.value_or(above) / 2;
    t.spread.push_back(value - low + (low + high) * random.uniform());
  }
  std::sort(t.spread.begin(), t.spread.end());
  t.rule = t.step ? fmt::format("multiples of {:.10g}, each spread evenly over +-{:.10g}", *t.step, *t.step / 2)
                  : "equal values spread evenly, half way to their neighbours";
  return t;
}

}  // namespace somn::analysis
