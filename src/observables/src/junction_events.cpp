// feed(time, values):
//   refuse_unusable
//   advance, per junction:
//     unknown                   -> start: low at or below `lower`, high at or above `upper`, else still unknown
//     low  and value >= upper   -> cross: an up event begins
//     high and value <= lower   -> cross: a down event begins
//     else                      -> extreme = min (low) or max (high) with value
//   cross:
//     close the event that waits (its excursion ended at the extreme seen since)
//     turning point of the new event = that extreme; time by interpolation of y; the new event waits
// finish: close what waits, order by time
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/observables/junction_events.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <utility>

namespace somn::analysis {
namespace {

constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

constexpr double largest = std::numeric_limits<double>::max();

// The least value that can be observed: any finite one, or on the logarithmic scale any positive one.
double least_usable(Scale scale) {
  return scale == Scale::linear ? -largest : std::numeric_limits<double>::denorm_min();
}

}  // namespace

HysteresisBand conductance_band(double g_off, double g_on) {
  if (!(g_off > 0 && g_off < g_on && std::isfinite(g_on)))
    throw InputError({.what = "conductances do not span a band",
                      .where = "junction events: g_off, g_on",
                      .value = fmt::format("{} S, {} S", to_text(g_off), to_text(g_on)),
                      .allowed = "0 < g_off < g_on"});
  const double span = std::log(g_on / g_off);
  return {.lower = g_off * std::exp(0.4 * span), .upper = g_off * std::exp(0.6 * span)};
}

JunctionEventDetector::JunctionEventDetector(std::vector<HysteresisBand> bands, Scale scale)
    : bands_(std::move(bands)),
      scale_(scale),
      levels_(bands_.size(), Level::unknown),
      extremes_(bands_.size()),
      turning_(bands_.size()),
      previous_(bands_.size()),
      open_(bands_.size(), none) {}

JunctionEventDetector::JunctionEventDetector(std::vector<HysteresisBand> bands)
    : JunctionEventDetector(std::move(bands), Scale::logarithmic) {}

JunctionEventDetector::JunctionEventDetector(std::size_t n_junctions, double g_off, double g_on)
    : JunctionEventDetector(std::vector<HysteresisBand>(n_junctions, conductance_band(g_off, g_on))) {}

JunctionEventDetector JunctionEventDetector::on_state(std::size_t n_junctions) {
  return JunctionEventDetector(std::vector<HysteresisBand>(n_junctions), Scale::linear);
}

void JunctionEventDetector::start(std::size_t j, double value) {
  const bool is_high = value >= bands_[j].upper, is_low = value <= bands_[j].lower;
  levels_[j] = is_high ? Level::high : is_low ? Level::low : Level::unknown;
  extremes_[j] = value;
}

double JunctionEventDetector::crossing_time(double time, double value, double previous, double threshold) const {
  if (scale_ == Scale::logarithmic) {
    value = std::log(value);
    previous = std::log(previous);
    threshold = std::log(threshold);
  }
  const double fraction = std::clamp((threshold - previous) / (value - previous), 0.0, 1.0);
  return previous_time_ + fraction * (time - previous_time_);
}

void JunctionEventDetector::close(std::size_t j) {
  if (open_[j] == none) return;
  events_[open_[j]].delta_g = extremes_[j] - turning_[j];
  open_[j] = none;
}

void JunctionEventDetector::cross(std::size_t j, double time, double value) {
  const bool is_up = levels_[j] == Level::low;
  close(j);
  turning_[j] = extremes_[j];
  open_[j] = events_.size();
  const double threshold = is_up ? bands_[j].upper : bands_[j].lower;
  events_.push_back({.time = locate_ ? (*locate_)(j, threshold, previous_time_, time)
                                     : crossing_time(time, value, previous_[j], threshold),
                     .junction = {static_cast<std::uint32_t>(j)},
                     .kind = is_up ? EventKind::up : EventKind::down});
  levels_[j] = is_up ? Level::high : Level::low;
  extremes_[j] = value;
}

void JunctionEventDetector::refuse_unusable(double time, std::span<const double> values) const {
  if (values.size() != bands_.size())
    throw InputError({.what = "wrong number of values",
                      .where = fmt::format("junction events at {} s", to_text(time)),
                      .value = std::to_string(values.size()),
                      .allowed = fmt::format("one for each of {} junctions", bands_.size())});
  if (!std::isfinite(time) || (started_ && !(time > previous_time_)))
    throw InputError({.what = "time does not increase",
                      .where = "junction events",
                      .value = to_text(time) + " s",
                      .allowed = fmt::format("finite and above {} s", to_text(previous_time_))});
  const double least = least_usable(scale_);
  const auto is_usable = [least](double v) { return v >= least && v <= largest; };
  std::int64_t n_usable = 0;  // counted without a branch: this is the loop that every time point pays for
  for (const double v : values) n_usable += is_usable(v);
  if (n_usable == static_cast<std::int64_t>(values.size())) return;
  const auto bad = std::find_if_not(values.begin(), values.end(), is_usable);
  throw InputError({.what = "value is not a conductance or state",
                    .where = fmt::format("junction events: junction {} at {} s", bad - values.begin(), to_text(time)),
                    .value = to_text(*bad),
                    .allowed = scale_ == Scale::linear ? "finite" : "finite and above 0"});
}

// A value that stays on its side of the exit only moves the extreme; anything else is rare.
inline void JunctionEventDetector::advance(std::size_t j, double time, double value) {
  const bool is_low = levels_[j] == Level::low, is_high = levels_[j] == Level::high;
  if (is_low && value < bands_[j].upper)
    extremes_[j] = std::min(extremes_[j], value);
  else if (is_high && value > bands_[j].lower)
    extremes_[j] = std::max(extremes_[j], value);
  else if (is_low || is_high)
    cross(j, time, value);
  else
    start(j, value);
}

void JunctionEventDetector::feed(double time, std::span<const double> values) {
  refuse_unusable(time, values);
  for (std::size_t j = 0; j < values.size(); ++j) advance(j, time, values[j]);
  std::copy(values.begin(), values.end(), previous_.begin());
  previous_time_ = time;
  started_ = true;
}

void JunctionEventDetector::feed(double time, std::span<const double> values, const Locate& locate) {
  locate_ = &locate;
  feed(time, values);
  locate_ = nullptr;
}

std::vector<JunctionEvent> JunctionEventDetector::finish() {
  for (std::size_t j = 0; j < bands_.size(); ++j) close(j);
  std::vector<JunctionEvent> events = std::move(events_);
  std::sort(events.begin(), events.end(), [](const JunctionEvent& a, const JunctionEvent& b) {
    return std::pair(a.time, a.junction) < std::pair(b.time, b.junction);
  });
  *this = JunctionEventDetector(std::move(bands_), scale_);
  return events;
}

std::size_t JunctionEventDetector::n_on() const {
  return static_cast<std::size_t>(std::count(levels_.begin(), levels_.end(), Level::high));
}

std::size_t JunctionEventDetector::n_on_without_event() const {
  std::vector<bool> has_event(bands_.size());
  for (const JunctionEvent& e : events_) has_event[e.junction.index] = true;
  std::size_t n = 0;
  for (std::size_t j = 0; j < bands_.size(); ++j) n += levels_[j] == Level::high && !has_event[j];
  return n;
}

}  // namespace somn::analysis
