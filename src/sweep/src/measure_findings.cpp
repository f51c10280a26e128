// For every finding:
//   select rows of points.csv; group them by seed
//   of seeds whose rows are the same by construction keep the first
//   reduce the rows of each seed to one number; divide by that of `relative_to`
//   mean, spread and intervals over seeds; compare with what was expected
#include "expand.hpp"
#include "judge.hpp"
#include "pooled.hpp"
#include "twins.hpp"

#include <somn/core/csv.hpp>
#include <somn/core/error.hpp>
#include <somn/sweep/finding.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

namespace somn::sweep {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

struct Sample {
  double x = none, y = none;  // value of `along`, measure
};
using BySeed = std::map<std::string, std::vector<Sample>>;

// ranks from 1, equal values share the mean of theirs
std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> rank(values.size());
  for (std::size_t i = 0, j; i < order.size(); i = j) {
    for (j = i; j < order.size() && values[order[j]] == values[order[i]];) ++j;
    for (std::size_t k = i; k < j; ++k) rank[order[k]] = 0.5 * static_cast<double>(i + j + 1);
  }
  return rank;
}

struct Moments {
  double xx = 0, xy = 0, yy = 0;
};

Moments moments(const std::vector<double>& x, const std::vector<double>& y) {
  const auto n = static_cast<double>(x.size());
  const double mean_x = std::accumulate(x.begin(), x.end(), 0.0) / n;
  const double mean_y = std::accumulate(y.begin(), y.end(), 0.0) / n;
  Moments m;
  for (std::size_t k = 0; k < x.size(); ++k) {
    m.xx += (x[k] - mean_x) * (x[k] - mean_x);
    m.xy += (x[k] - mean_x) * (y[k] - mean_y);
    m.yy += (y[k] - mean_y) * (y[k] - mean_y);
  }
  return m;
}

double slope(const std::vector<Sample>& samples) {
  std::vector<double> x, y;
  for (const Sample& s : samples)
    if (s.x > 0 && s.y > 0) x.push_back(std::log(s.x)), y.push_back(std::log(s.y));
  const Moments m = moments(x, y);
  return m.xx > 0 ? m.xy / m.xx : none;
}

double rank_correlation(const std::vector<Sample>& samples) {
  std::vector<double> x, y;
  for (const Sample& s : samples) x.push_back(s.x), y.push_back(s.y);
  const Moments m = moments(ranks(x), ranks(y));
  return m.xx > 0 && m.yy > 0 ? m.xy / std::sqrt(m.xx * m.yy) : none;
}

double crossing(std::vector<Sample> samples, double level) {
  std::sort(samples.begin(), samples.end(), [](const Sample& a, const Sample& b) { return a.x < b.x; });
  for (std::size_t k = 1; k < samples.size(); ++k) {
    const Sample &a = samples[k - 1], &b = samples[k];
    if (a.y < level && b.y >= level) return a.x + (b.x - a.x) * (level - a.y) / (b.y - a.y);
  }
  return none;
}

double reduce(const Finding& f, const std::vector<Sample>& all) {
  const auto is_within = [&](const Sample& s) { return s.y >= f.range.low && s.y <= f.range.high; };
  if (f.statistic == Statistic::share) return std::all_of(all.begin(), all.end(), is_within) ? 1 : 0;
  std::vector<Sample> samples;
  for (const Sample& s : all)
    if (!std::isnan(s.y) && (f.along.empty() || !std::isnan(s.x))) samples.push_back(s);
  if (samples.empty()) return none;
  const auto smaller = [](const Sample& a, const Sample& b) { return a.y < b.y; };
  double sum = 0;
  for (const Sample& s : samples) sum += s.y;
  switch (f.statistic) {
    case Statistic::mean:
      return sum / static_cast<double>(samples.size());
    case Statistic::sum:
      return sum;
    case Statistic::minimum:
      return std::min_element(samples.begin(), samples.end(), smaller)->y;
    case Statistic::maximum:
      return std::max_element(samples.begin(), samples.end(), smaller)->y;
    case Statistic::argmax:
      return std::max_element(samples.begin(), samples.end(), smaller)->x;
    case Statistic::crossing:
      return crossing(samples, f.level);
    case Statistic::slope:
      return slope(samples);
    case Statistic::rank_correlation:
      return rank_correlation(samples);
    case Statistic::share:
    case Statistic::pooled_exponent:
      break;
  }
  return none;
}

