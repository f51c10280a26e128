#include "core.hpp"

PYBIND11_MODULE(_core, m) {
  m.doc() = "somnspice's library; use the names of somnspice instead.";
  m.attr("__version__") = SOMN_VERSION;
  somn::python::add_errors(m);
  somn::python::add_networks(m);
  somn::python::add_runs(m);
  somn::python::add_analyses(m);
  somn::python::add_sessions(m);
  somn::python::add_sweeps(m);
  somn::python::add_tables(m);
}
