// What is told of avalanches in bins.
#pragma once

#include <somn/schema/forward.hpp>
#include <somn/spike_trains/scaling.hpp>
#include <somn/statistics/nulls.hpp>
#include <somn/tables/trains.hpp>

namespace somn::analysis {

struct BinRow {
  double factor = 1, bin = 0;  // [1], [s, or samples]
  std::size_t n = 0;
  Estimate tau = {}, alpha = {}, gamma_fit = {};
  double branching_ratio = 0;
};
schema::Fields<BinRow> fields_of(const BinRow*);

struct Kappa {
  double value = 0, exponent = 0;
};
schema::Fields<Kappa> fields_of(const Kappa*);

struct AvalancheControls {
  Nulls<Control> of = {};
  ShapeCollapse shuffled_collapse = {};
};
schema::Fields<AvalancheControls> fields_of(const AvalancheControls*);

struct AvalanchesResult {
  AvalancheAnalysis of = {};
  std::string time_unit = {};
  tables::TrainParameters parameters = {};
  std::optional<std::vector<std::size_t>> units_taking_part = {};
  JointErrors joint = {};
  std::vector<BinRow> bins = {};
  Kappa kappa = {};
  ShapeCollapse collapse = {};
  BranchingAnalysis branching = {};
  AvalancheControls control = {};
  CriticalityTable criticality = {};
};
schema::Fields<AvalanchesResult> fields_of(const AvalanchesResult*);

}  // namespace somn::analysis
