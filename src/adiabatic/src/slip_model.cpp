// next:
//   load: of every junction the charge at which it reaches +-V_set, Q_j = (+-V_set,j - V_j)/r_j, r = B^T L^-1 e_source;
//         the least Q_j > 0 is injected and j named due
//   while junctions are due, one sweep:
//     for each of them:  dq = (V - rho V_set sgn V)/Gamma_jj across it
//     u -= L^-1 B dq
//     if that raised the energy, u^T L u/2, by -sum dq (V before + V after)/2 > 0:
//       u back; the same junctions one after the other, each with the V that the others left it, those below V_set not
//     V_set of those that slipped drawn anew
//     due: all with |V| >= V_set
// u follows from its changes; every 256 avalanches it is solved for anew from the node charges q.
#include "response.hpp"

#include <somn/adiabatic/slip_model.hpp>
#include <somn/core/error.hpp>
#include <somn/core/random.hpp>
#include <somn/core/units.hpp>

#include <algorithm>
#include <boost/pending/disjoint_sets.hpp>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <numeric>

namespace somn::adiabatic {
namespace {

constexpr std::int64_t most_sweeps = 10000000;
constexpr int avalanches_between_solves = 256;

// Equipotential bodies as equations: 0..n-1; ground (the drain) and what no junction joins to it are -1.
struct Bodies {
  std::vector<int> equation;  // by node
  int n = 0, source = -1;
};

std::uint32_t contact(const netgen::Network& network, const char* name) {
  const auto it = network.electrodes.find(name);
  if (it != network.electrodes.end() && !it->second.empty()) return it->second.front().index;
  throw InputError({.what = fmt::format("the network has no electrode '{}'", name), .where = "adiabatic limit"});
}

Bodies bodies_of(const netgen::Network& network) {
  std::vector<std::uint32_t> parent(network.n_nodes), rank(network.n_nodes);
  std::iota(parent.begin(), parent.end(), 0U);
  boost::disjoint_sets<std::uint32_t*, std::uint32_t*> bodies(rank.data(), parent.data());
  for (const netgen::Resistor& r : network.resistors) bodies.union_set(r.a.index, r.b.index);
  for (const auto& [name, nodes] : network.electrodes)
    for (const NodeId node : nodes) bodies.union_set(nodes.front().index, node.index);
  std::vector<std::uint32_t> body(network.n_nodes);
  for (std::uint32_t k = 0; k < network.n_nodes; ++k) body[k] = bodies.find_set(k);

  std::iota(parent.begin(), parent.end(), 0U);
  std::fill(rank.begin(), rank.end(), 0U);
  boost::disjoint_sets<std::uint32_t*, std::uint32_t*> clusters(rank.data(), parent.data());
  for (const netgen::Junction& j : network.junctions)
    clusters.union_set(body[j.positive.index], body[j.negative.index]);
  const std::uint32_t source = body[contact(network, "source")], drain = body[contact(network, "drain")];
  if (source == drain || clusters.find_set(source) != clusters.find_set(drain))
    throw InputError({.what = source == drain ? "source and drain are one body"
                                              : "no path of junctions joins the source to the drain",
                      .where = "adiabatic limit",
                      .remedy = "raise the density, choose other electrodes or another seed"});
  Bodies all{.equation = std::vector<int>(network.n_nodes, -1)};
  std::vector<int> number(network.n_nodes, -1);
  for (std::uint32_t k = 0; k < network.n_nodes; ++k) {
    if (body[k] == drain || clusters.find_set(body[k]) != clusters.find_set(drain)) continue;
    if (number[body[k]] < 0) number[body[k]] = all.n++;
    all.equation[k] = number[body[k]];
  }
  all.source = number[source];
  return all;
}

void check(const Options& o) {
  const auto refuse = [](const char* name, double value, const char* allowed) {
    throw InputError({.what = fmt::format("{} out of range", name),
                      .where = "adiabatic limit",
                      .value = to_text(value),
                      .allowed = allowed});
  };
  if (!(o.rho >= 0 && o.rho < 1)) refuse("rho", o.rho, "0 <= rho < 1");
  if (!(o.c2c >= 0 && o.c2c <= 2)) refuse("c2c", o.c2c, "0 to 2");
  if (!(o.het >= 0 && o.het <= 2)) refuse("het", o.het, "0 to 2");
  if (!(o.ground_capacitance >= 0 && o.ground_capacitance < 1e6))
    refuse("ground capacitance", o.ground_capacitance, "0 to 1e6 C");
}

std::vector<Edge> edges_of(const netgen::Network& network, const Bodies& bodies) {
  std::vector<Edge> edges;
  for (const netgen::Junction& j : network.junctions)
    edges.emplace_back(bodies.equation[j.positive.index], bodies.equation[j.negative.index]);
  return edges;
}

std::vector<Edge> capacitors(const std::vector<Edge>& edges) {
  std::vector<Edge> real;
  for (const Edge& e : edges)
    if (e.first != e.second) real.push_back(e);
  return real;
}

}  // namespace

struct SlipModel::State {
  Options options;
  Bodies bodies;
  std::vector<Edge> edges;  // by junction; equal ends: it cannot slip
  Response response;
  Eigen::VectorXd voltage, before, charge;            // by equation
  Eigen::VectorXd unit_load;                          // L^-1 e_source
  std::vector<double> v, threshold, own, self, rate;  // by junction
  std::vector<std::uint32_t> due;
  std::vector<Slip> slips;
  std::vector<Response::Transfer> transfers;
  Generator random;
  boost::random::normal_distribution<double> normal;
  int since_solve = 0;
  std::uint64_t n_one_by_one = 0;  // sweeps

