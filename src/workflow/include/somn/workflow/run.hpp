// A run: experiment in, traces, events and their analysis out, in memory. Nothing is printed, nothing written; the
// folder of `somn run` is folder.hpp.
//
//   const workflow::Run r = workflow::run("film.toml");
//   r.column("i_source_A"), r.events(), r.analysis["regime"]
//
// No state outlives a call: runs on different threads are independent (ngspice is a process of its own for each).
#pragma once

#include <somn/compare/compare.hpp>
#include <somn/experiment/divergence.hpp>
#include <somn/experiment/experiment.hpp>
#include <somn/experiment/run.hpp>
#include <somn/workflow/control.hpp>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace somn::workflow {

// TABLE.KEY and its value, as TOML or as text with a unit: {"drive.amplitude", "9 V"}. They replace those of a file.
using Settings = std::vector<std::pair<std::string, std::string>>;

experiment::Experiment read_experiment(const std::filesystem::path& file, const Settings& = {});
// The same without a file: every key comes from the settings, the network from memory.
experiment::Experiment make_experiment(netgen::Network, const Settings&);

struct EngineRun {
  std::string engine;  // "ngspice", "native", "adiabatic"
  experiment::RunResult result;
};

struct Run {
  experiment::Experiment experiment;
  netgen::Network network;  // with electrodes, spread and initial states in place
  circuit::Circuit circuit;
  std::string network_hash;
  std::string ngspice, deck;       // version and deck; empty where ngspice is not used
  std::vector<EngineRun> engines;  // of engine = "both": ngspice, then native
  std::optional<experiment::Divergence> divergence = {};
  nlohmann::ordered_json analysis = {};                // of the first engine: the keys of docs/analysis-json.md
  std::optional<compare::Comparison> comparison = {};  // of "both", where both reached the end
  std::shared_ptr<ngspice::Worker> worker = {};        // between prepare and simulate

  const experiment::RunResult& result() const { return engines.front().result; }
  const std::vector<JunctionEvent>& events() const { return result().events; }  // in order of time
  const std::vector<double>& column(std::string_view name) const { return result().trace.at(name).values; }
  bool is_whole() const;  // every engine reached t_stop
};

// Grows or reads the network, makes the circuit and, where ngspice is asked for, its deck. Refuses what can be refused
// before anything is computed (InputError): nothing is simulated yet.
Run prepare(const experiment::Experiment&, const Control& = {});

struct CheckPoint {
  std::filesystem::path file = {};  // of the native engine; empty: none, and recorded states stay in memory
  bool resume = false;              // goes on from it where there is one
};
// Lets the engines run, under the control that it was prepared with. A run that ends early keeps what it has
// (RunResult::failure says why).
void simulate(Run&, const Control& = {}, const CheckPoint& = {});

void analyse(Run&);                       // fills `analysis`; InputError for an empty window
void compare(Run&, const Control& = {});  // fills `comparison`, where there are two runs to compare

// All of them.
Run run(const experiment::Experiment&, const Control& = {});
Run run(const std::filesystem::path& file, const Settings& = {}, const Control& = {});

}  // namespace somn::workflow
