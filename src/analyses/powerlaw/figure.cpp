#include <somn/analyses/powerlaw/figure.hpp>
#include <somn/figures/csv_text.hpp>
#include <somn/figures/gnuplot.hpp>
#include <somn/figures/json_path.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace somn::analysis {

using namespace figures;

namespace {

struct Law {
  bool is_discrete = true;
  double alpha, xmin, xmax;
  double density(double x) const { return std::pow(x / xmin, -alpha); }
};

// Points of density and CCDF of the data, and of the law over its range on the same footing.
Figure of_histogram(const Json& result, const std::map<double, double>& counts) {
  Figure figure{.name = "powerlaw", .title = "Power law"};
  double n = 0, inside = 0, above = 0;
  const Law law{text(result, "/kind") != "continuous", number(result, "/alpha"), number(result, "/xmin"),
                std::isfinite(number(result, "/xmax")) ? number(result, "/xmax")
                : counts.empty()                       ? 1
                                                       : counts.rbegin()->first};
  for (const auto& [x, count] : counts) {
    n += count;
    if (x > law.xmax)
      above += count;
    else if (x >= law.xmin)
      inside += count;
  }
  if (n == 0) {
    figure.absent = "There are no values.";
    return figure;
  }
  std::string csv = "curve,series,x,y\n";
  const double first = std::floor(8 * std::log10(counts.begin()->first));
  auto next = counts.begin();
  for (double bin = first; next != counts.end(); ++bin) {
    double low = std::pow(10, bin / 8), high = std::pow(10, (bin + 1) / 8);
    if (law.is_discrete) low = std::ceil(low), high = std::ceil(high);
    double here = 0;
    for (; next != counts.end() && next->first < high; ++next) here += next->second;
    if (here > 0)
      add_row(csv, "density", "data", std::sqrt(low * (law.is_discrete ? high - 1 : high)), here / (n * (high - low)));
  }
  double at_least = n, drawn = 0;
  for (const auto& [x, count] : counts) {
    if (drawn == 0 || x > drawn * 1.01 || at_least < 100) add_row(csv, "ccdf", "data", drawn = x, at_least / n);
    at_least -= count;
  }
  // the exponential (geometric) law of the control, as far as the data reach
  const double least = number(result, "/control/exponential/least"), mean = number(result, "/control/exponential/mean");
  const double q = 1 / (1 + mean - least);
  for (const bool is_density : {true, false})
    for (double x = least; x <= counts.rbegin()->first && mean > least;
         x = law.is_discrete ? std::max(x + 1, std::floor(x * 1.05)) : x * 1.05) {
      const double rest = law.is_discrete ? std::pow(1 - q, x - least) : std::exp(-(x - least) / (mean - least));
      if (rest * n < 0.05) break;
      const double density = law.is_discrete ? q * rest : rest / (mean - least);
      add_row(csv, is_density ? "density" : "ccdf", "control", x, is_density ? density : rest);
    }
  if (std::isfinite(law.alpha)) {
    // weights between steps of 2 %: the sum (or integral) of the law over each
    std::vector<std::pair<double, double>> steps;
    double norm = 0;
    for (double x = law.xmin; x <= law.xmax;) {
      const double end = law.is_discrete ? std::max(x + 1, std::floor(x * 1.02)) : x * 1.02;
      const double a = law.is_discrete ? x - 0.5 : x,
                   b = std::min(law.is_discrete ? end - 0.5 : end, law.is_discrete ? law.xmax + 0.5 : law.xmax),
                   c = 1 - law.alpha;
      const double weight =
          law.is_discrete && end == x + 1
              ? law.density(x)
              : law.xmin * (std::abs(c) < 1e-9 ? std::log(b / a)
                                               : (std::pow(b / law.xmin, c) - std::pow(a / law.xmin, c)) / c);
      steps.emplace_back(x, weight);
      norm += weight;
      if (end <= x) break;
      x = end;
    }
    double rest = norm;
    for (const auto& [x, weight] : steps) add_row(csv, "density", "fit", x, inside / n * law.density(x) / norm);
    for (const auto& [x, weight] : steps) {
      add_row(csv, "ccdf", "fit", x, (above + inside * rest / norm) / n);
      rest -= weight;
    }
  }
  figure.tables.emplace_back("powerlaw.csv", std::move(csv));
  figure.height = 460;
  const std::string title =
      fmt::format("α = {:.3f} ± {:.3f}, p = {:.2f}, n_tail = {:.0f}", law.alpha, number(result, "/alpha_se"),
                  number(result, "/p_value"), number(result, "/n_tail"));
  figure.script =
      "set multiplot\nset logscale xy\nset format y \"10^{%T}\"\nset format x \"10^{%T}\"\nset key bottom left\n"
      "pick(c, s) = strcol(\"curve\") eq c && strcol(\"series\") eq s ? column(\"x\") : NaN\n";
  for (const bool is_left : {true, false}) {
    const char* curve = is_left ? "density" : "ccdf";
    figure.script +=
        fmt::format("set lmargin at screen {}\nset rmargin at screen {}\nset xlabel \"value\"\n{}",
                    is_left ? 0.085 : 0.575, is_left ? 0.495 : 0.985,
                    is_left ? vertical_label("probability density")
                            : "unset label 99\nunset key\nset title \"fraction at or above\" offset 0,-1\n");
    for (const double x : {law.xmin, law.xmax})
      figure.script += fmt::format(
          "set arrow from {0:g}, graph 0 to {0:g}, graph 1 nohead dashtype 3 linecolor \"{1}\"\n", x, colour::grey);
    figure.script += fmt::format(
        "plot table1 using (pick(\"{0}\", \"control\")):\"y\" with lines linewidth 2 linecolor \"{4}\" title "
        "\"exponential, same mean\", \\\n"
        "     \"\" using (pick(\"{0}\", \"data\")):\"y\" with points pointtype 7 pointsize 0.5 linecolor "
        "\"{1}\" title \"data\", \\\n"
        "     \"\" using (pick(\"{0}\", \"fit\")):\"y\" with lines linewidth 2.5 linecolor \"{2}\" title \"{3}\" "
        "noenhanced\nunset arrow\n",
        curve, colour::blue, colour::vermilion, is_left ? title : "", colour::grey);
  }
  figure.script += "unset multiplot\n";
  return figure;
}

}  // namespace

Figure power_law_figure(const Json& result, const std::vector<double>& values, const std::vector<double>& counts) {
  std::map<double, double> histogram;
  for (std::size_t k = 0; k < values.size(); ++k) histogram[values[k]] += counts.empty() ? 1 : counts[k];
  std::erase_if(histogram, [](const auto& entry) { return !(entry.first > 0) || entry.second == 0; });
  return of_histogram(result, histogram);
}

}  // namespace somn::analysis
