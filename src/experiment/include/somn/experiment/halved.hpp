// The same experiment with half of every step and a tenth of the tolerance: what changes is an engine's error.
#pragma once

#include <somn/experiment/experiment.hpp>

namespace somn::experiment {

// Half of dt, dt_max (or its default) and t_sample; rtol/10, at least 1e-12. The sample interval too because ngspice
// begins a transient with a step of min(t_stop/100, t_sample)/10 that no test of its error follows: with half of the
// other steps only, that error stayed, and a right pair (`threshold`, rtol 1e-6: 2.8e-5 of the current) failed.
Experiment halved(Experiment, const circuit::Circuit&);

}  // namespace somn::experiment
