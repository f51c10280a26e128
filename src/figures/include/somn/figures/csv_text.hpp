// Rows of a CSV table as text; numbers as core writes them.
#pragma once

#include <somn/core/text.hpp>
#include <somn/core/units.hpp>

#include <concepts>
#include <string>
#include <string_view>

namespace somn::figures {

inline std::string cell(double value) {
  return to_text(value);
}
inline std::string cell(std::string_view word) {
  return csv_cell(word);
}
template <std::integral T>
std::string cell(T value) {
  return std::to_string(value);
}

template <class First, class... Others>
void add_row(std::string& csv, const First& first, const Others&... others) {
  csv += cell(first);
  ((csv += ',', csv += cell(others)), ...);
  csv += '\n';
}

}  // namespace somn::figures
