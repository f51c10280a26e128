// current_figure:
//   envelope = for each of 1500 equal stretches of the record its first, lowest, highest and last sample: what a line
//              of that width can show of the full trace
//   window   = the interval of 20 mean network-spike intervals (within 1/50 to 1/5 of the record; 1/10 without spikes)
//              over which the current varies most, later than the start of the analysis where spikes were found
//   panels   = current with network spikes as ticks along the top; drive voltage; the window with every sample
#include <somn/figures/csv_text.hpp>
#include "figures.hpp"
#include <somn/figures/json_path.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <optional>

namespace somn::report {
namespace {

constexpr std::size_t n_stretches = 1500;

struct Window {
  double begin = 0, end = 0;  // [s]
};

struct Range {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  void add(double value) {
    if (value == value) low = std::min(low, value), high = std::max(high, value);
  }
  double size() const { return high - low; }
  // With a margin, and never empty: gnuplot refuses an empty range, as a constant with its rounding errors is once the
  // ends are written with six digits.
  Range padded(double above) const {
    if (!(size() >= 0)) return {0, 1};
    const double largest = std::max({std::abs(low), std::abs(high), 1e-30});
    const double unit = size() > 1e-4 * largest ? size() : largest;
    return {low - 0.05 * unit, high + above * unit};
  }
};

Range range_of(const Trace& trace, const char* column, Window window) {
  Range range;
  const std::vector<double>&t = trace.time(), &v = trace.at(column).values;
  for (std::size_t k = 0; k < t.size(); ++k)
    if (t[k] >= window.begin && t[k] <= window.end) range.add(v[k]);
  return range;
}

std::vector<std::size_t> envelope(const std::vector<double>& t, const std::vector<double>& v) {
  std::vector<std::size_t> kept;
  const double step = (t.back() - t.front()) / static_cast<double>(n_stretches);
  for (std::size_t begin = 0, end = 0; begin < t.size(); begin = end) {
    const auto stretch = [&](std::size_t k) { return step > 0 ? std::floor((t[k] - t.front()) / step) : 0; };
    std::size_t low = begin, high = begin;
    for (end = begin; end < t.size() && stretch(end) == stretch(begin); ++end) {
      if (v[end] < v[low]) low = end;
      if (v[end] > v[high]) high = end;
    }
    for (const std::size_t k : {begin, std::min(low, high), std::max(low, high), end - 1})
      if (kept.empty() || kept.back() < k) kept.push_back(k);
  }
  return kept;
}

// Where the current does all that it does, if that is less than a fiftieth of the record: from the first sample on until
// it stays within a hundredth of its range about its last value; else empty.
std::optional<Window> start_up(const std::vector<double>& t, const std::vector<double>& i) {
  Range range;
  for (const double x : i) range.add(x);
  std::size_t last = i.size();
  while (last > 0 && std::abs(i[last - 1] - i.back()) <= 0.01 * range.size()) --last;
  const double record = t.back() - t.front();
  if (last == 0 || last >= i.size() || !(range.size() > 0) || t[last] - t.front() > record / 50) return std::nullopt;
  const std::size_t end = std::min(i.size() - 1, std::max(2 * last, last + 5));
  return Window{t.front(), t[end]};
}

Window telling_window(const Trace& trace, const Json& analysis) {
  const std::vector<double>&t = trace.time(), &i = trace.at("i_source_A").values;
  if (const std::optional<Window> early = start_up(t, i)) return *early;
  const std::vector<double> spikes = numbers(analysis, "/network_spikes/times_s");
  const double record = t.back() - t.front(), rate = number(analysis, "/network_spikes/rate_Hz");
  const double width = spikes.size() > 1 && rate > 0 ? std::clamp(20 / rate, record / 50, record / 5) : record / 10;
  const double t_start = spikes.empty() ? t.front() : number(analysis, "/parameters/t_start_s");
  Window best{t.front(), t.front() + width};
  double best_size = -1;
  const double first = t_start == t_start ? t_start : t.front();
  for (double begin = first; begin + width <= t.back() * (1 + 1e-12); begin += width / 4) {
    Range range;
    const auto from = std::lower_bound(t.begin(), t.end(), begin) - t.begin();
    for (auto k = static_cast<std::size_t>(from); k < t.size() && t[k] <= begin + width; ++k) range.add(i[k]);
    if (range.size() > best_size) best = {begin, begin + width}, best_size = range.size();
  }
  return best;
}

std::string rows_csv(const Trace& trace, const std::vector<std::size_t>& rows) {
  std::string csv = "time_s,v_source_V,i_source_A\n";
  for (const std::size_t k : rows)
    add_row(csv, trace.time()[k], trace.at("v_source_V").values[k], trace.at("i_source_A").values[k]);
  return csv;
}

std::vector<std::size_t> rows_within(const std::vector<double>& t, Window window) {
  std::vector<std::size_t> rows;
  for (std::size_t k = 0; k < t.size(); ++k)
    if (t[k] >= window.begin && t[k] <= window.end) rows.push_back(k);
  return rows;
}

double interpolated(const std::vector<double>& t, const std::vector<double>& v, double at) {
  const auto above = static_cast<std::size_t>(std::lower_bound(t.begin(), t.end(), at) - t.begin());
  if (above == 0) return v.front();
  if (above == t.size()) return v.back();
  return v[above - 1] + (v[above] - v[above - 1]) * (at - t[above - 1]) / (t[above] - t[above - 1]);
}

std::string spikes_csv(const Trace& trace, const Json& analysis) {
  const std::vector<double> times = numbers(analysis, "/network_spikes/times_s");
  const std::vector<double> signs = numbers(analysis, "/network_spikes/signs");
  std::string csv = "time_s,i_source_A,sign\n";
  for (std::size_t k = 0; k < times.size(); ++k)
    add_row(csv, times[k], interpolated(trace.time(), trace.at("i_source_A").values, times[k]),
            k < signs.size() ? signs[k] : 0.0);
  return csv;
}

constexpr const char* script = R"gp(set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.985
set tmargin at screen 0.97
set bmargin at screen 0.58
set xrange [{t0:g}:{t1:g}]
set yrange [{i0:g}:{i1:g}]
set format x ""
{i_label}set object rectangle from {z0:g}, graph 0 to {z1:g}, graph 1 behind fillcolor "#fdf0d5" fillstyle solid noborder
{start_line}plot table1 using (column("time_s")*{t:g}):(column("i_source_A")*{i:g}) with lines linewidth 1 \
       linecolor "{blue}"{spike_ticks}
unset object
unset arrow
set tmargin at screen 0.55
set bmargin at screen 0.45
set yrange [{v0:g}:{v1:g}]
set format x "%g"
set ytics {v_step:g}
set xlabel "time ({t_unit})" offset 0,0.4
{v_label}plot table1 using (column("time_s")*{t:g}):(column("v_source_V")*{v:g}) with lines linewidth 1.5 \
       linecolor "{ink}"
set tmargin at screen 0.35
set bmargin at screen 0.09
set object rectangle from graph 0, graph 0 to graph 1, graph 1 behind fillcolor "#fdf0d5" fillstyle solid noborder
set xrange [{z0:g}:{z1:g}]
set yrange [{j0:g}:{j1:g}]
set ytics autofreq
set key top right
{i_label}plot table2 using (column("time_s")*{t:g}):(column("i_source_A")*{i:g}) with lines linewidth 1.4 \
       linecolor "{blue}"{spike_dots}
unset multiplot
)gp";

}  // namespace

