// A sweep's phase map as its figures need it: axes with the edges of their cells, one cell per point.
#pragma once

#include <somn/figures/gnuplot.hpp>

#include <somn/core/csv.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace somn::report {

using namespace figures;

struct PhaseAxis {
  std::string key;                 // of the sweep
  std::string label;               // with its unit
  std::vector<std::string> texts;  // distinct values as written, ascending
  std::vector<double> places;      // where they stand on the axis: value x scale.factor, or 0, 1, 2 where no number
  std::vector<double> edges;       // between the cells, places.size() + 1
  double factor = 1;               // [axis unit per SI unit]
  bool is_log = false, is_numeric = false;

  std::size_t index(const std::string& text) const;
};

struct PhaseData {
  std::vector<PhaseAxis> axes;          // one per key
  std::string along;                    // the key that boundaries lie on
  CsvTable map, boundaries;             // the two files
  std::vector<std::string> directions;  // "up", "down" as far as they occur; {""} without
  std::vector<std::string> parameters;  // those worth a panel: known ones that are a number somewhere

  std::vector<double> column(const std::string& name) const { return map.numbers(name); }
  std::vector<std::string> words(const std::string& name) const;
};

PhaseData read_phase_data(const std::filesystem::path& dir);

// How an order parameter is drawn: "rate_Hz" -> "event rate (MHz)", factor 1e-6, and its largest and smallest mean.
struct ParameterScale {
  std::string label;
  double factor = 1;         // [plot unit per SI unit]
  double low = 0, high = 0;  // [plot unit] of mean -+ standard error; low is 0 where nothing is negative
};
// The words of a column of points.csv, with its unit: "rate_Hz" -> "event rate (Hz)", "t_half_s" -> "t half (s)".
std::string parameter_label(const std::string& column);
ParameterScale parameter_scale(const PhaseData&, const std::string& parameter);
// The colour of a regime, faded towards white by 1 - opacity, as gnuplot's rgb number.
long regime_colour(const std::string& regime, double opacity);
const std::vector<std::string>& regimes();
// set logscale, tics and range of an axis ('x' or 'y').
std::string axis_commands(const PhaseAxis&, char which);

}  // namespace somn::report
