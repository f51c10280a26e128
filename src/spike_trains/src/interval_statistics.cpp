#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/spike_trains/interval_statistics.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace somn::analysis {
namespace {

constexpr double bins_per_decade = 10;

double bin_edge(long index) {
  return std::pow(10.0, static_cast<double>(index) / bins_per_decade);
}

long bin_index(double interval) {
  long index = std::lround(std::floor(bins_per_decade * std::log10(interval)));
  while (interval < bin_edge(index)) --index;
  while (interval >= bin_edge(index + 1)) ++index;
  return index;
}

void add_moments(IntervalStatistics& s, const std::vector<std::vector<double>>& intervals) {
  double sum = 0, squares = 0;
  for (const auto& list : intervals)
    for (const double interval : list) sum += interval;
  s.mean = sum / static_cast<double>(s.n);
  for (const auto& list : intervals)
    for (const double interval : list) squares += (interval - s.mean) * (interval - s.mean);
  s.sd = std::sqrt(squares / static_cast<double>(s.n));
  s.cv = s.sd / s.mean;
}

void add_local_variation(IntervalStatistics& s, const std::vector<std::vector<double>>& intervals) {
  double cv2 = 0, lv = 0, lvr = 0, n_pairs = 0;
  for (const auto& list : intervals)
    for (std::size_t i = 0; i + 1 < list.size(); ++i) {
      const double sum = list[i] + list[i + 1];
      ++n_pairs;
      if (sum == 0) continue;
      const double contrast = std::abs(list[i + 1] - list[i]) / sum;  // 1 - 4 I I'/(I + I')^2 is its square
      cv2 += 2 * contrast;
      lv += 3 * contrast * contrast;
      lvr += 3 * contrast * contrast * (1 + 4 * s.refractory / sum);
    }
  s.cv2 = cv2 / n_pairs;
  s.lv = lv / n_pairs;
  s.lvr = lvr / n_pairs;
}

}  // namespace

std::vector<Segment> segments_from_lengths(std::span<const double> lengths) {
  std::vector<Segment> segments;
  double start = 0;
  for (const double length : lengths) {
    if (!(length > 0 && std::isfinite(start + length)))
      throw InputError({.what = "segment length out of range",
                        .where = "segments",
                        .value = to_text(length),
                        .allowed = "positive and finite"});
    segments.push_back({.start = start, .end = start + length});
    start += length;
  }
  return segments;
}

std::vector<double> sorted_times(std::vector<double> times) {
  const auto bad = std::find_if_not(times.begin(), times.end(), [](double t) { return std::isfinite(t); });
  if (bad != times.end())
    throw InputError({.what = "event time is not finite", .where = "events", .value = to_text(*bad)});
  if (!std::is_sorted(times.begin(), times.end())) std::sort(times.begin(), times.end());
  return times;
}

std::vector<Segment> segment_of_events(const std::vector<double>& times) {
  if (times.empty()) return {};
  const std::vector<double> sorted = sorted_times(times);
  return {{.start = sorted.front(), .end = std::nextafter(sorted.back(), std::numeric_limits<double>::infinity())}};
}

std::vector<std::vector<double>> intervals_within(std::vector<double> times, const std::vector<Segment>& segments) {
  times = sorted_times(std::move(times));
  std::vector<std::vector<double>> intervals;
  for (const Segment& segment : segments) {
    const auto first = std::lower_bound(times.begin(), times.end(), segment.start);
    const auto last = std::lower_bound(first, times.end(), segment.end);
    auto& list = intervals.emplace_back();
    for (auto it = first; it != last && it + 1 != last; ++it) list.push_back(*(it + 1) - *it);
  }
  return intervals;
}

LogHistogram log_histogram(const std::vector<std::vector<double>>& intervals) {
  double n = 0, least = std::numeric_limits<double>::infinity(), largest = 0;
  for (const auto& list : intervals)
    for (const double interval : list) {
      ++n;
      largest = std::max(largest, interval);
      if (interval > 0) least = std::min(least, interval);
    }
  LogHistogram histogram;
  if (largest == 0) return histogram;
  const long first = bin_index(least), last = bin_index(largest);
  for (long k = first; k <= last + 1; ++k) histogram.edges.push_back(bin_edge(k));
  histogram.counts.assign(static_cast<std::size_t>(last - first + 1), 0);
  for (const auto& list : intervals)
    for (const double interval : list)
      if (interval > 0) ++histogram.counts[static_cast<std::size_t>(bin_index(interval) - first)];
  for (std::size_t k = 0; k < histogram.counts.size(); ++k)
    histogram.density.push_back(static_cast<double>(histogram.counts[k]) /
                                (n * (histogram.edges[k + 1] - histogram.edges[k])));
  return histogram;
}

IntervalStatistics interval_statistics(const std::vector<std::vector<double>>& intervals, std::int64_t n_events,
                                       double record_length, double refractory) {
  IntervalStatistics s{.n_events = n_events, .refractory = refractory};
  bool has_pair = false;
  for (const auto& list : intervals) {
    s.n += static_cast<std::int64_t>(list.size());
    s.n_zero += std::count(list.begin(), list.end(), 0.0);
    has_pair = has_pair || list.size() >= 2;
  }
  if (record_length > 0) s.rate = static_cast<double>(n_events) / record_length;
  s.histogram = log_histogram(intervals);
  if (n_events < 3) {
    s.reason = "fewer than 3 events: " + std::to_string(n_events);
    return s;
  }
  if (s.n == 0) {
    s.reason = "no intervals: every segment or unit holds at most one event";
    return s;
  }
  add_moments(s, intervals);
  if (s.mean == 0) s.reason = "all intervals are 0: cv does not exist";
  if (has_pair)
    add_local_variation(s, intervals);
  else
    s.reason = "no two consecutive intervals: cv2, lv and lvr do not exist";
  return s;
}

IntervalStatistics interval_statistics(const std::vector<double>& times, const std::vector<Segment>& segments,
                                       double refractory) {
  const auto intervals = intervals_within(times, segments);
  double length = 0;
  std::int64_t n_events = 0;
  for (const Segment& segment : segments) {
    length += segment.length();
    n_events +=
        std::count_if(times.begin(), times.end(), [&](double t) { return t >= segment.start && t < segment.end; });
  }
  return interval_statistics(intervals, n_events, length, refractory);
}

}  // namespace somn::analysis