bool is_selected(const CsvTable& table, const std::vector<std::string>& row, const Selection& selection) {
  return std::all_of(selection.begin(), selection.end(), [&](const auto& wanted) {
    const auto& [column, texts] = wanted;
    return std::find(texts.begin(), texts.end(), row[table.column(column)]) != texts.end();
  });
}

struct Selected {
  BySeed by_seed;
  std::map<std::string, std::vector<std::size_t>> rows;  // of the table, by seed
  std::size_t n_failed = 0;
};

Selected select(const Finding& f, const CsvTable& table, const Selection& selection) {
  const std::size_t status = table.column("status"), seed = table.column("seed");
  const bool is_pooled = f.statistic == Statistic::pooled_exponent;
  const std::vector<double> y = is_pooled ? std::vector(table.rows.size(), none) : table.numbers(f.measure);
  Selected found;
  std::size_t n = 0;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const std::vector<std::string>& row = table.rows[r];
    if (!is_selected(table, row, selection)) continue;
    ++n;
    if (row[status] != "ok") {
      ++found.n_failed;
      continue;
    }
    found.rows[row[seed]].push_back(r);
    const double x = f.along.empty() ? none : value_of(row[table.column(f.along)]).si;
    found.by_seed[row[seed]].push_back({x, y[r]});
  }
  if (n == 0)
    throw InputError({.what = "no run is selected by this finding",
                      .where = f.place,
                      .value = f.name,
                      .allowed = "values of swept keys as the sweep file writes them",
                      .remedy = "compare `where` and `relative_to` with " + table.source});
  return found;
}

// The runs of the selected rows, one set of them for each network; twins once.
Outcome measure_pooled(const Finding& f, const CsvTable& table, const std::filesystem::path& dir) {
  Outcome o;
  o.finding = f;
  const Selected rows = select(f, table, f.where);
  o.n_failed = rows.n_failed;
  std::set<std::string> marks;
  std::vector<std::vector<std::filesystem::path>> networks;
  for (const auto& [seed, of_seed] : rows.rows) {
    const std::string mark = twin_mark(table, of_seed);
    if (!mark.empty() && !marks.insert(mark).second) {
      ++o.n_twins;
      continue;
    }
    o.seeds.push_back(seed);
    auto& runs = networks.emplace_back();
    for (const std::size_t r : of_seed)
      runs.push_back(dir / "points" / (table.rows[r][table.column("point")] + "-" + seed));
  }
  pool(o, networks);
  return o;
}

Outcome measure(const Finding& f, const CsvTable& table) {
  Outcome o;
  o.finding = f;
  const Selected top = select(f, table, f.where);
  const Selected bottom = f.relative_to.empty() ? Selected{} : select(f, table, f.relative_to);
  o.n_failed = top.n_failed + bottom.n_failed;
  std::set<std::string> marks;
  for (const auto& [seed, samples] : top.by_seed) {
    const auto in_bottom = bottom.rows.find(seed);
    const std::string mark = twin_mark(table, top.rows.at(seed)) +
                             (in_bottom == bottom.rows.end() ? "" : ";" + twin_mark(table, in_bottom->second));
    if (!twin_mark(table, top.rows.at(seed)).empty() && !marks.insert(mark).second) {
      ++o.n_twins;
      continue;
    }
    double value = reduce(f, samples);
    if (!f.relative_to.empty()) {
      const auto other = bottom.by_seed.find(seed);
      value = other == bottom.by_seed.end() ? none : value / reduce(f, other->second);
    }
    if (!std::isfinite(value)) {
      ++o.n_missing;
      continue;
    }
    o.seeds.push_back(seed);
    o.values.push_back(value);
  }
  judge(o);
  return o;
}

}  // namespace

std::vector<Outcome> measure_findings(const std::vector<Finding>& findings, const std::filesystem::path& dir) {
  std::vector<Outcome> outcomes;
  if (findings.empty()) return outcomes;
  const CsvTable table = read_csv(dir / "points.csv");
  for (const Finding& f : findings)
    outcomes.push_back(f.statistic == Statistic::pooled_exponent ? measure_pooled(f, table, dir) : measure(f, table));
  return outcomes;
}

}  // namespace somn::sweep
