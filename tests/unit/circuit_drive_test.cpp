// Drives by hand: values at telling times, corners, refusals.
#include <somn/circuit/drive.hpp>
#include <somn/circuit/series.hpp>
#include <somn/core/error.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

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

TEST_CASE("an offset is added to every kind, and scaled with it") {
  std::vector<Drive> all{{.amplitude = 2},
                         {.kind = DriveKind::sine, .amplitude = 2, .frequency = 0.3},
                         {.kind = DriveKind::triangle, .amplitude = 2, .frequency = 0.3},
                         {.kind = DriveKind::pulse, .amplitude = 2, .base = 0.5, .width = 2, .rise = 1, .fall = 1},
                         {.kind = DriveKind::steps, .times = {0, 2}, .levels = {1, -1}},
                         {.kind = DriveKind::pwl, .times = {0, 2}, .levels = {1, -1}},
                         {.kind = DriveKind::random, .amplitude = 2, .frequency = 1},
                         {.kind = DriveKind::levels, .frequency = 1, .series = {1, 3, 2}}};
  for (Drive& d : all) {
    if (holds_levels(d.kind)) draw_levels(d, 5);
    Drive biased = d;
    biased.offset = 0.75;
    for (const double t : {0.0, 0.4, 1.3, 2.0, 3.9}) {
      INFO(name(d.kind) << " at " << t);
      CHECK(voltage(biased, t) == 0.75 + voltage(d, t));
      CHECK(voltage(scaled(biased, -2), t) == Approx(-2 * (0.75 + voltage(d, t))).margin(1e-15));
    }
    CHECK(corners(biased, 5) == corners(d, 5));
  }
}

TEST_CASE("random levels: their range, mean and spread; binary ones are exact") {
  constexpr double n = 20000;
  const auto drawn = [&](Distribution distribution, std::optional<double> low, std::optional<double> high) {
    Drive d{.kind = DriveKind::random, .amplitude = 0.3, .frequency = 4, .distribution = distribution, .low = low, .high = high};
    draw_levels(d, n / 4);
    CHECK(d.levels.size() == static_cast<std::size_t>(n));
    return d.levels;
  };
  const auto moments = [&](const std::vector<double>& y) {
    double mean = 0, square = 0;
    for (const double x : y) mean += x / n;
    for (const double x : y) square += (x - mean) * (x - mean) / n;
    return std::pair(mean, std::sqrt(square));
  };
  const std::vector<double> even = drawn(Distribution::uniform, 0.4, 1.0);
  CHECK(*std::min_element(even.begin(), even.end()) >= 0.4);
  CHECK(*std::max_element(even.begin(), even.end()) <= 1.0);
  CHECK(moments(even).first == Approx(0.7).margin(0.005));  // four standard errors
  CHECK(moments(even).second == Approx(0.6 / std::sqrt(12.0)).margin(0.003));
  const std::vector<double> binary = drawn(Distribution::binary, 0.4, 1.0);
  CHECK(std::all_of(binary.begin(), binary.end(), [](double x) { return x == 0.4 || x == 1.0; }));
  CHECK(moments(binary).first == Approx(0.7).margin(0.009));
  const std::vector<double> normal = drawn(Distribution::normal, {}, {});
  CHECK(moments(normal).first == Approx(0).margin(0.009));
  CHECK(moments(normal).second == Approx(0.3).margin(0.007));
}

TEST_CASE("a mask multiplies each level in parts; the inputs are without it") {
  Drive d{.kind = DriveKind::levels, .offset = 10, .frequency = 0.5, .mask = {1, -1, 0.5, 2}, .series = {3, 4}};
  draw_levels(d, 100);
  CHECK(d.times == std::vector<double>{0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5});
  CHECK(d.levels == std::vector<double>{3, -3, 1.5, 6, 4, -4, 2, 8});
  CHECK(voltage(d, 0.7) == 7);
  CHECK(inputs(d, 4) == std::vector<double>{13, 14});
  CHECK(inputs(d, 6) == std::vector<double>{13, 14, 14});  // the last level stays
  const Drive r{.kind = DriveKind::random, .offset = 1, .amplitude = 2, .frequency = 10, .seed = 5};
  Drive drawn = r;
  draw_levels(drawn, 1);
  CHECK(inputs(r, 1).size() == 10);
  for (std::size_t k = 0; k < 10; ++k) CHECK(inputs(r, 1)[k] == voltage(drawn, 0.1 * static_cast<double>(k) + 0.05));
}

TEST_CASE("chaotic series: those of an Euler integration in steps a thousand times finer; within their range") {
  const std::vector<double> mg = mackey_glass(60, 1.2, 0);
  constexpr double h = 2e-4;
  constexpr std::size_t delay = 85000;
  std::vector<double> x(delay + 1, 1.2);
  for (std::size_t k = 0; k < 60; ++k) {
    CHECK(mg[k] == Approx(x.back()).margin(1e-4));
    for (int i = 0; i < 5000; ++i) {
      const double past = x[x.size() - 1 - delay];
      x.push_back(x.back() + h * (0.2 * past / (1 + std::pow(past, 10)) - 0.1 * x.back()));
    }
  }
  const std::vector<double> l = lorenz(40, 1, 0);
  double s[3] = {1, 2, 2};
  for (std::size_t k = 0; k < 40; ++k) {
    CHECK(l[k] == Approx(s[0]).margin(2e-2));
    for (int i = 0; i < 20000; ++i) {
      const double d[3] = {10 * (s[1] - s[0]), s[0] * (28 - s[2]) - s[1], s[0] * s[1] - 8.0 / 3 * s[2]};
      for (int c = 0; c < 3; ++c) s[c] += 1e-6 * d[c];
    }
  }
  for (const double v : mackey_glass(5000)) CHECK((v > mackey_glass_range[0] && v < mackey_glass_range[1]));
  for (const double v : lorenz(5000)) CHECK((v > lorenz_range[0] && v < lorenz_range[1]));
  Drive d{.kind = DriveKind::random, .frequency = 1, .distribution = Distribution::lorenz, .low = 0.5, .high = 1.0};
  draw_levels(d, 500);
  CHECK(*std::min_element(d.levels.begin(), d.levels.end()) > 0.5);
  CHECK(*std::max_element(d.levels.begin(), d.levels.end()) < 1.0);
  Drive longer = d;
  draw_levels(longer, 900);
  CHECK(std::equal(d.levels.begin(), d.levels.end(), longer.levels.begin()));
}
