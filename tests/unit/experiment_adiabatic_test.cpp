// Runs of the engine "adiabatic": the slips of the model, as events; what the limit does not know is refused.
#include <somn/adiabatic/slip_model.hpp>
#include <somn/core/error.hpp>
#include <somn/experiment/run.hpp>

#include <catch2/catch.hpp>

using namespace somn;
using namespace somn::experiment;

namespace {

const std::string lattice =
    "[network]\nensemble = \"lattice\"\nsize = 5\nelectrodes = \"bus\"\n[run]\nengine = \"adiabatic\"\navalanches = "
    "200\nwarm_up = 10\n[junction]\ncapacitance = \"1 pF\"\nground_capacitance = \"0.1 pF\"\n[model]\n";

Experiment read(const std::string& text) {
  return read_experiment(Config::from_text(text, "e.toml"));
}

RunResult run(const Experiment& e) {
  return run_adiabatic(e, make_network(e), {});
}

}  // namespace

TEST_CASE("no time and no drive need be given, and what is written reads back") {
  const Experiment e = read(lattice + "c2c = 0.4\n");
  CHECK(e.run.avalanches == 200);
  const std::string text = to_toml(e, {});
  CHECK(to_toml(read(text), {}) == text);
  CHECK_THROWS_AS(read(lattice + "c2c = 0.4\n[drive]\nkind = \"dc\"\n"), InputError);
}

TEST_CASE("the events are the slips, a sweep a second, an empty second between avalanches") {
  const Experiment e = read(lattice + "v_set = \"2 V\"\nv_hold = \"1 V\"\nc2c = 0.4\nseed = 9\n");
  adiabatic::SlipModel model(make_network(e), {.rho = 0.5, .c2c = 0.4, .ground_capacitance = 0.1, .seed = 9});
  for (int k = 0; k < 10; ++k) model.next();
  const RunResult r = run(e);
  double sample = 1;
  std::size_t n = 0;
  for (int k = 0; k < 200; ++k) {
    const adiabatic::Avalanche a = model.next();
    for (const adiabatic::Slip& slip : model.slips()) {
      REQUIRE(n < r.events.size());
      CHECK(r.events[n].time == sample + slip.sweep);
      CHECK(r.events[n++].junction == slip.junction);
    }
    sample += static_cast<double>(a.duration + 1);
  }
  CHECK(n == r.events.size());
  CHECK(r.t_end == sample);
}

TEST_CASE("other laws, mixtures and spreads are refused") {
  CHECK_THROWS_AS(run(read(lattice + "name = \"tunnel\"\n")), InputError);
  CHECK_THROWS_AS(run(read(lattice + "[mixture.synapse]\nfraction = 0.2\n")), InputError);
  CHECK_THROWS_AS(run(read(lattice + "spread = { tau = 0.1 }\n")), InputError);
  CHECK_NOTHROW(run(read(lattice + "spread = { v_set = 0.1 }\n")));
  CHECK_THROWS_AS(read(lattice + "[run]\n"), InputError);
}
