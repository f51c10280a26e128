#include "glue/first_step.h"

double somn_given_up = -1.0;
