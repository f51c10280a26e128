#include "lines.hpp"

#include "parsed.hpp"

#include <somn/core/error.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::netgen {
namespace {

// The length of the longest prefix of well-formed UTF-8 without control characters (overlong forms pass).
std::size_t length_of_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t more = first < 0x80   ? 0
                             : first < 0xc2 ? 9
                             : first < 0xe0 ? 1
                             : first < 0xf0 ? 2
                             : first < 0xf5 ? 3
                                            : 9;
    if ((first < 0x20 && first != '\t' && first != '\r') || more > text.size() - at - 1) return at;
    for (std::size_t k = 1; k <= more; ++k)
      if ((static_cast<unsigned char>(text[at + k]) & 0xc0) != 0x80) return at;
    at += more + 1;
  }
  return at;
}

}  // namespace

Lines::Lines(std::string_view text, const std::string& source) : text_(text), rest_(text), source_(source) {
  if (rest_.starts_with("\xef\xbb\xbf")) rest_.remove_prefix(3);
  line_ = rest_.substr(0, 0);
}

bool Lines::next() {
  while (!rest_.empty()) {
    const std::string_view whole = rest_.substr(0, rest_.find('\n'));
    rest_.remove_prefix(std::min(rest_.size(), whole.size() + 1));
    if (const std::size_t good = length_of_utf8(whole); good < whole.size())
      fail(whole.substr(good, 1), "not text in UTF-8",
           fmt::format("byte 0x{:02x}", static_cast<unsigned char>(whole[good])), {},
           "convert the file, for example with iconv");
    const std::string_view content = trimmed(whole);
    if (content.empty()) continue;
    line_ = content;
    return true;
  }
  return false;
}

std::uint32_t Lines::node(std::string_view word) const {
  const auto number = parsed<std::uint32_t>(word);
  if (!number || !is_number(word))
    fail(word, "not a node number", fmt::format("\"{}\"", word), "0, 1, 2, ...",
         "`#` begins a comment; node names need .graphml");
  return *number;
}

void Lines::fail(std::string_view part, std::string what, std::string value, std::string allowed,
                 std::string remedy) const {
  throw InputError({.what = std::move(what),
                    .where = place(text_, static_cast<std::size_t>(part.data() - text_.data()), source_),
                    .value = std::move(value),
                    .allowed = std::move(allowed),
                    .remedy = std::move(remedy)});
}

std::string_view cut_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r"), text.size()));
  const std::string_view word = text.substr(0, text.find_first_of(" \t\r"));
  text.remove_prefix(word.size());
  return word;
}

bool is_number(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_word(std::string_view text) {
  return !text.empty() && text.find_first_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace somn::netgen
