// Lattices and graphs whose junctions can be counted by hand.
#include <somn/netgen/measures.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <grow.hpp>

using namespace somn;
using namespace somn::netgen;
using Catch::Contains;
using somn::test::grow;

namespace {

// As it is, without merged columns.
Network bare(const std::string& kind, int size, bool periodic = false, test::Options more = {}) {
  more.insert(more.end(), {{"kind", kind},
                           {"size", std::to_string(size)},
                           {"electrodes", "points"},
                           {"keep_all", "true"},
                           {"periodic", periodic ? "true" : "false"}});
  return grow("lattice", more);
}

double length(const Network& n, const Junction& j) {
  const Point a = n.positions[j.positive.index], b = n.positions[j.negative.index];
  const double dz = n.heights.empty() ? 0 : n.heights[j.positive.index] - n.heights[j.negative.index];
  return std::hypot(a.x - b.x, a.y - b.y, dz);
}

std::size_t longest_bond(const Network& n) {
  double longest = 0;
  for (const Junction& j : n.junctions) longest = std::max(longest, length(n, j));
  return static_cast<std::size_t>(std::lround(longest / 1e-9));  // [nm]
}

}  // namespace

TEST_CASE("open lattices have the bonds that can be counted") {
  CHECK(bare("square", 5).n_junctions() == 2 * 5 * 4);
  CHECK(bare("square", 5, false, {{"diagonals", "random"}}).n_junctions() == 2 * 5 * 4 + 4 * 4);
  CHECK(bare("square", 5, false, {{"diagonals", "both"}}).n_junctions() == 2 * 5 * 4 + 2 * 4 * 4);
  CHECK(bare("triangular", 4).n_junctions() == 4 * 3 + 3 * 4 + 3 * 3);
  CHECK(bare("honeycomb", 4).n_junctions() == 4 * 3 + 3 * 2);
  CHECK(bare("cubic", 3).n_junctions() == 3 * 9 * 2);
  CHECK(bare("square", 21, false, {{"diagonals", "random"}}).n_junctions() == 1240);  // Milano's 21 x 21 grid graph
}

TEST_CASE("periodic lattices: every site has the lattice's coordination number") {
  for (const auto& [kind, degree] :
       {std::pair{"square", 4}, std::pair{"triangular", 6}, std::pair{"honeycomb", 3}, std::pair{"cubic", 6}}) {
    INFO(kind);
    const Measures m = measure(bare(kind, 6, true));
    if (std::string(kind) != "cubic") CHECK(m.nodes == 36);
    CHECK(static_cast<int>(m.min_degree) == degree);
    CHECK(static_cast<int>(m.max_degree) == degree);
  }
}

TEST_CASE("bonds of open lattices join nearest neighbours, one spacing apart") {
  for (const std::string kind : {"square", "triangular", "honeycomb", "cubic"}) {
    INFO(kind);
    CHECK(longest_bond(bare(kind, 5)) == 1000);
  }
}

TEST_CASE("dilution removes sites with their bonds; the rest stays as it is") {
  const Network whole = bare("square", 30, false, {{"bond_p", "0.7"}}),
                diluted = bare("square", 30, false,
                               {{"bond_p", "0.7"}, {"site_p", "0.9"}, {"points", "source: 1; drain: 899"}});
  CHECK(whole.n_nodes == 900);
  CHECK(diluted.n_nodes < 900);
  const auto places = [](const Network& n) {
    std::vector<std::pair<double, double>> all;
    for (std::size_t k = 0; k < n.n_junctions(); ++k)
      all.emplace_back(n.junction_values.at("x_m")[k], n.junction_values.at("y_m")[k]);
    std::sort(all.begin(), all.end());
    return all;
  };
  const auto more = places(whole), fewer = places(diluted);
  CHECK(std::includes(more.begin(), more.end(), fewer.begin(), fewer.end()));
}

TEST_CASE("random graphs: exactly m junctions, all pairs at p = 1") {
  CHECK(grow("random", {{"nodes", "40"}, {"junctions", "300"}, {"keep_all", "true"}}).n_junctions() == 300);
  CHECK(grow("random", {{"nodes", "40"}, {"junctions", "780"}}).n_junctions() == 780);
  CHECK(grow("random", {{"nodes", "40"}, {"p", "1"}}).n_junctions() == 780);
  CHECK_THROWS_WITH(grow("random", {{"nodes", "40"}, {"junctions", "781"}}),
                    Contains("more junctions than pairs") && Contains("780"));
}

TEST_CASE("small worlds: n degree/2 junctions; the ring without rewiring") {
  const Network ring = grow("small-world", {{"nodes", "20"}, {"degree", "4"}, {"rewire", "0"}});
  CHECK(ring.n_junctions() == 40);
  const Measures m = measure(ring);
  CHECK(m.min_degree == 4);
  CHECK(m.max_degree == 4);
  CHECK(m.clustering == Approx(3.0 * (4 - 2) / (4.0 * (4 - 1))));  // Watts & Strogatz
  for (int seed = 1; seed <= 20; ++seed) {  // every node keeps its own degree/2 junctions: one end of them moves
    const Network moved =
        grow("small-world", {{"nodes", "40"}, {"degree", "6"}, {"rewire", "1"}, {"seed", std::to_string(seed)}});
    CHECK(moved.n_junctions() == 120);
    CHECK(measure(moved).min_degree >= 3);
  }
  CHECK(grow("small-world", {{"nodes", "5"}, {"degree", "4"}, {"rewire", "1"}}).n_junctions() == 10);  // all are joined
  CHECK_THROWS_WITH(grow("small-world", {{"degree", "3"}}), Contains("even"));
  CHECK_THROWS_WITH(grow("small-world", {{"nodes", "4"}, {"degree", "4"}}), Contains("below the number of nodes"));
}

TEST_CASE("scale-free graphs: m (n - m) junctions, one component, no node below m") {
  for (const int m : {1, 2, 5}) {
    const Network n = grow("scale-free", {{"nodes", "50"}, {"links", std::to_string(m)}});
    CHECK(static_cast<int>(n.n_junctions()) == m * (50 - m));
    CHECK(measure(n).components == 1);
  }
  CHECK_THROWS_WITH(grow("scale-free", {{"nodes", "5"}, {"links", "5"}}), Contains("below the number of nodes"));
}

TEST_CASE("lattices that cannot be are refused") {
  CHECK_THROWS_WITH(bare("triangular", 5, true), Contains("odd number of rows"));
  CHECK_THROWS_WITH(bare("cubic", 5, false, {{"diagonals", "both"}}), Contains("not square"));
  CHECK_THROWS_WITH(bare("cubic", 1000), Contains("too many sites"));
  CHECK_THROWS_WITH(bare("square", 5, false, {{"site_p", "0"}}), Contains("no site is occupied"));
  CHECK_THROWS_WITH(grow("lattice", {{"bond_p", "0.3"}}), Contains("no path between electrodes"));
}
