// The tables that help, documentation and the keyword arguments come from, as JSON.
#include "core.hpp"

#include <somn/core/units.hpp>
#include <somn/experiment/tables.hpp>

#include <pybind11/stl.h>

namespace somn::python {
namespace {

const char* kind_name(const netgen::Option& o) {
  using Kind = netgen::Option::Kind;
  switch (o.kind) {
    case Kind::quantity:
      return "number";
    case Kind::integer:
      return "integer";
    case Kind::flag:
      return "boolean";
    case Kind::choice:
      return "choice";
    case Kind::text:
      return "text";
  }
  return "text";
}

py::list ensembles() {
  py::list all;
  for (const netgen::Ensemble& e : netgen::ensembles()) {
    schema::Json options = schema::Json::array();
    for (const netgen::Option& o : e.options)
      options.push_back({{"key", o.name},
                         {"unit", o.kind == netgen::Option::Kind::quantity ? si_unit(o.dimension) : std::string()},
                         {"kind", kind_name(o)},
                         {"choices", o.choices},
                         {"default", o.default_text},
                         {"meaning", o.meaning}});
    py::dict one;
    one["name"] = e.name, one["meaning"] = e.meaning, one["source"] = e.source, one["options"] = options.dump();
    all.append(one);
  }
  return all;
}

py::dict drives() {
  py::dict all;
  for (const circuit::DriveKind kind : experiment::drive_kinds())
    all[circuit::name(kind)] = schema::table_json(schema::descriptions(experiment::drive_fields(kind, "V"))).dump();
  return all;
}

std::string laws() {
  schema::Json all = schema::Json::array();
  for (const models::Law& law : models::laws()) all.push_back(workflow::to_json(law));
  return all.dump();
}

}  // namespace

void add_tables(py::module_& m) {
  m.def("ensembles", ensembles);
  m.def("drives", drives);
  m.def("laws", laws);
  m.def("experiment_fields", [] { return schema::table_json(experiment::file_fields()).dump(); });
  m.def("nearest_name",
        [](const std::string& word, const std::vector<std::string>& names) { return nearest_name(word, names); });
  // [SI] of one of two dimensions; a bare number is SI
  m.def("quantity", [](const std::string& text, const std::string& unit) {
    if (unit != "V or A") return parse_quantity(text, parse_unit(unit, "").dimension, "somnspice");
    try {
      return parse_quantity(text, dimension::voltage, "somnspice");
    } catch (const InputError&) {
      return parse_quantity(text, dimension::current, "somnspice");
    }
  });
  m.def("is_unit", [](const std::string& text) {
    try {
      parse_unit(text, "");
      return true;
    } catch (const InputError&) {
      return false;
    }
  });
}

}  // namespace somn::python
