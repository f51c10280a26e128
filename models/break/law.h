/* break: integrate-and-break junction of percolating nanoparticle films.
 *
 *   (1)  i = G v,   G = exp(beta_gap (gap_max - d))/r_off  in a gap of width d,   1/r_wire in a wire of any thickness w
 *   (2)  gap:   dd/dt = -rate_gap (|v|/d - e_t)+          until d = 0: a wire of thickness w = 1 forms
 *   (3)  wire:  dw/dt = -rate_wire (|i| - i_t)+           until w = 0: it breaks
 *   (4)  a new gap d = gap_max (1 - redraw U), U uniform in (0, 1)
 *
 * One state runs down through both phases: x = d/gap_max in (0, 1] in a gap, x = w - 1 in [-1, 0] in a wire. The phase
 * holds for a whole time step, and a step ends at the latest when it does (x stops at 0 or -1); the next step begins in
 * the other phase. The field in (2) is taken at d >= gap_max/20. The conductance of the wire stays constant until it
 * breaks: a wire that thinned continuously would come to rest at i_t. Blind to polarity. References: after Mallinson et
 * al., Sci. Adv. 5, eaaw8438 (2019), doi:10.1126/sciadv.aaw8438, and Pike et al., Nano Lett. 20 (2020),
 * doi:10.1021/acs.nanolett.0c01096; the deterministic integration in both phases is this project's reconstruction.
 */
#ifndef SOMN_BREAK_LAW_H
#define SOMN_BREAK_LAW_H

#include "glue/law.h"

typedef struct {
#define SOMN_TABLE "break/params.def"
#include "glue/members.h"
} somn_break_params;

static const char* somn_break_prepare(void* params) {
  const somn_break_params* p = (const somn_break_params*)params;
  return p->r_wire < p->r_off * exp(-p->beta_gap * p->gap_max)
             ? NULL
             : "r_wire must be below the resistance of the closing gap, r_off exp(-beta_gap gap_max)";
}

static double somn_break_initial(const void* params) {
  return ((const somn_break_params*)params)->x0;
}

enum { SOMN_BREAK_GAP = 1, SOMN_BREAK_WIRE = 2 }; /* branch; 0: a new junction */

static int somn_break_begin(const void* params, somn_device_key device, double time, somn_memory* memory) {
  const somn_break_params* p = (const somn_break_params*)params;
  const int before = memory->branch;
  (void)time;
  if (memory->x <= -1.0) {
    const double u = somn_uniform(somn_draw(device, p->seed, SOMN_FOR_CYCLE, memory->count), 0);
    memory->x = 1.0 - p->redraw * u;
    memory->count += 1.0;
  }
  memory->branch = memory->x > 0.0 ? SOMN_BREAK_GAP : SOMN_BREAK_WIRE;
  return memory->branch == before ? SOMN_SAME : SOMN_SWITCHED;
}

static somn_current somn_break_current(const void* params, const somn_memory* memory, double x, double v) {
  const somn_break_params* p = (const somn_break_params*)params;
  const double decay = p->beta_gap * p->gap_max;
  double g;
  if (memory->branch == SOMN_BREAK_WIRE) return somn_ohmic(1.0 / p->r_wire, 0.0, v);
  g = exp(decay * (1.0 - x)) / p->r_off;
  return somn_ohmic(g, -decay * g, v);
}

static somn_rate somn_break_rate(const void* params, const somn_memory* memory, double x, double v) {
  const somn_break_params* p = (const somn_break_params*)params;
  const double sign = (v > 0.0) - (v < 0.0);
  somn_rate r = {0.0, 0.0, 0.0};
  if (memory->branch == SOMN_BREAK_WIRE) {
    const double beyond = fabs(v) / p->r_wire - p->i_t;
    if (beyond > 0.0) {
      r.f = -p->rate_wire * beyond;
      r.f_v = -p->rate_wire * sign / p->r_wire;
    }
  } else {
    const double gap = p->gap_max * (x > 0.05 ? x : 0.05), beyond = fabs(v) / gap - p->e_t;
    if (beyond > 0.0) {
      r.f = -p->rate_gap * beyond / p->gap_max;
      r.f_x = x > 0.05 ? p->rate_gap * fabs(v) / (gap * gap) : 0.0;
      r.f_v = -p->rate_gap * sign / (gap * p->gap_max);
    }
  }
  return r;
}

static double somn_break_limit(const void* params, const somn_memory* memory, double x, double v) {
  const double low = memory->branch == SOMN_BREAK_WIRE ? -1.0 : 0.0;
  (void)params, (void)v;
  return x < low + 1e-9 ? low : x > low + 1.0 ? low + 1.0 : x; /* nearly there is there: no vanishing last step */
}

static double somn_break_phase_end(const somn_memory* memory) {
  return memory->branch == SOMN_BREAK_WIRE ? -1.0 : 0.0;
}

/* thresholds of field and current, the smallest gap of the field */
static void somn_break_kinks(const void* params, const somn_memory* memory, double x, somn_kinks* k) {
  const somn_break_params* p = (const somn_break_params*)params;
  const double v = memory->branch == SOMN_BREAK_WIRE ? p->i_t * p->r_wire : p->e_t * p->gap_max * (x > 0.05 ? x : 0.05);
  somn_kink_at_voltage(k, v);
  somn_kink_at_voltage(k, -v);
  if (memory->branch != SOMN_BREAK_WIRE) somn_kink_at_state(k, 0.05);
}

static void somn_break_range(const void* params, double* g_off, double* g_on) {
  const somn_break_params* p = (const somn_break_params*)params;
  *g_off = 1.0 / p->r_off;
  *g_on = 1.0 / p->r_wire;
}

static const somn_law somn_break_law = {
    .title = "integrate-and-break junction of percolating nanoparticle films",
    .state = "x",
    .state_unit = "1",
    .initial_parameter = "x0",
    SOMN_OWED(break),
    .begin = somn_break_begin,
    .limit = somn_break_limit,
    .phase_end = somn_break_phase_end,
};

#endif
