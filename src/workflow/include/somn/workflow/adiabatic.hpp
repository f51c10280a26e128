// Avalanches of a network of threshold switches under infinitely slow charge injection (somn/adiabatic/slip_model.hpp):
// what `somn adiabatic` computes.
#pragma once

#include <somn/adiabatic/slip_model.hpp>
#include <somn/netgen/files.hpp>

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace somn::workflow {

struct AvalanchesRequest {
  adiabatic::Options model = {};
  std::size_t n = 20000;                    // that are recorded
  std::optional<std::size_t> warm_up = {};  // before them; absent: 4 per junction, each has slipped several times then
  bool keeps_slips = false;
};

struct Avalanches {
  AvalanchesRequest request;
  std::size_t n_nodes = 0, n_junctions = 0;
  std::string network_hash = {};
  std::vector<adiabatic::Avalanche> avalanches = {};
  std::vector<std::vector<adiabatic::Slip>> slips = {};  // of each, where they are kept
  adiabatic::SizeMoments moments = {};
  std::uint64_t n_one_by_one = 0;  // sweeps, see SlipModel
  double charge_error = 0;         // [C V_set]
  double cpu = 0;                  // [s]
};
Avalanches avalanches(const netgen::Network&, const AvalanchesRequest&);

std::string to_csv(const Avalanches&);  // value (size), duration [sweeps], charge [C V_set], source_voltage [V_set]
// sample, junction: sweeps as samples, one empty sample between avalanches: `somn analyse avalanches --bin 1` finds them.
std::string slips_csv(const Avalanches&);
nlohmann::ordered_json to_json(const Avalanches&);
std::string to_text(const Avalanches&);  // one line

}  // namespace somn::workflow
