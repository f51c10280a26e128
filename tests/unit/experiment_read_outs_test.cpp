// What is measured at electrodes, by hand: a divider with a resistor at the read-out; noise and a converter.
#include <somn/core/error.hpp>
#include <somn/experiment/run.hpp>
#include <somn/netgen/files.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>

using namespace somn;
using namespace somn::experiment;

namespace {

// source - 1 - drain, all junctions 1 mS; `probe` is node 1, read through 1 kohm against 0 V
RunResult divider(const std::string& keys, std::map<std::string, std::vector<NodeId>> more = {{"probe", {{1}}}}) {
  netgen::Network network = netgen::from_edges("# nodes 4 edges 3 source 0 drain 2\n0 1\n1 2\n1 3\n", "test");
  network.electrodes.insert(more.begin(), more.end());
  const Experiment e = read_experiment(
      Config::from_text(
          "[model]\nname = \"threshold\"\nv_threshold = 100\nw0 = 1\ng_on = 1e-3\ng_off = 1e-6\n[run]\nengine = \"native\"\nt_stop = 10\nt_sample = \"5 ms\"\n" + keys, "test"),
      std::make_shared<const netgen::Network>(network));
  const netgen::Network made = make_network(e);
  return run_native(e, make_circuit(e, made), {});
}

const char* const levels = "[drive]\nkind = \"levels\"\nlevels = [3, 6, 0.3]\nhold = \"4 s\"\n";

}  // namespace

TEST_CASE("electrodes: voltage, and the current through a read-out resistor") {
  const RunResult r = divider(std::string("record = [\"electrodes\", \"conductances:all\"]\n") + levels +
                              "[electrode.probe]\nseries_resistance = \"1 kohm\"\namplitude = 0\n");
  const auto at = [&](const char* column, double t) {
    return r.trace.at(column).values[static_cast<std::size_t>(std::llround(t / 5e-3))];
  };
  for (const auto& [t, v] : {std::pair{2.0, 3.0}, {6.0, 6.0}, {9.0, 0.3}}) {  // three conductances of 1 mS meet at the probe
    CHECK(at("electrode_probe_V", t) == Approx(v / 3));
    CHECK(at("electrode_probe_A", t) == Approx(-v / 3 * 1e-3));
    CHECK(at("electrode_source_V", t) == Approx(v));
    CHECK(at("g_2_S", t) == Approx(1e-3));
  }
  CHECK(r.trace.find("electrode_drain_V") == nullptr);
  CHECK(r.trace.find("electrode_source_A") == nullptr);  // no resistor: that is i_source_A
}

TEST_CASE("an electrode that is not there is named") {
  CHECK_THROWS_WITH(divider(std::string("record = [\"electrodes:prob\"]\n") + levels), Catch::Contains("did you mean 'probe'"));
}

TEST_CASE("noise has its standard deviation, a converter its steps; other columns stay") {
  const std::string record = "record = [\"electrodes:probe\", \"nodes:1\"]\n", dc = "[drive]\namplitude = 2\n";
  const RunResult noisy = divider(record + dc + "[readout]\nnoise = \"10 mV\"\n");
  const auto spread = [&](const char* column) {
    const std::vector<double>& y = noisy.trace.at(column).values;
    double mean = 0, square = 0;
    for (const double v : y) mean += v / static_cast<double>(y.size());
    for (const double v : y) square += (v - mean) * (v - mean) / static_cast<double>(y.size());
    CHECK(mean == Approx(1).margin(0.001));
    return std::sqrt(square);
  };
  CHECK(spread("electrode_probe_V") == Approx(0.01).margin(0.0007));  // 2001 rows: four standard errors
  CHECK(spread("v_1_V") == Approx(0.01).margin(0.0007));
  CHECK(noisy.trace.at("electrode_probe_V").values != noisy.trace.at("v_1_V").values);  // each its own
  CHECK(noisy.trace.at("v_source_V").values.back() == 2);
  CHECK(divider(record + dc + "[readout]\nnoise = \"10 mV\"\n").trace.at("v_1_V").values == noisy.trace.at("v_1_V").values);
  CHECK(divider(record + dc + "[readout]\nnoise = \"10 mV\"\nseed = 2\n").trace.at("v_1_V").values != noisy.trace.at("v_1_V").values);
  const auto converted = [&](double amplitude) {
    return divider(record + fmt::format("[drive]\namplitude = {}\n[readout]\nbits = 3\nrange = \"1 V\"\n", amplitude)).trace.at("v_1_V").values.back();
  };
  CHECK(converted(0.7) == 0.25);  // 0.35 V in steps of 0.25 V
  CHECK(converted(9) == 0.75);    // the highest code
  CHECK(converted(-9) == -1);
  CHECK_THROWS_WITH(divider(record + dc + "[readout]\nbits = 8\n"), Catch::Contains("readout.range"));
}
