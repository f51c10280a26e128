// threshold: bipolar threshold junction (page.md). G = g_off + (g_on - g_off) w
//   dw/dt = (1 - w) tanh(alpha (v - v_t))/tau       v > v_t
//         = -w tanh(beta (-v - v_t))/tau            v < -v_t          and -w/tau_relax always, where that is given

#include "law_group.hpp"

namespace somn::native {
namespace {

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

  static constexpr std::size_t n_switches = 2;
  void switches(const Memory&, double, double v, double* s) const { s[0] = v - v_t_, s[1] = -v - v_t_; }

  Rate rate(const Memory&, Sides on, double x, double v) const {
    Rate r{.f = -relax_ * x, .f_x = -relax_, .f_v = 0};
    if (on == 0) return r;
    const bool rises = is_on(on, 0);
    const double beyond = (rises ? v : -v) - v_t_, steepness = rises ? alpha_ : beta_;
    const double t = std::tanh(steepness * beyond), room = rises ? 1 - x : x;
    r.f += (rises ? room : -room) * t * per_tau_;
    r.f_x -= t * per_tau_;
    r.f_v = room * steepness * (1 - t * t) * per_tau_;  // d|v|/dv and the direction have the same sign
    return r;
  }

  double conductance(double x) const { return g_off_ + span_ * x; }
  Current current(const Memory&, Sides, double x, double v) const { return ohmic(conductance(x), span_, v); }

 private:
  double g_off_, span_, v_t_, per_tau_, alpha_, beta_, relax_, start_;
};

}  // namespace

extern const LawEntry entry_threshold;
const LawEntry entry_threshold = law_entry<Threshold>("threshold");

}  // namespace somn::native
