// Between the ends of a step of rosenbrock.hpp: the method's own curve, of third order.
#include "rosenbrock.hpp"
#include "vectors.hpp"

#include <algorithm>
#include <cmath>

namespace somn::native {

namespace method = rodas4p2;

namespace {

double weigh(const method::Row& w, const std::array<std::vector<double>, method::n_stages>& k, std::size_t at) {
  double sum = 0;
  for (std::size_t j = 0; j + 1 < method::n_stages; ++j) sum += w[j] * k[j][at];
  return sum;
}

}  // namespace

Rosenbrock::Curve Rosenbrock::curve(double s) {
  return {1 - s, s, s * (1 - s), s * s * (1 - s)};
}
Rosenbrock::Curve Rosenbrock::slope(double s) {
  return {-1, 1, 1 - 2 * s, s * (2 - 3 * s)};
}

double Rosenbrock::value(const Core& c, const Curve& w, std::size_t k) const {
  return w.begin * u0_[k] + w.end * c.u[k] + w.d_1 * weigh(method::dense[0], k_u_, k) +
         w.d_2 * weigh(method::dense[1], k_u_, k);
}

// [tolerance] h^4 y''''/384 as the third derivatives of this step and the last one say, y''' = -6 d_2/h^3: the error of
// a cubic between its ends. Behind a corner, where the last step says nothing, h y'''' is taken to be y'''.
double Rosenbrock::curve_error(const Core& c, double h, double scale, double i_scale) {
  const bool is_first = !(h_third_ > 0);
  h_of_d_ = h;
  const double cube = is_first ? 0 : std::pow(h / h_third_, 3), of_h = is_first ? 1 : 2 * h / (h + h_third_);
  double of_x = 0;
  for (const Active::Part& p : active_.parts()) {
    for (std::size_t j = p.first; j < p.first + p.n; ++j) {
      d_x_[j] = weigh(method::dense[1], k_x_, j);
      bend_x_[j] = d_x_[j] - cube * third_x_[active_.slots()[j]];
    }
    of_x = std::max(of_x, largest(std::span(bend_x_).subspan(p.first, p.n)) / p.group->scale);
  }
  combine(method::n_stages - 1, nullptr, method::dense[1], k_u_, 1, d_u_);
  const double less = -cube, *third = third_u_.data();
  combine(1, d_u_.data(), &less, &third, bend_u_);
  const double of_u = largest(std::span(bend_u_).first(c.equations.n_free()));
  const double of_i = current_error(c, bend_u_, bend_x_) / i_scale;
  return 6.0 / 384 * of_h * std::max({of_x, of_u / scale, of_i}) / tolerance_of(c);
}

void Rosenbrock::keep_third() {
  h_third_ = h_of_d_;
  std::swap(third_u_, d_u_);
  for (std::size_t j = 0; j < active_.n(); ++j) third_x_[active_.slots()[j]] = d_x_[j];
}

double Rosenbrock::state_at(const Core& c, double t, std::size_t slot) const {
  const std::size_t j = active_.place(static_cast<std::uint32_t>(slot));
  if (j == active_.n()) return c.state.x[slot];
  const Curve w = curve((t - c.previous_time) / (c.time - c.previous_time));
  return w.begin * x0_[j] + w.end * c.state.x[slot] + w.d_1 * weigh(method::dense[0], k_x_, j) +
         w.d_2 * weigh(method::dense[1], k_x_, j);
}

void Rosenbrock::interpolate(const Core& c, double t, std::span<double> x, std::span<double> u,
                             double& i_source) const {
  const double s = (t - c.previous_time) / (c.time - c.previous_time);
  const Curve w = curve(s);
  std::copy(c.state.x.begin(), c.state.x.end(), x.begin());
  for (const Active::Part& p : active_.parts())
    for (std::size_t j = p.first; j < p.first + p.n; ++j) {
      const std::uint32_t k = active_.slots()[j];
      const double y = w.begin * x0_[j] + w.end * x[k] + w.d_1 * weigh(method::dense[0], k_x_, j) +
                       w.d_2 * weigh(method::dense[1], k_x_, j);
      x[k] = p.group->bounded(c.state.memory[k], y, c.state.v[k]);
    }
  for (std::size_t k = 0; k < u.size(); ++k) u[k] = value(c, w, k);
  std::vector<double> i(active_.n());
  for (const Active::Part& p : active_.parts())
    for (std::size_t j = p.first; j < p.first + p.n; ++j) {
      const std::uint32_t k = active_.slots()[j];
      i[j] = p.group->amperes(c.state.memory[k], x[k], u[ends_[k].plus] - u[ends_[k].minus]);
    }
  i_source = source_current(c, t, s, u, i);
}

const std::vector<double>& Rosenbrock::residual(const Core& c) const {
  residual_.assign(c.u.size(), 0.0);
  const double h = c.time - c.previous_time;
  if (!(h > 0)) return residual_;
  const Equations& eq = c.equations;
  std::vector<double> rate(c.u.size());
  for (std::size_t k = 0; k < rate.size(); ++k) rate[k] = value(c, slope(1), k) / h;
  Charges q{.weight = 1, .junction = std::vector<double>(eq.n_slots()), .ground = std::vector<double>(c.u.size())};
  for (std::size_t k = 0; k < q.junction.size(); ++k)  // C v - q = C dv/dt
    q.junction[k] = c_[k] * (c.state.v[k] - (rate[ends_[k].plus] - rate[ends_[k].minus]));
  for (std::size_t k = 0; k < q.ground.size(); ++k) q.ground[k] = eq.ground_capacitance(k) * (c.u[k] - rate[k]);
  eq.sum_currents(c.i, c.u, c.state.v, q, c.time, residual_);
  return residual_;
}

}  // namespace somn::native
