// pershin: dR/dt = beta v + (alpha - beta)(|v + v_t| - |v - v_t|)/2, r_min <= R <= r_max; the state is R [ohm]
// (Pershin, Di Ventra, arXiv:1204.2600, eq. 1-3).

#include "law_group.hpp"

#include <algorithm>

namespace somn::native {
namespace {

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
                {-v_t_, 0, 0, alpha_},
                {0, v_t_, 0, alpha_},
                {v_t_, infinity, (alpha_ - beta_) * v_t_, beta_}} {}

  double initial() const { return start_; }
  double scale() const { return r_max_; }

  static constexpr std::size_t n_switches = 2;
  void switches(const Memory&, double, double v, double* s) const { s[0] = v - v_t_, s[1] = -v - v_t_; }

  Rate rate(const Memory&, Sides on, double, double v) const {
    const double inside = is_on(on, 0) ? v_t_ : is_on(on, 1) ? -v_t_ : v;
    return {.f = alpha_ * inside + beta_ * (v - inside), .f_x = 0, .f_v = on != 0 ? beta_ : alpha_};
  }
  const Piece& piece(int, double v) const { return pieces_[(v >= -v_t_) + (v > 0) + (v > v_t_)]; }
  double bounded(const Memory&, double x, double) const { return std::clamp(x, r_min_, r_max_); }
  Bounds bounds(const Memory&) const { return {r_min_, r_max_}; }

  double conductance(double x) const { return 1 / x; }
  Current current(const Memory&, Sides, double x, double v) const { return ohmic(1 / x, -1 / (x * x), v); }

 private:
  double r_min_, r_max_, start_, alpha_, beta_, v_t_;
  Piece pieces_[4];
};

}  // namespace

extern const LawEntry entry_pershin;
const LawEntry entry_pershin = law_entry<Pershin>("pershin");

}  // namespace somn::native
