// All junctions of one law and one set of parameters: the loops over them, made of the law's class (law.hpp).
// models/<law>/native.cpp includes this, defines the class and registers it as `entry_<law>`.
#pragma once

#include "junction_kinks.hpp"
#include "junctions.hpp"
#include "step_wish.hpp"

#include <algorithm>

namespace somn::native {

struct Voltage {  // of one junction: v + a s + b s^2
  double v, a, b;
  double operator()(double s) const { return v + s * (a + s * b); }
  // where it passes v_1 upwards, or downwards
  double passage(double v_1, bool rises) const {
    const double slope = std::sqrt(std::max(0.0, a * a - 4 * b * (v - v_1))) * (rises ? 1 : -1);
    return a * slope > 0 ? -2 * (v - v_1) / (a + slope) : (slope - a) / (2 * b);
  }
};

template <class Law>
class LawGroup final : public Group {
 public:
  explicit LawGroup(const Values& values) : law_(values) {
    scale = law_.scale();
    unique_step = law_.unique_step();
    slot = law_.slot();
    is_linear = Law::is_linear;
    is_of_voltage = !Law::rate_has_state && law_.is_continuous();
    is_ohmic = Law::is_ohmic;
    is_steady = !Law::has_memory || law_.is_steady();
  }
  std::vector<Key> keys;  // empty where the law draws nothing

  void start(State& s) const override {
    for (std::size_t k = first; k < first + n; ++k) {
      s.memory[k] = {};
      s.x[k] = law_.initial();
      s.v[k] = s.f[k] = s.f_x[k] = 0;
      law_.begin(key(k), 0, s.x[k], 0, s.memory[k]);
    }
  }

  bool begin(double time, State& s) const override {
    bool jumps = false;
    if (law_.is_steady()) return false;
    if constexpr (Law::has_memory)
      for (std::size_t k = first; k < first + n; ++k) {
        const double x = s.x[k];
        const Change change = law_.begin(key(k), time, s.x[k], s.v[k], s.memory[k]);
        if (change == Change::none) continue;
        ++s.n_redrawn;
        jumps = jumps || change == Change::switched || s.x[k] != x;
        const Rate r = rate(s.memory[k], s.x[k], s.v[k]);
        s.f[k] = change == Change::switched || std::isnan(s.f[k]) ? std::numeric_limits<double>::quiet_NaN() : r.f;
        s.f_x[k] = r.f_x;
      }
    return jumps;
  }

  void take_rates(State& s) const override {
    for (std::size_t k = first; k < first + n; ++k) {
      const Rate r = rate(s.memory[k], s.x[k], s.v[k]);
      s.f[k] = r.f;
      s.f_x[k] = r.f_x;
    }
  }

  void solve(const std::vector<Memory>& memory, Stage& s) const override {
    for (std::size_t k = first; k < first + n; ++k) solve_one(memory[k], k, s);
  }

  void solve_at(const std::vector<Memory>& memory, std::size_t k, Stage& s) const override {
    solve_one(memory[k], k, s);
  }

  double wish(const std::vector<Memory>& memory, const StepCourse& c, WishLimits l) const override {
    const Bounds b = law_.bounds(memory[first]);
    const auto g_at = [&](double x) { return std::isfinite(x) ? law_.conductance(x) : 0.0; };
    l.g_on = std::max({g_at(b.low), g_at(b.high), g_at(law_.initial())});
    l.scale = scale;
    l.unique_step = unique_step;
    if (steepest_ == 0) steepest_ = steepest(b, l.g_on);
    l.steepest = steepest_;
    double shortest = infinity;
    for (std::size_t k = first; k < first + n; ++k) {
      JunctionStep s{.h = c.h, .h_before = c.h_before, .v_t_before = c.v_t_before[k],
                     .x0 = c.start.x[k], .v0 = c.start.v[k], .f0 = c.start.f[k], .f_x0 = c.start.f_x[k],
                     .x1 = c.end.x[k], .v1 = c.end.v[k], .f1 = c.end.f[k], .f_x1 = c.end.f_x[k],
                     .pace = c.pace[k], .f_jump = 0, .is_held = c.end.rests[k] != 0, .has_jumped = c.end.early[k] != 0,
                     .is_smooth = c.is_smooth};
      if (s.has_jumped) {
        const Rate r = rate(memory[k], s.x0, s.v1);
        if (!std::isnan(s.f0)) s.f_jump = r.f - s.f0;
        s.v0 = s.v1, s.f0 = r.f, s.f_x0 = r.f_x;
      }
      shortest = std::min(shortest, junction_wish(law_, memory[k], s, l));
    }
    return shortest;
  }

