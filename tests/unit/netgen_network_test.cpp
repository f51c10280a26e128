#include <somn/core/error.hpp>
#include <somn/netgen/measures.hpp>
#include <somn/netgen/network.hpp>

#include <catch2/catch.hpp>

using namespace somn;
using namespace somn::netgen;

namespace {

Network network(std::size_t n_nodes, const std::vector<std::pair<unsigned, unsigned>>& ends, unsigned source,
                unsigned drain) {
  Network n;
  n.ensemble = "file";
  n.n_nodes = n_nodes;
  for (const auto& [u, v] : ends) n.junctions.push_back({{u}, {v}});
  n.electrodes = {{"source", {NodeId{source}}}, {"drain", {NodeId{drain}}}};
  return n;
}

//   0 --- 1        a triangle 0 1 2 and a tail 2 - 3 - 4
//    \   /
//      2 --- 3 --- 4
Network kite() {
  return network(5, {{0, 1}, {1, 2}, {0, 2}, {2, 3}, {3, 4}}, 0, 3);
}

}  // namespace

TEST_CASE("the measures of a kite, by hand") {
  const Measures m = measure(kite());
  CHECK(m.nodes == 5);
  CHECK(m.junctions == 5);
  CHECK(m.components == 1);
  CHECK(m.main_component == 5);
  CHECK(m.is_spanning);
  CHECK(m.mean_degree == 2);
  CHECK(m.min_degree == 1);
  CHECK(m.max_degree == 3);
  CHECK(m.degree_histogram == std::vector<std::size_t>{0, 1, 3, 1});
  CHECK(m.shortest_path == 2);
  // distances: 01 1, 02 1, 03 2, 04 3, 12 1, 13 2, 14 3, 23 1, 24 2, 34 1
  CHECK(m.mean_path == Approx(1.7).epsilon(1e-15));
  CHECK(m.diameter == 3);
  CHECK(m.path_starts == 5);
  CHECK(m.clustering == Approx((1 + 1 + 1.0 / 3) / 5).epsilon(1e-15));  // node 2: one of three pairs is joined
  CHECK(m.dead_end_junctions == 1);                                     // 3-4
  CHECK_FALSE(m.relative_density.has_value());
  CHECK(m.density_rule == "the ensemble is unknown");
  CHECK(m.degree_variance == Approx(0.4).epsilon(1e-14));
  CHECK(m.path_histogram == std::vector<std::size_t>{0, 10, 6, 4});  // both directions
  CHECK(m.path_variance == Approx(0.61).epsilon(1e-14));
  CHECK(m.efficiency == Approx((5 + 3 / 2.0 + 2 / 3.0) / 10).epsilon(1e-14));
  CHECK(*m.transitivity == Approx(0.5).epsilon(1e-15));  // one triangle, six paths of two junctions
  // degrees 2 2 3 2 1: mean over ends 2.2, variance 0.36, <jk> = (4 + 6 + 6 + 6 + 2)/5
  CHECK(*m.assortativity == Approx((4.8 - 4.84) / 0.36).epsilon(1e-12));
  CHECK(m.backbone_junctions == 4);
  CHECK(m.backbone_nodes == 4);
  CHECK(m.dangling_junctions == 1);
  CHECK(m.dangling_nodes == 1);
  CHECK(m.cut_junctions == 1);  // 2-3
  CHECK(m.cut_bodies == 1);     // 2
  CHECK(m.minimum_cut == 1);
  CHECK(*m.effective_conductance == Approx(0.6).epsilon(1e-14));  // 1 beside 1 + 1, then 1
  CHECK(m.communities == 2);                                      // {0 1 2}, {3 4}
  CHECK(*m.modularity == Approx(3 / 5.0 + 1 / 5.0 - 0.7 * 0.7 - 0.3 * 0.3).epsilon(1e-14));
  // n = 5, k = 2: C / (2/4), L / ((ln 5 - 0.57721566) / ln 2 + 1/2)
  CHECK(*m.small_world == Approx((7.0 / 15 / 0.5) / (1.7 / 1.989181918)).epsilon(1e-6));
}

TEST_CASE("a wire of several pieces is one body, and its pieces carry current") {
  Network n = network(5, {{0, 2}, {3, 1}, {4, 1}}, 0, 1);  // the wire 2 - 3 - 4 between two contacts
  n.resistors = {{{2}, {3}, 2}, {{3}, {4}, 4}};
  const Measures m = measure(n);
  CHECK(m.bodies == 3);
  CHECK(m.components == 1);
  CHECK(m.main_component == 5);
  CHECK(m.is_spanning);
  CHECK(m.degree_histogram == std::vector<std::size_t>{0, 1, 1, 1});
  CHECK(m.shortest_path == 2);
  CHECK(m.diameter == 2);
  CHECK(m.cut_junctions == 1);
  CHECK(m.cut_bodies == 1);
  CHECK(m.dead_end_junctions == 0);
  CHECK(current_paths(n).resistors == std::vector<bool>{true, true});
  CHECK(*m.effective_conductance == Approx(1 / (1 + 2 + 1 / (1 + 1 / 5.0))).epsilon(1e-14));
  n.resistors.push_back({{0}, {1}, 8});  // a wire from contact to contact
  CHECK_FALSE(minimum_cut(n).has_value());
  CHECK(*effective_conductance(n) == Approx(1 / (1 + 2 + 1 / (1 + 1 / 5.0)) + 1 / 8.0).epsilon(1e-14));
}

