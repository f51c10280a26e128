#include <somn/figures/csv_text.hpp>
#include "phase_figures.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::report {
namespace {

// One row per point: its cell, then its regime or its order parameters.
std::string cells(const PhaseData& data, bool with_regimes) {
  const PhaseAxis &x = data.axes[0], &y = data.axes[1];
  const std::vector<std::string> xs = data.words(x.key), ys = data.words(y.key), directions = data.words("direction"),
                                 regime = data.words("regime");
  const std::vector<double> agreement = data.column("agreement");
  std::string csv = "direction,x,x_low,x_high,y,y_low,y_high";
  std::vector<std::vector<double>> columns;
  if (with_regimes) csv += ",regime,agreement,rgb";
  if (!with_regimes)
    for (const std::string& p : data.parameters) csv += "," + p, columns.push_back(data.column(p + "_mean"));
  csv += "\n";
  for (std::size_t r = 0; r < xs.size(); ++r) {
    const std::size_t i = x.index(xs[r]), j = y.index(ys[r]);
    csv +=
        fmt::format("{},{},{},{},{},{},{}", cell(directions[r].empty() ? "one" : directions[r]), cell(x.places[i]),
                    cell(x.edges[i]), cell(x.edges[i + 1]), cell(y.places[j]), cell(y.edges[j]), cell(y.edges[j + 1]));
    if (with_regimes)
      csv += fmt::format(",{},{},{}", cell(regime[r]), cell(agreement[r]), regime_colour(regime[r], agreement[r]));
    for (const std::vector<double>& column : columns) csv += "," + cell(column[r]);
    csv += "\n";
  }
  return csv;
}

// Places of the boundaries along one axis, at the values of the other.
std::string boundary_rows(const PhaseData& data) {
  std::string csv = "kind,direction,x,x_low,x_high,y,y_low,y_high\n";
  const CsvTable& table = data.boundaries;
  if (table.rows.empty()) return csv;
  const bool is_x = data.along == data.axes[0].key;
  const PhaseAxis &along = data.axes[is_x ? 0 : 1], &other = data.axes[is_x ? 1 : 0];
  const std::vector<double> position = table.numbers("position"), low = table.numbers("low"),
                            high = table.numbers("high");
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const double place = other.places[other.index(table.rows[r][table.column(other.key)])],
                 at = position[r] * along.factor;
    const double from = std::isfinite(low[r]) ? low[r] * along.factor : at,
                 to = std::isfinite(high[r]) ? high[r] * along.factor : at;
    const std::string& direction = table.rows[r][table.column("direction")];
    const std::string name = direction.empty() ? "one" : direction, kind = table.rows[r][table.column("kind")];
    if (is_x)
      add_row(csv, kind, name, at, from, to, place, place, place);
    else
      add_row(csv, kind, name, place, place, place, at, from, to);
  }
  return csv;
}

struct Panels {
  std::size_t n_columns = 1, n_rows = 1;
  double left = 0.09, right = 0.97, top = 0.9, bottom = 0.12, x_gap = 0.1, y_gap = 0.12;

  std::string margins(std::size_t column, std::size_t row) const {
    const auto columns = static_cast<double>(n_columns), rows = static_cast<double>(n_rows);
    const double width = (right - left - (columns - 1) * x_gap) / columns,
                 height = (top - bottom - (rows - 1) * y_gap) / rows;
    const double x = left + static_cast<double>(column) * (width + x_gap),
                 y = top - static_cast<double>(row) * (height + y_gap);
    return fmt::format(
        "set lmargin at screen {:g}\nset rmargin at screen {:g}\nset tmargin at screen {:g}\nset bmargin at screen "
        "{:g}\n",
        x, x + width, y, y - height);
  }
};

std::string axes(const PhaseData& data) {
  return axis_commands(data.axes[0], 'x') + axis_commands(data.axes[1], 'y') +
         fmt::format("set xlabel {}\nset ylabel {} textcolor \"{}\"\n", Shown(data.axes[0].label).literal(),
                     Shown(data.axes[1].label).literal(), colour::ink);
}

std::string title_of(const std::string& direction) {
  return direction.empty() ? "" : direction + "ward";
}

}  // namespace

