// Dual numbers: a value with its exact derivatives by the state and by the voltage. A law's C source compiled with
// `double` replaced by Dual differentiates itself, step by step, with nobody's algebra in between.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace somn::test {

struct Dual {
  double value = 0, x = 0, v = 0;

  Dual() = default;
  template <class Number>
  requires std::is_arithmetic_v<Number> Dual(Number number) : value(static_cast<double>(number)) {}
  Dual(double value_, double x_, double v_) : value(value_), x(x_), v(v_) {}
  explicit operator std::uint64_t() const { return static_cast<std::uint64_t>(value); }
  explicit operator int() const { return static_cast<int>(value); }

  Dual& operator+=(const Dual& b) { return *this = {value + b.value, x + b.x, v + b.v}; }
  Dual& operator-=(const Dual& b) { return *this = {value - b.value, x - b.x, v - b.v}; }
  Dual& operator*=(const Dual& b) {
    return *this = {value * b.value, x * b.value + value * b.x, v * b.value + value * b.v};
  }
  Dual& operator/=(const Dual& b) {
    const double q = value / b.value;
    return *this = {q, (x - q * b.x) / b.value, (v - q * b.v) / b.value};
  }
  friend Dual operator+(Dual a, const Dual& b) { return a += b; }
  friend Dual operator-(Dual a, const Dual& b) { return a -= b; }
  friend Dual operator*(Dual a, const Dual& b) { return a *= b; }
  friend Dual operator/(Dual a, const Dual& b) { return a /= b; }
  friend Dual operator-(const Dual& a) { return {-a.value, -a.x, -a.v}; }
  friend bool operator<(const Dual& a, const Dual& b) { return a.value < b.value; }
  friend bool operator>(const Dual& a, const Dual& b) { return a.value > b.value; }
  friend bool operator<=(const Dual& a, const Dual& b) { return a.value <= b.value; }
  friend bool operator>=(const Dual& a, const Dual& b) { return a.value >= b.value; }
  friend bool operator==(const Dual& a, const Dual& b) { return a.value == b.value; }
};

inline Dual chain(double f, double slope, const Dual& a) {
  return {f, a.x == 0 ? 0 : slope * a.x, a.v == 0 ? 0 : slope * a.v};
}
inline Dual exp(const Dual& a) {
  return chain(std::exp(a.value), std::exp(a.value), a);
}
inline Dual expm1(const Dual& a) {
  return chain(std::expm1(a.value), std::exp(a.value), a);
}
inline Dual log(const Dual& a) {
  return chain(std::log(a.value), 1 / a.value, a);
}
inline Dual sqrt(const Dual& a) {
  return chain(std::sqrt(a.value), a.value > 0 ? 0.5 / std::sqrt(a.value) : 0, a);
}
inline Dual fabs(const Dual& a) {
  return chain(std::fabs(a.value), a.value > 0 ? 1 : a.value < 0 ? -1 : 0, a);
}
inline Dual floor(const Dual& a) {
  return {std::floor(a.value), 0, 0};
}
inline Dual cos(const Dual& a) {
  return chain(std::cos(a.value), -std::sin(a.value), a);
}
inline Dual sinh(const Dual& a) {
  return chain(std::sinh(a.value), std::cosh(a.value), a);
}
inline Dual cosh(const Dual& a) {
  return chain(std::cosh(a.value), std::sinh(a.value), a);
}
inline Dual tanh(const Dual& a) {
  return chain(std::tanh(a.value), 1 - std::tanh(a.value) * std::tanh(a.value), a);
}
inline Dual pow(const Dual& a, const Dual& b) {  // no law has an exponent that depends on state or voltage
  return chain(std::pow(a.value, b.value), b.value * std::pow(a.value, b.value - 1), a);
}

// A law evaluated in dual numbers; values as models::Law::parameters.
struct DualPoint {
  Dual i, f;
};
struct DualLaw {
  const char* name;
  DualPoint (*evaluate)(const std::vector<double>& values, double state, double voltage);
};
const std::vector<DualLaw>& dual_laws();

}  // namespace somn::test
