// What the junctions of a network are made of: laws, parameters, and how these differ from junction to junction.
//
// Whatever is drawn or derived here is written into the network (junction_law, junction_values), so that the network
// file, the deck and every engine hold the same numbers. A column of junction_values is named after the parameter and
// its unit: "v_set_V", "r_off_ohm", "lambda0_Vs", "x0".
#pragma once

#include <somn/models/catalogue.hpp>
#include <somn/netgen/network.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace somn::netlist {

enum class Distribution { log_normal, normal };

// Device-to-device spread: the parameter times exp(width z) (log-normal) or 1 + width z (normal), z standard normal.
// z is drawn from that part of the distribution which keeps the parameter in its legal range.
struct Spread {
  std::string parameter = {};
  double width = 0;  // [1] in [0, 1]
  Distribution distribution = Distribution::log_normal;
};

// The parameter times exp(rate (gap - <gap>)), <gap> the mean of the network's gaps ("gap_m"). M. D. Pike et al., Nano
// Lett. 20, 3935 (2020): tunnelling conductance falls as exp(-beta gap), so r_off has the rate beta.
struct GapDependence {
  std::string parameter = {};
  double rate = 0;  // [1/m]
};

// A second law among the junctions: J. Monaghan et al., Nanoscale Horiz. 10, 2475 (2025), doi:10.1039/D5NH00407A, put
// synapses at random among threshold switches.
struct Component {
  std::string law = {};
  double fraction = 0;  // [1] of the junctions, chosen at random; 0: those that the network already gives this law
  std::vector<double> values = {};  // [SI] in the order of the law's table; empty: its defaults
  std::vector<Spread> spread = {};
  std::vector<GapDependence> gap_dependence = {};
};

inline constexpr const char* default_law = "vts";

struct Material {
  std::string law = default_law;    // of all junctions that no component takes
  std::vector<double> values = {};  // [SI] in the order of the law's table; empty: its defaults
  std::vector<Spread> spread = {};
  std::vector<GapDependence> gap_dependence = {};
  std::vector<Component> mixture = {};              // each law once
  std::optional<double> junction_capacitance = {};  // [F]; absent: the default of `law`
  std::optional<double> ground_capacitance = {};    // [F] per node; absent: 1 % of the junction capacitance
};

inline constexpr std::size_t max_models = 256;  // per circuit: ngspice parses models in quadratic time

// Settles law and parameters of every junction, and writes what differs between junctions into the network:
//   laws    the mixture's fractions, exact to one junction, at places drawn from the seed; a larger fraction keeps the
//           places of a smaller one
//   values  the network's own column or the material's value, times gap dependence, times spread. What scales
//           v_set of `vts` scales v_hold too (Law::scaled_together)
//   bins    at most max_models different sets of values (binning.hpp); a network with fewer is left as it is
// Draws come from streams named after law and parameter, one number per junction: adding a spread or a law does not
// change the others. A column's entry at a junction whose law has no such parameter means nothing.
// Throws InputError for an unknown or discrete parameter, a width outside [0, 1], a spread of a parameter that is 0,
// a gap dependence without "gap_m", fractions that exceed 1 or contradict the network's own laws, and values out of
// range. O(N log N).
void draw_junctions(netgen::Network&, const Material&, std::uint64_t seed, const std::string& where);

std::string value_name(const models::Parameter&);   // of its column: "v_set_V", "x0"
std::string describe(const Material&);              // "vts", "vts with 20 % synapse"

}  // namespace somn::netlist
