// acf_figure: autocorrelation against lag (events: coincidences relative to Poisson) over the band of the control, the
// fitted exponential over its range; fluctuations of the detrended sums against the window.
#include <somn/analyses/acf/figure.hpp>
#include <somn/figures/panels.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::analysis {

using namespace figures;

namespace {

Panel dfa_panel(const Json& acf, SeriesTable& table) {
  const std::vector<double> windows = numbers(acf, "/dfa/windows"), f = numbers(acf, "/dfa/fluctuations");
  Panel p{.column = 1,
          .n_columns = 2,
          .x_label = "window (samples)",
          .y_label = "fluctuation of the sums",
          .settings = "set logscale xy\nset format x \"10^{%T}\"\nset format y \"10^{%T}\"\n",
          .key_lines = 3};
  if (windows.empty()) {
    p.settings = "set xrange [0:1]\nset yrange [0:1]\n";
    p.curves = {{"dfa", Mark::points, colour::blue, "too short for detrended fluctuations"}};
    return p;
  }
  double slope_at = 0, white_at = 0;
  const double exponent = number(acf, "/dfa/exponent");
  for (std::size_t k = 0; k < windows.size(); ++k) {
    table.add("dfa", windows[k], f[k]);
    slope_at += (std::log(f[k]) - exponent * std::log(windows[k])) / static_cast<double>(windows.size());
    white_at += (std::log(f[k]) - 0.5 * std::log(windows[k])) / static_cast<double>(windows.size());
  }
  for (const double w : {windows.front(), windows.back()}) {
    table.add("dfa_fit", w, std::exp(slope_at) * std::pow(w, exponent));
    table.add("dfa_white", w, std::exp(white_at) * std::sqrt(w));
  }
  p.curves = {{"dfa_white", Mark::line, colour::grey, "slope 1/2: no memory"},
              {"dfa_fit", Mark::line, colour::vermilion,
               fmt::format("slope {:.3f} ± {:.3f}", exponent, number(acf, "/dfa/exponent_se"))},
              {"dfa", Mark::points, colour::blue, "measured"}};
  return p;
}

std::string exponential_title(const Json& acf, const std::string& unit) {
  const double tau = number(acf, "/exponential/tau_s"), error = number(acf, "/exponential/tau_se_s");
  const Scale scale = unit == "s" ? axis_scale(tau, "s") : Scale{1, "samples"};
  return fmt::format("exponential, τ = {:.3g} ± {:.2g} {}", tau * scale.factor, error * scale.factor, scale.unit);
}

// Coincidences of events at lags 1 .. max_lag, as ratios to a Poisson process, with the band of shuffled trains.
Panel event_panel(const Json& acf, SeriesTable& table, const std::string& unit) {
  const std::vector<double> lags = numbers(acf, "/lags"), ratio = numbers(acf, "/relative_to_poisson"),
                            counts = numbers(acf, "/coincidences"), low = numbers(acf, "/shuffled_low"),
                            high = numbers(acf, "/shuffled_high");
  const double bin = number(acf, "/bin_s");
  double per_count = NAN;
  for (std::size_t k = 0; k < counts.size(); ++k)
    if (counts[k] > 0) per_count = ratio[k] / counts[k];
  for (std::size_t k = 0; k < lags.size(); ++k) {
    if (lags[k] <= 0) continue;
    table.add("ratio", lags[k] * bin, ratio[k]);
    table.add("poisson", lags[k] * bin, 1);
    if (k < low.size()) table.add("shuffled", lags[k] * bin, NAN, low[k] * per_count, high[k] * per_count);
  }
  const Scale time = unit == "s" ? axis_scale(lags.empty() ? 1 : lags.back() * bin, "s") : Scale{1, "samples"};
  return {.n_columns = 2,
          .x_label = fmt::format("lag ({})", time.unit),
          .y_label = "coincidences / Poisson",
          .x_factor = time.factor,
          .curves = {{"shuffled", Mark::band, colour::pale, "intervals shuffled, 95 %"},
                     {"poisson", Mark::line, colour::grey, "Poisson"},
                     {"ratio", Mark::points, colour::blue, "measured"}}};
}

Panel signal_panel(const Json& acf, SeriesTable& table, const std::string& unit) {
  const std::vector<double> r = numbers(acf, "/acf");
  const double lag = number(acf, "/lag_s"), white = number(acf, "/white_95");
  const double amplitude = number(acf, "/exponential/amplitude"), tau = number(acf, "/exponential/tau_s");
  for (std::size_t k = 1; k < r.size(); ++k) {
    const double t = static_cast<double>(k) * lag;
    table.add("acf", t, r[k]);
    table.add("white", t, NAN, -white, white);
    if (std::isfinite(tau)) table.add("fit", t, amplitude * std::exp(-t / tau));
  }
  const Scale time = unit == "s" ? axis_scale(static_cast<double>(r.size()) * lag, "s") : Scale{1, "samples"};
  Panel p{.n_columns = 2,
          .x_label = fmt::format("lag ({})", time.unit),
          .y_label = "autocorrelation",
          .x_factor = time.factor,
          .curves = {{"white", Mark::band, colour::pale, "no memory, 95 %"},
                     {"acf", Mark::line, colour::blue, "measured"}}};
  if (std::isfinite(tau)) p.curves.push_back({"fit", Mark::line, colour::vermilion, exponential_title(acf, unit)});
  return p;
}

}  // namespace

Figure acf_figure(const Json& acf) {
  Figure figure{.name = "acf", .title = "Memory in time"};
  if (numbers(acf, "/acf").size() < 2 || std::isnan(numbers(acf, "/acf")[1])) {
    const std::string verdict = text(acf, "/verdict");
    figure.absent =
        verdict.empty() ? "There is no autocorrelation." : verdict + ": there is no autocorrelation to draw.";
    return figure;
  }
  const std::string unit = text(acf, "/time_unit").empty() ? "s" : text(acf, "/time_unit");
  SeriesTable table;
  const bool is_events = text(acf, "/kind") == "events" && !numbers(acf, "/lags").empty();
  std::vector<Panel> panels{is_events ? event_panel(acf, table, unit) : signal_panel(acf, table, unit)};
  panels.push_back(dfa_panel(acf, table));
  set_panels(figure, 460, table, panels);
  figure.caption =
      is_events ? "Left: how often another event follows after a lag, against a Poisson process; what leaves the "
                  "grey band is not explained by the intervals alone. Right: fluctuation of the summed counts "
                  "about straight lines in windows; slope 1/2 (grey) is no memory."
                : "Left: how alike the signal is to itself after a lag; inside the grey band it is as good as "
                  "forgotten. Right: fluctuation of the summed signal about straight lines in windows; slope 1/2 "
                  "(grey) is no memory.";
  const double integrated = number(acf, "/integrated_time_s"), exponent = number(acf, "/dfa/exponent");
  if (std::isfinite(integrated))
    figure.caption +=
        " Integrated time " + (unit == "s" ? human(integrated, "s") : human(integrated, "") + " samples") + ".";
  if (std::isfinite(exponent))
    figure.caption += fmt::format(" Slope {:.3f} ± {:.3f}.", exponent, number(acf, "/dfa/exponent_se"));
  return figure;
}

}  // namespace somn::analysis
