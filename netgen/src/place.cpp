#include "place.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace somn::netgen {

std::string place(std::string_view text, std::size_t offset, const std::string& source) {
  std::string_view before = text.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  before.remove_prefix(before.rfind('\n') + 1);  // npos + 1 == 0
  if (line == 1 && before.starts_with("\xef\xbb\xbf")) before.remove_prefix(3);
  const auto column =
      std::count_if(before.begin(), before.end(), [](unsigned char c) { return (c & 0xc0) != 0x80; }) + 1;
  return fmt::format("{}:{}:{}", source, line, column);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace somn::netgen
