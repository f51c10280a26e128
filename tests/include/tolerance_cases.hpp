// Random networks of 5-12 nodes for the question whether an engine's error follows run.rtol, and their slow, obvious
// solution: Newton's method on the dense conductance matrix at every stage, the states by an exponential Heun step
//   x* = x + h phi1(h J) f,   x1 = x* + h phi2(h J) (f(x*, v*) - f - J (x* - x)),   J = df/dx
// on a fixed fine grid (second order; exact for laws linear in x at constant voltage). No capacitances.
#pragma once

#include "draw_law.hpp"
#include "law_cases.hpp"

#include <somn/experiment/experiment.hpp>
#include <somn/experiment/run.hpp>
#include <somn/models/catalogue.hpp>

#include <Eigen/Dense>
#include <cmath>
#include <fmt/format.h>

namespace somn::test::tolerance {

struct Kind {
  std::string law;
  double volt_low, volt_high;  // [V] per junction on the way
  double time_low, time_high;  // [s] period
  std::string spread;          // the parameter that scatters by 12 %
  nlohmann::json vary, set;    // parameter: values of which one is drawn; one value
  std::size_t steps;           // of the oracle between two rows
};

inline const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = [] {
    std::vector<Kind> kinds;
    for (const models::Law& law : models::laws()) {
      const auto found = law_cases(law.name).find("tolerance");  // a law that jumps has none: the oracle knows no jump
      if (found == law_cases(law.name).end()) continue;
      kinds.push_back({law.name, found->at("volt").at(0), found->at("volt").at(1), found->at("period").at(0),
                       found->at("period").at(1), found->at("spread"), found->value("vary", nlohmann::json::object()),
                       found->value("set", nlohmann::json::object()), found->value("steps", std::size_t{40})});
    }
    return kinds;
  }();
  return all;
}

struct Case {
  std::string text;  // how to make it again
  circuit::Circuit circuit;
  experiment::Experiment experiment;
  std::vector<models::Device> devices;
  std::vector<double> range;  // of the state, by junction
};

inline circuit::Drive draw_drive(Generator& random, double volt, double period) {
  using circuit::DriveKind;
  switch (boost::random::uniform_int_distribution<int>(0, 3)(random)) {
    case 0:
      return {.kind = DriveKind::sine, .amplitude = volt, .frequency = 1 / period};
    case 1:
      return {.kind = DriveKind::triangle, .amplitude = volt, .frequency = 1 / period};
    case 2:
      return {.kind = DriveKind::pulse,
              .amplitude = volt,
              .width = 0.4 * period,
              .period = period,
              .rise = 0.01 * period,
              .fall = 0.02 * period,
              .delay = 0.1 * period};
    default: {
      circuit::Drive d{.kind = DriveKind::pwl, .times = {0}, .levels = {0}};
      for (int k = 1; k <= 8; ++k)
        d.times.push_back(0.25 * k * period), d.levels.push_back(volt * uniform(random, -1, 1));
      return d;
    }
  }
}

