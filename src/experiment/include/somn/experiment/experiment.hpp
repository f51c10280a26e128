// An experiment: everything a run needs, read from one TOML file (INTERFACES.md "Experiment files"), every default
// filled in, and written back whole, so that a result folder says how it was made. SI units.
#pragma once

#include <somn/circuit/circuit.hpp>
#include <somn/core/config.hpp>
#include <somn/netgen/generate.hpp>
#include <somn/netgen/network.hpp>
#include <somn/netlist/build_circuit.hpp>
#include <somn/netlist/deck.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace somn::experiment {

struct NetworkChoice {
  std::filesystem::path file = {};  // absolute, or empty: grown by `recipe`
  netgen::Recipe recipe = {};
  std::optional<std::uint64_t> seed = {};       // of what is drawn for the junctions of a file; absent: the file's
  std::vector<NodeId> source = {}, drain = {};  // override the file's electrodes where not empty
};

struct RunOptions {
  std::string engine = "ngspice";   // "ngspice", "native", "both", or "adiabatic": the limit of a slow current
  std::string method = "adaptive";  // "adaptive", "trapezoid" or "euler"
  double t_stop = 0;                // [s]
  double t_sample = 0;              // [s] default: t_stop/1000
  double dt = 0;                    // [s] step of trapezoid and euler; default: t_sample
  double dt_max = 0;                // [s] largest step; 0: netlist::default_dt_max, native::Options::dt_max
  double rtol = 1e-4;               // [1]
  double checkpoint = 30;           // [s] of wall time between check points of the native engine
  std::vector<std::string> record{"source", "events"};
  std::size_t avalanches = 20000;           // engine "adiabatic": how many are recorded,
  std::optional<std::size_t> warm_up = {};  // and how many before them are not; absent: 4 per junction
};

struct AnalysisOptions {
  std::optional<double> t_start = {};      // [s] start of the analysed window; absent: half of t_stop
  std::optional<double> bin = {};          // [s] avalanche bin; absent: the mean inter-event interval
  double spike_sigma = 5;                  // [1] network spikes: slopes beyond this many robust standard deviations
  bool stdp = false;                       // weight changes of synapses against the order of events at their ends
  std::optional<double> stdp_window = {};  // [s] largest delay of a pair; absent: see analysis::pair_weights
  bool modality = false, bursts = false, acf = false, spectrum = false;  // parts of analysis.json made on request
};

struct Experiment {
  std::string title = {};
  std::string where = {};  // the file, for messages
  NetworkChoice network = {};
  netlist::Material material = {};
  std::filesystem::path initial_states =
      {};  // absolute: final_state.csv of another run; empty: the law's initial state
  circuit::Drive drive = {};
  std::map<std::string, circuit::Drive> electrodes =
      {};  // [electrode.NAME]: drives of electrodes beside source and drain
  RunOptions run = {};
  AnalysisOptions analysis = {};
  std::vector<std::string> formats{"hdf5", "csv", "raw"};
};

// Throws InputError for an unknown key (naming the nearest), a missing one, a wrong unit, a value out of range.
Experiment read_experiment(const Config&);

// The network of the experiment, with electrodes, spread and initial states in place; reads or grows it.
netgen::Network make_network(const Experiment&);

// The circuit of the experiment on that network, drives of further electrodes attached; electrodes without a drive
// float. InputError where [electrode.NAME] names one that the network does not have.
circuit::Circuit make_circuit(const Experiment&, const netgen::Network&);

// The states in `file` (columns junction, state_1: final_state.csv of another run) as the junctions' initial ones:
// junction values "x0", "lambda0_Vs", ... Node voltages start from the operating point in these states. InputError
// where the file is not of this network. Latches and redrawn thresholds begin anew.
void forget_initial_states(netgen::Network&, const netlist::Material&);  // those that the network came with
void apply_initial_states(netgen::Network&, const netlist::Material&, const std::filesystem::path& file);

// The experiment with every default spelled out, as TOML that reads back to the same experiment. `provenance` goes
// under [provenance] (versions, network hash), which reading skips.
std::string to_toml(const Experiment&, const std::vector<std::pair<std::string, std::string>>& provenance);

// What `record` asks for.
struct Record {
  bool events = false;
  std::vector<JunctionId> states = {};  // in the trace, as state_<junction>_1
  std::vector<NodeId> nodes = {};       // in the trace, as v_<node>_V
};
Record parse_record(const std::vector<std::string>& record, std::size_t n_junctions, std::size_t n_nodes,
                    const std::string& where);

}  // namespace somn::experiment
