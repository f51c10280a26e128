#include <somn/core/file.hpp>
#include <somn/netgen/files.hpp>
#include <somn/netlist/build_circuit.hpp>
#include <somn/netlist/read_deck.hpp>
#include <somn/workflow/network.hpp>

namespace somn::workflow {

netgen::Network read_network(const std::filesystem::path& path, std::string_view format) {
  const std::filesystem::path ending = path.extension();
  const bool is_deck = ending == ".cir" || ending == ".lib" || ending == ".sp";
  if (!is_deck || !format.empty()) return netgen::read_network(path, format);
  return netlist::network_of(netlist::read_deck(read_file(path), path.string()).circuit);
}

}  // namespace somn::workflow
