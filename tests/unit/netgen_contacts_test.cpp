// Electrodes by hand: who belongs to which contact, and how they are numbered.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <grow.hpp>
#include <set>

using namespace somn;
using namespace somn::netgen;
using Catch::Contains;
using somn::test::grow;

namespace {

std::set<std::pair<std::uint32_t, std::uint32_t>> ends(const Network& n) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> all;
  for (const Junction& j : n.junctions) all.insert(std::minmax(j.positive.index, j.negative.index));
  return all;
}

std::vector<std::uint32_t> nodes(const Network& n, const std::string& electrode) {
  std::vector<std::uint32_t> all;
  for (const NodeId node : n.electrodes.at(electrode)) all.push_back(node.index);
  return all;
}

}  // namespace

// Sites of a 3 x 3 lattice:   6 7 8
//                             3 4 5
//                             0 1 2
TEST_CASE("left-right merges the columns at the borders, and what becomes parallel is one junction") {
  const Network n = grow("lattice", {{"size", "3"}});
  CHECK(n.n_nodes == 5);  // 2 contacts, 3 in the middle column
  CHECK(ends(n) == decltype(ends(n)){{0, 2}, {0, 3}, {0, 4}, {1, 2}, {1, 3}, {1, 4}, {2, 3}, {3, 4}});
  CHECK(n.positions[0].x == 0);
  CHECK(n.positions[1].x == Approx(3e-6));  // the far side of the box
  CHECK(n.positions[3].y == Approx(1e-6));
}

TEST_CASE("a bus is a node of its own, with a junction to every site at its border") {
  const Network n = grow("lattice", {{"size", "3"}, {"electrodes", "bus"}});
  CHECK(n.n_nodes == 11);
  CHECK(n.n_junctions() == 12 + 6);
  for (const std::uint32_t site : {2, 5, 8}) CHECK(ends(n).contains({0, site}));
  for (const std::uint32_t site : {4, 7, 10}) CHECK(ends(n).contains({1, site}));
}

TEST_CASE("points leave the sites where they are; a name may have several") {
  const Network n =
      grow("lattice", {{"size", "3"}, {"electrodes", "points"}, {"points", "gate: 4; drain: 8; source: 0; source: 6"}});
  CHECK(n.n_nodes == 9);
  CHECK(nodes(n, "source") == std::vector<std::uint32_t>{0, 6});
  CHECK(nodes(n, "drain") == std::vector<std::uint32_t>{8});
  CHECK(nodes(n, "gate") == std::vector<std::uint32_t>{4});
}

TEST_CASE("without points, a lattice and a graph are contacted at their first and last node") {
  CHECK(nodes(grow("lattice", {{"size", "3"}, {"electrodes", "points"}}), "drain") == std::vector<std::uint32_t>{8});
  const Network n = grow("scale-free");
  CHECK(nodes(n, "source") == std::vector<std::uint32_t>{0});
  CHECK(nodes(n, "drain") == std::vector<std::uint32_t>{99});
}

TEST_CASE("points of a film choose the nearest body, pads every body that reaches them") {
  const test::Options film{{"box", "40 um"}, {"seed", "2"}, {"keep_all", "true"}};
  test::Options points = film, pads = film;
  points.insert(points.end(), {{"electrodes", "points"}, {"points", "source: 8 um, 8 um; drain: 32 um, 30 um"}});
  const Network n = grow("wires", points);
  const auto distance = [](const Body& b, Point p) {
    const double ux = b.b.x - b.a.x, uy = b.b.y - b.a.y;
    const double t = std::clamp(((p.x - b.a.x) * ux + (p.y - b.a.y) * uy) / (ux * ux + uy * uy), 0.0, 1.0);
    return std::hypot(b.a.x + t * ux - p.x, b.a.y + t * uy - p.y);
  };
  for (const auto& [name, at] : {std::pair{"source", Point{8e-6, 8e-6}}, std::pair{"drain", Point{32e-6, 30e-6}}}) {
    const std::uint32_t chosen = nodes(n, name).at(0);
    for (const Body& b : n.bodies) CHECK(distance(b, at) >= distance(n.bodies[chosen], at));
  }

  pads.insert(pads.end(),
              {{"electrodes", "pads"},
               {"pads", "drain: 30 um, 0, 40 um, 40 um; source: 0, 40 um, 6 um, 0; gate: 15 um, 36 um, 20 um, 40 um"}});
  const Network p = grow("wires", pads);
  CHECK(nodes(p, "source") == std::vector<std::uint32_t>{0});
  CHECK(nodes(p, "drain") == std::vector<std::uint32_t>{1});
  CHECK(nodes(p, "gate") == std::vector<std::uint32_t>{2});
  CHECK(p.positions[2].x == Approx(17.5e-6));
  // By many points along each wire: is one inside the pad?
  const auto reaches = [](const Body& b, double x0, double y0, double x1, double y1) {
    for (int k = 0; k <= 4000; ++k) {
      const double t = k / 4000.0, x = b.a.x + t * (b.b.x - b.a.x), y = b.a.y + t * (b.b.y - b.a.y);
      if (x0 <= x && x <= x1 && y0 <= y && y <= y1) return true;
    }
    return false;
  };
  for (const Body& b : p.bodies) {
    if (reaches(b, 0, 0, 6e-6, 40e-6)) CHECK(b.node.index == 0);
    if (reaches(b, 30e-6, 0, 40e-6, 40e-6)) CHECK(b.node.index == 1);
    if (reaches(b, 15e-6, 36e-6, 20e-6, 40e-6)) CHECK(b.node.index == 2);
    const double edge = 0.01e-6;  // and nobody else: not even a little larger pads reach further bodies
    if (b.node.index == 2) CHECK(reaches(b, 15e-6 - edge, 36e-6 - edge, 20e-6 + edge, 40e-6 + edge));
    if (b.node.index == 0) CHECK(reaches(b, -edge, -edge, 6e-6 + edge, 40e-6 + edge));
  }
}

