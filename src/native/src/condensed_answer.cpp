#include "condensed_self.hpp"

#include <algorithm>
#include <cmath>

namespace somn::native {

void Condensed::Self::take_rates() {
  for (std::size_t k = 0; k < rate.size(); ++k) rate[k] = trial.companion.a[0] * u[k] + history[k];
}

// F, K and what follows from them: currents and answers at the pins, du
bool Condensed::Self::sum(double leak, double v_reference) {
  const bool stores = equations.has_capacitance() && !is_holding;
  const double a0 = stores ? trial.companion.a[0] : 0;
  const double c_junction = equations.junction_capacitance();
  const auto& branches = equations.branches();
  if (stores) {
    take_rates();
    for (std::size_t k = 0; k < branches.size(); ++k)
      stage.i[k] += c_junction * (rate[branches[k].plus] - rate[branches[k].minus]);
  }
  equations.sum_currents(stage.i, u, stage.v, Charges{}, 0, sums);
  if (stores) {
    for (std::size_t k = 0; k < branches.size(); ++k)
      stage.i[k] -= c_junction * (rate[branches[k].plus] - rate[branches[k].minus]);
    for (std::size_t k = 0; k < rate.size(); ++k) sums[k] += equations.ground_capacitance(k) * rate[k];
  }
  if (!matrix.factorise(stage.g, c_junction * a0, circuit.ground_capacitance * a0, leak)) return has_factor = false;
  has_factor = true;
  const std::size_t n = matrix.n_electrodes(), n_pins = pins.size(), n_free = equations.n_free();
  at_electrodes.assign(n, 0.0);
  for (std::size_t e = 0; e < n_free && leak > 0; ++e) {
    sums[e] += leak * (u[e] + v_reference);
    at_electrodes.back() -= leak * (u[e] + v_reference);
  }
  for (std::size_t p = 0; p < n_pins; ++p)
    if (pins[p] != Equations::none) at_electrodes[pins[p]] = sums[matrix.potential(pins[p])];
  std::copy_n(sums.begin(), n_free, du.begin());
  matrix.reduce(du, at_electrodes);

  currents.assign(n_pins, 0.0);
  answers.assign(n_pins * n_pins, 0.0);
  for (std::size_t p = 0; p < n_pins; ++p) {
    if (pins[p] == Equations::none) continue;
    currents[p] = at_electrodes[pins[p]];
    for (std::size_t q = 0; q < n_pins; ++q)
      if (pins[q] != Equations::none) answers[p * n_pins + q] = matrix.answer(pins[p], pins[q]);
  }
  // the reference: what goes into all others comes out of it, and a common shift of all voltages changes nothing
  const std::size_t r = reference_pin;
  for (std::size_t e = 0; e < n; ++e) {
    currents[r] -= at_electrodes[e];
    for (std::size_t p = 0; p < n_pins; ++p)
      if (pins[p] != Equations::none) {
        answers[p * n_pins + r] -= matrix.answer(pins[p], e);
        answers[r * n_pins + p] -= matrix.answer(e, pins[p]);
      }
    for (std::size_t f = 0; f < n; ++f) answers[r * n_pins + r] += matrix.answer(e, f);
  }
  const auto is_finite = [](double x) { return std::isfinite(x); };
  return std::all_of(currents.begin(), currents.end(), is_finite) &&
         std::all_of(answers.begin(), answers.end(), is_finite);
}

// From the predicted voltages of the pins to those that the host has, along the answers
void Condensed::Self::bring_back(std::span<const double> v) {
  is_ahead = false;
  const std::size_t n = pins.size();
  for (std::size_t q = 0; q < n; ++q)
    if (pins[q] != Equations::none) {
      const double moved = v[q] - v[reference_pin] - u[matrix.potential(pins[q])];
      for (std::size_t p = 0; p < n; ++p) currents[p] += answers[p * n + q] * moved;
    }
}

// As the host judges its own nodes: what moves next is small, and the currents are what was predicted.
void Condensed::Self::judge(const HostTolerance& t, std::span<const double> v) {
  is_settled = !is_first && limited.empty() && has_last;
  for (std::size_t k = 0; is_settled && k < du.size(); ++k)
    is_settled = std::abs(du[k]) <= t.relative * std::max(std::abs(u[k]), std::abs(u[k] + du[k])) + t.voltage;
  for (std::size_t p = 0; is_settled && p < pins.size(); ++p) {
    double predicted = currents_before[p], through = 0;
    for (std::size_t q = 0; q < pins.size(); ++q) {
      const double g = answers_before[p * pins.size() + q];
      predicted += g * (v[q] - v_before[q]);
      through += std::abs(g * (v[q] - v[reference_pin]));
    }
    // a current that is the small difference of large ones is no more exact than these
    const double rounding = 1e-11 * through;
    is_settled = std::abs(currents[p] - predicted) <= 5 * t.relative * std::abs(currents[p]) + t.current + rounding;
  }
}

bool Condensed::small_signal(std::complex<double> at, bool with_states, std::span<std::complex<double>> y) const {
  using Complex = std::complex<double>;
  const Self& s = *self_;
  const std::size_t n_slots = s.equations.n_slots(), n_pins = s.pins.size();
  std::vector<std::uint32_t> slots(n_slots);
  for (std::uint32_t k = 0; k < n_slots; ++k) slots[k] = k;
  Linear l;
  for (auto* array : {&l.f, &l.f_x, &l.f_v, &l.i, &l.i_x, &l.i_v}) array->resize(n_slots);
  for (const auto& group : s.groups.groups)
    group->linearise(s.accepted.memory,
                     {std::span(slots).subspan(group->first, group->n), s.accepted.x.data() + group->first,
                      s.accepted.v.data() + group->first},
                     group->first, l);
  std::vector<Complex> answer(n_slots);
  for (std::size_t k = 0; k < n_slots; ++k)
    answer[k] = l.i_v[k] + (with_states && l.f_v[k] != 0 ? l.i_x[k] * l.f_v[k] / (at - l.f_x[k]) : Complex{});
  if (!s.small)
    s.small = std::make_unique<CondensedMatrix<Complex>>(s.equations, s.equations.potential_of(s.circuit.drain));
  CondensedMatrix<Complex>& m = *s.small;
  if (!m.factorise(answer, at * s.equations.junction_capacitance(), at * s.circuit.ground_capacitance, 0)) return false;
  std::fill(y.begin(), y.end(), Complex{});
  const std::size_t r = s.reference_pin;
  for (std::size_t p = 0; p < n_pins; ++p)
    for (std::size_t q = 0; q < n_pins; ++q)
      if (s.pins[p] != Equations::none && s.pins[q] != Equations::none) {
        const Complex value = m.answer(s.pins[p], s.pins[q]);
        y[p * n_pins + q] = value;
        y[p * n_pins + r] -= value, y[r * n_pins + q] -= value, y[r * n_pins + r] += value;
      }
  return std::all_of(y.begin(), y.end(), [](Complex c) { return std::isfinite(c.real()) && std::isfinite(c.imag()); });
}

}  // namespace somn::native
