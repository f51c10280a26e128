// Laws and networks as JSON: `somn models --json`, `somn inspect --json` (docs/analysis-json.md); networks as text, too.
#pragma once

#include <somn/models/catalogue.hpp>
#include <somn/netgen/measures.hpp>
#include <somn/netgen/network.hpp>

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace somn::workflow {

nlohmann::ordered_json to_json(const models::Law&);
nlohmann::ordered_json to_json(const netgen::Network&, const netgen::Measures& of_it);
std::string to_text(const netgen::Network&, const netgen::Measures& of_it);  // lines "name    value"
std::string range(const models::Parameter&);  // "(0, inf)", "both|positive|none"

}  // namespace somn::workflow
