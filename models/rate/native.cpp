// rate: volatile rate-balance junction. Miranda, Milano, Ricciardi, IEEE Trans. Nanotechnol. 19, 609 (2020).
//   G = g_min (1 - g) + g_max g
//   dg/dt = kappa_p (1 - g) - kappa_d g,  kappa_p = kappa_p0 exp(eta_p |v|),  kappa_d = kappa_d0 exp(-eta_d |v|)
// noise: a constant force sigma N/sqrt(slot) in each time slot; jumps of power-law size between slots, upwards with
// probability 1/2 + (g_inf - g)/(2 (1 + 2 jump_max)) (Milano et al., Nat. Commun. 2025,
// doi:10.1038/s41467-025-58741-2).

#include "counter_random.hpp"
#include "law_group.hpp"

namespace somn::native {
namespace {

class RateBalance : public PlainLaw {
 public:
  static constexpr bool is_linear = true;
  static constexpr bool has_memory = true, draws = true;

  explicit RateBalance(const Values& p)
      : up0_(p("kappa_p0")),
        eta_up_(p("eta_p")),
        down0_(p("kappa_d0")),
        eta_down_(p("eta_d")),
        g_min_(p("g_min")),
        g_max_(p("g_max")),
        start_(p("g0")),
        noise_(p("noise")),
        jump_rate_(p("jump_rate")),
        exponent_(1 - p("jump_exponent")),
        jump_min_(p("jump_min")),
        jump_max_(p("jump_max")),
        noise_slot_(p("noise_slot")),
        seed_(p("seed")) {}

  double initial() const { return start_; }
  double slot() const { return noise_ > 0 || jump_rate_ > 0 ? noise_slot_ : infinity; }

  Change begin(Key key, double time, double& x, double v, Memory& m) const {
    if (!(slot() < infinity)) return Change::none;
    const double now = slot_number(time, noise_slot_);
    if (now == m.slot) return Change::none;
    const bool is_first = m.slot == 0;
    m.slot = now;
    m.noise = noise_ / std::sqrt(noise_slot_) * Draw(key, seed_, Purpose::slot, now).normal();
    if (jump_rate_ > 0 && !is_first) x = bounded(m, x + jump(key, now, x, v), v);
    return Change::redrawn;
  }

  static constexpr std::size_t n_switches = 1;
  void switches(const Memory&, double, double v, double* s) const { s[0] = v; }

  Rate rate(const Memory& m, Sides on, double x, double v) const {
    const double size = on != 0 ? v : -v, direction = v == 0 ? 0 : on != 0 ? 1 : -1;
    const Tangent e = tame_exp(eta_up_ * size);
    const double up = up0_ * e.value, down = down0_ * std::exp(-eta_down_ * size);
    return {.f = up * (1 - x) - down * x + m.noise,
            .f_x = -(up + down),
            .f_v = direction * (up0_ * e.slope * eta_up_ * (1 - x) + eta_down_ * down * x)};
  }

  double conductance(double x) const { return g_min_ * (1 - x) + g_max_ * x; }
  Current current(const Memory&, Sides, double x, double v) const { return ohmic(conductance(x), g_max_ - g_min_, v); }

 private:
  double jump(Key key, double slot, double x, double v) const {
    const Draw whether(key, seed_, Purpose::jump, 2 * slot), what(key, seed_, Purpose::jump, 2 * slot + 1);
    if (whether.uniform(0) >= -std::expm1(-jump_rate_ * noise_slot_)) return 0;
    const double low = std::pow(jump_min_, exponent_), high = std::pow(jump_max_, exponent_);
    const double size = std::pow(low + (high - low) * what.uniform(0), 1 / exponent_);
    const double up = up0_ * tame_exp(eta_up_ * std::abs(v)).value, down = down0_ * std::exp(-eta_down_ * std::abs(v));
    const double balance = up / (up + down);
    return what.uniform(1) < 0.5 + (balance - x) / (2 * (1 + 2 * jump_max_)) ? size : -size;
  }

  double up0_, eta_up_, down0_, eta_down_;  // [1/s], [1/V]
  double g_min_, g_max_, start_;            // [S], [1]
  double noise_, jump_rate_, exponent_, jump_min_, jump_max_, noise_slot_, seed_;
};

}  // namespace

extern const LawEntry entry_rate;
const LawEntry entry_rate = law_entry<RateBalance>("rate");

}  // namespace somn::native
