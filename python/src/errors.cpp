// The program's errors as exceptions with its sentences. Each is also the exception that a Python programmer would catch.
#include "core.hpp"

namespace somn::python {

void add_errors(py::module_& m) {
  static py::handle error, input, file, simulation;  // immortal, as the module is
  const auto make = [&](const char* name, const py::tuple& bases, const char* doc) {
    const std::string full = std::string("somnspice.") + name;
    py::object type =
        py::reinterpret_steal<py::object>(PyErr_NewExceptionWithDoc(full.c_str(), doc, bases.ptr(), nullptr));
    m.attr(name) = type;
    return type.release();
  };
  error = make("Error", py::make_tuple(py::handle(PyExc_Exception)), "What the user can mend.");
  input = make("InputError", py::make_tuple(error, py::handle(PyExc_ValueError)),
               "Usage, files, values: wrong before anything is simulated.");
  file = make("FileError", py::make_tuple(input, py::handle(PyExc_OSError)), "A file that cannot be read or written.");
  simulation = make("SimulationError", py::make_tuple(error, py::handle(PyExc_RuntimeError)),
                    "The simulation failed or could not be started.");
  py::register_exception_translator([](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const FileError& e) {
      PyErr_SetString(file.ptr(), e.what());
    } catch (const InputError& e) {
      PyErr_SetString(input.ptr(), e.what());
    } catch (const SimulationError& e) {
      PyErr_SetString(simulation.ptr(), e.what());
    } catch (const Error& e) {
      PyErr_SetString(error.ptr(), e.what());
    }
  });
}

}  // namespace somn::python
