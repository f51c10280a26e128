#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/words.hpp>
#include <somn/netgen/files.hpp>
#include <somn/netlist/build_circuit.hpp>
#include <somn/netlist/read_deck.hpp>
#include <somn/workflow/network.hpp>

#include <fmt/format.h>

namespace somn::workflow {
namespace {

void add_electrode(const netgen::Network& network, const std::string& text, netgen::Electrodes& electrodes) {
  const std::string where = "--electrode " + text;
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string::npos || text.find_first_of(" \t\r\n") < equals)
    throw InputError({.what = "not an electrode",
                      .where = where,
                      .allowed = "NAME=NODE,NODE..., no blank in the name, such as --electrode gate=3,7"});
  const std::vector<NodeId> nodes = netgen::find_nodes(network, comma_separated(text.substr(equals + 1)), where);
  if (!electrodes.emplace(text.substr(0, equals), nodes).second)
    throw InputError({.what = "an electrode named twice",
                      .where = where,
                      .value = text.substr(0, equals),
                      .allowed = "each name once (--source and --drain are names too)"});
}

}  // namespace

netgen::Network read_network(const std::filesystem::path& path, std::string_view format) {
  const std::filesystem::path ending = path.extension();
  const bool is_deck = ending == ".cir" || ending == ".lib" || ending == ".sp";
  if (!is_deck || !format.empty()) return netgen::read_network(path, format);
  return netlist::network_of(netlist::read_deck(read_file(path), path.string()).circuit);
}

netgen::Network read_network(const NetworkSource& of) {
  netgen::Network network = read_network(of.file, of.format);
  if (!of.nodes.empty()) netgen::add_nodes(network, of.nodes);
  netgen::Electrodes electrodes;
  if (!of.source.empty())
    electrodes = {{"source", netgen::find_nodes(network, of.source, "--source")},
                  {"drain", netgen::find_nodes(network, of.drain, "--drain")}};
  for (const std::string& text : of.electrodes) add_electrode(network, text, electrodes);
  if (!electrodes.empty()) netgen::set_electrodes(network, electrodes, "somn import: --source, --drain, --electrode");
  return network;
}

std::string title_of(const netgen::Network& network, const std::filesystem::path& file) {
  if (!network.ensemble.empty() && network.ensemble != "file")
    return fmt::format("{}, seed {}", network.ensemble, network.seed);
  return file == "-" ? "A network" : file.stem().string();
}

}  // namespace somn::workflow
