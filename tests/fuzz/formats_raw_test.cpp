// Truncated, damaged and hostile raw files: a clear InputError or a trace, never a crash, never a huge allocation.
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/random.hpp>
#include <somn/formats/raw.hpp>

#include <catch2/catch.hpp>
#include <report_run_folder.hpp>

using namespace somn;

namespace {

std::string binary_file() {
  const test::Scratch scratch;
  Trace trace{{{"time_s", "s", {}}, {"v(n3)", "V", {}}, {"@a12[state]", "1", {}}}};
  for (int k = 0; k < 20; ++k)
    for (Column& column : trace.columns) column.values.push_back(k * 0.5 + 1);
  formats::write_raw(trace, "fuzz", scratch.path() / "a.raw");
  return read_file(scratch.path() / "a.raw");
}

const std::string ascii_file =
    "Title: t\nDate: now\nPlotname: Transient Analysis\nFlags: real\nNo. Variables: 2\nNo. Points: 3\nVariables:\n"
    "\t0\ttime\ttime\n\t1\tv(a)\tvoltage\nValues:\n 0\t1e-9\n\t2\n 1\t3\n\t4\n 2\t5\n\t6.5\n";

bool is_refused(const std::string& content) {
  try {
    const Trace trace = formats::raw_from_bytes(content, "fuzz.raw");
    for (const Column& column : trace.columns) REQUIRE(column.values.size() == trace.n_rows());
    return false;
  } catch (const InputError& error) {
    REQUIRE(std::string(error.what()).find("fuzz.raw") != std::string::npos);
    return true;
  }
}

}  // namespace

TEST_CASE("a truncated file is refused at every length") {
  const std::string binary = binary_file();
  REQUIRE_FALSE(is_refused(binary));
  for (std::size_t length = 0; length < binary.size(); ++length) {
    INFO("binary, " << length << " bytes");
    REQUIRE(is_refused(binary.substr(0, length)));
  }
  REQUIRE_FALSE(is_refused(ascii_file));
  for (std::size_t length = 0; length + 5 < ascii_file.size(); ++length) {  // "6.5\n" may lose digits unnoticed
    INFO("ascii, " << length << " bytes");
    REQUIRE(is_refused(ascii_file.substr(0, length)));
  }
}

TEST_CASE("damaged bytes never crash the reader") {
  Generator generator = somn::generator(20261123, "fuzz");
  std::size_t n_refused = 0;
  for (const std::string& good : {binary_file(), ascii_file})
    for (int round = 0; round < 20000; ++round) {
      std::string bad = good;
      for (std::uint64_t n = 1 + generator() % 4; n > 0; --n)
        bad[generator() % bad.size()] = static_cast<char>(generator() % 256);
      n_refused += is_refused(bad) ? 1U : 0U;
    }
  CHECK(n_refused > 5000);
}

TEST_CASE("announced sizes are not believed") {
  for (const char* count : {"18446744073709551615", "2305843009213693952", "99999999999999999999", "-5", "1e9", ""}) {
    const std::string points = std::string("No. Variables: 1\nNo. Points: ") + count;
    CHECK(is_refused(points + "\nVariables:\n\t0\ttime\ttime\nBinary:\n01234567"));
    CHECK(is_refused(points + "\nVariables:\n\t0\ttime\ttime\nValues:\n 0\t1\n"));
    CHECK(is_refused(std::string("No. Points: 1\nNo. Variables: ") + count +
                     "\nVariables:\n\t0\ttime\ttime\nBinary:\n01234567"));
  }
  CHECK(is_refused("Binary:\n"));
  CHECK(is_refused(std::string(100000, '\n')));
  CHECK(is_refused(std::string(100000, '\0')));
}

TEST_CASE("a header that contradicts itself is refused") {
  const std::string head = "Title: t\nFlags: real\n", variables = "Variables:\n\t0\ttime\ttime\n\t1\tv(a)\tvoltage\n";
  const std::string rows(64, '\0');
  CHECK_FALSE(is_refused(head + "No. Variables: 2\nNo. Points: 1\n" + variables + "Binary:\n" + rows));
  // a second number after the columns are there: once more columns to read than there are, once rows of no bytes
  for (const char* second : {"No. Variables: 4\n", "No. Variables: 0\n", "No. Variables: 2\n"}) {
    CHECK(is_refused(head + "No. Variables: 2\nNo. Points: 1\n" + variables + second + "Binary:\n" + rows));
    CHECK(is_refused(head + "No. Variables: 2\nNo. Points: 0\n" + variables + second + "Values:\n0 1\n 2\n"));
  }
  CHECK(is_refused(head + "No. Variables: 2\nNo. Points: 1\n" + variables + variables + "Binary:\n" + rows));
  CHECK(is_refused(head + "No. Points: 1\n" + variables + "No. Variables: 2\nBinary:\n" + rows));
  CHECK(is_refused(head + "No. Points: 1\nNo. Variables: 0\nVariables:\nBinary:\n" + rows));
  CHECK(is_refused(head + "No. Variables: 2\nNo. Points: 1\nNo. Points: 9\n" + variables + "Binary:\n" + rows));
}
