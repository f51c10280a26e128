// An experiment: everything a run needs, read from one TOML file (docs/experiment-file.md), every default
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
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace somn::experiment {

struct NetworkChoice {
  std::filesystem::path file = {};  // absolute, or empty: grown by `recipe`
  std::shared_ptr<const netgen::Network> given = {};  // in memory, instead of both
  netgen::Recipe recipe = {};
  std::optional<std::uint64_t> seed = {};       // of what is drawn for the junctions of a file; absent: the file's
  std::vector<std::string> source = {}, drain = {};  // nodes by name or number, in place of the file's where not empty
};

struct RunOptions {
  std::string engine = "ngspice";   // "ngspice", "native", "both", or "adiabatic": the limit of a slow current
  std::string method = "adaptive";  // "adaptive", "trapezoid" or "euler"
  double t_stop = 0;                // [s]
  double t_sample = 0;              // [s] default: t_stop/1000
  std::optional<std::int64_t> periods = {}, samples_per_period = {};  // of the drive; reading turns them into seconds
  double dt = 0;                   // [s] step of trapezoid and euler; default: t_sample
  double dt_max = 0;               // [s] largest step; 0: netlist::default_dt_max, native::Options::dt_max
  double rtol = 1e-4;              // [1]
  std::string ngspice_solver = "auto";  // "auto": netlist::default_solver; "klu", "sparse"
  std::size_t lyapunov = 0;        // junctions perturbed in turn, see somn/experiment/divergence.hpp; 0: none
  double lyapunov_epsilon = 5e-4;  // [state unit] > 0, length of the perturbation: 5 % of lambda_crit of `tunnel`
  double event_rate = 0;           // [1/s] events are peaks of |dG/dt|/G above it (somn/observables/rate_events.hpp);
                                   // 0: switchings through the hysteresis band
  double checkpoint = 30;          // [s] of wall time between check points of the native engine
  std::vector<std::string> record{"source", "events"};
  std::size_t avalanches = 20000;           // engine "adiabatic": how many are recorded,
  std::optional<std::size_t> warm_up = {};  // and how many before them are not; absent: 4 per junction
};

// How well voltages and currents of nodes and electrodes are measured: of every row of the trace, in both engines the same.
struct ReadOut {
  double noise = 0, current_noise = 0;  // [V], [A] standard deviation, independent from row to row
  std::int64_t bits = 0;                // [1] of a converter with 2^bits levels; 0: none
  double range = 0, current_range = 0;  // [V], [A] of which it takes -range to range; 0: not converted
  std::uint64_t seed = 1;               // of the noise
  bool operator==(const ReadOut&) const = default;
};

struct AnalysisOptions {
  std::optional<double> t_start = {};  // [s] start of the analysed window; absent: half of t_stop
  std::optional<int> periods = {};     // [1] instead of t_start: the last so many periods of the drive
  std::optional<double> bin = {};      // [s] avalanche bin; absent: the mean inter-event interval
  double spike_sigma = 5;              // [1] network spikes: slopes beyond this many robust standard deviations
  int windows = 0;                     // [1] order parameters in as many equal parts of the run; 0: no
  // NAME = true: parts of analysis.json made on request, by their names; and the keys of these analyses, where given.
  std::vector<std::string> parts = {};
  std::map<std::string, double> part_options = {};
};
bool asks_for(const AnalysisOptions&, std::string_view part);

// The drive in units of the network and of the law. J. Hochstetter et al., Nat. Commun. 12, 4008 (2021),
// doi:10.1038/s41467-021-24260-z: V* = V/(n V_set), n junctions on the shortest path from source to drain.
struct DriveUnits {
  std::optional<double> v_star = {};  // [1] `drive.amplitude` counts in it and base is 0; absent: they are in volts
  double v_set = 0;                   // [V] of the law; 0: it has none
  double f0 = 0;  // [Hz] single_edge_frequency of the law at v_star v_set; 0: none, or no v_star. f_star counts in it
};

// The frequency at which a half period of a sine or triangle of that amplitude across one junction of `tunnel` just
// collects lambda_crit above v_set (eta 1; docs/physics.md 6.2):
//   sine      f0 = A [2 cos s - (pi - 2 s) sin s]/(2 pi lambda_crit), sin s = v_set/A
//   triangle  f0 = (A - v_set)^2/(4 A lambda_crit)
// 0 for A <= v_set.
double single_edge_frequency(circuit::DriveKind, double amplitude, double v_set, double lambda_crit);

// The highest frequency of a sine at which the steady swing of that junction reaches lambda_crit (`zero_clamp` both).
// A half period collects L = a/f, the decay around each zero of the voltage takes away at most D = d/f. The swing goes
// from -max(0, R - D) to R = min(L, (L + D)/2), so that
//   f_c = min(a, (a + d)/2)/lambda_crit,  a = f0 lambda_crit,  d = b [v_reset r - A (1 - cos r)]/pi, sin r = v_reset/A
// between f0/2 (no decay) and f0 (the decay forgets the half period before). 0 for A <= v_set.
double closing_frequency(double amplitude, double v_set, double v_reset, double b, double lambda_crit);

struct Experiment {
  std::string title = {};
  std::string where = {};  // the file, for messages
  NetworkChoice network = {};
  netlist::Material material = {};
  std::optional<double> initial_closed = {};  // [1] share of junctions that start closed; absent: as the law says
  std::int64_t initial_seed = 1;              // of the choice
  std::filesystem::path initial_states =
      {};                     // absolute: final_state.csv of another run; empty: the law's initial state
  circuit::Drive drive = {};  // in volts, or of v_star 1
  DriveUnits drive_units = {};
  std::map<std::string, circuit::Drive> electrodes =
      {};  // [electrode.NAME]: drives of electrodes beside source and drain
  RunOptions run = {};
  ReadOut readout = {};
  AnalysisOptions analysis = {};
  std::vector<std::string> formats{"hdf5", "csv", "raw"};
};

// Throws InputError for an unknown key (naming the nearest), a missing one, a wrong unit, a value out of range.
Experiment read_experiment(const Config&);
// The same on a network in memory: [network] holds at most electrodes and a seed.
Experiment read_experiment(const Config&, std::shared_ptr<const netgen::Network> given);

// The network of the experiment, with electrodes, spread and initial states in place; reads or grows it.
netgen::Network make_network(const Experiment&);

// The circuit of the experiment on that network, drives of further electrodes attached; electrodes without a drive
// float. InputError where [electrode.NAME] names one that the network does not have.
circuit::Circuit make_circuit(const Experiment&, const netgen::Network&);

// What the drive is on this network, for the results.
struct DriveFacts {
  std::optional<std::size_t> path_junctions = {};           // n; empty where source and drain are not joined
  std::optional<double> v_star = {}, f0 = {}, f_star = {};  // [1], [Hz], [1]; empty where they have no meaning
  std::optional<double> f_closing = {};                     // [Hz] closing_frequency; of a sine
};
DriveFacts drive_facts(const Experiment&, const netgen::Network&, const circuit::Drive& of_circuit);

// The states in `file` (columns junction, state_1: final_state.csv of another run) as the junctions' initial ones:
// junction values "x0", "lambda0_Vs", ... Node voltages start from the operating point in these states. InputError
// where the file is not of this network. Latches and redrawn thresholds begin anew.
void forget_initial_states(netgen::Network&, const netlist::Material&);  // those that the network came with
void apply_initial_states(netgen::Network&, const netlist::Material&, const std::filesystem::path& file);
// Each junction starts closed (the bound of its state that conducts best) with probability `share`, else open.
void close_at_random(netgen::Network&, const netlist::Material&, double share, std::uint64_t seed);

// The experiment with every default spelled out, as TOML that reads back to the same experiment. `provenance` goes
// under [provenance] (versions, network hash), which reading skips.
std::string to_toml(const Experiment&, const std::vector<std::pair<std::string, std::string>>& provenance);
// The same with what is drawn for the junctions of a network from a file, which to_toml leaves to network.graphml: for
// comparing experiments (identity.hpp), not for reading.
std::string whole_toml(const Experiment&);

std::string electrode_column(const std::string& name);  // "electrode_gate_V"

// What `record` asks for.
struct Record {
  bool events = false;
  bool lyapunov = false;                // lyapunov_W in the trace, its summary in RunResult
  bool film = false;                    // RunResult::film of all junctions, as many as fit
  std::vector<JunctionId> states = {};  // in the trace, as state_<junction>_1
  std::vector<NodeId> nodes = {};       // in the trace; "nodes:all" is every node
  std::vector<std::string> node_columns = {};  // v_<number>_V, or v_<name>_V of a node that was given by its name
  // electrode_<name>_V, and electrode_<name>_A where a resistor or a current source tells the current; "electrodes" are
  // all but the drain
  bool all_electrodes = false;
  std::vector<std::string> electrodes = {};
  std::vector<JunctionId> conductances = {};  // in the trace, as g_<junction>_S [S]
};
Record parse_record(const std::vector<std::string>& record, const circuit::Circuit&, const std::string& where);

}  // namespace somn::experiment
