// Running a sweep: points out to an executor, folders and rows back in, so that the end of any process at any moment
// loses no finished run and repeats none.
#pragma once

#include <somn/core/output_folder.hpp>
#include <somn/sweep/plan.hpp>
#include <somn/sweep/processes.hpp>

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace somn::sweep {

// The folder of a sweep, held by one process at a time (core/output_folder.hpp: Lock, mark).
//   DIR/points.csv                 the index (index.hpp)
//   DIR/points/<point>-<seed>/     a finished run, complete since it has this name
//   DIR/sweep.toml, experiment.toml, sweep.json   what was asked for: a resumed sweep must be the same
//   DIR/work/                      runs under way
class SweepFolder {
 public:
  enum class Open { create, replace, resume };
  // InputError: it exists (create); it is no folder of somn, or holds something that somn did not make (replace); its
  // sweep or experiment file was another one (resume; a folder that does not exist is created); another process works
  // in it.
  SweepFolder(std::filesystem::path dir, const Plan&, const std::string& version, Open how);
  SweepFolder(const SweepFolder&) = delete;
  SweepFolder& operator=(const SweepFolder&) = delete;
  ~SweepFolder();  // removes DIR/work

  const std::filesystem::path& path() const { return dir_; }
  std::filesystem::path run_folder(std::size_t point, std::uint64_t seed) const;
  std::filesystem::path work(const std::string& name) const { return dir_ / "work" / name; }

 private:
  std::filesystem::path dir_;
  std::optional<Lock> lock_;
};

struct Progress {
  std::size_t n_runs = 0, n_done = 0, n_failed = 0;  // done: with those found finished and those that failed
  std::size_t n_found = 0;                           // finished before this session
  std::string first_failure = {};                    // "point 3, seed 1: why"
  double elapsed = 0, remaining = 0;                 // [s] of this session; nan before its first end
};

struct Options {
  std::string program;                               // what runs an experiment: the path of `somn`
  std::function<void(const Progress&)> on_progress;  // after every end, and each second
  const std::atomic<bool>* stop = nullptr;           // ends the sweep; runs under way are given up
};

// Runs what the index does not hold as "ok". A run that fails has its error as status; one that was killed, by
// whomever, is tried three times in all. Points whose predecessor in their branch failed start from the last one that
// did not; each row says which states its run started from (`started_from`, a digest of the file), and a run
// whose predecessor has come to other states since, because it was repaired, is run again, and so on along the branch.
// Throws InputError where the folder cannot be written (disk full): what is finished stays.
Progress run_sweep(const Plan&, SweepFolder&, Executor&, const Options&);

}  // namespace somn::sweep
