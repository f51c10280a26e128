#include <somn/component/network_file.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/experiment/run.hpp>
#include <somn/netlist/build_circuit.hpp>
#include <somn/netlist/deck.hpp>
#include <somn/models/twin.hpp>
#include <somn/netlist/symbol.hpp>
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
  if (request.has_pins()) netlist::reach_from_terminals(circuit);
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

// NAME.lib, and beside it the network that its one line has inside
Netlist component_of(const circuit::Circuit& circuit, const NetlistRequest& request,
                     const std::vector<std::string>& remarks) {
  if (request.library == "-")
    throw InputError({.what = "a component is two files", .where = "--output -", .remedy = "-o NAME.lib: NAME.somn is written beside it"});
  const std::filesystem::path library = std::filesystem::absolute(request.library).lexically_normal();
  const std::filesystem::path network = std::filesystem::path(library).replace_extension(".somn");
  if (network == library)
    throw InputError({.what = "the library would overwrite its network", .where = "--output", .value = request.library, .allowed = "NAME.lib"});
  const netlist::ComponentFile file{network.filename().string(), library.parent_path().string()};
  return {.text = netlist::write_component(circuit, request.component, file, remarks),
          .n_junctions = circuit.junctions.size(),
          .beside = {{network, component::write_network(circuit, remarks)}}};
}

// NAME.kicad_sym or, as xschem takes the subcircuit's name from the file's, <subcircuit>.sym, beside the library
std::pair<std::filesystem::path, std::string> symbol_of(const circuit::Circuit& circuit, const NetlistRequest& request) {
  if (request.library == "-")
    throw InputError({.what = "a symbol is a file beside the library", .where = "--output -", .remedy = "-o NAME.lib"});
  const std::string& name = request.component.empty() ? request.subcircuit : request.component;
  const std::filesystem::path library = std::filesystem::absolute(request.library).lexically_normal();
  const netlist::Symbol symbol = netlist::write_symbol(circuit, request.symbol, name, library.filename().string());
  const std::filesystem::path file = library.parent_path() / (name + symbol.extension);
  if (file == library)
    throw InputError({.what = "the library would overwrite its symbol", .where = "--output", .value = request.library, .allowed = "NAME.lib"});
  return {file, symbol.text};
}

}  // namespace

Netlist netlist(const experiment::Experiment& e, const NetlistRequest& request, const std::string& where) {
  const netgen::Network network = experiment::make_network(e);
  require_source_and_drain(network, "give --source NODE --drain NODE, by name or number", where);
  circuit::Circuit circuit = netlist::build_circuit(network, e.material, e.drive, where);
  circuit.title = fmt::format("{} network, law {}", network.ensemble, netlist::describe(e.material));
  std::vector<std::string> remarks = trim(circuit, request);
  remarks.insert(remarks.begin(), fmt::format("somnspice {}, network hash {}", SOMN_VERSION, netgen::hash(network)));
  std::optional<models::Dialect> twin;
  if (!request.dialect.empty()) twin = models::dialect(request.dialect, "--dialect");
  Netlist result = !request.component.empty() ? component_of(circuit, request, remarks)
                   : request.subcircuit.empty()
                       ? Netlist{.text = experiment::deck_of(e, circuit, remarks, twin), .n_junctions = circuit.junctions.size()}
                       : Netlist{.text = netlist::write_subcircuit(circuit, request.subcircuit, remarks, twin),
                                 .n_junctions = circuit.junctions.size()};
  if (!request.symbol.empty()) result.beside.push_back(symbol_of(circuit, request));
  return result;
}

}  // namespace somn::workflow
