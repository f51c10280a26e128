// Exit codes of `somn`, one for each kind of ending.
#pragma once

namespace somn::cli {

enum class ExitCode : int {
  ok = 0,
  comparison_failed = 1,  // or `doctor` misses what the main job needs
  usage_or_input = 2,
  simulation_failed = 3,  // of a sweep: every run failed
  runs_failed = 4,        // of a sweep: some runs failed, the others are finished
  picture_failed = 5,     // the results are complete, a picture or page of them is not
  internal_error = 70,
  interrupted = 130,  // Ctrl-C: what was computed has been written
};

}  // namespace somn::cli
