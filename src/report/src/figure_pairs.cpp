// pairs_figure: how each measure is distributed over the pairs, its mean, and the means of the controls in grey.
// synchrony_figure: the signals with their mean; chi and Kuramoto's r over those of shifted signals.
#include "panels.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace somn::report {

Figure pairs_figure(const Json& result) {
  Figure figure{.name = "pairs", .title = "How alike the trains are"};
  if (!result.contains("pairs") || result["pairs"].empty()) {
    figure.absent = text(result, "/verdict").empty() ? "There are no pairs." : text(result, "/verdict");
    return figure;
  }
  struct Measure {
    const char *key, *label;
  };
  constexpr Measure measures[] = {{"isi_distance", "ISI-distance"},
                                  {"spike_distance", "SPIKE-distance"},
                                  {"spike_synchronisation", "SPIKE-synchronisation"},
                                  {"sttc", "spike time tiling coefficient"}};
  SeriesTable table;
  std::vector<Panel> panels;
  for (const Measure& m : measures) {
    std::vector<double> values;
    for (const Json& pair : result["pairs"])
      if (const double v = number(pair, std::string("/") + m.key); std::isfinite(v)) values.push_back(v);
    const Histogram h = histogram_of(values);
    const double width = h.width > 0 ? h.width : 0.01;
    if (h.centres.empty() && !values.empty()) table.add(m.key, values.front(), static_cast<double>(values.size()));
    for (std::size_t k = 0; k < h.centres.size(); ++k)
      table.add(m.key, h.centres[k], h.densities[k] * h.width * static_cast<double>(values.size()));
    const int k = static_cast<int>(panels.size());
    Panel p{.column = k % 2,
            .n_columns = 2,
            .row = k / 2,
            .n_rows = 2,
            .x_label = m.label,
            .y_label = "pairs",
            .settings = fmt::format("set yrange [0:*]\nset boxwidth {:g}\n", width),
            .key_lines = 3};
    p.curves = {{m.key, Mark::steps, colour::blue,
                 fmt::format("measured, mean {:.3g}", number(result, std::string("/") + m.key))}};
    p.settings += vertical_line(number(result, std::string("/") + m.key), colour::blue);
    for (const auto& [kind, shade] : {std::pair{"shuffled", colour::grey}, std::pair{"poisson", colour::pale}}) {
      const std::string at = fmt::format("/control/{}/{}", kind, m.key);
      const double mean = number(result, at + "/mean"), sd = number(result, at + "/sd");
      if (!std::isfinite(mean)) continue;
      p.settings += fmt::format(
          "set arrow from {0:g}, graph 0 to {0:g}, graph 1 nohead linewidth 3 linecolor \"{1}\"\n", mean, shade);
      table.add(fmt::format("{} {}", m.key, kind), mean, 0, mean - 2 * sd, mean + 2 * sd);
      p.curves.push_back({fmt::format("{} {}", m.key, kind), Mark::line, shade,
                          fmt::format("{}: mean {:.3g} ± {:.2g}", kind, mean, sd)});
    }
    panels.push_back(std::move(p));
  }
  set_panels(figure, 720, table, panels);
  return figure;
}

Figure synchrony_figure(const Json& result, const std::vector<std::vector<double>>& signals) {
  Figure figure{.name = "synchrony", .title = "Do the units go together"};
  if (!std::isfinite(number(result, "/chi"))) {
    figure.absent = text(result, "/verdict").empty() ? "There is no synchrony to draw." : text(result, "/verdict");
    return figure;
  }
  constexpr std::size_t most_units = 8, most_samples = 500;
  SeriesTable table;
  Panel left{.n_columns = 2, .x_label = "sample (the first 500)", .y_label = "signal", .key_lines = 3};
  const std::size_t n = std::min(signals.front().size(), most_samples);
  for (std::size_t i = 0; i < std::min(signals.size(), most_units); ++i) {
    for (std::size_t k = 0; k < n; ++k) table.add(fmt::format("unit {}", i), static_cast<double>(k), signals[i][k]);
    left.curves.push_back({fmt::format("unit {}", i), Mark::thin, colour::pale, i == 0 ? "units" : ""});
  }
  for (std::size_t k = 0; k < n; ++k) {
    double mean = 0;
    for (const std::vector<double>& s : signals) mean += s[k] / static_cast<double>(signals.size());
    table.add("mean", static_cast<double>(k), mean);
  }
  left.curves.push_back({"mean", Mark::line, colour::blue, "mean of all"});
  Panel right{.column = 1,
              .n_columns = 2,
              .y_label = "index",
              .settings = "set xrange [-0.5:1.5]\nset yrange [0:1]\nset xtics (\"Golomb χ\" 0, \"Kuramoto r\" 1)\n"};
  const auto add = [&](double x, const char* key, const char* control) {
    table.add("measured", x, number(result, std::string("/") + key));
    const std::string at = std::string("/control/shuffled/") + control;
    const double mean = number(result, at + "/mean"), sd = number(result, at + "/sd");
    table.add("shifted", x, mean, mean - 2 * sd, mean + 2 * sd);
  };
  add(0, "chi", "chi");
  add(1, "kuramoto_r", "kuramoto_r");
  for (const double x : {-0.3, 0.3}) table.add("independent", x, number(result, "/chi_independent"));
  right.curves = {{"independent", Mark::dashes, colour::grey, "independent units, 1/√N"},
                  {"shifted", Mark::bars, colour::grey, "units shifted in time, ± 2 sd"},
                  {"measured", Mark::points, colour::vermilion, "measured"}};
  set_panels(figure, 460, table, {left, right});
  return figure;
}

}  // namespace somn::report
