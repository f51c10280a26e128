// What differs from junction to junction: mixtures of laws, dependence on the gap, spread within the legal range.
#include <somn/core/error.hpp>
#include <somn/netlist/build_circuit.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

using namespace somn;
using netlist::Distribution;
using netlist::Material;

namespace {

netgen::Network parallel(std::size_t n) {
  netgen::Network network;
  network.n_nodes = 2;
  network.junctions.assign(n, {{0}, {1}});
  network.electrodes = {{"source", {{0}}}, {"drain", {{1}}}};
  return network;
}

std::size_t count(const netgen::Network& n, const char* law) {
  return static_cast<std::size_t>(std::count(n.junction_law.begin(), n.junction_law.end(), law));
}

Material mixed(double fraction) {
  return {.law = "vts", .mixture = {{.law = "synapse", .fraction = fraction}}};
}

double mean_of(const std::vector<double>& x) {
  double sum = 0;
  for (const double value : x) sum += value;
  return sum / static_cast<double>(x.size());
}

const circuit::Drive drive{.amplitude = 1};

}  // namespace

TEST_CASE("a fraction is met to one junction, and a larger one keeps the places of a smaller") {
  netgen::Network few = parallel(1001), more = parallel(1001), other = parallel(1001);
  netlist::draw_junctions(few, mixed(0.2), 1, "t");
  netlist::draw_junctions(more, mixed(0.5), 1, "t");
  netlist::draw_junctions(other, mixed(0.2), 2, "t");
  CHECK(count(few, "synapse") == 200);
  CHECK(count(more, "synapse") == 501);
  for (std::size_t k = 0; k < 1001; ++k)
    if (few.junction_law[k] == "synapse") CHECK(more.junction_law[k] == "synapse");
  CHECK(other.junction_law != few.junction_law);
  netgen::Network all = parallel(10);
  netlist::draw_junctions(all, mixed(1), 1, "t");
  CHECK(count(all, "synapse") == 10);
  netgen::Network none = parallel(10);
  netlist::draw_junctions(none, mixed(0), 1, "t");
  CHECK(none.junction_law.empty());
}

TEST_CASE("every law has its own values; the network file alone says who is what") {
  Material material{.law = "vts",
                    .spread = {{"v_set", 0.1}},
                    .mixture = {{.law = "synapse", .fraction = 0.25, .spread = {{"g_max", 0.2}}}}};
  material.mixture[0].values = models::law("synapse", "t").defaults();
  material.mixture[0].values[2] = 50;  // beta
  netgen::Network n = parallel(400);
  netlist::draw_junctions(n, material, 3, "t");
  const circuit::Circuit c = netlist::build_circuit(n, material, drive, "t");
  CHECK(c.models.size() <= 256);
  std::size_t n_synapses = 0;
  for (std::size_t k = 0; k < 400; ++k) {
    const circuit::Model& m = c.models[c.junctions[k].model];
    CHECK(m.law == n.junction_law[k]);
    if (m.law == "synapse") {
      ++n_synapses;
      CHECK(m.values[2] == 50);
      CHECK(m.values[1] == n.junction_values["g_max_S"][k]);
    } else {
      CHECK(m.values[2] == n.junction_values["v_set_V"][k]);
    }
  }
  CHECK(n_synapses == 100);

  // read back: the same material without what was drawn
  Material later = material;
  later.spread.clear();
  later.mixture[0].spread.clear();
  later.mixture[0].fraction = 0;
  netgen::Network again = n;
  netlist::draw_junctions(again, later, 3, "t");
  CHECK(again.junction_values == n.junction_values);
  CHECK_THROWS_WITH(netlist::draw_junctions(again, material, 3, "t"), Catch::Contains("have their laws already"));
}

TEST_CASE("a parameter of one name in two laws keeps each law's value") {
  const Material material{.law = "tunnel", .spread = {{"v_set", 0.1}}, .mixture = {{.law = "vts", .fraction = 0.5}}};
  netgen::Network n = parallel(100);
  netlist::draw_junctions(n, material, 3, "t");
  const circuit::Circuit c = netlist::build_circuit(n, material, drive, "t");
  for (const circuit::Junction& j : c.junctions)
    if (c.models[j.model].law == "vts")
      CHECK(c.models[j.model].values[2] == 1.0);
    else
      CHECK(c.models[j.model].values[0] < 0.02);
}

