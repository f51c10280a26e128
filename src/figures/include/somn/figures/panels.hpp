// What the figures of single analyses share: one table of series, panels beside each other with their keys above the
// data, curves and bands picked from the table.
#pragma once

#include <somn/figures/csv_text.hpp>
#include <somn/figures/gnuplot.hpp>
#include <somn/figures/json_path.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace somn::figures {

// series,x,y,low,high: points and curves have y, bands low and high. The rows of a series stand together, in the order
// in which they were added: a line would break at a row of another.
class SeriesTable {
 public:
  void add(const std::string& series, double x, double y, double low = NAN, double high = NAN) {
    auto at = std::find_if(series_.begin(), series_.end(), [&](const auto& one) { return one.first == series; });
    if (at == series_.end()) at = series_.insert(at, {series, {}});
    add_row(at->second, series, x, y, low, high);
  }
  std::string csv() const {
    std::string all = "series,x,y,low,high\n";
    for (const auto& [name, rows] : series_) all += rows;
    return all;
  }

 private:
  std::vector<std::pair<std::string, std::string>> series_;
};

enum class Mark { line, thin, dashes, points, bars, band, steps };  // bars: y with low .. high

struct Curve {
  std::string series;
  Mark mark = Mark::line;
  const char* colour = colour::blue;
  std::string title = {};  // of the key, plain text; empty: none
};

struct Panel {
  int column = 0, n_columns = 1, row = 0, n_rows = 1;
  Shown x_label = "", y_label = "";
  std::string settings = {};  // gnuplot commands of this panel: scales, ranges
  double x_factor = 1, y_factor = 1;
  std::vector<Curve> curves = {};
  std::size_t key_lines = 0;  // room above the panel, at least as many as curves with a title; 0: that many
};

// Sets the table, the height [px] and the script.
void set_panels(Figure& figure, int height, const SeriesTable& table, const std::vector<Panel>& panels);

// A vertical line of a panel, at x on its axis.
std::string vertical_line(double x, const char* colour);

// Bins of equal width after Freedman and Diaconis (1981), 5 to 60 of them: centres and densities, n values in all.
struct Histogram {
  std::vector<double> centres = {}, densities = {};
  double width = 0;
};
Histogram histogram_of(std::vector<double> values);
Histogram whole_histogram_of(const std::vector<double>& values);  // a bin for each whole number

}  // namespace somn::figures
