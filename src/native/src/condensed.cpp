#include "condensed_matrix.hpp"
#include "junctions.hpp"
#include "step_wish.hpp"

#include <somn/core/error.hpp>
#include <somn/native/condensed.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

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

NodeName with_reference(const circuit::Circuit& c, const NodeName& name) {
  return [&c, name](NodeId node) { return name ? name(node) : "n" + std::to_string(node.index); };
}

}  // namespace

struct Condensed::Self {
  Self(circuit::Circuit c, const NodeName& name)
      : circuit(placed(std::move(c))),
        groups(make_groups(circuit, with_reference(circuit, name))),
        equations(circuit, groups),
        matrix(equations, equations.potential_of(circuit.drain)),
        accepted(equations.n_slots()),
        stage(equations.n_slots()) {
    for (const auto& group : groups.groups) has_memory = has_memory || !group->is_steady;
    if (has_memory) begun.emplace(equations.n_slots());
    for (const circuit::Terminal& t : circuit.terminals) add_pin(t.node);
    if (equations.ground_capacitance(0) > 0 || circuit.ground_capacitance > 0) add_pin(circuit.drain);
    const std::size_t n = equations.n_potentials();
    u.assign(n, 0.0), sums.assign(n, 0.0), du.assign(equations.n_free(), 0.0);
    speed.assign(equations.n_slots(), 0.0), pace = speed;
    v_last = i_last = g_last = speed;
    if (equations.has_capacitance()) rate.assign(n, 0.0), rate_before = history = rate;
    start_anew();
  }

  void add_pin(NodeId node) {
    const std::uint32_t potential = equations.potential_of(node);
    std::uint32_t electrode = none;
    for (std::uint32_t e = 0; e < matrix.n_electrodes(); ++e)
      if (matrix.potential(e) == potential) electrode = e;
    if (node == circuit.drain) reference_pin = pins.size();
    pins.push_back(electrode);
    is_connected.push_back(potential != none);
  }

  void start_anew() {
    for (const auto& group : groups.groups) group->start(accepted);
    stage.x = accepted.x;
    std::fill(speed.begin(), speed.end(), 0.0);
    std::fill(pace.begin(), pace.end(), 0.0);
    std::fill(rate.begin(), rate.end(), 0.0);
    std::fill(rate_before.begin(), rate_before.end(), 0.0);
    past.clear();
    time = 0, h_before = 0;
    is_holding = is_first = true, has_trial = false, has_last = false;
  }

  const State& start() const { return begun && !is_holding ? *begun : accepted; }

  void begin_step(const CondensedStep& s);
  void take_voltages(std::span<const double> v, double leak);
  void find_jumps();
  double guess(const Group&, std::size_t slot) const;
  void solve_junctions();
  void limit_junctions();
  bool sum(double leak, double v_reference);
  void take_rates();
  void judge(const HostTolerance&, std::span<const double> v);
  double capacitor_wish(const StepDemand&) const;
  void accept();

  circuit::Circuit circuit;
  Groups groups;
  Equations equations;
  CondensedMatrix<double> matrix;
  mutable std::unique_ptr<CondensedMatrix<std::complex<double>>> small;
  std::vector<std::uint32_t> pins;  // electrode of each; none: the reference, or a pin that touches nothing
  std::vector<bool> is_connected;
  std::size_t reference_pin = 0;
  bool has_memory = false;

  // the accepted point, and the one where memories are brought up to date for the step that begins there
  State accepted;
  std::optional<State> begun;
  std::vector<double> u_accepted;
  std::vector<double> speed, pace;        // [V/s], [1/s] of junctions in the last step
  std::vector<double> rate_before;        // [V/s] of potentials, as the host integrates them
  std::vector<std::vector<double>> past;  // [V] potentials at the accepted points, the last one first
  double time = 0, h_before = 0;

  // the trial
  CondensedStep trial;
  Stage stage;
  std::vector<double> u, sums, du;             // [V], [A], [V]
  std::vector<double> rate, history;           // [V/s]
  std::vector<double> v_last, i_last, g_last;  // where each junction was linearised in the iteration before
  struct Limited {
    std::size_t slot;
    double v, i;  // [V], [A] of the linearisation
  };
  std::vector<Limited> limited;                   // in this iteration
  std::vector<double> currents, answers, v_pins;  // at pins: [A], [S] row by row, [V]
  std::vector<double> at_electrodes, dv, currents_before, answers_before, v_before;
  bool is_holding = true, has_trial = false, has_last = false, has_factor = false;
  bool is_begun = false;  // somebody asked for an operating point
  bool is_settled = false, is_first = true;
  std::vector<double> g_out, x_of_g;
};

