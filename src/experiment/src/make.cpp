#include "drive_units.hpp"

#include <somn/core/error.hpp>
#include <somn/experiment/experiment.hpp>
#include <somn/netgen/files.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace somn::experiment {

netgen::Network make_network(const Experiment& e) {
  netgen::Network network = e.network.given          ? *e.network.given
                            : e.network.file.empty() ? netgen::generate(e.network.recipe)
                                                     : netgen::read_network(e.network.file);
  if (e.network.seed) network.seed = *e.network.seed;
  if (!e.network.source.empty())
    netgen::set_electrodes(network, e.network.source, e.network.drain, e.where + ": network");
  if (!e.initial_states.empty()) forget_initial_states(network, e.material);
  netlist::draw_junctions(network, e.material, network.seed, e.where + ": model");
  if (!e.initial_states.empty()) apply_initial_states(network, e.material, e.initial_states);
  if (e.initial_closed)
    close_at_random(network, e.material, *e.initial_closed, static_cast<std::uint64_t>(e.initial_seed));
  return network;
}

circuit::Circuit make_circuit(const Experiment& e, const netgen::Network& network) {
  circuit::Circuit circuit = netlist::build_circuit(network, e.material, in_volts(e, network), e.where);
  circuit.title = e.title;
  for (const auto& [name, drive] : e.electrodes) {
    std::vector<std::string> names;
    bool is_known = false;
    for (circuit::Terminal& t : circuit.terminals) {
      if (t.name == "source" || t.name == "drain") continue;
      names.push_back(t.name);
      if (t.name != name) continue;
      t.drive = drive;
      is_known = true;
      if (!circuit.is_connected[t.node.index])
        throw InputError({.what = fmt::format("no path of junctions joins electrode '{}' to the source", name),
                          .where = e.where + ": electrode"});
    }
    if (!is_known) throw unknown_name("electrode of the network", name, e.where + ": electrode", names);
  }
  return circuit;
}

}  // namespace somn::experiment
