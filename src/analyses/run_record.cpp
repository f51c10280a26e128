#include <somn/analyses/run_record.hpp>

#include <cmath>
#include <fmt/format.h>

namespace somn::analysis {

const Potentials& RunRecord::potentials() const {
  if (!loaded) {
    std::vector<std::string> names;
    for (std::size_t node = 0; node < n_nodes; ++node) names.push_back(fmt::format("v_{}_V", node));
    loaded = Potentials{.by_node = trace->load(names)};
  }
  return *loaded;
}

std::vector<Branch> RunRecord::branches() const {
  std::vector<Branch> connected;
  for (const Junction& j : junctions)
    if (j.is_connected) connected.push_back({j.positive, j.negative});
  return connected;
}

RunRecord::Periods RunRecord::last_periods() const {
  const std::vector<double>& time = trace->time();
  const double row = time.size() > 1 ? time.back() - time[time.size() - 2] : 0;  // [s]
  const double per_period = std::round(1 / (frequency * row));
  const auto m = static_cast<std::size_t>(per_period);
  const auto n = static_cast<std::size_t>(*periods);
  if (std::abs(per_period * row * frequency - 1) > 1e-6 || n * m > time.size()) return {};
  return {.per_period = m, .n = n, .first = time.size() - n * m};
}

}  // namespace somn::analysis