  void linearise(const std::vector<Memory>& memory, const Batch& b, std::size_t at, Linear& l) const override {
    if constexpr (Law::has_arrays) {
      in_blocks(memory, b, [&](std::size_t from, std::size_t count, const auto& of_memory) {
        const std::size_t k = at + from;
        law_.linearise(count, of_memory, b.x + from, b.v + from,
                       {&l.f[k], &l.f_x[k], &l.f_v[k], &l.i[k], &l.i_x[k], &l.i_v[k]});
      });
    } else {
      for (std::size_t j = 0; j < b.slots.size(); ++j) {
        const Memory& m = memory[b.slots[j]];
        Rate r = rate(m, b.x[j], b.v[j]);
        if (r.f != 0 && held(law_, m, b.x[j] + (r.f > 0 ? 1e-6 : -1e-6) * scale, b.v[j]) == b.x[j]) r = {};
        const Current c = current(m, b.x[j], b.v[j]);
        l.f[at + j] = r.f, l.f_x[at + j] = r.f_x, l.f_v[at + j] = r.f_v;
        l.i[at + j] = c.i, l.i_x[at + j] = c.i_x, l.i_v[at + j] = c.i_v;
      }
    }
  }

  void evaluate(const std::vector<Memory>& memory, const Batch& b, double* f, double* i) const override {
    if constexpr (Law::has_arrays) {
      in_blocks(memory, b, [&](std::size_t from, std::size_t count, const auto& of_memory) {
        law_.evaluate(count, of_memory, b.x + from, b.v + from, f + from, i + from);
      });
    } else {
      for (std::size_t j = 0; j < b.slots.size(); ++j) {
        const Memory& m = memory[b.slots[j]];
        const double inside = held(law_, m, b.x[j], b.v[j]);
        f[j] = rate(m, inside, b.v[j]).f;
        const Bounds bound = law_.bounds(m);
        const bool leans = f[j] > 0 ? b.x[j] >= bound.high : b.x[j] <= bound.low;
        if (leans || (b.x[j] - inside) * f[j] > 0) f[j] = 0;
        i[j] = current(m, inside, b.v[j]).i;
      }
    }
  }

  double bounded(const Memory& m, double x, double v) const override { return held(law_, m, x, v); }
  double rest_limit(const Memory& m, double x, double tolerance) const override {
    return law_.rest_limit(m, x, tolerance);
  }

  void frozen(const std::vector<Memory>& memory, Stage& s) const override {
    for (std::size_t k = first; k < first + n; ++k) {
      const Current c = current(memory[k], s.x[k], s.v[k]);
      s.i[k] = c.i;
      s.g[k] = c.i_v;
      s.x_v[k] = 0;
    }
  }

  void euler(double dt, State& s) const override {
    for (std::size_t k = first; k < first + n; ++k) {
      const double f = rate(s.memory[k], s.x[k], s.v[k]).f;
      if (f != 0) s.x[k] = law_.bounded(s.memory[k], s.x[k] + dt * f, s.v[k]);
    }
  }

  void carry(const std::vector<Memory>& memory, const Course& c, std::size_t from, std::size_t count,
             double* x) const override {
    if constexpr (!Law::rate_has_state)
      for (std::size_t k = from; k < from + count; ++k)
        x[k] = carried(memory[k], c.h, c.to, c.x[k], {c.v[k], c.a[k], c.b[k]});
  }

  void take_sides(const State& s, Sides* sides) const override {
    for (std::size_t k = first; k < first + n; ++k) sides[k] = sides_held(law_, s.memory[k], s.x[k], s.v[k]);
  }

  void evaluate(const std::vector<Memory>& memory, const Sides* sides, const double* x, const double* v,
                Local& at) const override {
    for (std::size_t k = first; k < first + n; ++k) {
      const double inside = into(law_.bounds(memory[k]), x[k]);
      const Current i = law_.current(memory[k], sides[k], inside, v[k]);
      at.i[k] = i.i, at.i_x[k] = i.i_x, at.i_v[k] = i.i_v;
      const Rate r = (sides[k] & is_held) != 0 ? Rate{} : law_.rate(memory[k], sides[k], inside, v[k]);
      at.f[k] = r.f, at.f_x[k] = r.f_x, at.f_v[k] = r.f_v;
    }
  }