inline Case draw(const Kind& kind, std::uint64_t seed) {
  Generator random = generator(seed, kind.law.c_str());
  const auto whole = [&](int low, int high) { return boost::random::uniform_int_distribution<int>(low, high)(random); };
  Case made;
  circuit::Circuit& c = made.circuit;
  const int n = whole(5, 12);
  c.n_nodes = static_cast<std::size_t>(n);
  c.is_connected.assign(c.n_nodes, true);
  std::vector<std::pair<int, int>> ends;
  std::vector<int> depth{0};
  for (int k = 1; k < n; ++k) {
    ends.emplace_back(whole(0, k - 1), k);
    depth.push_back(depth[static_cast<std::size_t>(ends.back().first)] + 1);
  }
  for (int more = whole(n / 2, n); more > 0; --more)
    if (const int a = whole(0, n - 1), b = whole(0, n - 1); a != b) ends.emplace_back(a, b);
  c.source = {0};
  c.drain = {static_cast<std::uint32_t>(n - 1)};
  c.terminals = {{"source", c.source, {}}, {"drain", c.drain, {}}};
  const models::Law& law = models::law(kind.law, "test");
  for (const auto& [a, b] : ends) {
    std::vector<double> values = law.defaults();
    double& value = values[law.index(kind.spread, "test")];
    value = six_digits(value * std::exp(0.12 * uniform(random, -1.7, 1.7)));
    for (const auto& [name, choices] : kind.vary.items()) {
      double& varied = values[law.index(name, "test")];
      const double drawn = choices.at(static_cast<std::size_t>(whole(0, static_cast<int>(choices.size()) - 1)));
      if (drawn != 0 || law.parameters[law.index(name, "test")].is_choice()) varied = drawn;  // 0: as it is
    }
    for (const auto& [name, fixed] : kind.set.items())
      values[law.index(name, "test")] = fixed;  // else too fast for the oracle
    const auto k = static_cast<std::uint32_t>(c.junctions.size());
    const auto p = static_cast<std::uint32_t>(a), m = static_cast<std::uint32_t>(b);
    c.models.push_back({law.name, values});
    c.junctions.push_back({{k}, {chance(random, 0.5) ? p : m}, {}, k});
    c.junctions.back().negative = {c.junctions.back().positive.index == p ? m : p};
    made.devices.emplace_back(law, values);
    made.range.push_back(made.devices.back().bounded(1e300) - made.devices.back().bounded(-1e300));
  }
  const double period = kind.time_low * std::pow(kind.time_high / kind.time_low, uniform(random, 0, 1));
  c.drive = draw_drive(random, uniform(random, kind.volt_low, kind.volt_high) * depth.back(), period);
  if (chance(random, 0.5)) c.drive.series_resistance = 0.3 / law.g_off_on(c.models[0].values).second;
  made.experiment.where = "test";
  made.experiment.run.t_stop = 2 * period;
  made.experiment.run.record = {"source", "states:all"};
  made.text = fmt::format("{} seed {}, {}{}", kind.law, seed, circuit::name(c.drive.kind),
                          c.drive.series_resistance > 0 ? ", resistor" : "");
  return made;
}

// Columns: source current, states of all junctions; row k at k t_stop/n_rows.
struct Solution {
  std::vector<std::vector<double>> rows;
};

class Oracle {
 public:
  explicit Oracle(const Case& c) : case_(c), u_(Eigen::VectorXd::Zero(static_cast<Eigen::Index>(c.circuit.n_nodes))) {
    for (const models::Device& d : c.devices) x_.push_back(d.initial_state());
  }

  Solution run(std::size_t n_rows, std::size_t steps_per_row) {
    const double h = case_.experiment.run.t_stop / static_cast<double>(n_rows * steps_per_row);
    Solution s;
    std::size_t n = 0;
    for (std::size_t row = 0; row <= n_rows; ++row) {
      for (std::size_t k = 0; row > 0 && k < steps_per_row; ++k, ++n) step(static_cast<double>(n) * h, h);
      solve(static_cast<double>(n) * h, x_);
      s.rows.push_back({i_source_});
      s.rows.back().insert(s.rows.back().end(), x_.begin(), x_.end());
    }
    return s;
  }

 private:
  // Newton's method for the node voltages at states x
  void solve(double t, const std::vector<double>& x) {
    const circuit::Circuit& c = case_.circuit;
    const auto n = u_.size(), source = static_cast<Eigen::Index>(c.source.index),
               drain = static_cast<Eigen::Index>(c.drain.index);
    const double volt = circuit::voltage(c.drive, t), r = c.drive.series_resistance;
    points_.resize(c.junctions.size());
    Eigen::MatrixXd slopes(n, n);
    const auto residual = [&] {
      Eigen::MatrixXd& a = slopes;
      Eigen::VectorXd sum = Eigen::VectorXd::Zero(n);
      a.setZero();
      for (const circuit::Junction& j : c.junctions) {
        const auto p = static_cast<Eigen::Index>(j.positive.index), m = static_cast<Eigen::Index>(j.negative.index);
        const models::Point& q = points_[j.id.index] = case_.devices[j.id.index].evaluate(x[j.id.index], u_(p) - u_(m));
        a(p, p) += q.i_v, a(m, m) += q.i_v, a(p, m) -= q.i_v, a(m, p) -= q.i_v;
        sum(p) += q.i, sum(m) -= q.i;
      }
      i_source_ = r > 0 ? (volt - u_(source)) / r : sum(source);
      if (r > 0)
        a(source, source) += 1 / r, sum(source) += (u_(source) - volt) / r;
      else
        a.row(source).setZero(), a(source, source) = 1, sum(source) = u_(source) - volt;
      a.row(drain).setZero(), a(drain, drain) = 1, sum(drain) = u_(drain);
      return sum;
    };
    Eigen::VectorXd sum = residual();
    for (int iteration = 0; iteration < 100; ++iteration) {
      const Eigen::VectorXd change = slopes.partialPivLu().solve(sum), before = u_;
      const double power = std::abs(sum.dot(change)), size = change.lpNorm<Eigen::Infinity>();
      u_ -= change;
      sum = residual();
      if (size <= 1e-13 * (std::abs(volt) + 1e-3 * case_.circuit.drive.amplitude)) return;
      // less where currents overshoot
      for (double part = 0.5; std::abs(sum.dot(change)) > power && size > 1e-6 * std::abs(volt) && part > 1e-6;
           part /= 2) {
        u_ = before - part * change;
        sum = residual();
      }
    }
  }