  State(const netgen::Network& network, const Options& o)
      : options(o),
        bodies(bodies_of(network)),
        edges(edges_of(network, bodies)),
        response(bodies.n, capacitors(edges), o.ground_capacitance),
        voltage(Eigen::VectorXd::Zero(bodies.n)),
        charge(Eigen::VectorXd::Zero(bodies.n)),
        random(generator(o.seed, "adiabatic thresholds")) {
    Eigen::VectorXd unit = Eigen::VectorXd::Zero(bodies.n);
    unit[bodies.source] = 1;
    unit_load = response.solve(unit);
    v.assign(edges.size(), 0.0);
    Generator fixed = generator(o.seed, "adiabatic devices");
    boost::random::normal_distribution<double> z;
    for (std::size_t j = 0; j < edges.size(); ++j) {
      own.push_back(std::exp(o.het * z(fixed)));
      threshold.push_back(redrawn(j));
      self.push_back(edges[j].first == edges[j].second ? 1.0 : response.self(edges[j]));
      rate.push_back(at(unit_load, edges[j].first) - at(unit_load, edges[j].second));
    }
  }

  static double at(const Eigen::VectorXd& u, int equation) { return equation < 0 ? 0.0 : u[equation]; }
  double redrawn(std::size_t j) { return own[j] * std::exp(options.c2c * normal(random)); }

  double load() {
    double least = std::numeric_limits<double>::infinity();
    std::uint32_t first = 0;
    for (std::uint32_t j = 0; j < edges.size(); ++j) {
      const double q = ((rate[j] > 0 ? threshold[j] : -threshold[j]) - v[j]) / rate[j];
      if (std::abs(rate[j]) > 1e-14 && q < least) least = q, first = j;
    }
    least = std::max(least, 0.0);
    charge[bodies.source] += least;
    voltage += least * unit_load;
    for (std::size_t j = 0; j < edges.size(); ++j) v[j] += least * rate[j];
    due.assign(1, first);
    return least;
  }

  double volts(std::uint32_t j) const { return at(voltage, edges[j].first) - at(voltage, edges[j].second); }

  double discharge(std::uint32_t j, double volts) const {
    return (volts - std::copysign(options.rho * threshold[j], volts)) / self[j];
  }

  void together() {
    transfers.clear();
    for (const std::uint32_t j : due) transfers.push_back({edges[j], -discharge(j, v[j])});
    response.add(transfers, voltage);
  }

  // Rounding must not pass a sweep off as passive that turns all voltages round.
  bool raises_energy() const {
    double gain = 0, scale = 0;
    for (std::size_t k = 0; k < due.size(); ++k) {
      gain += transfers[k].charge * (v[due[k]] + volts(due[k])) / 2;
      scale += std::abs(transfers[k].charge * v[due[k]]);
    }
    return gain > -1e-6 * scale;
  }

