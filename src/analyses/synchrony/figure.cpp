// synchrony_figure: the signals with their mean; chi and Kuramoto's r over those of shifted signals.
#include <somn/analyses/synchrony/figure.hpp>
#include <somn/figures/panels.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::analysis {

using namespace figures;

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

}  // namespace somn::analysis
