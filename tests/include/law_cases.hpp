// What the tests of every law take from the law's own folder, models/<law>/tests/cases.json: drives that carry its state
// through its range, and what it must refuse. tests/tools/law_cases.py reads the same files.
//   twin       [settings, amplitude [V], period [s]]   of a sine: code model, somn.lib and somn_pure.lib side by side
//   latched    [coarse, fine]                          a law that jumps is compared by its charge, to these
//   resistor   [settings, V, s, second value of the initial parameter, ohm in series]
//   refused    [settings, the sentence]
//   busy       settings of a junction in a deck in which everything happens
//   smooth     { settings, sine (of ngspice), ramp [V] from and to, series [ohm], t_stop [s] }: no kink on the way
//   networks   { settings, drive, t_stop, t_sample }   of the comparison ladder
//   faults     parameters whose fault of 1e-3 that ladder sees; polarity: it sees a junction turned round
//   grid       { junctions: [V, t_stop, dt_max, series] } a network of so many, on one time grid
//   tolerance  { volt, period, spread, vary, set, steps }     random networks whose error follows the tolerance
//   not_yet    why random circuits of it are not judged in ngspice yet: an open fault
//   volt       [V] of a junction that switches, where no parameter v_... says it
#pragma once

#include <somn/models/catalogue.hpp>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace somn::test {

inline const nlohmann::json& law_cases(const std::string& law) {
  static std::map<std::string, nlohmann::json> all;
  const auto [it, is_new] = all.try_emplace(law);
  if (is_new) {
    const std::string path = std::string(SOMN_SOURCE_DIR) + "/models/" + law + "/tests/cases.json";
    std::ifstream file(path);
    if (!file) throw std::runtime_error("law " + law + " has no " + path + ": its drives for the tests of every law");
    it->second = nlohmann::json::parse(file);
  }
  return it->second;
}

inline std::vector<std::pair<std::string, std::string>> settings_of(const nlohmann::json& c) {
  std::vector<std::pair<std::string, std::string>> all;
  const auto found = c.find("settings");
  if (found != c.end())
    for (const auto& [name, value] : found->items()) all.emplace_back(name, value.get<std::string>());
  return all;
}

}  // namespace somn::test
