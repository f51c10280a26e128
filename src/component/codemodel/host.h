/* What ngspice's interface for code models leaves undone for a component with a network inside, put right in its entry of
 * the table of devices (models/glue/host.h does the same for single junctions, and says why for each analysis).
 *
 *   setup     opens the network, so that a file that is missing or damaged ends the run with one sentence before any
 *             iteration; an instance keeps its network from run to run
 *   load      what is wanted stands in CKTmode; where ngspice still believes in .ac, voltages are read and currents loaded
 *             here; small signals are loaded here, always
 *   trunc     the network's own wish for the step, instead of that of states that ngspice integrates
 *   accept    the trial becomes the accepted point
 *   pz        the admittances at s; disto: refused unless every junction is ohmic; sens: part of the circuit, not varied
 */
#ifndef SOMN_NETWORK_HOST_H
#define SOMN_NETWORK_HOST_H

#include "film.h"

#include "ngspice/memory.h"
#include "ngspice/cktdefs.h"
#include "ngspice/devdefs.h"
#include "ngspice/distodef.h"
#include "ngspice/mifdefs.h"
#include "ngspice/mifproto.h"
#include "ngspice/sperror.h"

#include "glue/break_points.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* in the order of ifspec.ifs */
enum { SOMN_FILE, SOMN_FOLDER, SOMN_LTE, SOMN_H_MAX, SOMN_M, SOMN_SMALL_SIGNAL, SOMN_EVENTS, SOMN_STATES, SOMN_STATES_EVERY };

extern SPICEdev cm_somn_network_info;

static struct {
  CKTcircuit *ckt;
  int steps;                 /* a step of a transient; else the states hold their initial values */
  int starts_without_op;     /* uic: voltages are not yet known */
  int starts_in_the_middle;  /* .sens at a frequency: after a new setup, with voltages that are all 0 */
  int believes_small_signal; /* ngspice took the last call for one of .ac, whatever it was */
} somn_the_host;

#define SOMN_FOR_EACH_INSTANCE(models)                                             \
  for (MIFmodel *model = (MIFmodel *)(models); model; model = MIFnextModel(model)) \
    for (MIFinstance *here = MIFinstances(model); here; here = MIFnextInstance(here))

static Mif_Value_t *somn_static(MIFinstance *here, int from_last) {
  return &here->inst_var[here->num_inst_var - 1 - from_last]->element[0];
}
static somn_film *somn_film_of(MIFinstance *here) {
  return (somn_film *)somn_static(here, 0)->pvalue;
}
static int somn_n_pins(MIFinstance *here) {
  return here->conn[0]->size;
}
static double somn_real(MIFinstance *here, int parameter) {
  return here->param[parameter]->element[0].rvalue;
}
static const char *somn_text(MIFinstance *here, int parameter) {
  const char *text = here->param[parameter]->element[0].svalue;
  return text ? text : "none";
}

static void somn_say(const char *instance, const char *message) {
  printf("\nInstance: %s   Message: %s\n", instance, message);
  fflush(stdout);
}

static void somn_destroy(Mif_Private_t *mif_private, Mif_Callback_Reason_t reason) {
  if (reason == MIF_CB_DESTROY) {
    somn_film_close((somn_film *)mif_private->inst_var[mif_private->num_inst_var - 1]->element[0].pvalue);
    mif_private->inst_var[mif_private->num_inst_var - 1]->element[0].pvalue = NULL;
  }
}

/* One sentence where a number is out of its range; altermod may have changed it. */
static const char *somn_bad_parameter(MIFinstance *here) {
  const double lte = somn_real(here, SOMN_LTE), h_max = somn_real(here, SOMN_H_MAX), m = somn_real(here, SOMN_M);
  const char *small_signal = somn_text(here, SOMN_SMALL_SIGNAL);
  if (!(lte >= 0.0 && lte < INFINITY)) return "somn error: somn_network: lte is outside its legal range [0, inf)";
  if (!(h_max > 0.0 && h_max <= 0.95 * (1 + 1e-12))) return "somn error: somn_network: h_max is outside its legal range (0, 0.95]";
  if (!(m > 0.0 && m < INFINITY)) return "somn error: somn_network: m is outside its legal range (0, inf)";
  if (strcmp(small_signal, "frozen") != 0 && strcmp(small_signal, "states") != 0)
    return "somn error: somn_network: small_signal must be one of frozen|states";
  return NULL;
}

