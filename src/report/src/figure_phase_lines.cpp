#include <somn/figures/csv_text.hpp>
#include "phase_figures.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::report {
namespace {

// One box per point; of two branches the upward one below.
std::string regime_boxes(const PhaseData& data) {
  const PhaseAxis& axis = data.axes[0];
  const std::vector<std::string> texts = data.words(axis.key), directions = data.words("direction"),
                                 regime = data.words("regime");
  const std::vector<double> agreement = data.column("agreement");
  std::string csv = "x,x_low,x_high,y,y_low,y_high,regime,agreement,rgb\n";
  const auto n = static_cast<double>(data.directions.size());
  for (std::size_t r = 0; r < texts.size(); ++r) {
    const std::size_t k = axis.index(texts[r]);
    const auto row = static_cast<double>(std::find(data.directions.begin(), data.directions.end(), directions[r]) -
                                         data.directions.begin());
    add_row(csv, axis.places[k], axis.edges[k], axis.edges[k + 1], (row + 0.5) / n, row / n, (row + 1) / n, regime[r],
            agreement[r], regime_colour(regime[r], agreement[r]));
  }
  return csv;
}

std::string parameter_rows(const PhaseData& data) {
  const PhaseAxis& axis = data.axes[0];
  const std::vector<std::string> texts = data.words(axis.key), directions = data.words("direction");
  std::string csv = "parameter,direction,x,mean,se\n";
  for (const std::string& parameter : data.parameters) {
    const std::vector<double> mean = data.column(parameter + "_mean"), se = data.column(parameter + "_se");
    for (const std::string& direction : data.directions)
      for (std::size_t k = 0; k < axis.texts.size(); ++k)
        for (std::size_t r = 0; r < texts.size(); ++r)
          if (texts[r] == axis.texts[k] && directions[r] == direction && std::isfinite(mean[r]))
            add_row(csv, parameter, direction.empty() ? "one" : direction, axis.places[k], mean[r],
                    std::isfinite(se[r]) ? se[r] : 0.0);
  }
  return csv;
}

struct Mark {
  const char *kind, *word, *tint;
};
constexpr Mark marks[] = {{"onset", "onset", colour::blue},
                          {"saturation", "saturation", colour::purple},
                          {"peak of fano", "largest fluctuations", colour::vermilion}};

// Bands over the interval, a line at the place; behind the curves of every panel.
std::string boundary_objects(const PhaseData& data) {
  std::string script;
  const CsvTable& table = data.boundaries;
  if (table.rows.empty()) return script;
  const std::vector<double> position = table.numbers("position"), low = table.numbers("low"),
                            high = table.numbers("high");
  const double factor = data.axes[0].factor;
  for (std::size_t r = 0; r < table.rows.size(); ++r)
    for (const Mark& mark : marks) {
      if (table.rows[r][table.column("kind")] != mark.kind) continue;
      if (std::isfinite(low[r]) && high[r] > low[r])
        script += fmt::format(
            "set object rectangle from {:g}, graph 0 to {:g}, graph 1 behind fillcolor \"{}\" fillstyle transparent "
            "solid 0.12 noborder\n",
            low[r] * factor, high[r] * factor, mark.tint);
      script += fmt::format("set arrow from {0:g}, graph 0 to {0:g}, graph 1 nohead dashtype 2 linecolor \"{1}\"\n",
                            position[r] * factor, mark.tint);
    }
  return script;
}

std::string regime_key() {
  std::string plots;
  for (const std::string& regime : regimes())
    plots += fmt::format(", \\\n     NaN with boxes fillstyle solid noborder linecolor rgb {} title \"{}\"",
                         regime_colour(regime, 1), regime);
  return plots;
}

std::string curve(const PhaseData& data, const std::string& parameter, double factor, bool is_top) {
  std::string plots;
  for (const std::string& direction : data.directions) {
    const std::string name = direction.empty() ? "one" : direction;
    const char* tint = direction == "down" ? colour::vermilion : colour::blue;
    plots += fmt::format(
        "{}table1 using (pick({}, {})):(column(\"mean\")*{:g}):(column(\"se\")*{:g}) with "
        "yerrorlines pointtype {} pointsize 0.6 linewidth 1.5 linecolor \"{}\"{}",
        plots.empty() ? "plot " : ", \\\n     ", plot_key(parameter), plot_key(name), factor, factor,
        direction == "down" ? 11 : 7, tint,
        is_top && !direction.empty() ? " title " + Shown(direction + "ward").literal() : "");
  }
  return plots + "\n";
}

}  // namespace

Figure phase_lines_figure(const PhaseData& data) {
  Figure figure{.name = "phase_lines", .title = "Phases"};
  const auto n_panels = static_cast<double>(data.parameters.size());
  const double strip = 60, panel = 150, head = 50, foot = 85, gap = 16;
  figure.height = static_cast<int>(head + strip + n_panels * (panel + gap) + foot);
  figure.tables = {{"phase_lines.csv", parameter_rows(data)}, {"phase_lines_regimes.csv", regime_boxes(data)}};
  const auto from_top = [&](double pixels) { return 1 - pixels / figure.height; };
  const PhaseAxis& axis = data.axes[0];
  std::string& script = figure.script;
  script = "set multiplot\nset lmargin at screen 0.12\nset rmargin at screen 0.97\n" + axis_commands(axis, 'x');
  script +=
      fmt::format("set tmargin at screen {:g}\nset bmargin at screen {:g}\n", from_top(head), from_top(head + strip));
  script += "set yrange [0:1]\nunset ytics\nset format x \"\"\nset key outside top center horizontal\n";
  if (data.directions.size() > 1) script += "set ytics (\"up\" 0.25, \"down\" 0.75)\n";
  script +=
      "plot table2 using \"x\":\"y\":\"x_low\":\"x_high\":\"y_low\":\"y_high\":\"rgb\" \\\n"
      "       with boxxyerror fillstyle solid noborder linecolor rgb variable" +
      regime_key() + "\n";
  script += "set key inside top left\nset format y \"%g\"\n" + boundary_objects(data) +
            "pick(p, d) = strcol(\"parameter\") eq p && strcol(\"direction\") eq d ? column(\"x\") : NaN\n";
  for (std::size_t k = 0; k < data.parameters.size(); ++k) {
    const double top = head + strip + gap + static_cast<double>(k) * (panel + gap);
    script +=
        fmt::format("set tmargin at screen {:g}\nset bmargin at screen {:g}\n", from_top(top), from_top(top + panel));
    if (k + 1 == data.parameters.size())
      script += fmt::format("set format x \"%g\"\nset xlabel {}\n", Shown(axis.label).literal());
    const ParameterScale scale = parameter_scale(data, data.parameters[k]);
    const double room = 0.08 * (scale.high - scale.low);
    script += fmt::format("set yrange [{:g}:{:g}]\nset ytics {:g} nomirror\n", scale.low - room / 2, scale.high + room,
                          tic_step(scale.high - scale.low));
    script += vertical_label(scale.label);
    script += curve(data, data.parameters[k], scale.factor, k == 0);
  }
  script += "unset multiplot\n";
  figure.caption =
      "Top: the regime that most seeds are in; the paler, the fewer agree. Below: order parameters, mean over seeds "
      "with "
      "its standard error. Dashed lines: onset (blue), saturation (purple) and largest fluctuations (red), with bands "
      "over their 95 % intervals.";
  return figure;
}

}  // namespace somn::report
