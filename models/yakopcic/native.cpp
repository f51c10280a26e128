// yakopcic: Yakopcic, Taha, Subramanyam, Pino, IEEE TCAD 32, 1201 (2013), eq. 1-7.
//   i = a x sinh(b v) + g_leak v,   a = a1 for v >= 0, else a2
//   dx/dt = eta g(v) f(x);   g = a_p (e^v - e^v_p) above v_p, -a_n (e^-v - e^v_n) below -v_n, else 0
//   f = exp(-alpha_p (x - x_p)) (1 + (x_p - x)/(1 - x_p)) for eta v >= 0 and x >= x_p
//       exp(alpha_n (x + x_n - 1)) x/(1 - x_n) for eta v < 0 and x <= 1 - x_n;   else 1

#include "law_group.hpp"

#include <algorithm>

namespace somn::native {
namespace {

class Yakopcic : public PlainLaw {
 public:
  static constexpr bool is_ohmic = false;

  explicit Yakopcic(const Values& p)
      : a1_(p("a1")),
        a2_(p("a2")),
        b_(p("b")),
        leak_(p("g_leak")),
        up_{p("v_p"), p("a_p"), p("x_p"), p("alpha_p")},
        down_{p("v_n"), p("a_n"), p("x_n"), p("alpha_n")},
        eta_(p("eta")),
        start_(p("x0")) {}

  double initial() const { return start_; }

  static constexpr std::size_t n_switches = 5;
  static constexpr Sides of_current = 1 << 2;
  void switches(const Memory&, double x, double v, double* s) const {
    s[0] = v - up_.threshold, s[1] = -v - down_.threshold;
    s[2] = a1_ == a2_ ? -1 : -v;
    s[3] = up_.place - x, s[4] = x - (1 - down_.place);
  }

  Rate rate(const Memory&, Sides on, double x, double v) const {
    const bool rises = is_on(on, 0);
    if (!rises && !is_on(on, 1)) return {};
    const Branch& b = rises ? up_ : down_;
    const Tangent e = tame_exp(rises ? v : -v);
    const double g = (rises ? 1 : -1) * b.speed * (e.value - tame_exp(b.threshold).value), g_v = b.speed * e.slope;
    const double inside = std::clamp(x, 0.0, 1.0);
    const Tangent f = (eta_ > 0) == rises ? near_one(on, inside) : near_zero(on, inside);
    return {.f = eta_ * g * f.value, .f_x = x == inside ? eta_ * g * f.slope : 0, .f_v = eta_ * g_v * f.value};
  }

  double conductance(double x) const { return a1_ * x * b_ + leak_; }
  Current current(const Memory&, Sides on, double x, double v) const {
    const Tangent s = tame_sinh(b_ * v);
    const double a = is_on(on, 2) ? a2_ : a1_;
    return {.i = a * x * s.value + leak_ * v, .i_x = a * s.value, .i_v = a * x * b_ * s.slope + leak_};
  }

 private:
  struct Branch {
    double threshold, speed, place, alpha;
  };
  Tangent near_one(Sides on, double x) const {
    if (is_on(on, 3)) return {1, 0};
    const double e = std::exp(-up_.alpha * (x - up_.place)), w = 1 + (up_.place - x) / (1 - up_.place);
    return {e * w, -up_.alpha * e * w - e / (1 - up_.place)};
  }
  Tangent near_zero(Sides on, double x) const {
    if (is_on(on, 4)) return {1, 0};
    const double e = std::exp(down_.alpha * (x + down_.place - 1)), w = x / (1 - down_.place);
    return {e * w, down_.alpha * e * w + e / (1 - down_.place)};
  }

  double a1_, a2_, b_, leak_;
  Branch up_, down_;
  double eta_, start_;
};

}  // namespace

extern const LawEntry entry_yakopcic;
const LawEntry entry_yakopcic = law_entry<Yakopcic>("yakopcic");

}  // namespace somn::native
