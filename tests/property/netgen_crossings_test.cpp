// Crossing detection against an obvious reference: all pairs, in exact rational arithmetic.
#include <somn/core/random.hpp>
#include <somn/netgen/crossings.hpp>

#include <boost/multiprecision/cpp_int.hpp>
#include <boost/random/uniform_01.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

using namespace somn;
using namespace somn::netgen;

namespace {

using Rational = boost::multiprecision::cpp_rational;
using Pairs = std::set<std::pair<std::uint32_t, std::uint32_t>>;

int side(const Point& a, const Point& b, const Point& c) {
  const Rational ax(a.x), ay(a.y), bx(b.x), by(b.y), cx(c.x), cy(c.y);
  return Rational((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)).sign();
}

// c is on the line through a and b: is it between them?
bool between(const Point& a, const Point& b, const Point& c) {
  return std::min(a.x, b.x) <= c.x && c.x <= std::max(a.x, b.x) && std::min(a.y, b.y) <= c.y &&
         c.y <= std::max(a.y, b.y);
}

// They cross properly, or an end of one lies on the other.
bool reference_meet(const Segment& s, const Segment& t) {
  if (std::max(s.a.y, s.b.y) < std::min(t.a.y, t.b.y) || std::max(t.a.y, t.b.y) < std::min(s.a.y, s.b.y)) return false;
  if (std::max(s.a.x, s.b.x) < std::min(t.a.x, t.b.x) || std::max(t.a.x, t.b.x) < std::min(s.a.x, s.b.x)) return false;
  const int ta = side(s.a, s.b, t.a), tb = side(s.a, s.b, t.b), sa = side(t.a, t.b, s.a), sb = side(t.a, t.b, s.b);
  if (ta * tb < 0 && sa * sb < 0) return true;
  return (ta == 0 && between(s.a, s.b, t.a)) || (tb == 0 && between(s.a, s.b, t.b)) ||
         (sa == 0 && between(t.a, t.b, s.a)) || (sb == 0 && between(t.a, t.b, s.b));
}

Segment moved(const Segment& s, double dx, double dy) {
  return {{s.a.x + dx, s.a.y + dy}, {s.b.x + dx, s.b.y + dy}};
}

Pairs reference(const std::vector<Segment>& segments, double box, Sides periodic) {
  Pairs pairs;
  const int nx = periodic.x ? 3 : 0, ny = periodic.y ? 3 : 0;  // no wire is longer than two boxes
  for (std::uint32_t i = 0; i < segments.size(); ++i)
    for (std::uint32_t j = i + 1; j < segments.size(); ++j)
      for (int x = -nx; x <= nx; ++x)
        for (int y = -ny; y <= ny; ++y)
          if (reference_meet(segments[i], moved(segments[j], x * box, y * box))) pairs.emplace(i, j);
  return pairs;
}

Pairs found(const std::vector<Segment>& segments, double box, Sides periodic) {
  Pairs pairs;
  std::pair<std::uint32_t, std::uint32_t> previous{0, 0};
  for (const Crossing& c : crossings(segments, box, periodic)) {
    const std::pair<std::uint32_t, std::uint32_t> pair(c.first, c.second);
    CHECK(c.first < c.second);
    CHECK((pairs.empty() || previous < pair));  // ascending, each once
    CHECK(reference_meet(segments[c.first], moved(segments[c.second], c.boxes_x * box, c.boxes_y * box)));
    previous = pair;
    pairs.insert(pair);
  }
  return pairs;
}

std::vector<Segment> random_wires(std::uint64_t seed, std::size_t n, double box, double length) {
  Generator random = generator(seed, "test");
  boost::random::uniform_01<double> uniform;
  std::vector<Segment> wires;
  for (std::size_t k = 0; k < n; ++k) {
    const double x = box * uniform(random), y = box * uniform(random), angle = 3.141592653589793 * uniform(random);
    const double half = length * uniform(random), dx = half * std::cos(angle), dy = half * std::sin(angle);
    wires.push_back({{x - dx, y - dy}, {x + dx, y + dy}});
  }
  return wires;
}

// Ends on the points of a 7 x 7 lattice: parallel, touching, overlapping, coinciding, of length zero, on the borders.
std::vector<Segment> lattice_wires(std::uint64_t seed, std::size_t n, double box) {
  Generator random = generator(seed, "test");
  boost::random::uniform_int_distribution<int> step(0, 6);
  const auto point = [&] { return Point{box * step(random) / 6, box * step(random) / 6}; };
  std::vector<Segment> wires;
  for (std::size_t k = 0; k < n; ++k) {
    const Point a = point();
    wires.push_back({a, point()});
  }
  return wires;
}

}  // namespace

TEST_CASE("random wires: every crossing and no other, edge for edge") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const double length = seed % 4 == 0 ? 40e-6 : seed % 4 == 1 ? 0.3e-6 : 6e-6, box = 20e-6;
    const std::size_t n = seed % 4 == 0 ? 15 : 40;
    const Sides periodic{.x = seed % 3 == 0, .y = seed % 2 == 0};
    INFO("seed " << seed);
    const std::vector<Segment> wires = random_wires(seed, n, box, length);
    REQUIRE(found(wires, box, periodic) == reference(wires, box, periodic));
  }
}

TEST_CASE("degenerate wires: parallel, touching, shared ends, points, box borders") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    // A box of 6 has lattice points that doubles hold exactly; one of 6e-6 has not.
    const double box = seed % 2 == 0 ? 6 : 6e-6;
    INFO("seed " << seed);
    const std::vector<Segment> wires = lattice_wires(seed, 20, box);
    for (const Sides sides : {Sides{}, Sides{.y = true}, Sides{.x = true, .y = true}})
      REQUIRE(found(wires, box, sides) == reference(wires, box, sides));
  }
}

TEST_CASE("crossings do not depend on the order of the wires or of their ends") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const std::vector<Segment> wires = lattice_wires(seed, 25, 6e-6);
    std::vector<Segment> reversed(wires.rbegin(), wires.rend());
    for (Segment& s : reversed) std::swap(s.a, s.b);
    Pairs mirrored;
    const auto last = static_cast<std::uint32_t>(wires.size() - 1);
    for (const auto& [i, j] : found(reversed, 6e-6, {})) mirrored.emplace(last - j, last - i);
    INFO("seed " << seed);
    REQUIRE(mirrored == found(wires, 6e-6, {}));
  }
}

TEST_CASE("a junction lies on both of its wires") {
  const std::vector<Segment> wires = random_wires(7, 200, 20e-6, 5e-6);
  const auto distance = [](const Segment& s, const Point& p) {
    const double ux = s.b.x - s.a.x, uy = s.b.y - s.a.y;
    return std::abs(ux * (p.y - s.a.y) - uy * (p.x - s.a.x)) / std::hypot(ux, uy);
  };
  const std::vector<Crossing> all = crossings(wires, 20e-6, {});
  REQUIRE(all.size() > 100);
  for (const Crossing& c : all) {
    CHECK(distance(wires[c.first], c.at) < 1e-18);
    CHECK(distance(wires[c.second], c.at) < 1e-18);
  }
}
