// A sweep:
//
//   for every run that the index does not hold as ok:
//     its folder is complete (the parent ended between renaming and indexing): index it
//     else: it is ready, or waits for its predecessor in the branch
//   while runs are under way or ready:
//     start ready runs, lowest point first, while the executor has room: `somn run` into DIR/work/<point>-<seed>
//     for every run that ended:
//       well: rename its folder to DIR/points/<point>-<seed>, then append its row
//       killed, fewer than three times: ready again
//       else: append a row with its error
//       its successor is ready
//   sort the index
#include "attempt.hpp"

#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/sweep/index.hpp>
#include <somn/sweep/order_cells.hpp>
#include <somn/sweep/run_sweep.hpp>

#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <set>

namespace somn::sweep {
namespace fs = std::filesystem;
namespace {

using Clock = std::chrono::steady_clock;
constexpr int most_attempts = 3;

class Sweep {
 public:
  Sweep(const Plan& plan, SweepFolder& folder, Executor& executor, const Options& options)
      : plan_(plan),
        folder_(folder),
        executor_(executor),
        options_(options),
        index_(folder.path() / "points.csv"),
        successors_(plan.points.size()) {
    for (const Point& point : plan.points)
      if (point.previous) successors_[*point.previous].push_back(point.number);
    progress_.n_runs = plan.n_runs();
    progress_.remaining = std::numeric_limits<double>::quiet_NaN();
  }

  Progress run() {
    for (const Point& point : plan_.points)
      for (const std::uint64_t seed : plan_.seeds) open(point, seed);
    tell();
    while (!is_stopped() && (!ready_.empty() || !running_.empty())) {
      while (!is_stopped() && !ready_.empty() && executor_.has_room()) start(*ready_.begin());
      for (const Ending& ending : executor_.wait(std::chrono::milliseconds(200))) finish(ending);
      tell();
    }
    if (index_.n_rows() > 0) index_.sort();
    return progress_;
  }

 private:
  bool is_stopped() const { return options_.stop && *options_.stop; }

  // What a former session left of this run.
  void open(const Point& point, std::uint64_t seed) {
    const RunId run{point.number, seed};
    if (index_.cell(run, "status") == "ok") {
      settle(run);
    } else if (const fs::path kept = folder_.run_folder(point.number, seed); fs::exists(kept / "analysis.json")) {
      index_.add(run, ok_cells(point, kept));
      settle(run);
    } else if (!point.previous || done_.contains({*point.previous, seed})) {
      ready_.insert(run);
    }
  }

  void settle(const RunId& run) {
    done_.insert(run);
    ready_.erase(run);
    ++progress_.n_done;
    ++progress_.n_found;
    release(run);
  }

  // The runs that waited for this one. Nothing waits yet for a point of a lower number, while the folder is opened.
  void release(const RunId& run) {
    for (const std::size_t next : successors_[run.first]) {
      const RunId successor{next, run.second};
      if (!done_.contains(successor)) ready_.insert(successor);
    }
  }

  // The final states that a run starts from: those of the nearest predecessor that has any.
  fs::path states_for(const Point& point, std::uint64_t seed) const {
    for (std::optional<std::size_t> p = point.previous; p; p = plan_.points[*p].previous)
      if (index_.cell({*p, seed}, "status") == "ok")
        if (const fs::path file = final_state(folder_.run_folder(*p, seed)); !file.empty()) return fs::absolute(file);
    return {};
  }

  void start(const RunId run) {
    const Point& point = plan_.points[run.first];
    Attempt& attempt = attempts_[run];
    attempt.run = run;
    attempt.folder = folder_.work(fmt::format("{}-{}.{}", run.first, run.second, attempt.n));
    ++attempt.n;
    const Settings all = settings(plan_, point, run.second);
    executor_.start(
        {.id = ++last_id_,
         .command = run_command(options_.program, plan_.experiment, attempt.folder, all, states_for(point, run.second)),
         .timeout = plan_.timeout});
    running_[last_id_] = run;
    ready_.erase(run);
  }

  void finish(const Ending& ending) {
    const RunId run = running_.at(ending.id);
    running_.erase(ending.id);
    const Attempt attempt = attempts_.at(run);
    if (is_success(ending, attempt.folder)) {
      keep(run, attempt.folder);
    } else {
      std::error_code ignored;
      fs::remove_all(attempt.folder, ignored);
      if (was_killed(ending) && attempt.n < most_attempts) {
        ready_.insert(run);
        return;
      }
      index_.add(run, cells(plan_.points[run.first], "error: " + sentence(ending, plan_.timeout)));
      ++progress_.n_failed;
    }
    attempts_.erase(run);
    done_.insert(run);
    ++progress_.n_done;
    release(run);
  }

  void keep(const RunId& run, const fs::path& done) {
    const Point& point = plan_.points[run.first];
    const fs::path target = folder_.run_folder(run.first, run.second);
    const Cells row = ok_cells(point, done);
    if (plan_.keep == Keep::none) strip(done, !successors_[run.first].empty());
    std::error_code error;
    fs::remove_all(target, error);
    if (plan_.keep != Keep::none || !successors_[run.first].empty()) {
      fs::rename(done, target, error);
      if (error) throw FileError("cannot name the folder of a run", target.string(), error.value());
    }
    index_.add(run, row);
  }

  Cells cells(const Point& point, const std::string& status) const {
    Cells all;
    for (std::size_t k = 0; k < plan_.keys.size(); ++k) all.emplace_back(plan_.keys[k].name, point.values[k].text);
    all.emplace_back("status", status);
    if (!plan_.direction.empty()) all.emplace_back("direction", point.is_down ? "down" : "up");
    for (std::size_t k = 0; k < plan_.keys.size(); ++k)
      if (const Key& key = plan_.keys[k]; !key.unit.empty() && key.unit != "1")
        all.emplace_back(si_column(key), to_text(point.values[k].si));
    return all;
  }

  Cells ok_cells(const Point& point, const fs::path& run_folder) const {
    Cells all = cells(point, "ok");
    for (auto& cell : order_cells(run_folder, plan_.measures)) all.push_back(std::move(cell));
    return all;
  }

  void tell() {
    progress_.elapsed = std::chrono::duration<double>(Clock::now() - begin_).count();
    const auto n_now = static_cast<double>(progress_.n_done - progress_.n_found);
    if (n_now > 0)
      progress_.remaining = progress_.elapsed / n_now * static_cast<double>(progress_.n_runs - progress_.n_done);
    if (options_.on_progress) options_.on_progress(progress_);
  }

  struct Attempt {
    RunId run;
    int n = 0;
    fs::path folder;
  };

  const Plan& plan_;
  SweepFolder& folder_;
  Executor& executor_;
  const Options& options_;
  Index index_;
  std::vector<std::vector<std::size_t>> successors_;  // by point
  std::set<RunId> ready_, done_;
  std::map<RunId, Attempt> attempts_;
  std::map<std::uint64_t, RunId> running_;
  std::uint64_t last_id_ = 0;
  Progress progress_;
  Clock::time_point begin_ = Clock::now();
};

}  // namespace

Progress run_sweep(const Plan& plan, SweepFolder& folder, Executor& executor, const Options& options) {
  return Sweep(plan, folder, executor, options).run();
}

}  // namespace somn::sweep