TEST_CASE("adding a spread or a law leaves the other draws as they are") {
  netgen::Network a = parallel(100), b = parallel(100);
  netlist::draw_junctions(a, {.law = "vts", .spread = {{"v_set", 0.1}}}, 5, "t");
  netlist::draw_junctions(
      b, {.law = "vts", .spread = {{"tau", 0.3}, {"v_set", 0.1}}, .mixture = {{.law = "synapse", .fraction = 0.3}}}, 5,
      "t");
  for (std::size_t k = 0; k < 100; ++k)
    if (b.junction_law[k] == "vts") CHECK(a.junction_values["v_set_V"][k] == b.junction_values["v_set_V"][k]);
}

TEST_CASE("the resistance follows the gap") {
  netgen::Network n = parallel(3);
  n.junction_values["gap_m"] = {1e-9, 2e-9, 3e-9};
  netlist::draw_junctions(n, {.law = "vts", .gap_dependence = {{"r_off", 1e9}}}, 1, "t");
  const std::vector<double>& r = n.junction_values["r_off_ohm"];
  CHECK(r[0] == Approx(1e7 * std::exp(-1.0)));
  CHECK(r[1] == Approx(1e7));
  CHECK(r[2] == Approx(1e7 * std::exp(1.0)));
  netgen::Network without = parallel(3);
  CHECK_THROWS_WITH(netlist::draw_junctions(without, {.law = "vts", .gap_dependence = {{"r_off", 1e9}}}, 1, "t"),
                    Catch::Contains("no gaps"));
}

TEST_CASE("log-normal and normal spread have the moments of their names") {
  // 4 standard errors of 200 values (few enough to stay unbinned): of z mean 1/sqrt(200), of z^2 sqrt(2/200)
  netgen::Network a = parallel(200), b = parallel(200);
  netlist::draw_junctions(a, {.law = "threshold", .spread = {{"tau", 0.1}}}, 1, "t");
  netlist::draw_junctions(b, {.law = "threshold", .spread = {{"tau", 0.1, Distribution::normal}}}, 1, "t");
  std::vector<double> log_a, square_a, b_relative, b_square;
  for (std::size_t k = 0; k < 200; ++k) {
    log_a.push_back(std::log(a.junction_values["tau_s"][k] / 1e-3) / 0.1);
    square_a.push_back(log_a.back() * log_a.back());
    b_relative.push_back((b.junction_values["tau_s"][k] / 1e-3 - 1) / 0.1);
    b_square.push_back(b_relative.back() * b_relative.back());
    CHECK(b_relative.back() == Approx(log_a.back()).margin(1e-9));  // one z for both
  }
  CHECK(std::abs(mean_of(log_a)) < 4 / std::sqrt(200.0));
  CHECK(std::abs(mean_of(square_a) - 1) < 4 * std::sqrt(2 / 200.0));
}

TEST_CASE("a spread stays in the legal range: z is drawn inside, not clipped") {
  netgen::Network n = parallel(20000);
  const std::size_t w0 = models::law("synapse", "t").index("w0", "t");
  Material material{.law = "synapse", .spread = {{"w0", 1.0, Distribution::normal}}};
  material.values = models::law("synapse", "t").defaults();
  material.values[w0] = 0.75;  // [0, 1]: z between -1 and 1/3
  netlist::draw_junctions(n, material, 1, "t");
  const std::vector<double>& w = n.junction_values["w0"];
  CHECK(*std::min_element(w.begin(), w.end()) >= 0);
  CHECK(*std::max_element(w.begin(), w.end()) <= 1);
  CHECK(std::count(w.begin(), w.end(), 1.0) == 0);
  // mean of the standard normal on (-1, 1/3): (phi(1) - phi(1/3)) / (Phi(1/3) - Phi(-1)) = -0.29044
  CHECK(mean_of(w) == Approx(0.75 * (1 - 0.29044)).margin(4 * 0.75 * 0.37 / std::sqrt(20000.0)));
  netgen::Network l = parallel(2000);
  material.spread = {{"w0", 1.0}};
  netlist::draw_junctions(l, material, 1, "t");
  CHECK(*std::max_element(l.junction_values["w0"].begin(), l.junction_values["w0"].end()) <= 1);
}

