// What pulses do to a conductance, as papers on synaptic devices count it.
//
//   pulse          rows in a row with |v| above a threshold, by default midway between the smallest and the largest |v|
//   base           conductance in the last row before the first pulse
//   potentiation   conductance in the last row of each pulse
//   facilitation   (g of pulse k - base)/(g of pulse 1 - base); of k = 2 the paired-pulse ratio. T. Ohno et al., Nat. Mater.
//                  10, 591 (2011), doi:10.1038/nmat3054
//   relaxation     after the last pulse g(t) = rest + fall exp(-t/tau), by least squares
//   retained       (g of the last row - base)/(g of the last pulse - base): 0 is short-term, 1 long-term plasticity
//   closed form    of a junction of the law `rate`: between two rows, at the voltage of the first,
//                  w -> w_inf + (w - w_inf) exp(-theta dt), w_inf = k_p/(k_p + k_d), theta = k_p + k_d, k_p = kappa_p0
//                  exp(eta_p |v|), k_d = kappa_d0 exp(-eta_d |v|), g = g_min (1 - w) + g_max w. E. Miranda, G. Milano, C.
//                  Ricciardi, IEEE Trans. Nanotechnol. 19, 609 (2020), doi:10.1109/TNANO.2020.3009734
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace somn::analysis {

struct Pulse {
  double start = 0, end = 0;            // [s] first and last row
  double voltage = 0;                   // [V] mean
  double before = 0, at_end = 0;        // [S] in the row before and in the last
  double facilitation = 0;              // [1]
};

struct Relaxation {
  double rest = 0, fall = 0;            // [S]
  double tau = 0, tau_se = 0;           // [s]
};

struct RateLaw {
  double kappa_p0 = 0, eta_p = 0, kappa_d0 = 0, eta_d = 0, g_min = 0, g_max = 0;
};

struct PulseResponse {
  double base = 0;                      // [S]
  std::vector<Pulse> pulses = {};
  std::optional<double> paired_pulse = {}, retained = {};  // [1]
  std::optional<Relaxation> relaxation = {};
};

// Rows of one length, times increasing. InputError without a pulse, or with one in the first row.
PulseResponse pulse_response(std::span<const double> time, std::span<const double> v, std::span<const double> g,
                             std::optional<double> threshold = {});

// Conductances of the rows by the closed form, from the first row's g on.
std::vector<double> closed_form(const RateLaw&, std::span<const double> time, std::span<const double> v, double g_first);

}  // namespace somn::analysis
