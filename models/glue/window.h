/* Window functions of drift memristors: factors of dx/dt that fall to zero at the ends of the range, x in [0, 1].
 *
 *   joglekar      F = 1 - (2x - 1)^2p                    Joglekar, Wolf, Eur. J. Phys. 30, 661 (2009), eq. 20
 *   biolek        F = 1 - (x - step(-i))^2p              Biolek et al., Radioengineering 18(2), 210 (2009), eq. 7
 *   prodromakis   F = j (1 - [(x - 1/2)^2 + 3/4]^p)      Prodromakis et al., IEEE Trans. Electron Devices 58, 3099
 * (2011) kvatinsky     F = exp(-exp(u))                       Kvatinsky et al., IEEE TCAS-I 60, 211 (2013), u as the
 * law says
 */
#ifndef SOMN_WINDOW_H
#define SOMN_WINDOW_H

#include <math.h>

typedef struct {
  double f, f_x;
} somn_window;

enum { SOMN_NO_WINDOW, SOMN_JOGLEKAR, SOMN_BIOLEK, SOMN_PRODROMAKIS, SOMN_KVATINSKY }; /* order of the choices */

/* The windows but Kvatinsky's; `grows`: the state moves upwards */
static inline somn_window somn_window_at(int kind, double x, int grows, double p, double j) {
  somn_window w;
  double y, power;
  w.f = 1.0;
  w.f_x = 0.0;
  if (kind == SOMN_JOGLEKAR || kind == SOMN_BIOLEK) {
    const double slope = kind == SOMN_JOGLEKAR ? 2.0 : 1.0;
    y = kind == SOMN_JOGLEKAR ? 2.0 * x - 1.0 : grows ? x : x - 1.0;
    power = pow(fabs(y), 2.0 * p - 1.0);
    w.f = 1.0 - power * fabs(y);
    w.f_x = -2.0 * p * slope * (y < 0.0 ? -power : power);
  } else if (kind == SOMN_PRODROMAKIS) {
    y = (x - 0.5) * (x - 0.5) + 0.75;
    power = pow(y, p - 1.0);
    w.f = j * (1.0 - power * y);
    w.f_x = -j * p * power * 2.0 * (x - 0.5);
  }
  return w;
}

/* exp(-exp(u)) and its derivative by u */
static inline somn_window somn_window_gompertz(double u) {
  const double e = exp(u < 7.0 ? u : 7.0); /* exp(-exp(7)) is zero */
  somn_window w;
  w.f = exp(-e);
  w.f_x = -e * w.f;
  return w;
}

#endif
