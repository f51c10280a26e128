#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace somn::netgen {

// The lines of a text of UTF-8, with or without byte order mark, Windows line ends and a last line end. Every
// string_view that it gives is a part of the text, which is how fail() knows the place.
class Lines {
 public:
  Lines(std::string_view text, const std::string& source);

  bool next();  // to the next line that is not blank; false at the end
  std::string_view line() const { return line_; }
  bool is_comment() const { return line_.starts_with('#'); }

  // The word as a node number (0-based), InputError otherwise.
  std::uint32_t node(std::string_view word) const;
  // InputError with file:line:column of that part of the text.
  [[noreturn]] void fail(std::string_view part, std::string what, std::string value, std::string allowed,
                         std::string remedy = {}) const;

 private:
  std::string_view text_, rest_, line_;
  std::string source_;
};

// Cuts the next word, blanks around it aside, off the front of the text; empty at its end.
std::string_view cut_word(std::string_view& text);
bool is_number(std::string_view word);  // digits only

// Word for use in a line of blank-separated words: not empty, no blank in it.
bool is_word(std::string_view text);

}  // namespace somn::netgen
