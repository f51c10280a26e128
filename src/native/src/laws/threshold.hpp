// threshold: bipolar threshold junction (docs/models/threshold.md). G = g_off + (g_on - g_off) w
//   dw/dt = (1 - w) tanh(alpha (v - v_t))/tau       v > v_t
//         = -w tanh(beta (-v - v_t))/tau            v < -v_t          and -w/tau_relax always, where that is given
#pragma once

#include "../law.hpp"

namespace somn::native {

class Threshold : public PlainLaw {
 public:
  static constexpr bool is_linear = true;

  explicit Threshold(const Values& p)
      : g_off_(p("g_off")),
        span_(p("g_on") - p("g_off")),
        v_t_(p("v_threshold")),
        per_tau_(1 / p("tau")),
        alpha_(p("alpha")),
        beta_(p("beta")),
        relax_(p("tau_relax") > 0 ? 1 / p("tau_relax") : 0),
        start_(p("w0")) {}

  double initial() const { return start_; }

  Rate rate(const Memory&, double x, double v) const {
    Rate r{.f = -relax_ * x, .f_x = -relax_, .f_v = 0};
    const double beyond = std::abs(v) - v_t_;
    if (!(beyond > 0)) return r;
    const double steepness = v > 0 ? alpha_ : beta_, t = std::tanh(steepness * beyond), room = v > 0 ? 1 - x : x;
    r.f += (v > 0 ? room : -room) * t * per_tau_;
    r.f_x -= t * per_tau_;
    r.f_v = room * steepness * (1 - t * t) * per_tau_;  // d|v|/dv and the direction have the same sign
    return r;
  }

  double conductance(double x) const { return g_off_ + span_ * x; }
  Current current(const Memory&, double x, double v) const { return ohmic(conductance(x), span_, v); }

 private:
  double g_off_, span_, v_t_, per_tau_, alpha_, beta_, relax_, start_;
};

}  // namespace somn::native
