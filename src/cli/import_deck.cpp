#include "import_deck.hpp"

#include <somn/core/file.hpp>
#include <somn/netlist/build_circuit.hpp>
#include <somn/netlist/read_deck.hpp>

namespace somn::cli {

std::optional<netgen::Network> network_of_deck(const std::filesystem::path& path) {
  const std::filesystem::path ending = path.extension();
  if (ending != ".cir" && ending != ".lib" && ending != ".sp") return {};
  return netlist::network_of(netlist::read_deck(read_file(path), path.string()).circuit);
}

}  // namespace somn::cli
