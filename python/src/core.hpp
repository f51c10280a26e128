// The parts of somnspice._core. It is private: what a user sees is the Python beside it (python/somnspice), which has no
// physics and no numbers of its own.
//
// Arrays are views without copies wherever the library holds the numbers together. Each owns what it points into by a
// capsule, so that it outlives the object that it came from; it is read-only.
#pragma once

#include <somn/somn.hpp>

#include <memory>
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

namespace somn::python {

namespace py = pybind11;

template <class Owner>
py::capsule keep(std::shared_ptr<Owner> owner) {
  return py::capsule(new std::shared_ptr<Owner>(std::move(owner)),
                     [](void* p) { delete static_cast<std::shared_ptr<Owner>*>(p); });
}

// `shape` numbers of T at `data`, which `owner` keeps alive.
template <class T, class Owner>
py::array_t<T> view(const T* data, std::vector<py::ssize_t> shape, std::shared_ptr<Owner> owner) {
  py::array_t<T> array(std::move(shape), data, keep(std::move(owner)));
  array.attr("flags").attr("writeable") = false;
  return array;
}

void add_errors(py::module_&);
void add_networks(py::module_&);
void add_runs(py::module_&);
void add_analyses(py::module_&);
void add_sessions(py::module_&);
void add_sweeps(py::module_&);
void add_tables(py::module_&);

}  // namespace somn::python
