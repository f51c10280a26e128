// The network of a bench: a file, or a box of wires.
#pragma once

#include <somn/netgen/files.hpp>
#include <somn/netgen/generate.hpp>

#include <filesystem>

namespace somn::bench {

inline netgen::Network film(const std::string& name) {  // "film.edges" or the side of the box, "200 um"
  if (std::filesystem::exists(name)) return netgen::read_network(name);
  return netgen::generate(
      {.ensemble = "wires", .options = {{"seed", "1"}, {"density", "0.1 /um2"}, {"box", name}}, .where = "bench"});
}

}  // namespace somn::bench
