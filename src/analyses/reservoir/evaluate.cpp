#include <somn/analyses/reservoir/evaluate.hpp>
#include <somn/core/error.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace somn::analysis {
namespace {

using Rows = std::vector<std::span<const double>>;

struct Window {
  std::size_t first = 0, end = 0, n_train = 0;
  std::size_t n() const { return end - first; }
};

Window window_of(const std::vector<Target>& targets, const EvaluateOptions& o) {
  Window w{.first = o.washout, .end = targets.front().values.size()};
  for (const Target& t : targets)
    while (w.end > w.first && std::isnan(t.values[w.end - 1])) --w.end;
  for (const Target& t : targets)
    while (w.first < w.end && std::isnan(t.values[w.first])) ++w.first;
  w.n_train = static_cast<std::size_t>(o.train * static_cast<double>(w.n()));
  if (w.n() < 40 || w.n_train < 20 || w.n() - w.n_train < 10)
    throw InputError({.what = "too few rows to train and to test",
                      .where = "reservoir",
                      .value = fmt::format("{} rows, {} of them washed out, {} to train", targets.front().values.size(),
                                           w.first, w.n_train),
                      .allowed = "20 to train and 10 to test at least"});
  return w;
}

Rows part(const Signals& signals, const Window& w) {
  Rows rows;
  for (const std::vector<double>& s : signals) rows.push_back(std::span(s).subspan(w.first, w.n()));
  return rows;
}

// Predictions of the test rows, one list for each target, and the penalties.
struct Told {
  Signals predictions;
  std::vector<double> penalties;
};

Told tell(const Signals& outputs, const std::vector<Target>& targets, const Window& w, const Ridge& ridge) {
  const ReadOut read_out(part(outputs, w), w.n_train, ridge);
  Told told;
  for (const Target& t : targets) {
    const Weights weights = read_out.weights(std::span(t.values).subspan(w.first, w.n()));
    const std::vector<double> all = read_out.prediction(weights);
    told.predictions.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(w.n_train), all.end());
    told.penalties.push_back(weights.penalty);
  }
  return told;
}

std::span<const double> test_of(const Target& t, const Window& w) {
  return std::span(t.values).subspan(w.first + w.n_train, w.n() - w.n_train);
}

std::vector<double> scores_of(Score score, const std::vector<Target>& targets, const Signals& predictions, const Window& w) {
  std::vector<double> scores;
  for (std::size_t k = 0; k < targets.size(); ++k) scores.push_back(score_of(score, test_of(targets[k], w), predictions[k]));
  return scores;
}

double together(TaskKind task, const std::vector<double>& scores) {
  return task == TaskKind::memory ? std::accumulate(scores.begin(), scores.end(), 0.0) : scores.front();
}

Interval95 middle_95(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double p) {
    const double x = p * static_cast<double>(values.size() - 1);
    const auto k = static_cast<std::size_t>(x);
    return k + 1 < values.size() ? values[k] + (x - static_cast<double>(k)) * (values[k + 1] - values[k]) : values[k];
  };
  return {at(0.025), at(0.975)};
}

// Scores of resampled test rows: by target, by resampling.
Signals resampled(Score score, const std::vector<Target>& targets, const Signals& predictions, const Window& w, const EvaluateOptions& o) {
  const std::size_t n = w.n() - w.n_train;
  const auto block = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(n))));
  Signals scores(targets.size());
  std::vector<double> z(n), y(n);
  for (std::size_t b = 0; b < o.n_resamplings; ++b) {
    CounterStream random(o.seed, b);
    std::vector<std::size_t> rows;
    while (rows.size() < n) {
      const std::size_t from = random.below(n - block + 1);
      for (std::size_t k = 0; k < block && rows.size() < n; ++k) rows.push_back(from + k);
    }
    for (std::size_t t = 0; t < targets.size(); ++t) {
      const std::span<const double> test = test_of(targets[t], w);
      for (std::size_t k = 0; k < n; ++k) z[k] = test[rows[k]], y[k] = predictions[t][rows[k]];
      scores[t].push_back(score_of(score, z, y));
    }
  }
  return scores;
}

Signals in_random_order(const Signals& outputs, std::uint64_t seed) {
  std::vector<std::size_t> order(outputs.front().size());
  std::iota(order.begin(), order.end(), 0);
  CounterStream random(seed, 0xffffffff);
  for (std::size_t k = order.size(); k > 1; --k) std::swap(order[k - 1], order[random.below(k)]);
  Signals shuffled;
  for (const std::vector<double>& s : outputs) {
    shuffled.emplace_back();
    for (const std::size_t row : order) shuffled.back().push_back(s[row]);
  }
  return shuffled;
}

// n_test r^2 of what is unrelated is about chi^2 with one degree of freedom; of all delays together one in 20.
double chance(std::size_t n_test, std::size_t n_targets) {
  const double p = 0.05 / static_cast<double>(n_targets);
  return boost::math::quantile(boost::math::complement(boost::math::chi_squared_distribution<>(1), p)) /
         static_cast<double>(n_test);
}

}  // namespace

schema::Fields<Interval95> fields_of(const Interval95*) {
  return schema::Fields<Interval95>().value("low", &Interval95::low, {.meaning = "2.5 %"}).value("high", &Interval95::high, {.meaning = "97.5 %"});
}

schema::Fields<TargetResult> fields_of(const TargetResult*) {
  using T = TargetResult;
  return schema::Fields<T>()
      .value("name", &T::name, {.meaning = "of the target"})
      .value("score", &T::score, {.meaning = "of the test rows"})
      .value_if_any("interval", &T::interval, {.meaning = "95 %, of the test rows in blocks"})
      .value("inputs", &T::inputs, {.meaning = "score of as many taps of the inputs as there are outputs"})
      .value("resistors", &T::resistors, {.meaning = "score of the present inputs"})
      .value("shuffled", &T::shuffled, {.meaning = "score of the outputs in random order"})
      .value("ridge", &T::penalty, {.meaning = "penalty that was used"});
}

