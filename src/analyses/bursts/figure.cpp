// bursts_figure: intervals per decade with the largest interval inside bursts as a dotted line; share of the spikes
// that are in bursts, of each train, over the same search in shuffled and in Poisson trains.
#include <somn/analyses/bursts/figure.hpp>
#include <somn/figures/panels.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace somn::analysis {

using namespace figures;

namespace {

constexpr const char* colours[] = {colour::blue, colour::green, colour::vermilion};

struct Decades {
  std::vector<double> centres, shares;  // [s], intervals per decade / all of them
};

// Bins of an eighth of a decade, of a quarter for fewer than 200 intervals.
Decades decades_of(const std::vector<std::vector<double>>& trains) {
  std::vector<double> logs;
  for (const std::vector<double>& train : trains)
    for (std::size_t k = 1; k < train.size(); ++k)
      if (train[k] > train[k - 1]) logs.push_back(std::log10(train[k] - train[k - 1]));
  const double width = logs.size() < 200 ? 0.25 : 0.125;
  std::map<double, double> counts;
  for (const double x : logs) counts[std::floor(x / width)] += 1;
  Decades d;
  if (counts.empty()) return d;
  const double first = counts.begin()->first - 1, last = counts.rbegin()->first + 1;
  for (double bin = first; bin <= last; ++bin) {
    d.centres.push_back(std::pow(10, (bin + 0.5) * width));
    d.shares.push_back(counts[bin] / (static_cast<double>(logs.size()) * width));
  }
  return d;
}

double threshold_of(const Json& one) {
  for (const char* name : {"begin_s", "threshold_s"})
    if (const double t = number(one, std::string("/parameters/") + name); std::isfinite(t)) return t;
  return NAN;
}

using Trains = std::vector<std::vector<double>>;

std::vector<Json> units_of(const Json& result) {
  if (!result.contains("units")) return std::vector<Json>(1, result);
  return std::vector<Json>(result["units"].begin(), result["units"].end());
}

// The null hypothesis of no memory: rate t exp(-rate t) ln 10 per decade, of each train as it has intervals.
void add_poisson(SeriesTable& table, const Trains& trains, double shortest, double longest) {
  double n_all = 0;
  for (const std::vector<double>& t : trains) n_all += t.size() > 1 ? static_cast<double>(t.size() - 1) : 0;
  for (double x = longest; x > shortest / 2; x /= 1.1) {
    double share = 0;
    for (const std::vector<double>& t : trains) {
      if (t.size() < 2) continue;
      const double n = static_cast<double>(t.size() - 1), rate = n / (t.back() - t.front());
      share += n / n_all * std::log(10) * rate * x * std::exp(-rate * x);
    }
    if (share > 1e-3) table.add("poisson", x, share);
  }
}

// Shares of intervals: a curve for each train where they are few. Without curves where no train has two intervals.
Panel intervals(SeriesTable& table, const std::vector<Json>& units, const Trains& trains, bool is_time) {
  Panel panel{
      .n_columns = 2, .y_label = "intervals per decade / all", .settings = "set logscale x\nset yrange [0:*]\n"};
  double shortest = INFINITY, longest = 0;
  const auto add = [&](const std::string& series, const Trains& of, const char* colour, const std::string& title) {
    const Decades d = decades_of(of);
    for (std::size_t k = 0; k < d.centres.size(); ++k) table.add(series, d.centres[k], d.shares[k]);
    if (d.centres.empty()) return;
    panel.curves.push_back({series, Mark::line, colour, title});
    shortest = std::min(shortest, d.centres.front()), longest = std::max(longest, d.centres.back());
  };
  const bool is_few = units.size() <= std::size(colours);
  for (std::size_t k = 0; k < units.size() && is_few && k < trains.size(); ++k) {
    const std::string name = text(units[k], "/unit");
    add(fmt::format("intervals {}", k), {trains[k]}, colours[k], name.empty() ? "measured" : name);
  }
  if (!is_few) add("intervals", trains, colour::blue, "all trains, intervals within each");
  if (panel.curves.empty()) return panel;
  const bool is_wide = longest > 1e4 * shortest;  // prefixes read well over a few decades only
  const Scale time = !is_time ? Scale{1, "samples"} : is_wide ? Scale{1, "s"} : axis_scale(longest, "s");
  if (is_wide) panel.settings += "set format x \"10^{%T}\"\n";
  panel.x_label = fmt::format("interval ({})", time.unit);
  panel.x_factor = time.factor;
  add_poisson(table, trains, shortest, longest);
  panel.curves.insert(panel.curves.begin(), {"poisson", Mark::line, colour::grey, "Poisson, same rates"});
  for (std::size_t k = 0; k < units.size() && is_few; ++k)
    if (const double at = threshold_of(units[k]); std::isfinite(at))
      panel.settings += vertical_line(at * time.factor, colours[k]);
  return panel;
}

// Share of spikes in bursts, beside that of both controls.
Panel shares(SeriesTable& table, const std::vector<Json>& units) {
  Panel panel{.column = 1, .n_columns = 2, .y_label = "share of spikes in bursts (%)", .y_factor = 100};
  panel.settings = fmt::format("set xrange [-0.6:{}]\nset yrange [0:*]\n", static_cast<double>(units.size()) - 0.4);
  if (units.size() <= 12) {
    std::string tics;
    for (std::size_t k = 0; k < units.size(); ++k)
      tics += fmt::format("{}{} {}", k ? ", " : "", Shown::tic(text(units[k], "/unit")).literal(), k);
    panel.settings += fmt::format("set xtics ({})\n", tics);
  } else {
    panel.x_label = "train";
  }
  for (std::size_t k = 0; k < units.size(); ++k) {
    const double x = static_cast<double>(k);
    table.add("share", x, number(units[k], "/spikes_in_bursts_share"));
    for (const auto& [kind, shift] : {std::pair{"shuffled", -0.15}, std::pair{"poisson_share", 0.15}}) {
      const std::string path =
          std::string("/control/") + (shift < 0 ? "shuffled" : "poisson") + "/spikes_in_bursts_share";
      const double mean = number(units[k], path + "/mean"), sd = number(units[k], path + "/sd");
      table.add(kind, x + shift, mean, std::max(0.0, mean - 2 * sd), std::min(1.0, mean + 2 * sd));
    }
  }
  panel.curves = {{"shuffled", Mark::bars, colour::grey, "intervals shuffled, ± 2 sd"},
                  {"poisson_share", Mark::bars, colour::pale, "Poisson, ± 2 sd"},
                  {"share", Mark::points, colour::vermilion, "measured"}};
  return panel;
}

std::string sentence(const Json& unit) {
  const std::string name = text(unit, "/unit"), reason = text(unit, "/reason");
  const auto percent = [&](const std::string& path) { return 100 * number(unit, path); };
  return fmt::format(" {}{:.0f} bursts with {:.3g} % of the spikes (shuffled {:.3g} %, Poisson {:.3g} %){}{}.",
                     name.empty() ? "" : name + ": ", number(unit, "/n"), percent("/spikes_in_bursts_share"),
                     percent("/control/shuffled/spikes_in_bursts_share/mean"),
                     percent("/control/poisson/spikes_in_bursts_share/mean"), reason.empty() ? "" : "; ", reason);
}

}  // namespace

Figure bursts_figure(const Json& result, const Trains& trains) {
  Figure figure{.name = "bursts", .title = "Bursts"};
  const std::vector<Json> units = units_of(result);
  SeriesTable table;
  const Panel left = intervals(table, units, trains, text(result, "/time_unit") != "sample");
  if (left.curves.empty()) {
    figure.absent = "Fewer than two intervals of different length: there is nothing to draw.";
    return figure;
  }
  const Panel right = shares(table, units);
  set_panels(figure, 460, table, {left, right});
  figure.caption =
      "Left: intervals between spikes, with the interval below which a burst begins as a dotted line; without two "
      "humps "
      "there is no scale of bursts. Right: share of the spikes in bursts; what trains with the same intervals in "
      "random "
      "order (grey) show as well is no sign of bursts.";
  if (units.size() <= std::size(colours))
    for (const Json& unit : units) figure.caption += sentence(unit);
  return figure;
}

}  // namespace somn::analysis
