// The comparison ladder on runs made by hand: equal ones pass, every kind of difference fails on its own rung, and the
// worst place is named.
#include <somn/compare/compare.hpp>
#include <somn/core/error.hpp>

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using namespace somn::compare;

namespace {

// i = 1 uA (1 + 0.1 t) for 10 s, junction k up at t = k + 1
Run run(const char* name) {
  Run r{.name = name,
        .trace = {{{"time_s", "s", {}}, {"v_source_V", "V", {}}, {"i_source_A", "A", {}}}},
        .events = {},
        .final_states = {},
        .rtol = 1e-4,
        .longest_step = 0.01};
  for (int k = 0; k <= 100; ++k) {
    r.trace.columns[0].values.push_back(0.1 * k);
    r.trace.columns[1].values.push_back(1);
    r.trace.columns[2].values.push_back(1e-6 * (1 + 0.01 * k));
  }
  for (std::uint32_t k = 0; k < 8; ++k) r.events.push_back({1.0 + k, {k}, EventKind::up, 1e-5});
  return r;
}

const Rung& rung(const Comparison& c, const std::string& name, const std::string& title = "") {
  for (const Rung& r : c.rungs)
    if (r.name == name && r.title.starts_with(title)) return r;
  throw InternalError(name);
}

// The rungs that fail, each with a number beyond its limit.
std::string failed(const Comparison& c) {
  std::string text;
  for (const Rung& r : c.rungs) {
    if (r.verdict != Verdict::failed) continue;
    CHECK(r.value > r.tolerance);
    text += (text.empty() ? "" : "; ") + r.name + " " + r.title.substr(0, r.title.find_first_of(",:"));
  }
  return text;
}

}  // namespace

TEST_CASE("a run agrees with itself") {
  const Comparison c = compare::compare(run("a"), run("b"), {.regime = "oscillatory", .law_difference = 1e-15});
  CHECK(c.has_passed());
  for (const char* name : {"L0", "L1", "L3", "L4"}) CHECK(rung(c, name).verdict == Verdict::passed);
  CHECK(rung(c, "L2").verdict == Verdict::not_judged);
}

