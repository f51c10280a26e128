#include "lines.hpp"

#include "parsed.hpp"

#include <somn/core/error.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::netgen {
namespace {

// The length of the character of UTF-8 that the text begins with; 0 where there is none that XML would take too.
std::size_t length_of_character(std::string_view text) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  if (byte(0) < 0x80) return byte(0) >= 0x20 || byte(0) == '\t' || byte(0) == '\r' ? 1 : 0;
  const std::size_t length = byte(0) < 0xc0 ? 0 : byte(0) < 0xe0 ? 2 : byte(0) < 0xf0 ? 3 : byte(0) < 0xf8 ? 4 : 0;
  if (length == 0 || length > text.size()) return 0;
  std::uint32_t code = byte(0) & (0xffU >> (length + 1));
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte(k) & 0xc0) != 0x80) return 0;
    code = (code << 6) | (byte(k) & 0x3fU);
  }
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = code >= 0xd800 && code < 0xe000, is_none = code == 0xfffe || code == 0xffff;
  return code < least[length] || code > 0x10ffff || is_surrogate || is_none ? 0 : length;
}

std::size_t length_of_text(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = length_of_character(text.substr(at));
    if (length == 0) return at;
    at += length;
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
    if (const std::size_t good = length_of_text(whole); good < whole.size())
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
