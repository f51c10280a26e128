#include <somn/netgen/crossings.hpp>

#include <catch2/catch.hpp>
#include <cmath>

using namespace somn::netgen;

namespace {

const Segment diagonal{{0, 0}, {4, 4}};

std::size_t n_crossings(const std::vector<Segment>& segments, Sides periodic = {}) {
  return crossings(segments, 10, periodic).size();
}

}  // namespace

TEST_CASE("two wires that cross have one junction where they cross") {
  const std::vector<Crossing> found = crossings({diagonal, {{0, 2}, {4, 2}}}, 10, {});
  REQUIRE(found.size() == 1);
  CHECK(found[0].first == 0);
  CHECK(found[0].second == 1);
  CHECK(found[0].at.x == 2);
  CHECK(found[0].at.y == 2);
}

TEST_CASE("touching is crossing") {
  CHECK(meet(diagonal, {{4, 4}, {5, 0}}));   // a shared end
  CHECK(meet(diagonal, {{2, 2}, {2, -1}}));  // an end on the other wire
  CHECK(meet(diagonal, {{3, 3}, {5, 5}}));   // parallel, overlapping
  CHECK(meet(diagonal, {{4, 4}, {5, 5}}));   // parallel, end to end
  CHECK(meet(diagonal, {{1, 1}, {1, 1}}));   // a point on the wire
}

TEST_CASE("a gap of one unit in the last place is a gap") {
  const double above = std::nextafter(2.0, 3.0), beyond = std::nextafter(4.0, 5.0);
  CHECK_FALSE(meet(diagonal, {{2, above}, {2, 9}}));
  CHECK_FALSE(meet(diagonal, {{beyond, beyond}, {5, 5}}));
  CHECK_FALSE(meet(diagonal, {{0, 1}, {3, 4}}));  // parallel beside it
  CHECK_FALSE(meet(diagonal, {{1, 2}, {1, 2}}));
}

TEST_CASE("the side of a line is exact where doubles cancel") {
  // Points 2^-53 beside the line y = x, near (0.5, 0.5): after Shewchuk's example.
  const double step = std::ldexp(1.0, -53);
  const Segment line{{-12, -12}, {24, 24}};
  for (int k = 1; k < 64; ++k) {
    const double on = 0.5 + k * step;
    CHECK(meet(line, {{on, on}, {on, 1}}));
    CHECK_FALSE(meet(line, {{on, on + step}, {on, 1}}));
    CHECK_FALSE(meet(line, {{on, on - step}, {on, 0}}));
  }
}

TEST_CASE("parallel wires meet in the middle of their common part") {
  const Point at = meeting_point(diagonal, {{6, 6}, {2, 2}});
  CHECK(at.x == 3);
  CHECK(at.y == 3);
}

TEST_CASE("top and bottom are joined only where asked") {
  const Segment up{{5, 9}, {5, 11}}, low{{4, 0.5}, {6, 0.5}}, down{{7, 1}, {7, -1}}, high{{6, 9.5}, {8, 9.5}};
  CHECK(n_crossings({up, low, down, high}) == 0);
  const std::vector<Crossing> found = crossings({up, low, down, high}, 10, {.y = true});
  REQUIRE(found.size() == 2);
  CHECK(found[0].at.y == Approx(10.5));
  CHECK(found[0].boxes_y == 1);
  CHECK(found[1].at.y == Approx(-0.5));
  CHECK(found[1].boxes_y == -1);
  CHECK(n_crossings({up, low, down, high}, {.x = true}) == 0);
}

TEST_CASE("all sides may be joined: a wire over the corner meets one at the opposite corner") {
  const Segment corner{{9, 9}, {11, 11}}, other{{0, 1}, {1, 0}};
  CHECK(n_crossings({corner, other}, {.x = true}) == 0);
  CHECK(n_crossings({corner, other}, {.y = true}) == 0);
  const std::vector<Crossing> found = crossings({corner, other}, 10, {.x = true, .y = true});
  REQUIRE(found.size() == 1);
  CHECK(found[0].boxes_x == 1);
  CHECK(found[0].boxes_y == 1);
  CHECK(found[0].at.x == Approx(10.5));
}

TEST_CASE("a wire longer than the box never crosses itself, and another one once") {
  const Segment tall{{5, -15}, {5.5, 25}}, flat{{0, 5}, {10, 5}};
  CHECK(n_crossings({tall}, {.y = true}) == 0);
  CHECK(n_crossings({tall, flat}, {.y = true}) == 1);
}

TEST_CASE("no wires, no crossings") {
  CHECK(n_crossings({}) == 0);
}
