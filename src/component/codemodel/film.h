/* A film as the code model somn_network sees it: the C side of native::Condensed and of the network's file. One film per
 * instance of the component. Nothing throws; where something is wrong a function returns NULL or 0 and puts one sentence
 * into `message`. Timeline of the calls: somn/native/condensed.hpp. */
#ifndef SOMN_FILM_H
#define SOMN_FILM_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct somn_film somn_film;

typedef struct {
  const char* file;       /* as the model card says it */
  const char* folders[3]; /* where it may be, in this order; NULL: none */
  const char* instance;   /* "a.x1.afilm" */
  int n_pins;
  const char* const* pin_nodes; /* what the circuit calls the nodes at the pins */
  void* host;                   /* whatever the host knows its component by */
} somn_film_place;

typedef struct {
  double from, h; /* [s] */
  int is_first_order;
  double shortest; /* [s] */
  int is_trapezoid, order;
  double a[7]; /* the host's integration coefficients */
} somn_film_step;

typedef struct {
  double relative, voltage, current; /* [1], [V], [A] */
  double leak;                       /* [S] */
} somn_film_tolerance;

typedef struct {
  double accuracy, t_stop, h_max; /* [1], [s], [1] */
  int is_always_smooth;
  double truncation, relative, current, charge; /* [1], [1], [A], [C] */
  double steps[7];                              /* [s] */
} somn_film_demand;

/* One file is read once for all instances, as long as it does not change. */
somn_film* somn_film_open(const somn_film_place*, char* message, size_t size);
void somn_film_close(somn_film*); /* NULL is nothing */

void* somn_film_host(const somn_film*);

void somn_film_hold(somn_film*);
int somn_film_start_unknown(somn_film*, const double* v, char* message, size_t size);
int somn_film_begin(somn_film*, const somn_film_step*, char* message, size_t size);
int somn_film_evaluate(somn_film*, const double* v, const somn_film_tolerance*, char* message, size_t size);
int somn_film_is_settled(const somn_film*);
double somn_film_current(const somn_film*, int pin);              /* [A] */
double somn_film_conductance(const somn_film*, int pin, int by);  /* [S] */
double somn_film_wish(const somn_film*, const somn_film_demand*); /* [s] */
double somn_film_next_stop(const somn_film*);                     /* [s] */
/* What is written down of a transient; NULL: not. Files are written when it reaches t_stop, or ends before. */
typedef struct {
  const char* events;   /* columns of events.csv */
  const char* states;   /* a row of all states at every multiple of `every` */
  double every, t_stop; /* [s] */
} somn_film_record;
int somn_film_accept(somn_film*, const somn_film_record*, char* message, size_t size);
/* y: real and imaginary parts, row by row, at s = sigma + i omega [rad/s] */
int somn_film_small_signal(somn_film*, double sigma, double omega, int with_states, double* y);
int somn_film_is_ohmic(const somn_film*);

/* Of the last accepted point */
double somn_film_n_on(somn_film*);       /* junctions above the threshold of events */
double somn_film_n_events(somn_film*);   /* their passages upwards since the start of the analysis */
double somn_film_mean_state(somn_film*); /* of all junctions that carry current */
/* "i_gate": the electrode's name in lower case, other characters than letters and digits as _; and back, -1: none */
void somn_film_current_name(const somn_film*, int pin, char* name, size_t size);
int somn_film_pin_of(const somn_film*, const char* current_name);

#ifdef __cplusplus
}
#endif
#endif
