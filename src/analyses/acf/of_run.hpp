// Autocorrelation of a run: of the up events in the avalanches' bins, and of the source current.
#pragma once

#include <somn/analyses/run_record.hpp>
#include <somn/schema/forward.hpp>
#include <somn/signals/autocorrelation.hpp>
#include <somn/spike_trains/correlogram.hpp>
#include <somn/spike_trains/train_pairs.hpp>

#include <nlohmann/json_fwd.hpp>

namespace somn::analysis {

struct Activity {
  double bin = std::numeric_limits<double>::quiet_NaN();  // [s]; NaN: no events, or no usable bin
  AcfAnalysis acf = {};
  std::optional<Correlogram> correlogram = {};
  int n_shuffles = 0;  // of its band
};
struct CurrentAcf {
  AcfAnalysis acf = {};
};
struct RunAcf {
  Activity activity = {};
  CurrentAcf current = {};
};
schema::Fields<Activity> fields_of(const Activity*);
schema::Fields<CurrentAcf> fields_of(const CurrentAcf*);
schema::Fields<RunAcf> fields_of(const RunAcf*);

nlohmann::ordered_json acf_of_run(const RunRecord&);

}  // namespace somn::analysis
