#pragma once

#include <somn/figures/gnuplot.hpp>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace somn::analysis {

struct ModalityData {
  nlohmann::ordered_json modality = {};
  std::vector<double> values = {};  // those that were tested, logarithms where it was them
  std::string label = {}, unit = {};
  bool is_whole = false;  // whole numbers: a bar for each
};
figures::Figure modality_figure(const std::vector<ModalityData>& sets);  // a panel for each that was tested

}  // namespace somn::analysis
