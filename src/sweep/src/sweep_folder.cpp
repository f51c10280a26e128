#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/text.hpp>
#include <somn/sweep/run_sweep.hpp>

#include <cerrno>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

namespace somn::sweep {
namespace fs = std::filesystem;
namespace {

// What a sweep makes in its folder; runs have marks of their own.
const std::vector<std::string> made{"points.csv", "points/",       "work/",          "sweep.toml",   "experiment.toml",
                                    "sweep.json", "phase_map.csv", "boundaries.csv", "findings.csv", "findings.json"};

// Runs under way that ended with their sweep: 3-1.0, its lock, its check point, its temporary folder.
void remove_work(const fs::path& work) {
  if (!fs::is_directory(fs::symlink_status(work))) return;
  for (const fs::directory_entry& entry : fs::directory_iterator(work)) {
    std::string name = entry.path().filename().string();
    if (name.starts_with('.')) name.erase(0, 1);
    const std::size_t dash = name.find('-'), dot = name.find('.');
    if (dash == std::string::npos || dot == std::string::npos || dash > dot ||
        name.substr(0, dot).find_first_not_of("0123456789-") != std::string::npos)
      continue;
    fs::remove_all(entry.path());
  }
  std::error_code not_empty;
  fs::remove(work, not_empty);
}

// Of a sweep that is replaced, before what says which sweep it was: a kill in between leaves nothing that another one
// could take for its own.
void remove_runs(const fs::path& dir) {
  fs::remove(dir / "points.csv");
  if (fs::is_directory(dir / "points"))
    for (const fs::directory_entry& entry : fs::directory_iterator(dir / "points"))
      if (is_marked(entry.path())) remove_made(entry.path());
}

// What the runs depend on, of sweep.json. Seeds may be added, findings and comments changed.
void refuse_other_runs(const fs::path& kept, const nlohmann::ordered_json& now, const std::string& file) {
  const auto before = nlohmann::ordered_json::parse(read_file(kept), nullptr, false);
  for (const char* key : {"keys", "values", "direction", "along", "keep", "measures"})
    if (!before.is_object() || !before.contains(key) || before[key] != now[key])
      throw InputError({.what = fmt::format("the file was changed since this sweep began (its {})", key),
                        .where = file,
                        .allowed = fmt::format("the points and measures of {}", kept.string()),
                        .remedy = "put it back to go on, choose another -o, or --force to begin anew"});
}

// Sweeps of before 0.2 do not say; a file that was not there then has been read by no run.
void refuse_other_inputs(const fs::path& kept, const Plan& plan) {
  const auto before = nlohmann::json::parse(read_file(kept), nullptr, false);
  if (!before.is_object() || !before.contains("inputs") || !before["inputs"].is_object()) return;
  for (const auto& [name, digest] : plan.inputs)
    if (const auto it = before["inputs"].find(name); it != before["inputs"].end() && *it != "" && *it != digest)
      throw InputError({.what = "the file was changed since this sweep began",
                        .where = name,
                        .allowed = "the content that its runs have read",
                        .remedy = "put it back to go on, choose another -o, or --force to begin anew"});
}

void refuse_other_experiment(const fs::path& kept, const Plan& plan) {
  if (read_file(kept) != plan.experiment_text)
    throw InputError({.what = "the file was changed since this sweep began",
                      .where = plan.experiment.string(),
                      .allowed = fmt::format("the content of {}", kept.string()),
                      .remedy = "put it back to go on, choose another -o, or --force to begin anew"});
}

// The key that phase boundaries are looked for along.
std::string boundary_key(const Plan& plan) {
  std::string first;
  if (!plan.direction.empty()) return plan.keys[plan.along].name;
  for (const Key& key : plan.keys) {
    if (key.unit.empty()) continue;
    if (key.name == "drive.amplitude") return key.name;
    if (first.empty()) first = key.name;
  }
  return first;
}

nlohmann::ordered_json facts(const Plan& plan, const std::string& version) {
  using Json = nlohmann::ordered_json;
  Json keys = Json::array(), values = Json::array(), measures = Json::object(), figures = Json::array();
  for (const Key& key : plan.keys) keys.push_back({{"name", key.name}, {"unit", key.unit}});
  for (const Point& point : plan.points) {
    values.push_back(Json::array());
    for (const Value& value : point.values) values.back().push_back(value.toml);
  }
  for (const Measure& measure : plan.measures) measures[measure.column] = measure.pointer;
  for (const FigureRequest& f : plan.figures)
    figures.push_back({{"name", f.name},
                       {"title", f.title},
                       {"x", f.x},
                       {"y", f.y},
                       {"marks", f.marks},
                       {"log_x", f.is_log_x},
                       {"log_y", f.is_log_y},
                       {"where", f.where}});
  const fs::path file = plan.file;
  return {{"somnspice", version},
          {"title", plan.title},
          {"file", file.is_absolute() ? file.filename().string() : file.string()},
          {"experiment", plan.experiment.filename().string()},
          {"keys", keys},
          {"direction", plan.direction},
          {"along", plan.direction.empty() ? "" : plan.keys[plan.along].name},
          {"boundaries_along", boundary_key(plan)},
          {"keep", plan.keep},
          {"points", plan.points.size()},
          {"seeds", plan.seeds},
          {"measures", measures},
          {"figures", figures},
          {"values", values},
          {"inputs", plan.inputs}};
}

}  // namespace

// A folder to go on with: one of a sweep. Those of versions before 0.2 have no mark.
fs::path settled_sweep(const fs::path& dir, SweepFolder::Open how) {
  using Open = SweepFolder::Open;
  std::error_code error;
  if (how != Open::resume || !fs::is_directory(dir, error))
    return settled_output(dir, how == Open::create ? Existing::refuse : Existing::replace);
  if (!fs::exists(dir / "sweep.json") && !is_marked(dir) && !fs::is_empty(dir))
    throw InputError({.what = "the folder holds something else than a sweep",
                      .where = dir.string(),
                      .remedy = "choose another name"});
  return fs::canonical(dir);
}

SweepFolder::SweepFolder(fs::path dir, const Plan& plan, const std::string& version, Open how)
    : dir_(settled_sweep(dir, how)) {
  if (dir_.has_parent_path()) make_folder(dir_.parent_path());
  lock_.emplace(dir_);
  try {
    if (how == Open::resume && fs::is_directory(dir_)) {
      remove_work(dir_ / "work");
      remove_parts_in(dir_);
    }
    if (how == Open::replace && is_marked(dir_)) {
      remove_work(dir_ / "work");
      settled_sweep(dir_, how);
      remove_runs(dir_);
      remove_made_in(dir_);
    }
    if (::mkdir(dir_.c_str(), 0777) != 0 && (errno != EEXIST || how == Open::create)) {
      if (errno == EEXIST) settled_sweep(dir_, how);  // made since the look above: says so
      throw FileError("cannot make the folder", dir_.string(), errno);
    }
    mark_folder(dir_, "somn sweep", made);
    const nlohmann::ordered_json now = facts(plan, version);
    if (fs::exists(dir_ / "sweep.toml") && fs::exists(dir_ / "sweep.json") && fs::exists(dir_ / "experiment.toml")) {
      refuse_other_runs(dir_ / "sweep.json", now, plan.file);
      refuse_other_experiment(dir_ / "experiment.toml", plan);
      refuse_other_inputs(dir_ / "sweep.json", plan);
    }
    make_folder(dir_ / "work");
    make_folder(dir_ / "points");
    write_file(dir_ / "sweep.json", json_text(now));
    write_file(dir_ / "experiment.toml", plan.experiment_text);
    write_file(dir_ / "sweep.toml", plan.sweep_text);
  } catch (const fs::filesystem_error& error) {
    throw FileError("cannot write", error.path1().string(), error.code().value());
  }
}

SweepFolder::~SweepFolder() {
  try {
    remove_work(dir_ / "work");
  } catch (const std::exception&) {  // the next --resume does
  }
}

fs::path SweepFolder::run_folder(std::size_t point, std::uint64_t seed) const {
  return dir_ / "points" / fmt::format("{}-{}", point, seed);
}

}  // namespace somn::sweep
