#pragma once

#include <somn/netgen/generate.hpp>

namespace somn::netgen {

// The options of one ensemble with their values: those of the recipe, else the defaults; checked against the table.
class Settings {
 public:
  Settings(const Ensemble& ensemble, const Recipe& recipe);

  double quantity(std::string_view name) const;  // [SI]
  bool flag(std::string_view name) const;
  std::uint64_t seed() const;

  std::string where(std::string_view name) const;  // "film.toml:4: network: density"
  // All but the seed, in the table's order, as SI text.
  std::vector<std::pair<std::string, std::string>> parameters() const;

 private:
  const std::string& text(std::string_view name) const;

  const Ensemble* ensemble_;
  std::string where_;
  std::vector<std::string> texts_;  // per option of the ensemble, normalised to SI
};

}  // namespace somn::netgen
