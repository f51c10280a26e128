// events_figure: the signal with its events, and its slope with the threshold and the events. Long records are drawn as
// the lowest and highest sample of each of 2000 stretches; that shows what a line of this width can.
#include <somn/analyses/events/figure.hpp>
#include <somn/figures/panels.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::analysis {

using namespace figures;

namespace {

void add_envelope(SeriesTable& table, const std::string& series, const std::vector<double>& t,
                  const std::vector<double>& y) {
  const std::size_t n = y.size(), stretch = std::max<std::size_t>(1, n / 2000);
  for (std::size_t begin = 0; begin < n; begin += stretch) {
    const auto first = y.begin() + static_cast<std::ptrdiff_t>(begin),
               last = y.begin() + static_cast<std::ptrdiff_t>(std::min(begin + stretch, n));
    auto [low, high] = std::minmax_element(first, last);
    if (high < low) std::swap(low, high);
    for (const auto at : {low, high}) {
      if (at == high && high == low) continue;
      table.add(series, t[static_cast<std::size_t>(at - y.begin())], *at);
    }
    if (low == high) table.add(series, t[static_cast<std::size_t>(low - y.begin())], *low);
  }
}

}  // namespace

Figure events_figure(const Json& result, const std::vector<double>& times, const std::vector<double>& signal) {
  Figure figure{.name = "events", .title = "Events of the signal"};
  if (signal.size() < 3) {
    figure.absent = text(result, "/reason").empty() ? "Fewer than 3 samples." : text(result, "/reason");
    return figure;
  }
  const std::size_t n = signal.size();
  const double h = number(result, "/parameters/sample_step_s");
  std::vector<double> slope(n);
  double highest = 0, steepest = 0;
  for (std::size_t k = 0; k < n; ++k) {
    const std::size_t before = k == 0 ? k : k - 1, after = k + 1 == n ? k : k + 1;
    slope[k] = (signal[after] - signal[before]) / (static_cast<double>(after - before) * h);
    if (text(result, "/parameters/signal") == "|dx/dt|/|x|") slope[k] /= std::abs(signal[k]);
    highest = std::max(highest, std::abs(signal[k]));
    steepest = std::max(steepest, std::abs(slope[k]));
  }
  SeriesTable table;
  add_envelope(table, "signal", times, signal);
  add_envelope(table, "slope", times, slope);
  for (const Json& e : result["events"]) {
    const auto row = static_cast<std::size_t>(number(e, "/sample"));
    if (row >= n) continue;
    table.add("event", times[row], signal[row]);
    table.add("steep", times[row], slope[row]);
  }
  const double theta = number(result, "/parameters/threshold_per_s");
  for (const double x : {times.front(), times.back()}) {
    table.add("threshold", x, theta);
    table.add("minus threshold", x, -theta);
  }
  const bool is_time = text(result, "/parameters/time_unit") != "sample";
  const std::string unit = text(result, "/parameters/unit"), per = is_time ? "s" : "sample";
  const bool is_relative = text(result, "/parameters/signal") == "|dx/dt|/|x|";
  const Scale time = is_time ? axis_scale(times.back(), "s") : Scale{1, "samples"};
  const Scale y = unit == "1" || unit.empty() ? Scale{1, "1"} : axis_scale(highest, unit);
  const Scale s = is_relative || y.unit == "1" ? Scale{1, "1"} : axis_scale(steepest, unit);
  const std::string count = fmt::format("{} events", result["events"].size());
  Panel top{.n_rows = 2,
            .x_label = "",
            .y_label = fmt::format("{} ({})", text(result, "/parameters/column"), y.unit),
            .x_factor = time.factor,
            .y_factor = y.factor,
            .curves = {{"signal", Mark::line, colour::blue, ""}, {"event", Mark::points, colour::vermilion, count}}};
  Panel bottom{.row = 1,
               .n_rows = 2,
               .x_label = fmt::format("time ({})", time.unit),
               .y_label = fmt::format("slope ({}/{})", s.unit, per),
               .x_factor = time.factor,
               .y_factor = s.factor,
               .curves = {{"slope", Mark::line, colour::blue, ""},
                          {"threshold", Mark::dashes, colour::grey,
                           fmt::format("threshold {:.3g} {}/{}", theta * s.factor, s.unit, per)},
                          {"minus threshold", Mark::dashes, colour::grey, ""},
                          {"steep", Mark::points, colour::vermilion, ""}}};
  const std::string range =
      fmt::format("set xrange [{:g}:{:g}]\n", times.front() * time.factor, times.back() * time.factor);
  top.settings = bottom.settings = range;
  set_panels(figure, 640, table, {top, bottom});
  return figure;
}

}  // namespace somn::analysis
