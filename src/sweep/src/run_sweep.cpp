// A sweep:
//
//   for every run, those of a branch in its order:
//     the index holds it as ok, and it started from what its predecessor has come to: it is done
//     its folder is complete (the parent ended between renaming and indexing), and so on: index it
//     else: it is ready, and what follows it in the branch waits
//   while runs are under way or ready:
//     start ready runs, lowest point first, while the executor has room: `somn run` into DIR/work/<point>-<seed>
//     for every run that ended:
//       well: rename its folder to DIR/points/<point>-<seed>, then append its row
//       killed, fewer than three times: ready again
//       else: append a row with its error
//       its successor is done, or ready, as above
//   sort the index
#include "attempt.hpp"

#include <somn/core/digest.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
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

struct Attempt {
  RunId run;
  int n = 0;
  fs::path folder;
  std::string started_from;  // digest of the states, as in the row
};

// "law" where a run starts from the law's own initial state.
std::string digest_of(const fs::path& states) {
  if (states.empty() || !fs::exists(states)) return "law";
  Digest digest;
  digest.add_bytes(read_file(states));
  return digest.text();
}

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
    std::vector<RunId> first;
    for (const Point& point : plan_.points)
      for (const std::uint64_t seed : plan_.seeds)
        if (!point.previous) first.emplace_back(point.number, seed);
    open(std::move(first));
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

  // What a former session left of these runs, and of those that follow them in their branches.
  void open(std::vector<RunId> runs) {
    while (!runs.empty()) {
      const RunId run = runs.back();
      runs.pop_back();
      const Point& point = plan_.points[run.first];
      const fs::path kept = folder_.run_folder(run.first, run.second);
      const bool is_indexed = index_.cell(run, "status") == "ok";
      if (!(is_indexed || fs::exists(kept / "analysis.json")) || !follows(run, kept)) {
        if (is_indexed) index_.add(run, cells(point, "error: what it started from has changed; run again", ""));
        ready_.insert(run);
        continue;
      }
      if (!is_indexed) index_.add(run, ok_cells(point, kept));
      ++progress_.n_done;
      ++progress_.n_found;
      for (const std::size_t next : successors_[run.first]) runs.emplace_back(next, run.second);
    }
  }

  // Did it start from the states that its predecessor has now? Always, where states are not carried.
  bool follows(const RunId& run, const fs::path& kept) const {
    const Point& point = plan_.points[run.first];
    if (plan_.direction.empty()) return true;
    std::string started = index_.cell(run, "started_from");
    if (started.empty() && fs::exists(kept)) started = digest_of(kept / "initial_state.csv");
    return started == digest_of(states_for(point, run.second));
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
    const fs::path states = states_for(point, run.second);
    attempt.started_from = plan_.direction.empty() ? "" : digest_of(states);
    executor_.start({.id = ++last_id_,
                     .command = run_command(options_.program, plan_.experiment, attempt.folder, all, states),
                     .timeout = plan_.timeout});
    running_[last_id_] = run;
    ready_.erase(run);
  }

  void finish(const Ending& ending) {
    const RunId run = running_.at(ending.id);
    running_.erase(ending.id);
    const Attempt attempt = attempts_.at(run);
    if (is_success(ending, attempt.folder)) {
      keep(run, attempt);
    } else {
      std::error_code ignored;
      fs::remove_all(attempt.folder, ignored);
      if (was_killed(ending) && attempt.n < most_attempts) {
        ready_.insert(run);
        return;
      }
      const std::string why = sentence(ending, plan_.timeout);
      index_.add(run, cells(plan_.points[run.first], "error: " + why, attempt.started_from));
      if (++progress_.n_failed == 1)
        progress_.first_failure = fmt::format("point {}, seed {}: {}", run.first, run.second, why);
    }
    attempts_.erase(run);
    ++progress_.n_done;
    std::vector<RunId> next;
    for (const std::size_t successor : successors_[run.first]) next.emplace_back(successor, run.second);
    open(std::move(next));
  }

  void keep(const RunId& run, const Attempt& attempt) {
    const Point& point = plan_.points[run.first];
    const fs::path target = folder_.run_folder(run.first, run.second);
    const Cells row = ok_cells(point, attempt.folder);
    const bool is_kept = plan_.keep != Keep::none || !successors_[run.first].empty();
    if (plan_.keep == Keep::none) strip(attempt.folder, is_kept);
    if (is_kept && !publish(attempt.folder, target, Existing::replace))
      throw InputError({.what = "something that somn did not make has the place of a run",
                        .where = target.string(),
                        .remedy = "move it away, then --resume"});
    index_.add(run, row);
  }

  Cells cells(const Point& point, const std::string& status, const std::string& started_from) const {
    Cells all;
    for (std::size_t k = 0; k < plan_.keys.size(); ++k) all.emplace_back(plan_.keys[k].name, point.values[k].text);
    all.emplace_back("status", status);
    if (!plan_.direction.empty()) {
      all.emplace_back("direction", point.is_down ? "down" : "up");
      all.emplace_back("started_from", started_from);
    }
    for (std::size_t k = 0; k < plan_.keys.size(); ++k)
      if (const Key& key = plan_.keys[k]; !key.unit.empty() && key.unit != "1")
        all.emplace_back(si_column(key), to_text(point.values[k].si));
    return all;
  }

  Cells ok_cells(const Point& point, const fs::path& run_folder) const {
    const std::string started_from = plan_.direction.empty() ? "" : digest_of(run_folder / "initial_state.csv");
    Cells all = cells(point, "ok", started_from);
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

  const Plan& plan_;
  SweepFolder& folder_;
  Executor& executor_;
  const Options& options_;
  Index index_;
  std::vector<std::vector<std::size_t>> successors_;  // by point
  std::set<RunId> ready_;
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
