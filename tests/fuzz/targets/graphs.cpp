// Graphs of other programs, in any format: a network whose GraphML reads back as the same, or a sentence.
#include "driver.hpp"

#include <somn/netgen/files.hpp>

void somn::fuzz::target(const std::string& bytes) {
  const netgen::Network network = netgen::from_bytes(bytes, "fuzz");
  if (network.n_nodes > 100000) return;
  const std::string text = netgen::to_graphml(network);
  if (netgen::to_graphml(netgen::from_graphml(text, "again")) != text) broken("a network that was read is not written again");
}