TEST_CASE("each difference fails on its rung and is named") {
  const Facts facts{.regime = "saturated"};
  SECTION("a law") {
    CHECK(rung(compare::compare(run("a"), run("b"), {.law_difference = 1e-11}), "L0").verdict == Verdict::failed);
  }
  SECTION("the first current") {
    Run b = run("b");
    b.trace.columns[2].values[0] *= 1 + 1e-8;
    const Comparison c = compare::compare(run("a"), b, facts);
    CHECK(rung(c, "L1").verdict == Verdict::failed);
    CHECK_FALSE(c.has_passed());
  }
  SECTION("a current before the first event") {
    Run b = run("b");
    b.trace.columns[2].values[7] *= 1.2;
    const Rung r = rung(compare::compare(run("a"), b, facts), "L3");
    CHECK(r.verdict == Verdict::failed);
    REQUIRE(r.worst);
    CHECK(r.worst->time == Approx(0.7));
    CHECK(r.worst->b == Approx(1.2 * r.worst->a));
  }
  SECTION("a current before the first event, beside capacitances whose error goes with rtol^(2/3)") {
    for (const auto& [factor, is_right] : {std::pair(1 + 1e-4, true), std::pair(1 + 1e-3, false)}) {
      Run a = run("a"), b = run("b");
      a.rtol = b.rtol = 1e-6;
      for (double& i : b.trace.columns[2].values) i *= factor;
      CHECK(rung(compare::compare(a, b, facts), "L3").verdict == Verdict::failed);
      Facts stored = facts;
      stored.has_capacitances = true;
      CHECK((rung(compare::compare(a, b, stored), "L3").verdict == Verdict::passed) == is_right);
    }
  }
  SECTION("a late event, a missing one, one of the other kind") {
    for (int what = 0; what < 3; ++what) {
      Run b = run("b");
      if (what == 0) b.events[3].time += 0.5;
      if (what == 1) b.events.erase(b.events.begin() + 3);
      if (what == 2) b.events[3].kind = EventKind::down;
      const char* title = what == 0 ? "event times" : "events without partner";
      const Comparison c = compare::compare(run("a"), b, facts);
      CHECK(failed(c) == std::string("L4 ") + title);
      const Rung r = rung(c, "L4", title);
      REQUIRE(r.worst);
      CHECK(r.worst->what == "junction 3 up");
      CHECK(rung(compare::compare(run("a"), b, {.regime = "irregular"}), "L4", title).verdict == Verdict::failed);
    }
  }
  SECTION("an event of another size") {
    Run b = run("b");
    b.events[5].delta_g *= 1.2;
    const Comparison c = compare::compare(run("a"), b, facts);
    CHECK(failed(c) == "L4 event sizes");
    CHECK(rung(c, "L4", "event sizes").worst->what.starts_with("junction 5 up"));
    b = run("b");
    b.events[5].delta_g *= 1 + 1e-6;
    CHECK(compare::compare(run("a"), b, facts).has_passed());
  }
  SECTION("another experiment, another network") {
    Facts other = facts;
    other.differences = {{"run.rtol", "1e-4", "1e-6", true}};
    CHECK(compare::compare(run("a"), run("b"), other).has_passed());
    other.differences.push_back({"run.t_stop", "1 s", "0.5 s", false});
    const Comparison c = compare::compare(run("a"), run("b"), other);
    CHECK(failed(c) == "E keys of the experiment that differ");
    CHECK(c.rungs.front().note.starts_with("run.t_stop: 1 s and 0.5 s"));
    other.has_other_network = true;
    CHECK(compare::compare(run("a"), run("b"), other).rungs.size() == 1);
  }
  SECTION("a record that ends early") {
    Run b = run("b");
    for (Column& column : b.trace.columns) column.values.resize(90);
    CHECK(failed(compare::compare(run("a"), b, facts)) == "E end of the shorter record before the end of the run");
    Facts longer = facts;
    longer.t_stop = 20;
    CHECK(failed(compare::compare(run("a"), run("b"), longer)) ==
          "E end of the shorter record before the end of the run");
  }
  SECTION("the mean current") {
    Run b = run("b");
    for (std::size_t k = 60; k < 101; ++k) b.trace.columns[2].values[k] *= 1.1;
    CHECK_FALSE(compare::compare(run("a"), b, facts).has_passed());
  }
}

TEST_CASE(
    "where junctions switch again and again, the first ten events are judged; with halving, all that it supports") {
  Run a = run("a");
  for (std::uint32_t k = 0; k < 8; ++k) a.events.push_back({9 + 0.1 * k, {k + 8}, EventKind::up, 1e-5});
  Run b = a;
  b.events[12].time += 0.5;
  CHECK(rung(compare::compare(a, b, {.regime = "oscillatory"}), "L4").verdict == Verdict::passed);
  CHECK(rung(compare::compare(a, b, {.regime = "saturated"}), "L4").verdict == Verdict::failed);
  const auto verdict = [&](const Halving& h) {
    return rung(compare::compare(a, b, {.regime = "oscillatory", .halving = h}), "L4").verdict;
  };
  CHECK(verdict({a, b}) == Verdict::failed);  // neither moves when halved, and they differ
  CHECK(verdict({a, a}) == Verdict::passed);  // b parts from its finer run there: not converged
}

TEST_CASE("with halving the error before the first event is measured: a difference of 1e-5 that stays is a fault") {
  Run b = run("b");
  for (double& i : b.trace.columns[2].values) i *= 1 + 1e-5;
  b.trace.columns[2].values[0] = run("a").trace.columns[2].values[0];
  CHECK(compare::compare(run("a"), b, {}).has_passed());
  const Comparison c = compare::compare(run("a"), b, {.halving = Halving{run("a"), b}});
  CHECK(rung(c, "L2").verdict == Verdict::failed);
  CHECK(rung(c, "L3").verdict == Verdict::failed);
  CHECK(compare::compare(run("a"), b, {.halving = Halving{run("a"), run("finer b")}}).has_passed());
}

