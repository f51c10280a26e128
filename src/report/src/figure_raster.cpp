// raster_figure:
//   rows      = active junctions, sorted by distance from the source, then by number
//   strokes   = one per row and 1/2000 of the record, however many events fall into it; the stretch is doubled until
//               there are at most 100 000 strokes, so that the page stays light
//   rate      = switch-on events per bin / bin width, 200 bins over the record
//   bands     = shaded groups of equal distance, labelled where they are tall enough for a number
#include <somn/figures/csv_text.hpp>
#include "figures.hpp"
#include <somn/view/layout.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace somn::report {
namespace {

constexpr std::size_t finest_cells = 2000, most_strokes = 100000, n_bins = 200;

struct Row {
  std::size_t distance;
  std::uint32_t junction;
  auto operator<=>(const Row&) const = default;
};

std::vector<Row> active_rows(const netgen::Network& network, const std::vector<JunctionEvent>& events) {
  const std::vector<std::size_t> distance = view::junction_distance(network);
  std::vector<Row> rows;
  for (const JunctionEvent& event : events)
    rows.push_back({event.junction.index < distance.size() ? distance[event.junction.index] : network.n_nodes,
                    event.junction.index});
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

std::size_t cell_of(double time, double t_stop, std::size_t n) {
  const double position = time / t_stop * static_cast<double>(n);
  return position <= 0 ? 0 : std::min(static_cast<std::size_t>(position), n - 1);
}

struct Stroke {
  double time = 0;  // [s] of the first event
  std::size_t n_events = 0;
};
using Strokes = std::map<std::pair<std::size_t, std::size_t>, Stroke>;  // by row and cell

Strokes strokes_of(const std::vector<Row>& rows, const std::vector<JunctionEvent>& events, double t_stop,
                   std::size_t n_cells) {
  std::map<std::uint32_t, std::size_t> row_of;
  for (std::size_t r = 0; r < rows.size(); ++r) row_of[rows[r].junction] = r;
  Strokes strokes;
  for (const JunctionEvent& event : events) {
    Stroke& stroke = strokes[{row_of[event.junction.index], cell_of(event.time, t_stop, n_cells)}];
    if (stroke.n_events++ == 0) stroke.time = event.time;
  }
  return strokes;
}

std::string strokes_csv(const std::vector<Row>& rows, const std::vector<JunctionEvent>& events, double t_stop) {
  std::size_t n_cells = finest_cells;
  Strokes strokes = strokes_of(rows, events, t_stop, n_cells);
  while (strokes.size() > most_strokes && n_cells > n_bins) strokes = strokes_of(rows, events, t_stop, n_cells /= 2);
  std::string csv = "time_s,row,junction,distance,n_events\n";
  for (const auto& [place, stroke] : strokes)
    add_row(csv, stroke.time, place.first, rows[place.first].junction, rows[place.first].distance, stroke.n_events);
  return csv;
}

std::string rate_csv(const std::vector<JunctionEvent>& events, double t_stop) {
  std::vector<std::size_t> counts(n_bins);
  for (const JunctionEvent& event : events) ++counts[cell_of(event.time, t_stop, n_bins)];
  const double width = t_stop / static_cast<double>(n_bins);
  std::string csv = "bin_start_s,rate_Hz\n";
  for (std::size_t k = 0; k < n_bins; ++k)
    add_row(csv, static_cast<double>(k) * width, static_cast<double>(counts[k]) / width);
  return csv;
}

double largest_rate(const std::vector<JunctionEvent>& events, double t_stop) {
  std::vector<std::size_t> counts(n_bins);
  for (const JunctionEvent& event : events) ++counts[cell_of(event.time, t_stop, n_bins)];
  return static_cast<double>(*std::max_element(counts.begin(), counts.end())) / t_stop * static_cast<double>(n_bins);
}

std::string bands(const std::vector<Row>& rows) {
  std::string shades, tics;
  for (std::size_t begin = 0, group = 0; begin < rows.size(); ++group) {
    std::size_t end = begin;
    while (end < rows.size() && rows[end].distance == rows[begin].distance) ++end;
    if (group % 2 == 1)
      shades += fmt::format(
          "set object rectangle from graph 0, first {} to graph 1, first {} behind fillcolor \"#f1f3f6\" fillstyle "
          "solid noborder\n",
          static_cast<double>(begin) - 0.5, static_cast<double>(end) - 0.5);
    if (20 * (end - begin) >= rows.size())
      tics += fmt::format("{}\"{}\" {}", tics.empty() ? "" : ", ", rows[begin].distance,
                          static_cast<double>(begin + end - 1) / 2);
    begin = end;
  }
  return shades + fmt::format("set ytics scale 0 ({})\n", tics);
}

}  // namespace

Figure raster_figure(const netgen::Network& network, const std::vector<JunctionEvent>& all_events, double t_start,
                     double t_stop) {
  Figure figure{.name = "raster", .title = "Who switches when"};
  std::vector<JunctionEvent> events;
  std::copy_if(all_events.begin(), all_events.end(), std::back_inserter(events),
               [](const JunctionEvent& event) { return event.kind == EventKind::up; });
  if (events.empty() || !(t_stop > 0)) {
    figure.absent = "No junction switched on during this run: there is no raster to draw.";
    return figure;
  }
  const std::vector<Row> rows = active_rows(network, events);
  const Scale time = axis_scale(t_stop, "s");
  const double top_rate = largest_rate(events, t_stop);
  const Scale rate = axis_scale(top_rate, "Hz");
  figure.height = 620;
  figure.tables = {{"raster.csv", strokes_csv(rows, events, t_stop)}, {"raster_rate.csv", rate_csv(events, t_stop)}};
  figure.script =
      fmt::format(R"gp(set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.985
set xrange [0:{t_stop:g}]
set tmargin at screen 0.97
set bmargin at screen 0.36
set yrange [-0.5:{top_row}]
set format x ""
{distance_label}{bands}{start_line}plot table1 using (column("time_s")*{time:g}):(column("row")-0.42):(0):(0.84) with vectors nohead \
       linewidth 1 linecolor "{blue}"
unset object
set tmargin at screen 0.32
set bmargin at screen 0.1
set yrange [0:{top_rate:g}]
set format x "%g"
set ytics scale 0.5 autofreq
set xlabel "time ({time_unit})" offset 0,0.3
{rate_label}plot table2 using (column("bin_start_s")*{time:g}):(column("rate_Hz")*{rate:g}) with fillsteps \
       fillstyle solid 0.35 linecolor "{blue}"
unset multiplot
)gp",
                  fmt::arg("t_stop", t_stop * time.factor), fmt::arg("start_line", start_line(t_start * time.factor)),
                  fmt::arg("top_row", static_cast<double>(rows.size()) - 0.5), fmt::arg("bands", bands(rows)),
                  fmt::arg("time", time.factor), fmt::arg("time_unit", time.unit), fmt::arg("rate", rate.factor),
                  fmt::arg("distance_label", vertical_label("distance from the source (junctions)")),
                  fmt::arg("rate_label", vertical_label("event rate (" + rate.unit + ")")),
                  fmt::arg("top_rate", 1.08 * top_rate * rate.factor), fmt::arg("blue", colour::blue));
  figure.caption = fmt::format(
      "Each stroke is a junction switching on; one row per active junction ({} of {}), in bands of equal distance from "
      "the source. Below: the event rate of all of them, in events per second (Hz). Vertical alignments are avalanches, evenly spaced strokes "
      "in a row an oscillating junction. The dashed line is where the analysis begins.",
      rows.size(), network.n_junctions());
  return figure;
}

}  // namespace somn::report
