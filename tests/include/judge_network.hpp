// The native engine on one random network against the reference: what every tolerance owes.
//   no failure; every sampled state within its bounds, every conductance above 0
//   the largest error of states (of their ranges) and of the source's current (of its largest) is at most 10 rtol, or
//   ten times what errors of a quarter of rtol, committed forty times in the run, make of the reference itself: then
//   the network is ill-conditioned, and no method could do better
#pragma once

#include "law_cases.hpp"
#include "random_network.hpp"
#include "reference_network.hpp"

#include <somn/native/solver.hpp>

#include <catch2/catch.hpp>

namespace somn::test {

struct Verdict {
  double error = 0;        // [rtol]
  double conditioned = 0;  // [rtol] of the reference, disturbed; where it was asked
  std::string failure = {};
};

class NetworkJudge {
 public:
  explicit NetworkJudge(const RandomNetwork& network) : network_(network), reference_(network.circuit) {
    trace_ = solve(reference_, 0);
    for (const double i : trace_.i_source) largest_ = std::max(largest_, std::abs(i));
  }

  bool is_judge() const { return trace_.is_complete && largest_ > 0; }

  Verdict verdict(double rtol) {
    Verdict result;
    try {
      result.error = error(rtol, result.failure) / rtol;
    } catch (const Error& e) {
      result.failure = e.what();
    }
    if (result.error <= 10) return result;
    ReferenceNetwork disturbed(network_.circuit, 1 + rtol);
    const ReferenceTrace other = solve(disturbed, rtol);
    for (std::size_t k = 0; k < other.states.size(); ++k)
      result.conditioned = std::max(result.conditioned, difference(k, other.states[k], other.i_source[k]) / rtol);
    return result;
  }

 private:
  static constexpr std::size_t n_samples = 400;

  ReferenceTrace solve(ReferenceNetwork& reference, double kick) const {
    reference.kick = kick;
    return reference.run(network_.t_stop, n_samples, 1e-10, network_.t_stop / 2000, 300000);
  }

  double difference(std::size_t k, std::span<const double> states, double i_source) const {
    double worst = std::abs(i_source - trace_.i_source[k]) / largest_;
    for (std::size_t j = 0; j < states.size(); ++j)
      worst = std::max(worst, std::abs(states[j] - trace_.states[k][j]) / reference_.range(j));
    return worst;
  }

  double error(double rtol, std::string& failure) {
    native::Solver solver(network_.circuit, {.t_stop = network_.t_stop, .rtol = rtol});
    double worst = 0;
    for (std::size_t k = 1; solver.step();)
      for (; k <= n_samples; ++k) {
        const double t = network_.t_stop * static_cast<double>(k) / n_samples, to = solver.point().time;
        if (t > to) break;
        const native::Point p = t < to ? solver.interpolated(t) : solver.point();
        worst = std::max(worst, difference(k, p.states, p.i_source));
        for (std::size_t j = 0; j < p.states.size(); ++j)
          if (!(p.conductances[j] > 0) || reference_.bounded(j, p.states[j]) != p.states[j])
            failure = fmt::format("junction {}: state {}, conductance {}", j, p.states[j], p.conductances[j]);
      }
    return worst;
  }

  const RandomNetwork& network_;
  ReferenceNetwork reference_;
  ReferenceTrace trace_;
  double largest_ = 0;  // [A]
};

struct Count {
  int judged = 0, conditioned = 0, left_out = 0;
};

inline void judge(const std::string& name, const std::vector<std::string>& laws, std::uint64_t seed,
                  const std::vector<double>& rtols, Count& count) {
  const RandomNetwork network = random_network(seed, laws);
  NetworkJudge judge(network);
  if (!judge.is_judge()) {
    ++count.left_out;
    return;
  }
  for (const double rtol : rtols) {
    const Verdict v = judge.verdict(rtol);
    CAPTURE(name, seed, rtol, v.error, v.conditioned);
    CHECK(v.failure == "");
    CHECK(v.error <= 10 * std::max(1.0, v.conditioned));
    ++count.judged;
    count.conditioned += v.conditioned > 1;
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
