/* The code model somn_network: moves voltages, currents and their derivatives between ngspice and a film (film.h).
 *
 * Newton iteration: the network takes one step of it for each of ngspice's (somn/native/condensed.hpp), and says itself
 * whether its nodes inside have settled. The first step of a run: glue/first_step.h.
 */
#include "host.h"

#include "glue/first_step.h"

static void somn_begin_step(somn_film *film, const CKTcircuit *c, char *message, size_t size) {
  somn_film_step step;
  int k;
  step.from = c->CKTtime - c->CKTdelta;
  step.h = c->CKTdelta;
  step.is_first_order = c->CKTorder == 1;
  step.shortest = somn_shortest_step(c);
  step.is_trapezoid = c->CKTintegrateMethod == TRAPEZOIDAL && c->CKTorder == 2;
  step.order = c->CKTorder;
  for (k = 0; k < 7; k++) step.a[k] = c->CKTag[k];
  somn_film_begin(film, &step, message, size);
}

void cm_somn_network(ARGS) {
  somn_film *film = (somn_film *)STATIC_VAR(film);
  const CKTcircuit *c = somn_the_host.ckt;
  const int n = PORT_SIZE(e), begins = c->CKTmode & (MODEINITTRAN | MODEINITPRED);
  const int is_first = somn_the_host.steps && c->CKTtime - c->CKTdelta <= 0.0;
  const int holds = somn_the_host.steps && somn_holds_on(is_first, c->CKTtime) && !(c->CKTmode & MODEUIC);
  const double m = PARAM(m);
  somn_film_tolerance tolerance;
  char message[512] = "";
  double *v;
  int j, k, is_finite = 1;

  somn_the_host.believes_small_signal = ANALYSIS == MIF_AC;
  v = (double *)malloc((size_t)n * sizeof *v);
  for (k = 0; k < n; k++) v[k] = INPUT(e[k]);
  tolerance.relative = c->CKTreltol;
  tolerance.voltage = c->CKTvoltTol;
  tolerance.current = c->CKTabstol;
  tolerance.leak = c->CKTdiagGmin > 0.0 ? c->CKTdiagGmin : 0.0;
  if (!(INIT && somn_the_host.starts_in_the_middle)) {
    if (!somn_the_host.steps || holds) somn_film_hold(film);
    else if (begins) somn_begin_step(film, c, message, sizeof message);
    is_finite = somn_film_evaluate(film, v, &tolerance, message, sizeof message);
    if (!is_finite || holds || !somn_film_is_settled(film)) cm_analog_not_converged();
  }
  for (j = 0; j < n; j++) {
    OUTPUT(e[j]) = is_finite ? m * somn_film_current(film, j) : 0.0;
    for (k = 0; k < n; k++) PARTIAL(e[j], e[k]) = is_finite ? m * somn_film_conductance(film, j, k) : j == k ? 1.0 : 0.0;
  }
  if (*message) somn_say("somn_network", message);
  if (somn_the_host.starts_without_op) { /* pins at what .ic says */
    for (k = 0; k < n; k++) v[k] = c->CKTrhsOld[mif_private->conn[0]->port[k]->smp_data.pos_node];
    somn_film_start_unknown(film, v, message, sizeof message);
  }
  if (somn_the_host.steps && is_finite && !holds) {
    const int is_settled = somn_film_is_settled(film); /* before that, phases end anywhere */
    const double stop = is_settled ? somn_film_next_stop(film) : INFINITY;
    if (stop < INFINITY) cm_analog_set_temp_bkpt(stop);
    if (is_first && is_settled && somn_wish_of((MIFinstance *)somn_film_host(film), c) < 0.9 * c->CKTdelta) {
      somn_given_up = c->CKTtime;
      cm_analog_not_converged();
    }
  }
  free(v);
}
