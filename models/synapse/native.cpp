// synapse: dw/dt = beta ((v - v_p)+ (1 - w) - (-v - v_n)+ w), G = g_min + (g_max - g_min) w
// (Serrano-Gotarredona et al., Front. Neurosci. 7:2 (2013); Pershin, Di Ventra, arXiv:0905.2935).

#include "law_group.hpp"

namespace somn::native {
namespace {

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

  static constexpr std::size_t n_switches = 2;
  void switches(const Memory&, double, double v, double* s) const { s[0] = v - v_p_, s[1] = -v - v_n_; }

  Rate rate(const Memory&, Sides on, double x, double v) const {
    const bool rises = is_on(on, 0), falls = is_on(on, 1);
    const double raise = beta_ * (rises ? v - v_p_ : 0.0), lower = beta_ * (falls ? -v - v_n_ : 0.0);
    return {.f = raise * (1 - x) - lower * x,
            .f_x = -(raise + lower),
            .f_v = beta_ * ((rises ? 1 - x : 0) + (falls ? x : 0))};
  }

  double conductance(double x) const { return g_min_ + span_ * x; }
  Current current(const Memory&, Sides, double x, double v) const { return ohmic(conductance(x), span_, v); }

 private:
  double g_min_, span_, beta_, v_p_, v_n_, start_;
};

}  // namespace

extern const LawEntry entry_synapse;
const LawEntry entry_synapse = law_entry<Synapse>("synapse");

}  // namespace somn::native
