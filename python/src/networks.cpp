#include "interrupt.hpp"

#include <somn/report/report.hpp>

#include <pybind11/stl.h>

namespace somn::python {
namespace {

using Shared = std::shared_ptr<Network>;

// Structs of equal numbers are rows of a table.
static_assert(sizeof(netgen::Point) == 2 * sizeof(double));
static_assert(sizeof(netgen::Junction) == 2 * sizeof(std::uint32_t));

py::object positions(const Shared& n) {
  if (n->positions.empty()) return py::none();
  return view(&n->positions.front().x, {static_cast<py::ssize_t>(n->positions.size()), 2}, n);
}

py::array junctions(const Shared& n) {
  static const std::uint32_t none = 0;
  const std::uint32_t* first = n->junctions.empty() ? &none : &n->junctions.front().positive.index;
  return view(first, {static_cast<py::ssize_t>(n->junctions.size()), 2}, n);
}

py::dict electrodes(const Shared& n) {
  py::dict all;
  for (const auto& [name, nodes] : n->electrodes) {
    py::list indices;
    for (const NodeId node : nodes) indices.append(node.index);
    all[py::str(name)] = indices;
  }
  return all;
}

py::dict values(const Shared& n) {
  py::dict all;
  for (const auto& [name, column] : n->junction_values)
    all[py::str(name)] = view(column.data(), {static_cast<py::ssize_t>(column.size())}, n);
  return all;
}

// [m] node, x and y of both ends, radius
py::array_t<double> bodies(const Shared& n) {
  py::array_t<double> table({static_cast<py::ssize_t>(n->bodies.size()), py::ssize_t{6}});
  auto rows = table.mutable_unchecked<2>();
  for (std::size_t k = 0; k < n->bodies.size(); ++k) {
    const netgen::Body& b = n->bodies[k];
    const double row[6] = {static_cast<double>(b.node.index), b.a.x, b.a.y, b.b.x, b.b.y, b.radius};
    for (int c = 0; c < 6; ++c) rows(static_cast<py::ssize_t>(k), c) = row[c];
  }
  return table;
}

py::list resistors(const Shared& n) {
  py::list all;
  for (const netgen::Resistor& r : n->resistors) all.append(py::make_tuple(r.a.index, r.b.index, r.resistance));
  return all;
}

// The results as JSON, the curves as CSV.
std::pair<std::string, std::string> percolation(const workflow::PercolationRequest& request, py::object on_progress) {
  Watch watch(std::move(on_progress));
  std::pair<std::string, std::string> texts;
  {
    const py::gil_scoped_release free;
    workflow::Percolation p = workflow::plan_percolation(request);
    workflow::sample(p, {.on_progress = [&](double fraction) { watch.look(fraction); }, .stop = watch.stop()});
    texts = {workflow::to_json(p).dump(), workflow::to_csv(p)};
  }
  watch.rethrow();
  return texts;
}

}  // namespace

void add_networks(py::module_& m) {
  py::class_<Network, Shared>(m, "Network")
      .def_readonly("n_nodes", &Network::n_nodes)
      .def_readonly("node_names", &Network::node_names)
      .def_property_readonly("n_junctions", &Network::n_junctions)
      .def_readonly("ensemble", &Network::ensemble)
      .def_readonly("seed", &Network::seed)
      .def_readonly("parameters", &Network::parameters)
      .def_readonly("laws", &Network::junction_law)
      .def_property_readonly("positions", positions)
      .def_property_readonly("heights",
                             [](const Shared& n) -> py::object {
                               if (n->heights.empty()) return py::none();
                               return view(n->heights.data(), {static_cast<py::ssize_t>(n->heights.size())}, n);
                             })
      .def_property_readonly("junctions", junctions)
      .def_property_readonly("electrodes", electrodes)
      .def_property_readonly("values", values)
      .def_property_readonly("bodies", bodies)
      .def_property_readonly("resistors", resistors)
      .def_property_readonly("is_spanning", [](const Network& n) { return netgen::is_spanning(n); })
      .def("hash", [](const Network& n) { return netgen::hash(n); })
      .def("measures", [](const Network& n) {
        const py::gil_scoped_release free;
        return workflow::to_json(n, netgen::measure(n)).dump();
      });
  m.def("generate", [](const std::string& ensemble, std::vector<std::pair<std::string, std::string>> options) {
    const py::gil_scoped_release free;
    return std::make_shared<Network>(
        netgen::generate({.ensemble = ensemble, .options = std::move(options), .where = "somnspice." + ensemble}));
  });
  m.def("read", [](const std::string& file, const std::string& format) {
    const py::gil_scoped_release free;
    return std::make_shared<Network>(workflow::read_network(file, format));
  });
  m.def("from_graphml", [](const std::string& text, const std::string& source) {
    const py::gil_scoped_release free;
    return std::make_shared<Network>(netgen::from_graphml(text, source));
  });
  m.def("write_view", [](const Network& n, const std::string& title, const std::string& page) {
    const py::gil_scoped_release free;
    report::write_network_view(n, title, page);
  });
  py::class_<workflow::PercolationRequest>(m, "PercolationRequest")
      .def(py::init<>())
      .def_readwrite("ensemble", &workflow::PercolationRequest::ensemble)
      .def_readwrite("kind", &workflow::PercolationRequest::kind)
      .def_readwrite("dilute", &workflow::PercolationRequest::dilute)
      .def_readwrite("rule", &workflow::PercolationRequest::rule)
      .def_readwrite("length_sd", &workflow::PercolationRequest::length_sd)
      .def_readwrite("sizes", &workflow::PercolationRequest::sizes)
      .def_readwrite("samples", &workflow::PercolationRequest::samples)
      .def_readwrite("seed", &workflow::PercolationRequest::seed)
      .def_readwrite("threads", &workflow::PercolationRequest::threads);
  m.def("percolation", percolation);
  m.def("write", [](const Network& n, const std::string& file, const std::string& format) {
    const py::gil_scoped_release free;
    netgen::write_network(n, file, format);
  });
}

}  // namespace somn::python
