#include <somn/analyses/stdp/pairing.hpp>
#include <somn/core/error.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <algorithm>
#include <cmath>

namespace somn::analysis {
namespace {

WeightChange weight_change(const Synapse& s) {
  WeightChange c{.junction = s.junction};
  if (s.weights.empty()) return c;
  c.start = s.weights.front(), c.end = s.weights.back();
  const double change = c.end - c.start;
  c.normalised = change == 0 ? 0 : change / (change > 0 ? 1 - c.start : c.start);
  for (std::size_t k = 1; k < s.weights.size(); ++k) {
    const double step = s.weights[k] - s.weights[k - 1];
    (step > 0 ? c.rise : c.fall) += std::abs(step);
  }
  return c;
}

double default_window(const std::vector<Synapse>& synapses, const Segment& segment) {
  double events = 0;
  for (const Synapse& s : synapses) events += static_cast<double>(s.post_times.size() + s.pre_times.size());
  return 0.5 * segment.length() * 2 * static_cast<double>(synapses.size()) / events;  // infinite without events
}

double nearest(const std::vector<double>& times, double t) {
  const auto after = std::lower_bound(times.begin(), times.end(), t);
  if (after == times.begin()) return *after;
  if (after == times.end() || t - *(after - 1) <= *after - t) return *(after - 1);
  return *after;
}

double interpolated(std::span<const double> time, std::span<const double> values, double t) {
  const auto after = std::upper_bound(time.begin(), time.end(), t) - time.begin();
  const auto k = std::clamp<std::ptrdiff_t>(after, 1, static_cast<std::ptrdiff_t>(time.size()) - 1);
  const auto i = static_cast<std::size_t>(k);
  return values[i - 1] + (values[i] - values[i - 1]) * (t - time[i - 1]) / (time[i] - time[i - 1]);
}

void add_pairs(WeightPairing& result, std::size_t index, const Synapse& s, std::span<const double> time,
               const Segment& segment) {
  if (s.post_times.empty() || s.pre_times.empty()) return;
  const std::size_t first = result.pairs.size();
  double sum = 0;
  for (const double post : s.post_times) {
    const double pre = nearest(s.pre_times, post), middle = 0.5 * (post + pre);
    if (std::abs(post - pre) > result.window || nearest(s.post_times, pre) != post) continue;
    const double from = middle - result.window, to = middle + result.window;
    if (from < segment.start || to > segment.end) continue;
    const double change = interpolated(time, s.weights, to) - interpolated(time, s.weights, from);
    result.pairs.push_back({index, post - pre, change, change});
    sum += change;
  }
  const std::size_t n = result.pairs.size() - first;
  for (std::size_t k = first; k < result.pairs.size(); ++k) result.pairs[k].residual -= sum / static_cast<double>(n);
  result.synapses[index].n_pairs = static_cast<std::int64_t>(n);
}

// Pairs of one synapse with an order: signs and residuals, centred.
struct Group {
  std::vector<double> sign, residual;
};

void centre(std::vector<double>& x) {
  double sum = 0;
  for (const double v : x) sum += v;
  for (double& v : x) v -= sum / static_cast<double>(x.size());
}

std::vector<Group> groups_of(const WeightPairing& w) {
  std::vector<Group> all(w.synapses.size());
  for (const EventPair& pair : w.pairs) {
    if (pair.delay == 0) continue;
    all[pair.synapse].sign.push_back(pair.delay > 0 ? 1 : -1);
    all[pair.synapse].residual.push_back(pair.residual);
  }
  std::erase_if(all, [](const Group& g) { return g.sign.size() < 2; });
  for (Group& g : all) centre(g.sign), centre(g.residual);
  return all;
}

// sum of sign times residual, the residuals rotated by `shift` of each group
double product(const Group& g, std::size_t shift) {
  double sum = 0;
  const std::size_t n = g.sign.size();
  for (std::size_t k = 0; k < n; ++k) sum += g.sign[k] * g.residual[(k + shift) % n];
  return sum;
}

void correlate(WeightPairing& w, const PairingOptions& options) {
  const std::vector<Group> groups = groups_of(w);
  double signs = 0, residuals = 0, measured = 0;
  for (const Group& g : groups) {
    for (const double s : g.sign) signs += s * s;
    for (const double r : g.residual) residuals += r * r;
    measured += product(g, 0);
  }
  const double scale = std::sqrt(signs * residuals);
  if (!(scale > 0)) {
    w.reason = groups.empty() ? "no synapse with two pairs" : "no synapse with both orders and changes that differ";
    return;
  }
  w.correlation = measured / scale;
  int n_beyond = 0;
  double squares = 0;
  for (int k = 0; k < options.n_surrogates; ++k) {
    CounterStream random(options.seed, static_cast<std::uint64_t>(k));
    double sum = 0;
    for (const Group& g : groups) sum += product(g, static_cast<std::size_t>(random.below(g.sign.size())));
    const double r = sum / scale;
    squares += r * r;
    if (std::abs(r) >= std::abs(w.correlation) * (1 - 1e-12)) ++n_beyond;
  }
  if (options.n_surrogates <= 0) return;
  w.surrogate_sd = std::sqrt(squares / options.n_surrogates);
  w.p = (1.0 + n_beyond) / (1.0 + options.n_surrogates);
}

}  // namespace

WeightPairing pair_weights(const std::vector<Synapse>& synapses, std::span<const double> time, const Segment& segment,
                           const PairingOptions& options) {
  WeightPairing w{.window = options.window.value_or(default_window(synapses, segment))};
  for (const Synapse& s : synapses) {
    if (s.weights.size() != time.size())
      throw InputError({.what = "a record of weights that is not as long as time",
                        .where = "stdp: junction " + std::to_string(s.junction.index),
                        .value = std::to_string(s.weights.size()),
                        .allowed = std::to_string(time.size())});
    w.synapses.push_back(weight_change(s));
    const WeightChange& c = w.synapses.back();
    if (!(c.rise + c.fall > 1e-9)) continue;
    ++w.n_moved;
    if (std::min(c.rise, c.fall) > 0.01 * std::max(c.rise, c.fall)) ++w.n_both_ways;
  }
  if (time.size() > 1)
    for (std::size_t k = 0; k < synapses.size(); ++k) add_pairs(w, k, synapses[k], time, segment);
  std::vector<double> delays, residuals;
  for (const EventPair& pair : w.pairs) {
    w.n_zero += pair.delay == 0;
    delays.push_back(pair.delay);
    residuals.push_back(pair.residual);
  }
  correlate(w, options);
  w.plasticity = fit_plasticity(delays, residuals);
  return w;
}

}  // namespace somn::analysis
