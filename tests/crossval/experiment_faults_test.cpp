// The comparison ladder on real runs: engines that are right pass it, in every regime and for every network; an engine
// with a fault in it fails it. Faults of 1e-3 are looked for at rtol 1e-5, with halving. Not seen there at 1e-3, as
// they move currents and events by less than the engines' own errors: g_on of tunnel, tau of vts, kappa_p0 of rate,
// mu_v of drift, k_on of team, k_off of vteam.
#include "engine_pair.hpp"

#include <somn/experiment/halved.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/native/solver.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <map>

using namespace somn;
using namespace somn::test;

namespace {

std::vector<Subject> subjects() {
  std::vector<Subject> all;
  for (const models::Law& law : models::laws())
    for (Subject& s : subjects_of(law.name)) all.push_back(std::move(s));
  return all;
}

std::string failures(const compare::Comparison& c) {
  std::string text;
  for (const compare::Rung& r : c.rungs)
    if (r.verdict == compare::Verdict::failed) text += " " + r.name;
  return text;
}

circuit::Circuit circuit_of(const experiment::Experiment& e) {
  return experiment::make_circuit(e, experiment::make_network(e));
}

// The junction that carries most current at the first point.
circuit::Junction& busiest(circuit::Circuit& c) {
  native::Solver solver(c, {.t_stop = 1});
  std::size_t best = 0;
  double most = -1;
  for (const circuit::Junction& j : c.junctions) {
    const double i =
        solver.point().conductances[j.id.index] * std::abs(solver.voltage(j.positive) - solver.voltage(j.negative));
    if (i > most) most = i, best = j.id.index;
  }
  return c.junctions[best];
}

using Fault = std::pair<std::string, std::function<void(circuit::Circuit&)>>;

std::vector<Fault> faults(const Subject& s) {
  std::vector<Fault> all;
  const models::Law& law = models::law(s.law, "test");
  for (const std::string name : law_cases(s.law).at("faults"))
    all.emplace_back(fmt::format("{} 1e-3 off", name),
                     [=, &law](circuit::Circuit& c) { c.models[0].values[law.index(name, "test")] *= 1.001; });
  all.emplace_back("a junction missing", [](circuit::Circuit& c) {
    circuit::Junction& j = busiest(c);
    j.negative = j.positive;
  });
  if (law_cases(s.law).value("polarity", false)) {  // neither blind to it nor symmetric from the initial state
    all.emplace_back("polarity of one", [](circuit::Circuit& c) {
      circuit::Junction& j = busiest(c);
      std::swap(j.positive, j.negative);
    });
    all.emplace_back("polarity of all", [](circuit::Circuit& c) {
      for (circuit::Junction& j : c.junctions) std::swap(j.positive, j.negative);
    });
  }
  if (law.default_junction_capacitance > 0)
    all.emplace_back("capacitance 1 % off", [](circuit::Circuit& c) { c.junction_capacitance *= 1.01; });
  return all;
}

struct Pair {
  compare::Run given, finer;
};

Pair with_halving(const experiment::Experiment& e, const circuit::Circuit& c, bool is_native) {
  return {compared(e, c, is_native), compared(experiment::halved(e, c), c, is_native)};
}

compare::Comparison judge(const Subject& s, const experiment::Experiment& e, const Pair& a, const Pair& b) {
  compare::Facts facts = facts_of(s, e, b.given);
  facts.halving = compare::Halving{a.finer, b.finer};
  return compare::compare(a.given, b.given, facts);
}

}  // namespace

// A guess of the tolerance from rtol may be too small for a network that is at the edge of switching; then the errors
// are measured, and these decide.
TEST_CASE("right engines pass, ten networks for every law") {
  int n_measured = 0;
  for (const Subject& s : subjects())
    for (int seed = 1; seed <= 10; ++seed) {
      CAPTURE(s.law, s.drive, seed);
      const experiment::Experiment e = experiment_of(s, seed);
      const circuit::Circuit c = circuit_of(e);
      const compare::Run theirs = compared(e, c, false), ours = compared(e, c, true);
      compare::Facts facts = facts_of(s, e, ours);
      if (compare::compare(theirs, ours, facts).has_passed()) continue;
      ++n_measured;
      const experiment::Experiment fine = experiment::halved(e, c);
      facts.halving = compare::Halving{compared(fine, c, false), compared(fine, c, true)};
      CHECK(failures(compare::compare(theirs, ours, facts)) == "");
    }
  CHECK(n_measured <= 2);
}

// The first step of ngspice, whose error nothing tests, has to be halved with the others: with t_sample left as it is
// seeds 1 and 3 of `threshold` failed L2 and L3.
TEST_CASE("right engines pass at a small tolerance, with halving") {
  for (const char* law : {"threshold", "synapse"})
    for (int seed = 1; seed <= 3; ++seed) {
      CAPTURE(law, seed);
      const Subject s = subjects_of(law).front();
      experiment::Experiment e = experiment_of(s, seed);
      e.run.rtol = 1e-6;
      const circuit::Circuit c = circuit_of(e);
      CHECK(failures(judge(s, e, with_halving(e, c, false), with_halving(e, c, true))) == "");
    }
}

TEST_CASE("a fault of one engine fails, with halving; without fault both pass") {
  for (const Subject& s : subjects()) {
    experiment::Experiment e = experiment_of(s, 4);
    e.run.rtol = 1e-5;
    const circuit::Circuit c = circuit_of(e);
    const Pair theirs = with_halving(e, c, false), ours = with_halving(e, c, true);
    CAPTURE(s.law, s.drive);
    CHECK(failures(judge(s, e, theirs, ours)) == "");
    std::string passed;
    for (const auto& [name, plant] : faults(s)) {
      if (ours.given.events.empty() && name.starts_with("v_set")) continue;  // at rest
      circuit::Circuit wrong = c;
      plant(wrong);
      const compare::Comparison verdict = judge(s, e, theirs, with_halving(e, wrong, true));
      UNSCOPED_INFO(name << ":" << failures(verdict));
      if (verdict.has_passed()) passed += ", " + name;
      if (std::getenv("TELL"))
        fmt::print("{} {}:{}\n", s.law, name, failures(verdict)),
            verdict.has_passed() ? fmt::print("{}\n", compare::to_table(verdict)) : void();
    }
    if (!ours.given.events.empty()) {
      Pair shifted = ours;
      for (compare::Run* run : {&shifted.given, &shifted.finer})
        run->events[run->events.size() / 2].time += e.run.t_sample;
      if (judge(s, e, theirs, shifted).has_passed()) passed += ", an event shifted by a sample";
    }
    CHECK(passed == "");
  }
}
