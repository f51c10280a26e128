// Forward Euler against other people's traces: every row within 1e-9, final states within 1e-12 of the state's scale.
#include <somn/core/csv.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/native/solver.hpp>
#include <somn/netgen/files.hpp>
#include <somn/netlist/build_circuit.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>

using namespace somn;

namespace {

std::filesystem::path reference() {
  const char* folder = std::getenv("SOMN_REFERENCE_DATA");
  return folder ? folder : "";
}

struct Case {
  const char* trace;
  const char* network;  // "" : one junction
  double dt;
  circuit::Drive drive;
  std::vector<std::pair<const char*, const char*>> settings;
  int shift = 0;  // their first row is step 1 - shift
};

circuit::Circuit make(const Case& c) {
  const models::Law& law = models::law("tunnel", "test");
  netlist::Material material{.law = "tunnel", .values = law.defaults()};
  for (const auto& [name, value] : c.settings) {
    if (std::string(name) == "preset")
      material.values = law.preset_values(value, "test");
    else
      material.values[law.index(name, "test")] = law.parse(law.index(name, "test"), value, "test");
  }
  const netgen::Network network =
      *c.network ? netgen::read_network(reference() / "networks" / c.network)
                 : netgen::from_edges("# nodes 2 edges 1 source 0 drain 1\n0 1\n", "single junction");
  return netlist::build_circuit(network, material, c.drive, "test");
}

struct Column {
  std::vector<double> time, current;
};

Column read(const Case& c) {
  const CsvTable table = read_csv(reference() / "traces" / c.trace);
  return {table.numbers("t_s"), table.numbers("I_A")};
}

// Files carry 13 digits: the last one is worth 1e-13 of the value. Where the drive passes zero, their voltage is 1e-17
// V of rounding: below a millionth of the largest current, differences are taken relative to that.
void compare_rows(const Case& c, native::Solver& solver, const Column& theirs) {
  double worst = 0, largest = 0;
  std::size_t at = 0;
  for (const double i : theirs.current) largest = std::max(largest, std::abs(i));
  for (std::size_t k = 0; k < theirs.time.size(); ++k) {
    REQUIRE(solver.step());
    const native::Point p = solver.point();
    CHECK(std::abs(p.time - c.shift * c.dt - theirs.time[k]) < 1e-9 * (p.time + 1));
    const double difference =
        std::abs(p.i_source - theirs.current[k]) / std::max(std::abs(theirs.current[k]), 1e-6 * largest);
    if (difference > worst) worst = difference, at = k;
  }
  fmt::print("{}: worst row {} of {}, relative {:.2e}\n", c.trace, at, theirs.time.size(), worst);
  CHECK(worst < 1e-9);
}

void compare_states(const native::Solver& solver, const char* file, const char* column) {
  const std::vector<double> theirs = read_csv(reference() / "traces" / file).numbers(column);
  const std::vector<double> ours = solver.states();
  REQUIRE(ours.size() == theirs.size());
  double worst = 0;
  for (std::size_t k = 0; k < ours.size(); ++k) worst = std::max(worst, std::abs(ours[k] - theirs[k]));
  fmt::print("{}: worst state {:.2e} V s\n", file, worst);
  CHECK(worst < 1e-12 * 15e-3);
}

void check(const Case& c, const char* states = nullptr, const char* column = nullptr) {
  const circuit::Circuit circuit = make(c);
  const Column theirs = read(c);
  native::Solver solver(
      circuit, {.method = native::Method::euler, .t_stop = c.dt * static_cast<double>(theirs.time.size()), .dt = c.dt});
  compare_rows(c, solver, theirs);
  if (states) compare_states(solver, states, column);
}

const char* kuncic = "kuncic_100nw_261jn.edges";

}  // namespace

