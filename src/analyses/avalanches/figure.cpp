// avalanche_figure: for sizes and for durations, density above and fraction at or above below; the measured avalanches
// over the shuffled control in grey. A law that was not refused is drawn over its range, with xmin and xmax as dotted
// lines and exponent, error, p and n_tail in the key; else the caption says why not.
#include "avalanche_curves.hpp"

#include <somn/analyses/avalanches/figure.hpp>
#include <somn/figures/gnuplot.hpp>
#include <somn/figures/json_path.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::analysis {

using namespace figures;

namespace {

std::string fit_title(const Fit& fit, const char* symbol) {
  return fmt::format("{} = {:.2f} ± {:.2f}, p = {:.2f}, n_tail = {:.0f}", symbol, fit.exponent, fit.error, fit.p,
                     fit.n_tail);
}

std::string panel(const std::string& quantity, const char* curve, const Fit& fit, const char* symbol, int column,
                  bool is_top) {
  std::string script = fmt::format(
      "set lmargin at screen {}\nset rmargin at screen {}\nset tmargin at screen {}\n"
      "set bmargin at screen {}\n",
      column == 0 ? 0.085 : 0.575, column == 0 ? 0.495 : 0.985, is_top ? 0.98 : 0.5, is_top ? 0.56 : 0.1);
  script += fmt::format("set format x \"{}\"\nset xlabel \"{}\"\n{}set yrange [*:{}]\n", is_top ? "" : "%g",
                        is_top                ? ""
                        : quantity == "sizes" ? "avalanche size S (events)"
                                              : "avalanche duration T (bins)",
                        column == 1 ? "unset label 99\n"
                        : is_top    ? vertical_label("probability density")
                                    : vertical_label("fraction at or above"),
                        is_top ? 30 : 1.3);
  if (fit.is_accepted())
    for (const double x : {fit.xmin, fit.xmax})
      script += fmt::format("set arrow from {0:g}, graph 0 to {0:g}, graph 1 nohead dashtype 3 linecolor \"{1}\"\n", x,
                            colour::grey);
  const std::string pick = fmt::format("(pick(\"{}\", \"{}\", ", quantity, curve);
  script += fmt::format("plot table1 using {}\"shuffled\")):\"y\" with {} linecolor \"{}\"{}, \\\n", pick,
                        is_top ? "linespoints pointtype 6 pointsize 0.4 linewidth 1.5" : "fsteps linewidth 2",
                        colour::grey, is_top ? " title \"intervals shuffled\"" : "");
  if (fit.is_accepted())
    script +=
        fmt::format("     \"\" using {}\"fit\")):\"y\" with lines linewidth 2.5 linecolor \"{}\"{}, \\\n", pick,
                    colour::vermilion, is_top ? fmt::format(" title \"{}\" noenhanced", fit_title(fit, symbol)) : "");
  script += fmt::format("     \"\" using {}\"measured\")):\"y\" with {} linecolor \"{}\"{}\n", pick,
                        is_top ? "points pointtype 7 pointsize 0.6" : "fsteps linewidth 2", colour::blue,
                        is_top ? " title \"measured\"" : "");
  return script + "unset arrow\n";
}

constexpr const char* caption_start =
    "Sizes (left) and durations (right) of the avalanches: density above, fraction at or above below. Grey: the same "
    "intervals between events in shuffled order, which keeps the rates and destroys the order; only what differs from "
    "it is due to avalanches.";

std::string x_range(const Counts& measured, const Counts& shuffled) {
  double largest = 1;
  for (const Counts* counts : {&measured, &shuffled})
    if (!counts->empty()) largest = std::max(largest, counts->rbegin()->first);
  return fmt::format("set xrange [0.8:{:g}]\n", 1.5 * largest);
}

}  // namespace

Figure avalanche_figure(const Json& avalanches, const Json& control) {
  Figure figure{.name = "avalanches", .title = "Avalanches"};
  struct Part {
    std::string quantity, fit_name;
    const char* symbol;
    Counts measured, shuffled;
    Fit fit;
  };
  std::vector<Part> parts{{"sizes", "/size_fit", "τ", {}, {}, {}}, {"durations", "/duration_fit", "α", {}, {}, {}}};
  CurveTable table;
  for (Part& part : parts) {
    part.measured = counts_of(numbers(avalanches, "/" + part.quantity));
    part.shuffled = control_counts(control, part.quantity);
    part.fit = fit_of(avalanches, part.fit_name, part.measured);
    for (const auto& [series, counts] :
         {std::pair{"shuffled", &part.shuffled}, std::pair{"measured", &part.measured}}) {
      add_density(table, part.quantity, series, *counts);
      add_ccdf(table, part.quantity, series, *counts);
    }
    if (part.fit.is_accepted()) add_fit(table, part.quantity, part.fit, part.measured);
  }
  if (parts.front().measured.empty()) {
    figure.absent = "No complete avalanche lies in the window of analysis: there is no distribution to draw.";
    return figure;
  }
  figure.height = 680;
  figure.tables.emplace_back("avalanches.csv", table.csv());
  figure.script = R"gp(set multiplot
set logscale xy
set format y "10^{%T}"
set key top right Right noreverse
set ytics 1e-12, 10, 1
pick(q, c, s) = strcol("quantity") eq q && strcol("curve") eq c && strcol("series") eq s ? column("x") : NaN
)gp";
  for (int column = 0; const Part& part : parts) {
    figure.script += x_range(part.measured, part.shuffled);
    for (const bool is_top : {true, false})
      figure.script += panel(part.quantity, is_top ? "density" : "ccdf", part.fit, part.symbol, column, is_top);
    ++column;
  }
  figure.script += "unset multiplot\n";
  figure.caption = caption_start;
  if (parts[0].fit.is_accepted() || parts[1].fit.is_accepted())
    figure.caption += " The red line is the maximum-likelihood power law over its range (dotted lines).";
  for (const Part& part : parts)
    if (!part.fit.is_accepted())
      figure.caption += fmt::format(" No power law is drawn for the {}: {}.", part.quantity,
                                    part.fit.verdict.empty() ? "no fit" : part.fit.verdict);
  return figure;
}

}  // namespace somn::analysis