Figure phase_regimes_figure(const PhaseData& data) {
  Figure figure{.name = "phase_map", .title = "Phases"};
  Panels panels{.n_columns = data.directions.size(),
                .left = data.directions.size() > 1 ? 0.08 : 0.15,
                .top = 0.82,
                .bottom = 0.14};
  figure.width = static_cast<int>(620 * data.directions.size());
  figure.height = 600;
  figure.tables = {{"phase_map_regimes.csv", cells(data, true)}, {"phase_map_boundaries.csv", boundary_rows(data)}};
  figure.script = "set multiplot\n" + axes(data) +
                  "set key at screen 0.5, screen 0.99 center top horizontal maxcols 4 font \",12\"\n"
                  "pick(d) = strcol(\"direction\") eq d ? column(\"x\") : NaN\n"
                  "mark(k, d) = strcol(\"kind\") eq k && strcol(\"direction\") eq d ? column(\"x\") : NaN\n";
  for (std::size_t k = 0; k < data.directions.size(); ++k) {
    const std::string name = data.directions[k].empty() ? "one" : data.directions[k];
    figure.script += panels.margins(k, 0) + fmt::format("set label 98 {} at graph 0.02, graph 0.95 front\n",
                                                        Shown(title_of(data.directions[k])).literal());
    figure.script += fmt::format(
        "plot table1 using (pick({0})):\"y\":\"x_low\":\"x_high\":\"y_low\":\"y_high\":\"rgb\" "
        "with boxxyerror "
        "fillstyle solid noborder linecolor rgb variable",
        plot_key(name));
    for (const std::string& regime : regimes())
      figure.script += fmt::format(", \\\n     NaN with boxes fillstyle solid noborder linecolor rgb {} title \"{}\"",
                                   regime_colour(regime, 1), regime);
    for (const auto& [kind, word, type] : {std::tuple{"onset", "onset", 6}, std::tuple{"saturation", "saturation", 4},
                                           std::tuple{"peak of fano", "largest fluctuations", 8}})
      figure.script += fmt::format(
          ", \\\n     table2 using (mark(\"{}\", {})):\"y\":\"x_low\":\"x_high\":\"y_low\":\"y_high\" with "
          "xyerrorbars pointtype {} linewidth 1.5 linecolor \"#000000\" title \"{}\"",
          kind, plot_key(name), type, word);
    figure.script += "\n";
  }
  figure.script += "unset multiplot\n";
  figure.caption =
      "The regime that most seeds are in; the paler, the fewer agree. Marks: where the phases meet, with 95 % "
      "intervals.";
  return figure;
}

Figure phase_parameters_figure(const PhaseData& data) {
  Figure figure{.name = "phase_parameters", .title = "Order parameters"};
  const std::size_t n = data.parameters.size() * data.directions.size();
  Panels panels{.n_columns = 2,
                .n_rows = (n + 1) / 2,
                .left = 0.08,
                .right = 0.91,
                .top = 1,
                .bottom = 0,
                .x_gap = 0.19,
                .y_gap = 0};
  figure.width = 1100;
  figure.height = static_cast<int>(390 * panels.n_rows);
  panels.top = 1 - 50.0 / figure.height, panels.bottom = 80.0 / figure.height, panels.y_gap = 135.0 / figure.height;
  figure.tables = {{"phase_parameters.csv", cells(data, false)}};
  figure.script =
      "set multiplot\n" + axes(data) + viridis() +
      "pick(d) = strcol(\"direction\") eq d ? column(\"x\") : NaN\nset cbtics scale 0.3\nset format cb \"%.3g\"\n";
  std::size_t place = 0;
  for (const std::string& parameter : data.parameters)
    for (const std::string& direction : data.directions) {
      const ParameterScale scale = parameter_scale(data, parameter);
      figure.script += panels.margins(place % 2, place / 2);
      figure.script += fmt::format(
          "set title {} textcolor \"{}\"\nset cbrange [{:g}:{:g}]\nplot table1 using "
          "(pick({})):\"y\":\"x_low\":\"x_high\":\"y_low\":\"y_high\":(column(\"{}\")*{:g}) with boxxyerror "
          "fillstyle solid "
          "noborder "
          "linecolor palette\n",
          Shown(scale.label + (direction.empty() ? "" : ", " + title_of(direction))).literal(), colour::ink, scale.low,
          scale.high, plot_key(direction.empty() ? "one" : direction), parameter, scale.factor);
      ++place;
    }
  figure.script += "unset multiplot\n";
  figure.caption = "Means over the seeds; white: no value (no events).";
  return figure;
}

}  // namespace somn::report
