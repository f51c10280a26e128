#include "run_folder.hpp"

#include <somn/core/config.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/units.hpp>
#include <somn/formats/trace_files.hpp>
#include <somn/netgen/files.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::report {
namespace fs = std::filesystem;

namespace {

std::string value_text(const Config& table, const std::string& key) {
  const std::string item = table.item(key);
  if (!item.starts_with('[')) return table.raw(key);
  std::string list;
  for (const std::string& text : table.texts(key)) list += (list.empty() ? "" : ", ") + text;
  return list;
}

void flatten(const Config& table, const std::string& section, const std::string& prefix,
             std::vector<Setting>& settings) {
  for (const std::string& key : table.keys())
    if (!table.is_table(key))
      settings.push_back({section, prefix + key, value_text(table, key)});
    else if (section.empty())
      flatten(table.table(key), key, "", settings);
    else
      flatten(table.table(key), section, prefix + key + ".", settings);
}

Json read_json(const fs::path& path) {
  try {
    return Json::parse(read_file(path));
  } catch (const Json::parse_error& error) {
    throw InputError({.what = "not valid JSON", .where = fmt::format("{}: byte {}", path.string(), error.byte)});
  }
}

void check_junctions(const std::vector<JunctionEvent>& events, const netgen::Network& network, const fs::path& path) {
  for (const JunctionEvent& event : events)
    if (event.junction.index >= network.n_junctions())
      throw InputError({.what = "an event of a junction that the network does not have",
                        .where = path.string(),
                        .value = std::to_string(event.junction.index),
                        .allowed = fmt::format("0 to {}", network.n_junctions() - 1)});
}

EngineRun read_engine(const fs::path& dir, const std::string& engine, const netgen::Network& network) {
  const fs::path events = dir / engine / "events.csv";
  EngineRun run{.engine = engine,
                .trace = formats::read_trace(dir / engine),
                .events = events_from_csv(read_file(events), events.string()),
                .stats = read_json(dir / engine / "stats.json")};
  check_junctions(run.events, network, events);
  return run;
}

}  // namespace

Experiment Experiment::from_file(const fs::path& path) {
  Experiment experiment;
  flatten(Config::from_file(path), "", "", experiment.settings_);
  return experiment;
}

std::string Experiment::value(std::string_view section, std::string_view key) const {
  for (const Setting& setting : settings_)
    if (setting.section == section && setting.key == key) return setting.value;
  return {};
}

RunFolder read_run_folder(const fs::path& dir) {
  if (!fs::exists(dir / "experiment.toml"))
    throw InputError({.what = "not the folder of a run: it holds no experiment.toml",
                      .where = dir.string(),
                      .remedy = "name a folder that `somn run EXPERIMENT.toml -o DIR` wrote"});
  RunFolder run{.dir = dir,
                .experiment = Experiment::from_file(dir / "experiment.toml"),
                .network = netgen::read_network(dir / "network.graphml"),
                .analysis = read_json(dir / "analysis.json"),
                .engines = {}};
  for (const char* engine : {"ngspice", "native"})
    if (fs::is_directory(dir / engine) && fs::exists(dir / engine / "events.csv"))
      run.engines.push_back(read_engine(dir, engine, run.network));
  if (run.engines.empty())
    throw InputError({.what = "a run without results: no engine's events.csv",
                      .where = dir.string(),
                      .allowed = "ngspice/events.csv or native/events.csv",
                      .remedy = "let `somn run` finish"});
  return run;
}

}  // namespace somn::report
