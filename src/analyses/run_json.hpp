// DIR/analysis.json: what every run has, and the parts that were asked for.
#pragma once

#include <somn/analyses/analysis.hpp>
#include <somn/analyses/run_analysis.hpp>
#include <somn/analyses/run_record.hpp>

#include <optional>
#include <string>
#include <vector>

namespace somn::analysis {

struct DriveOfRun {
  std::string kind = {};
  bool is_current = false;                                      // amplitude [A], not [V]
  double amplitude = 0;                                         // [V] or [A]
  std::optional<double> frequency = {};                         // [Hz]
  std::optional<std::size_t> path_junctions = {};               // [1]
  std::optional<double> v_star = {}, f0 = {}, f_star = {};      // [1], [Hz], [1]
  std::optional<double> f_closing = {}, f_over_f_closing = {};  // [Hz], [1]
};
schema::Fields<DriveOfRun> fields_of(const DriveOfRun*);

struct EnergyOfRun {
  double first = 0, last = 0, largest_rise = 0, span = 0, relative_rise = 0;  // [W], the last [1]
};
schema::Fields<EnergyOfRun> fields_of(const EnergyOfRun*);

struct DivergenceOfRun {
  double rate = 0, rate_sd = 0, rate_median = 0;  // [1/s]
  std::vector<double> rates = {};                 // [1/s]
  std::vector<std::size_t> junctions = {};
  std::size_t n_merged = 0;
  double epsilon = 0, t_start = 0, t_stop = 0;  // [state unit], [s], [s]
};
schema::Fields<DivergenceOfRun> fields_of(const DivergenceOfRun*);

// What the run knows beside its analysis.
struct RunFacts {
  std::size_t n_nodes = 0, n_junctions = 0;
  DriveOfRun drive = {};
  std::optional<EnergyOfRun> lyapunov_function = {};
  std::optional<DivergenceOfRun> lyapunov = {};
};

// `parts`: names of analyses with of_run.
Json json_of_run(const RunAnalysis&, const RunFacts&, const RunRecord&, const std::vector<std::string>& parts);

// Its keys, all parts included.
std::vector<schema::Description> descriptions_of_run();

// Analyses that a run can be asked for, in the order of their names.
std::vector<const Analysis*> parts_of_runs();

}  // namespace somn::analysis
