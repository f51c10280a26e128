// vteam: Kvatinsky et al., IEEE TCAS-II 62, 786 (2015), eq. 1-6: the drive u of team/native_shape.hpp is the voltage.
#include "law_group.hpp"
#include "team/native_shape.hpp"

namespace somn::native {
namespace {

class Vteam : public Kvatinsky {
 public:
  explicit Vteam(const Values& p) : Kvatinsky(p, "v_off", "v_on") {}
  void switches(const Memory&, double, double v, double* s) const { switches_of(v, s); }
  Rate rate(const Memory&, Sides on, double x, double v) const { return motion(on, x, v); }
};

}  // namespace

extern const LawEntry entry_vteam;
const LawEntry entry_vteam = law_entry<Vteam>("vteam");

}  // namespace somn::native
