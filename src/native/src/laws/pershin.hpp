// pershin: dR/dt = beta v + (alpha - beta)(|v + v_t| - |v - v_t|)/2, r_min <= R <= r_max; the state is R [ohm]
// (Pershin, Di Ventra, arXiv:1204.2600, eq. 1-3).
#pragma once

#include "../law.hpp"

#include <algorithm>

namespace somn::native {

class Pershin : public PlainLaw {
 public:
  static constexpr bool rate_has_state = false;

  explicit Pershin(const Values& p)
      : r_min_(p("r_min")),
        r_max_(p("r_max")),
        start_(p("r_init")),
        alpha_(p("alpha")),
        beta_(p("beta")),
        v_t_(p("v_t")),
        pieces_{{-infinity, -v_t_, (beta_ - alpha_) * v_t_, beta_},
                {-v_t_, v_t_, 0, alpha_},
                {v_t_, infinity, (alpha_ - beta_) * v_t_, beta_}} {}

  double initial() const { return start_; }
  double scale() const { return r_max_; }

  Rate rate(const Memory&, double, double v) const {
    const double inside = std::clamp(v, -v_t_, v_t_);
    return {.f = alpha_ * inside + beta_ * (v - inside), .f_x = 0, .f_v = std::abs(v) > v_t_ ? beta_ : alpha_};
  }
  const Piece& piece(const Memory&, double v) const { return pieces_[(v >= -v_t_) + (v > v_t_)]; }
  double bounded(const Memory&, double x, double) const { return std::clamp(x, r_min_, r_max_); }

  double conductance(double x) const { return 1 / x; }
  Current current(const Memory&, double x, double v) const { return ohmic(1 / x, -1 / (x * x), v); }

 private:
  double r_min_, r_max_, start_, alpha_, beta_, v_t_;
  Piece pieces_[3];
};

}  // namespace somn::native
