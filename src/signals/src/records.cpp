#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/signals/records.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::analysis {

std::vector<double> on_uniform_grid(std::span<const double> t, std::span<const double> x, double h) {
  constexpr double most = 1e9;
  if (t.size() != x.size()) throw InternalError("on_uniform_grid: as many values as times are needed");
  if (!(h > 0 && std::isfinite(h)))
    throw InputError(
        {.what = "step out of range", .where = "resample", .value = to_text(h), .allowed = "positive and finite"});
  for (std::size_t k = 1; k < t.size(); ++k)
    if (!(t[k] > t[k - 1]))
      throw InputError(
          {.what = "time does not increase", .where = fmt::format("resample: row {}", k + 1), .value = to_text(t[k])});
  if (t.empty()) return {};
  const double n = std::floor((t.back() - t.front()) / h + 1e-9) + 1;
  if (!(n <= most))
    throw InputError({.what = "too small a step for the record",
                      .where = "resample",
                      .value = to_text(h),
                      .allowed = "at least " + to_text((t.back() - t.front()) / most)});
  std::vector<double> y;
  std::size_t above = 0;
  for (double k = 0; k < n; ++k) {
    const double at = t.front() + k * h;
    while (above + 1 < t.size() && t[above] < at) ++above;
    if (above == 0 || t[above] <= at) {
      y.push_back(x[above]);
    } else {
      const double share = (at - t[above - 1]) / (t[above] - t[above - 1]);
      y.push_back(x[above - 1] + share * (x[above] - x[above - 1]));
    }
  }
  return y;
}

static void match_unit(EventMatch& m, std::span<const double> a, std::span<const double> b, double tolerance) {
  m.n_a += a.size();
  m.n_b += b.size();
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (std::abs(a[i] - b[j]) <= tolerance)
      ++m.n_matched, ++i, ++j;
    else if (a[i] < b[j])
      m.only_a.push_back(a[i++]);
    else
      m.only_b.push_back(b[j++]);
  }
  m.only_a.insert(m.only_a.end(), a.begin() + static_cast<std::ptrdiff_t>(i), a.end());
  m.only_b.insert(m.only_b.end(), b.begin() + static_cast<std::ptrdiff_t>(j), b.end());
}

EventMatch match_events(const std::vector<std::vector<double>>& a, const std::vector<std::vector<double>>& b,
                        double tolerance) {
  if (a.size() != b.size()) throw InternalError("match_events: as many units in both are needed");
  EventMatch m;
  for (std::size_t k = 0; k < a.size(); ++k) match_unit(m, a[k], b[k], tolerance);
  std::sort(m.only_a.begin(), m.only_a.end());
  std::sort(m.only_b.begin(), m.only_b.end());
  const bool is_same = m.only_a.empty() && m.only_b.empty();
  m.verdict = is_same ? fmt::format("converged: the same {} events in both, within {} s", m.n_a, to_text(tolerance))
                      : fmt::format("not converged: {} and {} events, {} of them in both, within {} s", m.n_a, m.n_b,
                                    m.n_matched, to_text(tolerance));
  return m;
}

}  // namespace somn::analysis
