#include <somn/experiment/halved.hpp>
#include <somn/netlist/deck.hpp>

#include <algorithm>

namespace somn::experiment {

Experiment halved(Experiment e, const circuit::Circuit& c) {
  e.run.dt_max = 0.5 * (e.run.dt_max > 0 ? e.run.dt_max : netlist::default_dt_max(c, e.run.t_sample));
  e.run.rtol = std::max(0.1 * e.run.rtol, 1e-12);
  e.run.dt *= 0.5;
  e.run.t_sample *= 0.5;
  return e;
}

}  // namespace somn::experiment
