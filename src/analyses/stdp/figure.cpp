// stdp_figure: change of conductance against delay, the two branches over their ranges, and in grey where 95 % of the
// changes lie whatever the delay.
#include <somn/analyses/stdp/figure.hpp>
#include <somn/figures/panels.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::analysis {

using namespace figures;

Figure stdp_figure(const Json& result, const std::vector<double>& delays, const std::vector<double>& changes) {
  Figure figure{.name = "stdp", .title = "Plasticity against timing"};
  if (delays.empty()) {
    figure.absent = "There are no pairs.";
    return figure;
  }
  SeriesTable table;
  double longest = 0, shortest = 0;
  for (std::size_t k = 0; k < delays.size(); ++k) {
    table.add("pairs", delays[k], changes[k]);
    longest = std::max(longest, delays[k]);
    shortest = std::min(shortest, delays[k]);
  }
  std::vector<double> sorted = changes;
  std::sort(sorted.begin(), sorted.end());
  const auto quantile = [&](double share) {
    return sorted[static_cast<std::size_t>(std::lround(share * static_cast<double>(sorted.size() - 1)))];
  };
  for (const double x : {shortest, longest}) table.add("permuted", x, NAN, quantile(0.025), quantile(0.975));
  const auto add_branch = [&](const std::string& name, double sign, double end) {
    const double a = number(result, "/" + name + "/amplitude"), tau = number(result, "/" + name + "/tau_s");
    for (int i = 0; i <= 200 && std::isfinite(tau); ++i)
      table.add(name, end * i / 200, sign * a * std::exp(-std::abs(end) * i / 200 / tau));
  };
  add_branch("plus", 1, longest);
  add_branch("minus", -1, shortest);
  const Scale time = axis_scale(std::max(longest, -shortest), "s");
  const auto title = [&](const char* name, const char* symbol) {
    const std::string at = std::string("/") + name;
    return fmt::format("{} = {:.3g} ± {:.2g}, τ = {:.3g} ± {:.2g} {}", symbol, number(result, at + "/amplitude"),
                       number(result, at + "/amplitude_se"), number(result, at + "/tau_s") * time.factor,
                       number(result, at + "/tau_se_s") * time.factor, time.unit);
  };
  Panel p{.x_label = fmt::format("t(post) − t(pre) ({})", time.unit),
          .y_label = "relative change of conductance",
          .settings = "set arrow from graph 0, first 0 to graph 1, first 0 nohead linecolor \"#333333\"\n" +
                      vertical_line(0, colour::ink),
          .x_factor = time.factor,
          .curves = {
              {"permuted", Mark::band, colour::pale,
               fmt::format("delays permuted: 95 % of the changes; p = {:.2g}", number(result, "/control/shuffled/p"))},
              {"pairs", Mark::points, colour::blue, "pairs"},
              {"plus", Mark::line, colour::vermilion, title("plus", "A+")},
              {"minus", Mark::line, colour::green, title("minus", "A-")}}};
  set_panels(figure, 500, table, {p});
  return figure;
}

}  // namespace somn::analysis
