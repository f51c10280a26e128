// One experiment in both engines, ready for the comparison ladder; either may be given a circuit with a fault in it.
#pragma once

#include "law_cases.hpp"

#include <somn/compare/compare.hpp>
#include <somn/experiment/experiment.hpp>
#include <somn/experiment/run.hpp>
#include <somn/observables/regime.hpp>

#include <fmt/format.h>

namespace somn::test {

struct Subject {
  std::string law;
  std::vector<std::pair<std::string, std::string>> settings;  // [model]
  std::string drive, t_stop, t_sample;
  const char *box = "25 um", *junction = "", *t_max = "";
};

// One law's networks (law_cases.hpp)
inline std::vector<Subject> subjects_of(const std::string& law) {
  std::vector<Subject> all;
  for (const nlohmann::json& n : law_cases(law).at("networks"))
    all.push_back({law, settings_of(n), n.at("drive"), n.at("t_stop"), n.at("t_sample")});
  return all;
}

inline experiment::Experiment experiment_of(const Subject& s, int seed) {
  std::string text = fmt::format(
      "[network]\nensemble = \"wires\"\nseed = {}\ndensity = \"0.1 /um2\"\nbox = \"{}\"\n[model]\nname = \"{}\"\n",
      seed, s.box, s.law);
  for (const auto& [name, value] : s.settings) text += fmt::format("{} = \"{}\"\n", name, value);
  if (*s.junction) text += fmt::format("[junction]\n{}\n", s.junction);
  text += fmt::format("[drive]\n{}\n[run]\nengine = \"both\"\nt_stop = \"{}\"\nt_sample = \"{}\"\n", s.drive, s.t_stop,
                      s.t_sample);
  if (*s.t_max) text += fmt::format("dt_max = \"{}\"\n", s.t_max);
  return experiment::read_experiment(Config::from_text(text, "test"));
}

inline experiment::RunResult run(const experiment::Experiment& e, const circuit::Circuit& c, bool is_native) {
  if (is_native) return experiment::run_native(e, c, {});
  ngspice::Worker worker;
  return experiment::run_ngspice(worker, e, c, experiment::deck_of(e, c, {}),
                                 std::filesystem::path(SOMN_BUILD_DIR) / "lib/somn.cm");
}

inline compare::Run compared(const experiment::Experiment& e, const circuit::Circuit& c, bool is_native) {
  const experiment::RunResult r = run(e, c, is_native);
  return {.name = is_native ? "native" : "ngspice",
          .trace = r.trace,
          .events = r.events,
          .final_states = r.final_states,
          .rtol = e.run.rtol,
          .longest_step = e.run.t_sample};
}

// The regime is that of the second half of `run`, as `somn run` judges it.
inline compare::Facts facts_of(const Subject& s, const experiment::Experiment& e, const compare::Run& run) {
  const analysis::OrderParameters order =
      analysis::order_parameters(run.events, run.trace, {0.5 * e.run.t_stop, e.run.t_stop}, {.n_on_without_event = 0});
  return {.is_ohmic = models::law(s.law, "test").is_ohmic,
          .regime = std::string(analysis::regime_name(analysis::classify(order).regime)),
          .t_stop = e.run.t_stop};
}

}  // namespace somn::test