Figure current_figure(const Trace& trace, const Json& analysis) {
  Figure figure{.name = "current", .title = "The current through the network"};
  if (trace.n_rows() < 2) {
    figure.absent = "The trace has fewer than two samples: there is no current to draw.";
    return figure;
  }
  const std::vector<double>& t = trace.time();
  const Window whole{t.front(), t.back()}, zoom = telling_window(trace, analysis);
  const Range i = range_of(trace, "i_source_A", whole).padded(0.15),
              j = range_of(trace, "i_source_A", zoom).padded(0.2);
  Range drive = range_of(trace, "v_source_V", whole);
  drive.add(0);
  const Range v = drive.padded(0.15);
  const Scale time = axis_scale(t.back(), "s"), current = axis_scale(std::max(i.high, -i.low), "A");
  const Scale volt = axis_scale(std::max(v.high, -v.low), "V");
  const std::size_t n_spikes = numbers(analysis, "/network_spikes/times_s").size();
  const double t_start = number(analysis, "/parameters/t_start_s");

  figure.height = 760;
  figure.tables = {{"current.csv", rows_csv(trace, envelope(t, trace.at("i_source_A").values))},
                   {"current_zoom.csv", rows_csv(trace, rows_within(t, zoom))},
                   {"current_spikes.csv", spikes_csv(trace, analysis)}};
  const std::string spike_ticks = fmt::format(
      ", \\\n     table3 using (column(\"time_s\")*{:g}):({:g}):(0):({:g}) with vectors nohead \\\n"
      "       linewidth 1 linecolor \"{}\"",
      time.factor, (i.high - 0.045 * i.size()) * current.factor, 0.045 * i.size() * current.factor, colour::vermilion);
  const std::string spike_dots = fmt::format(
      ", \\\n     table3 using (column(\"time_s\")*{:g}):(column(\"i_source_A\")*{:g}) with points \\\n"
      "       pointtype 7 pointsize 0.45 linecolor \"{}\" title \"network spike\"",
      time.factor, current.factor, colour::vermilion);
  figure.script = fmt::format(
      script, fmt::arg("t", time.factor), fmt::arg("t_unit", time.unit), fmt::arg("i", current.factor),
      fmt::arg("i_label", vertical_label("current (" + current.unit + ")")), fmt::arg("v", volt.factor),
      fmt::arg("v_label", vertical_label("drive (" + volt.unit + ")")), fmt::arg("t0", whole.begin * time.factor),
      fmt::arg("t1", whole.end * time.factor), fmt::arg("z0", zoom.begin * time.factor),
      fmt::arg("z1", zoom.end * time.factor), fmt::arg("i0", i.low * current.factor),
      fmt::arg("i1", i.high * current.factor), fmt::arg("j0", j.low * current.factor),
      fmt::arg("j1", j.high * current.factor), fmt::arg("v0", v.low * volt.factor),
      fmt::arg("v1", v.high * volt.factor), fmt::arg("v_step", tic_step(2 * v.size() * volt.factor)),
      fmt::arg("start_line", start_line(t_start * time.factor)),
      fmt::arg("spike_ticks", n_spikes > 0 ? spike_ticks : ""), fmt::arg("spike_dots", n_spikes > 0 ? spike_dots : ""),
      fmt::arg("blue", colour::blue), fmt::arg("ink", colour::ink));
  figure.caption =
      "Top: the current that the source drives into the network, with the drive voltage beneath. Bottom: the shaded "
      "interval enlarged, where the current varies most. " +
      (n_spikes > 0
           ? fmt::format("The {} network spikes (sudden edges of the current) are ticks along the top and dots "
                         "in the enlargement; the dashed line is where the analysis begins.",
                         n_spikes)
           : std::string("No network spike was found."));
  return figure;
}

}  // namespace somn::report
