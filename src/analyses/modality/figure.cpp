// modality_figure: for each set of values a histogram, the kernel density, the best Gaussian mixture, and in grey the
// one Gaussian that a single mode would be.
#include <somn/analyses/modality/figure.hpp>
#include <somn/figures/panels.hpp>

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace somn::analysis {

using namespace figures;

namespace {

double gaussian(double x, double mean, double sd) {
  return std::exp(-0.5 * std::pow((x - mean) / sd, 2)) / (sd * std::sqrt(2 * std::acos(-1.0)));
}

std::vector<std::array<double, 3>> components(const Json& modality, std::size_t n) {
  std::vector<std::array<double, 3>> list;  // weight, mean, sd
  if (n < 1 || !modality.contains("mixtures") || modality["mixtures"].size() < n) return list;
  for (const Json& c : modality["mixtures"][n - 1]["components"])
    list.push_back({number(c, "/weight"), number(c, "/mean"), number(c, "/sd")});
  return list;
}

Panel panel_of(const ModalityData& data, std::size_t k, SeriesTable& table) {
  const std::string tag = std::to_string(k);
  const Histogram h = data.is_whole ? whole_histogram_of(data.values) : histogram_of(data.values);
  double largest = 0, mean = 0, squares = 0;
  const double n = static_cast<double>(data.values.size());
  for (const double v : data.values) largest = std::max(largest, std::abs(v)), mean += v / n;
  for (const double v : data.values) squares += (v - mean) * (v - mean) / n;
  const Scale scale = data.unit.empty() ? Scale{} : axis_scale(largest, data.unit);
  for (std::size_t i = 0; i < h.centres.size(); ++i) table.add("histogram " + tag, h.centres[i], h.densities[i]);
  const double bandwidth = number(data.modality, "/bandwidth_silverman");
  const auto best = components(data.modality, static_cast<std::size_t>(number(data.modality, "/best_components")));
  const double from = h.centres.front() - 2 * h.width, to = h.centres.back() + 2 * h.width;
  for (int i = 0; i <= 300; ++i) {
    const double x = from + (to - from) * i / 300;
    table.add("one " + tag, x, gaussian(x, mean, std::sqrt(squares)));
    double kernel = 0, mixture = 0;
    for (const double v : data.values) kernel += gaussian(x, v, bandwidth) / n;
    for (const auto& [weight, m, sd] : best) mixture += weight * gaussian(x, m, sd);
    table.add("kernel " + tag, x, kernel);
    if (best.size() > 1) table.add("mixture " + tag, x, mixture);
  }
  Panel p{.x_label = scale.unit.empty() ? data.label : fmt::format("{} ({})", data.label, scale.unit),
          .y_label = scale.unit.empty() ? "density" : fmt::format("density (1/{})", scale.unit),
          .settings = fmt::format("set yrange [0:*]\nset boxwidth {:g}\n", h.width * scale.factor),
          .x_factor = scale.factor,
          .y_factor = 1 / scale.factor,
          .curves = {{"histogram " + tag, Mark::steps, colour::blue,
                      fmt::format("n = {}, dip {:.3g} (one mode: below {:.3g}), p = {:.3g}", data.values.size(),
                                  number(data.modality, "/dip"), number(data.modality, "/control/uniform/dip_95"),
                                  number(data.modality, "/ties/dip_p"))},
                     {"one " + tag, Mark::line, colour::grey, "one Gaussian"},
                     {"kernel " + tag, Mark::line, colour::blue, "kernel density"}},
          .key_lines = 4};
  if (best.size() > 1)
    p.curves.push_back(
        {"mixture " + tag, Mark::line, colour::vermilion, fmt::format("{} Gaussians (BIC)", best.size())});
  return p;
}

}  // namespace

Figure modality_figure(const std::vector<ModalityData>& sets) {
  Figure figure{.name = "modality", .title = "One mode or several"};
  std::vector<const ModalityData*> drawn;
  for (const ModalityData& set : sets)
    if (std::isfinite(number(set.modality, "/dip")) && !histogram_of(set.values).centres.empty()) drawn.push_back(&set);
  if (drawn.empty()) {
    figure.absent = "Fewer than four different values: there is nothing to draw.";
    return figure;
  }
  SeriesTable table;
  std::vector<Panel> panels;
  const int n_columns = drawn.size() > 1 ? 2 : 1, n_rows = static_cast<int>(drawn.size() + 1) / n_columns;
  for (std::size_t k = 0; k < drawn.size(); ++k) {
    Panel p = panel_of(*drawn[k], k, table);
    p.n_columns = n_columns;
    p.n_rows = std::max(1, n_rows);
    p.column = static_cast<int>(k) % n_columns;
    p.row = static_cast<int>(k) / n_columns;
    panels.push_back(std::move(p));
  }
  set_panels(figure, n_rows > 1 ? 420 * n_rows : 500, table, panels);
  figure.caption =
      "Histograms of the values, smoothed (blue), as one Gaussian (grey) and as the mixture that BIC prefers. Only the "
      "dip test asks for modes: more than one where its p, from uniform samples of the same size, is below 0.05. BIC "
      "also counts Gaussians for a skewed single mode.";
  for (const ModalityData* set : drawn)
    figure.caption += fmt::format(" {}: {}.", set->label, text(set->modality, "/verdict"));
  return figure;
}

}  // namespace somn::analysis
