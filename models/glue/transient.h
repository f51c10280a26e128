/* The junctions of one law in a time step: what ngspice calls at each of its iterations (somn_load_step), and at the end
 * (somn_trunc). ngspice's own loop over code models (MIFload) would look for every number anew and clear, fill and add
 * up tables of ports: that cost more than the laws.
 *
 *   each iteration, each junction
 *     v          between its nodes; the first iteration of a step begins at that of the point before, later ones change
 *                it by no more than ngspice's convergence limit for code models
 *     step       implicit trapezoid (glue/step.h) over h, whatever method and order the capacitors use
 *     settled?   beside ngspice's test of the voltages, the current must be what the last iteration predicted,
 *                i_last + g_last (v - v_last), to reltol of itself and abstol, as for ngspice's own diodes; a voltage that
 *                lands far up a steep branch is taken back (glue/limit.h)
 *     wish       of a settled one: how long the step should be (glue/wish.h)
 *     stamp      i + di/dv (v - v_at) into matrix and right-hand side
 *   end of step  the shortest wish is the next step's length, or this one is repeated: ngspice takes a step below 0.9 of
 *                the present one so. It does not look at the first step of a run: that one is called not converged
 *                where it is too long, and repeated at an eighth. Break points, after which ngspice would restart its
 *                capacitors at first order, are set only at the edges of the time slots of noise and where a phase of a
 *                latched law is going to end.
 *
 * States rotate with accepted points, so that rejected steps are undone. What can be saved (@a1[state]) is put in its
 * place when it is asked for (somn_answer in glue/host.h).
 */
#ifndef SOMN_TRANSIENT_H
#define SOMN_TRANSIENT_H

#include "glue/device.h"
#include "glue/step.h"
#include "glue/wish.h"

#include "ngspice/cm.h"
#include "ngspice/cktdefs.h"
#include "ngspice/devdefs.h"
#include "ngspice/enh.h"
#include "ngspice/mifdefs.h"
#include "ngspice/sperror.h"

/* Beside the places of a junction in the state vectors: the way to what is its own. `places` must be the first member. */
typedef struct {
  Mif_State_t places;
  Mif_Port_Data_t *port;
  somn_device *device; /* NULL before its first evaluation */
} somn_junction;

#define SOMN_FOR_EACH_INSTANCE(models)                                         \
  for (MIFmodel *model = (MIFmodel *)(models); model; model = MIFnextModel(model)) \
    for (MIFinstance *here = MIFinstances(model); here; here = MIFnextInstance(here))

/* Of one iteration, the same for all junctions. */
typedef struct {
  CKTcircuit *ckt;
  double time, before, h;       /* [s] of this point, the point before, the step */
  double shortest;              /* [s] what happens faster is instantaneous in this run */
  int is_first, is_after_break; /* iteration of the step; a source has had an edge */
  int is_smooth;                /* maxord=1 hides the edges */
  double reltol, abstol;        /* of currents */
} somn_moment;

/* What is taken from the circuit is believed where it looks like what it should be: nothing but the struct's layout says
 * where these values are. */
static somn_moment somn_moment_of(CKTcircuit *c) {
  somn_moment t;
  const int sane = c->CKTreltol > 1e-12 && c->CKTreltol < 0.5 && c->CKTabstol > 1e-30 && c->CKTabstol < 1.0;
  t.ckt = c;
  t.time = c->CKTtime;
  t.before = fmax(c->CKTtime - c->CKTdeltaOld[0], 0.0);
  t.h = t.time - t.before;
  t.shortest = c->CKTmaxStep > 1e-30 && c->CKTmaxStep < 1e30 ? 1e-6 * c->CKTmaxStep : 0.0;
  t.is_first = !(c->CKTmode & MODEINITFLOAT);
  t.is_after_break = c->CKTorder <= 1 || c->CKTorder > 6;
  t.is_smooth = !t.is_after_break || c->CKTmaxOrder == 1;
  t.reltol = sane ? 5.0 * c->CKTreltol : 1e-3;
  t.abstol = sane ? c->CKTabstol : 1e-12;
  return t;
}

static somn_demand somn_demand_of(const somn_moment *t, double lte) {
  const CKTcircuit *c = t->ckt;
  somn_demand demand;
  demand.finest = t->shortest;
  demand.t_stop = c->CKTfinalTime;
  demand.accuracy = lte > 0.0 ? 24.0 / lte * c->CKTreltol * c->CKTtrtol : INFINITY;
  return demand;
}

