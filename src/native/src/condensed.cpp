#include "condensed_self.hpp"

#include <algorithm>
#include <cmath>

namespace somn::native {
namespace {

constexpr auto none = Equations::none;

// The pins fixed, the reference at 0: the drain, or the substrate as one node more.
circuit::Circuit placed(circuit::Circuit c) {
  const circuit::Drive fixed;
  c.drive = fixed;
  for (circuit::Terminal& t : c.terminals) {
    t.drive.reset();
    if (t.node != c.source && t.node != c.drain) t.drive = fixed;
  }
  if (c.ground_capacitance == 0) return c;
  for (circuit::Terminal& t : c.terminals)
    if (t.node == c.drain) t.drive = fixed;
  c.drain = {static_cast<std::uint32_t>(c.n_nodes++)};
  c.is_connected.push_back(true);
  return c;
}

NodeName with_reference(const NodeName& name) {
  return [name](NodeId node) { return name ? name(node) : "n" + std::to_string(node.index); };
}

}  // namespace

Condensed::Self::Self(circuit::Circuit c, const NodeName& name)
    : circuit(placed(std::move(c))),
      groups(make_groups(circuit, with_reference(name))),
      equations(circuit, groups),
      matrix(equations, equations.potential_of(circuit.drain)),
      accepted(equations.n_slots()),
      stage(equations.n_slots()) {
  for (const auto& group : groups.groups) has_memory = has_memory || !group->is_steady;
  if (has_memory) begun.emplace(equations.n_slots());
  for (const circuit::Terminal& t : circuit.terminals) add_pin(t.node);
  if (circuit.ground_capacitance > 0) add_pin(circuit.drain);
  const std::size_t n = equations.n_potentials();
  u.assign(n, 0.0), sums.assign(n, 0.0), du.assign(equations.n_free(), 0.0);
  speed.assign(equations.n_slots(), 0.0), pace = speed;
  v_last = i_last = g_last = speed;
  if (equations.has_capacitance()) rate.assign(n, 0.0), rate_before = history = rate;
  start_anew();
}

void Condensed::Self::add_pin(NodeId node) {
  const std::uint32_t potential = equations.potential_of(node);
  std::uint32_t electrode = none;
  for (std::uint32_t e = 0; e < matrix.n_electrodes(); ++e)
    if (matrix.potential(e) == potential) electrode = e;
  if (node == circuit.drain) reference_pin = pins.size();
  pins.push_back(electrode);
}

void Condensed::Self::start_anew() {
  for (const auto& group : groups.groups) group->start(accepted);
  stage.x = accepted.x;
  for (std::vector<double>* memory : {&speed, &pace, &rate, &rate_before})
    std::fill(memory->begin(), memory->end(), 0.0);
  past.clear();
  time = 0, h_before = 0;
  slope.clear(), slope_before.clear();
  is_holding = is_first = true, has_trial = false, has_last = false;
}

Condensed::Condensed(circuit::Circuit c, const NodeName& name) : self_(std::make_unique<Self>(std::move(c), name)) {}
Condensed::Condensed(Condensed&&) noexcept = default;
Condensed& Condensed::operator=(Condensed&&) noexcept = default;
Condensed::~Condensed() = default;

std::size_t Condensed::n_pins() const {
  return self_->pins.size();
}

bool Condensed::hold() {
  if (self_->is_holding && self_->is_begun) return false;
  self_->start_anew();
  return self_->is_begun = true;
}

void Condensed::start_unknown(std::span<const double> v) {
  Self& s = *self_;
  s.start_anew();
  std::fill(s.u.begin(), s.u.end(), 0.0);
  for (std::size_t k = 0; k < s.u.size(); ++k)  // inside, what has no history is at the host's ground
    if (k < s.equations.n_free()) s.u[k] = -v[s.reference_pin];
  for (std::size_t p = 0; p < s.pins.size(); ++p)
    if (s.pins[p] != none) s.u[s.matrix.potential(s.pins[p])] = v[p] - v[s.reference_pin];
  s.has_factor = false;
  std::fill(s.accepted.f.begin(), s.accepted.f.end(), std::numeric_limits<double>::quiet_NaN());
  s.u_accepted = s.u;
  if (!s.rate.empty()) s.past.assign(1, s.u);
  s.is_holding = false;
}

void Condensed::step(const CondensedStep& step) {
  self_->begin_step(step);
}

bool Condensed::evaluate(std::span<const double> v, const HostTolerance& t) {
  Self& s = *self_;
  if (s.has_last) {
    s.currents_before = s.currents;
    s.answers_before = s.answers;
    s.v_before = s.v_pins;
  }
  if (!s.is_ahead) s.take_voltages(v);
  s.v_pins.assign(v.begin(), v.end());
  s.equations.voltages(s.u, s.stage.v);
  s.solve_junctions();
  s.limit_junctions();
  s.has_trial = true;
  if (!s.sum(t.leak, v[s.reference_pin])) {
    s.has_last = s.is_settled = false;
    std::fill(s.du.begin(), s.du.end(), 0.0);
    std::copy(s.u_accepted.begin(), s.u_accepted.end(), s.u.begin());
    return false;
  }
  if (s.is_ahead) s.bring_back(v);
  s.judge(t, v);
  s.has_last = true;
  s.is_first = false;
  return true;
}

bool Condensed::is_settled() const {
  return self_->is_settled;
}

bool Condensed::accept() {
  const bool has_trial = self_->has_trial;
  self_->accept();
  return has_trial;
}

std::span<const double> Condensed::currents() const {
  return self_->currents;
}

double Condensed::conductance(std::size_t pin, std::size_t by_pin) const {
  return self_->answers[pin * self_->pins.size() + by_pin];
}

double Condensed::time() const {
  return self_->time;
}
const circuit::Circuit& Condensed::circuit() const {
  return self_->circuit;
}
std::span<const double> Condensed::states() const {
  return self_->accepted.x;
}
std::span<const double> Condensed::junction_conductances() {
  Self& s = *self_;
  s.g_out.resize(s.accepted.x.size());
  s.x_of_g.resize(s.accepted.x.size(), std::numeric_limits<double>::quiet_NaN());
  for (const auto& group : s.groups.groups) group->conductances(s.accepted.x.data(), s.x_of_g.data(), s.g_out.data());
  return s.g_out;
}
std::span<const std::uint32_t> Condensed::junction_of_slot() const {
  return self_->groups.junction_of_slot;
}
bool Condensed::is_ohmic() const {
  return std::all_of(self_->groups.groups.begin(), self_->groups.groups.end(),
                     [](const auto& g) { return g->is_ohmic; });
}
std::size_t Condensed::n_factorisations() const {
  return self_->matrix.n_factorisations;
}

double Condensed::largest_correction() const {
  double largest = 0;
  for (const double d : self_->du) largest = std::max(largest, std::abs(d));
  return largest;
}

}  // namespace somn::native
