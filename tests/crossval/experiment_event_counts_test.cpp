// Events of both engines over whole runs, each on its own time grid with its own step control, in regimes that are not
// chaotic: every junction switches as often in the native `adaptive` and `trapezoid` as in ngspice.
#include "common_grid.hpp"

#include <numeric>
#include <optional>

using namespace somn;
using namespace somn::test::common_grid;

namespace {

// Rises through 0.6 and falls through 0.4 of the logarithmic conductance, by junction (the rule of CONVENTIONS.md)
class Counter {
 public:
  Counter(const circuit::Circuit& c, const std::vector<JunctionId>& junctions) : counts_(junctions.size()) {
    const circuit::Model& m = c.models[0];
    const models::Law& law = models::law(m.law, "test");
    device_.emplace(law, m.values);
    std::tie(g_off_, g_on_) = law.g_off_on(m.values);
  }
  void see(std::size_t k, double state) {
    const double y = std::log(device_->conductance(state) / g_off_) / std::log(g_on_ / g_off_);
    if (is_on_.size() <= k) is_on_.push_back(y > 0.5);
    if (is_on_[k] ? y < 0.4 : y > 0.6) is_on_[k] = !is_on_[k], ++counts_[k];
  }
  const std::vector<int>& counts() const { return counts_; }

 private:
  std::optional<models::Device> device_;
  double g_off_ = 0, g_on_ = 0;
  std::vector<bool> is_on_;
  std::vector<int> counts_;
};

std::vector<int> native_counts(const circuit::Circuit& c, const std::vector<JunctionId>& junctions,
                               const native::Options& options) {
  native::Solver solver(c, options);
  Counter counter(c, junctions);
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
  Counter counter(c, junctions);
  for (std::size_t row = 0; row < rows.n_rows(); ++row)
    for (std::size_t j = 0; j < junctions.size(); ++j) counter.see(j, rows.recorded(j)[row]);
  return counter.counts();
}

void check_counts(const Case& k, int least) {
  const circuit::Circuit c = make(k);
  std::vector<JunctionId> junctions;
  for (const circuit::Junction& j : c.junctions)
    if (netlist::is_in_deck(c, j)) junctions.push_back(j.id);
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