TEST_CASE("a wire that passes the corner of a pad does not touch it") {
  const auto clipped = [](const Body& b, double low, double high) {  // by many points along it
    for (int k = 0; k <= 2000; ++k) {
      const double t = k / 2000.0, x = b.a.x + t * (b.b.x - b.a.x), y = b.a.y + t * (b.b.y - b.a.y);
      if (low <= x && x <= high && low <= y && y <= high) return true;
    }
    return false;
  };
  int near = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const auto n = test::grow_if("wires", seed,
                                 {{"box", "40 um"},
                                  {"keep_all", "true"},
                                  {"electrodes", "pads"},
                                  {"pads", "source: 18 um, 18 um, 22 um, 22 um; drain: 0, 0, 40 um, 4 um"}});
    if (!n) continue;
    for (const Body& b : n->bodies) {
      const bool inside = clipped(b, 18e-6, 22e-6), beside = clipped(b, 18e-6 - 0.02e-6, 22e-6 + 0.02e-6);
      if (inside) CHECK(b.node.index == 0);
      if (!beside) CHECK(b.node.index != 0);
      const bool in_box = std::max(b.a.x, b.b.x) >= 18e-6 && std::min(b.a.x, b.b.x) <= 22e-6 &&
                          std::max(b.a.y, b.b.y) >= 18e-6 && std::min(b.a.y, b.b.y) <= 22e-6;
      near += in_box && !beside;
    }
  }
  CHECK(near > 10);  // such wires are there
}

TEST_CASE("a disc that reaches over a periodic border touches the pad on the other side") {
  // One large disc near the top, whose lower part comes out at the bottom, where the pad is.
  int reached = 0;
  for (int seed = 1; seed <= 40; ++seed) {
    test::Options options{
        {"coverage", "0.3"},    {"diameter", "20 nm"},
        {"box", "100 nm"},      {"periodic", "true"},
        {"gap_cutoff", "2"},    {"keep_all", "true"},
        {"electrodes", "pads"}, {"pads", "source: 0, 0, 100 nm, 1 nm; drain: 0, 45 nm, 100 nm, 50 nm"}};
    const auto n = test::grow_if("discs", static_cast<std::uint64_t>(seed), options);
    if (!n) continue;
    for (const Body& b : n->bodies) {
      if (b.a.y + b.radius < 100e-9) continue;
      CHECK(b.node.index == 0);
      ++reached;
    }
  }
  CHECK(reached > 3);
}

TEST_CASE("electrodes that cannot be are refused, and the message says why") {
  const auto with = [](const std::string& ensemble, test::Options options) {
    return grow(ensemble, std::move(options));
  };
  CHECK_THROWS_WITH(with("wires", {{"electrodes", "points"}, {"points", "source: 1 um"}}), Contains("NAME: X, Y"));
  CHECK_THROWS_WITH(with("wires", {{"electrodes", "points"}, {"points", "source: 1 um, 2 V; drain: 0, 0"}}),
                    Contains("wrong unit"));
  CHECK_THROWS_WITH(with("wires", {{"electrodes", "points"}, {"points", "source: 1 um, 2 um; gate: 0, 0"}}),
                    Contains("no electrode \"drain\""));
  CHECK_THROWS_WITH(with("wires", {{"points", "source: 0, 0; drain: 1 um, 1 um"}}), Contains("electrodes points"));
  CHECK_THROWS_WITH(with("wires", {{"electrodes", "pads"}, {"pads", "so urce: 0, 0, 1 um, 1 um"}}),
                    Contains("not an electrode"));
  CHECK_THROWS_WITH(with("lattice", {{"electrodes", "points"}, {"points", "source: 0; drain: 5000"}}),
                    Contains("no node of this number") && Contains("site"));
  CHECK_THROWS_WITH(with("lattice", {{"electrodes", "points"}, {"points", "source: 3; drain: 3"}}),
                    Contains("source and drain are one body"));
  CHECK_THROWS_WITH(with("lattice", {{"electrodes", "pads"}}), Contains("pads"));
  CHECK_THROWS_WITH(with("random", {{"electrodes", "left-right"}}), Contains("points"));
  CHECK_THROWS_WITH(with("random", {{"periodic", "true"}}), Contains("no sides"));
  CHECK_THROWS_WITH(with("discs", {{"electrodes", "pads"},
                                   {"pads", "source: 0, 0, 1 nm, 1 nm; drain: 2 nm, 2 nm, 3 nm, 3 nm"},
                                   {"coverage", "0.05"}}),
                    Contains("nothing touches source"));
}