  double inside(std::size_t k, double before, double x) const {
    const circuit::Model& m = case_.circuit.models[k];
    if (m.law == "tunnel" && before * x < 0) {  // a decay that reaches zero stops there, growth goes on
      const circuit::Junction& j = case_.circuit.junctions[k];
      const double v =
          u_(static_cast<Eigen::Index>(j.positive.index)) - u_(static_cast<Eigen::Index>(j.negative.index));
      if (std::abs(v) < m.values[models::law("tunnel", "test").index("v_reset", "test")]) return 0;
    }
    return case_.devices[k].bounded(x);
  }

  void step(double t, double h) {
    solve(t, x_);
    const std::vector<models::Point> first = points_;
    std::vector<double> trial = x_;
    const auto phi1 = [](double z) { return std::abs(z) > 1e-5 ? std::expm1(z) / z : 1 + z / 2; };
    const auto phi2 = [&](double z) { return std::abs(z) > 1e-4 ? (phi1(z) - 1) / z : 0.5 + z / 6; };
    for (std::size_t k = 0; k < x_.size(); ++k)
      trial[k] = inside(k, x_[k], x_[k] + h * phi1(h * first[k].f_x) * first[k].f);
    solve(t + h, trial);
    for (std::size_t k = 0; k < x_.size(); ++k) {
      const double rest = points_[k].f - first[k].f - first[k].f_x * (trial[k] - x_[k]);
      x_[k] = inside(k, x_[k], trial[k] + h * phi2(h * first[k].f_x) * rest);
    }
  }

  const Case& case_;
  Eigen::VectorXd u_;
  std::vector<double> x_;
  std::vector<models::Point> points_;
  double i_source_ = 0;
};

struct Errors {
  double state = 0, current = 0;  // of the state's range; of the largest current
  std::size_t steps = 0;
};

// The run with that rtol, sampled n_rows times, against the solution on its grid of which n_rows is a divisor.
inline Errors errors(const Case& c, ngspice::Worker& worker, double rtol, std::size_t n_rows, const Solution& s) {
  experiment::Experiment e = c.experiment;
  e.run.rtol = rtol;
  e.run.t_sample = e.run.t_stop / static_cast<double>(n_rows);
  const experiment::RunResult r = experiment::run_ngspice(worker, e, c.circuit, experiment::deck_of(e, c.circuit, {}),
                                                          std::filesystem::path(SOMN_BUILD_DIR) / "lib/somn.cm");
  if (!r.failure.empty()) throw std::runtime_error(r.failure);
  const std::size_t every = (s.rows.size() - 1) / n_rows;
  Errors worst{.steps = r.statistics.steps};
  double largest = 0;
  for (const std::vector<double>& row : s.rows) largest = std::max(largest, std::abs(row[0]));
  for (std::size_t k = 0; k <= n_rows; ++k) {
    const std::vector<double>& right = s.rows[k * every];
    worst.current = std::max(worst.current, std::abs(r.trace.columns[2].values.at(k) - right[0]) / largest);
    for (std::size_t j = 0; j < c.range.size(); ++j)
      worst.state = std::max(worst.state, std::abs(r.trace.columns[4 + j].values.at(k) - right[1 + j]) / c.range[j]);
  }
  return worst;
}

}  // namespace somn::test::tolerance
