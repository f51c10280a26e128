// Read-outs of nodes that remember a little (x(n) = tanh(a x(n - 1) + b u(n))), and of noise that knows nothing of the
// input. The true score of a read-out is that of the same weights on twenty thousand further rows.
#include "calibration.hpp"

#include <somn/analyses/reservoir/capacity.hpp>
#include <somn/analyses/reservoir/evaluate.hpp>

#include <array>
#include <cmath>

namespace somn::calibration {
namespace {

using namespace analysis;

std::vector<double> input(std::size_t n, CounterStream& random) {
  std::vector<double> u;
  for (std::size_t k = 0; k < n; ++k) u.push_back(random.uniform());
  return u;
}

Signals nodes(const std::vector<double>& u, CounterStream& random) {
  Signals x;
  for (int k = 0; k < 10; ++k) {
    const double a = 0.1 * k, b = 0.3 + random.uniform();
    double state = 0;
    auto& signal = x.emplace_back();
    for (const double v : u) signal.push_back((state = std::tanh(a * state + b * v)) + 0.02 * normal(random));
  }
  return x;
}

Signals beginning(const Signals& all, std::size_t n) {
  Signals part;
  for (const auto& signal : all) part.emplace_back(signal.begin(), signal.begin() + static_cast<std::ptrdiff_t>(n));
  return part;
}

// Of 600 training rows and n_test, the score of the last target and its interval, and its truth.
int holds(TaskKind task, std::size_t n_test, CounterStream& random) {
  constexpr std::size_t washout = 30, n_train = 600, n_more = 20000;
  const Signals u{input(washout + n_train + n_more, random)};
  const Signals x = nodes(u[0], random);
  const auto evaluated = [&](std::size_t n, std::size_t n_resamplings) {
    EvaluateOptions o{.task = task, .setting = {.n_delays = 3}, .washout = washout, .drops_chance = false,
                      .seed = 7, .n_resamplings = n_resamplings};
    o.setting.low = 0, o.setting.high = 1.25;  // of an input to 1: NARMA-10 never runs away
    o.train = static_cast<double>(n_train) / static_cast<double>(n);
    return evaluate(beginning(u, washout + n), beginning(x, washout + n), o).targets.back();
  };
  const TargetResult r = evaluated(n_train + n_test, 200);
  const double truth = evaluated(n_train + n_more, 0).score;
  return r.interval ? r.interval->low <= truth && truth <= r.interval->high : -1;
}

}  // namespace

void reservoir(Count& count) {
  count(1000, {{.statistic = "a memory that is no chance", .data = "10 outputs of noise, 1000 rows", .nominal = 0.05, .tolerance = 0.02}},
        [](CounterStream& random) {
          const Signals u{input(1030, random)};
          Signals x(10);
          for (auto& signal : x)
            for (std::size_t k = 0; k < u[0].size(); ++k) signal.push_back(normal(random));
          const Evaluation e = evaluate(u, x, {.setting = {.n_delays = 10}, .n_resamplings = 0});
          return std::array<int, 1>{e.capacity.value_or(0) > 0};
        });
  count(1000, {{.statistic = "a part of the information that is no chance", .data = "10 outputs of noise, 1000 rows, about 90 targets",
                .nominal = 0.01, .promise = Row::Promise::at_most}},
        [](CounterStream& random) {
          const std::vector<double> u = input(1000, random);
          Signals x(10);
          for (auto& signal : x)
            for (std::size_t k = 0; k < u.size(); ++k) signal.push_back(normal(random));
          const std::vector<std::span<const double>> outputs(x.begin(), x.end());
          return std::array<int, 1>{information_capacity(u, outputs, 10, 2).total > 0};
        });
  for (const std::size_t n_test : {200u, 1000u}) {
    const std::string data = std::to_string(n_test) + " test rows, weights as trained on 600";
    count(500, {{.statistic = "95 % interval of a squared correlation", .data = data, .nominal = 0.95, .tolerance = 0.04}},
          [&](CounterStream& random) { return std::array<int, 1>{holds(TaskKind::memory, n_test, random)}; });
    count(500, {{.statistic = "95 % interval of an error of NARMA-10", .data = data, .nominal = 0.95, .tolerance = 0.04}},
          [&](CounterStream& random) { return std::array<int, 1>{holds(TaskKind::narma10, n_test, random)}; });
  }
}

}  // namespace somn::calibration
