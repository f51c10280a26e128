#pragma once

#include "place.hpp"

#include <charconv>
#include <cmath>
#include <concepts>
#include <optional>

namespace somn::netgen {

// One whole text as one number, blanks around it aside; nothing for any other text, and for nan, inf and overflow.
template <class Number>
std::optional<Number> parsed(std::string_view text) {
  text = trimmed(text);
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  if constexpr (std::floating_point<Number>)
    if (!std::isfinite(value)) return {};
  return value;
}

}  // namespace somn::netgen
