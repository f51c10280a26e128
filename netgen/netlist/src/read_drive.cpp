#include "read_drive.hpp"

#include <cmath>
#include <optional>
#include <utility>

namespace somn::netlist {
namespace {

using circuit::Drive;
using circuit::DriveKind;

void read_points(Statement& s, Drive& d) {
  s.take("(");
  while (!s.accept(")")) {
    d.times.push_back(s.take_number("a time [s]"));
    d.levels.push_back(s.take_number("a voltage [V]"));
  }
}

// The frequency whose period is exactly this double: 1/f rounds, so a neighbour of 1/period may be the one.
double frequency_of(double period) {
  const double f = 1 / period;
  for (const double candidate : {f, std::nextafter(f, INFINITY), std::nextafter(f, 0.0)})
    if (1 / candidate == period) return candidate;
  return f;
}

// The amplitude whose sum with the offset, and whose difference, are exactly these: sums round, so a neighbour may be it.
std::optional<double> amplitude_of(double offset, double top, double bottom) {
  for (const double start : {top - offset, offset - bottom, 0.5 * (top - bottom)})
    for (int away = -4; away <= 4; ++away) {
      double a = start;
      for (int k = 0; k < std::abs(away); ++k) a = std::nextafter(a, away < 0 ? -INFINITY : INFINITY);
      if (offset + a == top && offset - a == bottom) return a;
    }
  return {};
}

// One period that repeats, or all corners at T/4, 3T/4, 5T/4, ...; about the offset
void read_triangle(Statement& s, Drive& d) {
  read_points(s, d);
  const bool repeats = s.accept("r");
  if (repeats) s.take("="), s.take("0");
  const std::vector<double> t = std::exchange(d.times, {}), v = std::exchange(d.levels, {});
  const double period = repeats && t.size() == 4 ? t[3] : t.size() > 2 ? 4 * t[1] : 0;
  const std::optional<double> amplitude = t.size() > 2 ? amplitude_of(d.offset, v[1], v[2]) : std::nullopt;
  bool is_triangle = amplitude && period > 0 && t[0] == 0 && v[0] == d.offset;
  for (std::size_t k = 1; is_triangle && k < t.size(); ++k) {
    const bool is_end = repeats && k == 3;
    is_triangle = is_end ? v[k] == d.offset
                         : t[k] == 0.25 * static_cast<double>(2 * k - 1) * period && v[k] == v[k % 2 ? 1 : 2];
  }
  if (!is_triangle) s.fail("not a triangle", "pwl(0 0 T/4 A 3T/4 -A 5T/4 A ...) or pwl(0 0 T/4 A 3T/4 -A T 0) r=0");
  d.kind = DriveKind::triangle;
  d.amplitude = *amplitude;
  d.frequency = frequency_of(period);
}

void read_sine(Statement& s, Drive& d) {
  s.take("(");
  if (s.take_number("the offset [V]") != d.offset) s.fail("offset and dc value differ", "the same value");
  d.kind = DriveKind::sine;
  d.amplitude = s.take_number("the amplitude [V]");
  d.frequency = s.take_positive("the frequency [Hz]");
  s.take(")");
}

void read_pulse(Statement& s, Drive& d) {
  s.take("(");
  d.kind = DriveKind::pulse;
  d.base = std::exchange(d.offset, 0);
  if (s.take_number("the base [V]") != d.base) s.fail("base and dc value differ", "the same value");
  d.amplitude = s.take_number("the top [V]");
  d.delay = s.take_number("the delay [s]");
  d.rise = s.take_number("the rise time [s]");
  d.fall = s.take_number("the fall time [s]");
  d.width = s.take_number("the width [s]");
  d.period = s.take_number("the period [s]");
  s.take(")");
}

}  // namespace

Drive read_waveform(Statement& s) {
  Drive d;
  if (s.accept("pwl")) {
    d.kind = DriveKind::pwl;
    read_points(s, d);
  } else {
    s.take("dc");
    const double level = s.take_number("a voltage [V]");
    if (s.is_at_end()) {
      d.amplitude = level;
      circuit::validate(d, s.where());
      return d;
    }
    d.offset = level;
    if (s.accept("pulse"))
      read_pulse(s, d);
    else if (s.accept("sin"))
      read_sine(s, d);
    else if (s.accept("pwl"))
      read_triangle(s, d);
    else
      s.fail_next("a waveform that is not read", "sin, pulse or pwl");
  }
  circuit::validate(d, s.where());
  return d;
}

}  // namespace somn::netlist
