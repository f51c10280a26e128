// Do two circuits behave alike? Of everything that their equations and drives hold; titles and names of nodes do not
// count.
#pragma once

#include <somn/circuit/circuit.hpp>

namespace somn::circuit {

std::string digest(const Circuit&);  // 16 hexadecimal digits

}  // namespace somn::circuit