TEST_CASE("forward Euler's rows are compared a step earlier; halving must bring the engines closer") {
  Run late = run("euler");
  for (double& t : late.trace.columns[0].values) t += 0.1;
  for (JunctionEvent& e : late.events) e.time += 0.1;
  CHECK_FALSE(compare::compare(run("a"), late, {}).has_passed());
  late.time_shift = 0.1;
  CHECK(compare::compare(run("a"), late, {}).has_passed());

  Run b = run("b"), worse = run("finer");
  b.trace.columns[2].values[5] *= 1.001;
  worse.trace.columns[2].values[5] *= 1.01;
  CHECK(rung(compare::compare(run("a"), b, {.halving = Halving{run("a"), run("b")}}), "L2").verdict == Verdict::passed);
  CHECK(rung(compare::compare(run("a"), b, {.halving = Halving{run("a"), worse}}), "L2").verdict == Verdict::failed);
}

TEST_CASE("events are paired by kind and time: one that is lost does not make its followers late") {
  Run a = run("a");
  a.events.clear();
  for (int k = 0; k < 9; ++k) a.events.push_back({1.0 + k, {0}, k % 2 ? EventKind::down : EventKind::up, 1e-5});
  Run b = a;
  b.events.erase(b.events.begin() + 2, b.events.begin() + 4);
  const Comparison c = compare::compare(a, b, {.regime = "saturated"});
  CHECK(failed(c) == "L4 events without partner");
  CHECK(rung(c, "L4", "events without partner").value == 2);
}

TEST_CASE(
    "the summary says what would have been seen: event times and sizes from their limits, a change by its answer") {
  const Facts facts{.regime = "saturated"};
  Run a = run("a"), b = run("b");
  const Comparison c = compare::compare(a, b, facts);
  REQUIRE(c.resolution.size() == 3);
  CHECK(*c.resolution[0].absolute == Approx(0.01));                  // the longest step
  CHECK(*c.resolution[1].absolute == Approx(0.01 + 20 * 2e-4 * 7));  // and the drift over 7 s
  CHECK(*c.resolution[2].absolute == Approx(*c.resolution[2].relative * 1e-5));
  const auto shown = [&](double change) {  // a current that is too large after the first row
    Run changed = b;
    for (std::size_t k = 1; k < 101; ++k) changed.trace.columns[2].values[k] *= 1 + change;
    return std::pair(answer(c, a, b, facts, b, changed).ratio, compare::compare(a, changed, facts).has_passed());
  };
  const double smallest = 1e-4 / shown(1e-4).first;
  CHECK_FALSE(shown(1.05 * smallest).second);
  CHECK(shown(0.9 * smallest).second);
  Run lost = b;
  lost.events.erase(lost.events.begin());
  CHECK(answer(c, a, b, facts, b, lost).has_parted);
}

TEST_CASE("finer runs are compared where the given ones are: a row between theirs says nothing") {
  const auto finer = [](const char* name, double between) {
    Run r = run(name);
    for (Column& column : r.trace.columns) column.values.insert(column.values.begin() + 1, 0);
    r.trace.columns[0].values[1] = 0.05, r.trace.columns[1].values[1] = 1;
    r.trace.columns[2].values[1] = 1.005e-6 * (1 + between);
    return r;
  };
  const Halving halving{finer("finer a", 0), finer("finer b", 1e-6)};
  CHECK(compare::compare(run("a"), run("b"), {.halving = halving}).has_passed());
}

TEST_CASE("no common time, no rows") {
  Run later = run("later");
  for (double& t : later.trace.columns[0].values) t += 100;
  CHECK_THROWS_AS(compare::compare(run("a"), later, {}), InputError);
  Run empty = run("empty");
  for (Column& column : empty.trace.columns) column.values.clear();
  CHECK_THROWS_AS(compare::compare(run("a"), empty, {}), InputError);
}
