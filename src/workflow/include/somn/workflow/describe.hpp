// Laws and networks as JSON and as text: `somn models`, `somn inspect` (docs/analysis-json.md).
#pragma once

#include <somn/models/catalogue.hpp>
#include <somn/netgen/measures.hpp>
#include <somn/netgen/network.hpp>

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace somn::workflow {

nlohmann::ordered_json to_json(const models::Law&);
std::string to_text(const models::Law&);  // its table of parameters
nlohmann::ordered_json to_json(const netgen::Network&, const netgen::Measures& of_it);
std::string to_text(const netgen::Network&, const netgen::Measures& of_it);  // lines "name    value"
nlohmann::ordered_json electrodes_json(const netgen::Network&);              // name: indices of nodes
std::string size_text(const netgen::Network&);                               // "66 nodes, 128 junctions, 3 resistors"
std::string without(const std::vector<std::string>& left_out);               // " without bodies, positions", or nothing

}  // namespace somn::workflow
