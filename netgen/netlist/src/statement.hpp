// SPICE text in words, each with its place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace somn::netlist {

struct Word {
  std::string_view text;
  std::size_t line = 0, column = 0;  // 1-based
  bool is_quoted = false;
};

// One statement with its continuation lines, read from left to right. Brackets and = are words. Every `take` throws
// InputError at the word that it does not find.
class Statement {
 public:
  Statement(const std::string& source, std::vector<Word> words) : source_(source), words_(std::move(words)) {}

  bool is_at_end() const { return next_ == words_.size(); }
  bool sees(std::string_view text) const;
  bool accept(std::string_view text);  // takes it if it is there
  void take(std::string_view text);
  Word take_word(const char* what);  // a word that is no bracket
  double take_number(const char* what);
  double take_positive(const char* what);
  // PREFIX and a whole number below ten million: "a12" -> 12
  std::uint32_t take_index(std::string_view prefix, const char* what);
  void end();

  [[noreturn]] void fail(const std::string& what, const std::string& allowed) const;  // at the last word taken
  [[noreturn]] void fail_next(const std::string& what, const std::string& allowed) const;
  std::string where() const;  // of the last word taken: "deck.cir:12:3"

 private:
  const std::string& source_;
  std::vector<Word> words_;
  std::size_t next_ = 0;
};

// True, and the number, where `text` is PREFIX and a whole number below ten million.
bool is_index(std::string_view text, std::string_view prefix, std::uint32_t& index);

struct SpiceText {
  std::string title;                  // of the first line, which is a comment
  std::vector<std::string> remarks;   // comments after it, up to loading_line
  std::vector<Word> electrodes;       // words after "* electrodes:"; '=' is a word
  std::vector<Statement> statements;  // after the head
};

SpiceText split(std::string_view text, const std::string& source);

}  // namespace somn::netlist
