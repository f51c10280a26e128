#include "run_folder.hpp"

#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/units.hpp>
#include <somn/netgen/files.hpp>
#include <somn/report/hdf5.hpp>
#include <somn/report/raw.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <toml++/toml.h>

namespace somn::report {
namespace fs = std::filesystem;

namespace {

std::string value_text(const toml::node& node) {
  if (const auto* s = node.as_string()) return s->get();
  if (const auto* i = node.as_integer()) return std::to_string(i->get());
  if (const auto* d = node.as_floating_point()) return to_text(d->get());
  if (const auto* b = node.as_boolean()) return b->get() ? "true" : "false";
  std::string list;
  if (const auto* items = node.as_array())
    for (const toml::node& item : *items) list += (list.empty() ? "" : ", ") + value_text(item);
  return list;
}

struct Entry {
  const toml::node* node;
  std::string key;
};

std::vector<Entry> in_file_order(const toml::table& table) {
  std::vector<Entry> entries;
  for (const auto& [key, node] : table) entries.push_back({&node, std::string(key.str())});
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    const auto &x = a.node->source().begin, &y = b.node->source().begin;
    return std::pair(x.line, x.column) < std::pair(y.line, y.column);
  });
  return entries;
}

void flatten(const toml::table& table, const std::string& section, const std::string& prefix,
             std::vector<Setting>& settings) {
  for (const auto& [node, key] : in_file_order(table)) {
    const toml::table* inner = node->as_table();
    if (inner == nullptr)
      settings.push_back({section, prefix + key, value_text(*node)});
    else if (section.empty())
      flatten(*inner, key, "", settings);
    else
      flatten(*inner, section, prefix + key + ".", settings);
  }
}

Json read_json(const fs::path& path) {
  try {
    return Json::parse(read_file(path));
  } catch (const Json::parse_error& error) {
    throw InputError({.what = "not valid JSON", .where = fmt::format("{}: byte {}", path.string(), error.byte)});
  }
}

Trace read_trace(const fs::path& dir) {
  if (fs::exists(dir / "trace.h5")) return read_hdf5(dir / "trace.h5");
  if (fs::exists(dir / "trace.raw")) {
    Trace trace = read_raw(dir / "trace.raw");
    trace.columns.front().name = "time_s";
    return trace;
  }
  const fs::path csv = dir / "trace.csv";
  return trace_from_csv(read_file(csv), csv.string());
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
                .trace = read_trace(dir / engine),
                .events = events_from_csv(read_file(events), events.string()),
                .stats = read_json(dir / engine / "stats.json")};
  check_junctions(run.events, network, events);
  return run;
}

}  // namespace

Experiment Experiment::from_file(const fs::path& path) {
  Experiment experiment;
  try {
    flatten(toml::parse(read_file(path), path.string()), "", "", experiment.settings_);
  } catch (const toml::parse_error& error) {
    throw InputError({.what = fmt::format("not valid TOML: {}", error.description()),
                      .where = fmt::format("{}:{}", path.string(), error.source().begin.line)});
  }
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
