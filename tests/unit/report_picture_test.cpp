// A picture of every ensemble: complete, with every junction, every body and every electrode in it.
#include <somn/core/csv.hpp>
#include <somn/core/file.hpp>
#include <somn/report/report.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <grow.hpp>
#include <report_run_folder.hpp>

using namespace somn;
using Catch::Contains;

TEST_CASE("every ensemble has a picture with all its junctions") {
  const test::Scratch scratch;
  const std::vector<std::pair<std::string, test::Options>> networks{
      {"wires", {{"box", "40 um"}}},
      {"wires", {{"box", "40 um"}, {"representation", "resistive"}, {"electrodes", "points"}}},
      {"discs", {{"box", "300 nm"}, {"electrodes", "pads"}}},
      {"lattice", {{"size", "8"}, {"electrodes", "bus"}}},
      {"lattice", {{"size", "4"}, {"kind", "cubic"}}},
      {"random", {}},
      {"small-world", {}},
      {"scale-free", {}},
  };
  for (const auto& [ensemble, options] : networks) {
    INFO(ensemble);
    const netgen::Network n = test::grow(ensemble, options);
    report::draw_network(n, scratch.path() / "film.svg");
    CHECK_THAT(read_file(scratch.path() / "film.svg"), Contains("</svg>") && Contains("source") && Contains("drain"));
    const CsvTable junctions = read_csv(scratch.path() / "film_junctions.csv");
    CHECK(junctions.rows.size() == n.n_junctions());
    for (const char* column : {"x", "y", "x1", "y2"})
      for (const double v : junctions.numbers(column)) CHECK(std::isfinite(v));
    if (!n.bodies.empty()) CHECK(read_csv(scratch.path() / "film_bodies.csv").rows.size() == n.bodies.size());
  }
}

TEST_CASE("a cube is seen from an angle: no two sites fall on one point") {
  const test::Scratch scratch;
  report::draw_network(test::grow("lattice", {{"size", "4"}, {"kind", "cubic"}, {"electrodes", "points"}}),
                       scratch.path() / "cube.svg");
  const CsvTable nodes = read_csv(scratch.path() / "cube_nodes.csv");
  std::vector<std::pair<double, double>> places;
  for (std::size_t k = 0; k < nodes.rows.size(); ++k) places.emplace_back(nodes.numbers("x")[k], nodes.numbers("y")[k]);
  std::sort(places.begin(), places.end());
  CHECK(std::adjacent_find(places.begin(), places.end()) == places.end());
  CHECK(places.size() == 64);
}

TEST_CASE("pictures that cannot be are refused") {
  const test::Scratch scratch;
  CHECK_THROWS_WITH(report::draw_network(test::grow("random"), scratch.path() / "film.png"), Contains(".svg"));
  CHECK_THROWS_WITH(report::draw_network({}, scratch.path() / "film.svg"), Contains("empty"));
  CHECK_THROWS_WITH(
      report::draw_network(test::grow("random", {{"nodes", "2000"}, {"p", "0.2"}}), scratch.path() / "film.svg"),
      Contains("too large to draw"));
}