void Condensed::Self::begin_step(const CondensedStep& s) {
  if (is_holding && has_trial) accept();
  is_holding = false, has_trial = false, has_last = false, is_first = true;
  trial = s;
  if (begun) {
    *begun = accepted;
    for (const auto& group : groups.groups) group->begin(s.from, *begun);
  }
  if (u_accepted.empty()) u_accepted.assign(u.size(), 0.0);
  u = u_accepted;
  std::fill(du.begin(), du.end(), 0.0);
  const State& from = start();
  for (const auto& group : groups.groups)
    for (std::size_t k = group->first; k < group->first + group->n; ++k) {
      const bool jumps = std::isnan(from.f[k]);
      stage.weight[k] = theta(-s.h * from.f_x[k], group->is_linear) * s.h;
      stage.early[k] = jumps ? s.h : 0;
      stage.base[k] = jumps ? from.x[k] : from.x[k] + (s.h - stage.weight[k]) * from.f[k];
    }
  if (rate.empty()) return;
  const auto& a = s.companion.a;
  for (std::size_t k = 0; k < history.size(); ++k) {
    history[k] = 0;
    if (s.companion.is_trapezoid)
      history[k] = -a[0] * past[0][k] - a[1] * rate_before[k];
    else
      for (std::size_t j = 1; j <= static_cast<std::size_t>(s.companion.order); ++j)
        history[k] += a[j] * past[std::min(j, past.size()) - 1][k];
  }
}

void Condensed::Self::take_voltages(std::span<const double> v, double leak) {
  const double reference = v[reference_pin];
  dv.assign(matrix.n_electrodes(), 0.0);
  for (std::size_t p = 0; p < pins.size(); ++p)
    if (pins[p] != none) {
      double& at = u[matrix.potential(pins[p])];
      dv[pins[p]] = v[p] - reference - at;
      at = v[p] - reference;
    }
  if (has_factor && leak > 0 && dv.size() == pins.size()) dv.back() = 0;
  if (has_factor) matrix.follow(dv, du);
  for (std::size_t k = 0; k < du.size(); ++k) u[k] += du[k];
}

void Condensed::Self::find_jumps() {
  const State& from = start();
  for (std::size_t k = 0; k < speed.size(); ++k) {
    const double moved = std::abs(stage.v[k] - from.v[k]);
    if (stage.early[k] != 0 || !(moved > 10 * trial.h * std::abs(speed[k]) + 1e-12 * std::abs(stage.v[k]))) continue;
    stage.early[k] = trial.h;
    stage.base[k] = from.x[k];
  }
}

// The state at the beginning, or a short explicit step: where a step has several solutions, the flat model and this one
// take the same. In a step that is shorter than anything a jump stays jumped.
double Condensed::Self::guess(const Group& group, std::size_t k) const {
  const State& from = start();
  const double step = trial.h * from.f[k];
  return from.x[k] + (std::abs(step) < 0.01 * group.scale ? step : 0);
}

void Condensed::Self::solve_junctions() {
  if (is_holding) {
    for (const auto& group : groups.groups) group->frozen(accepted.memory, stage);
    return;
  }
  if (trial.is_first_order) find_jumps();
  const State& from = start();
  if (is_first || trial.h > trial.shortest)
    for (const auto& group : groups.groups)
      for (std::size_t k = group->first; k < group->first + group->n; ++k) stage.x[k] = guess(*group, k);
  for (const auto& group : groups.groups) group->solve(from.memory, stage);
}

