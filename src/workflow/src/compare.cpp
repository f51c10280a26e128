#include "laws.hpp"
#include "resolution.hpp"

#include <somn/core/csv.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/experiment/difference.hpp>
#include <somn/experiment/halved.hpp>
#include <somn/formats/trace_files.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/netgen/files.hpp>
#include <somn/workflow/compare.hpp>

#include <nlohmann/json.hpp>

namespace somn::workflow {
namespace fs = std::filesystem;
namespace {

// What the ladder must know of a circuit and its run.
compare::Facts facts_of(const circuit::Circuit& c, const experiment::Experiment& e, const std::string& regime) {
  compare::Facts facts{.is_current_driven = c.drive.is_current,
                       .has_capacitances = c.junction_capacitance > 0 || c.ground_capacitance > 0,
                       .regime = regime,
                       .t_stop = e.run.t_stop};
  for (const circuit::Model& m : c.models) facts.is_ohmic = facts.is_ohmic && models::law(m.law, "compare").is_ohmic;
  return facts;
}

// Forward Euler's row k is what others show a step earlier; steps are bounded by the samples where nothing else is
// known.
void set_numerics(compare::Run& run, const experiment::Experiment& e, bool is_native) {
  run.rtol = e.run.rtol;
  run.longest_step = e.run.dt_max > 0 ? std::min(e.run.dt_max, e.run.t_sample) : e.run.t_sample;
  if (e.run.method == "euler" && is_native) run.time_shift = run.longest_step = e.run.dt;
}

// The folder of one engine, and that of the run which it belongs to.
struct Location {
  fs::path run, engine;
  std::string name() const { return engine.filename().string(); }
};

Location locate(const fs::path& folder, const std::string& preferred) {
  const fs::path path = folder.lexically_normal();
  const fs::path own = path.has_filename() ? path : path.parent_path();
  if (fs::exists(own / "stats.json")) return {fs::absolute(own).parent_path(), fs::absolute(own)};
  for (const std::string& engine : {preferred, std::string("native"), std::string("ngspice")})
    if (fs::exists(own / engine / "stats.json")) return {own, own / engine};
  throw InputError({.what = "not the folder of a run",
                    .where = folder.string(),
                    .allowed = "a folder that `somn run` wrote, or its ngspice or native folder"});
}

struct Loaded {
  experiment::Experiment experiment;
  circuit::Circuit circuit;
  compare::Run run;
  std::string regime;
};

std::string network_hash(const Location& at) {
  return netgen::hash(netgen::read_network(at.run / "network.graphml"));
}

Loaded load(const Location& at, const std::string& name) {
  Loaded l{.experiment = experiment::read_experiment(Config::from_file(at.run / "experiment.toml")),
           .circuit = {},
           .run = {},
           .regime = {}};
  l.circuit = experiment::make_circuit(l.experiment, experiment::make_network(l.experiment));
  l.run = stored_run(at.engine, at.name(), l.experiment);
  l.run.name = name;
  l.regime = nlohmann::json::parse(read_file(at.run / "analysis.json")).value("regime", "");
  return l;
}

std::vector<compare::Difference> differences(const Loaded& a, const Location& at_a, const Loaded& b,
                                             const Location& at_b) {
  std::vector<compare::Difference> result;
  const std::string hash_a = network_hash(at_a), hash_b = network_hash(at_b);
  if (hash_a != hash_b) result.push_back({"network (hash)", hash_a, hash_b});
  for (const experiment::KeyDifference& d :
       experiment::differences(to_toml(a.experiment, {}), to_toml(b.experiment, {}))) {
    if (d.kind == experiment::KeyKind::output || (d.kind == experiment::KeyKind::drawn && hash_a == hash_b)) continue;
    result.push_back({d.key, d.a, d.b, d.kind == experiment::KeyKind::numerics});
  }
  return result;
}

compare::Run finer(const Loaded& l, const Location& at) {
  experiment::Experiment e = experiment::halved(l.experiment, l.circuit);
  e.run.engine = at.name();
  experiment::RunResult result;
  if (at.name() == "native") {
    result = experiment::run_native(e, l.circuit, {});
  } else {
    ngspice::Worker worker;
    result = experiment::run_ngspice(worker, e, l.circuit, experiment::deck_of(e, l.circuit, {}),
                                     ngspice::find_code_model());
  }
  return compared_run(at.name(), e, result);
}

}  // namespace

compare::Comparison compare_folders(const ComparedFolders& request, const Control& control) {
  const bool is_same = fs::weakly_canonical(request.a) == fs::weakly_canonical(request.b);
  const Location at_a = locate(request.a, is_same ? "ngspice" : "native"), at_b = locate(request.b, "native");
  if (fs::weakly_canonical(at_a.engine) == fs::weakly_canonical(at_b.engine))
    throw InputError({.what = "a run compared with itself",
                      .where = request.a.string(),
                      .allowed = "two folders, or one that holds the runs of both engines"});
  const Loaded a = load(at_a, at_a.engine.string()), b = load(at_b, at_b.engine.string());
  compare::Facts facts = facts_of(a.circuit, a.experiment, a.regime);
  facts.differences = differences(a, at_a, b, at_b);
  facts.has_other_network = !facts.differences.empty() && facts.differences.front().key == "network (hash)";
  if (!facts.has_other_network && at_a.name() != at_b.name())
    compare_laws(a.circuit, a.run.final_states, circuit::voltage(a.circuit.drive, a.experiment.run.t_stop), facts);
  if (request.halving && !facts.has_other_network) facts.halving = compare::Halving{finer(a, at_a), finer(b, at_b)};
  compare::Comparison c = compare::compare(a.run, b.run, facts);
  if (!request.resolution || facts.has_other_network) return c;
  const auto guard = control.begin_stoppable();
  measure_resolution(b.experiment, b.circuit, a.run, b.run, facts, control.stop, c);
  return c;
}

compare::Comparison compare_engines(const experiment::Experiment& e, const circuit::Circuit& circuit,
                                    const compare::Run& a, const compare::Run& b, const std::string& regime,
                                    const Control& control) {
  compare::Facts facts = facts_of(circuit, e, regime);
  compare_laws(circuit, a.final_states, circuit::voltage(circuit.drive, e.run.t_stop), facts);
  compare::Comparison comparison = compare::compare(a, b, facts);
  const auto guard = control.begin_stoppable();
  measure_resolution(e, circuit, a, b, facts, control.stop, comparison);
  return comparison;
}

compare::Run compared_run(const std::string& name, const experiment::Experiment& e, const experiment::RunResult& r) {
  compare::Run run{.name = name, .trace = r.trace, .events = r.events, .final_states = r.final_states};
  set_numerics(run, e, name == "native");
  return run;
}

compare::Run stored_run(const fs::path& folder, const std::string& engine, const experiment::Experiment& e) {
  compare::Run run{.name = engine,
                   .trace = formats::read_trace(folder),
                   .events = events_from_csv(read_file(folder / "events.csv"), (folder / "events.csv").string()),
                   .final_states = read_csv(folder / "final_state.csv").numbers("state_1")};
  set_numerics(run, e, engine == "native");
  return run;
}

}  // namespace somn::workflow
