// What `somn run -o DIR` leaves behind.
#pragma once

#include <somn/experiment/divergence.hpp>
#include <somn/experiment/experiment.hpp>
#include <somn/experiment/run.hpp>

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace somn::cli {

struct RunFacts {
  const experiment::Experiment& experiment;
  const netgen::Network& network;
  const circuit::Circuit& circuit;
  std::string network_hash;
  std::string host, deck;  // empty where ngspice is not used
  std::optional<experiment::Divergence> divergence = {};
};

void write_inputs(const std::filesystem::path& folder, const RunFacts&);  // experiment.toml, network.graphml, deck.cir
void write_results(const std::filesystem::path& folder, const std::string& engine, const RunFacts&,
                   const experiment::RunResult&);
// analysis.json, and its content for the summary on the terminal.
nlohmann::ordered_json write_analysis(const std::filesystem::path& folder, const RunFacts&,
                                      const experiment::RunResult&);

}  // namespace somn::cli