static void somn_add_names(SPICEdev *device, const somn_film *film, int n_pins);

static int somn_open(MIFinstance *here) {
  const int n = somn_n_pins(here);
  const char **nodes = (const char **)malloc((size_t)n * sizeof *nodes);
  const char *bad = somn_bad_parameter(here);
  char message[1024] = "";
  somn_film_place place;
  int k;
  if (bad) {
    free(nodes);
    somn_say(here->MIFname, bad);
    return E_BADPARM;
  }
  for (k = 0; k < n; k++) nodes[k] = here->conn[0]->port[k]->pos_node_str;
  place.file = somn_text(here, SOMN_FILE);
  place.folders[0] = cm_get_path();
  place.folders[1] = ".";
  place.folders[2] = somn_text(here, SOMN_FOLDER);
  place.instance = here->MIFname;
  place.n_pins = n;
  place.pin_nodes = nodes;
  place.host = here;
  somn_static(here, 0)->pvalue = somn_film_open(&place, message, sizeof message);
  free(nodes);
  here->callback = somn_destroy;
  if (somn_film_of(here)) {
    somn_add_names(&cm_somn_network_info, somn_film_of(here), n);
    return OK;
  }
  somn_say(here->MIFname, message);
  return E_BADPARM;
}

static int somn_setup(SMPmatrix *matrix, GENmodel *models, CKTcircuit *ckt, int *states) {
  int error = MIFsetup(matrix, models, ckt, states);
  SOMN_FOR_EACH_INSTANCE(models) {
    if (!error && !somn_film_of(here)) error = somn_open(here);
  }
  return error;
}

/* Networks outlive a new setup. */
static int somn_unsetup(GENmodel *models, CKTcircuit *ckt) {
  int error;
  SOMN_FOR_EACH_INSTANCE(models) { here->callback = NULL; }
  error = MIFunsetup(models, ckt);
  SOMN_FOR_EACH_INSTANCE(models) { here->callback = somn_destroy; }
  return error;
}

static void somn_read_voltages(GENmodel *models, const CKTcircuit *ckt) {
  SOMN_FOR_EACH_INSTANCE(models) {
    for (int k = 0; k < somn_n_pins(here); k++) {
      Mif_Port_Data_t *port = here->conn[0]->port[k];
      port->input.rvalue = ckt->CKTmode & MODEINITJCT ? 0.0 : ckt->CKTrhsOld[port->smp_data.pos_node];
    }
  }
}

static void somn_load_currents(GENmodel *models, CKTcircuit *ckt) {
  SOMN_FOR_EACH_INSTANCE(models) {
    for (int k = 0; k < somn_n_pins(here); k++) {
      const Mif_Port_Data_t *port = here->conn[0]->port[k];
      double i = port->output.rvalue;
      for (int l = 0; l < somn_n_pins(here); l++) i -= port->partial[0].port[l] * here->conn[0]->port[l]->input.rvalue;
      ckt->CKTrhs[port->smp_data.pos_node] -= i;
    }
  }
}

static int somn_load(GENmodel *models, CKTcircuit *ckt) {
  int error;
  somn_the_host.ckt = ckt;
  somn_the_host.steps = ckt->CKTmode & MODETRAN && ckt->CKTtime > 0.0;
  somn_the_host.starts_without_op = ckt->CKTmode & MODEUIC && ckt->CKTmode & MODETRANOP;
  somn_the_host.starts_in_the_middle = (ckt->CKTmode & MODEINITFLOAT) != 0;
  if (somn_the_host.believes_small_signal) somn_read_voltages(models, ckt);
  error = MIFload(models, ckt);
  if (!error && somn_the_host.believes_small_signal) somn_load_currents(models, ckt);
  return error;
}

static double somn_shortest_step(const CKTcircuit *c) { /* [s] what happens faster is instantaneous in this run */
  return c->CKTmaxStep > 1e-30 && c->CKTmaxStep < 1e30 ? 1e-6 * c->CKTmaxStep : 0.0;
}