static double somn_voltage_now(const somn_moment *t, Mif_Port_Data_t *port) {
  CKTcircuit *c = t->ckt;
  const Mif_Smp_Ptr_t *nodes = &port->smp_data;
  double v;
  if (c->CKTmode & (MODEINITTRAN | MODEINITPRED)) {
    v = c->CKTstate1[port->old_input];
  } else {
    const double last = port->input.rvalue;
    v = c->CKTrhsOld[nodes->pos_node] - c->CKTrhsOld[nodes->neg_node];
    if (c->enh->conv_limit.enabled) {
      const double most = fmax(fabs(last) * c->enh->conv_limit.step, c->enh->conv_limit.abs_step);
      if (fabs(v - last) > most) {
        v = v > last ? last + most : last - most;
        c->CKTnoncon++;
      }
    }
  }
  port->input.rvalue = c->CKTstate0[port->old_input] = v;
  return v;
}

/* One evaluation of the junction at voltage v: what the step makes of it; without a step (h = 0) the state is `end`. */
static somn_branch somn_evaluate(const void *params, somn_state *start, double h, double v, double guess, somn_state *end) {
  const somn_law *law = &SOMN_LAW;
  double dxdv = 0.0;
  somn_current current;
  somn_branch b;
  if (h > 0.0 && end->jumped) somn_start_after_jump(law, params, v, start);
  if (h > 0.0) dxdv = somn_step(law, params, start, h, v, guess, end);
  current = law->current(params, &end->memory, end->x, v);
  b.v = v;
  b.i = current.i;
  b.g = current.i_v + current.i_x * dxdv;
  b.i_v = current.i_v;
  b.i_x = current.i_x;
  return b;
}

static double somn_small_conductance(const void *params, const somn_state *at) {
  return SOMN_LAW.current(params, &at->memory, at->x, 0.0).i_v;
}

/* The evaluation at v, or nearer to the last one; whether it is what that one predicted. */
static int somn_iterate(const somn_moment *t, somn_device *device, somn_state *start, double v, double guess, somn_state *now) {
  const void *params = &device->ready;
  const somn_branch last = device->last;
  somn_branch b = somn_evaluate(params, start, t->h, v, guess, now);
  int is_settled = 0;
  if (t->is_first) { /* the last iteration was another equation's */
  } else if (somn_overshoots(&last, &b)) {
    const double target = somn_predicted(&last, v);
    double low = last.v, high = v;
    int n;
    for (n = 0; n < 60 && fabs(b.i - target) > 1e-6 * fabs(target); n++) {
      b = somn_evaluate(params, start, t->h, 0.5 * (low + high), guess, now);
      if ((b.i - target) * (target - last.i) > 0.0) high = b.v;
      else low = b.v;
    }
  } else {
    is_settled = fabs(b.i - somn_predicted(&last, v)) <= t->reltol * fabs(b.i) + t->abstol;
  }
  device->last = b;
  return is_settled;
}

static void somn_find_wish(const somn_moment *t, somn_device *device, int has_switched, somn_state *start,
                           somn_state *now) {
  const somn_law *law = &SOMN_LAW;
  const void *params = &device->ready;
  const somn_demand demand = somn_demand_of(t, device->given.glue.lte);
  if (has_switched) start->v = now->v; /* its own jump is no error */
  now->steepness = somn_steepness(law, params, &device->last, start->steepness);
  now->weight = somn_weight(law, params, now, device->steepest);
  now->pace = somn_pace(law, params, start, now, t->h);
  device->wish = somn_wish(law, params, start, now, t->h, device->given.glue.h_max, t->is_smooth, &demand);
  if (t->before <= 0.0 && device->wish < 0.9 * t->h) t->ckt->CKTnoncon++;
}

static void somn_set_break_points(const somn_moment *t, const somn_device *device, const somn_state *now) {
  const double slot = somn_slot(&SOMN_LAW, &device->ready), phase_end = somn_phase_end(&SOMN_LAW, &now->memory);
  if (now->f < 0.0 && now->x > phase_end && phase_end > -INFINITY)
    cm_analog_set_temp_bkpt(t->time + fmax(t->shortest, (phase_end - now->x) / now->f));
  if (slot < INFINITY) cm_analog_set_temp_bkpt(slot * (1.0 + floor(t->time / slot + 1e-6)));
}

