// vts: volatile threshold switch, a law of this project (page.md).
//   G = (1/r_off) (r_off/r_on)^x,   tau dx/dt = s(u) - x,   s the logistic function
//   u = (|v|_eps - (v_set + v_hold)/2 + W (x - 1/2))/delta + noise,   |v|_eps = sqrt(v^2 + eps^2) - eps
//   W q - 2 delta ln((1 + q)/(1 - q)) = v_set - v_hold,   q = sqrt(1 - 4 delta/W): folds exactly at v_set and v_hold
// c2c: v_set and v_hold share a log-normal factor, drawn anew each time the switch opens (0.4 after 0.6).

#include "counter_random.hpp"
#include "law_group.hpp"
#include "native_arrays.hpp"

namespace somn::native {
namespace {

class Vts : public PlainLaw {
 public:
  static constexpr bool has_memory = true, draws = true, has_arrays = true;

  explicit Vts(const Values& p)
      : g_off_(1 / p("r_off")),
        ratio_(std::log(p("r_off") / p("r_on"))),
        v_set_(p("v_set")),
        v_hold_(p("v_hold")),
        delta_(p("delta")),
        tau_(p("tau")),
        epsilon_(p("epsilon")),
        start_(p("x0")),
        c2c_(p("c2c")),
        noise_(p("noise")),
        noise_slot_(p("noise_slot")),
        seed_(p("seed")),
        steepest_(width(v_set_ - v_hold_) / (4 * delta_) - 1) {}

  double initial() const { return start_; }
  double unique_step() const { return 2 * tau_ / steepest_; }
  double slot() const { return noise_ > 0 ? noise_slot_ : infinity; }

  bool is_steady() const { return c2c_ == 0 && noise_ == 0; }

  static void take(const Memory& m, FromMemory& block, std::size_t k) {
    block.a[k] = m.own[0], block.b[k] = m.own[1] - m.noise;
  }
  void evaluate(std::size_t n, const FromMemory& block, const double* x, const double* v, double* f, double* i) const {
    vts_evaluate(constants(), n, block.a, block.b, x, v, f, i);
  }
  void linearise(std::size_t n, const FromMemory& block, const double* x, const double* v, const ArrayPoint& p) const {
    vts_linearise(constants(), n, block.a, block.b, x, v, p.f, p.f_x, p.f_v, p.i_v);
    for (std::size_t k = 0; k < n; ++k) p.i[k] = p.i_v[k] * v[k], p.i_x[k] = ratio_ * p.i[k];
  }

  // Where x and s(u) are both below the tolerance both stay there: s(u) < e^u.
  double rest_limit(const Memory& m, double x, double tolerance) const {
    if (!(x >= 0 && x < tolerance)) return 0;
    const double smooth = delta_ * (std::log(tolerance) - m.own[0] * tolerance + m.own[1] - m.noise);
    return smooth > epsilon_ ? std::sqrt(smooth * smooth - epsilon_ * epsilon_) : 0;
  }

  Change begin(Key key, double time, double& x, double, Memory& m) const {
    Change change = Change::none;
    if (m.branch == 0) {
      draw_thresholds(key, m);
      m.branch = open;
      change = Change::redrawn;
    }
    if (c2c_ > 0 && m.branch == open && x > 0.6) m.branch = closed;
    if (m.branch == closed && x < 0.4) {
      m.count += 1;
      draw_thresholds(key, m);
      m.branch = open;
      change = Change::redrawn;
    }
    if (noise_ > 0)
      if (const double now = slot_number(time, noise_slot_); now != m.slot) {
        m.slot = now;
        m.noise = noise_ * Draw(key, seed_, Purpose::slot, now).normal();
        change = Change::redrawn;
      }
    return change;
  }

  static constexpr std::size_t n_switches = 2;
  static constexpr Sides of_state = 2;  // where the thresholds are drawn anew
  void switches(const Memory& m, double x, double v, double* s) const {
    s[0] = epsilon_ > 0 ? 1 : v;
    s[1] = c2c_ > 0 ? m.branch == closed ? 0.4 - x : x - 0.6 : -1;
  }

  Rate rate(const Memory& m, Sides, double x, double v) const {
    const double smooth = std::sqrt(v * v + epsilon_ * epsilon_);
    const double u = smooth / delta_ + m.own[0] * x - m.own[1] + m.noise;
    const double tail = std::exp(-std::abs(u)), above = 1 / (1 + tail), below = tail * above;  // s(|u|), 1 - s(|u|)
    const double s = u >= 0 ? above : below, slope = above * below;
    return {.f = (s - x) / tau_,
            .f_x = (slope * m.own[0] - 1) / tau_,
            .f_v = smooth > 0 ? slope * (v / smooth) / (delta_ * tau_) : 0};
  }

  double conductance(double x) const { return g_off_ * std::exp(ratio_ * x); }
  Current current(const Memory&, Sides, double x, double v) const {
    const double g = conductance(x);
    return ohmic(g, ratio_ * g, v);
  }

 private:
  VtsConstants constants() const { return {g_off_, ratio_, delta_, tau_, epsilon_}; }

  enum Branch : std::int32_t { open = 1, closed = 2 };

  // The left side F(W) of the defining equation rises with slope q and is 0 at 4 delta: Newton from the right end.
  double width(double window) const {
    double w = window + 8 * delta_;
    const auto excess = [&](double at) {
      const double q = std::sqrt(1 - 4 * delta_ / at);
      return at * q - 4 * delta_ * std::atanh(q) - window;
    };
    while (excess(w) < 0) w *= 1.5;
    for (int n = 0; n < 100; ++n) {
      const double step = excess(w) / std::sqrt(1 - 4 * delta_ / w);
      if (!(step > 0) || !(w - step < w)) break;
      w -= step;
    }
    return w;
  }

  // u = smooth/delta + own[0] x - own[1]
  void draw_thresholds(Key key, Memory& m) const {
    const double factor = c2c_ > 0 ? std::exp(c2c_ * Draw(key, seed_, Purpose::cycle, m.count).normal()) : 1;
    const double w = width(factor * (v_set_ - v_hold_));
    m.own[0] = w / delta_;
    m.own[1] = (epsilon_ + (factor * (v_set_ + v_hold_) + w) / 2) / delta_;
  }

  double g_off_, ratio_;                            // [S], [1]
  double v_set_, v_hold_, delta_, tau_, epsilon_;   // [V], [s]
  double start_, c2c_, noise_, noise_slot_, seed_;  // [1], [s]
  double steepest_;                                 // tau df/dx at the steepest point
};

}  // namespace

extern const LawEntry entry_vts;
const LawEntry entry_vts = law_entry<Vts>("vts");

}  // namespace somn::native
