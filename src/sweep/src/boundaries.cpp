// For every line (points that differ in the key `along` only, one direction) with at least three points:
//   a table seed x position of what was measured, of the seeds that ran at every position
//   onset, saturation: its place for each seed; mean, Student's interval
//   peaks, which many seeds make together: the place in this table; in 1000 tables of as many seeds drawn with
//   replacement; interval: the 2.5 % and 97.5 % quantiles of these places; error: their standard deviation
#include "boundaries.hpp"

#include <somn/core/random.hpp>

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <tuple>

namespace somn::sweep {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t n_samples = 1000;

struct Line {
  std::vector<std::string> others;
  std::string direction;
  std::vector<std::size_t> points;                 // indices, ascending in the value along the line
  std::vector<double> positions;                   // [SI]
  std::vector<std::vector<const SeedRow*>> seeds;  // one row of positions per seed
};

using Sample = std::vector<std::size_t>;  // indices into Line::seeds
using Place = std::function<double(const Line&, const Sample&)>;

std::vector<Line> lines_of(const PhaseMap& map, const std::vector<SeedRow>& rows) {
  const auto along =
      static_cast<std::size_t>(std::find(map.keys.begin(), map.keys.end(), map.along) - map.keys.begin());
  std::map<std::pair<std::vector<std::string>, std::string>, Line> lines;
  if (along == map.keys.size()) return {};
  for (std::size_t k = 0; k < map.points.size(); ++k) {
    const PhasePoint& p = map.points[k];
    std::vector<std::string> others = p.texts;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(along));
    Line& line = lines[{others, p.direction}];
    line.others = others;
    line.direction = p.direction;
    line.points.push_back(k);
  }
  std::map<std::pair<std::size_t, std::string>, const SeedRow*> at;
  for (const SeedRow& row : rows) at[{row.point, row.seed}] = &row;
  std::vector<Line> all;
  for (auto& [key, line] : lines) {
    if (line.points.size() < 3) continue;
    std::sort(line.points.begin(), line.points.end(),
              [&](std::size_t a, std::size_t b) { return map.points[a].values[along] < map.points[b].values[along]; });
    for (const std::size_t p : line.points) line.positions.push_back(map.points[p].values[along]);
    for (const SeedRow& row : rows) {
      if (row.point != line.points.front()) continue;
      std::vector<const SeedRow*> along_line;
      for (const std::size_t p : line.points)
        if (const auto it = at.find({p, row.seed}); it != at.end()) along_line.push_back(it->second);
      if (along_line.size() == line.points.size()) line.seeds.push_back(std::move(along_line));
    }
    if (!line.seeds.empty()) all.push_back(std::move(line));
  }
  return all;
}

double middle(const Line& line, std::size_t k) {
  return (line.positions[k] + line.positions[k + 1]) / 2;
}

double onset_of(const Line& line, const std::vector<const SeedRow*>& seed) {
  for (std::size_t k = 0; k + 1 < seed.size() && seed[k]->regime == "quiescent"; ++k)
    if (seed[k + 1]->regime != "quiescent") return middle(line, k);
  return nan;
}

double saturation_of(const Line& line, const std::vector<const SeedRow*>& seed) {
  for (std::size_t k = seed.size() - 1; k > 0 && seed[k]->regime == "saturated"; --k)
    if (seed[k - 1]->regime != "saturated") return middle(line, k - 1);
  return nan;
}

// Where `mean` (or, of the scatter, the standard deviation over seeds) of a parameter is largest; nan where it is
// nowhere above zero.
Place peak_of(std::string parameter, bool is_scatter) {
  return [parameter = std::move(parameter), is_scatter](const Line& line, const Sample& sample) {
    double largest = 0, position = nan;
    for (std::size_t k = 0; k < line.positions.size(); ++k) {
      double sum = 0, squares = 0, n = 0;
      for (const std::size_t s : sample) {
        const auto it = line.seeds[s][k]->parameters.find(parameter);
        if (it == line.seeds[s][k]->parameters.end() || !std::isfinite(it->second)) continue;
        sum += it->second, squares += it->second * it->second, ++n;
      }
      const double value = is_scatter ? squares / n - sum / n * (sum / n) : sum / n;
      if (value > largest) largest = value, position = line.positions[k];
    }
    return position;
  };
}

