#include <somn/circuit/digest.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/text.hpp>
#include <somn/experiment/identity.hpp>
#include <somn/formats/film.hpp>
#include <somn/formats/hdf5.hpp>
#include <somn/formats/raw.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/netgen/files.hpp>
#include <somn/workflow/folder.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace somn::workflow {
namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

std::vector<std::pair<std::string, std::string>> provenance(const Run& run) {
  return {{"somnspice", SOMN_VERSION},
          {"ngspice", run.ngspice.empty() ? "not used" : run.ngspice},
          {"network_hash", run.network_hash},
          {"circuit_digest", circuit::digest(run.circuit)},
          {"network_seed", std::to_string(run.network.seed)},
          {"nodes", std::to_string(run.network.n_nodes)},
          {"junctions", std::to_string(run.network.n_junctions())}};
}

formats::Metadata metadata(const Run& run, const std::string& engine) {
  formats::Metadata data{{"title", run.experiment.title}, {"engine", engine}, {"rtol", run.experiment.run.rtol}};
  for (const auto& [key, value] : provenance(run)) data.emplace_back(key, value);
  const netlist::Material& material = run.experiment.material;
  const auto add = [&](const std::string& prefix, const std::string& name, const std::vector<double>& values) {
    const models::Law& law = models::law(name, "metadata");
    for (std::size_t p = 0; p < values.size(); ++p)
      data.emplace_back(prefix + law.parameters[p].name, law.parameters[p].to_text(values[p]));
  };
  data.emplace_back("law", material.law);
  add("", material.law, material.values);
  for (const netlist::Component& c : material.mixture) {
    data.emplace_back(c.law + ".fraction", c.fraction);
    add(c.law + ".", c.law, c.values);
  }
  return data;
}

std::string final_state_csv(const Run& run, const experiment::RunResult& result) {
  const bool has_names = !run.network.node_names.empty();
  const auto name = [&](NodeId node) { return csv_cell(run.network.node_names[node.index]); };
  std::string text = has_names ? "junction,u,v,state_1,u_name,v_name\n" : "junction,u,v,state_1\n";
  for (std::size_t k = 0; k < result.final_states.size(); ++k) {
    const netgen::Junction& j = run.network.junctions[k];
    text += fmt::format("{},{},{},{}{}\n", k, j.positive.index, j.negative.index, to_text(result.final_states[k]),
                        has_names ? fmt::format(",{},{}", name(j.positive), name(j.negative)) : "");
  }
  return text;
}

ordered_json stats(const experiment::RunResult& result) {
  const ngspice::Statistics& s = result.statistics;
  return {{"status", result.failure.empty() ? "ok" : result.failure},
          {"t_end_s", result.t_end},
          {"steps", s.steps},
          {"rejected", s.rejected},
          {"newton_iterations", s.newton_iterations},
          {"factorisations", s.factorisations},
          {"wall_s", s.wall},
          {"cpu_s", s.cpu},
          {"peak_rss_B", s.peak_rss}};
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

void write_engine(const Run& run, const EngineRun& of, const fs::path& folder) {
  make_folder(folder);
  const experiment::RunResult& result = of.result;
  const std::vector<std::string>& formats = run.experiment.formats;
  const auto wants = [&](const char* format) {
    return !result.trace.columns.empty() && std::find(formats.begin(), formats.end(), format) != formats.end();
  };
  if (wants("csv")) write_csv(result.trace, folder / "trace.csv");
  if (wants("hdf5")) formats::write_hdf5(result.trace, metadata(run, of.engine), folder / "trace.h5");
  if (wants("raw")) formats::write_raw(result.trace, run.experiment.title, folder / "trace.raw");
  write_file(folder / "events.csv", to_csv(result.events));
  write_file(folder / "final_state.csv", final_state_csv(run, result));
  write_file(folder / "stats.json", json_text(stats(result)));
  if (result.film) formats::write_film(*result.film, folder / "film.h5");
  if (!result.transcript.empty()) write_file(folder / "transcript.txt", joined(result.transcript));
}

}  // namespace

void write_inputs(const Run& run, const fs::path& folder) {
  write_file(folder / "experiment.toml", experiment::to_toml(run.experiment, provenance(run)));
  netgen::write_network(run.network, folder / "network.graphml");
  if (const fs::path& states = run.experiment.initial_states; !states.empty())
    write_file(folder / "initial_state.csv", read_file(states));
  if (run.deck.empty()) return;
  make_folder(folder / "ngspice");
  write_file(folder / "ngspice" / "deck.cir", run.deck);
}

void write_results(const Run& run, const fs::path& folder) {
  for (const EngineRun& r : run.engines) write_engine(run, r, folder / r.engine);
  if (!run.analysis.is_null()) write_file(folder / "analysis.json", json_text(run.analysis));
  if (run.comparison) write_file(folder / "compare.json", compare::to_json(*run.comparison));
}

}  // namespace somn::workflow
