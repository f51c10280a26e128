#include "figures.hpp"

#include <somn/figures/csv_text.hpp>
#include <somn/report/comparison.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::report {
namespace {

constexpr std::size_t n_points = 3000;

double current_at(const ComparedRun& run, double t) {
  const std::vector<double>&time = run.trace->time(), &i = run.trace->at("i_source_A").values;
  const auto right = std::upper_bound(time.begin(), time.end(), t + run.time_shift);
  if (right == time.begin()) return i.front();
  if (right == time.end()) return i.back();
  const auto k = static_cast<std::size_t>(right - time.begin());
  return i[k - 1] + (i[k] - i[k - 1]) * (t + run.time_shift - time[k - 1]) / (time[k] - time[k - 1]);
}

std::string raster_table(const ComparedRun& run, double factor) {
  std::string text = "time,junction,up\n";
  for (const JunctionEvent& e : *run.events)
    text += fmt::format("{},{},{}\n", (e.time - run.time_shift) * factor, e.junction.index,
                        e.kind == EventKind::up ? 1 : 0);
  return text;
}

}  // namespace

void draw_comparison(const ComparedRun& a, const ComparedRun& b, const std::filesystem::path& folder) {
  const double from = std::max(a.trace->time().front() - a.time_shift, b.trace->time().front() - b.time_shift);
  const double to = std::min(a.trace->time().back() - a.time_shift, b.trace->time().back() - b.time_shift);
  std::string table = "time,a,b,difference\n";
  double largest = 0;
  std::vector<std::array<double, 3>> rows;
  for (std::size_t k = 0; k <= n_points; ++k) {
    const double t = from + (to - from) * static_cast<double>(k) / n_points;
    rows.push_back({t, current_at(a, t), current_at(b, t)});
    largest = std::max({largest, std::abs(rows.back()[1]), std::abs(rows.back()[2])});
  }
  const Scale time = axis_scale(to, "s"), current = axis_scale(largest, "A");
  for (const auto& [t, x, y] : rows)
    table +=
        fmt::format("{},{},{},{}\n", t * time.factor, x * current.factor, y * current.factor, (x - y) * current.factor);
  const auto label = [&](const char* what) { return fmt::format("set ylabel \"{}\"\n", what); };
  std::string script = fmt::format(
      "set datafile separator ','\nset multiplot layout 4,1 margins 0.1,0.97,0.09,0.96 spacing 0.02,0.03\nset xrange "
      "[{}:{}]\nset format x \"\"\nset key top left\n",
      from * time.factor, to * time.factor);
  script += label(("current (" + current.unit + ")").c_str());
  script += fmt::format(
      "plot table1 using 1:2 with lines lc rgb '{}' lw 2 title {}, '' using 1:3 with lines lc "
      "rgb '{}' title {}\n",
      colour::blue, Shown(a.name).literal(), colour::vermilion, Shown(b.name).literal());
  script += label(("difference (" + current.unit + ")").c_str());
  script += fmt::format("plot table1 using 1:4 with lines lc rgb '{}' notitle\n", colour::ink);
  const auto raster = [&](const ComparedRun& run, const char* table_name, const char* shade) {
    script += label("junction");
    const bool has_any =
        std::any_of(run.events->begin(), run.events->end(), [](const auto& e) { return e.kind == EventKind::up; });
    script += !has_any ? fmt::format(
                             "set yrange [0:1]\nplot NaN title {}\nset autoscale y\n",  // gnuplot fails without a range
                             Shown(run.name + ": no events").literal())
                       : fmt::format("plot {} using 1:($3==1?$2:NaN) with points pt 7 ps 0.25 lc rgb '{}' title {}\n",
                                     table_name, shade, Shown(run.name).literal());
  };
  raster(a, "table2", colour::blue);
  script += fmt::format("set format x \"%g\"\nset xlabel \"time ({})\"\n", time.unit);
  raster(b, "table3", colour::vermilion);
  script += "unset multiplot\n";
  draw({.name = "comparison",
        .title = "Two runs compared",
        .caption = "Source currents of both runs, their difference, and the switch-on events of both.",
        .width = 960,
        .height = 900,
        .tables = {{"comparison.csv", table},
                   {"comparison_a.csv", raster_table(a, time.factor)},
                   {"comparison_b.csv", raster_table(b, time.factor)}},
        .script = script},
       folder);
}

}  // namespace somn::report
