#include "statement.hpp"

#include "elements.hpp"

#include <somn/core/error.hpp>
#include <somn/core/text.hpp>

#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace somn::netlist {
namespace {

constexpr std::string_view marks = "()=";

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

void append_words(std::string_view text, std::size_t line, std::size_t column, std::vector<Word>& words) {
  for (std::size_t k = 0; k < text.size();) {
    std::size_t end = k + 1;
    if (is_blank(text[k])) {
      k = end;
      continue;
    }
    const bool is_quoted = text[k] == '"';
    if (is_quoted) {
      end = std::min(text.find('"', end), text.size());
      words.push_back({text.substr(k + 1, end - k - 1), line, column + k, true});
      k = std::min(end + 1, text.size());
      continue;
    }
    if (marks.find(text[k]) == std::string_view::npos)
      while (end < text.size() && !is_blank(text[end]) && text[end] != '"' &&
             marks.find(text[end]) == std::string_view::npos)
        ++end;
    words.push_back({text.substr(k, end - k), line, column + k, false});
    k = end;
  }
}

std::string comment(std::string_view line) {
  line.remove_prefix(std::min<std::size_t>(line.size(), line.starts_with("* ") ? 2 : 1));
  return printable(line);
}

}  // namespace

bool is_index(std::string_view text, std::string_view prefix, std::uint32_t& index) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  if (text.empty() || (text[0] == '0' && text.size() > 1)) return false;  // n07 would be written as n7
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  return error == std::errc{} && end == text.data() + text.size() && index < 10'000'000;
}

SpiceText split(std::string_view text, const std::string& source) {
  SpiceText result;
  constexpr std::string_view electrodes = "* electrodes:";
  bool is_in_head = true;
  std::vector<Word> words;
  const auto close = [&] {
    if (!words.empty()) result.statements.emplace_back(source, std::move(words));
    words.clear();
  };
  for (std::size_t number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (number == 1) {
      if (!line.starts_with('*'))
        throw InputError({.what = "the first line is no comment",
                          .where = fmt::format("{}:1:1", source),
                          .allowed = "a deck that `somn netlist` wrote: a title after *"});
      result.title = comment(line);
    } else if (!is_in_head && line.starts_with(electrodes)) {
      append_words(line.substr(electrodes.size()), number, electrodes.size() + 1, result.electrodes);
    } else if (line.starts_with('*')) {
      std::string remark = comment(line);
      is_in_head = is_in_head && "* " + remark != loading_line;
      if (is_in_head) result.remarks.push_back(std::move(remark));
    } else if (line.starts_with('+')) {
      if (words.empty())
        throw InputError({.what = "a continuation of nothing",
                          .where = fmt::format("{}:{}:1", source, number),
                          .allowed = "+ after the line that goes on"});
      append_words(line.substr(1), number, 2, words);
    } else {
      is_in_head = false;
      close();
      append_words(line, number, 1, words);
    }
  }
  close();
  return result;
}

std::string Statement::where() const {
  const Word& word = words_[next_ > 0 ? next_ - 1 : 0];
  return fmt::format("{}:{}:{}", source_, word.line, word.column);
}

void Statement::fail(const std::string& what, const std::string& allowed) const {
  const Word& word = words_[next_ > 0 ? next_ - 1 : 0];
  throw InputError({.what = what, .where = where(), .value = std::string(word.text), .allowed = allowed});
}

void Statement::fail_next(const std::string& what, const std::string& allowed) const {
  const Word& last = words_.back();
  if (is_at_end())
    throw InputError({.what = what,
                      .where = fmt::format("{}:{}:{}", source_, last.line, last.column + last.text.size()),
                      .value = "end of the line",
                      .allowed = allowed});
  const Word& word = words_[next_];
  throw InputError({.what = what,
                    .where = fmt::format("{}:{}:{}", source_, word.line, word.column),
                    .value = std::string(word.text),
                    .allowed = allowed});
}

bool Statement::sees(std::string_view text) const {
  return !is_at_end() && !words_[next_].is_quoted && words_[next_].text == text;
}

bool Statement::accept(std::string_view text) {
  if (!sees(text)) return false;
  ++next_;
  return true;
}

void Statement::take(std::string_view text) {
  if (!accept(text)) fail_next("not what is expected here", fmt::format("`{}`", text));
}

Word Statement::take_word(const char* what) {
  if (is_at_end() || (!words_[next_].is_quoted && words_[next_].text.find_first_of(marks) != std::string_view::npos))
    fail_next("something is missing", what);
  return words_[next_++];
}

double Statement::take_number(const char* what) {
  const std::string_view text = take_word(what).text;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
    fail("not a number", fmt::format("{}, a number without suffix such as 1e-12", what));
  return value;
}

double Statement::take_positive(const char* what) {
  const double value = take_number(what);
  if (!(value > 0)) fail("not positive", fmt::format("{} > 0", what));
  return value;
}

std::uint32_t Statement::take_index(std::string_view prefix, const char* what) {
  std::uint32_t index = 0;
  if (!is_index(take_word(what).text, prefix, index))
    fail(fmt::format("not {}", what), fmt::format("{}0 to {}9999999", prefix, prefix));
  return index;
}

void Statement::end() {
  if (!is_at_end()) fail_next("more than this statement holds", "the end of the line");
}

}  // namespace somn::netlist
