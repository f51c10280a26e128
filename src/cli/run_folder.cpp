#include "run_folder.hpp"

#include "run_record.hpp"

#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/experiment/identity.hpp>
#include <somn/core/text.hpp>
#include <somn/formats/hdf5.hpp>
#include <somn/formats/raw.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/netgen/files.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace somn::cli {
namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

std::vector<std::pair<std::string, std::string>> provenance(const RunFacts& facts) {
  return {{"somnspice", SOMN_VERSION},
          {"ngspice", facts.host.empty() ? "not used" : facts.host},
          {"network_hash", facts.network_hash},
          {"circuit_digest", experiment::digest(facts.circuit)},
          {"network_seed", std::to_string(facts.network.seed)},
          {"nodes", std::to_string(facts.network.n_nodes)},
          {"junctions", std::to_string(facts.network.n_junctions())}};
}

formats::Metadata metadata(const RunFacts& facts, const std::string& engine) {
  formats::Metadata data{{"title", facts.experiment.title}, {"engine", engine}, {"rtol", facts.experiment.run.rtol}};
  for (const auto& [key, value] : provenance(facts)) data.emplace_back(key, value);
  const netlist::Material& material = facts.experiment.material;
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

std::string final_state_csv(const RunFacts& facts, const experiment::RunResult& result) {
  const bool has_names = !facts.network.node_names.empty();
  const auto name = [&](NodeId node) { return csv_cell(facts.network.node_names[node.index]); };
  std::string text = has_names ? "junction,u,v,state_1,u_name,v_name\n" : "junction,u,v,state_1\n";
  for (std::size_t k = 0; k < result.final_states.size(); ++k) {
    const netgen::Junction& j = facts.network.junctions[k];
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

// [S] the median over the junctions of the conductance of the open junction
double typical_g_off(const circuit::Circuit& circuit) {
  std::vector<double> of_model, of_junction;
  for (const circuit::Model& m : circuit.models)
    of_model.push_back(models::law(m.law, "analysis").g_off_on(m.values).first);
  for (const circuit::Junction& j : circuit.junctions) of_junction.push_back(of_model[j.model]);
  const auto middle = of_junction.begin() + static_cast<std::ptrdiff_t>(of_junction.size() / 2);
  std::nth_element(of_junction.begin(), middle, of_junction.end());
  return *middle;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

}  // namespace

void write_inputs(const fs::path& folder, const RunFacts& facts) {
  write_file(folder / "experiment.toml", experiment::to_toml(facts.experiment, provenance(facts)));
  netgen::write_network(facts.network, folder / "network.graphml");
  if (const fs::path& states = facts.experiment.initial_states; !states.empty())
    write_file(folder / "initial_state.csv", read_file(states));
  if (facts.deck.empty()) return;
  make_folder(folder / "ngspice");
  write_file(folder / "ngspice" / "deck.cir", facts.deck);
}

void write_results(const fs::path& folder, const std::string& engine_name, const RunFacts& facts,
                   const experiment::RunResult& result) {
  const fs::path engine = folder / engine_name;
  make_folder(engine);
  const std::vector<std::string>& formats = facts.experiment.formats;
  const auto wants = [&](const char* format) {
    return !result.trace.columns.empty() && std::find(formats.begin(), formats.end(), format) != formats.end();
  };
  if (wants("csv")) write_csv(result.trace, engine / "trace.csv");
  if (wants("hdf5")) formats::write_hdf5(result.trace, metadata(facts, engine_name), engine / "trace.h5");
  if (wants("raw")) formats::write_raw(result.trace, facts.experiment.title, engine / "trace.raw");
  write_file(engine / "events.csv", to_csv(result.events));
  write_file(engine / "final_state.csv", final_state_csv(facts, result));
  write_file(engine / "stats.json", json_text(stats(result)));
  if (!result.transcript.empty()) write_file(engine / "transcript.txt", joined(result.transcript));
}

ordered_json write_analysis(const fs::path& folder, const RunFacts& facts, const experiment::RunResult& result) {
  const experiment::AnalysisOptions& wanted = facts.experiment.analysis;
  analysis::RunAnalysisOptions options;
  options.counts_down = facts.experiment.run.event_rate > 0;
  if (wanted.t_start && *wanted.t_start < result.t_end)
    options.t_start = wanted.t_start;  // a run that was stopped before it: the second half
  options.order.n_junctions = static_cast<std::int64_t>(facts.network.n_junctions());
  options.order.n_on_without_event = static_cast<std::int64_t>(result.n_on_without_event);
  options.network_spikes.k_sigma = wanted.spike_sigma;
  options.n_windows = wanted.windows;
  options.avalanches.bin = wanted.bin;
  if (facts.experiment.run.engine == "adiabatic") {  // a sweep is a second
    options.t_start = 0, options.t_stop = result.t_end;
    options.avalanches.bin = 1;
  }
  if (facts.circuit.junction_capacitance > 0)
    options.order.fano_bin = 0.5 * facts.circuit.junction_capacitance / typical_g_off(facts.circuit);
  const analysis::RunAnalysis of_run = analysis::analyse_run(result.events, result.trace, options);
  analysis::RunRecord record = record_of(facts, result);
  analysis::add_window(record, of_run);
  const ordered_json json = analysis::json_of_run(of_run, facts_of_analysis(facts, result), record, wanted.parts);
  write_file(folder / "analysis.json", json_text(json));
  return json;
}

}  // namespace somn::cli
