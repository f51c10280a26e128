#include <somn/core/error.hpp>
#include <somn/core/interval.hpp>
#include <somn/core/units.hpp>

#include <cmath>

namespace somn {
namespace {

double end_point(std::string_view text, const std::string& where) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  return text == "inf" ? INFINITY : text == "-inf" ? -INFINITY : parse_number(text, where);
}

}  // namespace

bool Interval::contains(double value) const {
  return std::isfinite(value) && (low_open ? value > low : value >= low) && (high_open ? value < high : value <= high);
}

Interval parse_interval(std::string_view text, const std::string& where) {
  const std::size_t comma = text.find(',');
  const bool is_bracketed =
      text.size() > 2 && (text.front() == '(' || text.front() == '[') && (text.back() == ')' || text.back() == ']');
  if (!is_bracketed || comma == std::string_view::npos)
    throw InputError(
        {.what = "not an interval", .where = where, .value = std::string(text), .allowed = "such as (0, inf)"});
  return {.low = end_point(text.substr(1, comma - 1), where),
          .high = end_point(text.substr(comma + 1, text.size() - comma - 2), where),
          .low_open = text.front() == '(',
          .high_open = text.back() == ')'};
}

}  // namespace somn
