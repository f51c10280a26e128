// Events of both engines over whole runs, each on its own time grid with its own step control, in regimes that are not
// chaotic: every junction switches as often in the native `adaptive` and `trapezoid` as in ngspice.
#include "common_grid.hpp"

#include <numeric>

using namespace somn;
using namespace somn::test::common_grid;

namespace {

std::vector<int> native_counts(const circuit::Circuit& c, const std::vector<JunctionId>& junctions,
                               const native::Options& options) {
  native::Solver solver(c, options);
  EventCounter counter(c, junctions.size());
  do {
    const std::vector<double> x = solver.states();
    for (std::size_t k = 0; k < junctions.size(); ++k) counter.see(k, x[junctions[k].index]);
  } while (solver.step());
  return counter.counts();
}

std::vector<int> ngspice_counts(const circuit::Circuit& c, const std::vector<JunctionId>& junctions, const Case& k) {
  std::vector<std::string> record;
  for (const JunctionId j : junctions) record.push_back(netlist::state_vector(j));
  ngspice::Worker worker;
  ngspice::Recorder rows;
  worker.run({.deck = netlist::write_deck(c, {.t_stop = k.t_stop, .t_sample = k.dt_max, .dt_max = k.dt_max}),
              .record = record,
              .t_stop = k.t_stop,
              .code_model = std::filesystem::path(SOMN_BUILD_DIR) / "lib/somn.cm",
              .folder = {}},
             rows);
  EventCounter counter(c, junctions.size());
  for (std::size_t row = 0; row < rows.n_rows(); ++row)
    for (std::size_t j = 0; j < junctions.size(); ++j) counter.see(j, rows.recorded(j)[row]);
  return counter.counts();
}

void check_counts(const Case& k, int least) {
  const circuit::Circuit c = make(k);
  const std::vector<JunctionId> junctions = junctions_in_deck(c);
  const std::vector<int> theirs = ngspice_counts(c, junctions, k);
  const std::vector<int> adaptive = native_counts(c, junctions, {.t_stop = k.t_stop});
  const std::vector<int> trapezoid =
      native_counts(c, junctions, {.method = native::Method::trapezoid, .t_stop = k.t_stop, .dt = k.dt_max});
  const auto total = [](const std::vector<int>& counts) { return std::accumulate(counts.begin(), counts.end(), 0); };
  fmt::print("{:10} {:4} junctions: {:4} events of ngspice, {:4} adaptive, {:4} trapezoid\n", k.law, junctions.size(),
             total(theirs), total(adaptive), total(trapezoid));
  CAPTURE(k.law, junctions.size());
  CHECK(junctions.size() >= 50);
  CHECK(junctions.size() <= 300);
  CHECK(total(theirs) >= least);
  CHECK((least > 0 || total(theirs) == 0));
  CHECK(adaptive == theirs);
  CHECK(trapezoid == theirs);
}

}  // namespace

TEST_CASE("event counts of whole runs agree, junction by junction") {
  check_counts({"tunnel", {}, dc(1.0), 1, 2e-3}, 5);
  check_counts({"threshold", {}, dc(12), 5e-3, 2e-5}, 5);
  check_counts({"synapse", {{"w0", "0"}}, dc(15), 20e-3, 1e-4}, 5);
  check_counts({"vts", {}, dc(2, 1e6), 3e-6, 1e-9, "25 um"}, 0);
  check_counts({"vts", {}, dc(4.5, 1e6), 5e-6, 1e-9, "25 um"}, 50);
  check_counts({"vts", {}, dc(5, 1e6), 5e-6, 1e-9}, 50);
}