  void look(const Motion& motion, Crossing& first_crossing) const override {
    for (std::size_t k = first; k < first + n; ++k) look_at(Junction<Law>{law_, motion, k}, first_crossing);
  }

  void hold(const std::vector<Memory>& memory, const double* v, double* x) const override {
    for (std::size_t k = first; k < first + n; ++k) x[k] = held(law_, memory[k], x[k], v[k]);
  }

  void put_into_bounds(const std::vector<Memory>& memory, std::size_t from, std::size_t count,
                       double* x) const override {
    for (std::size_t k = from; k < from + count; ++k) x[k] = into(law_.bounds(memory[k]), x[k]);
  }

  std::size_t conductances(const double* x, double* x_of_g, double* g) const override {
    std::size_t n_changed = 0;
    for (std::size_t k = first; k < first + n; ++k) {
      if (x[k] == x_of_g[k]) continue;
      const double before = g[k];
      x_of_g[k] = x[k];
      g[k] = law_.conductance(x[k]);
      n_changed += g[k] != before;
    }
    return n_changed;
  }

  double next_phase_end(double time, const std::vector<Memory>& memory, const double* x,
                        const double* f) const override {
    double soonest = infinity;
    if constexpr (Law::has_phases)
      for (std::size_t k = first; k < first + n; ++k)
        if (const double end = law_.phase_end(memory[k]); f[k] < 0 && x[k] > end)
          soonest = std::min(soonest, time + (end - x[k]) / f[k]);
    return soonest;
  }

  double conductance(double x) const override { return law_.conductance(x); }
  double amperes(const Memory& m, double x, double v) const override { return current(m, x, v).i; }

  double slope(const Memory& m, double x, double v) const override { return current(m, x, v).i_v; }

  LawPoint point(double x, double v) const override {
    Memory m;
    double moved = x;
    law_.begin({}, 0, moved, v, m);
    const Current c = current(m, x, v);
    const Rate r = rate(m, x, v);
    return {c.i, c.i_x, c.i_v, r.f, r.f_x, r.f_v, law_.conductance(x), held(law_, m, x, v)};
  }

 private:
  Rate rate(const Memory& m, double x, double v) const { return law_.rate(m, sides(law_, m, x, v) | Law::kept, x, v); }
  Current current(const Memory& m, double x, double v) const { return law_.current(m, sides(law_, m, x, v), x, v); }

  // What the law takes from the memories of its junctions, side by side, for its loops over arrays
  template <class Use>
  void in_blocks(const std::vector<Memory>& memory, const Batch& b, Use use) const {
    FromMemory block;
    for (std::size_t from = 0; from < b.slots.size(); from += FromMemory::most) {
      const std::size_t count = std::min(FromMemory::most, b.slots.size() - from);
      for (std::size_t j = 0; j < count; ++j) law_.take(memory[b.slots[from + j]], block, j);
      use(from, count, block);
    }
  }

  Key key(std::size_t k) const { return keys.empty() ? Key{} : keys[k - first]; }

  void solve_one(const Memory& m, std::size_t k, Stage& s) const {
    const double v = s.v[k], h = s.early[k];
    double w = s.weight[k], c = s.base[k], c_v = 0;
    if (h != 0) {
      const Rate r = rate(m, s.base[k], v);
      w = h * theta(-h * r.f_x, Law::is_linear);
      c += (h - w) * r.f;
      c_v = (h - w) * r.f_v;
    }
    double x = s.x[k], slope = 1;
    Rate r;
    if constexpr (!Law::rate_has_state) {
      r = rate(m, x, v);
      x = c + w * r.f;
    } else {
      r = find_state(m, v, c, w, x, slope);
    }
    const double bounded = held(law_, m, x, v);
    const bool is_free = bounded == x;
    bool rests = false;
    if (!is_free) {
      r = rate(m, bounded, v);
      rests = (x - bounded) * r.f > 0;  // it leans against the bound and stays there
      if (rests) r.f = r.f_x = 0;
    }
    const Current i = current(m, bounded, v);
    s.x[k] = bounded;
    s.f[k] = r.f;
    s.f_x[k] = r.f_x;
    s.rests[k] = rests;
    s.i[k] = i.i;
    s.x_v[k] = is_free && slope > 0 ? (w * r.f_v + c_v) / slope : 0;
    s.g[k] = i.i_v + i.i_x * s.x_v[k];
  }

