// One law as the catalogue holds it: its parameter table as data, and its C functions bound to parameter values.
// models/src/entry.cpp.in is compiled once per folder models/<law>.
#pragma once

#include "glue/law.h"

#include <somn/models/catalogue.hpp>

#include <memory>
#include <string>
#include <vector>

namespace somn::models {

struct Entry {
  const char* name;
  const somn_law* functions;
  std::vector<Parameter> parameters;
  std::vector<Preset> presets;
  std::shared_ptr<void> (*fill)(const std::vector<double>& values);  // the law's parameter struct, unchecked
};

Parameter real_parameter(const char* name, double value, const char* unit, const char* interval, const char* meaning,
                         const char* equation, const char* source);
Parameter choice_parameter(const char* name, const char* value, const char* choices, const char* meaning,
                           const char* equation, const char* source);

}  // namespace somn::models
