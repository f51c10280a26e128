// What makes a range one that says nothing.
#include "judge.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <string_view>

namespace somn::sweep {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// Names of results say what they are: counts n_..., fractions, dispersions, rates, times.
std::optional<Interval> values_of(std::string_view place) {
  const std::string_view name = place.substr(place.find_last_of('/') + 1);
  const auto is = [&](std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view n) { return n == name; });
  };
  if (name.ends_with("_fraction") || name.ends_with("p_value") || is({"p", "quiet"})) return Interval{0, 1};
  if (name.starts_with("n_") || name.starts_with("cv_") || name.ends_with("_cv") || name.ends_with("_Hz") ||
      is({"fano", "cv", "synchronization_index", "branching_ratio", "mean_size", "size_ratio", "largest_size",
          "max_per_junction", "thd", "kurtosis"}))
    return Interval{0, infinity};
  return std::nullopt;
}

std::string text(const Interval& i) {
  return fmt::format("[{:g}, {:g}]", i.low, i.high);
}

// Verdicts of 0 ... n of n seeds.
std::string about_share(const Finding& f, std::size_t n) {
  bool can_hold = false, can_fail = false;
  for (std::size_t k = 0; k <= n; ++k) {
    const std::string verdict = verdict_of_share(k, n, f.expected);
    can_hold = can_hold || verdict == "holds";
    can_fail = can_fail || verdict == "fails";
  }
  if (can_hold && can_fail) return {};
  return fmt::format("a share of {} seeds cannot {} {}", n, can_fail ? "hold within" : "miss", text(f.expected));
}

std::string about(const Finding& f, std::size_t n_seeds) {
  if (f.possible && (f.expected.low < f.possible->low || f.expected.high > f.possible->high))
    return fmt::format("expected = {} admits values that it cannot take; possible are {}", text(f.expected),
                       text(*f.possible));
  if (f.null && f.null->low <= f.expected.high && f.null->high >= f.expected.low)
    return fmt::format("expected = {} holds its null {}", text(f.expected), text(*f.null));
  return f.statistic == Statistic::share ? about_share(f, n_seeds) : std::string();
}

}  // namespace

std::optional<Interval> possible_values(const Finding& f, const std::string& place) {
  if (f.possible) return f.possible;
  if (f.statistic == Statistic::share) return Interval{0, 1};
  if (f.statistic == Statistic::rank_correlation) return Interval{-1, 1};
  if (f.statistic >= Statistic::pooled_exponent) return std::nullopt;
  std::optional<Interval> values = values_of(place);
  // of a ratio or a sum of numbers that are not negative no more is known
  if (values && (!f.relative_to.empty() || f.statistic == Statistic::sum)) values->high = infinity;
  return values;
}

std::vector<std::string> objections(const std::vector<Finding>& findings, std::size_t n_seeds) {
  std::vector<std::string> all;
  for (const Finding& f : findings)
    if (const std::string why = about(f, n_seeds); !why.empty())
      all.push_back(fmt::format("{}: {}: {}", f.place, f.name, why));
  return all;
}

}  // namespace somn::sweep
