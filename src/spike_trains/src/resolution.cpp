// step_of(intervals, noise):
//   for each interval d, ascending: k = nearest(d/g), r = |d - k g|
//     r explained by noise and k times the error of g: where k is larger than any before, g = d/k
//     else g = gcd(g, r) by Euclid, down to what noise explains
//     g no longer above 8 times the noise: there is no grid
// resolution_of: with the rounding of doubles as noise; where that finds no more than the last decimal digit of the times,
// with that digit as noise: a coarser grid, which 30 intervals confirm
#include <somn/spike_trains/resolution.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace somn::analysis {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
constexpr std::size_t n_first = 4096;  // intervals that the search begins with
constexpr double share_of_step = 1e-4;  // an edge so close to a place of the grid lies on it

struct Step {
  double value = 0, error = 0;
  std::size_t n_confirmed = 0;  // intervals of several steps that fit
};

// Takes one interval in; false where no grid is left.
bool take(Step& g, double& steps, double d, double noise) {
  if (g.value == 0) {
    g = {d, noise, 0};
    steps = 1;
    return true;
  }
  const double k = std::round(d / g.value), error = noise + k * g.error;
  if (error > g.value / 4) return true;  // how many steps is not certain: says nothing
  double rest = std::abs(d - k * g.value);
  if (rest <= error) {
    if (k > steps) g = {d / k, noise / k, g.n_confirmed}, steps = k;
    g.n_confirmed += k > 1;
    return true;
  }
  if (rest <= 2 * error) return false;  // neither a multiple nor anything else
  double a = g.value;                   // Euclid: what a and the rest have in common
  while (rest > 2 * error) {
    const double next = std::abs(a - std::round(a / rest) * rest);
    a = rest;
    rest = next;
  }
  g = {a, std::max(error, noise), 0};
  steps = 1;
  return g.value > 8 * noise;
}

Step step_of(const std::vector<double>& first, double noise) {
  Step g;
  double steps = 0;
  for (const double d : first)
    if (!take(g, steps, d, noise)) return {};
  // Reals have a common divisor of a few times the noise by chance, a larger one or one that others confirm hardly ever.
  return g.n_confirmed >= 3 || g.value > 1e4 * noise ? g : Step{};
}

// By the time since the first event, as long as the number of steps is certain.
Step refined(Step g, std::span<const double> sorted, double noise) {
  double steps = 0;
  for (const double t : sorted) {
    const double d = t - sorted.front(), k = std::round(d / g.value), error = noise + k * g.error;
    if (error > g.value / 4 || std::abs(d - k * g.value) > error) break;
    if (k > 2 * steps && noise / k < g.error) g.value = d / k, g.error = noise / k, steps = k;
  }
  return g;
}

// n without the zeros at its end
double significant(double n) {
  while (n >= 10 && std::fmod(n, 10) == 0) n /= 10;
  return n;
}

// Of n 10^-k and 1/n, where the step cannot be told from them, the one of the smaller number; else as it is.
double plain(const Step& g) {
  const double error = std::max(g.error, 4 * epsilon * g.value), rate = std::round(1 / g.value);
  const bool is_rate = rate >= 1 && std::abs(g.value - 1 / rate) <= error && error * rate * rate < 0.25;
  for (double ten = 1e-12; ten <= 1e6; ten *= 10) {
    const double per_unit = std::round(1 / ten), unit = ten < 0.5 ? 1 / per_unit : std::round(ten);
    const double n = std::round(g.value / unit);
    const bool is_decimal = n >= 1 && n <= 100000 && std::abs(g.value - n * unit) <= error && error < unit / 16;
    if (!is_decimal || (is_rate && significant(rate) < significant(n))) continue;
    if (n < 10 || std::fmod(n, 10) != 0) return ten < 0.5 ? n / per_unit : n * unit;
  }
  return is_rate ? 1 / rate : g.value;
}

// The last decimal digit that was written, of all times; 0 where they have as many as a double.
double last_digit(std::span<const double> sorted, double noise) {
  for (double rate = 1; 1 / rate > 8 * noise && rate < 1e16; rate *= 10)
    if (std::all_of(sorted.begin(), sorted.end(),
                    [&](double t) { return std::abs(t - std::round(t * rate) / rate) <= noise; }))
      return 1 / rate;
  return 0;
}

