// stanford: gap of an oxide filament (Jiang et al., IEEE TED 63, 1884 (2016)), U = kT/q the thermal voltage.
//   i = i0 exp(-g/g0) sinh(v/v0)
//   dg/dt = -nu0 exp(-e_a/U) sinh(w/U),   w = (a0/thickness) (gamma0 - beta (g/g1)^3) v
//   U = (k/q) (t_ambient + r_th v i)

#include "law_group.hpp"

#include <algorithm>

namespace somn::native {
namespace {

class Stanford : public PlainLaw {
 public:
  static constexpr bool is_ohmic = false;

  explicit Stanford(const Values& p)
      : i0_(p("i0")),
        g0_(p("g0")),
        v0_(p("v0")),
        nu0_(p("nu0")),
        barrier_(p("e_a")),
        lever_(p("a0") / p("thickness")),
        gamma0_(p("gamma0")),
        cubic_(p("beta") / std::pow(p("g1"), 3)),
        u_ambient_(volt_per_kelvin * p("t_ambient")),
        u_per_watt_(volt_per_kelvin * p("r_th")),
        bounds_{p("gap_min"), p("gap_max")},
        start_(p("gap0")) {}

  double initial() const { return start_; }
  double scale() const { return bounds_.high - bounds_.low; }
  double bounded(const Memory&, double x, double) const { return std::clamp(x, bounds_.low, bounds_.high); }
  Bounds bounds(const Memory&) const { return bounds_; }

  double conductance(double x) const { return i0_ / v0_ * std::exp(-x / g0_); }
  Current current(const Memory&, Sides, double x, double v) const {
    const Tangent s = tame_sinh(v / v0_);
    const double g = conductance(x);
    return {.i = g * v0_ * s.value, .i_x = -g * v0_ / g0_ * s.value, .i_v = g * s.slope};
  }

  Rate rate(const Memory& m, Sides on, double x, double v) const {
    const double inside = bounded(m, x, v);
    const Current c = current(m, on, inside, v);
    const double u = u_ambient_ + u_per_watt_ * v * c.i;
    const double w_v = lever_ * (gamma0_ - cubic_ * inside * inside * inside);
    const double w = w_v * v, w_x = -3 * lever_ * cubic_ * inside * inside * v;
    const Tangent s = tame_sinh(w / u);
    const double hops = nu0_ * std::exp(-barrier_ / u);
    // by w at constant temperature, and by the temperature
    const double f_w = -hops * s.slope / u, f_u = -hops * (barrier_ / u * s.value - w / u * s.slope) / u;
    return {.f = -hops * s.value,
            .f_x = x == inside ? f_w * w_x + f_u * u_per_watt_ * v * c.i_x : 0,
            .f_v = f_w * w_v + f_u * u_per_watt_ * (c.i + v * c.i_v)};
  }

 private:
  static constexpr double volt_per_kelvin = 1.380649e-23 / 1.602176634e-19;  // k/q, exact

  double i0_, g0_, v0_;            // [A], [m], [V]
  double nu0_, barrier_, lever_;   // [m/s], [V], [1]
  double gamma0_, cubic_;          // [1], [1/m3]
  double u_ambient_, u_per_watt_;  // [V], [V/W]
  Bounds bounds_;                  // [m]
  double start_;                   // [m]
};

}  // namespace

extern const LawEntry entry_stanford;
const LawEntry entry_stanford = law_entry<Stanford>("stanford");

}  // namespace somn::native
