// What a run leaves to its analyses: numbers, never a circuit.
#pragma once

#include <somn/core/events.hpp>
#include <somn/core/trace.hpp>
#include <somn/observables/branch_voltages.hpp>
#include <somn/spike_trains/interval_statistics.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace somn::analysis {

struct SpikeValues {
  std::vector<double> times = {}, amplitudes = {}, widths = {};  // [s], [A], [s] of the network spikes
  std::vector<std::int64_t> n_junctions = {};                    // [1] that switch on within each
};

struct RunRecord {
  struct Junction {
    JunctionId id;
    std::size_t positive = 0, negative = 0;  // nodes
    bool is_connected = true;                // to an electrode
    bool is_synaptic = false;  // its law has a weight that the events of others move
  };

  std::string where = {};                      // the experiment, for messages
  std::span<const JunctionEvent> events = {};  // of the whole run
  const Trace* trace = nullptr;                // of the whole run, or without columns
  double t_end = 0;                            // [s]

  // In the window of analysis, as the other parts of analysis.json have it
  std::optional<double> t_start = {};  // [s] as asked for
  Segment window = {};                 // [s] as used
  std::vector<double> up_times = {};   // [s] events of the junctions, in order
  double bin = 0;                      // [s] of the avalanches; 0: none
  std::vector<double> current = {};    // [A] at steps of `sample_step`; empty: no trace
  double sample_step = 0;              // [s]
  SpikeValues network_spikes = {};
  int n_control_realisations = 20;  // [1]
  std::uint64_t seed = 1;

  // The network
  std::size_t n_nodes = 0, source = 0, drain = 0;
  std::vector<bool> is_connected = {};       // of each node, to an electrode
  std::vector<std::size_t> electrodes = {};  // all of them, source and drain too
  std::vector<Junction> junctions = {};
  std::optional<std::size_t> path = {};         // [1] junctions on the shortest way from source to drain
  std::function<std::int64_t()> n_closed = {};  // [1] junctions at g_on in the end, but for a hundredth
  double g_on = 0, v_set = 0;                   // [S], [V] of the first law; v_set 0: it has none

  // The drive
  bool is_random = false;                                 // it holds levels, one input each
  std::vector<double> inputs = {};                        // [V] of the whole run, then
  std::size_t n_parts = 1;                                // of each: those of the mask
  double frequency = 0;                                   // [Hz]
  std::optional<int> periods = {};                        // [1] that the window was asked to be
  std::function<double(double time)> drive_voltage = {};  // [V]

  std::map<std::string, double> options = {};  // keys of [analysis] that the analyses own, where they were given

  std::vector<std::string> read_outs = {};  // columns of the trace: voltages of electrodes that nothing drives, else of nodes;
                                            // currents and conductances

  // Voltages of all nodes, empty unless every one was recorded; read once.
  const Potentials& potentials() const;
  std::vector<Branch> branches() const;  // the connected junctions
  // Whole periods at the end of the record; none where the rows do not fit.
  struct Periods {
    std::size_t per_period = 0, n = 0, first = 0;  // [rows], periods, row where they begin
  };
  Periods last_periods() const;

  mutable std::optional<Potentials> loaded = {};  // by potentials()
};

inline constexpr const char* needs_nodes = "the voltages of the junctions need record = [..., \"nodes:all\"]";
inline constexpr const char* needs_periods = "the record holds no whole periods: run.samples_per_period makes it so";

}  // namespace somn::analysis
