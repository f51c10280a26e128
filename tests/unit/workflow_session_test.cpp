// A session is a run that can be steered: the bits of a run with the same drive of steps.
#include <somn/core/units.hpp>
#include <somn/somn.hpp>

#include <catch2/catch.hpp>
#include <numeric>

using namespace somn;

namespace {

struct Case {
  const char* name;
  workflow::Settings settings;
  double dt;  // [s] of an advance
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all{
      {"capacitances", {{"model.name", "vts"}, {"drive.series_resistance", "1 Mohm"}}, 3.3e-7},
      {"no capacitances",
       {{"model.name", "vts"},
        {"junction.capacitance", "0"},
        {"junction.ground_capacitance", "0"},
        {"drive.series_resistance", "1 Mohm"}},
       3.3e-7},
      {"explicit", {{"model.name", "threshold"}}, 0.013},
  };
  return all;
}

Network film() {
  return generate({.ensemble = "lattice",
                   .options = {{"size", "6"}, {"bond_p", "0.8"}, {"electrodes", "bus"}, {"seed", "3"}},
                   .where = "film"});
}

workflow::Settings with(workflow::Settings settings, const workflow::Settings& more) {
  settings.insert(settings.end(), more.begin(), more.end());
  return settings;
}

const std::vector<double> levels{9, 2, 7, -3, 0, 5, 8, 1, 9, 9.5};

}  // namespace

TEST_CASE("a steered session gives the bits of a run with the same drive of steps") {
  for (const Case& c : cases()) {
    INFO(c.name);
    // times as the session adds them up
    std::string times = "0", values = "9";
    double t = 0;
    for (std::size_t k = 1; k < levels.size(); ++k)
      t += c.dt, times += ", " + to_text(t), values += ", " + to_text(levels[k]);
    const std::string t_stop = to_text(t + c.dt);
    const workflow::Settings common = with(c.settings, {{"run.engine", "native"}, {"run.t_stop", t_stop}});
    const Run r = run(make_experiment(film(), with(common, {{"drive.kind", "steps"},
                                                            {"drive.times", "[" + times + "]"},
                                                            {"drive.levels", "[" + values + "]"}})));
    REQUIRE(r.is_whole());

    Session s(make_experiment(film(), with(common, {{"drive.amplitude", "1"}})));
    for (const double level : levels) {
      s.set_voltage(level);
      s.advance(c.dt);
    }
    CHECK(s.time() == r.result().t_end);
    CHECK(std::vector<double>(s.states().begin(), s.states().end()) == r.result().final_states);
    CHECK(s.statistics().steps == r.result().statistics.steps);
    CHECK(s.current() == r.column("i_source_A").back());
  }
}

TEST_CASE("without a change of voltage only the ends of steps differ") {
  const workflow::Settings settings =
      with(cases().front().settings,
           {{"run.engine", "native"}, {"run.t_stop", "4 us"}, {"run.rtol", "1e-8"}, {"drive.amplitude", "9 V"}});
  const Run r = run(make_experiment(film(), settings));
  Session s(make_experiment(film(), settings));
  for (int k = 0; k < 8; ++k) s.advance(5e-7);
  const double x = std::accumulate(s.states().begin(), s.states().end(), 0.0);
  const std::vector<double>& final_states = r.result().final_states;
  CHECK(x == Approx(std::accumulate(final_states.begin(), final_states.end(), 0.0)).epsilon(1e-4));
  CHECK(s.current() == Approx(r.column("i_source_A").back()).epsilon(1e-3));
  s.advance(1e-5);  // beyond t_stop
  CHECK(s.time() == Approx(1.4e-5));
}

TEST_CASE("forward Euler follows a step later") {
  const workflow::Settings settings{{"model.name", "threshold"},
                                    {"run.method", "euler"},
                                    {"run.dt", "1 ms"},
                                    {"run.engine", "native"},
                                    {"run.t_stop", "100 ms"}};
  Session s(make_experiment(film(), with(settings, {{"drive.amplitude", "1"}})));
  s.advance(0.01);
  s.set_voltage(2);
  s.advance(0.01);
  CHECK(s.statistics().steps == 20);
  CHECK(s.voltage() == 2);
  const Run r = run(make_experiment(film(), with(settings, {{"run.t_stop", "20 ms"},
                                                            {"drive.kind", "steps"},
                                                            {"drive.times", "[0, 0.0105]"},
                                                            {"drive.levels", "[1, 2]"}})));
  CHECK(std::vector<double>(s.states().begin(), s.states().end()) == r.result().final_states);
}

TEST_CASE("the trapezoidal rule goes on between two multiples of its step") {
  const workflow::Settings settings{{"model.name", "threshold"}, {"run.method", "trapezoid"}, {"run.dt", "1 ms"},
                                    {"run.engine", "native"},    {"run.t_stop", "100 ms"},    {"drive.amplitude", "1"}};
  const Run r = run(make_experiment(film(), settings));
  Session s(make_experiment(film(), settings));
  for (int k = 0; k < 8; ++k) s.advance(0.0125);
  CHECK(s.time() == Approx(0.1).epsilon(1e-12));
  CHECK(s.statistics().steps == 104);  // the multiples, and four ends between two of them
  for (std::size_t k = 0; k < r.result().final_states.size(); ++k)
    CHECK(s.states()[k] == Approx(r.result().final_states[k]).epsilon(1e-4).margin(1e-6));
}

TEST_CASE("what a session refuses") {
  const workflow::Settings settings{{"model.name", "vts"}, {"run.t_stop", "1 us"}, {"drive.amplitude", "9"}};
  CHECK_THROWS_WITH(Session(make_experiment(film(), settings)), Catch::Contains("native"));
  Session s(make_experiment(film(), with(settings, {{"run.engine", "native"}})));
  CHECK_THROWS_AS(s.advance(0), InputError);
  CHECK_THROWS_AS(s.advance(NAN), InputError);
  CHECK_THROWS_AS(s.set_voltage(INFINITY), InputError);
  CHECK_THROWS_AS(s.voltage_at({100000}), InputError);
}
