// compare: L0 given; L1 first row; L2 from the halving; L3 rows up to the first event of either run;
//          L4 events paired per junction in their order; L5 counts, intervals, mean current
#include <somn/compare/compare.hpp>
#include <somn/compare/tolerances.hpp>
#include <somn/core/error.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace somn::compare {
namespace {

Verdict judged(double value, double limit) {
  return value <= limit ? Verdict::passed : Verdict::failed;
}

// A column of a run as a function of time, linear between rows.
class Curve {
 public:
  Curve(const Run& run, const std::string& column)
      : time_(run.trace.time()), values_(run.trace.at(column).values), shift_(run.time_shift) {
    if (time_.size() < 2) throw InputError({.what = "a trace of fewer than two rows", .where = run.name});
  }
  double first() const { return time_.front() - shift_; }
  double last() const { return time_.back() - shift_; }
  double operator()(double t) const {
    const double own = t + shift_;
    const auto right = std::upper_bound(time_.begin(), time_.end(), own);
    if (right == time_.begin()) return values_.front();
    if (right == time_.end()) return values_.back();
    const auto k = static_cast<std::size_t>(right - time_.begin());
    const double weight = (own - time_[k - 1]) / (time_[k] - time_[k - 1]);
    return values_[k - 1] + weight * (values_[k] - values_[k - 1]);
  }
  double second_difference(double t) const {
    const auto right = std::lower_bound(time_.begin(), time_.end(), t + shift_);
    const auto k = std::clamp<std::ptrdiff_t>(right - time_.begin(), 1, static_cast<std::ptrdiff_t>(time_.size()) - 2);
    const auto at = static_cast<std::size_t>(k);
    return time_.size() < 3 ? 0 : std::abs(values_[at + 1] - 2 * values_[at] + values_[at - 1]);
  }
  double largest() const {
    double most = 0;
    for (const double value : values_) most = std::max(most, std::abs(value));
    return most;
  }
  std::vector<double> times(double from, double to) const {
    std::vector<double> result;
    for (const double t : time_)
      if (t - shift_ >= from && t - shift_ <= to) result.push_back(t - shift_);
    return result;
  }

