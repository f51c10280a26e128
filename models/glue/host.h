/* What ngspice's interface for code models leaves undone, put right in the law's entry of the table of devices that
 * somn.cm hands over. Included once per law, with SOMN_DEVICE_INFO, the name of that entry, defined.
 *
 *   setup        places for the states are taken where every other device takes them. cm_analog_alloc, in the first
 *                evaluation, is too late: under `noopiter` ngspice has by then a copy of the old length (and writes
 *                beyond it), under `maxord=1` it lengthens three of four vectors.
 *   load         .noise, .tf, .pz, .disto and .sens do not say which analysis they are: ngspice goes on with that of the
 *                last one. What is wanted stands in CKTmode. Where ngspice still believes in .ac it neither reads
 *                voltages nor loads currents: both are done here.
 *   pz           absent for code models, which then are missing in the circuit: the conductance of the operating point.
 *   disto        absent, too: an ohmic junction has no part in it, any other is refused.
 *   sens         would set up code models a second time and crash; it passes over parameters that are "nonsense", and
 *                with ours marked so, it treats a junction as it treats a B source: part of the circuit, not varied. At
 *                each frequency it sets the circuit up anew and forgets the operating point: di/dv is kept here.
 */
#ifndef SOMN_HOST_H
#define SOMN_HOST_H

#include "glue/device.h"
#include "glue/step.h"

#include "ngspice/memory.h"
#include "ngspice/cktdefs.h"
#include "ngspice/devdefs.h"
#include "ngspice/distodef.h"
#include "ngspice/mifdefs.h"
#include "ngspice/mifproto.h"
#include "ngspice/sperror.h"

/* What ngspice wants of this call, from its own mode and not from what the last analysis left behind. */
typedef enum {
  SOMN_HOLDS,       /* operating point of any analysis, DC sweep: the state stays at its initial value */
  SOMN_STEPS,       /* one step of a transient */
  SOMN_SMALL_SIGNAL /* conductance at the operating point, which was evaluated before */
} somn_call;

typedef struct {
  somn_call call;
  int starts_without_op;     /* a transient with uic: v is not yet known */
  int starts_in_the_middle;  /* .sens at a frequency: after a new setup, with voltages that are all 0 */
  int believes_small_signal; /* set by the law: ngspice took this call for one of .ac, whatever it is */
} somn_host;
static somn_host somn_the_host;

#define SOMN_FOR_EACH_INSTANCE(models)                                         \
  for (MIFmodel *model = (MIFmodel *)(models); model; model = MIFnextModel(model)) \
    for (MIFinstance *here = MIFinstances(model); here; here = MIFnextInstance(here))

static Mif_Port_Data_t *somn_port_of(MIFinstance *here) {
  return here->conn[0]->port[0];
}

static somn_device_head *somn_head_of(MIFinstance *here) { /* `device` is the last static variable */
  return (somn_device_head *)here->inst_var[here->num_inst_var - 1]->element[0].pvalue;
}

/* Places of a junction in the state vectors: its old input, then its state. */
static int somn_setup(SMPmatrix *matrix, GENmodel *models, CKTcircuit *ckt, int *states) {
  int ignored = 0;
  const int error = MIFsetup(matrix, models, ckt, &ignored);
  if (error) return error;
  SOMN_FOR_EACH_INSTANCE(models) {
    here->gen.GENstate = *states;
    somn_port_of(here)->old_input = *states;
    here->state = (Mif_State_t *)tmalloc(sizeof *here->state);
    here->num_state = 1;
    here->state->tag = 0;
    here->state->index = *states + 1;
    here->state->doubles = (int)(sizeof(somn_state) / sizeof(double)) + 1;
    here->state->bytes = (int)sizeof(somn_state);
    *states += 1 + here->state->doubles;
  }
  return OK;
}

static void somn_read_voltages(GENmodel *models, const CKTcircuit *ckt) {
  SOMN_FOR_EACH_INSTANCE(models) {
    const Mif_Smp_Ptr_t *nodes = &somn_port_of(here)->smp_data;
    somn_port_of(here)->input.rvalue =
        ckt->CKTmode & MODEINITJCT ? 0.0 : ckt->CKTrhsOld[nodes->pos_node] - ckt->CKTrhsOld[nodes->neg_node];
  }
}

