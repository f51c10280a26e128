// Between the ends of a step of rosenbrock.hpp: the method's own curve, of third order.
#include "rosenbrock.hpp"

#include <algorithm>

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
  i_source = source_current(c, t, s, x, u);
}

double Rosenbrock::source_current(const Core& c, double t, double s, std::span<const double> x,
                                  std::span<const double> u) const {
  const Equations& eq = c.equations;
  const Source& source = eq.sources().front();
  if (source.is_current) return circuit::voltage(*source.drive, t);
  const double h = c.time - c.previous_time;
  const Curve w = slope(s);
  const auto rate = [&](std::uint32_t k) { return value(c, w, k) / h; };  // [V/s]
  double sum = 0;
  for (const std::uint32_t k : eq.source_slots()) {
    const Ends e = ends_[k];
    const auto group = std::find_if(c.groups.groups.begin(), c.groups.groups.end(),
                                    [&](const auto& one) { return k < one->first + one->n; });
    double i = (*group)->amperes(c.state.memory[k], x[k], u[e.plus] - u[e.minus]);
    if (c_[k] > 0) i += c_[k] * (rate(e.plus) - rate(e.minus));
    sum += e.plus == source.potential ? i : -i;
  }
  for (const Conductor& r : eq.conductors()) {
    if (r.a == source.potential) sum += r.g * (u[r.a] - u[r.b]);
    if (r.b == source.potential) sum += r.g * (u[r.b] - u[r.a]);
  }
  const double ground = eq.ground_capacitance(source.potential);
  return ground > 0 ? sum + ground * rate(source.potential) : sum;
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