TEST_CASE("values that come with the network are binned, and refused where illegal") {
  netgen::Network n = parallel(2000);
  for (int k = 0; k < 2000; ++k) n.junction_values["v_set_V"].push_back(0.8 + 1e-4 * k);
  n.junction_values["length_m"] = n.junction_values["v_set_V"];  // no parameter: stays
  CHECK_THROWS_WITH(netlist::build_circuit(n, {}, drive, "t"), Catch::Contains("at most 256"));
  const std::vector<double> before = n.junction_values["v_set_V"];
  netlist::draw_junctions(n, {}, 0, "t");
  CHECK(netlist::build_circuit(n, {}, drive, "t").models.size() == 256);
  CHECK(n.junction_values["length_m"] == before);
  for (std::size_t k = 0; k < 2000; ++k) CHECK(std::abs(n.junction_values["v_set_V"][k] - before[k]) < 1e-3);
  n.junction_values["v_set_V"][1234] = -1;
  CHECK_THROWS_WITH(netlist::draw_junctions(n, {}, 0, "t"),
                    Catch::Contains("junction 1234") && Catch::Contains("v_set"));
  n.junction_values["v_set_V"][1234] = INFINITY;
  CHECK_THROWS_AS(netlist::draw_junctions(n, {}, 0, "t"), InputError);
}

TEST_CASE("what cannot be drawn is told") {
  netgen::Network n = parallel(3);
  const auto draw = [&](const Material& m) { netlist::draw_junctions(n, m, 1, "t"); };
  CHECK_THROWS_WITH(draw({.law = "tunnel", .spread = {{"zero_clamp", 0.1}}}), Catch::Contains("choice"));
  CHECK_THROWS_WITH(draw({.law = "vts", .spread = {{"v_sett", 0.1}}}), Catch::Contains("did you mean 'v_set'"));
  CHECK_THROWS_WITH(draw({.law = "vts", .spread = {{"v_set", 1.5}}}), Catch::Contains("0 to 1"));
  CHECK_THROWS_WITH(draw({.law = "vts", .spread = {{"c2c", 0.5}}}), Catch::Contains("which is 0"));
  CHECK_THROWS_WITH(draw({.law = "vts", .mixture = {{.law = "vts", .fraction = 0.5}}}), Catch::Contains("named twice"));
  CHECK_THROWS_WITH(
      draw({.law = "vts", .mixture = {{.law = "synapse", .fraction = 0.7}, {.law = "tunnel", .fraction = 0.7}}}),
      Catch::Contains("fraction of tunnel"));
}

TEST_CASE("no parameter of a law takes a column that the network itself has") {
  for (const models::Law& law : models::laws())
    for (const models::Parameter& p : law.parameters)
      for (const char* column : {"gap_m", "length_m", "x_m", "y_m"}) {
        CAPTURE(law.name, p.name);
        CHECK(netlist::value_name(p) != column);
      }
}

TEST_CASE("columns as strict as keys of an experiment: units converted, near names refused, the rest carried through") {
  const auto drawn = [](const std::string& name, std::vector<double> values) {
    netgen::Network n = parallel(2);
    n.junction_values[name] = std::move(values);
    netlist::draw_junctions(n, {.law = "vts"}, 1, "t");
    return n.junction_values;
  };
  const auto message = [&](const std::string& name, double value) -> std::string {
    try {
      drawn(name, {value, value});
    } catch (const InputError& error) {
      return error.what();
    }
    return "no error";
  };
  CHECK(drawn("v_set_mV", {700, 800}).at("v_set_V") == std::vector<double>{0.7, 0.8});
  CHECK(drawn("gap_nm", {1, 2}).at("gap_m")[1] == Approx(2e-9));
  CHECK(drawn("weight", {1, 2}).at("weight") == std::vector<double>{1, 2});
  CHECK(drawn("betweenness", {1, netgen::not_given}).size() == 1);
  const double v_set = models::law("vts", "t").defaults()[models::law("vts", "t").index("v_set", "t")];
  CHECK(drawn("v_set_V", {0.7, netgen::not_given}).at("v_set_V") == std::vector<double>{0.7, v_set});
  CHECK(message("v_set", 0.7).find("rename it to v_set_V") != std::string::npos);
  CHECK(message("v_sett_V", 0.7).find("did you mean 'v_set_V'?") != std::string::npos);
  CHECK(message("v_set_A", 0.7).find("a voltage") != std::string::npos);
  CHECK(message("seed", 1.5).find("whole number") != std::string::npos);
  CHECK(message("seed", 2) == "no error");
  CHECK(message("v_set_V", -1).find("out of range") != std::string::npos);
}
