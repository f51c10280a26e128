#include "film_recorder.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>

namespace somn::experiment {
namespace {

constexpr double most_bytes = 16e6, fine_bytes = 8e6;
constexpr std::size_t most_frames = 1001, least_frames = 100;
constexpr double state_bytes = 1.25, v_bytes = 1.5;  // of 1024 and 4096 levels

struct Choice {
  std::vector<std::uint32_t> junctions, nodes, positive, negative;
  double n_states() const { return 2 * static_cast<double>(junctions.size()); }  // and conductances
  double n_v() const { return static_cast<double>(nodes.size()); }
  double coarse_bytes() const { return state_bytes * n_states() + v_bytes * n_v(); }  // [B] of a frame
};

// m evenly spaced of the candidates
Choice choose(const std::vector<JunctionId>& candidates, std::size_t m, const circuit::Circuit& c) {
  Choice choice;
  std::map<std::uint32_t, std::uint32_t> column;
  for (std::size_t k = 0; k < m; ++k) choice.junctions.push_back(candidates[k * candidates.size() / m].index);
  for (const std::uint32_t j : choice.junctions)
    for (const NodeId node : {c.junctions[j].positive, c.junctions[j].negative}) column[node.index] = 0;
  for (auto& [node, at] : column) {
    at = static_cast<std::uint32_t>(choice.nodes.size());
    choice.nodes.push_back(node);
  }
  for (const std::uint32_t j : choice.junctions) {
    choice.positive.push_back(column[c.junctions[j].positive.index]);
    choice.negative.push_back(column[c.junctions[j].negative.index]);
  }
  return choice;
}

std::vector<JunctionId> candidates_of(const Record& record, const circuit::Circuit& c) {
  if (!record.film) return record.states;
  std::vector<JunctionId> all;
  for (const circuit::Junction& j : c.junctions) all.push_back(j.id);
  return all;
}

}  // namespace

bool is_ohmic(const models::Device& device) {
  const double state = device.initial_state(), low = device.evaluate(state, 1e-3).i, high = device.evaluate(state, 1).i;
  return std::abs(high - 1e3 * low) <= 1e-9 * std::abs(high);
}

FilmPlan plan_film(const RunOptions& run, const circuit::Circuit& c, const Record& record) {
  const std::vector<JunctionId> candidates = candidates_of(record, c);
  if (candidates.empty()) return {};
  const double step = run.method == "euler" ? run.dt : run.t_sample;
  const auto n_samples = static_cast<std::size_t>(run.t_stop / step * (1 + 1e-9)) + 1;
  const double room = most_bytes / static_cast<double>(std::min(least_frames, n_samples));
  std::size_t low = 1, high = candidates.size();  // the most junctions that fit
  Choice choice = choose(candidates, high, c);
  if (choice.coarse_bytes() > room) {
    while (low < high) {
      const std::size_t middle = (low + high + 1) / 2;
      if (choose(candidates, middle, c).coarse_bytes() <= room)
        low = middle;
      else
        high = middle - 1;
    }
    choice = choose(candidates, low, c);
  }
  FilmPlan plan{choice.junctions, choice.nodes, choice.positive, choice.negative, 1, 65536, 65536, ""};
  const auto frames = std::min<std::size_t>(most_frames, static_cast<std::size_t>(most_bytes / choice.coarse_bytes()));
  plan.every = (n_samples + frames - 1) / std::max<std::size_t>(1, frames);
  const double n_frames = static_cast<double>((n_samples + plan.every - 1) / plan.every);
  if (n_frames * 2 * (choice.n_states() + choice.n_v()) > fine_bytes) plan.levels = 1024, plan.v_levels = 4096;
  if (plan.every > 1)
    plan.note = fmt::format("The film has every {}th of the {} samples. ", plan.every, n_samples);
  if (choice.junctions.size() < c.junctions.size())
    plan.note += fmt::format("It has {} of the {} junctions{}. ", choice.junctions.size(), c.junctions.size(),
                             choice.junctions.size() < candidates.size() ? ", evenly spaced" : "");
  if (!plan.note.empty()) plan.note.pop_back();
  return plan;
}

FilmRecorder::FilmRecorder(const RunOptions& run, const circuit::Circuit& c, const Record& record)
    : circuit_(c), plan_(plan_film(run, c, record)) {
  for (const circuit::Model& m : c.models) {
    devices_.emplace_back(models::law(m.law, "film"), m.values);
    is_ohmic_.push_back(is_ohmic(devices_.back()));
  }
}

std::vector<NodeId> FilmRecorder::nodes() const {
  std::vector<NodeId> nodes;
  for (const std::uint32_t node : plan_.nodes) nodes.push_back({node});
  return nodes;
}

double FilmRecorder::conductance(std::uint32_t junction, double state, double v) const {
  const std::size_t model = circuit_.junctions[junction].model;
  const models::Device& device = devices_[model];
  if (is_ohmic_[model] || std::abs(v) < 1e-9) return device.conductance(state);
  return device.evaluate(state, v).i / v;
}

void FilmRecorder::add(double time, std::span<const double> states, std::span<const double> conductances,
                       std::span<const double> voltages) {
  times_.push_back(time);
  for (const double v : voltages) v_.push_back(static_cast<float>(v));
  for (std::size_t k = 0; k < plan_.junctions.size(); ++k) {
    const std::uint32_t j = plan_.junctions[k];
    const double v = voltages[plan_.positive[k]] - voltages[plan_.negative[k]];
    const double g = conductances.empty() ? conductance(j, states[j], v) : conductances[j];
    states_.push_back(static_cast<float>(states[j]));
    log_g_.push_back(static_cast<float>(std::log(std::max(std::abs(g), 1e-30))));
  }
}

void FilmRecorder::archive(Archive& a) { a(times_), a(states_), a(log_g_), a(v_); }

formats::Film FilmRecorder::finish() {
  formats::Film film{.times = std::move(times_),
                     .junctions = plan_.junctions,
                     .nodes = plan_.nodes,
                     .positive = plan_.positive,
                     .negative = plan_.negative,
                     .state = formats::coded(states_, plan_.levels),
                     .log_g = formats::coded(log_g_, plan_.levels),
                     .v = formats::coded(v_, plan_.v_levels),
                     .state_unit = "1",
                     .note = plan_.note};
  if (!circuit_.models.empty()) film.state_unit = models::law(circuit_.models.front().law, "film").state_unit;
  for (const circuit::Model& m : circuit_.models)
    if (models::law(m.law, "film").state_unit != film.state_unit) film.state_unit = "1";  // a mixture
  return film;
}

}  // namespace somn::experiment
