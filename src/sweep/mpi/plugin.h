/* What `somn sweep` wants of MPI: messages between ranks. The plugin (plugin.c) is the only code that is linked with an
 * MPI library; the program loads it when it runs under mpirun and never otherwise. One thread. */
#ifndef SOMN_SWEEP_MPI_PLUGIN_H
#define SOMN_SWEEP_MPI_PLUGIN_H

#include <stddef.h>

typedef struct somn_mpi {
  int rank, size;
  void (*send)(int to, const char* data, size_t size); /* returns when `data` may be reused */
  long (*probe)(int* from);                            /* size of a message that is here, -1: there is none */
  void (*receive)(int from, char* data, size_t size);  /* the message that probe told of */
  void (*finish)(void);                                /* every rank calls it, once, at the end */
  void (*abort)(int exit_code);                        /* ends all ranks */
} somn_mpi;

typedef const somn_mpi* (*somn_mpi_start_function)(void); /* the plugin's one symbol, somn_mpi_start; NULL: no MPI */

#endif
