// The lines that a deck and a subcircuit have in common.
#pragma once

#include <somn/circuit/circuit.hpp>
#include <somn/models/twin.hpp>

#include <optional>
#include <string>
#include <vector>

namespace somn::netlist {

// What the nodes are called: n<k>, but for the drain of a deck and the pins of a subcircuit.
class NodeNames {
 public:
  static NodeNames in_deck(const circuit::Circuit&);
  static NodeNames in_subcircuit(const circuit::Circuit&);

  std::string operator()(NodeId) const;
  const std::string& ground() const { return ground_; }

 private:
  std::vector<std::pair<NodeId, std::string>> others_;
  std::string ground_;
};

// Models (with the step guard that suits a largest step), junctions, resistors, capacitances; without a largest step
// those of a subcircuit, every one times its parameter m. Junctions for somn.cm, or as their plain twins.
using Twin = std::optional<models::Dialect>;
std::string elements(const circuit::Circuit&, const NodeNames&, std::optional<double> dt_max, Twin twin = {});

// Title and remarks as comments, and how to load the code model, or for whom the deck is.
std::string head(const std::string& title, const std::vector<std::string>& remarks, Twin twin = {});

// Any text as one comment line of SPICE; the blank after * keeps ngspice from taking it for a command (*#).
std::string spice_comment(std::string_view text);

// The last line of every head; remarks end before it.
inline constexpr const char* loading_line =
    "* Before this deck is read, somn.cm must be loaded: a line `codemodel <folder>/somn.cm` in .spiceinit.";

}  // namespace somn::netlist
