// The film of a run: states, conductances and node voltages at a few hundred times, in whole numbers, for the viewer and for
// whoever wants to see where the current went. DIR/ENGINE/film.h5 (HDF5):
//
//   time_s       frames                 64-bit floats
//   junction     columns                numbers of the junctions
//   node         columns                numbers of the nodes
//   positive, negative   columns        the columns of `node` at a junction's two ends
//   state        frames x junctions     16 bits: value = add_offset + scale_factor * code [unit]
//   log_g        frames x junctions     likewise: ln(G/S), G = i/v of the junction at its voltage, its capacitance left out
//   v            frames x nodes         likewise [V]
// and, as attributes of the file, what was left out (`note`).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace somn::formats {

// value = low + code step, to half a step
struct Coded {
  double low = 0, step = 0;
  std::vector<std::uint16_t> codes;
  double at(std::size_t k) const { return low + step * codes[k]; }
};
// levels: 2 ... 65536. What is not finite gets code 0.
Coded coded(const std::vector<float>& values, std::uint32_t levels);

struct Film {
  std::vector<double> times;                                          // [s] increasing
  std::vector<std::uint32_t> junctions, nodes, positive, negative;    // see above
  Coded state, log_g, v;                                              // frame by frame
  std::string state_unit = "1";
  std::string note;  // in a sentence what was left out; empty where nothing was

  std::size_t n_frames() const { return times.size(); }
};

// Written whole or not at all; the same film gives the same bytes. FileError.
void write_film(const Film&, const std::filesystem::path&);
// FileError; InputError for a file that is not laid out so, or whose numbers point outside.
Film read_film(const std::filesystem::path&);

}  // namespace somn::formats
