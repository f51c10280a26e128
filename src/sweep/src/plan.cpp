#include "expand.hpp"
#include "requests.hpp"

#include <somn/analyses/run_json.hpp>
#include <somn/core/digest.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/text.hpp>
#include <somn/core/units.hpp>
#include <somn/experiment/experiment.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/sweep/seeds.hpp>
#include <somn/sweep/index.hpp>
#include <somn/sweep/tables.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <set>

namespace somn::sweep {
namespace fs = std::filesystem;
namespace {

Expansion expand(const Config& sweep) {
  const bool has_grid = sweep.has("grid"), has_list = sweep.has("list"), has_latin = sweep.has("latin");
  if (has_grid + has_list + has_latin != 1)
    throw InputError(
        {.what = has_grid + has_list + has_latin == 0 ? "nothing to sweep over" : "more than one of grid, list, latin",
         .where = sweep.where("grid"),
         .allowed =
             "one of grid = { KEY = [..] }, list = [ { KEY = .. } ], latin = { samples = N, KEY = [LOW, HIGH] }"});
  return has_grid   ? expand_grid(sweep.table("grid"))
         : has_list ? expand_list(sweep)
                    : expand_latin(sweep.table("latin"));
}

void check_seeds(const std::vector<std::uint64_t>& seeds, const std::string& where) {
  if (seeds.empty()) throw InputError({.what = "no seeds", .where = where, .allowed = "[1, 2, ...]"});
  std::set<std::uint64_t> seen;
  for (const std::uint64_t seed : seeds)
    if (!seen.insert(seed).second)
      throw InputError({.what = "a seed named twice", .where = where, .value = std::to_string(seed)});
}

std::size_t branch_key(const Config& sweep, const std::vector<Key>& keys) {
  std::vector<std::string> names;
  for (const Key& key : keys) names.push_back(key.name);
  const auto amplitude = std::find(names.begin(), names.end(), "drive.amplitude");
  const std::string fallback = keys.size() == 1 ? names.front() : amplitude != names.end() ? *amplitude : "";
  const std::string along = sweep.text("along", fallback);
  const auto it = std::find(names.begin(), names.end(), along);
  if (it == names.end())
    throw InputError(
        {.what = along.empty() ? "a direction needs the key it runs along" : "along a key that is not swept",
         .where = sweep.where("along"),
         .value = along,
         .allowed = fmt::format("{}", fmt::join(names, ", "))});
  const auto k = static_cast<std::size_t>(it - names.begin());
  if (keys[k].unit.empty() || along.starts_with("network."))
    throw InputError({.what = "states cannot be carried along this key",
                      .where = sweep.where("along"),
                      .value = along,
                      .allowed = "a key whose values are numbers and leave the network as it is"});
  return k;
}

// Links the points of each branch; adds the downward points.
void add_branches(Plan& plan) {
  std::map<std::vector<std::string>, std::vector<std::size_t>> branches;
  for (const Point& point : plan.points) {
    std::vector<std::string> others;
    for (std::size_t k = 0; k < plan.keys.size(); ++k)
      if (k != plan.along) others.push_back(point.values[k].toml);
    branches[others].push_back(point.number);
  }
  const std::size_t n = plan.points.size();
  if (plan.direction == "both")
    for (std::size_t k = 0; k < n; ++k) {
      plan.points.push_back(plan.points[k]);
      plan.points.back().number = n + k;
      plan.points.back().is_down = true;
    }
  if (plan.direction == "down")
    for (Point& point : plan.points) point.is_down = true;
  for (auto& [others, members] : branches) {
    std::stable_sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) {
      return plan.points[a].values[plan.along].si < plan.points[b].values[plan.along].si;
    });
    std::vector<std::size_t> order = members;
    if (plan.direction == "down") std::reverse(order.begin(), order.end());
    if (plan.direction == "both")
      for (auto it = members.rbegin(); it != members.rend(); ++it) order.push_back(n + *it);
    for (std::size_t k = 1; k < order.size(); ++k) plan.points[order[k]].previous = order[k - 1];
  }
}

experiment::Experiment experiment_at(const Plan& plan, const Point& point) {
  Config config = Config::from_text(plan.experiment_text, plan.experiment.string());
  for (std::size_t k = 0; k < plan.keys.size(); ++k) config.set(plan.keys[k].name, point.values[k].toml);
  return experiment::read_experiment(config);
}

void refuse_twins(const Plan& plan) {
  std::set<std::vector<std::string>> seen;
  for (const Point& point : plan.points) {
    std::vector<std::string> texts;
    for (const Value& value : point.values) texts.push_back(value.toml);
    if (!seen.insert(texts).second)
      throw InputError(
          {.what = "the same point twice", .where = plan.file, .value = fmt::format("{}", fmt::join(texts, ", "))});
  }
}