double step_at(const Line& line, double position) {
  const auto above = std::upper_bound(line.positions.begin(), line.positions.end(), position);
  const auto k = std::clamp<std::ptrdiff_t>(above - line.positions.begin(), 1,
                                            static_cast<std::ptrdiff_t>(line.positions.size()) - 1);
  return line.positions[static_cast<std::size_t>(k)] - line.positions[static_cast<std::size_t>(k - 1)];
}

// The mean over the seeds that have one, with Student's interval: seeds are independent.
Boundary locate_mean(const Line& line, const std::string& kind,
                     double (*place)(const Line&, const std::vector<const SeedRow*>&)) {
  std::vector<double> places;
  for (const auto& seed : line.seeds)
    if (const double x = place(line, seed); std::isfinite(x)) places.push_back(x);
  const auto n = static_cast<double>(places.size());
  Boundary b{.kind = kind, .others = line.others, .direction = line.direction, .n_seeds = line.seeds.size()};
  b.low = b.high = b.se = nan;
  b.position = std::accumulate(places.begin(), places.end(), 0.0) / n;
  if (!std::isfinite(b.position)) return b;
  b.step = step_at(line, b.position);
  if (places.size() < 2) return b;
  double squares = 0;
  for (const double x : places) squares += (x - b.position) * (x - b.position);
  b.se = std::sqrt(squares / (n - 1) / n);
  const double t = boost::math::quantile(boost::math::students_t(n - 1), 0.975);
  b.low = b.position - t * b.se, b.high = b.position + t * b.se;
  return b;
}

Boundary locate(const Line& line, const std::string& kind, const Place& place) {
  Sample all(line.seeds.size());
  for (std::size_t s = 0; s < all.size(); ++s) all[s] = s;
  Boundary b{.kind = kind, .others = line.others, .direction = line.direction, .n_seeds = all.size()};
  b.position = place(line, all);
  b.low = b.high = b.se = nan;
  if (!std::isfinite(b.position)) return b;
  b.step = step_at(line, b.position);
  if (all.size() < 2) return b;
  Generator random = generator(1, "bootstrap of boundaries");
  boost::random::uniform_int_distribution<std::size_t> draw(0, all.size() - 1);
  std::vector<double> places;
  for (std::size_t k = 0; k < n_samples; ++k) {
    Sample sample(all.size());
    for (std::size_t& s : sample) s = draw(random);
    if (const double x = place(line, sample); std::isfinite(x)) places.push_back(x);
  }
  if (places.size() < 2) return b;
  std::sort(places.begin(), places.end());
  const auto n = static_cast<double>(places.size());
  b.low = places[static_cast<std::size_t>(0.025 * (n - 1))];
  b.high = places[static_cast<std::size_t>(std::ceil(0.975 * (n - 1)))];
  double mean = 0, squares = 0;
  for (const double x : places) mean += x;
  mean /= n;
  for (const double x : places) squares += (x - mean) * (x - mean);
  b.se = std::sqrt(squares / (n - 1));
  return b;
}

}  // namespace

std::vector<Boundary> find_boundaries(const PhaseMap& map, const std::vector<SeedRow>& rows) {
  const std::pair<std::string, Place> kinds[] = {
      {"peak of fano", peak_of("fano", false)},
      {"peak of cv_current", peak_of("cv_current", false)},
      {"peak of sd(rate_Hz)", peak_of("rate_Hz", true)},
      {"peak of sd(on_fraction)", peak_of("on_fraction", true)},
  };
  std::vector<Boundary> all;
  const auto add = [&](Boundary b) {
    if (std::isfinite(b.position)) all.push_back(std::move(b));
  };
  for (const Line& line : lines_of(map, rows)) {
    add(locate_mean(line, "onset", onset_of));
    add(locate_mean(line, "saturation", saturation_of));
    for (const auto& [kind, place] : kinds) add(locate(line, kind, place));
  }
  return all;
}

}  // namespace somn::sweep
