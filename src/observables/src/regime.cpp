#include <somn/observables/regime.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <utility>

namespace somn::analysis {
namespace {

constexpr double largest_fano_oscillatory = 2.5, largest_cv_oscillatory = 0.3, largest_cv_saturated = 0.02;

using Trains = std::map<JunctionId, std::vector<double>>;

Trains up_trains(std::span<const JunctionEvent> events, const Segment& window) {
  Trains trains;
  for (const JunctionEvent& e : events)
    if (e.kind == EventKind::up && e.time >= window.start && e.time < window.end) trains[e.junction].push_back(e.time);
  return trains;
}

void add_event_counts(OrderParameters& order, const Trains& trains, const Segment& window) {
  const double middle = (window.start + window.end) / 2;
  bool in_first = false, in_second = false;
  for (const auto& [junction, times] : trains) {
    order.n_events += static_cast<std::int64_t>(times.size());
    order.most_events = std::max(order.most_events, static_cast<std::int64_t>(times.size()));
    in_first = in_first || times.front() < middle;
    in_second = in_second || times.back() >= middle;
  }
  order.is_sustained = in_first && in_second;
  order.n_active_junctions = static_cast<std::int64_t>(trains.size());
  order.rate = static_cast<double>(order.n_events) / window.length();
}

// Returns the mean interval within junctions [s].
double add_isi_cv(OrderParameters& order, const Trains& trains, const Segment& window, int min_events) {
  double cv_sum = 0, sum = 0, n = 0;
  for (const auto& [junction, times] : trains) {
    const IntervalStatistics s = interval_statistics(times, {window});
    if (times.size() >= 2) sum += times.back() - times.front();
    n += static_cast<double>(s.n);
    if (s.n_events < min_events || std::isnan(s.cv)) continue;
    cv_sum += s.cv;
    ++order.n_isi_cv_junctions;
  }
  if (order.n_isi_cv_junctions > 0) order.mean_isi_cv = cv_sum / static_cast<double>(order.n_isi_cv_junctions);
  return sum / n;
}

void add_fano(OrderParameters& order, const Trains& trains, const Segment& window) {
  constexpr double most_bins = 1e8;
  const double n_bins = std::floor(window.length() / order.fano_bin * (1 + 1e-12));
  if (!(n_bins >= 1 && n_bins <= most_bins)) return;
  std::map<std::int64_t, std::int64_t> counts;
  for (const auto& [junction, times] : trains)
    for (const double t : times) ++counts[static_cast<std::int64_t>((t - window.start) / order.fano_bin)];
  double sum = 0, squares = 0, n_filled = 0;
  for (const auto& [bin, count] : counts) {
    if (static_cast<double>(bin) >= n_bins) continue;
    sum += static_cast<double>(count);
    squares += static_cast<double>(count * count);
    ++n_filled;
  }
  const double mean = sum / n_bins;
  order.n_fano_bins = static_cast<std::int64_t>(n_bins);
  order.quiet_fraction = 1 - n_filled / n_bins;
  if (mean > 0) order.fano = (squares / n_bins - mean * mean) / mean;
}

// Variance in time of a number that changes in steps.
struct StepVariance {
  double now, level = 0, sum = 0, squares = 0;
  void step(double time, double change) {
    sum += (time - now) * level;
    squares += (time - now) * level * level;
    now = time;
    level += change;
  }
  double over(double length) const { return std::max(0.0, squares / length - sum / length * (sum / length)); }
};

// chi^2 = var_t(K/N)/mean_i p_i(1 - p_i): K junctions on at a time, p_i the share of time that junction i is on. Those
// that are always on or always off add nothing to either variance.
void add_synchronization(OrderParameters& order, const std::vector<double>& on_shares, double variance_of_on) {
  double sum = 0;
  for (const double p : on_shares) {
    if (!(p > 0 && p < 1)) continue;
    ++order.n_switching_junctions;
    sum += p * (1 - p);
  }
  if (order.n_switching_junctions >= 2)
    order.synchronization_index = std::sqrt(variance_of_on / (static_cast<double>(order.n_switching_junctions) * sum));
}

// Per junction, the time on within the window: from each up event (or the start) to the next down event (or the end).
void add_on_states(OrderParameters& order, std::span<const JunctionEvent> events, const Segment& window,
                   const OrderOptions& options) {
  struct OnTime {
    bool is_on = false;
    double since = 0, total = 0;
  };
  std::map<JunctionId, OnTime> junctions;
  StepVariance n_on{.now = window.start};
  for (const JunctionEvent& e : events) {
    const auto [entry, is_new] = junctions.try_emplace(e.junction);
    OnTime& j = entry->second;
    const bool is_up = e.kind == EventKind::up;
    const double time = std::clamp(e.time, window.start, window.end);
    if (is_new) j = {.is_on = !is_up, .since = window.start};
    if (j.is_on == is_up) continue;
    if (j.is_on) j.total += time - j.since;
    j.is_on = is_up;
    j.since = time;
    n_on.step(time, is_up ? 1 : -1);
  }
  n_on.step(window.end, 0);
  double total = static_cast<double>(options.n_on_without_event) * window.length();
  order.n_permanently_on = options.n_on_without_event;
  std::vector<double> on_shares;
  for (auto& [junction, j] : junctions) {
    const bool is_permanent = j.is_on && j.since == window.start;
    if (j.is_on) j.total += window.end - j.since;
    order.n_permanently_on += is_permanent;
    total += j.total;
    on_shares.push_back(is_permanent ? 1 : j.total / window.length());
  }
  if (options.n_junctions > 0) order.on_fraction = total / static_cast<double>(options.n_junctions) / window.length();
  add_synchronization(order, on_shares, n_on.over(window.length()));
}

void add_current(OrderParameters& order, const Trace& trace, const Segment& window) {
  const Column* current = trace.find("i_source_A");
  if (current == nullptr) return;
  const std::vector<double>&t = trace.time(), &i = current->values;
  double length = 0, sum = 0, squares = 0;
  const auto for_each_step = [&](auto&& use) {
    for (std::size_t k = 1; k < t.size(); ++k)
      if (t[k - 1] >= window.start && t[k] <= window.end) use(t[k] - t[k - 1], i[k - 1], i[k]);
  };
  for_each_step([&](double h, double a, double b) {
    length += h;
    sum += h * (a + b) / 2;
  });
  if (length == 0) return;
  order.mean_current = sum / length;
  for_each_step([&](double h, double a, double b) {
    a -= order.mean_current;
    b -= order.mean_current;
    squares += h * (a * a + b * b) / 2;
  });
  if (order.mean_current != 0) order.cv_current = std::sqrt(squares / length) / std::abs(order.mean_current);
}

}  // namespace

std::string_view regime_name(Regime regime) {
  switch (regime) {
    case Regime::quiescent:
      return "quiescent";
    case Regime::saturated:
      return "saturated";
    case Regime::latched:
      return "latched";
    case Regime::bursting:
      return "bursting";
    case Regime::oscillatory:
      return "oscillatory";
    case Regime::irregular:
      break;
  }
  return "irregular";
}

std::string_view regime_rule() {
  return "in this order: quiescent = no events and no junction on; saturated = junctions permanently on and cv of the "
         "current < 0.02; latched = no events, junctions on; bursting = events in either half of the window and Fano "
         "factor > 2.5; oscillatory = Fano "
         "factor <= 2.5 and mean ISI cv < 0.3; else irregular";
}

OrderParameters order_parameters(std::span<const JunctionEvent> events, const Trace& trace, const Segment& window,
                                 const OrderOptions& options) {
  OrderParameters order;
  const Trains trains = up_trains(events, window);
  add_event_counts(order, trains, window);
  const double mean_isi = add_isi_cv(order, trains, window, options.min_events_for_cv);
  order.fano_bin = options.fano_bin.value_or(mean_isi);
  order.fano_bin_rule = options.fano_bin ? "given" : "mean ISI within junctions";
  add_fano(order, trains, window);
  add_on_states(order, events, window, options);
  add_current(order, trace, window);
  return order;
}

RegimeVerdict classify(const OrderParameters& o) {
  const bool is_any_on = o.n_permanently_on > 0 || o.on_fraction > 0;
  if (o.n_events == 0 && !is_any_on) return {Regime::quiescent, "no events and no junction on"};
  if (o.n_permanently_on > 0 && o.cv_current < largest_cv_saturated)
    return {Regime::saturated, fmt::format("{} junctions permanently on, cv of the current {:.3g} < {}",
                                           o.n_permanently_on, o.cv_current, largest_cv_saturated)};
  if (o.n_events == 0)
    return {Regime::latched, fmt::format("no events, junctions on for {:.3g} of the time, {} of them throughout",
                                         o.on_fraction, o.n_permanently_on)};
  if (o.is_sustained && o.fano > largest_fano_oscillatory)
    return {Regime::bursting, fmt::format("Fano factor {:.3g} > {}", o.fano, largest_fano_oscillatory)};
  if (o.fano <= largest_fano_oscillatory && o.mean_isi_cv < largest_cv_oscillatory)
    return {Regime::oscillatory, fmt::format("Fano factor {:.3g} <= {} and mean ISI cv {:.3g} < {}", o.fano,
                                             largest_fano_oscillatory, o.mean_isi_cv, largest_cv_oscillatory)};
  return {Regime::irregular,
          fmt::format("no other clause holds: {} events{}, {} junctions permanently on, cv of the current {:.3g}, Fano "
                      "factor {:.3g}, mean ISI cv {:.3g}",
                      o.n_events, o.is_sustained ? "" : " (not sustained)", o.n_permanently_on, o.cv_current, o.fano,
                      o.mean_isi_cv)};
}

}  // namespace somn::analysis
