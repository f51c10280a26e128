#include <somn/experiment/halved.hpp>
#include <somn/netlist/deck.hpp>

#include <algorithm>

namespace somn::experiment {

Experiment halved(Experiment e, const circuit::Circuit& c) {
  const double dt_max = std::min(e.run.t_sample, netlist::default_dt_max(c, e.run.t_stop, e.run.rtol));
  e.run.dt_max = 0.5 * (e.run.dt_max > 0 ? e.run.dt_max : dt_max);
  e.run.rtol = std::max(0.1 * e.run.rtol, 1e-12);
  e.run.dt *= 0.5;
  e.run.t_sample *= 0.5;
  return e;
}

}  // namespace somn::experiment