static void somn_advance(const somn_moment *t, somn_device *device, double v, const somn_state *before, somn_state *now) {
  somn_state start;
  int has_switched;
  const double guess = !t->is_first && t->h <= t->shortest ? now->x : NAN; /* a jump within the step stays jumped */
  somn_begin(&SOMN_LAW, &device->ready, device->key, t->before, before, &start);
  has_switched = isnan(start.f);
  if (t->is_first) now->jumped = has_switched;
  if (t->is_after_break && somn_changes_fast(&start, t->h, v)) now->jumped = 1;
  device->wish = INFINITY;
  if (somn_iterate(t, device, &start, v, guess, now)) somn_find_wish(t, device, has_switched, &start, now);
  else t->ckt->CKTnoncon++;
  somn_set_break_points(t, device, now);
  device->head.conductance = device->given.glue.m * device->last.i_v;
  device->head.has_stepped = 1;
}

static void somn_stamp(CKTcircuit *c, const Mif_Port_Data_t *port, double i, double g) {
  const Mif_Smp_Ptr_t *nodes = &port->smp_data;
  const Mif_G_Ptr_t *at = &nodes->input[0].port[0].g;
  const double known = g * port->input.rvalue;
  *at->pos_poscntl += g;
  *at->pos_negcntl -= g;
  *at->neg_poscntl -= g;
  *at->neg_negcntl += g;
  c->CKTrhs[nodes->pos_node] += known - i;
  c->CKTrhs[nodes->neg_node] -= known - i;
}

/* Parameters change between time points only, and are the same for all junctions of a model. */
static void somn_follow_altermod(MIFmodel *model) {
  somn_given given;
  Mif_Private_t of_model;
  MIFinstance *here = MIFinstances(model);
  memset(&of_model, 0, sizeof of_model);
  of_model.num_param = here->num_param;
  of_model.param = here->param;
  somn_read(&of_model, &given);
  if (memcmp(&given, &((somn_junction *)here->state)->device->given, sizeof given) == 0) return;
  for (; here; here = MIFnextInstance(here)) {
    char message[512];
    somn_device *device = ((somn_junction *)here->state)->device;
    somn_renew(device, &given, message, sizeof message);
    if (!device->legal) printf("\nInstance: %s   Message: %s\n", here->MIFname, message);
  }
}

static int somn_load_step(GENmodel *models, CKTcircuit *ckt) {
  const somn_moment t = somn_moment_of(ckt);
  if (t.is_first)
    for (MIFmodel *model = (MIFmodel *)models; model; model = MIFnextModel(model))
      if (MIFinstances(model)) somn_follow_altermod(model);
  SOMN_FOR_EACH_INSTANCE(models) {
    const somn_junction *junction = (const somn_junction *)here->state;
    somn_device *device = junction->device;
    const double v = somn_voltage_now(&t, junction->port), m = device->given.glue.m;
    if (!device->legal) { /* not a number makes ngspice give up, after our message */
      somn_stamp(ckt, junction->port, NAN, NAN);
      continue;
    }
    somn_advance(&t, device, v, (const somn_state *)(ckt->CKTstate1 + junction->places.index),
                 (somn_state *)(ckt->CKTstate0 + junction->places.index));
    somn_stamp(ckt, junction->port, m * (device->last.i + device->last.g * (v - device->last.v)), m * device->last.g);
  }
  return OK;
}

/* Never ends a step at a break point by chance, which keeps its source from setting the next one (ngspice 39 tells it only
 * where the step was cut), nor so shortly before it that ngspice throws it away: half the way instead. `from`: where the
 * step of length w begins. */
static double somn_clear_of_break_points(const CKTcircuit *c, double from, double w) {
  int k;
  for (k = 0; k < 2 && c->CKTbreaks && k < c->CKTbreakSize; k++) {
    const double left = c->CKTbreaks[k] - from;
    if (left > 3.0 * c->CKTminBreak && w < left * (1.0 + 1e-6) && w > left - 2.0 * c->CKTminBreak) return 0.5 * left;
  }
  return w;
}

/* ngspice takes the shortest of what all devices put into *step: of the next step, or of this one where below 0.9 of it. */
static int somn_trunc(GENmodel *models, CKTcircuit *ckt, double *step) {
  const double h = ckt->CKTdelta;
  double w = 2.0 * h;
  SOMN_FOR_EACH_INSTANCE(models) w = fmin(w, ((const somn_junction *)here->state)->device->wish);
  if (w < 0.9 * h) w = somn_clear_of_break_points(ckt, ckt->CKTtime - h, w);
  else w = somn_clear_of_break_points(ckt, ckt->CKTtime, fmin(w, ckt->CKTmaxStep));
  if (w < 2.0 * h) *step = fmin(*step, w);
  return OK;
}

#endif
