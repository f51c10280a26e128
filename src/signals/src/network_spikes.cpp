// find_network_spikes:
//   slopes per segment; signal = slopes or slopes/|x|; theta from the signal of all segments
//   per segment: walk the rows
//     excursions: enters, and leaves by hysteresis -> [first, last]
//     open at an end of the segment: drop (at the start: unless keep_open_start)
//     measure: peak row, amplitude, delta, width, rise
//     keep, unless too small or within the dead time of the event before
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/signals/network_spikes.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace somn::analysis {
namespace {

struct Rows {
  std::size_t first = 0, end = 0;
};

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

// (x_{k+1} - x_{k-1})/2h
std::vector<double> slopes_of(std::span<const double> x, double h, const std::vector<Rows>& segments) {
  std::vector<double> slopes(x.size());
  for (const Rows& s : segments)
    for (std::size_t k = s.first; k < s.end && s.end - s.first > 1; ++k) {
      if (k == s.first)
        slopes[k] = (x[k + 1] - x[k]) / h;
      else if (k + 1 == s.end)
        slopes[k] = (x[k] - x[k - 1]) / h;
      else
        slopes[k] = (x[k + 1] - x[k - 1]) / (2 * h);
    }
  return slopes;
}

void refuse_bad(const NetworkSpikeOptions& o) {
  const bool is_good = o.threshold >= 0 && o.k_sigma >= 0 && o.leave_fraction >= 0 && o.leave_fraction <= 1 &&
                       o.dead_time >= 0 && o.min_amplitude >= 0;
  if (!is_good)
    throw InputError(
        {.what = "option out of range",
         .where = "network spikes",
         .value = fmt::format("threshold {}, k_sigma {}, leave_fraction {}, dead_time {}, min_amplitude {}",
                              o.threshold, o.k_sigma, o.leave_fraction, o.dead_time, o.min_amplitude),
         .allowed = "all 0 or more, leave_fraction at most 1"});
}

std::vector<Rows> segments_of(std::size_t n_rows, const NetworkSpikeOptions& options) {
  if (options.segment_rows.empty()) return {{.first = 0, .end = n_rows}};
  std::vector<Rows> segments;
  std::size_t first = 0;
  for (const std::size_t n : options.segment_rows) {
    if (n > n_rows - first) break;
    segments.push_back({.first = first, .end = first + n});
    first += n;
  }
  if (first != n_rows || segments.size() != options.segment_rows.size())
    throw InputError({.what = "segments do not add up to the trace",
                      .where = "segments",
                      .value = std::to_string(
                          std::accumulate(options.segment_rows.begin(), options.segment_rows.end(), std::size_t{0})),
                      .allowed = fmt::format("{} rows in all", n_rows)});
  return segments;
}

class Detector {
 public:
  Detector(std::span<const double> x, double h, const NetworkSpikeOptions& options)
      : x_(x), h_(h), segments_(segments_of(x.size(), options)), slopes_(slopes_of(x, h, segments_)), signal_(slopes_) {
    for (std::size_t k = 0; k < x.size() && options.is_relative; ++k) signal_[k] /= std::abs(x[k]);
    const double middle = median(signal_);
    std::vector<double> deviations, sizes;
    for (std::size_t k = 0; k < x.size(); ++k) {
      deviations.push_back(std::abs(signal_[k] - middle));
      sizes.push_back(std::abs(x[k]));
    }
    result_.options = options;
    result_.sample_step = h;
    result_.sigma = median(std::move(deviations)) / 0.6745;
    result_.theta = std::max(options.threshold, options.k_sigma * result_.sigma);
    result_.min_amplitude = options.min_amplitude * median(std::move(sizes));
  }

  NetworkSpikes run() {
    for (const Rows& segment : segments_) scan(segment);
    return std::move(result_);
  }

 private:
  bool exceeds(std::size_t k, double fraction) const { return std::abs(signal_[k]) > fraction * result_.theta; }

  void scan(const Rows& s) {
    latest_ = -std::numeric_limits<double>::infinity();
    std::size_t k = s.first;
    while (k < s.end) {
      if (!exceeds(k, 1)) {
        ++k;
        continue;
      }
      const std::size_t first = k;
      while (k < s.end && exceeds(k, result_.options.leave_fraction)) ++k;
      const bool is_open_at_start = first == s.first;
      if (k == s.end || (is_open_at_start && !result_.options.keep_open_start))
        ++result_.n_open_dropped;
      else
        keep(measure({.first = first, .end = k}, is_open_at_start ? first : first - 1));
    }
  }

  // `before`: the row before the excursion (its first row where that is the first of the segment).
  NetworkSpike measure(const Rows& e, std::size_t before) const {
    NetworkSpike spike{.row = e.first, .first_row = before, .last_row = e.end};
    for (std::size_t k = e.first; k < e.end; ++k)
      if (std::abs(signal_[k]) > std::abs(signal_[spike.row])) spike.row = k;
    const auto around = x_.subspan(before, e.end + 1 - before);
    const auto [least, largest] = std::minmax_element(around.begin(), around.end());
    spike.time = static_cast<double>(spike.row) * h_;
    spike.sign = slopes_[spike.row] < 0 ? -1 : 1;
    spike.peak = std::abs(slopes_[spike.row]);
    spike.amplitude = *largest - *least;
    spike.delta = around.back() - around.front();
    spike.width = h_ * (reach(spike.row, before, -1) + reach(spike.row, e.end, +1));
    spike.rise = h_ * (passage(around, 0.9) - passage(around, 0.1));
    return spike;
  }

  // [rows] from the peak to where |signal| falls to half of it, at most to `limit`.
  double reach(std::size_t peak, std::size_t limit, int direction) const {
    const double height = std::abs(signal_[peak]);
    double inner = height, distance = 0;
    for (std::size_t k = peak; k != limit; ++distance) {
      k = direction > 0 ? k + 1 : k - 1;
      const double outer = std::abs(signal_[k]);
      if (outer <= height / 2) return distance + (inner - height / 2) / (inner - outer);
      inner = outer;
    }
    return distance;
  }

  // [rows] at which x first passes the given fraction of its change from front to back; NaN where there is none.
  static double passage(std::span<const double> x, double fraction) {
    const double delta = x.back() - x.front();
    double before = 0;
    for (std::size_t k = 1; k < x.size() && delta != 0; ++k) {
      const double share = (x[k] - x.front()) / delta;
      if (share >= fraction) return static_cast<double>(k - 1) + (fraction - before) / (share - before);
      before = share;
    }
    return std::numeric_limits<double>::quiet_NaN();
  }

  void keep(const NetworkSpike& spike) {
    const double rounding = 4 * std::numeric_limits<double>::epsilon() * std::abs(spike.time);
    if (spike.amplitude < result_.min_amplitude)
      ++result_.n_small_dropped;
    else if (spike.time - latest_ < result_.options.dead_time - rounding)
      ++result_.n_dead_time_dropped;
    else {
      result_.spikes.push_back(spike);
      latest_ = spike.time;
    }
  }

  std::span<const double> x_;
  double h_;
  std::vector<Rows> segments_;
  std::vector<double> slopes_, signal_;
  NetworkSpikes result_;
  double latest_ = 0;  // [s] of the last spike kept in this segment
};

}  // namespace

NetworkSpikes find_network_spikes(std::span<const double> x, double sample_step, const NetworkSpikeOptions& options) {
  refuse_bad(options);
  if (!(sample_step > 0 && std::isfinite(sample_step)))
    throw InputError({.what = "sample step out of range",
                      .where = "network spikes",
                      .value = to_text(sample_step),
                      .allowed = "positive and finite"});
  const auto bad = std::find_if_not(x.begin(), x.end(), [](double v) { return std::isfinite(v); });
  if (bad != x.end())
    throw InputError({.what = "signal is not finite",
                      .where = fmt::format("network spikes: sample {}", bad - x.begin()),
                      .value = to_text(*bad)});
  const auto zero = std::find(x.begin(), x.end(), 0.0);
  if (options.is_relative && zero != x.end())
    throw InputError({.what = "a relative change needs a signal that is never 0",
                      .where = fmt::format("network spikes: sample {}", zero - x.begin()),
                      .value = "0",
                      .remedy = "use the absolute change, or cut these samples off"});
  if (x.size() < 3) return {.options = options, .reason = fmt::format("fewer than 3 samples: {}", x.size())};
  return Detector(x, sample_step, options).run();
}

NetworkSpikes find_network_spikes(const Trace& trace, std::string_view column, const NetworkSpikeOptions& options) {
  const std::vector<double>& time = trace.time();
  const std::vector<double>& x = trace.at(column).values;
  if (x.size() < 3) return find_network_spikes(x, 1, options);
  const double h = (time.back() - time.front()) / static_cast<double>(time.size() - 1);
  for (std::size_t k = 1; k < time.size(); ++k)
    if (!(std::abs(time[k] - time[k - 1] - h) <= 1e-3 * h))
      throw InputError(
          {.what = "time grid is not uniform",
           .where = fmt::format("network spikes: between {} s and {} s", to_text(time[k - 1]), to_text(time[k])),
           .value = to_text(time[k] - time[k - 1]) + " s",
           .allowed = to_text(h) + " s, the mean step",
           .remedy = "resample it first (somn analyse: --resample STEP, below the shortest time that matters)"});
  NetworkSpikes result = find_network_spikes(x, h, options);
  for (NetworkSpike& spike : result.spikes) spike.time = time[spike.row];
  return result;
}

NetworkSpikes united(NetworkSpikes a, const NetworkSpikes& b) {
  a.n_open_dropped += b.n_open_dropped;
  a.n_small_dropped += b.n_small_dropped;
  a.n_dead_time_dropped += b.n_dead_time_dropped;
  a.spikes.insert(a.spikes.end(), b.spikes.begin(), b.spikes.end());
  const auto is_before = [](const NetworkSpike& x, const NetworkSpike& y) { return x.row < y.row; };
  std::stable_sort(a.spikes.begin(), a.spikes.end(), is_before);
  const auto same = [](const NetworkSpike& x, const NetworkSpike& y) { return x.row == y.row; };
  a.spikes.erase(std::unique(a.spikes.begin(), a.spikes.end(), same), a.spikes.end());
  return a;
}

std::vector<std::pair<std::size_t, std::size_t>> active_rows(std::span<const double> x, double h,
                                                             const std::vector<std::size_t>& segment_rows,
                                                             double threshold, double relative) {
  std::vector<std::pair<std::size_t, std::size_t>> active;
  std::size_t start = 0;
  for (const std::size_t n : segment_rows.empty() ? std::vector<std::size_t>{x.size()} : segment_rows) {
    const std::size_t stop = std::min(start + n, x.size());
    std::pair<std::size_t, std::size_t> rows{start, start};
    for (std::size_t k = start; k < stop; ++k) {
      const std::size_t before = k == start ? k : k - 1, after = k + 1 == stop ? k : k + 1;
      if (after == before) continue;
      const double slope = std::abs((x[after] - x[before]) / static_cast<double>(after - before)) / h;
      if (!(slope > threshold || slope / std::abs(x[k]) > relative)) continue;
      if (rows.first == rows.second) rows.first = k;
      rows.second = k + 1;
    }
    active.push_back(rows);
    start = stop;
  }
  return active;
}

}  // namespace somn::analysis
