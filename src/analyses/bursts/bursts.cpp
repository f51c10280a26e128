#include "burst_methods.hpp"

#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/spike_trains/resolution.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>
#include <set>

namespace somn::analysis {
namespace {

Bursts by_max_interval(const std::vector<double>& times, const BurstOptions& o) {
  Bursts result;
  IntervalRule rule{.min_duration = o.min_duration.value_or(0), .min_spikes = o.min_spikes};
  if (o.begin) {
    rule.begin = *o.begin;
  } else {
    const std::vector<double> intervals = intervals_of(times);
    double unit = std::numeric_limits<double>::infinity();
    for (const double i : intervals)
      if (i > 0) unit = std::min(unit, i);
    const Valley valley = logisi_valley(intervals, unit / 10, median_of(intervals));
    if (!valley.threshold) {
      result.reason = "the histogram of log intervals has no valley: no scale of bursts; give --begin";
      return result;
    }
    rule.begin = *valley.threshold;
  }
  rule.end = o.end.value_or(1.5 * rule.begin);
  rule.gap = o.gap.value_or(rule.begin);
  result.bursts = by_intervals(times, rule);
  result.parameters = {{"begin_s", rule.begin},
                       {"end_s", rule.end},
                       {"gap_s", rule.gap},
                       {"min_duration_s", rule.min_duration},
                       {"min_spikes", static_cast<double>(rule.min_spikes)}};
  return result;
}

void refuse_bad(const BurstOptions& o) {
  const auto check = [](const std::optional<double>& value, const char* name, bool may_be_zero) {
    if (value && !(std::isfinite(*value) && (*value > 0 || (may_be_zero && *value == 0))))
      throw InputError({.what = "out of range",
                        .where = name,
                        .value = to_text(*value),
                        .allowed = may_be_zero ? "0 or more, finite" : "positive and finite"});
  };
  check(o.begin, "begin", false);
  check(o.end, "end", false);
  check(o.gap, "gap", true);
  check(o.min_duration, "min_duration", true);
  check(o.cutoff, "cutoff", false);
  check(o.min_surprise, "min_surprise", true);
  check(o.window, "window", false);
  if (o.min_spikes < 2)
    throw InputError(
        {.what = "out of range", .where = "min_spikes", .value = std::to_string(o.min_spikes), .allowed = "2 or more"});
}

double spike_count(const Burst& b) {
  return static_cast<double>(b.last - b.first + 1);
}

}  // namespace

std::vector<double> intervals_of(const std::vector<double>& times) {
  const Resolution resolution = resolution_of(times);
  std::vector<double> intervals;
  for (std::size_t k = 1; k < times.size(); ++k) intervals.push_back(resolution.rounded(times[k] - times[k - 1]));
  return intervals;
}

std::vector<double> ranks_of(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t k = 0; k < order.size();) {
    std::size_t next = k;
    while (next < order.size() && values[order[next]] == values[order[k]]) ++next;
    for (std::size_t i = k; i < next; ++i) ranks[order[i]] = static_cast<double>(k + next + 1) / 2;
    k = next;
  }
  return ranks;
}

std::vector<double> histogram_of(const std::vector<double>& values, const std::vector<double>& bounds) {
  std::vector<double> widths, shifted = bounds, counts(bounds.size() - 1);
  for (std::size_t k = 1; k < bounds.size(); ++k) widths.push_back(bounds[k] - bounds[k - 1]);
  const double fuzz = 1e-7 * median_of(widths);
  for (double& b : shifted) b += fuzz;
  shifted.front() = bounds.front() - fuzz;
  for (const double v : values) {
    const auto above = std::lower_bound(shifted.begin(), shifted.end(), v);  // first bound >= v
    if (v < shifted.front() || above == shifted.end()) continue;
    counts[static_cast<std::size_t>(std::max<std::ptrdiff_t>(above - shifted.begin() - 1, 0))] += 1;
  }
  return counts;
}

std::vector<Burst> by_intervals(const std::vector<double>& times, const IntervalRule& rule) {
  const Resolution resolution = resolution_of(times);
  std::vector<Burst> found;
  bool is_in = false;
  for (std::size_t k = 1; k < times.size(); ++k) {
    const double interval = times[k] - times[k - 1];
    if (is_in) {
      if (resolution.exceeds(interval, rule.end))
        is_in = false;
      else
        found.back().last = k;
    } else if (rule.is_inclusive ? !resolution.exceeds(interval, rule.begin) : resolution.is_below(interval, rule.begin)) {
      found.push_back({.first = k - 1, .last = k});
      is_in = true;
    }
  }
  std::vector<Burst> merged;
  for (const Burst& b : found) {
    if (!merged.empty() && resolution.is_below(times[b.first] - times[merged.back().last], rule.gap))
      merged.back().last = b.last;
    else
      merged.push_back(b);
  }
  std::erase_if(merged, [&](const Burst& b) {
    return resolution.is_below(times[b.last] - times[b.first], rule.min_duration) || b.last - b.first + 1 < rule.min_spikes;
  });
  return merged;
}

