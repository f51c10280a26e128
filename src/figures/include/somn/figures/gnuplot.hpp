// Figures: numbers in CSV tables, a gnuplot script that stands beside them, an SVG that gnuplot makes of both.
#pragma once

#include <somn/figures/gnuplot_text.hpp>

#include <array>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace somn::figures {

struct Figure {
  std::string name = {};                                         // "raster": raster.svg and raster.gp in the folder
  std::string title = {};                                        // heading on the page and <title> of the SVG
  std::string caption = {};                                      // what to see, in plain text
  int width = 960, height = 540;                                 // [px]
  std::vector<std::pair<std::string, std::string>> tables = {};  // file name in the folder, CSV text
  // The plot commands after the common opening, which calls the tables table1, table2, ...: no name of a file is in it.
  // Texts of others enter it by gnuplot_text.hpp only.
  std::string script = {};
  std::string absent = {};  // why there is nothing to draw; then no file is written
};

// InputError with the remedy where no gnuplot is on the PATH: to be asked before the work, not after.
std::string require_gnuplot(const std::string& what_for);

// Writes NAME.csv, NAME.gp and, through gnuplot, NAME.svg into `folder`; returns the SVG text.
// Throws FileError, and InputError where gnuplot is missing or fails (with what it said) or a name is none (plot_file).
std::string draw(const Figure&, const std::filesystem::path& folder);

// The same figure as NAME.png (twice the points of the SVG) or NAME.pdf, after draw(). Throws as draw() does; InputError for
// another format.
inline constexpr std::array<const char*, 3> picture_formats{"svg", "png", "pdf"};
void draw_also(const Figure&, const std::filesystem::path& folder, const std::string& format);

// Draws under the name of `svg`: beside NAME.svg stand NAME_figure.csv, the numbers drawn, and NAME.gp, which draws it
// again. InputError also where there is nothing to draw (with the reason).
void draw_as(Figure figure, const std::filesystem::path& svg);

// An SVG as a part of an HTML page: no XML prologue, no namespace addresses, ids made unique by `prefix`, scaled to the
// width of its column, `title` (plain text) as its accessible name.
std::string inline_svg(const std::string& svg, const std::string& prefix, const std::string& title);

// The scale on which an axis is labelled: value [SI] x factor = number in `unit` ("µs").
struct Scale {
  double factor = 1;
  std::string unit;
};
Scale axis_scale(double largest, const std::string& si_unit);

// Colours that colour-blind readers can tell apart (Okabe & Ito 2008), and a gnuplot command that sets viridis
// (Smith & van der Walt 2015, CC0), which gnuplot 5.4 does not have.
namespace colour {
inline constexpr const char* ink = "#333333";
inline constexpr const char* grey = "#9a9a9a";
inline constexpr const char* pale = "#c9ced6";
inline constexpr const char* blue = "#0072b2";
inline constexpr const char* orange = "#e69f00";
inline constexpr const char* vermilion = "#d55e00";
inline constexpr const char* green = "#009e73";
inline constexpr const char* purple = "#cc79a7";
}  // namespace colour
std::string viridis();

// Names the vertical axis at a fixed place on the left, whatever the width of its numbers.
std::string vertical_label(const Shown& text);

// A dashed line where the analysis begins, at `time` on the axis; nothing where that is the beginning or unknown (NaN).
std::string start_line(double time);

// A tic distance of 1, 2 or 5 times a power of ten that gives two to four tics on a range of this size.
double tic_step(double range);

// A number for people: "2.23 µA", "0.71", "–" where there is none. `digits` significant; spaces do not break.
std::string human(double value, const std::string& unit, int digits = 3);

}  // namespace somn::figures