// A measure of a part of analysis.json that no run is asked for would be no number anywhere.
void check_parts(const Plan& plan) {
  for (const Measure& measure : plan.measures) {
    if (measure.pointer.size() < 2) continue;
    const std::string first = measure.pointer.substr(1, measure.pointer.find('/', 1) - 1);
    const std::vector<const analysis::Analysis*> parts = analysis::parts_of_runs();
    if (std::none_of(parts.begin(), parts.end(), [&](const analysis::Analysis* part) { return part->name == first; }))
      continue;
    const auto is_asked_for = [&](const Point& point) {
      return experiment::asks_for(experiment_at(plan, point).analysis, first);
    };
    if (!std::any_of(plan.points.begin(), plan.points.end(), is_asked_for))
      throw InputError(
          {.what = "a measure of what no run is asked for",
           .where = plan.file + ": measures." + measure.column,
           .value = measure.pointer,
           .allowed = {},
           .remedy = fmt::format("add `{} = true` under [analysis] of {}", first, plan.experiment.string())});
  }
}

// By their paths from the sweep file: a folder of results may move. A file that cannot be read is the run's to report.
void add_inputs(Plan& plan, const experiment::Experiment& e, Digest& of_drives) {
  const fs::path here = fs::absolute(plan.file).parent_path();
  for (const fs::path& file : {e.network.file, e.initial_states}) {
    std::string& known = plan.inputs[file.lexically_relative(here).string()];
    if (!known.empty() || file.empty() || !fs::is_regular_file(file)) continue;
    Digest digest;
    digest.add_bytes(read_file(file));
    known = digest.text();
  }
  plan.inputs.erase("");
  of_drives.add(e.drive.times), of_drives.add(e.drive.levels);
  for (const auto& [name, drive] : e.electrodes) of_drives.add(drive.times), of_drives.add(drive.levels);
}

void check_points(Plan& plan) {
  Digest of_drives;
  for (const Point& point : plan.points) {
    try {
      add_inputs(plan, experiment_at(plan, point), of_drives);
    } catch (const InputError& error) {
      std::string here;
      for (std::size_t k = 0; k < plan.keys.size(); ++k)
        here += fmt::format("{}{} = {}", k ? ", " : "", plan.keys[k].name, point.values[k].text);
      throw InputError({.what = fmt::format("point {} is no experiment", point.number),
                        .where = plan.file,
                        .value = here,
                        .allowed = {},
                        .remedy = error.what()});
    }
  }
  plan.inputs["a drive file"] = of_drives.text();
}

}  // namespace

Plan read_plan(const fs::path& sweep_file, const std::vector<std::uint64_t>& seeds) {
  Plan plan;
  plan.file = sweep_file.string();
  plan.sweep_text = read_file(sweep_file);
  const Config config = Config::from_text(plan.sweep_text, plan.file);
  plan.title = config.text("title", "");
  plan.frozen = config.text("frozen", "");
  plan.experiment = fs::absolute(config.folder() / config.text("experiment")).lexically_normal();
  plan.experiment_text = read_file(plan.experiment);
  const Config sweep = config.table("sweep");
  Expansion all = expand(sweep);
  schema::read(plan, sweep, sweep_fields());
  plan.seeds = read_seeds(sweep);
  check_seeds(plan.seeds, sweep.where("seeds"));
  if (!seeds.empty()) plan.seeds = seeds;
  for (std::size_t k = 0; k < all.keys.size(); ++k) {
    if (plain(all.keys[k]) != all.keys[k])
      throw InputError({.what = "a key that the tables of a sweep cannot hold",
                        .where = plan.file,
                        .value = '"' + printable(all.keys[k]) + '"',
                        .allowed = "a key without commas, quotes and line breaks"});
    plan.keys.push_back({all.keys[k], common_unit(all.points, k)});
  }
  for (std::size_t k = 0; k < all.points.size(); ++k)
    plan.points.push_back({.number = k, .values = std::move(all.points[k])});
  refuse_twins(plan);
  if (!plan.direction.empty()) {
    plan.along = branch_key(sweep, plan.keys);
    add_branches(plan);
  }
  plan.measures = read_measures(config.table("measures"));
  plan.findings = read_findings(config);
  plan.figures = read_figures(config);
  config.refuse_unknown();
  check_requests(plan);
  check_points(plan);
  check_parts(plan);
  return plan;
}

Settings settings(const Plan& plan, const Point& point, std::uint64_t seed) {
  Settings all;
  for (std::size_t k = 0; k < plan.keys.size(); ++k) all.emplace_back(plan.keys[k].name, point.values[k].toml);
  const auto is_swept = [&](const std::string& name) {
    return std::any_of(plan.keys.begin(), plan.keys.end(), [&](const Key& key) { return key.name == name; });
  };
  const experiment::Experiment e = experiment_at(plan, point);
  const std::vector<models::Parameter>& parameters = models::law(e.material.law, plan.file).parameters;
  const bool has_noise_seed =
      std::any_of(parameters.begin(), parameters.end(), [](const models::Parameter& p) { return p.name == "seed"; });
  if ((e.network.file.empty() || e.network.seed) && !is_swept("network.seed"))
    all.emplace_back("network.seed", std::to_string(seed));
  if (has_noise_seed && !is_swept("model.seed")) all.emplace_back("model.seed", std::to_string(seed));
  Config config = Config::from_text(plan.experiment_text, plan.experiment.string());
  if (plan.keep == Keep::all && !config.table("output").has("formats")) all.emplace_back("output.formats", "[\"csv\"]");
  if (plan.keep != Keep::all) all.emplace_back("output.formats", "[]");
  return all;
}

}  // namespace somn::sweep
