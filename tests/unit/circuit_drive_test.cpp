// Drives by hand: values at telling times, corners, refusals.
#include <somn/circuit/drive.hpp>
#include <somn/core/error.hpp>

#include <catch2/catch.hpp>

using namespace somn;
using namespace somn::circuit;

TEST_CASE("periodic drives start at zero, rising") {
  Drive d{.kind = DriveKind::triangle, .amplitude = 2, .frequency = 0.5};
  CHECK(voltage(d, 0) == 0);
  CHECK(voltage(d, 0.25) == Approx(1));
  CHECK(voltage(d, 0.5) == Approx(2));
  CHECK(voltage(d, 1.5) == Approx(-2));
  CHECK(corners(d, 2.0) == std::vector<double>{0.5, 1.5});
  d.kind = DriveKind::sine;
  CHECK(voltage(d, 0.5) == Approx(2));
  CHECK(voltage(d, 1.0) == Approx(0).margin(1e-12));
}

TEST_CASE("steps hold, pwl joins, pulses repeat") {
  const Drive steps{.kind = DriveKind::steps, .times = {0, 2}, .levels = {0.5, 0.005}};
  CHECK(voltage(steps, 1.999) == 0.5);
  CHECK(voltage(steps, 2) == 0.005);
  const Drive pwl{.kind = DriveKind::pwl, .times = {0, 2}, .levels = {0, 1}};
  CHECK(voltage(pwl, 0.5) == Approx(0.25));
  CHECK(voltage(pwl, 9) == 1);
  const Drive pulse{.kind = DriveKind::pulse,
                    .amplitude = 1,
                    .base = 0.1,
                    .width = 2,
                    .period = 10,
                    .rise = 1,
                    .fall = 1,
                    .delay = 3};
  CHECK(voltage(pulse, 2) == 0.1);
  CHECK(voltage(pulse, 3.5) == Approx(0.55));
  CHECK(voltage(pulse, 15) == 1);
  CHECK(voltage(pulse, 17) == 0.1);
  CHECK(corners(pulse, 8) == std::vector<double>{3, 4, 6, 7});
}

TEST_CASE("nonsense is refused") {
  CHECK_THROWS_AS(validate({.kind = DriveKind::sine, .amplitude = 1}, "t"), InputError);
  CHECK_THROWS_AS(validate({.kind = DriveKind::steps, .times = {0, 0}, .levels = {1, 2}}, "t"), InputError);
  CHECK_THROWS_AS(validate({.kind = DriveKind::pwl, .times = {0}, .levels = {}}, "t"), InputError);
  CHECK_THROWS_AS(validate({.kind = DriveKind::dc, .amplitude = 1, .series_resistance = -1}, "t"), InputError);
  CHECK_THROWS_AS(validate({.is_current = true, .amplitude = 1, .series_resistance = 50}, "t"), InputError);
  CHECK_THROWS_AS(drive_kind("sin", "t"), InputError);
}

TEST_CASE("a delayed drive is the same drive later; its first level holds until then") {
  const Drive pwl{.kind = DriveKind::pwl, .times = {0, 2, 3}, .levels = {0.5, 1, 0}};
  Drive later = pwl;
  delay(later, 1.5, "t");
  for (const double t : {0.0, 0.7, 1.9, 2.5, 9.0}) CHECK(voltage(later, t + 1.5) == Approx(voltage(pwl, t)));
  CHECK(voltage(later, 1.0) == 0.5);
  CHECK_NOTHROW(validate(later, "t"));
  delay(later, 0, "t");
  CHECK(later.times == std::vector<double>{0, 1.5, 3.5, 4.5});
  CHECK_THROWS_AS(delay(later, -1, "t"), InputError);
}
