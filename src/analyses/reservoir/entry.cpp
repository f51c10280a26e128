// What a linear read-out of all node voltages can do: memory of a random drive, transformation of a sine or triangle.
#include <somn/analyses/analysis.hpp>
#include <somn/analyses/reservoir/reservoir.hpp>
#include <somn/analyses/run_record.hpp>

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

struct ReservoirOfRun {
  std::optional<std::size_t> n_signals = {}, rows = {};
  std::optional<MemoryCapacity> memory = {};
  std::optional<Transformation> transformation = {};
  std::string reason = {};
};

Fields<ReservoirOfRun> fields_of(const ReservoirOfRun*) {
  using R = ReservoirOfRun;
  return Fields<R>()
      .value_if_any("n_signals", &R::n_signals, {.meaning = "nodes but the driven ones"})
      .value_if_any("rows", &R::rows, {.meaning = "the first half trains, the second tests"})
      .value_if_any("memory", &R::memory, {.meaning = "random drive: capacities of Dambre et al. 2012"})
      .value_if_any("transformation", &R::transformation, {.meaning = "sine, triangle: waves of the drive's period"})
      .value("reason", &R::reason, {.meaning = "why numbers are missing"});
}

// The voltages of all nodes but the driven ones, every `stride` rows from `first`.
std::vector<std::vector<double>> node_signals(const RunRecord& run, std::size_t first, std::size_t stride) {
  const Potentials& u = run.potentials();
  std::vector<std::vector<double>> signals;
  for (std::size_t node = 0; node < run.n_nodes; ++node) {
    if (node == run.source || node == run.drain || !run.is_connected[node]) continue;
    signals.emplace_back();
    for (std::size_t row = first; row < u.n_rows(); row += stride) signals.back().push_back(u.by_node[node][row]);
  }
  return signals;
}

Json of_run(const RunRecord& run) {
  const RunRecord::Periods p = run.last_periods();
  if (p.n == 0) return schema::to_json(ReservoirOfRun{.reason = needs_periods});
  if (run.potentials().by_node.empty()) return schema::to_json(ReservoirOfRun{.reason = needs_nodes});
  // rows of an adaptive run lie at k t_sample, those of Euler at (k + 1) dt: the last row is a period's first or last
  const std::size_t first = run.is_random ? p.first + p.per_period - 2 : p.first;
  const std::vector<std::vector<double>> signals = node_signals(run, first, run.is_random ? p.per_period : 1);
  const std::vector<std::span<const double>> rows(signals.begin(), signals.end());
  ReservoirOfRun r{.n_signals = signals.size(), .rows = signals.empty() ? 0 : signals.front().size()};
  if (run.is_random) {  // its levels, read at the end of each
    std::vector<double> input;
    for (std::size_t row = first; row < run.potentials().n_rows(); row += p.per_period)
      input.push_back(run.drive_voltage(run.trace->time()[row]));
    r.memory = memory_capacity(input, rows);
  } else {
    r.transformation = transform_wave(rows, p.per_period);
  }
  return schema::to_json(r);
}

}  // namespace

namespace entries {
extern const Analysis reservoir;
const Analysis reservoir{
    .name = "reservoir",
    .summary = "what a linear read-out of the node voltages can do",
    .input = Input::run,
    .needs_periods = true,
    .run_results = schema::descriptions<ReservoirOfRun>,
    .of_run = of_run,
};
}  // namespace entries

}  // namespace somn::analysis
