// synapse: dw/dt = beta ((v - v_p)+ (1 - w) - (-v - v_n)+ w), G = g_min + (g_max - g_min) w
// (Serrano-Gotarredona et al., Front. Neurosci. 7:2 (2013); Pershin, Di Ventra, arXiv:0905.2935).
#pragma once

#include "../law.hpp"

#include <algorithm>

namespace somn::native {

class Synapse : public PlainLaw {
 public:
  static constexpr bool is_linear = true;

  explicit Synapse(const Values& p)
      : g_min_(p("g_min")),
        span_(p("g_max") - p("g_min")),
        beta_(p("beta")),
        v_p_(p("v_p")),
        v_n_(p("v_n")),
        start_(p("w0")) {}

  double initial() const { return start_; }

  Rate rate(const Memory&, double x, double v) const {
    const double raise = beta_ * std::max(v - v_p_, 0.0), lower = beta_ * std::max(-v - v_n_, 0.0);
    return {.f = raise * (1 - x) - lower * x,
            .f_x = -(raise + lower),
            .f_v = beta_ * ((v > v_p_ ? 1 - x : 0) + (-v > v_n_ ? x : 0))};
  }

  double conductance(double x) const { return g_min_ + span_ * x; }
  Current current(const Memory&, double x, double v) const { return ohmic(conductance(x), span_, v); }

 private:
  double g_min_, span_, beta_, v_p_, v_n_, start_;
};

}  // namespace somn::native