static double somn_wish_of(MIFinstance *here, const CKTcircuit *c) {
  const double lte = somn_real(here, SOMN_LTE);
  somn_film_demand d;
  int k;
  memset(&d, 0, sizeof d);
  d.accuracy = lte > 0.0 ? 24.0 / lte * c->CKTreltol * c->CKTtrtol : 0.0;
  d.t_stop = c->CKTfinalTime;
  d.h_max = somn_real(here, SOMN_H_MAX);
  d.is_always_smooth = c->CKTmaxOrder == 1;
  d.truncation = c->CKTtrtol;
  d.relative = c->CKTreltol;
  d.current = c->CKTabstol;
  d.charge = c->CKTchgtol;
  for (k = 0; k < 7; k++) d.steps[k] = c->CKTdeltaOld[k];
  return somn_film_wish(somn_film_of(here), &d);
}

static int somn_trunc(GENmodel *models, CKTcircuit *c, double *step) {
  SOMN_FOR_EACH_INSTANCE(models) {
    const double h = c->CKTdelta;
    double w = somn_film_of(here) ? somn_wish_of(here, c) : INFINITY;
    if (w < 0.9 * h) w = somn_clear_of_break_points(c, c->CKTtime - h, w);
    else w = somn_clear_of_break_points(c, c->CKTtime, fmin(fmin(w, 2.0 * h), c->CKTmaxStep));
    if (w < *step) *step = w;
  }
  return OK;
}

static const char *somn_file_name(MIFinstance *here, int parameter) {
  const char *text = somn_text(here, parameter);
  return strcmp(text, "none") == 0 ? NULL : text;
}

static int somn_accept(CKTcircuit *ckt, GENmodel *models) {
  SOMN_FOR_EACH_INSTANCE(models) {
    somn_film *film = somn_film_of(here);
    char message[512] = "";
    somn_film_record record;
    if (!film) continue;
    record.events = somn_file_name(here, SOMN_EVENTS);
    record.states = somn_file_name(here, SOMN_STATES);
    record.every = somn_real(here, SOMN_STATES_EVERY);
    record.t_stop = ckt->CKTfinalTime;
    if (!somn_film_accept(film, &record, message, sizeof message)) {
      somn_say(here->MIFname, message);
      return E_BADPARM;
    }
    somn_static(here, 3)->rvalue = somn_film_n_on(film);
    somn_static(here, 2)->rvalue = somn_film_n_events(film);
    somn_static(here, 1)->rvalue = somn_film_mean_state(film);
  }
  return OK;
}

/* The currents of the pins by name, @a.x1.afilm[i_gate]: names that some network has are added to the table of what can be
 * asked. */
enum { SOMN_FIRST_PIN = 10000, SOMN_MOST_PINS = 4096 };
static IFparm somn_asked[SOMN_MOST_PINS];
static int somn_n_asked;

/* The film was evaluated at the last iterate but one. */
static double somn_current_at_solution(MIFinstance *here, int pin, const CKTcircuit *ckt) {
  const somn_film *film = somn_film_of(here);
  double i = somn_film_current(film, pin);
  for (int k = 0; k < somn_n_pins(here); k++) {
    const Mif_Port_Data_t *port = here->conn[0]->port[k];
    i += somn_film_conductance(film, pin, k) * (ckt->CKTrhsOld[port->smp_data.pos_node] - port->input.rvalue);
  }
  return i;
}

static int somn_ask(CKTcircuit *ckt, GENinstance *instance, int which, IFvalue *value, IFvalue *select) {
  MIFinstance *here = (MIFinstance *)instance;
  somn_film *film = somn_film_of(here);
  int k, pin;
  if (which < SOMN_FIRST_PIN) return MIFask(ckt, instance, which, value, select);
  value->rValue = 0.0;
  for (k = 0; film && k < somn_n_asked; k++)
    if (somn_asked[k].id == which && (pin = somn_film_pin_of(film, somn_asked[k].keyword)) >= 0)
      value->rValue = somn_real(here, SOMN_M) * somn_current_at_solution(here, pin, ckt);
  return OK;
}