schema::Fields<Shown> fields_of(const Shown*) {
  return schema::Fields<Shown>()
      .value("target", &Shown::target, {.meaning = "the first target in the first test rows"})
      .value("prediction", &Shown::prediction, {.meaning = "of it"});
}

schema::Fields<Controls> fields_of(const Controls*) {
  return schema::Fields<Controls>()
      .value("inputs", &Controls::inputs, {.meaning = "as many taps of the inputs as there are outputs"})
      .value("resistors", &Controls::resistors, {.meaning = "the present inputs: a film of resistors"})
      .value("shuffled", &Controls::shuffled, {.meaning = "the outputs in random order of rows"});
}

schema::Fields<Evaluation> fields_of(const Evaluation*) {
  using E = Evaluation;
  return schema::Fields<E>()
      .value("score", &E::score_name, {.meaning = "what is measured"})
      .value("value", &E::value, {.meaning = "of memory the sum over delays, else of the first target"})
      .value_if_any("interval", &E::interval, {.meaning = "95 %, of the test rows in blocks"})
      .value("control", &E::control, {.meaning = "the same value of less"})
      .value_if_any("capacity", &E::capacity, {.meaning = "memory: sum over delays"})
      .value_if_any("capacity_by_delay", &E::capacity_by_delay, {.meaning = "from delay 1 on"})
      .value_if_any("capacity_raw", &E::capacity_raw, {.meaning = "with what could be chance"})
      .value_if_any("threshold", &E::threshold, {.meaning = "a capacity below counts 0"})
      .value("n_outputs", &E::n_outputs, {.meaning = "signals that are read"})
      .value("n_train", &E::n_train, {.meaning = "rows"})
      .value("n_test", &E::n_test, {.meaning = "rows"})
      .value("targets", &E::targets, {.meaning = "one by one"})
      .value("shown", &E::shown, {.meaning = "for the figure"});
}

Signals shift_register(const Signals& inputs, std::size_t n_taps) {
  Signals taps;
  for (std::size_t k = 0; taps.size() < n_taps; ++k)
    for (std::size_t i = 0; i < inputs.size() && taps.size() < n_taps; ++i) {
      std::vector<double> tap(inputs[i].size(), 0.0);
      for (std::size_t n = k; n < tap.size(); ++n) tap[n] = inputs[i][n - k];
      taps.push_back(std::move(tap));
    }
  return taps;
}

Evaluation evaluate(const Signals& inputs, const Signals& outputs, const EvaluateOptions& o) {
  if (outputs.empty()) throw InputError({.what = "no outputs to read", .where = "reservoir"});
  const Task& t = task(o.task);
  const std::vector<Target> targets = t.targets(inputs.front(), o.setting);
  if (targets.empty()) throw InputError({.what = "no target", .where = "reservoir", .allowed = "at least one delay"});
  const Window w = window_of(targets, o);
  const Told told = tell(outputs, targets, w, o.ridge);

  Evaluation e{.score_name = name(t.score), .n_outputs = outputs.size(), .n_train = w.n_train, .n_test = w.n() - w.n_train};
  std::vector<double> scores = scores_of(t.score, targets, told.predictions, w);
  if (o.task == TaskKind::memory) {
    e.capacity_raw = together(o.task, scores);
    e.threshold = o.drops_chance ? chance(e.n_test, targets.size()) : 0;
    for (double& c : scores) c = c < *e.threshold ? 0 : c;
    e.capacity_by_delay = scores;
    e.capacity = together(o.task, scores);
  }
  e.value = together(o.task, scores);

  const auto of_control = [&](const Signals& signals) {
    std::vector<double> s = scores_of(t.score, targets, tell(signals, targets, w, o.ridge).predictions, w);
    for (double& c : s) c = c < e.threshold.value_or(-INFINITY) ? 0 : c;
    return s;
  };
  const std::vector<double> of_inputs = of_control(shift_register(inputs, outputs.size())), of_resistors = of_control(inputs),
                            of_shuffled = of_control(in_random_order(outputs, o.seed));
  e.control = {together(o.task, of_inputs), together(o.task, of_resistors), together(o.task, of_shuffled)};

  const Signals again = resampled(t.score, targets, told.predictions, w, o);
  for (std::size_t k = 0; k < targets.size(); ++k) {
    e.targets.push_back({targets[k].name, scores[k], {}, of_inputs[k], of_resistors[k], of_shuffled[k], told.penalties[k]});
    if (o.n_resamplings > 0) e.targets.back().interval = middle_95(again[k]);
  }
  if (o.n_resamplings > 0) {
    std::vector<double> sums;
    for (std::size_t b = 0; b < o.n_resamplings; ++b) {
      std::vector<double> one;
      for (std::size_t k = 0; k < targets.size(); ++k)
        one.push_back(o.task == TaskKind::memory && scores[k] == 0 ? 0 : again[k][b]);
      sums.push_back(together(o.task, one));
    }
    e.interval = middle_95(sums);
  }
  const std::size_t n_shown = std::min<std::size_t>(200, e.n_test);
  const std::span<const double> z = test_of(targets.front(), w).first(n_shown);
  e.shown.target.assign(z.begin(), z.end());
  e.shown.prediction.assign(told.predictions.front().begin(), told.predictions.front().begin() + static_cast<std::ptrdiff_t>(n_shown));
  return e;
}

}  // namespace somn::analysis
