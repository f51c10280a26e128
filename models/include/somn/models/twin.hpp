// The plain twin of a law: a junction of SPICE elements (B sources and a capacitor that holds the state) that simulators
// without code models read. Its body is models/<law>/pure.lib, which somn_pure.lib is made of, too. Here all parameters
// are put in as numbers: no simulator then has to know the others' rules for parameters.
#pragma once

#include <somn/models/catalogue.hpp>

#include <initializer_list>
#include <string>
#include <vector>

namespace somn::models {

// ngspice without somn.cm; LTspice; Xyce. What is written for the last two follows their manuals.
enum class Dialect { ngspice, ltspice, xyce };
inline constexpr std::initializer_list<const char*> dialect_names{"ngspice", "ltspice", "xyce"};
Dialect dialect(const std::string& name, const std::string& where);  // InputError naming the nearest

// The elements between the pins p and n, one a line, parameters of the law in braces: "bi p n i = v(p,n)*({g_off}+...)".
// v(x) is the state, scaled to about 1.
std::string twin_body(const Law&);

// `.subckt name p n` ... `.ends name`. `start` [s] > 0: how long the state takes to be let go at the beginning of a
// transient. InputError where a parameter that the twin does not have (scatter from cycle to cycle, noise) has
// another value than the one that the twin stands for.
std::string twin(const Law&, const std::vector<double>& values, const std::string& name, Dialect, double start);

// The vector of the state of instance `x<k>` in that simulator: "v(x3.x)", "V(x3:x)".
std::string twin_state_vector(const std::string& instance, Dialect);

}  // namespace somn::models
