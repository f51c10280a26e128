// pairs_figure: how each measure is distributed over the pairs, its mean, and the means of the controls in grey.
#include <somn/analyses/pairs/figure.hpp>
#include <somn/figures/panels.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::analysis {

using namespace figures;

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

}  // namespace somn::analysis
