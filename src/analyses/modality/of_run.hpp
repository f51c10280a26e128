// One mode or several? of the network spikes' amplitudes, widths and intervals, and of the number of junctions that
// switch on within an edge (participation), each as it is; the first three in log10 as well.
#pragma once

#include <somn/analyses/modality/modality.hpp>
#include <somn/analyses/run_record.hpp>
#include <somn/figures/gnuplot.hpp>
#include <somn/schema/forward.hpp>

#include <nlohmann/json_fwd.hpp>
#include <optional>

namespace somn::analysis {

struct TwoScaleModality {
  Modality linear = {};
  std::string unit = {};
  std::optional<Modality> logarithmic = {};  // of log10; absent where a value is not positive
};

// Network spikes within which so many junctions switch on.
struct SpikeGroup {
  std::int64_t n = 0;                                                  // [1] spikes
  double median_amplitude = std::numeric_limits<double>::quiet_NaN();  // [A]
  double median_width = std::numeric_limits<double>::quiet_NaN();      // [s]
};

// Junctions per edge, of the edges with at least one.
struct ParticipationModality {
  static constexpr std::int64_t collective_from = 5;  // [1] junctions
  Modality of = {};
  std::size_t n_without_junction = 0;                     // [1] network spikes with none: falling edges, mostly
  SpikeGroup single = {}, several = {}, collective = {};  // 1, 2 to 4, at least 5 junctions
};

struct RunModality {
  TwoScaleModality amplitude = {}, width = {}, interval = {};  // [A], [s], [s]
  ParticipationModality participation = {};
};
schema::Fields<TwoScaleModality> fields_of(const TwoScaleModality*);
schema::Fields<SpikeGroup> fields_of(const SpikeGroup*);
schema::Fields<ParticipationModality> fields_of(const ParticipationModality*);
schema::Fields<RunModality> fields_of(const RunModality*);

nlohmann::ordered_json modality_of_run(const RunRecord&);
figures::Figure modality_figure_of_run(const nlohmann::ordered_json& analysis, const std::vector<double>& up_times);

}  // namespace somn::analysis
