// drift: linear ion drift (Strukov et al., Nature 453, 80 (2008), eq. 5-7): v = (r_on x + r_off (1 - x)) i,
// dx/dt = mu_v r_on/d^2 i F(x).

#include "law_group.hpp"
#include "window.hpp"

#include <algorithm>

namespace somn::native {
namespace {

class Drift : public PlainLaw {
 public:
  explicit Drift(const Values& p)
      : r_on_(p("r_on")),
        r_off_(p("r_off")),
        start_((p("r_off") - p("r_init")) / (p("r_off") - p("r_on"))),
        speed_(p("mu_v") * p("r_on") / (p("d") * p("d"))),
        kind_(static_cast<WindowKind>(p.choice("window"))),
        p_(p("p")),
        j_(p("j")),
        centre_(p("a")),
        width_(p("w_c")) {}

  double initial() const { return start_; }

  static constexpr std::size_t n_switches = 1;
  void switches(const Memory&, double, double v, double* s) const { s[0] = kind_ == WindowKind::biolek ? v : 1; }

  Rate rate(const Memory& m, Sides on, double x, double v) const {
    const double inside = std::clamp(x, 0.0, 1.0);
    Window f = window(kind_, inside, on != 0, p_, j_);
    if (kind_ == WindowKind::kvatinsky) {
      f = double_exponential(std::abs(inside - centre_) / width_);
      f.slope *= sign(inside - centre_) / width_;
    }
    const Current c = current(m, on, inside, v);
    return {.f = speed_ * c.i * f.value,
            .f_x = x == inside ? speed_ * (c.i_x * f.value + c.i * f.slope) : 0,
            .f_v = speed_ * c.i_v * f.value};
  }

  double conductance(double x) const { return 1 / (r_on_ * x + r_off_ * (1 - x)); }
  Current current(const Memory&, Sides, double x, double v) const {
    const double g = conductance(x);
    return ohmic(g, g * g * (r_off_ - r_on_), v);
  }

 private:
  double r_on_, r_off_, start_;  // [ohm], [1]
  double speed_;                 // [1/C]
  WindowKind kind_;
  double p_, j_, centre_, width_;
};

}  // namespace

extern const LawEntry entry_drift;
const LawEntry entry_drift = law_entry<Drift>("drift");

}  // namespace somn::native