static void somn_load_currents(GENmodel *models, CKTcircuit *ckt) {
  SOMN_FOR_EACH_INSTANCE(models) {
    const Mif_Port_Data_t *port = somn_port_of(here);
    const double i = port->output.rvalue - port->partial[0].port[0] * port->input.rvalue;
    ckt->CKTrhs[port->smp_data.pos_node] -= i;
    ckt->CKTrhs[port->smp_data.neg_node] += i;
  }
}

static int somn_load(GENmodel *models, CKTcircuit *ckt) {
  int error;
  somn_the_host.call = ckt->CKTmode & MODETRAN && ckt->CKTtime > 0.0 ? SOMN_STEPS : SOMN_HOLDS;
  somn_the_host.starts_without_op = ckt->CKTmode & MODEUIC && ckt->CKTmode & MODETRANOP;
  somn_the_host.starts_in_the_middle = (ckt->CKTmode & MODEINITFLOAT) != 0;
  if (somn_the_host.believes_small_signal) somn_read_voltages(models, ckt);
  error = MIFload(models, ckt);
  if (!error && somn_the_host.believes_small_signal) somn_load_currents(models, ckt);
  return error;
}

static int somn_load_small_signal(GENmodel *models, CKTcircuit *ckt) {
  somn_the_host.call = SOMN_SMALL_SIGNAL;
  return MIFload(models, ckt);
}

/* ngspice makes a new matrix for .pz. The operating point is kept. */
static int somn_setup_pz(SMPmatrix *matrix, GENmodel *models, CKTcircuit *ckt, int *states) {
  int error;
  Mif_Callback_t callback = NULL;
  SOMN_FOR_EACH_INSTANCE(models) {
    if (here->callback) callback = here->callback; /* the same for all instances of a law: would free their devices */
    here->callback = NULL;
  }
  error = MIFunsetup(models, ckt);
  if (!error) error = somn_setup(matrix, models, ckt, states);
  SOMN_FOR_EACH_INSTANCE(models) {
    here->callback = callback;
    here->initialized = MIF_TRUE;
  }
  return error;
}

static int somn_load_pz(GENmodel *models, CKTcircuit *ckt, SPcomplex *s) {
  (void)ckt, (void)s;
  SOMN_FOR_EACH_INSTANCE(models) {
    const Mif_G_Ptr_t *at = &somn_port_of(here)->smp_data.input[0].port[0].g;
    const double g = somn_head_of(here)->conductance;
    *at->pos_poscntl += g;
    *at->neg_negcntl += g;
    *at->pos_negcntl -= g;
    *at->neg_poscntl -= g;
  }
  return OK;
}

static int somn_disto(int mode, GENmodel *models, CKTcircuit *ckt) {
  (void)ckt;
  if (mode != D_SETUP) return OK;
  SOMN_FOR_EACH_INSTANCE(models) {
    if (!somn_head_of(here)->is_bent) continue;
    printf("\nInstance: %s   Message: somn error: .disto knows only ohmic junctions, and i(v) of this one is bent at its "
           "operating point: use .tran and fourier\n", here->MIFname);
    return E_UNSUPP;
  }
  return OK;
}

extern SPICEdev SOMN_DEVICE_INFO;

/* Before ngspice takes the table */
__attribute__((constructor)) static void somn_complete_table(void) {
  SPICEdev *device = &SOMN_DEVICE_INFO;
  device->DEVsetup = somn_setup;
  device->DEVload = somn_load;
  device->DEVacLoad = somn_load_small_signal;
  device->DEVpzSetup = somn_setup_pz;
  device->DEVpzLoad = somn_load_pz;
  device->DEVdisto = somn_disto;
  for (int k = 0; k < *device->DEVpublic.numModelParms; k++) device->DEVpublic.modelParms[k].dataType |= IF_NONSENSE;
}

#endif
