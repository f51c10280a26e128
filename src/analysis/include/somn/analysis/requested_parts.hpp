// The parts of DIR/analysis.json that are made only where [analysis] asks for them: "modality = true" and so on.
//
//   modality  one mode or several? of the network spikes' amplitudes, widths and intervals, and of the number of
//             junctions that switch on within an edge (participation), each as it is; the first three in log10 as well
//   bursts    MaxInterval with its scale-free defaults, of the network spikes and of the pooled up events
//   acf       autocorrelation of the up events (bins as of the avalanches) and of the source current
//   spectrum  Welch spectrum of the source current with background and peaks
// All of the window of analysis.
#pragma once

#include <somn/analysis/autocorrelation.hpp>
#include <somn/analysis/bursts.hpp>
#include <somn/analysis/correlogram.hpp>
#include <somn/analysis/modality.hpp>
#include <somn/analysis/spectrum.hpp>

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace somn::analysis {

struct RequestedParts {
  bool modality = false, bursts = false, acf = false, spectrum = false;
};

struct TwoScaleModality {
  Modality linear = {};
  std::optional<Modality> logarithmic = {};  // of log10; absent where a value is not positive
};

struct RunModality {
  TwoScaleModality amplitude = {}, width = {}, interval = {};  // [A], [s], [s]
  // Junctions per edge, of the edges with at least one: whole numbers, each spread evenly over +-1/2, since ties alone
  // would raise the dip.
  Modality participation = {};
  std::size_t n_without_junction = 0;  // [1] network spikes with none: falling edges, for the most part
};

struct TrainBursts {
  std::vector<double> times = {};  // [s]
  Bursts found = {};
  BurstControl shuffled = {}, poisson = {};
};
struct RunBursts {
  double window_length = 0;  // [s]
  TrainBursts network_spikes = {}, junction_events = {};
};

struct RunAcf {
  double bin = std::numeric_limits<double>::quiet_NaN();  // [s]; NaN: no events
  int n_shuffles = 0;                                     // of the correlogram's band
  Correlogram correlogram = {};                           // of the up events
  AcfAnalysis activity = {}, current = {};                // up events per bin, source current
};

struct RunSpectrum {
  Spectrum spectrum = {};
  Aperiodic fit = {};
  std::string reason = {};  // why there is none
};

struct PartsOfRun {
  std::optional<RunModality> modality = {};
  std::optional<RunBursts> bursts = {};
  std::optional<RunAcf> acf = {};
  std::optional<RunSpectrum> spectrum = {};
};

struct SpikeValues {
  std::vector<double> times = {}, amplitudes = {}, widths = {};  // [s], [A], [s] of the network spikes
  std::vector<std::int64_t> n_junctions = {};                    // [1] that switch on within each
};

// `up_times` in order, `current` uniform with `sample_step` [s] (empty: no trace); `bin` [s], 0: none.
PartsOfRun analyse_parts(const RequestedParts& wanted, const SpikeValues& spikes, const std::vector<double>& up_times,
                         const Segment& window, double bin, const std::vector<double>& current, double sample_step,
                         int n_control_realisations, std::uint64_t seed);

// Adds "modality", "bursts", "acf", "spectrum", those that are there.
void add_parts(nlohmann::ordered_json& json, const PartsOfRun& parts);

}  // namespace somn::analysis
