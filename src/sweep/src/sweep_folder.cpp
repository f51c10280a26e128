#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/text.hpp>
#include <somn/sweep/run_sweep.hpp>

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

namespace somn::sweep {
namespace fs = std::filesystem;
namespace {

bool is_sweep(const fs::path& dir) {
  return fs::exists(dir / "sweep.toml") || fs::exists(dir / ".lock") || fs::is_empty(dir);
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
          {"values", values}};
}

// Waits a little: a process that was killed holds its lock until the kernel has taken it apart.
int lock(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) throw FileError("cannot write", file.string(), errno);
  for (int attempt = 0; attempt < 40; ++attempt) {
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
    if (errno != EWOULDBLOCK) return descriptor;  // a file system without locks
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  ::close(descriptor);
  throw InputError({.what = "another process works on this sweep",
                    .where = file.parent_path().string(),
                    .remedy = "wait for its end, or stop it"});
}

}  // namespace

SweepFolder::SweepFolder(fs::path dir, const Plan& plan, const std::string& version, Open how) : dir_(std::move(dir)) {
  const bool exists = fs::exists(dir_);
  if (exists && how == Open::create)
    throw InputError({.what = "the output folder exists",
                      .where = dir_.string(),
                      .remedy = "choose another name, --resume to go on with it or --force to replace it"});
  if (exists && !fs::is_directory(dir_)) throw FileError("not a folder:", dir_.string(), ENOTDIR);
  if (exists && !is_sweep(dir_))
    throw InputError({.what = "the folder holds something else than a sweep",
                      .where = dir_.string(),
                      .remedy = "choose another name"});
  make_folder(dir_);
  lock_ = lock(dir_ / ".lock");
  try {
    if (exists && how == Open::replace)
      for (const fs::directory_entry& entry : fs::directory_iterator(dir_))
        if (entry.path().filename() != ".lock") fs::remove_all(entry.path());
    const nlohmann::ordered_json now = facts(plan, version);
    if (fs::exists(dir_ / "sweep.toml")) {
      refuse_other_runs(dir_ / "sweep.json", now, plan.file);
      refuse_other_experiment(dir_ / "experiment.toml", plan);
    }
    fs::remove_all(dir_ / "work");
    make_folder(dir_ / "work");
    make_folder(dir_ / "points");
    write_file(dir_ / "sweep.json", json_text(now));
    write_file(dir_ / "experiment.toml", plan.experiment_text);
    write_file(dir_ / "sweep.toml", plan.sweep_text);
  } catch (const fs::filesystem_error& error) {
    ::close(lock_);
    throw FileError("cannot write", error.path1().string(), error.code().value());
  } catch (...) {
    ::close(lock_);
    throw;
  }
}

SweepFolder::~SweepFolder() {
  std::error_code ignored;
  fs::remove_all(dir_ / "work", ignored);
  ::close(lock_);
}

fs::path SweepFolder::run_folder(std::size_t point, std::uint64_t seed) const {
  return dir_ / "points" / fmt::format("{}-{}", point, seed);
}

}  // namespace somn::sweep
