// An engine on one random network against the reference: what every tolerance owes.
//   no failure; every sampled state within its bounds
//   the largest error of states (of their ranges) and of the source's current (of its largest) is at most `owed` rtol
//   (10: the native engine; 30: ngspice). Where the network is ill-conditioned no method could do better: errors of a
//   quarter of rtol, committed forty times in the run with changing signs, are 1.6 rtol if they add up at random
//   (sqrt(40)/4); what they make of the reference itself, over 1.6, is the network's amplification of errors.
#pragma once

#include "law_cases.hpp"
#include "random_network.hpp"
#include "reference_network.hpp"

#include <somn/native/solver.hpp>

#include <catch2/catch.hpp>
#include <functional>
#include <map>

namespace somn::test {

inline constexpr std::size_t n_samples = 400;

// At k t_stop/n, k = 1 .. n; i_source is NaN where an engine does not say
struct Sample {
  std::vector<double> states;
  double i_source = 0;  // [A]
};
struct Engine {
  std::string name;
  double owed = 10;          // [rtol]
  bool holds_steps = false;  // capacitances are held to rtol in every step, however short: order 2, rtol^(-1/3) steps
  std::function<std::vector<Sample>(const RandomNetwork&, double rtol)> samples;
};

inline std::vector<Sample> native_samples(const RandomNetwork& network, double rtol) {
  native::Solver solver(network.circuit, {.t_stop = network.t_stop, .rtol = rtol});
  std::vector<Sample> all;
  while (solver.step())
    while (all.size() < n_samples) {
      const double t = network.t_stop * static_cast<double>(all.size() + 1) / n_samples, to = solver.point().time;
      if (t > to * (1 + 1e-14)) break;
      const native::Point p = t < to ? solver.interpolated(t) : solver.point();
      for (const double g : p.conductances)
        if (!(g > 0)) throw InputError({.what = "a conductance that is not above 0"});
      all.push_back({{p.states.begin(), p.states.end()}, p.i_source});
    }
  return all;
}
inline const Engine native_engine{"native", 10, false, native_samples};

struct Verdict {
  double state = 0, current = 0;  // [rtol] largest errors
  double conditioned = 0;         // [rtol] of the reference, disturbed; where it was asked
  std::string failure = {};
};

class NetworkJudge {
 public:
  explicit NetworkJudge(const RandomNetwork& network) : network_(network), reference_(network.circuit) {
    trace_ = solve(reference_, 0);
    for (const double i : trace_.i_source)
      if (std::isfinite(i)) largest_ = std::max(largest_, std::abs(i));
  }

  bool is_judge() const { return trace_.is_complete && largest_ > 0; }

  Verdict verdict(const Engine& engine, double rtol) {
    Verdict result;
    try {
      const std::vector<Sample> samples = engine.samples(network_, rtol);
      for (std::size_t k = 1; k <= samples.size(); ++k) compare(k, samples[k - 1], rtol, result);
      if (samples.size() != n_samples) result.failure = fmt::format("{} samples", samples.size());
    } catch (const Error& e) {
      result.failure = e.what();
    }
    if (std::max(result.state, result.current) > engine.owed) result.conditioned = conditioned(rtol);
    return result;
  }

 private:
  ReferenceTrace solve(ReferenceNetwork& reference, double kick) const {
    reference.kick = kick;
    return reference.run(network_.t_stop, n_samples, 1e-10, network_.t_stop / 2000, 600000);
  }

  double conditioned(double rtol) {
    if (const auto known = conditioned_.find(rtol); known != conditioned_.end()) return known->second;
    ReferenceNetwork disturbed(network_.circuit, 1 + rtol);
    const ReferenceTrace other = solve(disturbed, rtol);
    Verdict v;
    for (std::size_t k = 1; k < other.states.size(); ++k) compare(k, {other.states[k], other.i_source[k]}, rtol, v);
    return conditioned_[rtol] = std::max(v.state, v.current);
  }

  void compare(std::size_t k, const Sample& s, double rtol, Verdict& v) const {
    const double off = std::abs(s.i_source - trace_.i_source[k]) / largest_ / rtol;
    if (std::isfinite(off)) v.current = std::max(v.current, off);
    for (std::size_t j = 0; j < s.states.size(); ++j) {
      const double inside = reference_.bounded(j, s.states[j]);
      // a column of digits may round a bound
      if (!(std::abs(inside - s.states[j]) <= 1e-12 * reference_.range(j)))
        v.failure = fmt::format("junction {}: state {}", j, s.states[j]);
      v.state = std::max(v.state, std::abs(s.states[j] - trace_.states[k][j]) / reference_.range(j) / rtol);
    }
  }

  const RandomNetwork& network_;
  ReferenceNetwork reference_;
  ReferenceTrace trace_;
  double largest_ = 0;  // [A]
  std::map<double, double> conditioned_;
};

inline constexpr double committed = 1.6;  // [rtol] by the forty errors

inline double limit(const Engine& engine, bool stores, double rtol, const Verdict& v) {  // [rtol]
  const double of_steps = stores && engine.holds_steps ? std::cbrt(1e-3 / rtol) : 1;
  return engine.owed * std::max(1.0, of_steps) * std::max(1.0, v.conditioned / committed);
}

struct Count {
  int judged = 0, conditioned = 0, left_out = 0;  // conditioned: those that pass by that excuse alone
};

inline void judge(const std::vector<Engine>& engines, const std::string& name, const std::vector<std::string>& laws,
                  bool stores, std::uint64_t seed, const std::vector<double>& rtols, Count& count) {
  const RandomNetwork network = random_network(seed, laws, stores);
  NetworkJudge judge(network);
  if (!judge.is_judge()) {
    ++count.left_out;
    return;
  }
  for (const Engine& engine : engines)
    for (const double rtol : rtols) {
      const Verdict v = judge.verdict(engine, rtol);
      fmt::print("{:9} seed {:3} {:4} {:8} rtol {:.0e}: states {:8.3g} current {:8.3g} conditioned {:8.3g}{}\n", name,
                 seed, stores ? "C" : "", engine.name, rtol, v.state, v.current, v.conditioned,
                 std::max(v.state, v.current) > limit(engine, stores, rtol, v) ? " BEYOND" : "");
      std::fflush(stdout);
      CAPTURE(name, seed, stores, engine.name, rtol, v.state, v.current, v.conditioned);
      CHECK(v.failure == "");
      CHECK(v.state <= limit(engine, stores, rtol, v));
      CHECK(v.current <= limit(engine, stores, rtol, v));
      ++count.judged;
      Verdict without = v;
      without.conditioned = 0;
      count.conditioned += std::max(v.state, v.current) > limit(engine, stores, rtol, without);
    }
}

// A law that jumps is not for the oracle.
inline std::vector<std::string> laws_with_reference() {
  std::vector<std::string> names;
  for (const models::Law& law : models::laws())
    if (!law_cases(law.name).contains("latched")) names.push_back(law.name);
  return names;
}

// Those whose times are alike: in a mixture with the others, a millionth of them, the oracle would take for ever.
inline const std::vector<std::string> laws_of_one_pace{"drift", "synapse", "threshold", "tunnel", "yakopcic"};

}  // namespace somn::test
