// spectrum_figure: power with its 95 % interval, background and model over the range of the fit, significant peaks
// marked, and in grey the same samples in random order and the level of white noise.
#include <somn/analyses/spectrum/figure.hpp>
#include <somn/figures/panels.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::analysis {

using namespace figures;

Figure spectrum_figure(const Json& result) {
  Figure figure{.name = "spectrum", .title = "Rhythms"};
  const std::vector<double> f = numbers(result, "/frequencies_Hz"), p = numbers(result, "/power"),
                            shuffled = numbers(result, "/control/shuffled/mean_power");
  if (f.size() < 2 || p.size() != f.size()) {
    figure.absent = text(result, "/reason").empty() ? "There is no spectrum." : text(result, "/reason");
    return figure;
  }
  const double low = number(result, "/ci_low_factor"), high = number(result, "/ci_high_factor");
  const double b = number(result, "/aperiodic/offset_log10"), chi = number(result, "/aperiodic/exponent"),
               knee = number(result, "/aperiodic/knee"), white = number(result, "/control/white/level");
  const auto background = [&](double at) { return std::pow(10, b - std::log10(knee + std::pow(at, chi))); };
  SeriesTable table;
  for (std::size_t k = 1; k < f.size(); ++k) {
    if (!(p[k] > 0)) continue;
    table.add("welch", f[k], p[k], p[k] * low, p[k] * high);
    if (f[k] >= number(result, "/aperiodic/low_Hz") && f[k] <= number(result, "/aperiodic/high_Hz"))
      table.add("background", f[k], background(f[k]));
    if (k < shuffled.size()) table.add("shuffled", f[k], shuffled[k]);
    if (white > 0) table.add("white", f[k], white);
  }
  int n_peaks = 0;
  std::string places;
  if (result.contains("peaks"))
    for (const Json& peak : result["peaks"]) {
      if (!peak.value("is_significant", false)) continue;
      const double at = number(peak, "/frequency_Hz");
      table.add("peaks", at, background(at) * std::pow(10, number(peak, "/height_log10")));
      places += (n_peaks++ > 0 ? ", " : "") + human(at, "Hz");
    }
  const Scale scale = axis_scale(f.back(), "Hz");
  std::string unit = text(result, "/unit");
  if (const std::size_t caret = unit.find("^2"); caret != std::string::npos) unit.replace(caret, 2, "²");
  Panel panel{.x_label = fmt::format("frequency ({})", scale.unit),
              .y_label = "power spectral density" + (unit.empty() ? "" : " (" + unit + ")"),
              .settings = fmt::format("set logscale xy\nset format y \"10^{{%T}}\"\nset xrange [{:g}:{:g}]\n",
                                      0.8 * f[1] * scale.factor, 1.25 * f.back() * scale.factor),
              .x_factor = scale.factor,
              .curves = {{"welch", Mark::band, colour::pale, "95 % interval"},
                         {"shuffled", Mark::line, colour::grey, "samples in random order"},
                         {"white", Mark::dashes, colour::ink, "white noise of the same variance"},
                         {"welch", Mark::line, colour::blue, "Welch"}},
              .key_lines = 3};
  if (!(white > 0)) std::erase_if(panel.curves, [](const Curve& c) { return c.series == "white"; });
  if (shuffled.empty()) std::erase_if(panel.curves, [](const Curve& c) { return c.series == "shuffled"; });
  if (std::isfinite(chi))
    panel.curves.push_back(
        {"background", Mark::line, colour::vermilion, fmt::format("background, exponent {:.2f}", chi)});
  if (n_peaks > 0)
    panel.curves.push_back({"peaks", Mark::points, colour::green, fmt::format("{} peaks with p < 0.05", n_peaks)});
  set_panels(figure, 500, table, {panel});
  figure.caption =
      "Power of the current at each frequency, with the background that was fitted over its range; green dots are "
      "peaks "
      "that noise about this background rarely reaches. In grey what the same samples show in random order: a spectrum "
      "that rises above it has memory.";
  if (std::isfinite(chi))
    figure.caption +=
        fmt::format(" Exponent {:.2f} from {} to {}{}.", chi, human(number(result, "/aperiodic/low_Hz"), "Hz"),
                    human(number(result, "/aperiodic/high_Hz"), "Hz"),
                    n_peaks == 0 ? ", no significant peak" : fmt::format("; significant peaks: {}", places));
  return figure;
}

}  // namespace somn::analysis
