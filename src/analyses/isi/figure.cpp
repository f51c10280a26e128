#include <somn/analyses/isi/figure.hpp>
#include <somn/figures/csv_text.hpp>
#include <somn/figures/gnuplot.hpp>
#include <somn/figures/json_path.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::analysis {

using namespace figures;

namespace {

struct Histogram {
  std::vector<double> centres, densities;  // [s], [1/s]; bins that hold something
};

Histogram histogram_of(const Json& isi, const std::string& train) {
  const std::vector<double> edges = numbers(isi, "/" + train + "/histogram/edges_s");
  const std::vector<double> densities = numbers(isi, "/" + train + "/histogram/density");
  Histogram histogram;
  for (std::size_t k = 0; k < densities.size() && k + 1 < edges.size(); ++k) {
    if (!(densities[k] > 0) || !(edges[k] > 0)) continue;
    histogram.centres.push_back(std::sqrt(edges[k] * edges[k + 1]));
    histogram.densities.push_back(densities[k]);
  }
  return histogram;
}

struct Extent {
  double x_low = INFINITY, x_high = 0, y_low = INFINITY, y_high = 0;
  void add(const Histogram& h) {
    for (std::size_t k = 0; k < h.centres.size(); ++k) {
      x_low = std::min(x_low, h.centres[k]), x_high = std::max(x_high, h.centres[k]);
      y_low = std::min(y_low, h.densities[k]), y_high = std::max(y_high, h.densities[k]);
    }
  }
};

void add_curve(std::string& csv, const char* name, const Histogram& h) {
  for (std::size_t k = 0; k < h.centres.size(); ++k) add_row(csv, name, h.centres[k], h.densities[k]);
}

// p(t) = rate exp(-rate t), as far as it stays on the picture.
Histogram poisson(double rate, const Extent& extent) {
  Histogram curve;
  for (double t = extent.x_low / 2; t <= 2 * extent.x_high; t *= std::pow(10, 0.02)) {
    const double density = rate * std::exp(-rate * t);
    if (density < extent.y_low / 2) break;
    curve.centres.push_back(t);
    curve.densities.push_back(density);
  }
  return curve;
}

}  // namespace

Figure isi_figure(const Json& isi) {
  Figure figure{.name = "isi", .title = "How regular the spikes are"};
  const Histogram pooled = histogram_of(isi, "pooled"), per_junction = histogram_of(isi, "per_junction");
  const Histogram spikes = histogram_of(isi, "network_spikes");
  Extent extent;
  for (const Histogram* h : {&pooled, &per_junction, &spikes}) extent.add(*h);
  if (extent.x_high == 0) {
    figure.absent = "Fewer than two spikes in the window of analysis: there is no interval to draw.";
    return figure;
  }
  // A few coincidences, events of one time step, would stretch the axis down to rounding errors.
  constexpr double most_decades = 1e7;
  const bool is_cut = extent.x_low < extent.x_high / most_decades;
  if (is_cut) extent.x_low = extent.x_high / most_decades;
  const double rate = number(isi, "/pooled/rate_Hz");
  std::string csv = "curve,interval_s,density_per_s\n";
  add_curve(csv, "pooled", pooled);
  add_curve(csv, "per_junction", per_junction);
  add_curve(csv, "network_spikes", spikes);
  if (rate > 0) add_curve(csv, "poisson", poisson(rate, extent));
  // Prefixes read well over a few decades only.
  const bool is_wide = extent.x_high > 1e4 * extent.x_low;
  const Scale time = is_wide ? Scale{1, "s"} : axis_scale(extent.x_high, "s");

  figure.height = 500;
  figure.tables.emplace_back("isi.csv", std::move(csv));
  figure.script = fmt::format(
      R"gp(set logscale xy
set format y "10^{{%T}}"
set format x "{x_format}"
set xrange [{x_low:g}:{x_high:g}]
set yrange [{y_low:g}:{y_high:g}]
set xlabel "inter-spike interval ({unit})"
{y_label}set key top right
set lmargin at screen 0.085
set rmargin at screen 0.985
pick(name) = strcol("curve") eq name ? column("interval_s")*{factor:g} : NaN
plot table1 using (pick("poisson")):"density_per_s" with lines linewidth 3 linecolor "{pale}" \
       title "Poisson, pooled rate", \
     "" using (pick("pooled")):"density_per_s" with linespoints pointtype 7 pointsize 0.5 linewidth 1.5 \
       linecolor "{blue}" title "all junctions pooled", \
     "" using (pick("per_junction")):"density_per_s" with linespoints pointtype 5 pointsize 0.45 linewidth 1.5 \
       linecolor "{green}" title "within each junction", \
     "" using (pick("network_spikes")):"density_per_s" with linespoints pointtype 9 pointsize 0.6 linewidth 1.5 \
       linecolor "{vermilion}" title "network spikes"
)gp",
      fmt::arg("x_low", extent.x_low / 2 * time.factor), fmt::arg("x_high", 2 * extent.x_high * time.factor),
      fmt::arg("y_low", extent.y_low / 2), fmt::arg("y_high", 3 * std::max(extent.y_high, rate > 0 ? rate : 0)),
      fmt::arg("unit", time.unit), fmt::arg("x_format", is_wide ? "10^{%T}" : "%g"),
      fmt::arg("y_label", vertical_label("probability density (1/s)")), fmt::arg("factor", time.factor),
      fmt::arg("pale", colour::pale), fmt::arg("blue", colour::blue), fmt::arg("green", colour::green),
      fmt::arg("vermilion", colour::vermilion));
  figure.caption =
      "Density of the intervals between successive spikes, logarithmic bins. A peak means a preferred rhythm; a "
      "Poisson process, which has none, follows the grey line. Pooling many independent junctions makes any train look "
      "like Poisson: the intervals within each junction tell how regular the junctions themselves are.";
  if (is_cut) figure.caption += " Intervals below a ten-millionth of the longest are not drawn; isi.csv has them.";
  return figure;
}

}  // namespace somn::analysis
