// The curves of the avalanche figure: what is drawn of a list of sizes or durations, and of the law fitted to it.
#pragma once

#include <somn/figures/csv_text.hpp>
#include <somn/figures/json_path.hpp>

#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace somn::analysis {

using figures::Json;

using Counts = std::map<double, double>;  // value (1, 2, ...) -> how often

Counts counts_of(const std::vector<double>& values);
Counts control_counts(const Json& control, const std::string& quantity);  // of control.shuffled, all realisations

// The table behind the figure: quantity (sizes, durations), curve (density, ccdf), series (measured, shuffled, fit).
class CurveTable {
 public:
  void add(const std::string& quantity, const char* curve, const char* series, double x, double y) {
    figures::add_row(csv_, quantity, curve, series, x, y);
  }
  const std::string& csv() const { return csv_; }

 private:
  std::string csv_ = "quantity,curve,series,x,y\n";
};

void add_density(CurveTable&, const std::string& quantity, const char* series, const Counts&);
void add_ccdf(CurveTable&, const std::string& quantity, const char* series, const Counts&);

struct Fit {
  double exponent = NAN, error = NAN, xmin = NAN, xmax = NAN, p = NAN, n_tail = NAN;
  std::string verdict;
  bool is_accepted() const {
    return verdict.starts_with("power law not rejected") && exponent == exponent && xmin >= 1;
  }
};

Fit fit_of(const Json& avalanches, const std::string& name, const Counts&);  // name: "/size_fit"; xmax never missing
void add_fit(CurveTable&, const std::string& quantity, const Fit&, const Counts&);

}  // namespace somn::analysis
