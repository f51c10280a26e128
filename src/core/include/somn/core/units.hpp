// Quantities as people write them ("10 mV", "0.1 /um2", "2 Mohm", "5 %") and numbers as programs write them.
// SI inside: a parsed quantity is a double in the SI unit of its dimension. A bare number is SI.
#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace somn {

// Exponents of V, A, s, m and K: enough for everything electrical (1 ohm = V/A, 1 F = A s/V, 1 Hz = 1/s).
struct Dimension {
  int volt = 0, ampere = 0, second = 0, metre = 0, kelvin = 0;
  friend constexpr auto operator<=>(const Dimension&, const Dimension&) = default;
};

namespace dimension {
inline constexpr Dimension none{};
inline constexpr Dimension voltage{.volt = 1};
inline constexpr Dimension current{.ampere = 1};
inline constexpr Dimension resistance{.volt = 1, .ampere = -1};
inline constexpr Dimension conductance{.volt = -1, .ampere = 1};
inline constexpr Dimension capacitance{.volt = -1, .ampere = 1, .second = 1};
inline constexpr Dimension time{.second = 1};
inline constexpr Dimension frequency{.second = -1};
inline constexpr Dimension length{.metre = 1};
inline constexpr Dimension area_density{.metre = -2};
}  // namespace dimension

struct Unit {
  double factor = 1;  // [SI unit per this unit]
  Dimension dimension;
};

// Reads a unit: factors separated by blanks or '*', '/' before a factor of the denominator, integer exponents
// ("V s", "1/V", "/um2", "m^2", "%"). Throws InputError (where = `where`) for an unknown unit.
Unit parse_unit(std::string_view text, const std::string& where);

// Reads "NUMBER [UNIT]" and returns the SI value. Throws InputError that names the right dimension where it is wrong,
// and for anything that is not one finite number.
double parse_quantity(std::string_view text, Dimension expected, const std::string& where);

std::string si_unit(Dimension);   // "V", "ohm", "V s", "1/m2"; "1" for none
std::string describe(Dimension);  // "a voltage [V], such as \"10 mV\""

// One whole number, no rounding, no trailing text; InputError otherwise.
long long parse_integer(std::string_view text, const std::string& where);
// One finite number without unit; InputError otherwise.
double parse_number(std::string_view text, const std::string& where);

// Shortest decimal that reads back to the same double, independent of locale; "nan", "inf", "-inf" where not finite.
std::string to_text(double value);
// For people: engineering prefix and unit, e.g. 2.3e-6, "A" -> "2.3 uA"; `digits` significant.
std::string to_human(double value, std::string_view unit, int digits = 4);

}  // namespace somn
