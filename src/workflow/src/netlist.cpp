#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/experiment/run.hpp>
#include <somn/netlist/build_circuit.hpp>
#include <somn/netlist/deck.hpp>
#include <somn/netlist/trim.hpp>
#include <somn/workflow/netlist.hpp>

#include <array>
#include <fmt/format.h>
#include <vector>

namespace somn::workflow {
namespace {

constexpr std::array<std::pair<const char*, netlist::Islands>, 3> island_choices{
    {{"drop", netlist::Islands::drop}, {"keep", netlist::Islands::keep}, {"shunt", netlist::Islands::shunt}}};

netlist::Islands islands_of(const NetlistRequest& request) {
  std::vector<std::string> names;
  for (const auto& [name, islands] : island_choices) {
    if (request.islands == name) return islands;
    names.emplace_back(name);
  }
  throw unknown_name("islands", request.islands, "--islands", names);
}

// Leaves in or out what the request says; returns what a reader of the deck should know of it.
std::vector<std::string> trim(circuit::Circuit& circuit, const NetlistRequest& request) {
  const netlist::Islands islands = islands_of(request);
  if (request.dead_ends != "keep" && request.dead_ends != "drop")
    throw unknown_name("dead ends", request.dead_ends, "--dead-ends", {"keep", "drop"});
  if (request.dead_ends == "drop" && islands != netlist::Islands::drop)
    throw InputError({.what = "islands are dead ends",
                      .where = "--dead-ends drop --islands " + request.islands,
                      .allowed = "--dead-ends keep with --islands keep or shunt"});
  std::vector<std::string> remarks;
  if (!request.subcircuit.empty()) netlist::reach_from_terminals(circuit);
  if (const std::size_t n = netlist::treat_islands(circuit, islands); n > 0)
    remarks.push_back(fmt::format("{} parts that no path joins to the electrodes: {}", n,
                                  islands == netlist::Islands::drop ? "left out"
                                  : islands == netlist::Islands::keep
                                      ? "kept, each tied to the drain by 1e12 ohm"
                                      : "kept, every node tied to the drain by 1e12 ohm"));
  if (request.dead_ends == "keep") return remarks;
  const netlist::DeadEnds d = netlist::drop_dead_ends(circuit);
  remarks.push_back(fmt::format(
      "dead ends left out: {} junctions, {} pieces of wire, {} nodes with {} of capacitance to ground", d.junctions,
      d.resistors, d.nodes, to_human(static_cast<double>(d.nodes) * circuit.ground_capacitance, "F")));
  return remarks;
}

// Of a network from a file: the request has words for what that lacks.
void require_source_and_drain(const netgen::Network& network, const char* remedy, const std::string& where) {
  for (const char* name : {"source", "drain"})
    if (!network.electrodes.contains(name))
      throw InputError(
          {.what = fmt::format("the network has no electrode '{}'", name), .where = where, .remedy = remedy});
}

}  // namespace

Netlist netlist(const experiment::Experiment& e, const NetlistRequest& request, const std::string& where) {
  const netgen::Network network = experiment::make_network(e);
  require_source_and_drain(network, "give --source NODE --drain NODE, by name or number", where);
  circuit::Circuit circuit = netlist::build_circuit(network, e.material, e.drive, where);
  circuit.title = fmt::format("{} network, law {}", network.ensemble, netlist::describe(e.material));
  std::vector<std::string> remarks = trim(circuit, request);
  remarks.insert(remarks.begin(), fmt::format("somnspice {}, network hash {}", SOMN_VERSION, netgen::hash(network)));
  return {.text = request.subcircuit.empty() ? experiment::deck_of(e, circuit, remarks)
                                             : netlist::write_subcircuit(circuit, request.subcircuit, remarks),
          .n_junctions = circuit.junctions.size()};
}

}  // namespace somn::workflow
