// The tables grid, list and latin of a sweep file, expanded.
#pragma once

#include <somn/sweep/plan.hpp>

namespace somn::sweep {

struct Expansion {
  std::vector<std::string> keys;
  std::vector<std::vector<Value>> points;
};

Expansion expand_grid(const Config& grid);
Expansion expand_list(const Config& sweep);  // its key "list"
// McKay, Beckman & Conover, Technometrics 21, 239 (1979), doi:10.2307/1268522: of each key one value in each of
// `samples` equal slices of its range (of its logarithm with "log"), the slices of different keys paired at random.
Expansion expand_latin(const Config& latin);

Value value_of(const std::string& toml);
// The dimension that all values of a key share, as its SI unit; empty where they do not, or are no quantities.
std::string common_unit(const std::vector<std::vector<Value>>& points, std::size_t key);

}  // namespace somn::sweep
