#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/formats/film.hpp>

#include <catch2/catch.hpp>
#include <limits>
#include <scratch.hpp>

using namespace somn;
using namespace somn::formats;

namespace {

Film film() {
  return {.times = {0, 1, 2.5},
          .junctions = {3, 9},
          .nodes = {0, 4, 5},
          .positive = {0, 2},
          .negative = {1, 1},
          .state = coded({0, 1, 0.25F, 0.5F, 1, 0}, 65536),
          .log_g = coded({-7, -5, -6, -7, -5, -5}, 1024),
          .v = coded({0, 9, 3, 0, 9, 4, 0, 9, 5}, 4096),
          .state_unit = "V s",
          .note = "Every 5th of 15 samples."};
}

}  // namespace

TEST_CASE("values are off by half a step at most, the ends are exact") {
  std::vector<float> values;
  for (int k = 0; k <= 1000; ++k) values.push_back(static_cast<float>(std::sin(k) * 3 - 1));
  for (const std::uint32_t levels : {2U, 1024U, 65536U}) {
    const Coded c = coded(values, levels);
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    CHECK(c.step == Approx((*high - *low) / (levels - 1.0)));
    for (std::size_t k = 0; k < values.size(); ++k) REQUIRE(std::abs(c.at(k) - values[k]) <= 0.5001 * c.step);
    CHECK(c.at(static_cast<std::size_t>(high - values.begin())) == Approx(*high));
  }
}

TEST_CASE("constants, nothing and what is not finite") {
  CHECK(coded({2, 2, 2}, 1024).at(1) == 2);
  CHECK(coded({}, 1024).codes.empty());
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Coded c = coded({1, nan, 3, std::numeric_limits<float>::infinity()}, 3);
  CHECK(c.at(0) == 1);
  CHECK(c.at(2) == 3);
  CHECK(c.codes[1] == 0);
  CHECK(coded({nan, nan}, 3).at(0) == 0);
}

TEST_CASE("a film reads back as it was written") {
  const test::Scratch scratch;
  const auto path = scratch.path() / "film.h5";
  write_film(film(), path);
  const Film read = read_film(path), wanted = film();
  CHECK(read.times == wanted.times);
  CHECK(read.junctions == wanted.junctions);
  CHECK(read.nodes == wanted.nodes);
  CHECK(read.positive == wanted.positive);
  CHECK(read.negative == wanted.negative);
  CHECK(read.state.codes == wanted.state.codes);
  CHECK(read.log_g.step == wanted.log_g.step);
  CHECK(read.v.at(4) == wanted.v.at(4));
  CHECK(read.state_unit == "V s");
  CHECK(read.note == wanted.note);
  write_film(film(), scratch.path() / "again.h5");
  CHECK(read_file(path) == read_file(scratch.path() / "again.h5"));
}

TEST_CASE("what is no film is refused in a sentence") {
  const test::Scratch scratch;
  const auto path = scratch.path() / "film.h5";
  CHECK_THROWS_AS(read_film(path), FileError);
  write_file(path, "no HDF5");
  CHECK_THROWS_AS(read_film(path), InputError);
  Film bad = film();
  bad.positive[1] = 3;
  write_film(bad, path);
  CHECK_THROWS_WITH(read_film(path), Catch::Contains("column 3 of 3 nodes"));
  bad = film();
  bad.times[2] = 1;
  write_film(bad, path);
  CHECK_THROWS_WITH(read_film(path), Catch::Contains("do not increase"));
  bad = film();
  bad.v.codes.pop_back(), bad.v.codes.pop_back(), bad.v.codes.pop_back();
  write_film(bad, path);
  CHECK_THROWS_WITH(read_film(path), Catch::Contains("numbers in v"));
  // cut anywhere: an error, no crash
  write_film(film(), path);
  const std::string whole = read_file(path);
  for (std::size_t n = 0; n < whole.size(); n += 97) {
    write_file(path, whole.substr(0, n));
    CHECK_THROWS_AS(read_film(path), InputError);
  }
}
