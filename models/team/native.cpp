// team: Kvatinsky et al., IEEE TCAS-I 60, 211 (2013), eq. 11-19: the drive u of native_shape.hpp is the current.
#include "law_group.hpp"
#include "native_shape.hpp"

namespace somn::native {
namespace {

class Team : public Kvatinsky {
 public:
  explicit Team(const Values& p) : Kvatinsky(p, "i_off", "i_on") {}
  void switches(const Memory&, double x, double v, double* s) const { switches_of(conductance(inside(x)) * v, s); }
  Rate rate(const Memory& m, Sides on, double x, double v) const {
    const Current c = current(m, on, inside(x), v);
    Rate r = motion(on, x, c.i);
    if (x == inside(x)) r.f_x += r.f_v * c.i_x;  // the current that a voltage drives depends on the state
    r.f_v *= c.i_v;
    return r;
  }
};

}  // namespace

extern const LawEntry entry_team;
const LawEntry entry_team = law_entry<Team>("team");

}  // namespace somn::native
