/* What the laws and ngspice's table of devices (host.c) tell each other. One copy for all laws of a somn.cm. */
#ifndef SOMN_HOST_H
#define SOMN_HOST_H

/* What ngspice wants of this call, from its own mode and not from what the last analysis left behind. */
typedef enum {
  SOMN_HOLDS, /* operating point of any analysis, DC sweep: the state stays at its initial value */
  SOMN_STEPS,       /* one step of a transient */
  SOMN_SMALL_SIGNAL /* conductance at the operating point, which was evaluated before */
} somn_call;

typedef struct {
  somn_call call;
  int starts_without_op;     /* a transient with uic: v is not yet known */
  int starts_in_the_middle;  /* .sens at a frequency: after a new setup, with voltages that are all 0 */
  int believes_small_signal; /* set by the laws: ngspice took this call for one of .ac, whatever it is */
} somn_host;
extern somn_host somn_the_host;

/* Head of what the static variable `device` of every law points to. */
typedef struct {
  char empty[8];      /* where ngspice shows the pointer as a text, it shows this one */
  double conductance; /* [S] di/dv at the operating point and frozen state, times m */
  int is_bent;        /* i is not proportional to v there */
} somn_device_head;

#endif
