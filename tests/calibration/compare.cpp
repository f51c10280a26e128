// Two records of one process.
#include "calibration.hpp"

#include <algorithm>
#include <array>
#include <block_test.hpp>
#include <cmath>

namespace somn::calibration {
namespace {

std::vector<double> bursts(double in_burst, CounterStream& random) {
  std::vector<double> times;
  for (double t = 0; t < 1000;) {
    t -= std::log(1 - random.uniform());
    const auto n = static_cast<int>(-in_burst * std::log(1 - random.uniform())) + 1;
    for (int k = 0; k < n; ++k) times.push_back(t + 0.01 * k);
  }
  std::sort(times.begin(), times.end());
  return times;
}

}  // namespace

void compare(Count& count) {
  using namespace somn::compare;
  for (const double in_burst : {0.0, 3.0}) {
    const std::string data = in_burst > 0 ? "two records of one bursting process, 4000 events"
                                          : "two records of one Poisson process, 1000 events";
    count(
        300,
        {{.statistic = "counts differ, p < 0.05", .data = data, .nominal = 0.05, .promise = Row::Promise::at_most},
         {.statistic = "intervals differ, p < 0.05", .data = data, .nominal = 0.05, .promise = Row::Promise::at_most}},
        [&](CounterStream& random) {
          const std::vector<double> a = bursts(in_burst, random), b = bursts(in_burst, random);
          std::vector<double> pooled = a;
          pooled.insert(pooled.end(), b.begin(), b.end());
          const std::vector<double> edges = edges_of_parts(pooled);
          const auto x = in_parts(a, edges), y = in_parts(b, edges);
          return std::array<int, 2>{exchange_p_value(count_differences(x, y, 0)) < 0.05,
                                    exchange_p_value(interval_differences(x, y, 0, 0)) < 0.05};
        });
  }
}

}  // namespace somn::calibration
