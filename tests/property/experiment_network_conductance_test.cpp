// The column g_S of a trace, in every row, the first one too: the conductance of the network at the states of that row,
// against the whole matrix, dense. Random networks of every law, with and without capacitances, both engines.
#include "dense_network.hpp"
#include "ngspice_engine.hpp"

using namespace somn;

namespace {

experiment::Experiment experiment_of(const test::RandomNetwork& network, const models::Law& law) {
  experiment::Experiment e;
  e.where = "test";
  e.material.law = law.name, e.material.values = law.defaults();  // of no meaning here: the circuit has its own
  e.run.t_stop = network.t_stop;
  e.run.rtol = 1e-4;
  e.run.t_sample = network.t_stop / 200;
  e.run.record = {"source", "states:all"};
  return e;
}

// [1] the largest error of a row
double worst_row(const circuit::Circuit& c, const Trace& trace) {
  const std::vector<Column>& columns = trace.columns;  // time, voltage, current, conductance, states
  std::vector<models::Device> devices;
  for (const circuit::Junction& j : c.junctions)
    devices.emplace_back(models::law(c.models[j.model].law, "test"), c.models[j.model].values);
  double worst = 0;
  for (std::size_t row = 0; row < columns[0].values.size(); ++row) {
    std::vector<double> g;
    for (std::size_t j = 0; j < devices.size(); ++j) g.push_back(devices[j].conductance(columns[4 + j].values[row]));
    const double owed = test::solve_dense(c, g, 1).i_source, is = columns[3].values[row];
    REQUIRE(std::isfinite(is));
    worst = std::max(worst, std::abs(is - owed) / owed);
  }
  return worst;
}

}  // namespace

TEST_CASE("g_S is the conductance of the network at the states of its row") {
  ngspice::Worker worker;
  for (const models::Law& law : models::laws()) {
    if (test::law_cases(law.name).contains("latched")) continue;  // the state alone does not say the conductance
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      const test::RandomNetwork network = test::random_network(seed, {law.name}, seed % 2 == 0);
      const experiment::Experiment e = experiment_of(network, law);
      CAPTURE(law.name, seed);
      const experiment::RunResult native = experiment::run_native(e, network.circuit, {});
      REQUIRE(native.failure == "");
      CHECK(worst_row(network.circuit, native.trace) < 1e-8);
      if (seed % 3 != 1) continue;
      const experiment::RunResult r =
          experiment::run_ngspice(worker, e, network.circuit, experiment::deck_of(e, network.circuit, {}),
                                  std::filesystem::path(SOMN_BUILD_DIR) / "lib/somn.cm");
      REQUIRE(r.failure == "");
      CHECK(worst_row(network.circuit, r.trace) < 1e-8);
    }
  }
}