// Newton's method on a steep branch: where a current overshoots what the last tangent predicted, its junction is
// linearised at the voltage in between that carries the predicted current (as models/glue/limit.h does).
void Condensed::Self::limit_junctions() {
  limited.clear();
  const auto find = [&](const Group& group, std::size_t k) {
    const double v = stage.v[k], target = i_last[k] + g_last[k] * (v - v_last[k]);
    const double beyond = stage.i[k] - target, ahead = target - i_last[k];
    if (!(beyond * ahead > 0 && std::abs(beyond) > 0.5 * std::abs(ahead) &&
          std::abs(beyond) > 1e-3 * std::abs(stage.i[k])))
      return;
    const auto evaluate_at = [&](double at) {
      stage.v[k] = at;
      if (!is_holding) {
        if (trial.h > trial.shortest) stage.x[k] = guess(group, k);
        group.solve_at(start().memory, k, stage);
        return;
      }
      stage.i[k] = group.amperes(accepted.memory[k], stage.x[k], at);
    };
    double low = v_last[k], high = v, at = v;
    for (int n = 0; n < 60 && std::abs(stage.i[k] - target) > 1e-6 * std::abs(target); ++n) {
      evaluate_at(at = 0.5 * (low + high));
      ((stage.i[k] - target) * (target - i_last[k]) > 0 ? high : low) = at;
    }
    if (is_holding) stage.g[k] = group.slope(accepted.memory[k], stage.x[k], at);
    limited.push_back({k, at, stage.i[k]});
    stage.i[k] += stage.g[k] * (v - at);
    stage.v[k] = v;
  };
  if (has_last)
    for (const auto& group : groups.groups) {
      if (is_holding && group->is_ohmic) continue;
      for (std::size_t k = group->first; k < group->first + group->n; ++k) find(*group, k);
    }
  v_last = stage.v, i_last = stage.i, g_last = stage.g;
  for (const Limited& l : limited) v_last[l.slot] = l.v, i_last[l.slot] = l.i;
}

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
    if (pins[p] != none) at_electrodes[pins[p]] = sums[matrix.potential(pins[p])];
  std::copy_n(sums.begin(), n_free, du.begin());
  matrix.reduce(du, at_electrodes);

  currents.assign(n_pins, 0.0);
  answers.assign(n_pins * n_pins, 0.0);
  for (std::size_t p = 0; p < n_pins; ++p) {
    if (pins[p] == none) continue;
    currents[p] = at_electrodes[pins[p]];
    for (std::size_t q = 0; q < n_pins; ++q)
      if (pins[q] != none) answers[p * n_pins + q] = matrix.answer(pins[p], pins[q]);
  }
  // the reference: what goes into all others comes out of it, and a common shift of all voltages changes nothing
  const std::size_t r = reference_pin;
  for (std::size_t e = 0; e < n; ++e) {
    currents[r] -= at_electrodes[e];
    for (std::size_t p = 0; p < n_pins; ++p)
      if (pins[p] != none) {
        answers[p * n_pins + r] -= matrix.answer(pins[p], e);
        answers[r * n_pins + p] -= matrix.answer(e, pins[p]);
      }
    for (std::size_t f = 0; f < n; ++f) answers[r * n_pins + r] += matrix.answer(e, f);
  }
  const auto is_finite = [](double x) { return std::isfinite(x); };
  return std::all_of(currents.begin(), currents.end(), is_finite) &&
         std::all_of(answers.begin(), answers.end(), is_finite);
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

// The last correction is followed by states and currents by their derivatives: its error is of second order.
void Condensed::Self::accept() {
  if (!has_trial) return;
  has_trial = false;
  if (is_holding) {
    for (std::size_t k = 0; k < du.size(); ++k) u[k] += du[k];
    equations.voltages(u, stage.v);
    accepted.v = stage.v;
    for (const auto& group : groups.groups) group->take_rates(accepted);
    time = h_before = 0;
  } else {
    for (std::size_t k = 0; k < du.size(); ++k) u[k] += du[k];
    v_last = stage.v;
    equations.voltages(u, stage.v);
    for (std::size_t k = 0; k < stage.v.size(); ++k)
      if (stage.x_v[k] != 0 && stage.early[k] == 0) {
        stage.x[k] += stage.x_v[k] * (stage.v[k] - v_last[k]);
        stage.f[k] = (stage.x[k] - stage.base[k]) / stage.weight[k];
      }
    const State& from = start();
    for (const auto& group : groups.groups)
      for (std::size_t k = group->first; k < group->first + group->n; ++k) {
        speed[k] = (stage.v[k] - from.v[k]) / trial.h;
        const double now = std::abs(stage.x[k] - from.x[k]) / (trial.h * group->scale);
        pace[k] = std::max(now, pace[k] / (1 + trial.h * pace[k]));
      }
    if (begun) accepted.memory = begun->memory;
    accepted.x = stage.x, accepted.v = stage.v, accepted.f = stage.f, accepted.f_x = stage.f_x;
    if (!rate.empty()) take_rates(), rate_before = rate;
    time = trial.from + trial.h;
    h_before = trial.h;
  }
  u_accepted = u;
  std::fill(du.begin(), du.end(), 0.0);
  if (rate.empty()) return;
  if (is_holding) past.clear();
  const std::size_t most = 7;
  if (past.size() < most) past.emplace_back();
  std::rotate(past.begin(), past.end() - 1, past.end());
  past.front() = u;
}

