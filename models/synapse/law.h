/* synapse: non-volatile junction that tells the polarity: spike-timing-dependent plasticity from overlapping spikes.
 *
 *   (1)  i = G(w) v,   G = g_min + (g_max - g_min) w
 *   (2)  dw/dt = beta ((v - v_p)+ (1 - w) - (-v - v_n)+ w),    (y)+ = max(y, 0)
 *
 * State: the weight w in [0, 1]; it stays there by itself. One spike whose amplitude stays below both thresholds
 * changes nothing; two overlapping ones do, with the sign of their order. References: Linares-Barranco,
 * Serrano-Gotarredona, Nature Precedings npre.2009.3010.1 (2009); Serrano-Gotarredona et al., Front. Neurosci. 7:2
 * (2013), doi:10.3389/fnins.2013.00002; thresholds and linear rate after Pershin, Di Ventra, arXiv:0905.2935.
 */
#ifndef SOMN_SYNAPSE_LAW_H
#define SOMN_SYNAPSE_LAW_H

#include "glue/law.h"

typedef struct {
#define SOMN_TABLE "synapse/params.def"
#include "glue/members.h"
} somn_synapse_params;

static const char* somn_synapse_prepare(void* params) {
  const somn_synapse_params* p = (const somn_synapse_params*)params;
  return p->g_min < p->g_max ? NULL : "g_min must be below g_max";
}

static double somn_synapse_initial(const void* params) {
  return ((const somn_synapse_params*)params)->w0;
}

static somn_rate somn_synapse_rate(const void* params, const somn_memory* memory, double x, double v) {
  const somn_synapse_params* p = (const somn_synapse_params*)params;
  const double up = v > p->v_p ? p->beta * (v - p->v_p) : 0.0, down = -v > p->v_n ? p->beta * (-v - p->v_n) : 0.0;
  somn_rate r;
  (void)memory;
  r.f = up * (1.0 - x) - down * x;
  r.f_x = -up - down;
  r.f_v = (v > p->v_p ? p->beta * (1.0 - x) : 0.0) + (-v > p->v_n ? p->beta * x : 0.0);
  return r;
}

static somn_current somn_synapse_current(const void* params, const somn_memory* memory, double x, double v) {
  const somn_synapse_params* p = (const somn_synapse_params*)params;
  (void)memory;
  return somn_ohmic(p->g_min + (p->g_max - p->g_min) * x, p->g_max - p->g_min, v);
}

/* where rate, current or bound change their branch */
static void somn_synapse_kinks(const void* params, const somn_memory* memory, double x, somn_kinks* k) {
  const somn_synapse_params* p = (const somn_synapse_params*)params;
  (void)memory, (void)x;
  somn_kink_at_voltage(k, p->v_p);
  somn_kink_at_voltage(k, -p->v_n);
}

static void somn_synapse_range(const void* params, double* g_off, double* g_on) {
  const somn_synapse_params* p = (const somn_synapse_params*)params;
  *g_off = p->g_min;
  *g_on = p->g_max;
}

static const somn_law somn_synapse_law = {
    .title = "polarity-sensitive synaptic junction: STDP from overlapping spikes",
    .state = "w",
    .state_unit = "1",
    .initial_parameter = "w0",
    .is_linear = 1,
    .is_synaptic = 1,
    SOMN_OWED(synapse),
};

#endif
