// What team and vteam share: a state x [m] between x_on and x_off that moves while its drive u is beyond a threshold; u is the
// current in TEAM (Kvatinsky et al., IEEE TCAS-I 60, 211 (2013), eq. 11-19), the voltage in VTEAM (TCAS-II 62, 786
// (2015), eq. 1-6).
//   dx/dt = k_off (u/u_off - 1)^alpha_off F_off(x)   u > u_off > 0
//   dx/dt = k_on (u/u_on - 1)^alpha_on F_on(x)       u < u_on < 0
//   R = r_on + (r_off - r_on) y  or  r_on (r_off/r_on)^y,   y = (x - x_on)/(x_off - x_on)
//   Kvatinsky's window: F_off = exp(-exp((x - a_off)/w_c)), F_on = exp(-exp((a_on - x)/w_c))
#pragma once

#include "window.hpp"

#include <algorithm>

namespace somn::native {

class Kvatinsky : public PlainLaw {
 public:
  Kvatinsky(const Values& p, const char* u_off, const char* u_on)
      : off_{p("k_off"), p("alpha_off"), p(u_off), p("a_off")},
        on_{p("k_on"), p("alpha_on"), p(u_on), p("a_on")},
        x_on_(p("x_on")),
        x_off_(p("x_off")),
        length_(p("x_off") - p("x_on")),
        start_(p("x0")),
        r_on_(p("r_on")),
        r_off_(p("r_off")),
        is_exponential_(p.choice("iv") == 1),
        kind_(static_cast<WindowKind>(p.choice("window"))),
        w_c_(p("w_c")),
        p_(p("p")),
        j_(p("j")) {}

  double initial() const { return start_; }
  double scale() const { return length_; }
  double bounded(const Memory&, double x, double) const { return inside(x); }
  Bounds bounds(const Memory&) const { return {x_on_, x_off_}; }
  static constexpr std::size_t n_switches = 2;

  double conductance(double x) const { return 1 / resistance(x).value; }
  Current current(const Memory&, Sides, double x, double v) const {
    const Window r = resistance(x);
    return ohmic(1 / r.value, -r.slope / (r.value * r.value), v);
  }

 protected:
  struct Branch {
    double k, alpha, threshold, place;
  };

  double inside(double x) const { return std::clamp(x, x_on_, x_off_); }

  void switches_of(double u, double* s) const { s[0] = u - off_.threshold, s[1] = on_.threshold - u; }

  // f, f_x at constant u, and df/du in f_v
  Rate motion(Sides on, double x, double u) const {
    if (on == 0) return {};
    const bool rises = is_on(on, 0);
    const Branch& b = rises ? off_ : on_;
    const double beyond = u / b.threshold - 1, slope = std::pow(std::abs(beyond), b.alpha - 1);
    const double drive = b.k * slope * beyond;
    const Window f = shape(inside(x), rises, b.place);
    return {.f = drive * f.value,
            .f_x = x == inside(x) ? drive * f.slope : 0,
            .f_v = b.k * b.alpha * slope / b.threshold * f.value};
  }

 private:
  Window shape(double x, bool rises, double place) const {
    const bool own = kind_ == WindowKind::kvatinsky;
    const double scale = own ? (rises ? w_c_ : -w_c_) : length_;
    Window f = own ? double_exponential((x - place) / scale) : window(kind_, (x - x_on_) / length_, rises, p_, j_);
    f.slope /= scale;
    return f;
  }
  Window resistance(double x) const {
    const double y = (x - x_on_) / length_;
    if (!is_exponential_) return {r_on_ + (r_off_ - r_on_) * y, (r_off_ - r_on_) / length_};
    const double decades = std::log(r_off_ / r_on_), r = r_on_ * std::exp(decades * y);
    return {r, r * decades / length_};
  }

  Branch off_, on_;
  double x_on_, x_off_, length_, start_;  // [m]
  double r_on_, r_off_;                   // [ohm]
  bool is_exponential_;
  WindowKind kind_;
  double w_c_, p_, j_;
};

}  // namespace somn::native