// Of every capacitance what SPICE makes of its own: the divided difference of order + 1 against the tolerance.
double Condensed::Self::capacitor_wish(const StepDemand& d) const {
  if (rate.empty() || !(d.truncation > 0)) return infinity;
  static constexpr double gear[] = {.5, .2222222222, .1363636364, .096, .07299270073, .05830903790};
  const auto order = static_cast<std::size_t>(trial.companion.order);
  const double factor = trial.companion.is_trapezoid ? .08333333333 : gear[order - 1];
  std::vector<std::vector<double>> difference{u};
  for (std::size_t j = 0; j <= order; ++j) difference.push_back(past[std::min(j, past.size() - 1)]);
  std::vector<double> span(d.steps.begin(), d.steps.end());
  for (std::size_t level = order + 1; level-- > 0;) {
    for (std::size_t j = 0; j <= level; ++j)
      for (std::size_t k = 0; k < u.size(); ++k) difference[j][k] = (difference[j][k] - difference[j + 1][k]) / span[j];
    for (std::size_t j = 0; j + 1 <= level; ++j) span[j] = span[j + 1] + d.steps[j];
  }
  double shortest = infinity;
  const auto look = [&](double c, double q, double q_before, double i, double i_before, double derivative) {
    const double of_current = d.current + d.relative * c * std::max(std::abs(i), std::abs(i_before));
    const double of_charge = d.relative * std::max(c * std::max(std::abs(q), std::abs(q_before)), d.charge) / trial.h;
    const double error = std::max(d.current, factor * std::abs(c * derivative));
    shortest = std::min(shortest, d.truncation * std::max(of_current, of_charge) / error);
  };
  const std::vector<double>& dd = difference[0];
  const std::vector<double>& before = past.front();
  const auto& branches = equations.branches();
  for (std::size_t k = 0; k < branches.size() && equations.junction_capacitance() > 0; ++k) {
    const auto [a, b] = std::pair{branches[k].plus, branches[k].minus};
    look(equations.junction_capacitance(), u[a] - u[b], before[a] - before[b], rate[a] - rate[b],
         rate_before[a] - rate_before[b], dd[a] - dd[b]);
  }
  for (std::size_t k = 0; k < u.size(); ++k)
    if (const double c = equations.ground_capacitance(k); c > 0)
      look(c, u[k], before[k], rate[k], rate_before[k], dd[k]);
  return order == 1 ? shortest : std::pow(shortest, 1.0 / static_cast<double>(order));
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
  s.take_voltages(v, t.leak);
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

double Condensed::wish(const StepDemand& d) const {
  const Self& s = *self_;
  if (s.is_holding || !s.has_trial) return infinity;
  const StepCourse course{.h = s.trial.h,
                          .h_before = s.h_before,
                          .is_smooth = !s.trial.is_first_order || d.is_always_smooth,
                          .start = s.start(),
                          .end = s.stage,
                          .v_t_before = s.speed.data(),
                          .pace = s.pace.data()};
  const WishLimits limits{.accuracy = d.accuracy,
                          .t_stop = d.t_stop,
                          .h_max = d.longest_regenerative,
                          .shortest = s.trial.shortest,
                          .scale = 1,
                          .unique_step = infinity,
                          .g_on = 0};
  double shortest = s.capacitor_wish(d);
  for (const auto& group : s.groups.groups)
    shortest = std::min(shortest, group->wish(s.start().memory, course, limits));
  return shortest;
}

double Condensed::next_stop() const {
  const Self& s = *self_;
  const double now = s.trial.from + s.trial.h;
  double next = infinity;
  for (const auto& group : s.groups.groups) {
    if (group->slot < infinity) next = std::min(next, group->slot * (1 + std::floor(now / group->slot + 1e-6)));
    const double phase = group->next_phase_end(now, s.start().memory, s.stage.x.data(), s.stage.f.data());
    if (phase < infinity) next = std::min(next, std::max(phase, now + s.trial.shortest));
  }
  return next;
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
      if (s.pins[p] != none && s.pins[q] != none) {
        const Complex value = m.answer(s.pins[p], s.pins[q]);
        y[p * n_pins + q] = value;
        y[p * n_pins + r] -= value, y[r * n_pins + q] -= value, y[r * n_pins + r] += value;
      }
  return std::all_of(y.begin(), y.end(), [](Complex c) { return std::isfinite(c.real()) && std::isfinite(c.imag()); });
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
