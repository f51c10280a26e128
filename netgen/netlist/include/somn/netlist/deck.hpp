// A circuit as SPICE text that ngspice (39 and later) reads once somn.cm is loaded: a deck that runs by itself, or a
// subcircuit to be placed in somebody's own deck. read_deck.hpp reads both back. Numbers have no SPICE suffixes and
// read back exactly.
//
//   name           what                                        deck            in the instance x1 of a subcircuit
//   n<k>           node k                                      v(n12)          v(x1.n12)
//   0              the drain, in a deck                        -               -
//   a<k>           junction k, a code-model device             @a12[state]     @a.x1.a12[state], also [i]
//   c<k>           its capacitance
//   j<m>           model m: a law with its parameters          altermod j0     altermod x1:j0
//   rw<k>          resistor k: a piece of wire, a leak
//   cg<k>          capacitance of node k to ground
//   v_drive        ideal source between `drive` and 0          i(v_drive)
//   r_series       between `drive` and the source node
//   i_drive        current drive: from 0 into `drive`; then v_drive, 0 V, measures between `drive` and the source node
//   ve_<pin>       drive of a further electrode; or ie_<pin>; with a resistance re_<pin> behind `drive_<pin>`
//   source drain   pins, in the order of Circuit::terminals,   -               the nodes that x1 is connected to
//   gate ...       by the names of the electrodes
//   substrate      last pin, where nodes have a capacitance
//                  to ground: what they have it to
#pragma once

#include <somn/circuit/circuit.hpp>

#include <optional>
#include <string>
#include <vector>

namespace somn::netlist {

struct Transient {
  double t_stop = 0;                                   // [s]
  double t_sample = 0;                                 // [s] TSTEP: print interval, bounds the first step
  double dt_max = 0;                                   // [s] TMAX, the largest step
  double rtol = 1e-3;                                  // [1] reltol
  std::vector<NodeId> nodes = {};                      // voltages to save
  std::optional<std::vector<JunctionId>> states = {};  // to save; absent: of every junction in the deck. ngspice 39
                                                       // takes the square of their number: 3 s for 50 000
  std::vector<std::string> remarks = {};               // comment lines on top: how this deck was made
};

// The largest step [s] of a run whose junctions control their own error (models/glue/wish.h): t_stop/50; 0.45 of the
// smallest bound below which the implicit trapezoid has one solution; and what a sine needs so that a parabola through
// three points follows it to rtol; and, down to t_stop/1000, what lets ngspice tell close corners of the drive apart.
// When the trace is sampled does not matter.
double default_dt_max(const circuit::Circuit&, double t_stop, double rtol);

// O(circuit).
std::string write_deck(const circuit::Circuit&, const Transient&);

// `.subckt name source drain ... [substrate]` with everything inside, models too: two networks in one deck do not meet.
// There is no ground inside: a body's capacitance goes to the pin `substrate` (tie it to 0, or to a back gate), which
// exists where ground_capacitance > 0. The drain has it as well, being no ground here. The drive is left out.
// InputError for a name that SPICE would not take. O(circuit).
std::string write_subcircuit(const circuit::Circuit&, const std::string& name, const std::vector<std::string>& remarks);

// The same pins around one A line of the model somn_network, which has the network of a file inside: `a<name>` in the
// instance, model `<name>_network`. The file is looked for beside the deck and in the folder given.
struct ComponentFile {
  std::string name;    // "film.somn"
  std::string folder;  // absolute
};
std::string write_component(const circuit::Circuit&, const std::string& name, const ComponentFile&,
                            const std::vector<std::string>& remarks);

// Electrode names as SPICE takes them, in the order of Circuit::terminals: lower case, other characters than letters
// and digits as `_`; what is taken (n<k>, 0, gnd, substrate) gets `_pin`, what is there already a number.
std::vector<std::string> pin_names(const circuit::Circuit&);

// False for a junction off the electrodes' component, or with both ends in one contact: it carries no current.
bool is_in_deck(const circuit::Circuit&, const circuit::Junction&);

// Names of what the deck saves, as ngspice calls it.
std::string state_vector(JunctionId);                      // "@a12[state]"
std::string conductance_vector(JunctionId);                // "@a12[g]" [S] at small voltage
std::string node_vector(const circuit::Circuit&, NodeId);  // "v(n12)"; "" for the drain, which is 0 by definition
inline constexpr const char* source_current_vector =
    "i(v_drive)";  // positive into the source: i_source_A is its negative

}  // namespace somn::netlist
