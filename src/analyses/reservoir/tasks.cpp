#include <somn/analyses/reservoir/tasks.hpp>
#include <somn/core/error.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <numbers>

namespace somn::analysis {
namespace {

using Input = std::span<const double>;
constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::pair<double, double> range_of(Input u, const TaskSetting& s) {
  if (s.low != s.high) return {s.low, s.high};
  const auto [low, high] = std::minmax_element(u.begin(), u.end());
  return {*low, *high};
}

std::vector<double> shifted(Input u, std::ptrdiff_t by) {  // row n has u(n - by)
  const auto n = static_cast<std::ptrdiff_t>(u.size());
  std::vector<double> z(u.size(), none);
  for (std::ptrdiff_t k = std::max<std::ptrdiff_t>(0, by); k < std::min(n, n + by); ++k)
    z[static_cast<std::size_t>(k)] = u[static_cast<std::size_t>(k - by)];
  return z;
}

std::vector<double> signs(Input u, const TaskSetting& s) {
  const auto [low, high] = range_of(u, s);
  std::vector<double> b;
  for (const double x : u) b.push_back(x > 0.5 * (low + high) ? 1.0 : -1.0);
  return b;
}

std::vector<Target> delays(Input u, const TaskSetting& s) {
  std::vector<Target> all;
  for (std::size_t k = 1; k <= s.n_delays; ++k)
    all.push_back({fmt::format("delay {}", k), shifted(u, static_cast<std::ptrdiff_t>(k))});
  return all;
}

std::vector<Target> narma(Input u, const TaskSetting& s) {
  const auto [low, high] = range_of(u, s);
  if (!(high > low)) throw InputError({.what = "the input stands still", .where = "reservoir"});
  std::vector<double> v;
  for (const double x : u) v.push_back(0.5 * std::clamp((x - low) / (high - low), 0.0, 1.0));
  return {{"narma10", narma10(v)}};
}

std::vector<Target> forecast(Input u, const TaskSetting& s) {
  std::vector<Target> all;
  for (std::size_t h = 1; h <= s.horizon; ++h)
    all.push_back({fmt::format("{} ahead", h), shifted(u, -static_cast<std::ptrdiff_t>(h))});
  return all;
}

// The phase is that of the input: 0 where it passes its middle upward.
std::vector<Target> waveforms(Input u, const TaskSetting& s) {
  const auto [low, high] = range_of(u, s);
  const double middle = 0.5 * (low + high);
  const double period = s.rows_per_period > 0 ? static_cast<double>(s.rows_per_period) : period_of(u);
  double first = 0;
  for (std::size_t k = 1; k < u.size(); ++k)
    if (u[k - 1] <= middle && u[k] > middle) {
      first = static_cast<double>(k) - (u[k] - middle) / (u[k] - u[k - 1]);
      break;
    }
  std::vector<Target> all{{"square", {}}, {"sawtooth", {}}, {"doubled", {}}, {"quarter", {}}};
  for (std::size_t k = 0; k < u.size(); ++k) {
    double p = std::fmod((static_cast<double>(k) - first) / period, 1.0);
    if (p < 0) p += 1;
    if (p > 1 - 1e-9) p = 0;
    const double sine_of_double = std::sin(4 * std::numbers::pi * p), late = std::sin(2 * std::numbers::pi * (p - 0.25));
    all[0].values.push_back(p < 0.5 ? 1 : -1);
    all[1].values.push_back(p < 0.5 ? 2 * p : 2 * p - 2);
    all[2].values.push_back(sine_of_double);
    all[3].values.push_back(late);
  }
  return all;
}

std::vector<Target> parities(Input u, const TaskSetting& s) {
  const std::vector<double> b = signs(u, s);
  std::vector<Target> all;
  for (std::size_t k = 2; k <= 5; ++k) {
    Target t{fmt::format("parity {}", k), std::vector<double>(u.size(), none)};
    for (std::size_t n = k - 1; n < u.size(); ++n) {
      t.values[n] = 1;
      for (std::size_t i = 0; i < k; ++i) t.values[n] *= b[n - i];
    }
    all.push_back(std::move(t));
  }
  return all;
}

std::vector<Target> backs(Input u, const TaskSetting& s) {
  std::vector<Target> all = delays(signs(u, s), s);
  for (std::size_t k = 0; k < all.size(); ++k) all[k].name = fmt::format("{} back", k + 1);
  return all;
}

constexpr const char *jaeger = "H. Jaeger, GMD Report 152 (2001); J. Dambre et al., Sci. Rep. 2, 514 (2012)",
                     *atiya = "A. F. Atiya, A. G. Parlos, IEEE Trans. Neural Netw. 11, 697 (2000)",
                     *haas = "H. Jaeger, H. Haas, Science 304, 78 (2004)",
                     *wave = "J. Hochstetter et al., Nat. Commun. 12, 4008 (2021)",
                     *bits = "N. Bertschinger, T. Natschlager, Neural Comput. 16, 1413 (2004)",
                     *loeffler = "A. Loeffler et al., Sci. Adv. 9, eadg3289 (2023)";

const std::vector<Task> all_tasks{{TaskKind::memory, Score::squared_correlation, jaeger, delays},
                                  {TaskKind::narma10, Score::nrmse, atiya, narma},
                                  {TaskKind::mackey_glass, Score::nrmse, haas, forecast},
                                  {TaskKind::lorenz, Score::nrmse, haas, forecast},
                                  {TaskKind::waveform, Score::rnmse, wave, waveforms},
                                  {TaskKind::parity, Score::right, bits, parities},
                                  {TaskKind::n_back, Score::right, loeffler, backs}};

}  // namespace

std::vector<std::pair<TaskKind, const char*>> names_of(const TaskKind*) {
  using enum TaskKind;
  return {{memory, "memory"},     {narma10, "narma10"}, {mackey_glass, "mackey-glass"},
          {lorenz, "lorenz"},     {waveform, "waveform"}, {parity, "parity"},
          {n_back, "n-back"},     {ipc, "ipc"},         {rank, "rank"}};
}

const Task& task(TaskKind kind) {
  for (const Task& t : all_tasks)
    if (t.kind == kind) return t;
  throw InternalError("task without targets");
}

const char* name(Score s) {
  switch (s) {
    case Score::squared_correlation:
      return "squared_correlation";
    case Score::nrmse:
      return "nrmse";
    case Score::rnmse:
      return "rnmse";
    case Score::right:
      return "right";
  }
  throw InternalError("score");
}

bool is_better_high(Score s) {
  return s == Score::squared_correlation || s == Score::right;
}

double score_of(Score score, std::span<const double> z, std::span<const double> y) {
  const auto n = static_cast<double>(z.size());
  double mean_z = 0, mean_y = 0, zz = 0, yy = 0, zy = 0, error = 0, size = 0, right = 0;
  for (std::size_t k = 0; k < z.size(); ++k) mean_z += z[k] / n, mean_y += y[k] / n;
  for (std::size_t k = 0; k < z.size(); ++k) {
    const double a = z[k] - mean_z, b = y[k] - mean_y, e = z[k] - y[k];
    zz += a * a, yy += b * b, zy += a * b, error += e * e, size += z[k] * z[k];
    right += (y[k] > 0) == (z[k] > 0);
  }
  switch (score) {
    case Score::squared_correlation:
      return zz > 0 && yy > 0 ? zy * zy / (zz * yy) : 0;
    case Score::nrmse:
      return zz > 0 ? std::sqrt(error / zz) : none;
    case Score::rnmse:
      return size > 0 ? std::sqrt(error / size) : none;
    case Score::right:
      return right / n;
  }
  throw InternalError("score");
}

std::vector<double> narma10(std::span<const double> v) {
  constexpr std::size_t order = 10;
  std::vector<double> next(v.size(), none);
  const auto y = [&](std::size_t n, std::size_t back) { return n > back ? next[n - back - 1] : 0.0; };  // y(n - back)
  for (std::size_t n = 0; n < v.size(); ++n) {
    double sum = 0;
    for (std::size_t i = 0; i < order; ++i) sum += y(n, i);
    const double oldest = n >= order - 1 ? v[n - (order - 1)] : 0;
    next[n] = 0.3 * y(n, 0) + 0.05 * y(n, 0) * sum + 1.5 * oldest * v[n] + 0.1;
    if (!(std::abs(next[n]) < 1e3))
      throw InputError({.what = "NARMA-10 runs away under this input",
                        .where = "reservoir",
                        .value = fmt::format("at row {}", n),
                        .allowed = "another seed, or another part of the record"});
  }
  return next;
}

double period_of(std::span<const double> u) {
  const auto [low, high] = std::minmax_element(u.begin(), u.end());
  const double middle = u.empty() ? 0 : 0.5 * (*low + *high);
  std::vector<double> at;
  for (std::size_t k = 1; k < u.size(); ++k)
    if (u[k - 1] <= middle && u[k] > middle)
      at.push_back(static_cast<double>(k) - (u[k] - middle) / (u[k] - u[k - 1]));
  if (at.size() < 3)
    throw InputError({.what = "an input without periods",
                      .where = "reservoir",
                      .value = fmt::format("{} upward passages of its middle", at.size()),
                      .allowed = "at least 3, of a sine or triangle"});
  return (at.back() - at.front()) / static_cast<double>(at.size() - 1);
}

}  // namespace somn::analysis
