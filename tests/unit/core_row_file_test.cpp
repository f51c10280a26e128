// Rows of doubles on disk, and traces whose further columns are there.
#include "scratch.hpp"

#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/trace.hpp>

#include <catch2/catch.hpp>
#include <limits>

using namespace somn;

TEST_CASE("rows come back in any order, also those that are not flushed; what was kept is gone on with") {
  const test::Scratch scratch;
  const auto path = scratch.path() / "rows";
  const auto value = [](std::size_t row, std::size_t c) {
    return 1000.0 * static_cast<double>(row) + 0.5 * static_cast<double>(c);
  };
  const auto append = [&](RowFile& file, std::size_t row) {
    std::vector<double> values(300);
    for (std::size_t c = 0; c < values.size(); ++c) values[c] = value(row, c);
    file.append(values);
  };
  {
    RowFile file(path, 300);
    for (std::size_t row = 0; row < 500; ++row) append(file, row);
    std::vector<double> two(2);
    for (const std::size_t row : {499u, 0u, 250u}) {
      file.read(row, 298, two);
      CHECK(two == std::vector<double>{value(row, 298), value(row, 299)});
    }
  }
  RowFile file(path, 300);
  CHECK(file.n_rows() == 0);
  file.keep(200);
  append(file, 1000);
  CHECK(file.n_rows() == 201);
  std::vector<double> one(1);
  file.read(199, 7, one);
  CHECK(one[0] == value(199, 7));
  file.read(200, 7, one);
  CHECK(one[0] == value(1000, 7));
  CHECK_THROWS_AS(file.keep(501), InputError);
  CHECK_THROWS_AS(RowFile(scratch.path() / "none" / "rows", 1), FileError);
}

TEST_CASE("a trace with columns in a file is written like one in memory") {
  const test::Scratch scratch;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Trace near{{{"time_s", "s", {0, 1, 2}}, {"state_0_1", "1", {0.1, nan, -3e-300}}, {"v_3_V", "V", {4, 5, 6}}}};
  Trace far{.columns = {near.columns[0]}, .far = {{"state_0_1", "1", {}}, {"v_3_V", "V", {}}}};
  const auto rows = std::make_shared<RowFile>(scratch.path() / "rows", 2);
  for (std::size_t k = 0; k < 3; ++k)
    rows->append(std::vector<double>{near.columns[1].values[k], near.columns[2].values[k]});
  far.rows = rows;
  CHECK(to_csv(far) == to_csv(near));
  write_csv(far, scratch.path() / "far.csv");
  CHECK(read_file(scratch.path() / "far.csv") == to_csv(near));
}
