// A film driven at two electrodes with biased random levels and read at the others: the same numbers from both engines,
// for every kind of drive.
#include <somn/experiment/run.hpp>

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using namespace somn::experiment;

namespace {

RunResult run(const std::string& drive, const std::string& engine) {
  const Experiment e = read_experiment(Config::from_text(
      "[network]\nensemble = \"wires\"\nseed = 3\ndensity = \"0.12 /um2\"\nbox = \"25 um\"\nelectrodes = \"points\"\n"
      "points = \"source: 1 um, 5 um; drain: 24 um, 12 um; in2: 1 um, 20 um; out1: 12 um, 23 um; out2: 12 um, 2 um\"\n"
      "[model]\nname = \"rate\"\n[run]\nengine = \"" + engine + "\"\nt_stop = \"1 s\"\nt_sample = \"5 ms\"\nrtol = 1e-6\n"
      "record = [\"electrodes\", \"conductances:3\"]\n[readout]\nnoise = \"1 mV\"\ncurrent_noise = \"1 nA\"\n" + drive, "test"));
  const netgen::Network network = make_network(e);
  const circuit::Circuit c = make_circuit(e, network);
  if (engine == "native") return run_native(e, c, {});
  ngspice::Worker worker;
  return run_ngspice(worker, e, c, deck_of(e, c, {}), std::filesystem::path(SOMN_BUILD_DIR) / "lib/somn.cm");
}

}  // namespace

TEST_CASE("every kind of biased drive at two electrodes: both engines read the same") {
  const std::string second =
      "\n[electrode.in2]\nkind = \"scaled\"\nfactor = -0.5\noffset = \"0.2 V\"\nseries_resistance = \"10 kohm\"\n"
      "[electrode.out2]\nseries_resistance = \"5 kohm\"\namplitude = 0\n";
  for (const char* keys : {"amplitude = 2", "kind = \"sine\"\namplitude = 1\nfrequency = 3",
                           "kind = \"triangle\"\namplitude = 1\nfrequency = 3",
                           "kind = \"pulse\"\namplitude = 2\nwidth = \"0.1 s\"\nperiod = \"0.3 s\"\nrise = \"10 ms\"\nfall = \"10 ms\"",
                           "kind = \"steps\"\ntimes = [0, 0.401]\nlevels = [1, 2]",
                           "kind = \"pwl\"\ntimes = [0, 0.4, 1]\nlevels = [1, 3, 0]",
                           "kind = \"random\"\nlow = \"0.4 V\"\nhigh = \"3 V\"\nhold = \"0.101 s\"\ndistribution = \"normal\"",
                           "kind = \"random\"\namplitude = 2\nfrequency = 7\ndistribution = \"binary\"\nmask = [1, 0.3, -0.7]",
                           "kind = \"levels\"\nlevels = [2, 0.1, 3]\nhold = \"0.303 s\""}) {
    INFO(keys);
    const std::string drive = "[drive]\noffset = \"0.5 V\"\n" + std::string(keys) + second;
    const RunResult a = run(drive, "native"), b = run(drive, "ngspice");
    REQUIRE(a.trace.n_rows() == b.trace.n_rows());
    REQUIRE(a.trace.find("electrode_out1_V") != nullptr);
    REQUIRE(a.trace.find("electrode_in2_A") != nullptr);
    double least_spread = 1;
    for (const Column& column : a.trace.columns) {
      if (column.name == "time_s" || column.name == "g_S") continue;
      const std::vector<double>& x = column.values;
      const std::vector<double>& y = b.trace.at(column.name).values;
      double size = 0, sum = 0, n_far = 0;
      for (std::size_t k = 0; k < x.size(); ++k) size = std::max(size, std::abs(x[k])), sum += x[k];
      double spread = 0;
      for (std::size_t k = 0; k < x.size(); ++k) {
        n_far += std::abs(x[k] - y[k]) > 1e-3 * size;
        spread = std::max(spread, std::abs(x[k] - sum / static_cast<double>(x.size())) / size);
      }
      INFO(column.name);
      CHECK(n_far <= 21);  // rows at a jump of the drive: 21 of random levels with a mask
      if (column.name.starts_with("electrode_out")) least_spread = std::min(least_spread, spread);
    }
    CHECK(least_spread > 1e-3);  // the read-outs show something
  }
}
