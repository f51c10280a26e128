// A network as a file that stands alone: what the ngspice component somn_network has inside (film.somn). Laws with all
// their parameters, drawn and binned; wires; capacitances; electrodes; the numbers of nodes and junctions as in the
// network's other files. Text in lines, the same on every machine; numbers read back to the same bits [SI].
//
//   somn network 1                            the format's version
//   title <text>                              one line
//   remark <text>                             how it was made; any number of them
//   nodes <count>
//   apart <n> <n>-<m> ...                     nodes that are left out; any number of such lines, ascending
//   capacitance <junction> <ground>           [F] across every junction, from every node to the substrate
//   electrode <node> <name>                   the pins in their order: the source, the drain, the others
//   laws <count>                              then as many lines
//   <law> <parameter>=<value> ...             all parameters of the law
//   junctions <count>                         then as many lines, junction 0 first
//   <positive node> <negative node> <law>
//   wires <count>                             then as many lines
//   <node> <node> <ohm>
//   end <hash>                                16 hexadecimal digits: FNV-1a, 64 bits, of all bytes before this line
//
// The circuit's drive is no part of it.
#pragma once

#include <somn/circuit/circuit.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace somn::component {

// O(circuit).
std::string write_network(const circuit::Circuit&, const std::vector<std::string>& remarks);

// InputError that names `where` and the line: another format or version, a file cut short or changed (hash), numbers out
// of range, unknown laws and parameters, illegal values, two electrodes at one node, a node that no path joins to an
// electrode. Whatever the bytes are, memory stays proportional to their number. O(bytes).
circuit::Circuit read_network(std::string_view text, const std::string& where);

}  // namespace somn::component
