// A random drive gives memory and tasks, a sine or triangle its transformation. What is read are the electrodes that the
// run recorded, else the voltages of all nodes.
#include <somn/analyses/reservoir/capacity.hpp>
#include <somn/analyses/reservoir/evaluate.hpp>
#include <somn/analyses/reservoir/of_run.hpp>
#include <somn/analyses/reservoir/reservoir.hpp>
#include <somn/analyses/run_record.hpp>
#include <somn/core/error.hpp>

#include <algorithm>
#include <cmath>

namespace somn::analysis {

schema::Fields<MemoryCapacity> fields_of(const MemoryCapacity*) {
  return schema::Fields<MemoryCapacity>()
      .value("capacity", &MemoryCapacity::total, {.meaning = "sum over delays from 1 on"})
      .value("delays", &MemoryCapacity::delays, {.meaning = "capacity of each delay, from 0 on"})
      .value("square", &MemoryCapacity::square, {.meaning = "of u(n)^2"})
      .value("product", &MemoryCapacity::product, {.meaning = "of u(n) u(n-1)"});
}

schema::Fields<Transformation> fields_of(const Transformation*) {
  return schema::Fields<Transformation>()
      .value("sine", &Transformation::sine, {.meaning = "accuracy 1 - RNMSE"})
      .value("square", &Transformation::square, {.meaning = "accuracy"})
      .value("sawtooth", &Transformation::sawtooth, {.meaning = "accuracy"})
      .value("doubled", &Transformation::doubled, {.meaning = "accuracy, twice the frequency"})
      .value("quarter", &Transformation::quarter, {.meaning = "accuracy, a quarter period late"});
}

namespace {

using schema::Fields;

// Scores of `somn analyse reservoir` on the same rows, and those of as many taps of the input.
struct Tasks {
  double capacity = 0, capacity_inputs = 0;
  double narma10 = 0, narma10_inputs = 0;
  double xor_right = 0, parity_3_right = 0;
  std::optional<double> information = {};
  std::optional<std::vector<double>> information_by_degree = {};
};

Fields<Tasks> fields_of(const Tasks*) {
  using T = Tasks;
  return Fields<T>()
      .value("capacity", &T::capacity, {.meaning = "task memory, 30 delays"})
      .value("capacity_inputs", &T::capacity_inputs, {.meaning = "of as many taps of the input as there are outputs"})
      .value("narma10", &T::narma10, {.meaning = "NRMSE"})
      .value("narma10_inputs", &T::narma10_inputs, {.meaning = "NRMSE of as many taps of the input"})
      .value("xor_right", &T::xor_right, {.meaning = "share of right signs, parity of 2"})
      .value("parity_3_right", &T::parity_3_right, {.meaning = "likewise, of 3"})
      .value_if_any("information", &T::information, {.meaning = "information processing capacity, where rows are enough"})
      .value_if_any("information_by_degree", &T::information_by_degree, {.meaning = "of degree 1, 2, ..."});
}

struct ReservoirOfRun {
  std::optional<std::string> read = {};
  std::optional<std::size_t> n_signals = {}, rows = {};
  std::optional<MemoryCapacity> memory = {};
  std::optional<Tasks> tasks = {};
  std::optional<Transformation> transformation = {};
  std::string reason = {};
};

Fields<ReservoirOfRun> fields_of(const ReservoirOfRun*) {
  using R = ReservoirOfRun;
  return Fields<R>()
      .value_if_any("read", &R::read, {.meaning = "electrodes, or nodes where no electrode was recorded"})
      .value_if_any("n_signals", &R::n_signals, {.meaning = "electrodes (virtual nodes count each), or nodes but the driven ones"})
      .value_if_any("rows", &R::rows, {.meaning = "memory, transformation: the first half trains, the second tests"})
      .value_if_any("memory", &R::memory, {.meaning = "random drive: capacities of Dambre et al. 2012"})
      .value_if_any("tasks", &R::tasks, {.meaning = "random drive, from 100 inputs on: as `somn analyse reservoir` scores them"})
      .value_if_any("transformation", &R::transformation, {.meaning = "sine, triangle: waves of the drive's period"})
      .value("reason", &R::reason, {.meaning = "why numbers are missing"});
}

// The signals that are read, whole.
Signals read_of(const RunRecord& run, ReservoirOfRun& r) {
  if (!run.read_outs.empty()) {
    r.read = "electrodes";
    return run.trace->load(run.read_outs);
  }
  const Potentials& u = run.potentials();
  if (u.by_node.empty()) {
    r.reason = std::string(needs_nodes) + ", or \"electrodes\"";
    return {};
  }
  r.read = "nodes";
  Signals signals;
  for (std::size_t node = 0; node < run.n_nodes; ++node)
    if (node != run.source && node != run.drain && run.is_connected[node]) signals.push_back(u.by_node[node]);
  return signals;
}

// Rows of adaptive runs lie at k t_sample, those of Euler at (k + 1) dt: the last row of a period, or of a part of it, is
// its first or its last. The one before is in it.
Signals rows_of(const Signals& signals, const RunRecord::Periods& p, std::size_t n_parts) {
  Signals rows;
  for (const std::vector<double>& s : signals)
    for (std::size_t part = 1; part <= n_parts; ++part) {
      rows.emplace_back();
      for (std::size_t k = 0; k < p.n; ++k) rows.back().push_back(s[p.first + k * p.per_period + part * p.per_period / n_parts - 2]);
    }
  return rows;
}

std::vector<double> inputs_of(const RunRecord& run, const RunRecord::Periods& p) {
  std::vector<double> u;
  for (std::size_t k = 0; k < p.n; ++k) {
    const double time = run.trace->time()[p.first + (k + 1) * p.per_period - 2];
    u.push_back(run.inputs[std::min(run.inputs.size() - 1, static_cast<std::size_t>(time * run.frequency))]);
  }
  return u;
}

Tasks tasks_of(const std::vector<double>& u, const Signals& outputs) {
  const Signals inputs{u};
  EvaluateOptions o{.seed = 1, .n_resamplings = 0};
  o.setting.n_delays = std::min<std::size_t>(30, u.size() / 4);
  o.washout = std::min<std::size_t>(30, u.size() / 4);
  const auto of = [&](TaskKind kind) {
    o.task = kind;
    return evaluate(inputs, outputs, o);
  };
  const Evaluation memory = of(TaskKind::memory), narma = of(TaskKind::narma10), parity = of(TaskKind::parity);
  Tasks t{.capacity = memory.value,
          .capacity_inputs = memory.control.inputs,
          .narma10 = narma.value,
          .narma10_inputs = narma.control.inputs,
          .xor_right = parity.targets[0].score,
          .parity_3_right = parity.targets[1].score};
  try {
    const std::vector<std::span<const double>> rows(outputs.begin(), outputs.end());
    const InformationCapacity c = information_capacity(u, rows);
    t.information = c.total;
    t.information_by_degree = c.by_degree;
  } catch (const InputError&) {  // too few rows for its targets
  }
  return t;
}

}  // namespace

Json reservoir_of_run(const RunRecord& run) {
  const RunRecord::Periods p = run.last_periods();
  const std::size_t n_parts = std::max<std::size_t>(1, run.n_parts);
  if (p.n == 0 || p.per_period / n_parts < 2) return schema::to_json(ReservoirOfRun{.reason = needs_periods});
  ReservoirOfRun r;
  const Signals whole = read_of(run, r);
  if (whole.empty()) return schema::to_json(r);
  if (run.is_random) {
    const Signals outputs = rows_of(whole, p, n_parts);
    const std::vector<double> u = inputs_of(run, p);
    const std::vector<std::span<const double>> rows(outputs.begin(), outputs.end());
    r.n_signals = outputs.size(), r.rows = u.size();
    r.memory = memory_capacity(u, rows);
    if (u.size() >= 100) r.tasks = tasks_of(u, outputs);
  } else {
    std::vector<std::span<const double>> rows;
    for (const std::vector<double>& s : whole) rows.push_back(std::span(s).subspan(p.first));
    r.n_signals = rows.size(), r.rows = rows.front().size();
    r.transformation = transform_wave(rows, p.per_period);
  }
  return schema::to_json(r);
}

std::vector<schema::Description> reservoir_run_results() {
  return schema::descriptions<ReservoirOfRun>();
}

}  // namespace somn::analysis
