// The junctions of a network sorted by law, each law with its parameters: what drawing, binning and building go by.
#pragma once

#include <somn/netlist/material.hpp>

#include <utility>

namespace somn::netlist {

struct Kind {
  const models::Law* law = nullptr;
  Component component;                 // with its values filled in
  std::vector<std::uint32_t> members;  // junctions, ascending

  // The network's columns that belong to the law: parameter, column.
  std::vector<std::pair<std::size_t, std::vector<double>*>> columns(netgen::Network&) const;
  std::vector<std::pair<std::size_t, const std::vector<double>*>> columns(const netgen::Network&) const;
};

// The laws that some junction follows, the material's own law first, then the mixture's, then others of the network.
// InputError for an unknown law.
std::vector<Kind> kinds(const netgen::Network&, const Material&, const std::string& where);

// InputError where a value of a column lies outside its parameter's range. Names the first such junction.
void check_columns(const netgen::Network&, const std::vector<Kind>&, const std::string& where);

}  // namespace somn::netlist
