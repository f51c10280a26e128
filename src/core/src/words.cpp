#include <somn/core/words.hpp>

#include <algorithm>

namespace somn {

std::vector<std::string> comma_separated(std::string_view list) {
  std::vector<std::string> words;
  for (std::size_t start = 0; start <= list.size();) {
    const std::size_t comma = std::min(list.find(',', start), list.size());
    words.emplace_back(list.substr(start, comma - start));
    start = comma + 1;
  }
  return words;
}

}  // namespace somn
