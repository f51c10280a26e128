#include <somn/analyses/powerlaw/figure.hpp>
#include <somn/figures/csv_text.hpp>
#include <somn/figures/gnuplot.hpp>
#include <somn/figures/json_path.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <numeric>

namespace somn::analysis {

using namespace figures;

namespace {

using Histogram = std::map<double, double>;  // how often each value

struct Law {
  bool is_discrete = true;
  double alpha, xmin, xmax;
  double density(double x) const { return std::pow(x / xmin, -alpha); }
  // its sum (or integral) from a to the next step, b
  double weight(double a, double b) const {
    if (is_discrete && b == a + 1) return density(a);
    const double from = is_discrete ? a - 0.5 : a, to = is_discrete ? std::min(b, xmax + 1) - 0.5 : std::min(b, xmax);
    const double c = 1 - alpha;
    return xmin * (std::abs(c) < 1e-9 ? std::log(to / from) : (std::pow(to / xmin, c) - std::pow(from / xmin, c)) / c);
  }
};

// The next of values that are `ratio` apart, whole numbers of a discrete law.
double step(double x, double ratio, bool is_discrete) {
  return is_discrete ? std::max(x + 1, std::floor(x * ratio)) : x * ratio;
}

// Density in eighths of a decade, and the fraction at or above each value.
void add_data(std::string& csv, const Histogram& counts, double n, bool is_discrete) {
  auto next = counts.begin();
  for (double bin = std::floor(8 * std::log10(counts.begin()->first)); next != counts.end(); ++bin) {
    double low = std::pow(10, bin / 8), high = std::pow(10, (bin + 1) / 8);
    if (is_discrete) low = std::ceil(low), high = std::ceil(high);
    double here = 0;
    for (; next != counts.end() && next->first < high; ++next) here += next->second;
    if (here > 0)
      add_row(csv, "density", "data", std::sqrt(low * (is_discrete ? high - 1 : high)), here / (n * (high - low)));
  }
  double at_least = n, drawn = 0;
  for (const auto& [x, count] : counts) {
    if (drawn == 0 || x > drawn * 1.01 || at_least < 100) add_row(csv, "ccdf", "data", drawn = x, at_least / n);
    at_least -= count;
  }
}

// The exponential (geometric) law of the control, as far as the data reach.
void add_control(std::string& csv, const Json& control, double n, double largest, bool is_discrete) {
  const double least = number(control, "/least"), mean = number(control, "/mean"), q = 1 / (1 + mean - least);
  for (const bool is_density : {true, false})
    for (double x = least; x <= largest && mean > least; x = step(x, 1.05, is_discrete)) {
      const double rest = is_discrete ? std::pow(1 - q, x - least) : std::exp(-(x - least) / (mean - least));
      if (rest * n < 0.05) break;
      const double density = is_discrete ? q * rest : rest / (mean - least);
      add_row(csv, is_density ? "density" : "ccdf", "control", x, is_density ? density : rest);
    }
}

// The law over its range, by weights between steps of 2 %, on the footing of all n data.
void add_fit(std::string& csv, const Law& law, const Histogram& counts, double n) {
  double inside = 0, above = 0;
  for (const auto& [x, count] : counts) (x > law.xmax ? above : inside) += x >= law.xmin ? count : 0;
  std::vector<std::pair<double, double>> steps;
  double norm = 0;
  for (double x = law.xmin; x <= law.xmax;) {
    const double end = step(x, 1.02, law.is_discrete);
    steps.emplace_back(x, law.weight(x, end));
    norm += steps.back().second;
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

std::string panel(const Law& law, bool is_left, const std::string& title) {
  std::string script =
      fmt::format("set lmargin at screen {}\nset rmargin at screen {}\nset xlabel \"value\"\n{}",
                  is_left ? 0.085 : 0.575, is_left ? 0.495 : 0.985,
                  is_left ? vertical_label("probability density")
                          : "unset label 99\nunset key\nset title \"fraction at or above\" offset 0,-1\n");
  for (const double x : {law.xmin, law.xmax})
    script += fmt::format("set arrow from {0:g}, graph 0 to {0:g}, graph 1 nohead dashtype 3 linecolor \"{1}\"\n", x,
                          colour::grey);
  return script +
         fmt::format(
             "plot table1 using (pick(\"{0}\", \"control\")):\"y\" with lines linewidth 2 linecolor \"{4}\" title "
             "\"exponential, same mean\", \\\n"
             "     \"\" using (pick(\"{0}\", \"data\")):\"y\" with points pointtype 7 pointsize 0.5 linecolor "
             "\"{1}\" title \"data\", \\\n"
             "     \"\" using (pick(\"{0}\", \"fit\")):\"y\" with lines linewidth 2.5 linecolor \"{2}\" title \"{3}\" "
             "noenhanced\nunset arrow\n",
             is_left ? "density" : "ccdf", colour::blue, colour::vermilion, title, colour::grey);
}

// Points of density and CCDF of the data, and of the law over its range on the same footing.
Figure of_histogram(const Json& result, const Histogram& counts) {
  Figure figure{.name = "powerlaw", .title = "Power law", .height = 460};
  if (counts.empty()) {
    figure.absent = "There are no values.";
    return figure;
  }
  const double n =
      std::accumulate(counts.begin(), counts.end(), 0.0, [](double sum, const auto& c) { return sum + c.second; });
  const double xmax = number(result, "/xmax"), largest = counts.rbegin()->first;
  const Law law{text(result, "/kind") != "continuous", number(result, "/alpha"), number(result, "/xmin"),
                std::isfinite(xmax) ? xmax : largest};
  std::string csv = "curve,series,x,y\n";
  add_data(csv, counts, n, law.is_discrete);
  add_control(csv, at_path(result, "/control/exponential"), n, largest, law.is_discrete);
  if (std::isfinite(law.alpha)) add_fit(csv, law, counts, n);
  figure.tables.emplace_back("powerlaw.csv", std::move(csv));
  const std::string title =
      fmt::format("α = {:.3f} ± {:.3f}, p = {:.2f}, n_tail = {:.0f}", law.alpha, number(result, "/alpha_se"),
                  number(result, "/p_value"), number(result, "/n_tail"));
  figure.script =
      "set multiplot\nset logscale xy\nset format y \"10^{%T}\"\nset format x \"10^{%T}\"\nset key bottom left\n"
      "pick(c, s) = strcol(\"curve\") eq c && strcol(\"series\") eq s ? column(\"x\") : NaN\n" +
      panel(law, true, title) + panel(law, false, "") + "unset multiplot\n";
  return figure;
}

}  // namespace

Figure power_law_figure(const Json& result, const std::vector<double>& values, const std::vector<double>& counts) {
  Histogram histogram;
  for (std::size_t k = 0; k < values.size(); ++k) histogram[values[k]] += counts.empty() ? 1 : counts[k];
  std::erase_if(histogram, [](const auto& entry) { return !(entry.first > 0) || entry.second == 0; });
  return of_histogram(result, histogram);
}

}  // namespace somn::analysis
