// A law with its defaults but for some parameters.
#pragma once

#include <somn/models/catalogue.hpp>

#include <string>
#include <utility>
#include <vector>

namespace somn::test {

inline models::Device device(const std::string& name,
                             const std::vector<std::pair<const char*, double>>& settings = {}) {
  const models::Law& law = models::law(name, "test");
  std::vector<double> values = law.defaults();
  for (const auto& [parameter, value] : settings) values[law.index(parameter, "test")] = value;
  law.check(values, "test");
  return {law, values};
}

}  // namespace somn::test
