// A law's C functions with its parameter struct filled in: what stands behind Law and Device.
#pragma once

#include "glue/law.h"

#include <memory>
#include <string>
#include <vector>

namespace somn::models {

struct PreparedLaw {
  const somn_law* functions = nullptr;
  std::shared_ptr<void> params;
};

// `values` in the order of the law's table. `*wrong`: nullptr, or what is wrong with the combination.
PreparedLaw prepare(const std::string& law, const std::vector<double>& values, const char** wrong = nullptr);

}  // namespace somn::models
