// Networks as GraphML: what is read can be written in every format, and read back as the same network.
#include "driver.hpp"

#include <somn/core/error.hpp>
#include <somn/netgen/files.hpp>

void somn::fuzz::target(const std::string& bytes) {
  const netgen::Network network = netgen::from_graphml(bytes, "fuzz");
  const std::string text = netgen::to_graphml(network);
  const netgen::Network again = netgen::from_graphml(text, "again");
  if (netgen::to_graphml(again) != text) broken("GraphML that was written is not written again");
  netgen::to_dot(network);
  for (const auto write : {netgen::to_csv, netgen::to_edges}) try {
      write(network);
    } catch (const InputError&) {  // has no room for it
    }
}
