#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/formats/hdf5.hpp>
#include <somn/formats/raw.hpp>

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <limits>
#include <report_run_folder.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace somn;
using namespace somn::formats;

namespace {

// Columns in an order that is not the alphabetical one, 40 000 rows: several chunks.
Trace long_trace() {
  Trace trace{{{"time_s", "s", {}}, {"state_12_1", "1", {}}, {"i_source_A", "A", {}}}};
  for (int k = 0; k < 40000; ++k) {
    trace.columns[0].values.push_back(k * 1e-9);
    trace.columns[1].values.push_back(k % 7 == 0 ? std::numeric_limits<double>::quiet_NaN() : 1.0 / (k + 1));
    trace.columns[2].values.push_back(std::sin(k) * 1e-6);
  }
  return trace;
}

std::string output_of(const std::string& command, const test::Scratch& scratch) {
  REQUIRE(test::shell(command, scratch.path() / "log") == 0);
  return read_file(scratch.path() / "log");
}

}  // namespace

TEST_CASE("an HDF5 trace is read back bit for bit, columns in order") {
  const test::Scratch scratch;
  const Trace trace = long_trace();
  write_hdf5(trace, {{"seed", std::int64_t{7}}}, scratch.path() / "t.h5");
  const Trace back = read_hdf5(scratch.path() / "t.h5");
  REQUIRE(back.columns.size() == 3);
  for (std::size_t c = 0; c < 3; ++c) {
    CHECK(back.columns[c].name == trace.columns[c].name);
    CHECK(back.columns[c].unit == trace.columns[c].unit);
    REQUIRE(back.columns[c].values.size() == 40000);
    CHECK(std::memcmp(back.columns[c].values.data(), trace.columns[c].values.data(), 40000 * sizeof(double)) == 0);
  }
}

TEST_CASE("columns whose values are in a file are written like those in memory, HDF5 and raw") {
  const test::Scratch scratch;
  const Trace near = long_trace();
  Trace far{.columns = {near.columns[0]}};
  const auto rows = std::make_shared<RowFile>(scratch.path() / "rows", near.columns.size() - 1);
  for (std::size_t c = 1; c < near.columns.size(); ++c)
    far.far.push_back({near.columns[c].name, near.columns[c].unit, {}});
  for (std::size_t k = 0; k < near.n_rows(); ++k) {
    std::vector<double> row;
    for (std::size_t c = 1; c < near.columns.size(); ++c) row.push_back(near.columns[c].values[k]);
    rows->append(row);
  }
  far.rows = rows;
  write_hdf5(near, {}, scratch.path() / "near.h5");
  write_hdf5(far, {}, scratch.path() / "far.h5");
  CHECK(read_file(scratch.path() / "near.h5") == read_file(scratch.path() / "far.h5"));
  write_raw(near, "t", scratch.path() / "near.raw");
  write_raw(far, "t", scratch.path() / "far.raw");
  CHECK(read_file(scratch.path() / "near.raw") == read_file(scratch.path() / "far.raw"));
}

TEST_CASE("HDF5's own tools see columns, units and metadata") {
  const test::Scratch scratch;
  const std::string file = fmt::format("'{}'", (scratch.path() / "t.h5").string());
  write_hdf5(long_trace(),
             {{"seed", std::int64_t{-7}}, {"rtol", 1e-4}, {"law", std::string("vts µ")}, {"note", std::string()}},
             scratch.path() / "t.h5");
  const std::string list = output_of("h5ls " + file, scratch);
  CHECK(list.find("i_source_A               Dataset {40000}") != std::string::npos);
  CHECK(list.find("time_s                   Dataset {40000}") != std::string::npos);
  const std::string unit = output_of("h5dump -a /i_source_A/unit " + file, scratch);
  CHECK(unit.find("(0): \"A\"") != std::string::npos);
  CHECK(output_of("h5dump -a /seed " + file, scratch).find("(0): -7") != std::string::npos);
  CHECK(output_of("h5dump -a /rtol " + file, scratch).find("(0): 0.0001") != std::string::npos);
  CHECK(output_of("h5dump -a /law " + file, scratch).find("H5T_CSET_UTF8") != std::string::npos);
  CHECK(output_of("h5dump -a /note " + file, scratch).find("(0): \"\"") != std::string::npos);

  output_of(fmt::format("h5dump -d /i_source_A -b LE -o '{}' {}", (scratch.path() / "column").string(), file), scratch);
  const std::string bytes = read_file(scratch.path() / "column");
  const Trace trace = long_trace();
  REQUIRE(bytes.size() == 40000 * sizeof(double));
  CHECK(std::memcmp(bytes.data(), trace.columns[2].values.data(), bytes.size()) == 0);
}

