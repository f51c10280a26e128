#include "core.hpp"

#include <pybind11/stl.h>

namespace somn::python {
namespace {

py::array_t<double> copy(std::span<const double> values) {
  return py::array_t<double>(static_cast<py::ssize_t>(values.size()), values.data());
}

}  // namespace

void add_sessions(py::module_& m) {
  py::class_<Session, std::shared_ptr<Session>>(m, "Session")
      .def(py::init([](const std::shared_ptr<Network>& network, const std::string& file, const workflow::Settings& s) {
        const py::gil_scoped_release free;
        return std::make_shared<Session>(network ? make_experiment(*network, s) : read_experiment(file, s));
      }))
      .def("advance", &Session::advance, py::call_guard<py::gil_scoped_release>())
      .def("set_voltage", py::overload_cast<const std::string&, double>(&Session::set_voltage),
           py::call_guard<py::gil_scoped_release>())
      .def_property_readonly("time", &Session::time)
      .def_property_readonly("voltage", &Session::voltage)
      .def_property_readonly("current", &Session::current)
      .def_property_readonly("states", [](const Session& s) { return copy(s.states()); })
      .def_property_readonly("conductances", [](const Session& s) { return copy(s.conductances()); })
      .def("node_voltages",
           [](const Session& s, const std::vector<std::uint32_t>& nodes) {
             py::array_t<double> volts(static_cast<py::ssize_t>(nodes.size()));
             for (std::size_t k = 0; k < nodes.size(); ++k)
               volts.mutable_at(static_cast<py::ssize_t>(k)) = s.voltage_at({nodes[k]});
             return volts;
           })
      .def_property_readonly("network",
                             [](const std::shared_ptr<Session>& s) {
                               return std::shared_ptr<Network>(s, const_cast<Network*>(&s->network()));
                             })
      .def_property_readonly("steps", [](const Session& s) { return s.statistics().steps; });
}

}  // namespace somn::python
