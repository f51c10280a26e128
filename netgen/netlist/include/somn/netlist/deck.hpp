// From a circuit to a SPICE deck that runs unchanged in plain ngspice (39 and later) once somn.cm is loaded.
//
// Names: node k is `n<k>`, the drain is ground `0`, the ideal source is `v_drive` between `drive` and 0; junction k is
// the code-model device `a<k>` with capacitor `c<k>`, its state `@a<k>[state]`. Numbers have no SPICE suffixes and read
// back exactly.
#pragma once

#include <somn/circuit/circuit.hpp>

#include <string>
#include <vector>

namespace somn::netlist {

struct Transient {
  double t_stop = 0;                      // [s]
  double t_sample = 0;                    // [s] TSTEP: print interval, bounds the first step
  double dt_max = 0;                      // [s] TMAX, the largest step
  double rtol = 1e-3;                     // [1] reltol
  std::vector<NodeId> nodes = {};         // voltages to save
  std::vector<std::string> remarks = {};  // comment lines on top: how this deck was made
};

// The largest step that resolves the switching of every junction [s]: 0.45 of the smallest bound below which the
// implicit trapezoid has one solution; t_sample where the laws have none.
double default_dt_max(const circuit::Circuit&, double t_sample);

std::string write_deck(const circuit::Circuit&, const Transient&);

// False for a junction off the electrodes' component, or with both ends in one contact: it carries no current.
bool is_in_deck(const circuit::Circuit&, const circuit::Junction&);

// Names of what the deck saves, as ngspice calls it.
std::string state_vector(JunctionId);                      // "@a12[state]"
std::string node_vector(const circuit::Circuit&, NodeId);  // "v(n12)"; "" for the drain, which is 0 by definition
inline constexpr const char* source_current_vector =
    "i(v_drive)";  // positive into the source: i_source_A is its negative

}  // namespace somn::netlist