TEST_CASE("any two electrodes make a current path") {
  Network n = network(6, {{0, 1}, {1, 2}, {1, 3}, {3, 4}}, 0, 2);
  CHECK(on_current_path(n) == std::vector<bool>{true, true, false, false});
  n.electrodes["gate"] = {NodeId{3}};
  CHECK(on_current_path(n) == std::vector<bool>{true, true, true, false});
  n.electrodes.erase("drain");
  CHECK(on_current_path(n) == std::vector<bool>{true, false, true, false});
  const Measures m = measure(n);  // no drain
  CHECK(m.backbone_junctions == 2);
  CHECK(m.dangling_junctions == 2);
  CHECK_FALSE(m.is_spanning);
  CHECK_FALSE(m.effective_conductance.has_value());
  n.electrodes["gate"] = {NodeId{5}};
  CHECK_FALSE(measure(n).backbone_junctions.has_value());
}

TEST_CASE("current flows on simple paths between the electrodes only") {
  CHECK(on_current_path(kite()) == std::vector<bool>{true, true, true, true, false});
  // A loop that hangs on one node is no chain of degree 1, and carries nothing all the same.
  CHECK(on_current_path(network(4, {{0, 1}, {1, 2}, {2, 3}, {3, 1}}, 0, 1)) ==
        std::vector<bool>{true, false, false, false});
  CHECK(on_current_path(network(3, {{0, 1}, {1, 0}, {1, 2}, {2, 1}}, 0, 1)) ==
        std::vector<bool>{true, true, false, false});
  CHECK(on_current_path(network(4, {{0, 1}, {2, 3}}, 0, 2)) == std::vector<bool>{false, false});
}

TEST_CASE("an electrode of several nodes is one contact") {
  Network n = network(4, {{0, 1}, {2, 3}}, 0, 2);
  n.electrodes["source"] = {NodeId{0}, NodeId{3}};
  CHECK(is_spanning(n));
  CHECK(measure(n).shortest_path == 1);
  CHECK(on_current_path(n) == std::vector<bool>{false, true});
  n.junctions.push_back({{0}, {3}});  // inside the contact
  CHECK(on_current_path(n) == std::vector<bool>{false, true, false});
}

TEST_CASE("parallel junctions count as junctions and not as longer paths") {
  const Measures m = measure(network(2, {{0, 1}, {1, 0}}, 0, 1));
  CHECK(m.mean_degree == 2);
  CHECK(m.shortest_path == 1);
  CHECK(m.mean_path == 1);
  CHECK(m.dead_end_junctions == 0);
}

TEST_CASE("nodes without junctions are components of their own") {
  const Measures m = measure(network(4, {{2, 3}}, 0, 3));
  CHECK(m.components == 3);
  CHECK(m.main_component == 2);
  CHECK_FALSE(m.is_spanning);
  CHECK_FALSE(m.shortest_path.has_value());
  CHECK(measure(Network{}).components == 0);
}

TEST_CASE("the density is measured in units of the percolation threshold") {
  Network n = kite();
  n.ensemble = "wires";
  n.parameters = {{"density", "5.6372858e10"}, {"length", "1e-05"}};
  CHECK(relative_density(n) == Approx(1).epsilon(1e-12));
  n.ensemble = "discs";
  n.parameters = {{"coverage", "0.338174"}};
  CHECK(relative_density(n) == Approx(0.5).epsilon(1e-12));
  const auto lattice = [&](const char* kind, const char* bond, const char* site) {
    n.ensemble = "lattice";
    n.parameters = {{"kind", kind}, {"size", "48"}, {"bond_p", bond}, {"site_p", site}};
    return relative_density(n);
  };
  CHECK(lattice("square", "0.6", "1") == Approx(1.2).epsilon(1e-12));
  CHECK(lattice("triangular", "1", "0.6") == Approx(1.2).epsilon(1e-12));
  CHECK(lattice("honeycomb", "0.6527036447", "1") == Approx(1).epsilon(1e-9));
  CHECK(lattice("cubic", "1", "0.3116077") == Approx(1).epsilon(1e-12));
  CHECK(lattice("square", "1", "1") == 2);
  CHECK_FALSE(lattice("square", "0.6", "0.9").has_value());
  n.parameters = {{"kind", "square"}, {"bond_p", "0.6"}, {"site_p", "1"}, {"diagonals", "both"}};
  CHECK_FALSE(relative_density(n).has_value());
  n.ensemble = "random";
  n.parameters = {{"nodes", "21"}, {"p", "0.1"}};
  CHECK(relative_density(n) == Approx(2).epsilon(1e-12));
  n.parameters = {{"nodes", "20"}, {"p", "0.3"}, {"junctions", "30"}};
  CHECK(relative_density(n) == 3);
}

