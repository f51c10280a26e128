#include "curve.hpp"

#include <somn/core/error.hpp>

#include <algorithm>
#include <cmath>

namespace somn::compare {

Curve::Curve(const Run& run, const std::string& column)
    : time_(run.trace.time()), values_(run.trace.at(column).values), shift_(run.time_shift) {
  if (time_.size() < 2) throw InputError({.what = "a trace of fewer than two rows", .where = run.name});
}

double Curve::operator()(double t) const {
  const double own = t + shift_;
  const auto right = std::upper_bound(time_.begin(), time_.end(), own);
  if (right == time_.begin()) return values_.front();
  if (right == time_.end()) return values_.back();
  const auto k = static_cast<std::size_t>(right - time_.begin());
  const double weight = (own - time_[k - 1]) / (time_[k] - time_[k - 1]);
  return values_[k - 1] + weight * (values_[k] - values_[k - 1]);
}

double Curve::second_difference(double t) const {
  if (time_.size() < 3) return 0;
  const auto right = std::lower_bound(time_.begin(), time_.end(), t + shift_);
  const auto k = std::clamp<std::ptrdiff_t>(right - time_.begin(), 1, static_cast<std::ptrdiff_t>(time_.size()) - 2);
  const auto at = static_cast<std::size_t>(k);
  return std::abs(values_[at + 1] - 2 * values_[at] + values_[at - 1]);
}

double Curve::largest() const {
  double most = 0;
  for (const double value : values_) most = std::max(most, std::abs(value));
  return most;
}

std::vector<double> Curve::times(double from, double to) const {
  std::vector<double> result;
  for (const double t : time_)
    if (t - shift_ >= from && t - shift_ <= to) result.push_back(t - shift_);
  return result;
}

std::string observed(const Facts& facts) {
  return facts.is_current_driven ? "v_source_V" : "i_source_A";
}

Distance distance(const Run& a, const Run& b, double until, const Facts& facts, Allowance allowance, const Run* rows) {
  const Curve x(a, observed(facts)), y(b, observed(facts));
  const double from = std::max(x.first(), y.first()), to = std::min({x.last(), y.last(), until});
  const double floor = 1e-3 * std::max(x.largest(), y.largest());
  const std::vector<double> times = (rows ? Curve(*rows, observed(facts)) : x).times(from, to);
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

}  // namespace somn::compare
