#include <somn/figures/panels.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::figures {
namespace {

std::string curve_script(const Panel& panel, const Curve& c) {
  const std::string x = fmt::format("(pick({})*{:g})", plot_key(c.series), panel.x_factor);
  const auto y = [&](const char* column) { return fmt::format("(column(\"{}\")*{:g})", column, panel.y_factor); };
  const std::string title = c.title.empty() ? "notitle" : "title " + Shown(c.title).literal();
  const auto with = [&](const std::string& columns, const std::string& style) {
    return fmt::format("using {}:{} with {} linecolor \"{}\" {}", x, columns, style, c.colour, title);
  };
  switch (c.mark) {
    case Mark::line:
      return with(y("y"), "lines linewidth 2");
    case Mark::thin:
      return with(y("y"), "lines linewidth 1");
    case Mark::dashes:
      return with(y("y"), "lines linewidth 1.5 dashtype 2");
    case Mark::points:
      return with(y("y"), "points pointtype 7 pointsize 0.5");
    case Mark::bars:
      return with(y("y") + ":" + y("low") + ":" + y("high"), "yerrorbars pointtype 7 pointsize 0.7 linewidth 2");
    case Mark::band:
      return fmt::format("using {}:{}:{} with filledcurves fillcolor \"{}\" fillstyle solid 1.0 noborder {}", x,
                         y("low"), y("high"), c.colour, title);
    case Mark::steps:
      return fmt::format("using {}:{} with boxes fillcolor \"{}\" fillstyle solid 0.35 border linecolor \"{}\" {}", x,
                         y("y"), c.colour, c.colour, title);
  }
  return {};
}

// In pixels of the whole picture: 82 left of a panel for its numbers and label, 76 below, a line of the key 24.
std::string margins(const Panel& p, int picture_height, std::size_t key_lines) {
  const double width = 1.0 / p.n_columns, height = 1.0 / p.n_rows, pixel = 1.0 / picture_height;
  const double left = p.column * width, bottom = 1 - (p.row + 1) * height, top = bottom + height - 12 * pixel;
  return fmt::format(
      "set lmargin at screen {:.4f}\nset rmargin at screen {:.4f}\nset tmargin at screen {:.4f}\n"
      "set bmargin at screen {:.4f}\nset key at graph 0, screen {:.4f} left top\n",
      left + 0.085, left + width - 0.015, top - 24 * pixel * static_cast<double>(key_lines), bottom + 76 * pixel, top);
}

}  // namespace

std::string vertical_line(double x, const char* colour) {
  return fmt::format(
      "set arrow from {0:g}, graph 0 to {0:g}, graph 1 nohead dashtype 3 linewidth 1.5 linecolor \"{1}\"\n", x, colour);
}

void set_panels(Figure& figure, int height, const SeriesTable& table, const std::vector<Panel>& panels) {
  figure.height = height;
  figure.tables.emplace_back(figure.name + ".csv", table.csv());
  figure.script =
      "set multiplot\npick(s) = strcol(\"series\") eq s ? column(\"x\") : NaN\nset key Left reverse vertical\n";
  for (const Panel& p : panels) {
    const auto n_titles = static_cast<std::size_t>(
        std::count_if(p.curves.begin(), p.curves.end(), [](const Curve& c) { return !c.title.empty(); }));
    const std::size_t key_lines = std::max<std::size_t>({p.key_lines, n_titles, 1});
    figure.script += margins(p, height, key_lines);
    figure.script += fmt::format(
        "set key maxrows {}\nset xlabel {}\nset label 99 {} at screen {:.4f}, graph 0.5 center rotate by 90 "
        "textcolor \"{}\"\n{}",
        key_lines, p.x_label.literal(), p.y_label.literal(), p.column * (1.0 / p.n_columns) + 0.016, colour::ink,
        p.settings);
    for (std::size_t k = 0; k < p.curves.size(); ++k)
      figure.script += fmt::format("{}{} {}{}\n", k == 0 ? "plot " : "     ", k == 0 ? "table1" : "\"\"",
                                   curve_script(p, p.curves[k]), k + 1 < p.curves.size() ? ", \\" : "");
    figure.script +=
        "unset arrow\nunset logscale\nset xtics autofreq\nset xrange [*:*]\nset yrange [*:*]\nset format\nset "
        "boxwidth\n";
  }
  figure.script += "unset multiplot\n";
}

Histogram whole_histogram_of(const std::vector<double>& values) {
  Histogram h{.centres = {}, .densities = {}, .width = 1};
  if (values.empty()) return h;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  for (double k = *low; k <= *high && h.centres.size() < 10000; ++k) {
    h.centres.push_back(k);
    h.densities.push_back(static_cast<double>(std::count(values.begin(), values.end(), k)) /
                          static_cast<double>(values.size()));
  }
  return h;
}

Histogram histogram_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  Histogram h;
  if (values.empty() || !(values.back() > values.front())) return h;
  const double n = static_cast<double>(values.size()), range = values.back() - values.front();
  const auto quartile = [&](double share) { return values[static_cast<std::size_t>(share * (n - 1))]; };
  const double rule = 2 * (quartile(0.75) - quartile(0.25)) / std::cbrt(n);
  const double n_bins = std::clamp(rule > 0 ? std::ceil(range / rule) : 60, 5.0, 60.0);
  h.width = range / n_bins;
  h.densities.resize(static_cast<std::size_t>(n_bins));
  for (const double v : values)
    h.densities[static_cast<std::size_t>(std::min((v - values.front()) / h.width, n_bins - 1))] += 1 / (n * h.width);
  for (std::size_t k = 0; k < h.densities.size(); ++k)
    h.centres.push_back(values.front() + (static_cast<double>(k) + 0.5) * h.width);
  return h;
}

}  // namespace somn::figures
