// tunnel: the gap of a silver nanowire junction. Hochstetter et al., Nat. Commun. 12, 4008 (2021), Methods; the flux
// lambda [V s] grows above v_set with the sign of the voltage, decays below v_reset, rests between.
//   gap = max(0, lambda_crit - |lambda|) gap_max/lambda_crit          [nm]
//   R_t = 2/(a sqrt(barrier) j1) gap^gap_exponent exp(c0 barrier^barrier_exponent gap)
//   G   = g_off + 1/(R_t + 1/g_on)

#include "law_group.hpp"

#include <algorithm>

namespace somn::native {
namespace {

class Tunnel : public PlainLaw {
 public:
  static constexpr bool has_memory = true, branch_is_sign = true;
  static constexpr bool rate_has_state = false;  // but for its sign at the beginning of the step

  explicit Tunnel(const Values& p)
      : v_set_(p("v_set")),
        v_reset_(p("v_reset")),
        g_on_(p("g_on")),
        r_on_(1 / p("g_on")),
        g_off_(p("g_off")),
        grow_(p("eta")),
        decay_(p("eta") * p("b")),
        crit_(p("lambda_crit")),
        max_(p("lambda_max")),
        start_(p("lambda0")),
        power_(p("gap_exponent")),
        nm_(p("gap_max") / p("lambda_crit")),
        steep_(p("c0") * std::pow(p("barrier"), p("barrier_exponent"))),
        r_scale_(2 / (p("a") * std::sqrt(p("barrier")) * p("j1"))),
        stops_(p.choice("zero_clamp")),
        is_binary_(p.choice("gap_law") == 1) {
    for (const int direction : {-1, 0, 1}) {
      Piece* const piece = pieces_[direction + 1];
      const double d = decay_ * direction;
      piece[0] = {-infinity, -v_set_, grow_ * v_set_, grow_};
      piece[1] = {-v_set_, -v_reset_, 0, 0};
      piece[2] = {-v_reset_, 0, -d * v_reset_, -d};
      piece[3] = {0, v_reset_, -d * v_reset_, d};
      piece[4] = {v_reset_, v_set_, 0, 0};
      piece[5] = {v_set_, infinity, -grow_ * v_set_, grow_};
    }
  }

  double initial() const { return start_; }
  double scale() const { return crit_; }
  bool is_continuous() const { return !is_binary_; }

  // Over a step the decay has the direction that it had at the beginning, and a binary gap its conductance.
  Change begin(Key, double, double& x, double, Memory& m) const {
    const auto direction = static_cast<std::int32_t>(sign(x));
    const double closed = is_closed(x) ? 1 : 0;
    const bool turned = direction != m.branch, toggled = closed != m.own[0];
    m.branch = direction;
    m.own[0] = closed;
    return is_binary_ && toggled ? Change::switched : turned ? Change::redrawn : Change::none;
  }

  static constexpr std::size_t n_switches = 7;
  static constexpr Sides of_state = 3 << 5;
  static constexpr Sides kept = 1 << 5;
  void switches(const Memory& m, double x, double v, double* s) const {
    s[0] = v - v_set_, s[1] = -v - v_set_;
    s[2] = v_reset_ - v, s[3] = v_reset_ + v;
    s[4] = v;
    s[5] = m.branch * x;
    s[6] = std::abs(x) - crit_;
  }

  Rate rate(const Memory& m, Sides on, double, double v) const {
    if (is_on(on, 0)) return {.f = grow_ * (v - v_set_), .f_x = 0, .f_v = grow_};
    if (is_on(on, 1)) return {.f = grow_ * (v + v_set_), .f_x = 0, .f_v = grow_};
    if (!is_on(on, 2) || !is_on(on, 3)) return {};
    const double size = is_on(on, 4) ? v : -v, slope = v == 0 ? 0 : is_on(on, 4) ? 1 : -1;
    const std::int32_t direction = is_on(on, 5) ? m.branch : 0;
    return {.f = -decay_ * (v_reset_ - size) * direction, .f_x = 0, .f_v = decay_ * slope * direction};
  }

  const Piece& piece(int direction, double v) const {
    return pieces_[direction + 1][(v >= -v_set_) + (v >= -v_reset_) + (v > 0) + (v > v_reset_) + (v > v_set_)];
  }

  double bounded(const Memory& m, double x, double v) const {
    const bool passes_zero = m.branch * x < 0 && std::abs(v) < v_reset_;
    if (passes_zero && (stops_ == 0 || (stops_ == 1 && m.branch > 0))) return 0;
    return x > max_ ? max_ : x < -max_ ? -max_ : x;
  }

  Bounds bounds(const Memory&) const { return {-max_, max_}; }
  // In continuous time a state that decays to zero stays there, whatever a step may do that passes it.
  double held(const Memory& m, double x, double v) const {
    const bool passes_zero = m.branch * x < 0 && std::abs(v) < v_reset_;
    return passes_zero ? 0 : std::clamp(x, -max_, max_);
  }

  double conductance(double x) const {
    if (is_binary_) return is_closed(x) ? g_on_ : g_off_;
    const double gap = (crit_ - std::abs(x)) * nm_;
    if (!(gap > 0)) return g_off_ + g_on_;
    return g_off_ + 1 / (resistance_per_gap(gap) * gap + r_on_);
  }

  Current current(const Memory& m, Sides, double x, double v) const {
    if (is_binary_) return ohmic(m.own[0] > 0 ? g_on_ : g_off_, 0, v);
    const double gap = (crit_ - std::abs(x)) * nm_;
    if (!(gap > 0)) return ohmic(g_off_ + g_on_, 0, v);
    const double r = resistance_per_gap(gap), g = 1 / (r * gap + r_on_);
    // dR/dgap = R/gap (power + steep gap), dgap/dlambda = -sgn(lambda) nm
    const double r_gap = r * (power_ + (is_flat(gap) ? 0 : steep_ * gap));
    return ohmic(g_off_ + g, g * g * r_gap * (x > 0 ? nm_ : x < 0 ? -nm_ : 0), v);
  }

 private:
  bool is_closed(double x) const { return std::abs(x) >= crit_; }
  bool is_flat(double gap) const { return steep_ * gap >= 600; }  // nothing tunnels there: exp must not overflow
  double resistance_per_gap(double gap) const {                   // [ohm/nm]
    const double power = power_ == 1 ? 1 : power_ == 2 ? gap : std::pow(gap, power_ - 1);
    return r_scale_ * power * std::exp(is_flat(gap) ? 600 : steep_ * gap);
  }

  double v_set_, v_reset_;      // [V]
  double g_on_, r_on_, g_off_;  // [S]
  double grow_, decay_;         // [1]
  double crit_, max_, start_;   // [V s]
  double power_, nm_, steep_;   // [1], [nm/(V s)], [1/nm]
  double r_scale_;              // [ohm/nm^power]
  int stops_;                   // at zero flux: 0 both signs, 1 from above, 2 never
  bool is_binary_;
  Piece pieces_[3][6];  // by direction of the decay, by voltage
};

}  // namespace

extern const LawEntry entry_tunnel;
const LawEntry entry_tunnel = law_entry<Tunnel>("tunnel");

}  // namespace somn::native
