// The oracle of networks without capacitances: dx/dt = f(x, v) with the laws of the code model (models::Device), v from
// Kirchhoff's law in dense matrices, Dormand and Prince's method of order 5 with a tolerance far below that of what is
// judged. It knows nothing of branches: kinks are met by short steps. Small, slow and obvious; explicit, so that a
// network that is too stiff for it is left out (`is_complete`).
#pragma once

#include <somn/circuit/circuit.hpp>
#include <somn/models/catalogue.hpp>

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace somn::test {

struct ReferenceTrace {
  std::vector<std::vector<double>> states;  // by sample, by junction
  std::vector<double> i_source;             // [A] by sample
  bool is_complete = false;
};

class ReferenceNetwork {
 public:
  ReferenceNetwork(const circuit::Circuit& c, double amplitude_factor = 1)
      : c_(c), factor_(amplitude_factor), u_(Eigen::VectorXd::Zero(static_cast<Eigen::Index>(c.n_nodes + 1))) {
    for (const circuit::Junction& j : c.junctions) {
      const circuit::Model& m = c.models[j.model];
      devices_.emplace_back(models::law(m.law, "test"), m.values);
      low_.push_back(devices_.back().bounded(-1e30));
      high_.push_back(devices_.back().bounded(1e30));
      is_tunnel_.push_back(m.law == "tunnel");
      v_reset_.push_back(is_tunnel_.back() ? m.values[models::law(m.law, "test").index("v_reset", "test")] : 0);
    }
    v_.resize(devices_.size());
  }

  // [1] forty times during a run every state is moved by a quarter of that of its range: what an error that was
  // committed becomes
  double kick = 0;

  double bounded(std::size_t k, double x) const { return std::clamp(x, low_[k], high_[k]); }
  double range(std::size_t k) const { return high_[k] - low_[k]; }

  // samples at k t_stop/n, k = 0 .. n
  ReferenceTrace run(double t_stop, std::size_t n, double tolerance, double h_max, std::size_t budget) {
    ReferenceTrace trace;
    std::vector<double> x;
    for (const models::Device& d : devices_) x.push_back(d.initial_state());
    std::vector<double> stops;
    for (std::size_t k = 0; k <= n; ++k) stops.push_back(t_stop * static_cast<double>(k) / static_cast<double>(n));
    std::vector<double> corners = circuit::corners(c_.drive, t_stop);
    double t = 0, h = 1e-6 * h_max;
    std::size_t corner = 0;
    record(0, x, trace);
    for (std::size_t k = 1; k <= n; ++k) {
      while (t < stops[k]) {
        while (corner < corners.size() && corners[corner] <= t * (1 + 1e-14)) ++corner;
        const double end = corner < corners.size() ? std::min(stops[k], corners[corner]) : stops[k];
        const double step = std::min({h, h_max, end - t});
        std::vector<double> next = x;
        const double error = attempt(t, step, next) / tolerance;
        if (n_evaluations_ > budget) return trace;
        const double growth = std::clamp(0.9 * std::pow(std::max(error, 1e-10), -0.2), 0.2, 3.0);
        if (error <= 1) {
          t = step == end - t ? end : t + step;
          x = next;
          h = step < h && error < 0.5 ? std::max(h, step * growth) : step * growth;
        } else {
          h = step * std::min(growth, 0.7);
        }
      }
      record(t, x, trace);
      if (kick > 0 && k % (n / 40) == 0)
        for (std::size_t j = 0; j < x.size(); ++j)
          x[j] = std::clamp(x[j] + ((j + k) % 2 ? kick : -kick) * range(j) / 4, low_[j], high_[j]);
    }
    trace.is_complete = true;
    return trace;
  }

 private:
  // Newton's method for potentials: node voltages, and one of the ideal source behind the series resistance
  double solve(double t, const std::vector<double>& x) {
    const auto n = static_cast<Eigen::Index>(c_.n_nodes + 1), source = static_cast<Eigen::Index>(c_.n_nodes);
    const bool has_series = c_.drive.series_resistance > 0;
    const auto at = [](NodeId id) { return static_cast<Eigen::Index>(id.index); };
    double i_source = 0;
    for (int iteration = 0; iteration < 50; ++iteration) {
      u_(source) = factor_ * circuit::voltage(c_.drive, t);
      u_(at(c_.drain)) = 0;
      if (!has_series) u_(at(c_.source)) = u_(source);
      Eigen::MatrixXd a = Eigen::MatrixXd::Zero(n, n);
      Eigen::VectorXd sum = Eigen::VectorXd::Zero(n);
      bool is_linear = true;
      const auto add = [&](Eigen::Index p, Eigen::Index m, double i, double g) {
        sum(p) += i, sum(m) -= i;
        a(p, p) += g, a(m, m) += g, a(p, m) -= g, a(m, p) -= g;
      };
      for (const circuit::Junction& j : c_.junctions) {
        const std::size_t k = j.id.index;
        v_[k] = u_(at(j.positive)) - u_(at(j.negative));
        const models::Point p = devices_[k].evaluate(x[k], v_[k]);
        is_linear = is_linear && std::abs(p.i - p.i_v * v_[k]) <= 1e-14 * std::abs(p.i);
        add(at(j.positive), at(j.negative), p.i, p.i_v);
      }
      if (has_series)
        add(source, at(c_.source), (u_(source) - u_(at(c_.source))) / c_.drive.series_resistance,
            1 / c_.drive.series_resistance);
      i_source = sum(has_series ? source : at(c_.source));
      for (const Eigen::Index fixed : {source, at(c_.drain), has_series ? source : at(c_.source)}) {
        a.row(fixed).setZero(), a.col(fixed).setZero();
        a(fixed, fixed) = 1, sum(fixed) = 0;
      }
      const Eigen::VectorXd du = a.ldlt().solve(sum);
      u_ -= du;
      if (du.cwiseAbs().maxCoeff() <= 1e-14 * u_.cwiseAbs().maxCoeff() + 1e-300) break;
    }
    for (const circuit::Junction& j : c_.junctions) v_[j.id.index] = u_(at(j.positive)) - u_(at(j.negative));
    return i_source;
  }

  void rates(double t, const std::vector<double>& x, std::vector<double>& f) {
    ++n_evaluations_;
    std::vector<double> inside = x;
    for (std::size_t k = 0; k < x.size(); ++k) inside[k] = std::clamp(x[k], low_[k], high_[k]);
    solve(t, inside);
    for (std::size_t k = 0; k < x.size(); ++k) {
      f[k] = devices_[k].evaluate(inside[k], v_[k]).f;
      if ((x[k] <= low_[k] && f[k] < 0) || (x[k] >= high_[k] && f[k] > 0)) f[k] = 0;
    }
  }

  double attempt(double t0, double h, std::vector<double>& x) {
    static constexpr double c[7] = {0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1};
    static constexpr double a[7][6] = {{},
                                       {1.0 / 5},
                                       {3.0 / 40, 9.0 / 40},
                                       {44.0 / 45, -56.0 / 15, 32.0 / 9},
                                       {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
                                       {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
                                       {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}};
    static constexpr double e[7] = {71.0 / 57600,      0,          -71.0 / 16695, 71.0 / 1920,
                                    -17253.0 / 339200, 22.0 / 525, -1.0 / 40};
    std::array<std::vector<double>, 7> k;
    const std::vector<double> x0 = x;
    for (std::size_t s = 0; s < 7; ++s) {
      x = x0;
      for (std::size_t j = 0; j < s; ++j)
        for (std::size_t n = 0; n < x.size(); ++n) x[n] += h * a[s][j] * k[j][n];
      k[s].resize(x.size());
      rates(std::clamp(t0 + c[s] * h, t0 + 1e-9 * h, t0 + (1 - 1e-9) * h), x, k[s]);
    }
    double worst = 0;
    for (std::size_t n = 0; n < x.size(); ++n) {
      double error = 0;
      for (std::size_t s = 0; s < 7; ++s) error += h * e[s] * k[s][n];
      const double inside = std::clamp(x[n], low_[n], high_[n]);
      worst = std::max({worst, std::abs(error) / range(n), std::abs(x[n] - inside) / range(n)});
      x[n] = inside;
      if (is_tunnel_[n] && x[n] * x0[n] < 0 && std::abs(v_[n]) < v_reset_[n]) x[n] = 0;
    }
    return worst;
  }

  void record(double t, const std::vector<double>& x, ReferenceTrace& trace) {
    trace.states.push_back(x);
    trace.i_source.push_back(solve(t, x));
  }

  const circuit::Circuit& c_;
  double factor_;
  std::vector<models::Device> devices_;
  std::vector<double> low_, high_, v_, v_reset_;
  std::vector<bool> is_tunnel_;
  Eigen::VectorXd u_;
  std::size_t n_evaluations_ = 0;
};

}  // namespace somn::test
