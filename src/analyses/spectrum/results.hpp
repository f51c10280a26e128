// Spectrum, background and control of one series: alone and in a run.
#pragma once

#include <somn/analyses/spectrum/spectrum.hpp>
#include <somn/schema/forward.hpp>

namespace somn::analysis {

struct SpectrumAnalysis {
  Spectrum spectrum = {};
  Aperiodic fit = {};
  SpectrumControl control = {};
};
schema::Fields<SpectrumAnalysis> fields_of(const SpectrumAnalysis*);

}  // namespace somn::analysis
