// ngspice as an engine that a network is judged with (judge_network.hpp), sampled at all times or, `every` = 10, at a
// tenth of them: how far apart the samples are has no say.
#pragma once

#include "judge_network.hpp"

#include <somn/experiment/experiment.hpp>
#include <somn/experiment/run.hpp>

namespace somn::test {

inline std::vector<Sample> ngspice_samples(ngspice::Worker& worker, std::size_t every, const RandomNetwork& network,
                                           double rtol) {
  experiment::Experiment e;
  e.where = "test";
  e.run.t_stop = network.t_stop;
  e.run.rtol = rtol;
  e.run.t_sample = network.t_stop * static_cast<double>(every) / n_samples;
  e.run.record = {"source", "states:all"};
  const experiment::RunResult r =
      experiment::run_ngspice(worker, e, network.circuit, experiment::deck_of(e, network.circuit, {}),
                              std::filesystem::path(SOMN_BUILD_DIR) / "lib/somn.cm");
  if (!r.failure.empty()) throw InputError({.what = r.failure});
  const std::vector<Column>& columns = r.trace.columns;  // time, voltage, current, conductance, states
  std::vector<Sample> all;
  for (std::size_t row = 1; row < columns[0].values.size(); ++row) {
    Sample s{{}, columns[2].values[row]};
    for (std::size_t j = 4; j < columns.size(); ++j) s.states.push_back(columns[j].values[row]);
    all.resize(all.size() + every - 1, {{}, std::nan("")});
    all.push_back(std::move(s));
  }
  return all;
}

inline Engine ngspice_engine(ngspice::Worker& worker, std::size_t every) {
  return {every > 1 ? "coarse" : "ngspice", 30, true,
          [&worker, every](const RandomNetwork& n, double rtol) { return ngspice_samples(worker, every, n, rtol); }};
}

}  // namespace somn::test
