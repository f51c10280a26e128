#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/spike_trains/resolution.hpp>
#include <somn/spike_trains/train_pairs.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace somn::analysis {
namespace {

// Share of the record within dt of a spike.
double tiled_share(Train t, const Segment& record, double dt) {
  double covered = 0, reached = record.start;
  for (const double time : t) {
    const double from = std::max(time - dt, reached), to = std::min(time + dt, record.end);
    if (to > from) covered += to - from;
    reached = std::max(reached, to);
  }
  return covered / record.length();
}

// Share of the spikes of a with one of b within dt. Times on a grid are often exactly dt apart.
double close_share(Train a, Train b, double dt, const Resolution& resolution) {
  std::size_t n = 0, j = 0;
  for (const double time : a) {
    while (j + 1 < b.size() && std::abs(b[j + 1] - time) <= std::abs(b[j] - time)) ++j;
    n += !b.empty() && !resolution.exceeds(std::abs(b[j] - time), dt);
  }
  return static_cast<double>(n) / static_cast<double>(a.size());
}

// sum over i, j of e^(-|a_i - b_j|/tau), both in order: two sweeps of decaying sums.
double overlap(Train a, Train b, double tau) {
  const auto sweep = [&](Train x, Train y, bool with_equal) {  // y_j before x_i (or equal)
    double sum = 0, trace = 0, last = 0;
    std::size_t j = 0;
    for (const double time : x) {
      trace *= std::exp((last - time) / tau);
      for (; j < y.size() && (y[j] < time || (with_equal && y[j] == time)); ++j) trace += std::exp((y[j] - time) / tau);
      last = time;
      sum += trace;
    }
    return sum;
  };
  return sweep(a, b, true) + sweep(b, a, false);
}

}  // namespace

double tiling_coefficient(Train a, Train b, const Segment& record, double dt) {
  if (a.empty() || b.empty()) return std::numeric_limits<double>::quiet_NaN();
  const double t_a = tiled_share(a, record, dt), t_b = tiled_share(b, record, dt);
  const Resolution resolution = resolution_of({}, {record});
  const double p_a = close_share(a, b, dt, resolution), p_b = close_share(b, a, dt, resolution);
  const auto half = [](double p, double t) { return p * t == 1 ? 0.5 : 0.5 * (p - t) / (1 - p * t); };
  return half(p_a, t_b) + half(p_b, t_a);
}

double victor_purpura(Train a, Train b, double q) {
  std::vector<double> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0.0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    double diagonal = row[0];
    row[0] += 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const double shifted = diagonal + q * std::abs(a[i] - b[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, shifted});
    }
  }
  return row.back();
}

double van_rossum(Train a, Train b, double tau) {
  return std::sqrt(std::max(0.0, overlap(a, a, tau) + overlap(b, b, tau) - 2 * overlap(a, b, tau)));
}

std::vector<double> bin_counts(Train train, const Segment& record, double bin) {
  const Resolution resolution = resolution_of(train, {record});
  const double n_bins = resolution.whole_bins(record.length(), bin);
  if (!(bin > 0 && std::isfinite(bin) && n_bins >= 1 && n_bins <= 1e8))
    throw InputError({.what = "bin width out of range",
                      .where = "bin",
                      .value = to_text(bin),
                      .allowed = "1 to 1e8 bins in the record of length " + to_text(record.length())});
  std::vector<double> counts(static_cast<std::size_t>(n_bins));
  for (const double t : train) {
    const double k = resolution.bin(t, record.start, bin);
    if (k >= 0 && k < n_bins) counts[static_cast<std::size_t>(k)] += 1;
  }
  return counts;
}

double pearson(std::span<const double> x, std::span<const double> y) {
  const double n = static_cast<double>(x.size());
  const double mx = std::accumulate(x.begin(), x.end(), 0.0) / n, my = std::accumulate(y.begin(), y.end(), 0.0) / n;
  double xx = 0, yy = 0, xy = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    xx += (x[k] - mx) * (x[k] - mx);
    yy += (y[k] - my) * (y[k] - my);
    xy += (x[k] - mx) * (y[k] - my);
  }
  return xy / std::sqrt(xx * yy);
}

std::vector<double> cross_correlogram(std::span<const double> x, std::span<const double> y, std::size_t max_lag) {
  const auto n = static_cast<std::ptrdiff_t>(x.size()), m = static_cast<std::ptrdiff_t>(max_lag);
  std::vector<double> counts(2 * max_lag + 1);
  std::vector<std::ptrdiff_t> filled;
  for (std::ptrdiff_t k = 0; k < n; ++k)
    if (y[static_cast<std::size_t>(k)] != 0) filled.push_back(k);
  auto first = filled.begin();
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    const double xi = x[static_cast<std::size_t>(i)];
    if (xi == 0) continue;
    while (first != filled.end() && *first < i - m) ++first;
    for (auto j = first; j != filled.end() && *j <= i + m; ++j)
      counts[static_cast<std::size_t>(*j - i + m)] += xi * y[static_cast<std::size_t>(*j)];
  }
  return counts;
}

SpikeContrast spike_contrast(const std::vector<std::vector<double>>& trains, const Segment& record, double least_bin) {
  double least_interval = std::numeric_limits<double>::infinity(), n_spikes = 0;
  for (const auto& train : trains) {
    n_spikes += static_cast<double>(train.size());
    for (std::size_t k = 1; k < train.size(); ++k) least_interval = std::min(least_interval, train[k] - train[k - 1]);
  }
  SpikeContrast best;
  if (trains.size() < 2 || !std::isfinite(least_interval)) return best;
  const double start = record.start - least_interval, stop = record.end + least_interval;
  const double end_bin = std::max({least_interval / 2, least_bin, record.length() / 1e6});
  for (double bin = record.length() / 2; bin >= end_bin; bin *= 0.9) {
    const double step = bin / 2;
    const auto n_edges = static_cast<std::size_t>(std::ceil((stop + step - start) / step));
    if (n_edges < 3) continue;
    std::vector<double> theta(n_edges - 2), active(n_edges - 2);
    std::vector<double> steps(n_edges - 1);
    for (const auto& train : trains) {
      std::fill(steps.begin(), steps.end(), 0);
      for (const double t : train) {
        auto k = static_cast<std::size_t>((t - start) / step);
        while (k > 0 && t < start + static_cast<double>(k) * step) --k;
        while (k + 1 < steps.size() && t >= start + static_cast<double>(k + 1) * step) ++k;
        if (k < steps.size()) steps[k] += 1;
      }
      for (std::size_t k = 0; k < theta.size(); ++k) {
        const double count = steps[k] + steps[k + 1];
        theta[k] += count;
        active[k] += count > 0;
      }
    }
    double total = 0, weighted = 0, change = 0;
    for (std::size_t k = 0; k < theta.size(); ++k) {
      total += theta[k];
      weighted += theta[k] * active[k];
      if (k > 0) change += std::abs(theta[k] - theta[k - 1]);
    }
    const double value = (weighted / total - 1) / (static_cast<double>(trains.size()) - 1) * change / (2 * n_spikes);
    if (!(value <= best.value)) best = {value, bin};
  }
  return best;
}

}  // namespace somn::analysis
