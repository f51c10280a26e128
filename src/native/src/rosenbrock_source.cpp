// The current of the circuit's source beside capacitances. Its own branches would say C dv/dt, with the slope of a curve
// that is one order less accurate than its value. For any weights w of the potentials, 1 at the source and 0 at every
// other fixed one, Kirchhoff's law at the free ones gives
//   i = sum of i_k (w_plus - w_minus) over junctions and resistors + sum of (C w)_q du_q/dt - sum of I w of current sources
// (Shockley, J. Appl. Phys. 9, 635 (1938), for w of capacitances alone). The best w keeps the errors of the potentials
// out of i: the answer of the matrix of a step, C/(gamma h) + conductances, to 1 V at the source. Then C w = 0 where
// capacitances rule within a step, and w is the same at both ends of a resistor that is short against them. Since every
// w is right, it is found anew only where h has changed a lot, and now and then.
#include "rosenbrock.hpp"
#include "vectors.hpp"

#include <algorithm>
#include <cmath>

namespace somn::native {

void Rosenbrock::find_weights(const Core& c, double h) {
  const Equations& eq = c.equations;
  if (eq.sources().front().is_current) return;
  constexpr std::uint64_t most = 32;
  const double ratio = h_of_weights_ / h;
  if (++weights_since_ < most && ratio > 0.5 && ratio < 2) return;
  weights_since_ = 0;
  h_of_weights_ = h;
  const std::uint32_t source = eq.sources().front().potential;
  std::fill(weights_.begin(), weights_.end(), 0.0);
  for (const std::uint32_t k : boundary_) {
    const Ends e = ends_[k];
    if (e.plus != source && e.minus != source) continue;
    const std::size_t place = k < eq.n_slots() ? active_.place(k) : active_.n();
    weights_[e.plus == source ? e.minus : e.plus] +=
        (place < active_.n() ? answer_[place] : fixed_g_[k]) + c_[k] * per_hg_;
  }
  c.linear.apply_factor(std::span(weights_).first(eq.n_free()));
  std::fill(weights_.begin() + static_cast<std::ptrdiff_t>(eq.n_free()), weights_.end(), 0.0);
  weights_[source] = 1;
  use_weights(c);
}

// L w of the graph's Laplacian, C w
void Rosenbrock::use_weights(const Core& c) {
  std::fill(laplace_of_weights_.begin(), laplace_of_weights_.end(), 0.0);
  for (std::size_t k = 0; k < n_slots_; ++k) {
    const auto [plus, minus] = ends_[k];
    const double w = weights_[plus] - weights_[minus];
    laplace_of_weights_[plus] += w, laplace_of_weights_[minus] -= w;
  }
  for (std::size_t k = 0; k < weights_.size(); ++k)
    charges_of_weights_[k] = c.equations.junction_capacitance() * laplace_of_weights_[k] + ground_[k] * weights_[k];
}

// [A] sum of i_k (w_plus - w_minus), by potentials, and i of the active junctions
double Rosenbrock::conducted(std::span<const double> u, std::span<const double> i) const {
  double odd = 0;
  for (const std::uint32_t k : odd_) {
    const auto [plus, minus] = ends_[k];
    odd += excess(k) * (weights_[plus] - weights_[minus]) * (u[plus] - u[minus]);
  }
  for (std::size_t j = 0; j < active_.n(); ++j) {
    const auto [plus, minus] = ends_[active_.slots()[j]];
    odd += (weights_[plus] - weights_[minus]) * (i[j] - alike_ * (u[plus] - u[minus]));
  }
  return alike_ * dot(laplace_of_weights_, u) + odd;
}

// By the curve's place s, potentials, and i of the active junctions
double Rosenbrock::source_current(const Core& c, double t, double s, std::span<const double> u,
                                  std::span<const double> i) const {
  const Equations& eq = c.equations;
  if (eq.sources().front().is_current) return circuit::voltage(*eq.sources().front().drive, t);
  const Curve w = slope(s);
  const std::span charges = std::span(charges_of_weights_).first(eq.n_free());
  double slopes = w.begin * dot(charges, u0_) + w.end * dot(charges, c.u), sum = conducted(u, i);
  for (std::size_t j = 0; j + 1 < n_stages; ++j)
    slopes += (w.d_1 * rodas4p2::dense[0][j] + w.d_2 * rodas4p2::dense[1][j]) * dot(charges, k_u_[j]);
  for (const Source& one : eq.sources())
    if (one.is_current)
      sum -= weights_[one.potential] * source_voltage(*one.drive, c.previous_time, c.time, s);
    else
      sum += charges_of_weights_[one.potential] * slope_of(*one.drive, c.previous_time, c.time, s);
  return sum + slopes / (c.time - c.previous_time);
}

// [A] What errors of potentials and states make of it; there is none at fixed potentials
double Rosenbrock::current_error(const Core& c, std::span<const double> e_u, std::span<const double> e_x) const {
  const std::size_t n_free = c.equations.n_free();
  const auto across = [&](Ends e) {
    return (e.plus < n_free ? e_u[e.plus] : 0) - (e.minus < n_free ? e_u[e.minus] : 0);
  };
  double odd = 0;
  for (const std::uint32_t k : odd_)
    odd += excess(k) * (weights_[ends_[k].plus] - weights_[ends_[k].minus]) * across(ends_[k]);
  for (std::size_t j = 0; j < active_.n(); ++j) {
    const Ends e = ends_[active_.slots()[j]];
    odd += (weights_[e.plus] - weights_[e.minus]) * ((linear_.i_v[j] - alike_) * across(e) + linear_.i_x[j] * e_x[j]);
  }
  return std::abs(alike_ * dot(laplace_of_weights_, e_u.first(n_free)) + odd);
}

// [S] di/dv of the source at frozen states
double Rosenbrock::source_conductance(const Core& c) const {
  const std::uint32_t source = c.equations.sources().front().potential;
  double sum = 0;
  for (const std::uint32_t k : boundary_) {
    const auto [plus, minus] = ends_[k];
    if (plus != source && minus != source) continue;
    const std::size_t place = k < c.equations.n_slots() ? active_.place(k) : active_.n();
    sum += (place < active_.n() ? linear_.i_v[place] : fixed_g_[k]) * std::abs(weights_[plus] - weights_[minus]);
  }
  return sum;
}

// [A] The largest current so far, that at the end of this step included, as far as it is known before the step stands
double Rosenbrock::current_scale(const Core& c, double h) const {
  double sum = conducted(u_, i_);
  for (std::size_t k = c.equations.n_free(); k < u_.size(); ++k) sum += charges_of_weights_[k] / h * (u_[k] - u0_[k]);
  return std::max({i_scale_, std::abs(sum), least_potential(c, h) * source_conductance(c), 1e-300});
}

// Of the polynomial through five points around s, all within the step
double Rosenbrock::slope_of(const circuit::Drive& d, double t0, double t1, double s) const {
  if (d.kind == circuit::DriveKind::dc) return 0;
  constexpr double apart = 1.0 / 16;
  const double first = std::clamp(s - 2 * apart, 0.0, 1 - 4 * apart), z = (s - first) / apart;
  double sum = 0;
  for (int k = 0; k < 5; ++k) {  // the slope of Lagrange's polynomial k at z
    double slope = 0, scale = 1;
    for (int m = 0; m < 5; ++m) {
      if (m == k) continue;
      scale *= k - m;
      double product = 1;
      for (int l = 0; l < 5; ++l)
        if (l != k && l != m) product *= z - l;
      slope += product;
    }
    sum += slope / scale * source_voltage(d, t0, t1, first + k * apart);
  }
  return sum / (apart * (t1 - t0));
}

}  // namespace somn::native
