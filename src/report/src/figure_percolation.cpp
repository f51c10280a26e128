#include <somn/figures/gnuplot.hpp>

#include <somn/report/percolation.hpp>

#include <array>
#include <fmt/format.h>

namespace somn::report {

using namespace figures;
namespace {

std::string threshold_marks(const PercolationFigure& f) {
  if (!f.has_threshold) return {};
  return fmt::format(
      "set object 1 rectangle from {:.9g}, graph 0 to {:.9g}, graph 1 behind fillstyle solid noborder fillcolor "
      "\"{}\"\n"
      "set arrow from {:.9g}, graph 0 to {:.9g}, graph 1 nohead dashtype 2 linecolor \"{}\"\n",
      f.low, f.high, colour::pale, f.threshold, f.threshold, colour::ink);
}

}  // namespace

void draw_percolation(const PercolationFigure& f, const std::filesystem::path& folder) {
  constexpr std::array<const char*, 6> colours{colour::grey,   colour::blue,      colour::green,
                                               colour::orange, colour::vermilion, colour::purple};
  Figure figure{.name = "percolation", .title = f.title};
  figure.tables.emplace_back("percolation.csv", f.csv);
  figure.script = fmt::format(
      "set xlabel {}\n{}set yrange [0:1]\nset key bottom right\nset lmargin at screen 0.085\n"
      "set rmargin at screen 0.985\n{}pick(size) = column(\"size\") == size ? column(\"density\") : NaN\nplot ",
      Shown(f.density_name).literal(), vertical_label("spanning probability"), threshold_marks(f));
  for (std::size_t k = 0; k < f.sizes.size(); ++k)
    figure.script += fmt::format(
        "{}table1 using (pick({})):\"probability\" with lines linewidth 2 linecolor \"{}\" title \"L = "
        "{}\"",
        k == 0 ? "" : ", \\\n     ", f.sizes[k], colours[k % colours.size()], f.sizes[k]);
  figure.script += "\n";
  draw(figure, folder);
}

}  // namespace somn::report
