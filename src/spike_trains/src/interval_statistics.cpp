#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/spike_trains/interval_statistics.hpp>
#include <somn/spike_trains/resolution.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace somn::analysis {
namespace {

constexpr double bins_per_decade = 10;

double bin_edge(long index) {
  return std::pow(10.0, static_cast<double>(index) / bins_per_decade);
}

// The bin k with edge k <= interval < edge k + 1.
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

double Segment::length() const {
  const double rounding = 4 * std::numeric_limits<double>::epsilon() * std::max(std::abs(start), std::abs(end));
  const double least = std::max(rounding, std::numeric_limits<double>::min());
  return std::abs(end - start) > least ? end - start : 0;
}

std::vector<Segment> segment_of_events(const std::vector<double>& times) {
  if (times.empty()) return {};
  for (const double t : times)
    if (!std::isfinite(t))
      throw InputError({.what = "event time is not finite", .where = "events", .value = to_text(t)});
  const auto [first, last] = std::minmax_element(times.begin(), times.end());
  return {{.start = *first, .end = std::nextafter(*last, std::numeric_limits<double>::infinity())}};
}

std::vector<std::vector<double>> intervals_within(const std::vector<double>& times,
                                                  const std::vector<Segment>& segments) {
  if (!std::is_sorted(times.begin(), times.end())) return intervals_within(sorted_times(times), segments);
  const Resolution resolution = resolution_of(times, segments);
  std::vector<std::vector<double>> intervals;
  for (const std::span<const double> events : split(times, segments, resolution)) {
    auto& list = intervals.emplace_back();
    if (events.size() > 1) list.reserve(events.size() - 1);
    for (std::size_t k = 1; k < events.size(); ++k) list.push_back(resolution.rounded(events[k] - events[k - 1]));
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
  const auto begin = histogram.edges.begin() + 1, end = histogram.edges.end() - 1;
  for (const auto& list : intervals)
    for (const double interval : list)
      if (interval > 0) ++histogram.counts[static_cast<std::size_t>(std::upper_bound(begin, end, interval) - begin)];
  for (std::size_t k = 0; k < histogram.counts.size(); ++k)
    histogram.density.push_back(static_cast<double>(histogram.counts[k]) /
                                (n * (histogram.edges[k + 1] - histogram.edges[k])));
  return histogram;
}

IntervalStatistics interval_statistics(const std::vector<std::vector<double>>& intervals, std::int64_t n_events,
                                       double record_length, double refractory, Histogram with) {
  IntervalStatistics s{.n_events = n_events, .refractory = refractory};
  bool has_pair = false;
  for (const auto& list : intervals) {
    s.n += static_cast<std::int64_t>(list.size());
    s.n_zero += std::count(list.begin(), list.end(), 0.0);
    has_pair = has_pair || list.size() >= 2;
  }
  if (record_length > 0) s.rate = static_cast<double>(n_events) / record_length;
  if (with == Histogram::yes) s.histogram = log_histogram(intervals);
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
  if (!std::is_sorted(times.begin(), times.end())) return interval_statistics(sorted_times(times), segments, refractory);
  double length = 0;
  std::int64_t n_events = 0;
  for (const Segment& segment : segments) length += segment.length();
  for (const auto& events : split(times, segments, resolution_of(times, segments)))
    n_events += static_cast<std::int64_t>(events.size());
  return interval_statistics(intervals_within(times, segments), n_events, length, refractory);
}

}  // namespace somn::analysis