// Do all intervals consist of such steps?
bool holds(std::span<const double> sorted, const Step& g, double noise) {
  for (std::size_t k = 1; k < sorted.size(); ++k) {
    const double d = sorted[k] - sorted[k - 1], n = std::round(d / g.value), error = noise + n * g.error;
    if (error < g.value / 4 && std::abs(d - n * g.value) > error) return false;
  }
  return true;
}

std::vector<double> some_intervals(std::span<const double> sorted, double noise) {
  std::vector<double> first;
  const std::size_t stride = std::max<std::size_t>(1, sorted.size() / n_first);
  for (std::size_t k = stride; k < sorted.size(); k += stride)
    if (const double d = sorted[k] - sorted[k - 1]; d > noise) first.push_back(d);
  std::sort(first.begin(), first.end());
  return first;
}

}  // namespace

double Resolution::bin(double time, double start, double width) const {
  return std::floor((time - start + tolerance) / width);
}

double Resolution::whole_bins(double length, double width) const {
  constexpr double share = 1e-6;  // of a bin, so little may be missing: lengths and widths are rounded, too
  return std::floor((length + tolerance) / width + share);
}

double Resolution::rounded(double interval) const {
  if (step == 0) return interval;
  const double rate = std::round(1 / step);
  return step == 1 / rate ? std::round(interval * rate) / rate : std::round(interval / step) * step;
}

double Resolution::bin_width(double about) const {
  constexpr double rounding = 1e-6;  // of a step
  return step > 0 ? std::max(1.0, std::floor(about / step + 0.5 + rounding)) * step : about;
}

Resolution resolution_of(std::span<const double> sorted, const std::vector<Segment>& segments) {
  double largest = 0;
  for (const Segment& s : segments) largest = std::max({largest, std::abs(s.start), std::abs(s.end)});
  if (!sorted.empty()) largest = std::max({largest, std::abs(sorted.front()), std::abs(sorted.back())});
  const double noise = 4 * epsilon * largest;
  if (!std::isfinite(noise)) return {};
  const std::vector<double> first = some_intervals(sorted, noise);
  if (first.empty()) return {.tolerance = noise};
  const auto grid = [&](double error) {  // of times that are each good to half of it; 0: none
    Step g = step_of(first, error);
    if (g.value == 0 || !holds(sorted, g, error)) return Step{};
    g.value = plain(refined(g, sorted, error));
    return holds(sorted, {g.value, 4 * epsilon * g.value, 0}, error) ? g : Step{};
  };
  const Step fine = grid(noise);
  const double digit = last_digit(sorted, noise);
  if (digit > 0 && fine.value < 1.5 * digit)
    if (const Step coarse = grid(digit); coarse.value > 8 * digit && coarse.n_confirmed >= 30)
      return {.tolerance = std::min(1.5 * digit, coarse.value / 4), .step = coarse.value};
  const double step = fine.value > 0 ? fine.value : digit;
  return {.tolerance = std::max(noise, share_of_step * step), .step = step};
}

void put_on_grid(std::vector<double>& times) {
  std::vector<double> sorted;
  if (!std::is_sorted(times.begin(), times.end())) {
    sorted = times;
    std::sort(sorted.begin(), sorted.end());
  }
  const Resolution resolution = resolution_of(sorted.empty() ? times : sorted);
  if (resolution.step == 0) return;
  const double origin = sorted.empty() ? times.front() : sorted.front();
  for (double& t : times) t = origin + resolution.rounded(t - origin);
}

std::vector<std::span<const double>> split(std::span<const double> sorted, const std::vector<Segment>& segments,
                                           const Resolution& resolution) {
  std::vector<std::span<const double>> all;
  auto first = sorted.begin();
  for (std::size_t k = 0; k < segments.size(); ++k) {
    const Segment& s = segments[k];
    const bool is_joined = k + 1 < segments.size() && resolution.is_same(segments[k + 1].start, s.end);
    first = std::lower_bound(first, sorted.end(), s.start - resolution.tolerance);
    const auto last = is_joined ? std::lower_bound(first, sorted.end(), s.end - resolution.tolerance)
                                : std::upper_bound(first, sorted.end(), s.end + resolution.tolerance);
    all.emplace_back(first, last);
    first = last;
  }
  return all;
}

}  // namespace somn::analysis
