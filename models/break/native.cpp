// break: integrate-and-break junction of nanoparticle films (page.md, after Pike et al., Nano Lett. 20
// (2020)). One state falls through two phases: x = gap/gap_max in (0, 1], then x = thickness - 1 in [-1, 0].
//   gap:   d(gap)/dt = -rate_gap (|v|/gap - e_t)+,         G = exp(beta_gap (gap_max - gap))/r_off
//   wire:  d(thickness)/dt = -rate_wire (|v|/r_wire - i_t)+,   G = 1/r_wire until it breaks
// A phase lasts for whole time steps. A new gap is gap_max (1 - redraw U). The field is taken at gap >= gap_max/20.

#include "counter_random.hpp"
#include "law_group.hpp"

#include <algorithm>

namespace somn::native {
namespace {

class Break : public PlainLaw {
 public:
  static constexpr bool has_memory = true, draws = true, has_phases = true;

  explicit Break(const Values& p)
      : g_widest_(1 / p("r_off")),
        g_wire_(1 / p("r_wire")),
        decay_(p("beta_gap") * p("gap_max")),
        field_(p("e_t")),
        onset_(p("i_t")),
        gap_speed_(p("rate_gap")),
        wire_speed_(p("rate_wire")),
        gap_max_(p("gap_max")),
        redraw_(p("redraw")),
        start_(p("x0")),
        seed_(p("seed")) {}

  double initial() const { return start_; }

  Change begin(Key key, double, double& x, double, Memory& m) const {
    if (x <= -1) {
      x = 1 - redraw_ * Draw(key, seed_, Purpose::cycle, m.count).uniform(0);
      m.count += 1;
    }
    const Phase phase = x > 0 ? gap : wire;
    const bool is_same = m.branch == phase;
    m.branch = phase;
    return is_same ? Change::none : Change::switched;
  }

  static constexpr std::size_t n_switches = 3;
  void switches(const Memory& m, double x, double v, double* s) const {
    const bool is_wire = m.branch == wire;
    const double force = is_wire ? v * g_wire_ : v / width(x > 0.05, x), onset = is_wire ? onset_ : field_;
    s[0] = force - onset, s[1] = -force - onset;
    s[2] = is_wire ? 1 : x - 0.05;
  }

  Rate rate(const Memory& m, Sides on, double x, double v) const {
    if (!is_on(on, 0) && !is_on(on, 1)) return {};
    const double direction = is_on(on, 0) ? 1 : -1, size = direction * v;
    if (m.branch == wire)
      return {.f = -wire_speed_ * (size * g_wire_ - onset_), .f_x = 0, .f_v = -wire_speed_ * g_wire_ * direction};
    const double wide = width(is_on(on, 2), x);
    return {.f = -gap_speed_ * (size / wide - field_) / gap_max_,
            .f_x = is_on(on, 2) ? gap_speed_ * size / (wide * wide) : 0,
            .f_v = -gap_speed_ * direction / (wide * gap_max_)};
  }

  // Within 1e-9 of the end of a phase is there: no step of vanishing length is left.
  double bounded(const Memory& m, double x, double) const {
    const double end = phase_end(m);
    return x < end + 1e-9 ? end : std::min(x, end + 1);
  }
  Bounds bounds(const Memory& m) const { return {phase_end(m), phase_end(m) + 1}; }
  double phase_end(const Memory& m) const { return m.branch == wire ? -1 : 0; }

  double conductance(double x) const { return x > 0 ? g_widest_ * std::exp(decay_ * (1 - x)) : g_wire_; }
  Current current(const Memory& m, Sides, double x, double v) const {
    if (m.branch == wire) return ohmic(g_wire_, 0, v);
    const double g = g_widest_ * std::exp(decay_ * (1 - x));
    return ohmic(g, -decay_ * g, v);
  }

 private:
  double width(bool is_wide, double x) const { return gap_max_ * (is_wide ? x : 0.05); }  // [m]

  enum Phase : std::int32_t { gap = 1, wire = 2 };

  double g_widest_, g_wire_, decay_;  // [S], [1]
  double field_, onset_;              // [V/m], [A]
  double gap_speed_, wire_speed_;     // [m2/(V s)], [1/(A s)]
  double gap_max_, redraw_, start_, seed_;
};

}  // namespace

extern const LawEntry entry_break;
const LawEntry entry_break = law_entry<Break>("break");

}  // namespace somn::native
