// Between the ends of a step of rosenbrock.hpp: the method's own curve, of third order.
#include "combine.hpp"
#include "rosenbrock.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

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
double Rosenbrock::curve_error(const Core& c, double h, double scale) {
  static const bool off = std::getenv("NOCURVE") != nullptr; if (off) return 0;  // XXX
  const bool is_first = !(h_third_ > 0);
  const double cube = is_first ? 0 : std::pow(h / h_third_, 3), of_h = is_first ? 1 : 2 * h / (h + h_third_);
  double of_x = 0, of_u = 0;
  for (const Active::Part& p : active_.parts()) {
    double largest = 0;
    for (std::size_t j = p.first; j < p.first + p.n; ++j) {
      d_x_[j] = weigh(method::dense[1], k_x_, j);
      largest = std::max(largest, std::abs(d_x_[j] - cube * third_x_[active_.slots()[j]]));
    }
    of_x = std::max(of_x, largest / p.group->scale);
  }
  combine<method::n_stages - 1>(nullptr, method::dense[1], k_u_, 1, d_u_);
  for (std::size_t k = 0; k < c.equations.n_free(); ++k)
    of_u = std::max(of_u, std::abs(d_u_[k] - cube * third_u_[k]));
  return 6.0 / 384 * of_h * std::max(of_x, of_u / scale) / tolerance_of(c);
}

void Rosenbrock::keep_third(double h) {
  h_third_ = h;
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
  const Source& source = c.equations.sources().front();
  if (source.is_current) {
    i_source = circuit::voltage(*source.drive, t);
    return;
  }
  i_source = slopes_current(c, s);
  for (const Active::Part& p : active_.parts())
    for (std::size_t j = p.first; j < p.first + p.n; ++j) {
      const std::uint32_t k = active_.slots()[j];
      const Ends e = ends_[k];
      i_source +=
          (weights_[e.plus] - weights_[e.minus]) * p.group->amperes(c.state.memory[k], x[k], u[e.plus] - u[e.minus]);
    }
  for (std::size_t k = 0; k < ends_.size(); ++k)  // 0 where a junction is active
    i_source +=
        (weights_[ends_[k].plus] - weights_[ends_[k].minus]) * fixed_g_[k] * (u[ends_[k].plus] - u[ends_[k].minus]);
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