  // The mean of f over s in (from, to), on one piece
  static double mean(const Piece& p, const Voltage& v, double from, double to) {
    return p.f_0 + p.f_v * (v.v + v.a * (from + to) / 2 + v.b * (from * from + from * to + to * to) / 3);
  }

  double carried(const Memory& m, double h, double to, double x, const Voltage& v) const {
    const Piece& p = law_.piece(m.branch, v.v);
    const double hull = v.v + 0.5 * to * v.a, v_1 = v(to);  // with v.v: the parabola is between these three
    if (!(hull >= p.low && hull <= p.high && v_1 >= p.low && v_1 <= p.high)) return carried_over_kinks(m, h, to, x, v);
    return held(law_, m, x + h * to * mean(p, v, 0, to), v_1);
  }

  // From kink to kink, on either side of the parabola's vertex. A piece is monotone in time: a bound is met at most
  // once. The state may change its sign at its end.
  [[gnu::noinline]] double carried_over_kinks(const Memory& m, double h, double to, double x, const Voltage& v) const {
    const double vertex = v.b != 0 ? std::clamp(-0.5 * v.a / v.b, 0.0, to) : to;
    Memory now = m;
    const Piece* p = &law_.piece(now.branch, v.v);
    double from = 0;
    for (const double end : {vertex, to}) {
      const double v_end = v(end);
      const bool rises = v_end > v(from);
      while (from < end) {
        const bool leaves = rises ? v_end > p->high : v_end < p->low;
        const double until = leaves ? std::clamp(v.passage(rises ? p->high : p->low, rises), from, end) : end;
        x = held(law_, now, x + h * (until - from) * mean(*p, v, from, until), v(0.5 * (from + until)));
        from = until;
        if (leaves) p += rises ? 1 : -1;
        if (Law::branch_is_sign && sign(x) != now.branch) {
          const Piece* const all = &law_.piece(now.branch, -infinity);
          now.branch = static_cast<std::int32_t>(sign(x));
          p = &law_.piece(now.branch, -infinity) + (p - all);
        }
        if (!leaves) break;
      }
    }
    return x;
  }

  // F(x) = x - c - w f(x, v) = 0: Newton's method inside a bracket, which is halved where the step leaves it. Below the
  // law's unique step F rises everywhere. A correction below 1e-7 of the state's scale is the last: its square is lost
  // in rounding.
  Rate find_state(const Memory& m, double v, double c, double w, double& x, double& slope) const {
    const double close = 1e-7 * scale;
    double low = -infinity, high = infinity;
    Rate r;
    for (int n_iterations = 0; n_iterations < 100; ++n_iterations) {
      r = rate(m, x, v);
      const double residual = x - c - w * r.f;
      slope = 1 - w * r.f_x;
      if (slope > 0 && std::abs(residual) <= close * slope) {
        x -= residual / slope;
        r.f -= r.f_x * residual / slope;
        break;
      }
      (residual < 0 ? low : high) = x;
      double next = slope > 0 ? x - residual / slope : residual < 0 ? x + scale : x - scale;
      if (!(next > low && next < high)) next = 0.5 * (low + high);
      if (!std::isfinite(next)) next = residual < 0 ? x + scale : x - scale;
      if (next == x) break;
      x = next;
    }
    return r;
  }

  // [1/state] The largest |dG/dx|/(G + G_on/10) between the bounds, 1/scale to 30/scale
  double steepest(const Bounds& b, double g_on) const {
    const double least = 1 / scale;
    double result = least;
    for (int k = 0; k < 100; ++k) {
      const auto g_at = [&](int j) { return law_.conductance(b.low + 0.01 * j * (b.high - b.low)); };
      const double below = g_at(k), above = g_at(k + 1);
      const double slope = std::abs(above - below) / (0.01 * (b.high - b.low));
      if (std::isfinite(slope)) result = std::max(result, slope / (0.5 * (below + above) + 0.1 * g_on));
    }
    return std::min(result, 30 * least);
  }

  Law law_;
  mutable double steepest_ = 0;  // 0: not yet known
};

template <class Law>
std::unique_ptr<Group> make_group(const Values& values, std::vector<Key> keys) {
  auto group = std::make_unique<LawGroup<Law>>(values);
  group->keys = std::move(keys);
  return group;
}

template <class Law>
constexpr LawEntry law_entry(const char* name) {
  return {name, Law::draws, make_group<Law>};
}

}  // namespace somn::native