static void somn_add_names(SPICEdev *device, const somn_film *film, int n_pins) {
  char name[256];
  int k, pin;
  if (somn_n_asked == 0) {
    somn_n_asked = *device->DEVpublic.numInstanceParms;
    memcpy(somn_asked, device->DEVpublic.instanceParms, (size_t)somn_n_asked * sizeof *somn_asked);
    device->DEVpublic.instanceParms = somn_asked;
  }
  for (pin = 0; pin < n_pins; pin++) {
    somn_film_current_name(film, pin, name, sizeof name);
    for (k = 0; k < somn_n_asked && strcmp(somn_asked[k].keyword, name) != 0; k++) {}
    if (k < somn_n_asked || k == SOMN_MOST_PINS) continue;
    somn_asked[k].keyword = strcpy((char *)malloc(strlen(name) + 1), name);
    somn_asked[k].id = SOMN_FIRST_PIN + k;
    somn_asked[k].dataType = IF_ASK | IF_REAL;
    somn_asked[k].description = "current [A] into the pin";
    *device->DEVpublic.numInstanceParms = ++somn_n_asked;
  }
}

static int somn_setup_pz(SMPmatrix *matrix, GENmodel *models, CKTcircuit *ckt, int *states) {
  int error = somn_unsetup(models, ckt);
  if (!error) error = somn_setup(matrix, models, ckt, states);
  SOMN_FOR_EACH_INSTANCE(models) { here->initialized = MIF_TRUE; }
  return error;
}

static int somn_small_signal(MIFinstance *here, double sigma, double omega, double *y) {
  const int with_states = strcmp(somn_text(here, SOMN_SMALL_SIGNAL), "states") == 0;
  return somn_film_small_signal(somn_film_of(here), sigma, omega, with_states, y);
}

/* Admittances into the matrix, whatever ngspice believes the analysis is: in .noise MIFload would load the real parts. */
static int somn_load_admittances(GENmodel *models, double sigma, double omega) {
  SOMN_FOR_EACH_INSTANCE(models) {
    const int n = somn_n_pins(here);
    const double m = somn_real(here, SOMN_M);
    double *y = (double *)malloc(2 * (size_t)(n * n) * sizeof *y);
    const int is_finite = somn_small_signal(here, sigma, omega, y);
    for (int k = 0; k < n * n; k++) {
      double *at = here->conn[0]->port[k / n]->smp_data.input[0].port[k % n].g.pos_poscntl;
      at[0] += is_finite ? m * y[2 * k] : NAN; /* not a number makes ngspice give up */
      at[1] += is_finite ? m * y[2 * k + 1] : NAN;
    }
    free(y);
  }
  return OK;
}

static int somn_load_small_signal(GENmodel *models, CKTcircuit *ckt) {
  somn_the_host.believes_small_signal = 1; /* as far as anybody knows; corrected by the next load */
  return somn_load_admittances(models, 0.0, ckt->CKTomega);
}

static int somn_load_pz(GENmodel *models, CKTcircuit *ckt, SPcomplex *s) {
  (void)ckt;
  return somn_load_admittances(models, s->real, s->imag);
}

static int somn_disto(int mode, GENmodel *models, CKTcircuit *ckt) {
  (void)ckt;
  if (mode != D_SETUP) return OK;
  SOMN_FOR_EACH_INSTANCE(models) {
    if (!somn_film_of(here) || somn_film_is_ohmic(somn_film_of(here))) continue;
    somn_say(here->MIFname, "somn error: .disto knows only ohmic junctions, and i(v) of some in this network is bent: use "
                            ".tran and fourier");
    return E_UNSUPP;
  }
  return OK;
}

/* Before ngspice takes the table */
__attribute__((constructor)) static void somn_complete_table(void) {
  SPICEdev *device = &cm_somn_network_info;
  device->DEVsetup = somn_setup;
  device->DEVunsetup = somn_unsetup;
  device->DEVload = somn_load;
  device->DEVacLoad = somn_load_small_signal;
  device->DEVtrunc = somn_trunc;
  device->DEVaccept = somn_accept;
  device->DEVask = somn_ask;
  device->DEVpzSetup = somn_setup_pz;
  device->DEVpzLoad = somn_load_pz;
  device->DEVdisto = somn_disto;
  for (int k = 0; k < *device->DEVpublic.numModelParms; k++) device->DEVpublic.modelParms[k].dataType |= IF_NONSENSE;
}

#endif