TEST_CASE("the hash sees topology, polarity, electrodes and values, and nothing else") {
  const Network n = kite();
  const auto changed = [&](auto change) {
    Network other = n;
    change(other);
    return hash(other) != hash(n);
  };
  CHECK(hash(n).size() == 16);
  CHECK(changed([](Network& o) { o.junctions[4].negative = {1}; }));
  CHECK(changed([](Network& o) { std::swap(o.junctions[0].positive, o.junctions[0].negative); }));
  CHECK(changed([](Network& o) { std::swap(o.junctions[0], o.junctions[1]); }));
  CHECK(changed([](Network& o) { o.electrodes["drain"] = {NodeId{4}}; }));
  CHECK(changed([](Network& o) { o.n_nodes = 6; }));
  CHECK(changed([](Network& o) { o.junction_values["gap_m"] = {1, 2, 3, 4, 5}; }));
  CHECK(changed([](Network& o) { o.junction_law = {"vts", "vts", "vts", "vts", "vts"}; }));
  CHECK_FALSE(changed([](Network& o) { o.seed = 9, o.ensemble = "wires", o.positions.resize(5); }));
}

TEST_CASE("validate refuses what is not a network") {
  const auto refused = [](auto spoil) {
    Network n = kite();
    spoil(n);
    CHECK_THROWS_AS(validate(n, "test"), InputError);
  };
  CHECK_NOTHROW(validate(kite(), "test"));
  refused([](Network& n) { n.junctions[0].positive = {5}; });
  refused([](Network& n) { n.junctions[0].positive = n.junctions[0].negative; });
  refused([](Network& n) { n.electrodes["gate"] = {NodeId{7}}; });
  refused([](Network& n) { n.electrodes["gate"] = {NodeId{0}}; });
  refused([](Network& n) { n.electrodes["gate"] = {}; });
  refused([](Network& n) { n.junction_values["gap_m"] = {1}; });
  refused([](Network& n) { n.junction_law = {"vts"}; });
  refused([](Network& n) { n.positions.resize(4); });
  refused([](Network& n) { n.bodies = {{{3}, {}, {}, 0}, {{2}, {}, {}, 0}}; });
}

TEST_CASE("electrodes can be set on nodes that exist and are joined") {
  Network n = kite();
  set_electrodes(n, {{4}}, {{1}, {0}}, "test");
  CHECK(n.electrodes["drain"] == std::vector<NodeId>{NodeId{0}, NodeId{1}});
  CHECK_THROWS_WITH(set_electrodes(n, {{5}}, {{0}}, "test"), Catch::Contains("does not exist") && Catch::Contains("5"));
  CHECK_THROWS_AS(set_electrodes(n, {{1}}, {{1}}, "test"), InputError);
  CHECK_THROWS_AS(set_electrodes(n, {}, {{1}}, "test"), InputError);
  Network apart = network(4, {{0, 1}, {2, 3}}, 0, 1);
  CHECK_THROWS_WITH(set_electrodes(apart, {{0}}, {{2}}, "test"), Catch::Contains("no path between electrodes"));
}

TEST_CASE("several named electrodes: each is joined with another") {
  Network n;
  n.n_nodes = 6;
  n.junctions = {{{0}, {1}}, {{2}, {1}}, {{3}, {4}}};
  set_electrodes(n, {{"left", {{0}}}, {"right", {{2}, {1}}}, {"a", {{3}}}, {"b", {{4}}}}, "test");
  CHECK(n.electrodes.at("right") == std::vector<NodeId>{{1}, {2}});
  CHECK_FALSE(is_spanning(n));
  CHECK_THROWS_WITH(set_electrodes(n, {{"left", {{0}}}, {"right", {{2}}}, {"gate", {{5}}}}, "test"),
                    Catch::Contains("no path") && Catch::Contains("from gate to another"));
  n.resistors = {{{5}, {4}, 1.0}};
  set_electrodes(n, {{"left", {{0}}}, {"right", {{2}}}, {"gate", {{5}}}, {"b", {{3}}}}, "test");
  CHECK_THROWS_WITH(set_electrodes(n, {{"left", {{0}, {0}}}, {"right", {{2}}}}, "test"), Catch::Contains("already"));
}
