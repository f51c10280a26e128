// Spanning probability against density for several sizes, and the threshold: what `somn percolation` computes.
#pragma once

#include <somn/netgen/percolation.hpp>

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace somn::workflow {

struct PercolationRequest {
  std::string ensemble = {};  // discs, wires or lattice
  std::optional<std::string> kind = {},
                             dilute = {};  // of a lattice: square, triangular, honeycomb, cubic; bond or site
  std::string rule = "wrapping";           // or spanning
  std::optional<double> length_sd = {};    // [mean lengths] of wires
  std::vector<std::uint32_t> sizes = {};   // ascending or not; empty: default_sizes
  std::uint64_t samples = 0, seed = 1;     // of the largest size; 0: default_samples
  unsigned threads = 0;                    // 0: one per core; the result is the same for any number
};

struct Percolation {
  PercolationRequest request;
  netgen::PercolationRecipe recipe;
  std::vector<netgen::FirstSpanning> sizes = {};
  std::optional<netgen::Threshold> threshold = {};
  bool is_complete = true;  // not stopped
};

// What is asked for, checked; nothing is sampled yet. InputError for an unknown ensemble, for what another ensemble has
// and this one has not, and for fewer than two sizes.
Percolation plan_percolation(const PercolationRequest&);
void sample(Percolation&, const netgen::PercolationMonitor& = {});

std::string title(const Percolation&);               // "square lattice, bonds, wrapping"
std::string density_name(const Percolation&);        // "n l^2"
std::string to_text(const Percolation&);             // lines "name    value"
nlohmann::ordered_json to_json(const Percolation&);  // docs/analysis-json.md
// size,density,probability,probability_se: 201 densities over the whole rise of the flattest curve
std::string to_csv(const Percolation&);
// percolation.json, percolation.csv; and the figure of the latter, which needs gnuplot
void write_percolation(const Percolation&, const std::filesystem::path& folder);
void draw_percolation(const Percolation&, const std::filesystem::path& folder);

}  // namespace somn::workflow
