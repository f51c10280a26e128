// The oracle of networks: dx/dt = f(x, v) with the laws of the code model (models::Device), Dormand and Prince's method
// of order 5 with a tolerance far below that of what is judged, everything in dense matrices.
//   without capacitances    potentials u from Kirchhoff's law at every stage, by Newton's method
//   with them               charges of the free nodes are states, too: dq/dt = -(currents out of the node),
//                           u = C^-1 (q - what the fixed nodes put there), so that no slope of a drive is needed
// It knows nothing of branches: kinks are met by short steps. Small, slow and obvious; explicit, so that a network that
// is too stiff for it is left out (`is_complete`).
#pragma once

#include <somn/circuit/circuit.hpp>
#include <somn/models/catalogue.hpp>

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace somn::test {

struct ReferenceTrace {
  std::vector<std::vector<double>> states;  // by sample, by junction
  std::vector<double> i_source;             // [A] by sample; NaN where it jumps
  bool is_complete = false;
};

class ReferenceNetwork {
 public:
  ReferenceNetwork(const circuit::Circuit& c, double amplitude_factor = 1)
      : c_(c),
        factor_(amplitude_factor),
        n_(static_cast<Eigen::Index>(c.n_nodes + 1)),
        source_(c.drive.series_resistance > 0 ? n_ - 1 : at(c.source)),
        u_(Eigen::VectorXd::Zero(n_)),
        sum_(n_) {
    for (const circuit::Junction& j : c.junctions) {
      const circuit::Model& m = c.models[j.model];
      devices_.emplace_back(models::law(m.law, "test"), m.values);
      low_.push_back(devices_.back().bounded(-1e30));
      high_.push_back(devices_.back().bounded(1e30));
      is_tunnel_.push_back(m.law == "tunnel");
      v_reset_.push_back(is_tunnel_.back() ? m.values[models::law(m.law, "test").index("v_reset", "test")] : 0);
    }
    v_.resize(devices_.size());
    if (stores()) find_capacitances();
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
    solve(0, x);
    if (stores())
      for (const Eigen::Index node : free_) x.push_back(capacitance_.row(node).dot(u_));
    std::vector<double> stops;
    for (std::size_t k = 0; k <= n; ++k) stops.push_back(t_stop * static_cast<double>(k) / static_cast<double>(n));
    corners_ = circuit::corners(c_.drive, t_stop);
    double t = 0, h = 1e-6 * h_max;
    std::size_t corner = 0;
    record(0, x, trace);
    for (std::size_t k = 1; k <= n; ++k) {
      while (t < stops[k]) {
        while (corner < corners_.size() && corners_[corner] <= t * (1 + 1e-14)) ++corner;
        const double end = corner < corners_.size() ? std::min(stops[k], corners_[corner]) : stops[k];
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
        for (std::size_t j = 0; j < devices_.size(); ++j)
          x[j] = std::clamp(x[j] + ((j + k) % 2 ? kick : -kick) * range(j) / 4, low_[j], high_[j]);
    }
    trace.is_complete = true;
    return trace;
  }

 private:
  static Eigen::Index at(NodeId id) { return static_cast<Eigen::Index>(id.index); }
  bool stores() const { return c_.junction_capacitance > 0 || c_.ground_capacitance > 0; }
  double drive(double t) const { return factor_ * circuit::voltage(c_.drive, t); }

  // Of every node, the row of the ideal source empty; free nodes, and the inverse of their part
  void find_capacitances() {
    capacitance_ = Eigen::MatrixXd::Zero(n_, n_);
    for (const circuit::Junction& j : c_.junctions) {
      const Eigen::Index p = at(j.positive), m = at(j.negative);
      capacitance_(p, p) += c_.junction_capacitance, capacitance_(m, m) += c_.junction_capacitance;
      capacitance_(p, m) -= c_.junction_capacitance, capacitance_(m, p) -= c_.junction_capacitance;
    }
    for (Eigen::Index node = 0; node + 1 < n_; ++node) {
      if (node != at(c_.drain)) capacitance_(node, node) += c_.ground_capacitance;
      if (node != at(c_.drain) && node != source_) free_.push_back(node);
    }
    elastance_ = capacitance_(free_, free_).inverse();
  }

  // Currents out of every node at u_ and states x, and their derivatives
  void sum_currents(const std::vector<double>& x, Eigen::MatrixXd* slopes) {
    sum_.setZero();
    const auto add = [&](Eigen::Index p, Eigen::Index m, double i, double g) {
      sum_(p) += i, sum_(m) -= i;
      if (!slopes) return;
      (*slopes)(p, p) += g, (*slopes)(m, m) += g, (*slopes)(p, m) -= g, (*slopes)(m, p) -= g;
    };
    for (const circuit::Junction& j : c_.junctions) {
      const std::size_t k = j.id.index;
      v_[k] = u_(at(j.positive)) - u_(at(j.negative));
      const models::Point p = devices_[k].evaluate(x[k], v_[k]);
      add(at(j.positive), at(j.negative), p.i, p.i_v);
    }
    if (c_.drive.series_resistance > 0)
      add(source_, at(c_.source), (u_(source_) - u_(at(c_.source))) / c_.drive.series_resistance,
          1 / c_.drive.series_resistance);
  }

  // Newton's method for potentials: node voltages, and one of the ideal source behind the series resistance
  double solve(double t, const std::vector<double>& x) {
    double i_source = 0;
    for (int iteration = 0; iteration < 50; ++iteration) {
      u_(source_) = drive(t);
      u_(at(c_.drain)) = 0;
      Eigen::MatrixXd a = Eigen::MatrixXd::Zero(n_, n_);
      sum_currents(x, &a);
      i_source = sum_(source_);
      for (const Eigen::Index fixed : {n_ - 1, at(c_.drain), source_}) {
        a.row(fixed).setZero(), a.col(fixed).setZero();
        a(fixed, fixed) = 1, sum_(fixed) = 0;
      }
      const Eigen::VectorXd du = a.ldlt().solve(sum_), before = u_;
      const double power = std::abs(sum_.dot(du));
      u_ -= du;
      const double size = du.cwiseAbs().maxCoeff(), largest = u_.cwiseAbs().maxCoeff();
      if (size <= 1e-14 * largest + 1e-300) break;
      for (double part = 0.5; size > 1e-6 * largest && part > 1e-6; part /= 2) {  // less where currents overshoot
        sum_currents(x, nullptr);
        for (const Eigen::Index fixed : {n_ - 1, at(c_.drain), source_}) sum_(fixed) = 0;
        if (std::abs(sum_.dot(du)) <= power) break;
        u_ = before - part * du;
      }
    }
    for (const circuit::Junction& j : c_.junctions) v_[j.id.index] = u_(at(j.positive)) - u_(at(j.negative));
    return i_source;
  }

  // Potentials from charges
  void charge(double t, const std::vector<double>& y) {
    u_(source_) = drive(t);
    u_(at(c_.drain)) = 0;
    Eigen::VectorXd q(static_cast<Eigen::Index>(free_.size()));
    for (std::size_t k = 0; k < free_.size(); ++k)
      q(static_cast<Eigen::Index>(k)) = y[devices_.size() + k] - capacitance_(free_[k], source_) * u_(source_);
    u_(free_) = elastance_ * q;
  }

  void rates(double t, const std::vector<double>& y, std::vector<double>& f) {
    ++n_evaluations_;
    std::vector<double> inside = y;
    for (std::size_t k = 0; k < devices_.size(); ++k) inside[k] = std::clamp(y[k], low_[k], high_[k]);
    if (stores()) {
      charge(t, y);
      sum_currents(inside, nullptr);
      for (std::size_t k = 0; k < free_.size(); ++k) f[devices_.size() + k] = -sum_(free_[k]);
    } else {
      solve(t, inside);
    }
    for (std::size_t k = 0; k < devices_.size(); ++k) {
      f[k] = devices_[k].evaluate(inside[k], v_[k]).f;
      if ((y[k] <= low_[k] && f[k] < 0) || (y[k] >= high_[k] && f[k] > 0)) f[k] = 0;
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
    const auto error = [&](std::size_t n) {
      double sum = 0;
      for (std::size_t s = 0; s < 7; ++s) sum += h * e[s] * k[s][n];
      return sum;
    };
    double worst = 0;
    for (std::size_t n = 0; n < devices_.size(); ++n) {
      const double inside = std::clamp(x[n], low_[n], high_[n]);
      worst = std::max({worst, std::abs(error(n)) / range(n), std::abs(x[n] - inside) / range(n)});
      x[n] = inside;
      if (is_tunnel_[n] && x[n] * x0[n] < 0 && std::abs(v_[n]) < v_reset_[n]) x[n] = 0;
    }
    if (!stores()) return worst;
    Eigen::VectorXd q(static_cast<Eigen::Index>(free_.size()));
    for (std::size_t n = 0; n < free_.size(); ++n) q(static_cast<Eigen::Index>(n)) = error(devices_.size() + n);
    return std::max(worst, (elastance_ * q).cwiseAbs().maxCoeff() / std::abs(c_.drive.amplitude));
  }

  // Kirchhoff at the source: beside capacitances its current has their slopes in it, that of the drive by differences
  // from the left, where it has no corner.
  double source_current(double t, const std::vector<double>& y) {
    if (!stores()) return solve(t, y);
    charge(t, y);
    sum_currents(y, nullptr);
    if (c_.drive.series_resistance > 0) return sum_(source_);
    const double dt = 1e-6 * (corners_.empty() ? 1 / c_.drive.frequency : corners_.front());
    const auto near = [&](double corner) { return std::abs(corner - t) < 2 * dt; };
    if (t == 0 || std::any_of(corners_.begin(), corners_.end(), near)) return std::numeric_limits<double>::quiet_NaN();
    const double slope =
        (3 * drive(t) - 4 * drive(t - dt) + drive(t - 2 * dt)) / (2 * dt);  // the run may end at a corner
    Eigen::VectorXd q(static_cast<Eigen::Index>(free_.size()));
    for (std::size_t k = 0; k < free_.size(); ++k)
      q(static_cast<Eigen::Index>(k)) = -sum_(free_[k]) - capacitance_(free_[k], source_) * slope;
    const Eigen::VectorXd speeds = elastance_ * q;
    double i = sum_(source_) + capacitance_(source_, source_) * slope;
    for (std::size_t k = 0; k < free_.size(); ++k)
      i += capacitance_(source_, free_[k]) * speeds(static_cast<Eigen::Index>(k));
    return i;
  }

  void record(double t, const std::vector<double>& y, ReferenceTrace& trace) {
    trace.states.emplace_back(y.begin(), y.begin() + static_cast<std::ptrdiff_t>(devices_.size()));
    trace.i_source.push_back(source_current(t, y));
  }

  const circuit::Circuit& c_;
  double factor_;
  Eigen::Index n_, source_;  // potentials: nodes, and one of the ideal source; which is its own
  std::vector<models::Device> devices_;
  std::vector<double> low_, high_, v_, v_reset_, corners_;
  std::vector<bool> is_tunnel_;
  Eigen::VectorXd u_, sum_;
  std::vector<Eigen::Index> free_;
  Eigen::MatrixXd capacitance_, elastance_;  // [F]; [1/F] of the free nodes
  std::size_t n_evaluations_ = 0;
};

}  // namespace somn::test