TEST_CASE("forward Euler reproduces the published and the peers' traces") {
  if (reference().empty()) {
    fmt::print("skipped: SOMN_REFERENCE_DATA does not name the reference data\n");
    return;
  }
  const std::pair<const char*, const char*> positive{"zero_clamp", "positive"};
  check({"published_dc1.8V_100nw_b10.csv", kuncic, 1e-3, {.amplitude = 1.8}, {positive}},
        "published_dc1.8V_100nw_b10_final_lambda.csv", "lambda_Vs");
  check({"nwnsim_dc0p2.csv", kuncic, 1e-3, {.amplitude = 0.2}, {positive}}, "nwnsim_dc0p2_lambda_snap.csv", "k3000");
  check({"nwnsim_binary.csv", kuncic, 1e-3, {.amplitude = 0.5}, {positive, {"gap_law", "binary"}}});
  check({"nwnsim_nwn500_dc18_dt1e-4.csv", "nwn_500.edges", 1e-4, {.amplitude = 1.8}, {positive}},
        "nwnsim_nwn500_dc18_dt1e-4_lambda_snap.csv", "k5000");
  circuit::Drive triangle{.kind = circuit::DriveKind::triangle, .amplitude = 0.025, .frequency = 0.2};
  check({"nwnsim_single.csv", "", 1e-3, triangle, {positive}});
  check({"xu_100nw_dc0.2.csv", kuncic, 1e-3, {.amplitude = 0.2}, {{"preset", "xu_2025"}}, 1},
        "xu_100nw_dc0.2_flux_end.csv", "flux_after_last_step");
}

TEST_CASE("crossing times of the adaptive method agree with small-step traces within half their step") {
  if (reference().empty()) return;
  const std::pair<const char*, const char*> positive{"zero_clamp", "positive"};
  for (const Case& c : {Case{"nwnsim_nwn500_dc18_dt1e-4.csv", "nwn_500.edges", 1e-4, {.amplitude = 1.8}, {positive}, 0},
                        Case{"nwnsim_dc0p2.csv", kuncic, 1e-3, {.amplitude = 0.2}, {positive}, 0},
                        Case{"xu_100nw_dc0.2.csv", kuncic, 1e-3, {.amplitude = 0.2}, {{"preset", "xu_2025"}}, 1}}) {
    const circuit::Circuit circuit = make(c);
    const Column theirs = read(c);
    const double shift =
        c.shift ? 0 : c.dt;  // row k of NWNsim shows the state of time (k - 1) dt, of Xu's program k dt
    native::Solver solver(circuit, {.t_stop = theirs.time.back(), .rtol = 1e-5});
    std::size_t row = 1, n = 0;
    double worst = 0;
    while (solver.step()) {
      for (const double level : {1e-7, 1e-6, 1e-5}) {  // [S], those of the reference README
        const double wanted = level * c.drive.amplitude;
        if (!(solver.interpolated(solver.previous_time()).i_source < wanted && solver.point().i_source >= wanted))
          continue;
        double low = solver.previous_time(), high = solver.point().time;
        for (int k = 0; k < 50; ++k) {
          const double middle = 0.5 * (low + high);
          (solver.interpolated(middle).i_source < wanted ? low : high) = middle;
        }
        for (row = 1; row < theirs.time.size() && theirs.current[row] < wanted;) ++row;
        if (row == theirs.time.size() || theirs.current[row - 1] >= wanted) continue;
        const double weight = (wanted - theirs.current[row - 1]) / (theirs.current[row] - theirs.current[row - 1]);
        const double at = theirs.time[row - 1] + weight * c.dt - shift;
        worst = std::max(worst, std::abs(at - low));
        fmt::print("  {} S: {:.6f} s, theirs {:.6f} s\n", level, low, at);
        ++n;
      }
    }
    fmt::print("{}: {} crossings, worst {:.3g} of their step\n", c.trace, n, worst / c.dt);
    CHECK(n == 3);
    CHECK(worst < 0.5 * c.dt);
  }
}
