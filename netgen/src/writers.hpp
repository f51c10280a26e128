#pragma once

#include "text.hpp"

#include <somn/netgen/network.hpp>

namespace somn::netgen {

// One per format (files.hpp).
void write_graphml(const Network&, Text&);
void write_edges(const Network&, Text&);
void write_csv(const Network&, Text&);
void write_dot(const Network&, Text&);

}  // namespace somn::netgen