  void one_by_one() {
    transfers.clear();
    std::vector<std::uint32_t> slipped;
    for (const std::uint32_t j : due) {
      const double now = volts(j);
      if (!slipped.empty() && std::abs(now) < threshold[j]) continue;
      transfers.push_back({edges[j], -discharge(j, now)});
      response.add({&transfers.back(), 1}, voltage);
      slipped.push_back(j);
    }
    due = std::move(slipped);
    ++n_one_by_one;
  }

  void sweep(std::uint32_t number) {
    if (due.size() > 1) before = voltage;
    together();
    if (due.size() > 1 && raises_energy()) {
      voltage = before;
      one_by_one();
    }
    for (std::size_t k = 0; k < due.size(); ++k) {
      const auto& [edge, dq] = transfers[k];
      if (edge.first >= 0) charge[edge.first] += dq;
      if (edge.second >= 0) charge[edge.second] -= dq;
      threshold[due[k]] = redrawn(due[k]);
      slips.push_back({number, {due[k]}});
    }
    due.clear();
    for (std::uint32_t j = 0; j < edges.size(); ++j) {
      v[j] = volts(j);
      if (std::abs(v[j]) >= threshold[j]) due.push_back(j);
    }
  }
};

SlipModel::SlipModel(const netgen::Network& network, const Options& options) {
  check(options);
  state_ = std::make_unique<State>(network, options);
}
SlipModel::SlipModel(SlipModel&&) noexcept = default;
SlipModel::~SlipModel() = default;

Avalanche SlipModel::next() {
  State& s = *state_;
  if (++s.since_solve == avalanches_between_solves) {
    s.voltage = s.response.solve(s.charge);
    s.since_solve = 0;
  }
  Avalanche avalanche;
  s.slips.clear();
  avalanche.charge = s.load();
  avalanche.source_voltage = s.voltage[s.bodies.source];
  for (; !s.due.empty(); ++avalanche.duration) {
    if (avalanche.duration == most_sweeps)
      throw SimulationError("an avalanche does not end: its junctions switch each other for ever", {}, "lower rho");
    s.sweep(static_cast<std::uint32_t>(avalanche.duration));
  }
  avalanche.size = static_cast<std::int64_t>(s.slips.size());
  return avalanche;
}

std::span<const Slip> SlipModel::slips() const {
  return state_->slips;
}

double SlipModel::voltage(JunctionId j) const {
  return state_->v.at(j.index);
}

double SlipModel::threshold(JunctionId j) const {
  return state_->threshold.at(j.index);
}

std::uint64_t SlipModel::n_one_by_one() const {
  return state_->n_one_by_one;
}

double SlipModel::charge_error() const {
  return state_->response.residual(state_->voltage, state_->charge);
}

SizeMoments size_moments(std::span<const std::int64_t> sizes) {
  constexpr std::size_t n_blocks = 20;
  struct Sums {
    double n = 0, s = 0, s2 = 0;
  };
  std::vector<Sums> blocks(n_blocks);
  SizeMoments m{.n = sizes.size()};
  Sums all;
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    const auto s = static_cast<double>(sizes[k]);
    for (Sums* sums : {&all, &blocks[k * n_blocks / sizes.size()]}) sums->n += 1, sums->s += s, sums->s2 += s * s;
    m.largest = std::max(m.largest, sizes[k]);
  }
  m.mean = all.s / all.n;
  m.ratio = all.s2 / all.s;
  double mean_squares = 0, ratio_squares = 0;
  for (const Sums& b : blocks) {
    const double mean = (all.s - b.s) / (all.n - b.n), ratio = (all.s2 - b.s2) / (all.s - b.s);
    mean_squares += (mean - m.mean) * (mean - m.mean);
    ratio_squares += (ratio - m.ratio) * (ratio - m.ratio);
  }
  constexpr double weight = (n_blocks - 1.0) / n_blocks;
  m.mean_se = std::sqrt(weight * mean_squares);
  m.ratio_se = std::sqrt(weight * ratio_squares);
  return m;
}

}  // namespace somn::adiabatic
