#include "interrupt.hpp"

#include <somn/core/text.hpp>

#include <mutex>
#include <pybind11/stl.h>

namespace somn::python {
namespace {

// One engine's part of a run, and the run that it belongs to.
struct Part {
  std::shared_ptr<Run> run;
  std::size_t engine = 0;
  const experiment::RunResult& result() const { return run->engines.at(engine).result; }
};

py::array column(const Part& p, const std::string& name) {
  const std::vector<double>& values = p.result().trace.at(name).values;
  return view(values.data(), {static_cast<py::ssize_t>(values.size())}, p.run);
}

std::vector<std::string> columns(const Part& p) {
  std::vector<std::string> names;
  for (const Column& c : p.result().trace.columns) names.push_back(c.name);
  return names;
}

// The events as they lie in memory: a structured array whose `kind` is 0 (up) or 1 (down).
py::array events(const Part& p) {
  static const JunctionEvent none{};
  const std::vector<JunctionEvent>& all = p.result().events;
  const auto offset = [](const auto& member) {
    return static_cast<py::ssize_t>(reinterpret_cast<const char*>(&member) - reinterpret_cast<const char*>(&none));
  };
  static_assert(sizeof(EventKind) == 4);
  py::list names, formats, offsets;
  const auto add = [&](const char* name, const char* format, py::ssize_t at) {
    names.append(name), formats.append(format), offsets.append(at);
  };
  add("time_s", "f8", offset(none.time)), add("junction", "u4", offset(none.junction));
  add("kind", "i4", offset(none.kind)), add("delta_g_S", "f8", offset(none.delta_g));
  const py::dtype type(names, formats, offsets, sizeof(JunctionEvent));
  py::array array(type, {static_cast<py::ssize_t>(all.size())}, {static_cast<py::ssize_t>(sizeof(JunctionEvent))},
                  all.empty() ? &none : all.data(), keep(p.run));
  array.attr("flags").attr("writeable") = false;
  return array;
}

py::dict statistics(const Part& p) {
  const ngspice::Statistics& s = p.result().statistics;
  py::dict all;
  all["steps"] = s.steps, all["rejected"] = s.rejected, all["newton_iterations"] = s.newton_iterations;
  all["factorisations"] = s.factorisations, all["wall_s"] = s.wall, all["cpu_s"] = s.cpu;
  all["peak_rss_B"] = s.peak_rss, all["interrupted"] = s.interrupted;
  return all;
}

Experiment experiment_of(const std::shared_ptr<Network>& network, const std::string& file,
                         const workflow::Settings& settings) {
  return network ? make_experiment(*network, settings) : read_experiment(file, settings);
}

// Analysis and comparison are made when they are asked for: a run that cannot be analysed is a run all the same.
std::shared_ptr<Run> simulate(const std::shared_ptr<Network>& network, const std::string& file,
                              const workflow::Settings& settings, py::object on_progress) {
  Watch watch(std::move(on_progress));
  std::shared_ptr<Run> run;
  {
    const py::gil_scoped_release free;
    const workflow::Control control = watch.control();
    run = std::make_shared<Run>(workflow::prepare(experiment_of(network, file, settings), control));
    workflow::simulate(*run, control);
  }
  watch.rethrow();
  return run;
}

std::string analysis(Run& run) {
  const py::gil_scoped_release free;
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  if (run.analysis.is_null()) workflow::analyse(run);
  return run.analysis.dump();
}

py::object comparison(Run& run) {
  if (run.engines.size() != 2 || !run.is_whole()) return py::none();
  if (run.analysis.is_null()) analysis(run);
  Watch watch{py::none()};
  {
    const py::gil_scoped_release free;
    if (!run.comparison) workflow::compare(run, watch.control());
  }
  return py::str(compare::to_json(*run.comparison));
}

std::string save(Run& run, const std::string& folder, bool replace) {
  if (run.analysis.is_null()) analysis(run);
  comparison(run);
  const py::gil_scoped_release free;
  return workflow::save(run, folder, replace ? workflow::IfThere::replace : workflow::IfThere::refuse).string();
}

// The folder of a run as pictures: the page, what is missing and why.
py::tuple make_report(const std::string& folder) {
  report::Drawn drawn;
  {
    const py::gil_scoped_release free;
    drawn = workflow::make_report(folder);
  }
  return py::make_tuple(drawn.page.string(), drawn.failures);
}

}  // namespace

void add_runs(py::module_& m) {
  py::class_<Part>(m, "Part")
      .def_property_readonly("engine", [](const Part& p) { return p.run->engines.at(p.engine).engine; })
      .def_property_readonly("columns", columns)
      .def("column", column)
      .def_property_readonly("events", events)
      .def_property_readonly("final_states",
                             [](const Part& p) {
                               const std::vector<double>& x = p.result().final_states;
                               return view(x.data(), {static_cast<py::ssize_t>(x.size())}, p.run);
                             })
      .def_property_readonly("t_end", [](const Part& p) { return p.result().t_end; })
      .def_property_readonly("failure", [](const Part& p) { return p.result().failure; })
      .def_property_readonly("statistics", statistics)
      .def_property_readonly("transcript", [](const Part& p) { return p.result().transcript; });
  py::class_<Run, std::shared_ptr<Run>>(m, "Run")
      .def_property_readonly("parts",
                             [](const std::shared_ptr<Run>& r) {
                               std::vector<Part> parts;
                               for (std::size_t k = 0; k < r->engines.size(); ++k) parts.push_back({r, k});
                               return parts;
                             })
      .def_property_readonly("network",
                             [](const std::shared_ptr<Run>& r) { return std::shared_ptr<Network>(r, &r->network); })
      .def_property_readonly("t_stop", [](const Run& r) { return r.experiment.run.t_stop; })
      .def_property_readonly("experiment", [](const Run& r) { return experiment::to_toml(r.experiment, {}); })
      .def_readonly("deck", &Run::deck)
      .def_property_readonly("is_whole", &Run::is_whole)
      .def("analysis", analysis)
      .def("comparison", comparison)
      .def("save", save);
  m.def("simulate", simulate);
  m.def("make_report", make_report);
  m.def("make_view", [](const std::string& folder, const std::string& page) {
    const py::gil_scoped_release free;
    return workflow::make_view(folder, page).string();
  });
  m.def("netlist",
        [](const std::shared_ptr<Network>& network, const std::string& file, const workflow::Settings& settings,
           const std::string& subcircuit, const std::string& islands, const std::string& dead_ends) {
          const py::gil_scoped_release free;
          return workflow::netlist(experiment_of(network, file, settings),
                                   {.subcircuit = subcircuit, .islands = islands, .dead_ends = dead_ends},
                                   "somnspice.netlist")
              .text;
        });
}

}  // namespace somn::python
