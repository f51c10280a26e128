#pragma once

#include <somn/netgen/generate.hpp>

namespace somn::netgen {

// The options of one ensemble with their values: those of the recipe, else the defaults; checked against the table.
// What to say of lengths and densities without a unit that are out of this world, such as wires of 10 m.
std::vector<std::string> unlikely_sizes(const Ensemble&, const Recipe&);

class Settings {
 public:
  Settings(const Ensemble& ensemble, const Recipe& recipe);

  double quantity(std::string_view name) const;  // [SI]
  std::uint64_t integer(std::string_view name) const;
  bool flag(std::string_view name) const;
  const std::string& text(std::string_view name) const;
  bool has(std::string_view name) const;  // is it an option of this ensemble?
  std::uint64_t seed() const { return integer("seed"); }

  std::string where(std::string_view name) const;  // "film.toml:4: network: density"
  // All but the seed, in the table's order, as SI text.
  std::vector<std::pair<std::string, std::string>> parameters() const;

 private:
  const Ensemble* ensemble_;
  std::string where_;
  std::vector<std::string> texts_;  // per option of the ensemble, normalised to SI
};

// Rows of the table.
Option positive_quantity(std::string name, Dimension, std::string default_text, std::string meaning);
Option quantity_from_zero(std::string name, Dimension, std::string default_text, std::string meaning);
Option fraction(std::string name, std::string default_text, std::string meaning);  // [1] 0 ... 1
Option integer(std::string name, double min, double max, std::string default_text, std::string meaning);
Option flag(std::string name, std::string meaning);
Option choice(std::string name, std::vector<std::string> choices, std::string meaning);  // the first is the default

}  // namespace somn::netgen
