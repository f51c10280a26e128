// Quantities in, SI out; numbers that read back exactly.
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

using namespace somn;

TEST_CASE("quantities with prefixes, compounds and bare numbers") {
  CHECK(parse_quantity("10 mV", dimension::voltage, "t") == 0.01);
  CHECK(parse_quantity("0.4V", dimension::voltage, "t") == 0.4);
  CHECK(parse_quantity("2 Mohm", dimension::resistance, "t") == 2e6);
  CHECK(parse_quantity("2 mohm", dimension::resistance, "t") == 2e-3);
  CHECK(parse_quantity("5 kHz", dimension::frequency, "t") == 5e3);
  CHECK(parse_quantity("77.7 uS", dimension::conductance, "t") == 77.7e-6);
  CHECK(parse_quantity("0.1 pF", dimension::capacitance, "t") == 0.1e-12);
  CHECK(parse_quantity("1e-3", dimension::time, "t") == 1e-3);
  CHECK(parse_quantity("2 min", dimension::time, "t") == 120);
  CHECK(parse_quantity("5 %", dimension::none, "t") == 0.05);
  CHECK(parse_quantity("0.1 /um2", dimension::area_density, "t") == 1e11);
  CHECK(parse_quantity("0.1 1/um^2", dimension::area_density, "t") == 1e11);
  CHECK(parse_quantity("10 mV s", parse_unit("V s", "t").dimension, "t") == 0.01);
  CHECK(parse_quantity("3 1/(V s)", parse_unit("1/(V s)", "t").dimension, "t") == 3);
  CHECK(parse_quantity("3 /V/s", parse_unit("1/(V s)", "t").dimension, "t") == 3);
}

TEST_CASE("a wrong dimension names the right one; nonsense is told") {
  CHECK_THROWS_WITH(
      parse_quantity("10 mA", dimension::voltage, "x.toml:3: drive.amplitude"),
      Catch::Contains("x.toml:3: drive.amplitude") && Catch::Contains("voltage") && Catch::Contains("10 mV"));
  for (const char* text : {"", "volts", "1 parsec", "nan", "inf V", "1 V V V", "--1", "1e400"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(parse_quantity(text, dimension::voltage, "t"), InputError);
  }
  CHECK_THROWS_AS(parse_integer("1.5", "t"), InputError);
  CHECK_THROWS_AS(parse_number("1 V", "t"), InputError);
}

TEST_CASE("numbers are shortest and read back to the same double") {
  for (const double x : {0.1, 1.0 / 3, 1e-300, 6.02214076e23, -0.0, 5e-324, std::numeric_limits<double>::max()})
    CHECK(parse_number(to_text(x), "t") == x);
  CHECK(to_text(0.1) == "0.1");
  CHECK(to_text(NAN) == "nan");
  CHECK(to_text(-INFINITY) == "-inf");
  CHECK(to_human(2.3e-6, "A") == "2.3 uA");
  CHECK(to_human(0, "V") == "0 V");
}

TEST_CASE("nearest names") {
  CHECK(nearest_name("amplitud", {"amplitude", "frequency"}) == "amplitude");
  CHECK(nearest_name("xyzzy", {"amplitude", "frequency"}).empty());
}
