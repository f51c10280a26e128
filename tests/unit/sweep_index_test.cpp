// points.csv: unique rows, whatever ends the writing.
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/sweep/index.hpp>
#include <somn/sweep/phase_map.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>
#include <scratch.hpp>

using namespace somn;
using namespace somn::sweep;
using Catch::Contains;

TEST_CASE("rows are appended, replaced, sorted; any order gives the same file") {
  const test::Scratch scratch;
  const auto file = scratch.path() / "points.csv";
  {
    Index index(file);
    index.add({1, 2}, {{"v", "2 V"}, {"status", "error: a, \"b\"\nc "}});
    index.add({0, 2}, {{"v", "1 V"}, {"status", "ok"}, {"rate_Hz", "3"}});
    index.add({0, 1}, {{"v", "1 V"}, {"status", "ok"}, {"rate_Hz", "4"}});
  }
  CHECK(read_file(file) == "point,seed,v,status,rate_Hz\n0,2,1 V,ok,3\n1,2,2 V,error: a;  b  c,\n0,1,1 V,ok,4\n");
  Index index(file);
  CHECK(index.n_rows() == 3);
  CHECK(index.cell({1, 2}, "status") == "error: a;  b  c");
  CHECK(index.cell({9, 9}, "status").empty());
  index.add({1, 2}, {{"v", "2 V"}, {"status", "ok"}, {"rate_Hz", "5"}});
  index.sort();
  CHECK(read_file(file) == "point,seed,v,status,rate_Hz\n0,1,1 V,ok,4\n0,2,1 V,ok,3\n1,2,2 V,ok,5\n");
}

TEST_CASE("a row that was cut off is dropped, wherever the cut is") {
  const test::Scratch scratch;
  const auto file = scratch.path() / "points.csv";
  const std::string whole = "point,seed,v,status\n0,1,1 V,ok\n1,1,2 V,ok\n";
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    INFO("cut after " << cut << " characters");
    write_file(file, whole.substr(0, cut));
    Index index(file);
    CHECK(index.n_rows() == (cut == whole.size() ? 2 : cut >= 31 ? 1 : 0));
    index.add({7, 1}, {{"v", "3 V"}, {"status", "ok"}});
    CHECK(Index(file).cell({7, 1}, "v") == "3 V");
  }
}

TEST_CASE("another file is no index") {
  const test::Scratch scratch;
  write_file(scratch.path() / "points.csv", "time_s,v\n1,2\n");
  CHECK_THROWS_AS(Index(scratch.path() / "points.csv"), InputError);
}

TEST_CASE("phase map by hand: means, agreement, boundaries with their intervals") {
  const test::Scratch scratch;
  write_file(
      scratch.path() / "sweep.json",
      R"({"keys": [{"name": "drive.amplitude", "unit": "V"}], "direction": "", "boundaries_along": "drive.amplitude"})");
  std::string csv = "point,seed,drive.amplitude,status,drive.amplitude_V,regime,rate_Hz,fano\n";
  // onset between 1 and 2 V with seeds 1 and 2, between 2 and 3 V with seed 3; fano largest at 3 V
  for (int seed = 1; seed <= 3; ++seed)
    for (int v = 1; v <= 4; ++v) {
      const bool is_quiet = v == 1 || (v == 2 && seed == 3);
      csv += fmt::format("{},{},{} V,ok,{},{},{},{}\n", v - 1, seed, v, v,
                         is_quiet ? "quiescent"
                         : v == 4 ? "saturated"
                                  : "irregular",
                         is_quiet ? 0 : 10 * v + seed,
                         is_quiet ? "nan"
                         : v == 3 ? "5"
                                  : "1");
    }
  csv += "3,4,4 V,error: killed,4,,,\n";
  write_file(scratch.path() / "points.csv", csv);
  const PhaseMap map = phase_map(scratch.path());
  REQUIRE(map.points.size() == 4);
  CHECK(map.points[1].regime == "irregular");
  CHECK(map.points[1].agreement == Approx(2.0 / 3));
  CHECK(map.points[2].parameters[0].mean == 32);
  CHECK(map.points[2].parameters[0].se == Approx(1 / std::sqrt(3.0)));
  CHECK(map.points[3].n_failed == 1);
  CHECK(map.points[0].parameters[1].n == 0);
  const auto boundary = [&](const std::string& kind) {
    for (const Boundary& b : map.boundaries)
      if (b.kind == kind) return b;
    return Boundary{};
  };
  CHECK(boundary("onset").position == Approx((1.5 + 1.5 + 2.5) / 3));
  CHECK(boundary("onset").se == Approx(1.0 / 3));                           // sd 1/sqrt 3 of three
  CHECK(boundary("onset").low == Approx(5.5 / 3 - 4.302652729911275 / 3));  // t(0.975, 2)
  CHECK(boundary("onset").high == Approx(5.5 / 3 + 4.302652729911275 / 3));
  CHECK(boundary("saturation").position == 3.5);
  CHECK(boundary("saturation").se == 0);
  CHECK(boundary("peak of fano").position == 3);
  write_phase_map(map, scratch.path());
  CHECK_THAT(read_file(scratch.path() / "phase_map.csv"), Contains("1,2 V,2,,3,0,irregular,0.666"));
}

TEST_CASE("seeds that nothing uses are one seed in the phase map, and give no error") {
  const test::Scratch scratch;
  write_file(
      scratch.path() / "sweep.json",
      R"({"keys": [{"name": "drive.amplitude", "unit": "V"}], "direction": "", "boundaries_along": "drive.amplitude"})");
  std::string csv = "point,seed,drive.amplitude,status,regime,rate_Hz,mean_current_A\n";
  for (int v = 1; v <= 4; ++v)
    for (int seed = 1; seed <= 3; ++seed)
      csv += fmt::format("{},{},{} V,ok,{},{},1.5e-{}\n", v - 1, seed, v, v > 2 ? "irregular" : "quiescent", v, v);
  write_file(scratch.path() / "points.csv", csv);
  const PhaseMap map = phase_map(scratch.path());
  CHECK(map.points[0].n_twins == 2);
  CHECK(map.points[0].parameters[1].n == 1);
  CHECK(std::isnan(map.points[0].parameters[1].se));
  REQUIRE_FALSE(map.boundaries.empty());
  CHECK(map.boundaries[0].n_seeds == 1);
  CHECK(std::isnan(map.boundaries[0].low));
}
