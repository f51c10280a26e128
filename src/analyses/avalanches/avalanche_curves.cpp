// Of n values with counts c(x):
//   density = logarithmic bins of whole numbers: count / (n x integers in the bin), at the bin's geometric mean
//   ccdf    = fraction of values at or above x, at every observed x
//   fit     = p(x) = f x^-a / sum_{xmin..xmax} k^-a with f = fraction of the values inside [xmin, xmax], on that range
//             only; its ccdf is drawn on the same footing as the data's: f times what remains of the sum, plus the
//             fraction of values above xmax
#include "avalanche_curves.hpp"

#include <algorithm>

namespace somn::analysis {

using namespace figures;

Counts counts_of(const std::vector<double>& values) {
  Counts counts;
  for (const double value : values)
    if (value >= 1) counts[value] += 1;
  return counts;
}

Counts control_counts(const Json& control, const std::string& quantity) {
  const std::vector<double> values = numbers(control, "/shuffled/" + quantity + "/values");
  const std::vector<double> frequencies = numbers(control, "/shuffled/" + quantity + "/counts");
  Counts counts;
  for (std::size_t k = 0; k < std::min(values.size(), frequencies.size()); ++k)
    if (values[k] >= 1) counts[values[k]] += frequencies[k];
  return counts;
}

static double total(const Counts& counts) {
  double n = 0;
  for (const auto& [value, count] : counts) n += count;
  return n;
}

void add_density(CurveTable& table, const std::string& quantity, const char* series, const Counts& counts) {
  const double n = total(counts);
  auto next = counts.begin();
  for (int bin = 0; next != counts.end(); ++bin) {
    const double low = std::ceil(std::pow(10, bin / 8.0)),
                 high = std::ceil(std::pow(10, (bin + 1) / 8.0));  // [low, high)
    double inside = 0;
    for (; next != counts.end() && next->first < high; ++next) inside += next->second;
    if (inside > 0) table.add(quantity, "density", series, std::sqrt(low * (high - 1)), inside / (n * (high - low)));
  }
}

void add_ccdf(CurveTable& table, const std::string& quantity, const char* series, const Counts& counts) {
  const double n = total(counts);
  double at_least = n;
  for (const auto& [value, count] : counts) {
    table.add(quantity, "ccdf", series, value, at_least / n);
    at_least -= count;
  }
}

Fit fit_of(const Json& avalanches, const std::string& name, const Counts& counts) {
  Fit fit{.exponent = number(avalanches, name + "/alpha"),
          .error = number(avalanches, name + "/alpha_se"),
          .xmin = number(avalanches, name + "/xmin"),
          .xmax = number(avalanches, name + "/xmax"),
          .p = number(avalanches, name + "/p_value"),
          .n_tail = number(avalanches, name + "/n_tail"),
          .verdict = text(avalanches, name + "/verdict")};
  if (!(fit.xmax >= fit.xmin) && !counts.empty()) fit.xmax = counts.rbegin()->first;
  return fit;
}

void add_fit(CurveTable& table, const std::string& quantity, const Fit& fit, const Counts& counts) {
  double inside = 0, above = 0, norm = 0;
  for (const auto& [value, count] : counts) {
    if (value > fit.xmax) above += count;
    if (value >= fit.xmin && value <= fit.xmax) inside += count;
  }
  const double n = total(counts);
  for (double k = fit.xmin; k <= fit.xmax; ++k) norm += std::pow(k, -fit.exponent);
  const auto add_curve = [&](const char* curve, auto&& y) {
    double rest = norm, next = fit.xmin;
    for (double k = fit.xmin; k <= fit.xmax; ++k) {
      const double weight = std::pow(k, -fit.exponent);
      if (k >= next || k == fit.xmax) {
        table.add(quantity, curve, "fit", k, y(weight, rest));
        next = k * 1.05;
      }
      rest -= weight;
    }
  };
  add_curve("density", [&](double weight, double) { return inside / n * weight / norm; });
  add_curve("ccdf", [&](double, double rest) { return (above + inside * rest / norm) / n; });
}

}  // namespace somn::analysis