TEST_CASE("attributes may be larger than 64 kB, traces may be empty") {
  const test::Scratch scratch;
  write_hdf5({{{"time_s", "s", {}}}}, {{"experiment", std::string(200000, 'x')}}, scratch.path() / "t.h5");
  CHECK(read_hdf5(scratch.path() / "t.h5").n_rows() == 0);
  const std::string dump =
      output_of(fmt::format("h5dump -a /experiment '{}'", (scratch.path() / "t.h5").string()), scratch);
  CHECK(std::count(dump.begin(), dump.end(), 'x') >= 200000);
}

TEST_CASE("names that HDF5 cannot hold are refused and nothing is left behind") {
  const test::Scratch scratch;
  const auto path = scratch.path() / "t.h5";
  CHECK_THROWS_AS(write_hdf5({{{"time_s", "s", {0}}, {"v(a/b)", "V", {0}}}}, {}, path), InputError);
  CHECK_THROWS_AS(write_hdf5({{{"time_s", "s", {0}}, {"time_s", "s", {0}}}}, {}, path), InputError);
  CHECK(std::filesystem::is_empty(scratch.path()));
}

TEST_CASE("files that cannot be read or written are clear errors") {
  const test::Scratch scratch;
  CHECK_THROWS_AS(read_hdf5(scratch.path() / "absent.h5"), FileError);
  write_file(scratch.path() / "text.h5", "no HDF5 at all");
  CHECK_THROWS_WITH(read_hdf5(scratch.path() / "text.h5"), Catch::Contains("not an HDF5 file"));
  CHECK_THROWS_AS(write_hdf5(long_trace(), {}, scratch.path() / "text.h5" / "t.h5"), FileError);

  write_hdf5(long_trace(), {}, scratch.path() / "t.h5");
  const std::string whole = read_file(scratch.path() / "t.h5");
  write_file(scratch.path() / "cut.h5", whole.substr(0, whole.size() / 2));
  CHECK_THROWS_AS(read_hdf5(scratch.path() / "cut.h5"), InputError);
  write_hdf5({{{"v_V", "V", {1}}}}, {}, scratch.path() / "no_time.h5");
  CHECK_THROWS_WITH(read_hdf5(scratch.path() / "no_time.h5"), Catch::Contains("time_s"));
}

namespace {

// A child process whose files may not grow beyond `most` bytes, as on a full disk: what it ends with.
int ending_with_limit(rlim_t most, const std::filesystem::path& path) {
  std::cout.flush();
  std::fflush(nullptr);  // else the child writes it once more
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{most, most};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    int code = 1;
    try {
      write_hdf5(long_trace(), {{"title", std::string(70000, 'x')}}, path);
      code = 0;
    } catch (const FileError& error) {
      code = std::string(error.what()).find("t.h5") != std::string::npos ? 2 : 3;
    }
    std::exit(code);  // with what libraries do at the end
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

}  // namespace

TEST_CASE("a disk that is full at any byte is an error with the file's name, and no crash at the end") {
  const test::Scratch scratch;
  const std::filesystem::path path = scratch.path() / "t.h5";
  REQUIRE(ending_with_limit(RLIM_INFINITY, path) == 0);
  const auto size = static_cast<rlim_t>(std::filesystem::file_size(path));
  std::filesystem::remove(path);
  for (rlim_t k = 0; k < 40; ++k) {
    INFO("full after " << size * k / 40 << " of " << size << " bytes");
    CHECK(ending_with_limit(size * k / 40, path) == 2);
    CHECK_FALSE(std::filesystem::exists(path));
  }
  CHECK(ending_with_limit(size - 1, path) == 2);
  CHECK(std::filesystem::is_empty(scratch.path()));
}

TEST_CASE("two equal traces are two equal files, whatever the time") {
  const test::Scratch scratch;
  write_hdf5(long_trace(), {{"title", "x"}}, scratch.path() / "a.h5");
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // HDF5 counts seconds
  write_hdf5(long_trace(), {{"title", "x"}}, scratch.path() / "b.h5");
  CHECK(read_file(scratch.path() / "a.h5") == read_file(scratch.path() / "b.h5"));
}