std::vector<Burst> grown(const std::vector<Burst>& cores, const std::vector<Burst>& wider) {
  const auto holds = [](const Burst& w, std::size_t spike) { return spike >= w.first && spike <= w.last; };
  std::vector<Burst> result;
  auto w = wider.begin();
  for (Burst b : cores) {
    while (w != wider.end() && w->last < b.first) ++w;
    for (auto v = w; v != wider.end() && v->first <= b.last; ++v)
      if (holds(*v, b.first) || holds(*v, b.last)) {
        b.first = std::min(b.first, v->first);
        b.last = std::max(b.last, v->last);
        break;
      }
    if (!result.empty() && result.back().first == b.first)
      result.back() = b;
    else if (result.empty() || result.back().last != b.last)
      result.push_back(b);
  }
  return result;
}

Bursts find_bursts(const std::vector<double>& times, const BurstOptions& options) {
  refuse_bad(options);
  Bursts result;
  if (times.size() < 3) {
    result.reason = fmt::format("fewer than 3 spikes: {}", times.size());
    return result;
  }
  if (!(times.back() > times.front())) {
    result.reason = "all spikes at one time";
    return result;
  }
  switch (options.method) {
    case BurstMethod::max_interval:
      result = by_max_interval(times, options);
      break;
    case BurstMethod::logisi:
      result = by_logisi(times, options);
      break;
    case BurstMethod::poisson_surprise:
      result = by_poisson_surprise(times, options);
      break;
    case BurstMethod::rank_surprise:
      result = by_rank_surprise(times, options);
      break;
    case BurstMethod::cma:
      result = by_cma(times, options);
      break;
    case BurstMethod::isi_rank:
      result = by_isi_rank(times, options);
      break;
  }
  if (result.bursts.empty() && result.reason.empty()) result.reason = "no group of spikes meets the rule";
  return result;
}

BurstSummary summarise(const std::vector<double>& times, const std::vector<Burst>& bursts, double record_length) {
  BurstSummary s{.n = bursts.size()};
  if (record_length > 0) s.per_minute = 60 * static_cast<double>(bursts.size()) / record_length;
  if (bursts.empty()) return s;
  double spikes = 0, duration = 0, rate = 0, gap = 0, gap_squares = 0;
  for (std::size_t k = 0; k < bursts.size(); ++k) {
    const Burst& b = bursts[k];
    const double length = times[b.last] - times[b.first];
    spikes += spike_count(b);
    duration += length;
    rate += (spike_count(b) - 1) / length;
    if (k > 0) {
      const double g = times[b.first] - times[bursts[k - 1].last];
      gap += g;
      gap_squares += g * g;
    }
  }
  const double n = static_cast<double>(bursts.size());
  s.spikes_in_bursts_share = spikes / static_cast<double>(times.size());
  s.mean_duration = duration / n;
  s.mean_spikes = spikes / n;
  s.mean_rate = rate / n;
  if (bursts.size() >= 2) {
    s.mean_gap = gap / (n - 1);
    s.gap_cv = std::sqrt(std::max(0.0, gap_squares / (n - 1) - s.mean_gap * s.mean_gap)) / s.mean_gap;
  }
  return s;
}

NetworkBursts find_network_bursts(const std::vector<std::vector<double>>& trains, const BurstOptions& options,
                                  double share) {
  NetworkBursts result;
  std::vector<std::pair<double, std::size_t>> pooled;
  for (std::size_t unit = 0; unit < trains.size(); ++unit) {
    result.n_units += !trains[unit].empty();
    for (const double t : trains[unit]) pooled.emplace_back(t, unit);
  }
  std::sort(pooled.begin(), pooled.end());
  std::vector<double> times;
  for (const auto& [t, unit] : pooled) times.push_back(t);
  result.pooled = find_bursts(times, options);
  for (const Burst& b : result.pooled.bursts) {
    std::set<std::size_t> units;
    for (std::size_t k = b.first; k <= b.last; ++k) units.insert(pooled[k].second);
    if (static_cast<double>(units.size()) >= share * static_cast<double>(result.n_units))
      result.bursts.push_back({b.first, b.last, units.size()});
  }
  return result;
}

}  // namespace somn::analysis
