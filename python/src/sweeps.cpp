#include "interrupt.hpp"

#include <pybind11/stl.h>
#include <thread>

namespace somn::python {
namespace {

py::dict sweep(const std::string& file, const std::string& output, std::size_t jobs,
               const std::vector<std::uint64_t>& seeds, const std::string& how, py::object on_progress) {
  using Open = sweep::SweepFolder::Open;
  Watch watch(std::move(on_progress));
  workflow::SweepRun run;
  {
    const py::gil_scoped_release free;
    const sweep::Plan plan = sweep::read_plan(file, seeds);
    sweep::SweepFolder folder(output, plan, SOMN_VERSION,
                              how == "resume"    ? Open::resume
                              : how == "replace" ? Open::replace
                                                 : Open::create);
    sweep::LocalProcesses processes(jobs ? jobs : std::max(1U, std::thread::hardware_concurrency()));
    run = workflow::run_sweep(
        plan, folder, processes,
        {.program = workflow::find_program().string(),
         .on_progress = [&](const sweep::Progress& p) { watch.look(p.n_done, p.n_runs, p.n_failed); },
         .stop = watch.stop()});
  }
  watch.rethrow();
  py::dict told;
  told["runs"] = run.progress.n_runs, told["finished"] = run.progress.n_done, told["failed"] = run.progress.n_failed;
  told["found_finished"] = run.progress.n_found, told["first_failure"] = run.progress.first_failure;
  told["missing_pictures"] = run.missing_pictures;
  return told;
}

}  // namespace

void add_sweeps(py::module_& m) {
  m.def("sweep", sweep);
  m.def("find_program", [] { return workflow::find_program().string(); });
  m.def("compare_folders", [](const std::string& a, const std::string& b, bool halving, bool resolution) {
    Watch watch{py::none()};
    const py::gil_scoped_release free;
    return compare::to_json(
        workflow::compare_folders({.a = a, .b = b, .halving = halving, .resolution = resolution}, watch.control()));
  });
}

}  // namespace somn::python