 private:
  const std::vector<double>& time_;
  const std::vector<double>& values_;
  double shift_;
};

// What the source answers: its current, or its voltage where the current is given.
std::string observed(const Facts& facts) {
  return facts.is_current_driven ? "v_source_V" : "i_source_A";
}

struct Distance {
  double rms = 0;  // relative to the local current, or a thousandth of the largest
  Place worst;
  std::size_t n = 0;
};

// What a priori is no difference of the engines: a trace between whose points lies a line is wrong by an eighth of its
// second difference, and an error of the rates, all by the same factor, displaces the trace in time by that part of t.
enum class Allowance { none, a_priori };

Distance distance(const Run& a, const Run& b, double until, const Facts& facts, Allowance allowance = Allowance::none) {
  const Curve x(a, observed(facts)), y(b, observed(facts));
  const double from = std::max(x.first(), y.first()), to = std::min({x.last(), y.last(), until});
  const double floor = 1e-3 * std::max(x.largest(), y.largest());
  const std::vector<double> times = x.times(from, to);
  Distance d;
  double sum = 0, most = -1;
  for (std::size_t k = 0; k < times.size(); ++k) {
    const double t = times[k], u = x(t), v = y(t);
    double scale = std::max({std::abs(u), std::abs(v), floor}), difference = std::abs(u - v);
    if (allowance == Allowance::a_priori && times.size() > 1) {
      const double before = times[k > 0 ? k - 1 : 0], after = times[std::min(k + 1, times.size() - 1)];
      scale += (t - from) * std::max(std::abs(x(after) - x(before)), std::abs(y(after) - y(before))) / (after - before);
      const double bent = std::max(x.second_difference(t), y.second_difference(t)) / 8;
      difference = std::max(0.0, difference - bent);
    }
    difference = scale > 0 ? difference / scale : 0;
    sum += difference * difference;
    ++d.n;
    if (difference > most) most = difference, d.worst = {t, observed(facts), u, v};
  }
  d.rms = d.n ? std::sqrt(sum / static_cast<double>(d.n)) : 0;
  return d;
}

double first_event(const Run& run) {
  return run.events.empty() ? INFINITY : run.events.front().time - run.time_shift;
}

Rung laws(const Facts& facts) {
  Rung rung{.name = "L0", .title = "laws pointwise at the final states, relative", .tolerance = tolerance::law};
  if (!facts.law_difference) {
    rung.note = "one engine only: nothing to compare";
    return rung;
  }
  rung.value = *facts.law_difference;
  rung.verdict = judged(rung.value, rung.tolerance);
  rung.note = facts.law_place;
  return rung;
}

Rung linear(const Run& a, const Run& b, const Facts& facts) {
  const Curve x(a, observed(facts)), y(b, observed(facts));
  const double t = std::max(x.first(), y.first()), u = x(t), v = y(t), largest = std::max(x.largest(), y.largest());
  Rung rung{.name = "L1", .title = "initial states: source, relative", .tolerance = tolerance::linear};
  rung.value = largest > 0 ? std::abs(u - v) / std::max({std::abs(u), std::abs(v), 1e-6 * largest}) : 0;
  rung.worst = Place{t, observed(facts), u, v};
  if (!facts.is_ohmic) {
    rung.tolerance = a.rtol + b.rtol;
    rung.note = "not linear: a law's current is no conductance times the voltage";
  }
  if (t > 0) {
    rung.note = "the first common time is not 0";
    return rung;
  }
  rung.verdict = judged(rung.value, rung.tolerance);
  return rung;
}

double until_events(const Run& a, const Run& b) {
  return std::min(first_event(a), first_event(b));
}

// What halving says of the error of both engines until the first event, and their distance
struct Halved {
  double of_a = 0, of_b = 0, given = 0, finer = 0;  // [1] RMS
};

Halved halved_distances(const Run& a, const Run& b, const Facts& facts) {
  const Halving& h = *facts.halving;
  const double until = until_events(a, b);
  return {distance(a, h.finer_a, until, facts).rms, distance(b, h.finer_b, until, facts).rms,
          distance(a, b, until, facts).rms, distance(h.finer_a, h.finer_b, until, facts).rms};
}

// Halving that at least halves an error leaves at most as much of it as it takes away.
Rung halved(const Run& a, const Run& b, const Facts& facts) {
  Rung rung{.name = "L2", .title = "halved steps, until the first event: source, relative RMS"};
  if (!facts.halving) {
    rung.note = "not asked for (--halving)";
    return rung;
  }
  const Halved d = halved_distances(a, b, facts);
  rung.value = d.finer;
  rung.tolerance = d.of_a + d.of_b + tolerance::linear;
  rung.verdict = judged(rung.value, rung.tolerance);
  rung.note = fmt::format("{} is {:.2g} and {} is {:.2g} from its own finer run; apart {:.2g}, finer {:.2g}", a.name,
                          d.of_a, b.name, d.of_b, d.given, d.finer);
  return rung;
}

Rung before_events(const Run& a, const Run& b, const Facts& facts) {
  const double until = until_events(a, b);
  const Distance d = distance(a, b, until, facts, facts.halving ? Allowance::none : Allowance::a_priori);
  Rung rung{.name = "L3",
            .title = "until the first event: source, relative RMS",
            .tolerance = tolerance::before_events * (a.rtol + b.rtol)};
  if (facts.halving) {
    const Halved h = halved_distances(a, b, facts);
    rung.tolerance = tolerance::halving * (h.of_a + h.of_b) + tolerance::linear;
  }
  rung.value = d.rms;
  rung.note =
      std::isfinite(until) ? fmt::format("{} rows up to {:.6g} s", d.n, until) : fmt::format("{} rows, no event", d.n);
  if (d.n == 0) return rung;
  rung.worst = d.worst;
  rung.verdict = judged(d.rms, rung.tolerance);
  return rung;
}

// How far apart in time two events may be that are one: at the first event of all, and growing from there on.
struct Limit {
  double step = 0, drift = 0;  // [s], [1]
  double at(double since_first) const { return step + drift * std::max(0.0, since_first); }
};

Limit a_priori(const Run& a, const Run& b) {
  return {tolerance::event_steps * std::max(a.longest_step, b.longest_step),
          tolerance::event_drift * (a.rtol + b.rtol)};
}

struct Pairing {
  std::size_t n_paired = 0, n_together = 0;  // pairs; events of either run before they part
  double worst = 0, worst_size = 0;          // [s], relative
  double parted = INFINITY;                  // [s] the first event without partner
  std::optional<Place> late, odd;            // the worst pair in time; that event
};

// The k-th event of a junction in one run belongs to the k-th in the other, as long as the two agree in kind and time.
Pairing pair_events(const Run& a, const Run& b, const Limit& limit) {
  std::map<std::uint32_t, std::vector<const JunctionEvent*>> of_b;
  for (const JunctionEvent& e : b.events) of_b[e.junction.index].push_back(&e);
  std::map<std::uint32_t, std::size_t> next;
  const double first = std::min(first_event(a), first_event(b));
  Pairing p;
  double& parted = p.parted;
  const double end = std::min(a.trace.time().back() - a.time_shift, b.trace.time().back() - b.time_shift);
  const auto part = [&](double t_a, double t_b, const JunctionEvent& e) {  // NaN: no such event
    const double t = std::fmin(t_a, t_b);
    // near the end of the record the partner may lie behind it
    if (t >= parted || (std::isnan(t_a + t_b) && t > end - limit.at(end - first))) return;
    parted = t;
    p.odd =
        Place{t, fmt::format("junction {} {}", e.junction.index, e.kind == EventKind::up ? "up" : "down"), t_a, t_b};
  };
  for (const JunctionEvent& e : a.events) {
    const double t = e.time - a.time_shift;
    std::vector<const JunctionEvent*>& partners = of_b[e.junction.index];
    std::size_t& k = next[e.junction.index];
    if (k >= partners.size() || partners[k]->kind != e.kind) {
      part(t, NAN, e);
      continue;
    }
    const JunctionEvent& other = *partners[k++];
    const double t_b = other.time - b.time_shift, late = std::abs(t - t_b);
    if (late > limit.at(t - first)) part(t, t_b, e);
    if (std::min(t, t_b) >= parted) continue;
    ++p.n_paired;
    if (!p.late || late > p.worst)
      p.worst = late, p.late = Place{t, fmt::format("junction {}", e.junction.index), t, t_b};
    const double size = std::max(std::abs(e.delta_g), std::abs(other.delta_g));
    if (size > 0) p.worst_size = std::max(p.worst_size, std::abs(e.delta_g - other.delta_g) / size);
  }
  for (const auto& [junction, partners] : of_b)
    for (std::size_t k = next[junction]; k < partners.size(); ++k)
      part(NAN, partners[k]->time - b.time_shift, *partners[k]);
  for (const JunctionEvent& e : a.events) p.n_together += e.time - a.time_shift < parted;
  return p;
}

// Junctions that switch again and again: their phases are free, or worse, and differences grow.
bool is_recurrent(const std::string& regime) {
  return regime == "oscillatory" || regime == "irregular" || regime == "bursting";
}

double time_of_event(const Run& run, std::size_t n) {
  return run.events.size() > n ? run.events[n].time - run.time_shift : INFINITY;
}

// With halving: twice what it displaces events by; judged until one of the engines parts from its own finer run.
Rung events(const Run& a, const Run& b, const Facts& facts) {
  Limit limit = a_priori(a, b);
  double until = INFINITY;
  if (facts.halving) {
    const Pairing of_a = pair_events(a, facts.halving->finer_a, limit),
                  of_b = pair_events(b, facts.halving->finer_b, limit);
    until = std::min(of_a.parted, of_b.parted);
    limit = {tolerance::halving * (of_a.worst + of_b.worst) + tolerance::linear * a.trace.time().back(), 0};
  } else if (is_recurrent(facts.regime)) {
    until = std::min(time_of_event(a, tolerance::early_events), time_of_event(b, tolerance::early_events));
  }
  const Pairing p = pair_events(a, b, limit);
  const bool is_apart = p.parted < until - limit.at(0);
  Rung rung{.name = "L4", .title = "event times, s", .value = p.worst};
  rung.tolerance = limit.at(p.late ? p.late->time - until_events(a, b) : 0);
  rung.worst = p.odd ? p.odd : p.late;
  rung.note = fmt::format("{} and {} events, {} pairs before the runs part, sizes within {:.2g}", a.events.size(),
                          b.events.size(), p.n_paired, p.worst_size);
  if (a.events.empty() && b.events.empty()) {
    rung.note = "no events";
    return rung;
  }
  if (p.odd) rung.note += fmt::format("; they part at {:.6g} s ({})", p.odd->time, p.odd->what);
  if (std::isfinite(until))
    rung.note += fmt::format(
        "; judged until {:.6g} s, {}", until,
        facts.halving ? "where an engine parts from its own finer run" : "as the regime amplifies differences");
  rung.verdict = is_apart ? Verdict::failed : Verdict::passed;  // pairs are within the limit
  return rung;
}

Rung counts(const Run& a, const Run& b) {
  const double n = static_cast<double>(a.events.size()), m = static_cast<double>(b.events.size());
  Rung rung{.name = "L5",
            .title = "event counts, standard deviations of their difference",
            .tolerance = tolerance::count_sigmas};
  rung.note = fmt::format("{} and {}", n, m);
  if (n + m < 1) return rung;
  rung.value = std::abs(n - m) / std::sqrt(n + m);
  rung.verdict = judged(rung.value, rung.tolerance);
  return rung;
}

std::vector<double> intervals(const Run& run) {
  std::vector<double> result;
  for (std::size_t k = 1; k < run.events.size(); ++k) result.push_back(run.events[k].time - run.events[k - 1].time);
  std::sort(result.begin(), result.end());
  return result;
}

// Two-sample Kolmogorov-Smirnov test, asymptotic p-value (Press et al., Numerical recipes, sect. 14.3). Ties count
// once.
double ks_p_value(const std::vector<double>& a, const std::vector<double>& b) {
  std::size_t i = 0, j = 0;
  double d = 0;
  const double n = static_cast<double>(a.size()), m = static_cast<double>(b.size());
  while (i < a.size() && j < b.size()) {
    const double x = std::min(a[i], b[j]);
    while (i < a.size() && a[i] <= x) ++i;
    while (j < b.size() && b[j] <= x) ++j;
    d = std::max(d, std::abs(static_cast<double>(i) / n - static_cast<double>(j) / m));
  }
  const double root = std::sqrt(n * m / (n + m)), lambda = (root + 0.12 + 0.11 / root) * d;
  if (lambda < 0.2) return 1;
  double p = 0;
  for (int k = 1; k <= 100; ++k) p += (k % 2 ? 2 : -2) * std::exp(-2.0 * k * k * lambda * lambda);
  return std::clamp(p, 0.0, 1.0);
}

Rung interval_distribution(const Run& a, const Run& b) {
  const std::vector<double> x = intervals(a), y = intervals(b);
  Rung rung{.name = "L5",
            .title = "inter-event intervals: -log10 p of Kolmogorov-Smirnov",
            .tolerance = -std::log10(tolerance::p_value)};
  if (x.size() < 20 || y.size() < 20) {
    rung.note = "fewer than 20 intervals";
    return rung;
  }
  const double p = ks_p_value(x, y);
  rung.value = -std::log10(std::max(p, 1e-300));
  rung.note = fmt::format("p = {:.3g}", p);
  rung.verdict = judged(rung.value, rung.tolerance);
  return rung;
}

// Mean over the second half and its standard error, from the means of ten blocks.
std::pair<double, double> mean_and_error(const Curve& curve, const std::vector<double>& times) {
  constexpr std::size_t n_blocks = 10;
  std::vector<double> sums(n_blocks), counts(n_blocks);
  for (std::size_t k = 0; k < times.size(); ++k) {
    const std::size_t block = k * n_blocks / times.size();
    sums[block] += curve(times[k]), counts[block] += 1;
  }
  double mean = 0, square = 0;
  for (std::size_t k = 0; k < n_blocks; ++k) {
    const double block = counts[k] > 0 ? sums[k] / counts[k] : 0;
    mean += block / n_blocks;
    square += block * block / n_blocks;
  }
  return {mean, std::sqrt(std::max(0.0, square - mean * mean) / (n_blocks - 1))};
}

Rung mean_current(const Run& a, const Run& b, const Facts& facts) {
  const Curve x(a, observed(facts)), y(b, observed(facts));
  const double to = std::min(x.last(), y.last()), from = 0.5 * (to + std::max(x.first(), y.first()));
  const std::vector<double> times = x.times(from, to);
  const auto [mean_a, error_a] = mean_and_error(x, times);
  const auto [mean_b, error_b] = mean_and_error(y, times);
  double size = 0;
  for (const double t : times) size += std::abs(x(t)) / static_cast<double>(times.size());
  Rung rung{.name = "L5",
            .title = "mean current of the second half, relative to its mean size",
            .tolerance = tolerance::mean_current};
  rung.value = size > 0 ? std::abs(mean_a - mean_b) / size : 0;
  if (is_recurrent(facts.regime) && size > 0) {
    const double chance = tolerance::count_sigmas * std::hypot(error_a, error_b) / size;
    rung.tolerance = std::max(rung.tolerance, chance);
    rung.note = fmt::format("{} standard errors of the difference are {:.2g}", tolerance::count_sigmas, chance);
  }
  rung.verdict = judged(rung.value, rung.tolerance);
  return rung;
}

}  // namespace

bool Comparison::has_passed() const {
  return std::none_of(rungs.begin(), rungs.end(), [](const Rung& r) { return r.verdict == Verdict::failed; });
}

Comparison compare(const Run& a, const Run& b, const Facts& facts) {
  const Curve x(a, observed(facts)), y(b, observed(facts));
  if (std::max(x.first(), y.first()) >= std::min(x.last(), y.last()))
    throw InputError({.what = "the two runs have no time in common", .where = a.name + ", " + b.name});
  Comparison c{a.name, b.name, {}};
  c.rungs = {laws(facts),         linear(a, b, facts), halved(a, b, facts),         before_events(a, b, facts),
             events(a, b, facts), counts(a, b),        interval_distribution(a, b), mean_current(a, b, facts)};
  return c;
}

}  // namespace somn::compare
