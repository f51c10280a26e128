// The JSON of the stand-alone analyses, as docs/analysis-json.md documents it. NaN and infinities become null.
#pragma once

#include <somn/analysis/autocorrelation.hpp>
#include <somn/analysis/branching.hpp>
#include <somn/analysis/bursts.hpp>
#include <somn/analysis/correlogram.hpp>
#include <somn/analysis/interval_models.hpp>
#include <somn/analysis/modality.hpp>
#include <somn/analysis/plasticity.hpp>
#include <somn/analysis/scaling.hpp>
#include <somn/analysis/spectrum.hpp>
#include <somn/analysis/synchrony.hpp>

#include <nlohmann/json_fwd.hpp>

namespace somn::analysis {

nlohmann::ordered_json to_json(const IntervalModels& models);
nlohmann::ordered_json to_json(const FanoCurve& curve);
// Spikes are numbered from 1, both ends in the burst.
nlohmann::ordered_json to_json(const Bursts& bursts, const std::vector<double>& times, double record_length);
nlohmann::ordered_json to_json(const NetworkBursts& bursts);
nlohmann::ordered_json to_json(const MeanSd& m);
nlohmann::ordered_json to_json(const BurstControl& control);
nlohmann::ordered_json to_json(const ExponentialFit& fit, double lag);  // [s] or 1: tau in units of it
nlohmann::ordered_json to_json(const AcfAnalysis& acf);
nlohmann::ordered_json to_json(const Correlogram& correlogram);
nlohmann::ordered_json to_json(const Branching& branching, double step);  // [s]; NaN: unknown
nlohmann::ordered_json to_json(const BranchingControl& control);
// Spectrum and fit, and the peaks once more: significant ones first, then by height.
nlohmann::ordered_json to_json(const Spectrum& spectrum, const Aperiodic& fit);
nlohmann::ordered_json to_json(const ShapeCollapse& collapse);
nlohmann::ordered_json to_json(const CriticalityTable& table);
nlohmann::ordered_json to_json(const JointErrors& errors);
nlohmann::ordered_json to_json(const Modality& modality);
nlohmann::ordered_json to_json(const Plasticity& plasticity);  // delays [s]
nlohmann::ordered_json to_json(const Synchrony& synchrony);

}  // namespace somn::analysis
