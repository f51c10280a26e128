#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/formats/raw.hpp>

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <report_run_folder.hpp>

using namespace somn;
using namespace somn::formats;

namespace {

const Trace small{{{"time_s", "s", {0, 1e-9}},
                   {"v_source_V", "V", {9, -0.0}},
                   {"state_12_1", "1", {std::numeric_limits<double>::quiet_NaN(), 5e-324}}}};

std::string message_of(const std::string& content) {
  try {
    raw_from_bytes(content, "x.raw");
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

constexpr const char* rc_deck =
    "a title: with a colon\nv_drive in 0 1\nr1 in n3 1k\nc1 n3 0 1u\n.save v(n3) i(v_drive) @c1[i]\n"
    ".tran 1m 3m uic\n.end\n";

void check_rc(const Trace& trace) {
  REQUIRE(trace.columns.size() == 4);
  CHECK(trace.columns[0].name == "time");
  CHECK(trace.columns[0].unit == "s");
  CHECK(trace.columns[1].name == "v(n3)");
  CHECK(trace.columns[1].unit == "V");
  CHECK(trace.columns[2].name == "i(v_drive)");
  CHECK(trace.columns[2].unit == "A");
  REQUIRE(trace.n_rows() > 20);
  CHECK(trace.columns[0].values.back() == Approx(3e-3));
  // v(n3) = 1 - exp(-t/RC); ngspice's default tolerance is 1e-3
  CHECK(trace.columns[1].values.back() == Approx(1 - std::exp(-3.0)).epsilon(2e-3));
}

}  // namespace

TEST_CASE("a raw file is its header and rows of little-endian doubles") {
  const test::Scratch scratch;
  write_raw({{{"time_s", "s", {1}}, {"v(a)", "V", {-2}}}}, "two\nlines", scratch.path() / "a.raw");
  const std::string expected =
      "Title: two lines\nPlotname: Transient Analysis\nFlags: real\nNo. Variables: 2\nNo. Points: 1\nVariables:\n"
      "\t0\ttime\ttime\n\t1\tv(a)\tvoltage\nBinary:\n" +
      std::string("\0\0\0\0\0\0\xf0\x3f\0\0\0\0\0\0\0\xc0", 16);
  CHECK(read_file(scratch.path() / "a.raw") == expected);
}

TEST_CASE("what is written is read back bit for bit") {
  const test::Scratch scratch;
  write_raw(small, "bits", scratch.path() / "a.raw");
  const Trace back = read_raw(scratch.path() / "a.raw");
  REQUIRE(back.columns.size() == 3);
  CHECK(back.columns[0].name == "time");
  for (std::size_t c = 0; c < 3; ++c) {
    CHECK(back.columns[c].unit == small.columns[c].unit);
    for (std::size_t k = 0; k < 2; ++k)
      CHECK(std::bit_cast<std::uint64_t>(back.columns[c].values[k]) ==
            std::bit_cast<std::uint64_t>(small.columns[c].values[k]));
  }
}

TEST_CASE("binary and ascii files of the installed ngspice are read") {
  const test::Scratch scratch;
  write_file(scratch.path() / "rc.cir", rc_deck);
  const std::string run = fmt::format("cd '{}' && HOME=. ngspice -b -r ", scratch.path().string());
  REQUIRE(test::shell(run + "binary.raw rc.cir", scratch.path() / "log") == 0);
  write_file(scratch.path() / ".spiceinit", "set filetype=ascii\n");
  REQUIRE(test::shell(run + "ascii.raw rc.cir", scratch.path() / "log") == 0);
  REQUIRE(read_file(scratch.path() / "ascii.raw").find("Values:") != std::string::npos);
  const Trace binary = read_raw(scratch.path() / "binary.raw"), ascii = read_raw(scratch.path() / "ascii.raw");
  check_rc(binary);
  check_rc(ascii);
  for (std::size_t c = 0; c < binary.columns.size(); ++c)
    CHECK(binary.columns[c].values.back() == Approx(ascii.columns[c].values.back()).epsilon(1e-14));
}

TEST_CASE("the installed ngspice reads what is written") {
  const test::Scratch scratch;
  const Trace trace{{{"time_s", "s", {0, 1, 2}}, {"v_source_V", "V", {0.5, 1.25, -7.75}}}};
  write_raw(trace, "for ngspice", scratch.path() / "trace.raw");
  write_file(scratch.path() / "load.cir",
             "load\n.control\nload trace.raw\nprint length(time) v_source_v[2]\nquit 0\n.endc\n.end\n");
  REQUIRE(test::shell(fmt::format("cd '{}' && HOME=. ngspice -b load.cir", scratch.path().string()),
                      scratch.path() / "log") == 0);
  const std::string log = read_file(scratch.path() / "log");
  INFO(log);
  CHECK(log.find("length(time) = 3.0") != std::string::npos);
  CHECK(log.find("v_source_v[2] = -7.75") != std::string::npos);
}

TEST_CASE("of several plots the transient one is read") {
  const std::string op =
      "Title: t\nFlags: real\nNo. Variables: 1\nNo. Points: 1\nVariables:\n\t0\tv(a)\tvoltage\nValues:\n 0\t5\n";
  const std::string tran =
      "Title: t\nFlags: real\nNo. Variables: 2\nNo. Points: 2\nVariables:\n\t0\ttime\ttime\n"
      "\t1\tv(a)\tvoltage\tmin=0 color=red\nValues:\n 0\t1\n\t2\n 1\t3\n\t4\n";
  CHECK(raw_from_bytes(op + tran, "x").at("v(a)").values == std::vector<double>{2, 4});
  CHECK(raw_from_bytes(op, "x").at("v(a)").values == std::vector<double>{5});
}

TEST_CASE("a killed run leaves all its complete rows") {
  const test::Scratch scratch;
  write_raw(small, "killed", scratch.path() / "a.raw");
  std::string content = read_file(scratch.path() / "a.raw");
  content.replace(content.find("No. Points: 2"), 13, "No. Points: 0       ");
  content.resize(content.size() - 3);
  CHECK(raw_from_bytes(content, "x").n_rows() == 1);
}

TEST_CASE("bad raw files say what is wrong and where") {
  const std::string head = "Title: t\nFlags: real\nNo. Variables: 1\nNo. Points: 2\nVariables:\n\t0\ttime\ttime\n";
  CHECK(message_of("").find("header ends early") != std::string::npos);
  CHECK(message_of(head + "Binary:\n12345678").find("truncated: 2 points announced, 1 present") != std::string::npos);
  CHECK(message_of(head + "Values:\n 0\tx\n").find("no number \"x\"") != std::string::npos);
  CHECK(message_of(head + "Values:\n 0\t2\n 1\t1\n").find("time does not increase") != std::string::npos);
  CHECK(message_of("Flags: complex\nNo. Variables: 1\nNo. Points: 1\nVariables:\n\t0\tf\tfrequency\nValues:\n 0\t1,0\n")
            .find("complex") != std::string::npos);
  CHECK(message_of("No. Variables: 99999999999\nVariables:\n").find("99999999999 variables announced") != std::string::npos);
  CHECK(message_of("No. Variables: -1\n").find("has no number") != std::string::npos);
  CHECK_THROWS_AS(read_raw("/nonexistent/x.raw"), FileError);
}

TEST_CASE("a name that the format cannot hold is refused and nothing is left behind") {
  const test::Scratch scratch;
  CHECK_THROWS_AS(write_raw({{{"two words", "1", {1}}}}, "t", scratch.path() / "a.raw"), InputError);
  CHECK(std::filesystem::is_empty(scratch.path()));
}
