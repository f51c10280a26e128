#include "kinds.hpp"

#include <somn/core/error.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace somn::netlist {
namespace {

template <class Pointer, class Columns>
std::vector<std::pair<std::size_t, Pointer>> columns_of(const models::Law& law, Columns& all) {
  std::vector<std::pair<std::size_t, Pointer>> own;
  for (std::size_t p = 0; p < law.parameters.size(); ++p)
    if (const auto it = all.find(value_name(law.parameters[p])); it != all.end()) own.emplace_back(p, &it->second);
  return own;
}

}  // namespace

// "v_set" [V] -> "v_set_V"; a number without unit keeps its bare name
std::string value_name(const models::Parameter& p) {
  std::string tag;
  for (const char c : p.unit)
    if (std::isalnum(static_cast<unsigned char>(c))) tag += c;
  return tag == "1" ? p.name : p.name + "_" + tag;
}

std::string describe(const Material& material) {
  std::string text = material.law, separator = " with ";
  for (const Component& c : material.mixture) {
    if (c.fraction == 0) continue;
    text += fmt::format("{}{:g} % {}", separator, 100 * c.fraction, c.law);
    separator = ", ";
  }
  return text;
}

std::vector<std::pair<std::size_t, std::vector<double>*>> Kind::columns(netgen::Network& network) const {
  return columns_of<std::vector<double>*>(*law, network.junction_values);
}

std::vector<std::pair<std::size_t, const std::vector<double>*>> Kind::columns(const netgen::Network& network) const {
  return columns_of<const std::vector<double>*>(*law, network.junction_values);
}

std::vector<Kind> kinds(const netgen::Network& network, const Material& material, const std::string& where) {
  std::vector<Component> components{{.law = material.law,
                                     .values = material.values,
                                     .spread = material.spread,
                                     .gap_dependence = material.gap_dependence}};
  components.insert(components.end(), material.mixture.begin(), material.mixture.end());
  std::vector<Kind> all;
  std::map<std::string, std::size_t, std::less<>> known;
  const auto add = [&](Component component) {
    const models::Law& law = models::law(component.law, where);
    if (component.values.empty()) component.values = law.defaults();
    known.emplace(component.law, all.size());
    all.push_back({.law = &law, .component = std::move(component), .members = {}});
    return all.size() - 1;
  };
  for (Component& component : components) add(std::move(component));
  for (std::uint32_t k = 0; k < network.n_junctions(); ++k) {
    std::size_t kind = 0;
    if (!network.junction_law.empty()) {
      const auto it = known.find(network.junction_law[k]);
      kind = it != known.end() ? it->second : add({.law = network.junction_law[k]});
    }
    all[kind].members.push_back(k);
  }
  std::erase_if(all, [](const Kind& kind) { return kind.members.empty(); });
  return all;
}

void check_columns(const netgen::Network& network, const std::vector<Kind>& all, const std::string& where) {
  for (const Kind& kind : all)
    for (const auto& [p, column] : kind.columns(network)) {
      const models::Parameter& parameter = kind.law->parameters[p];
      const Interval range = parameter.range();
      for (const std::uint32_t k : kind.members)
        if (!range.contains((*column)[k]))
          throw InputError({.what = fmt::format("{} out of range", parameter.name),
                            .where = fmt::format("{}: junction {}", where, k),
                            .value = to_text((*column)[k]),
                            .allowed = fmt::format("{} {}", parameter.interval, parameter.unit)});
        else if (parameter.is_whole() && (*column)[k] != std::floor((*column)[k]))
          throw InputError({.what = fmt::format("{} is not a whole number", parameter.name),
                            .where = fmt::format("{}: junction {}", where, k),
                            .value = to_text((*column)[k]),
                            .allowed = "0, 1, 2, ..."});
    }
}

}  // namespace somn::netlist
