#include "deck.hpp"

#include <somn/ngspice/run.hpp>

#include <algorithm>
#include <array>

namespace somn::ngspice {
namespace {

constexpr std::array left_out{".save", ".print", ".plot", ".four", ".meas", ".measure", ".width"};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

std::string_view trimmed(std::string_view line) {
  constexpr std::string_view blanks = " \t\r\f\v";
  const auto begin = std::min(line.find_first_not_of(blanks), line.size());
  const auto end = line.find_last_not_of(blanks);
  return end == std::string_view::npos ? std::string_view{} : line.substr(begin, end + 1 - begin);
}

std::string_view next_line(std::string_view& rest) {
  const auto end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return trimmed(line);
}

// One card is a line and the + lines that continue it.
class Preparation {
 public:
  explicit Preparation(std::string_view title) : text_("* " + std::string(title) + '\n') {}

  bool add(std::string_view line) {
    if (line.starts_with('+')) {
      if (kept_) keep(line);
      refuse_interp(line);
      return true;
    }
    const std::string word = lower(line.substr(0, line.find_first_of(" \t=(")));
    if (word == ".end") return false;
    if (word == ".control") in_control_ = true;
    kept_ = !in_control_ && !line.starts_with("*#") && !line.empty() &&
            std::find(left_out.begin(), left_out.end(), word) == left_out.end();
    in_options_ = word.starts_with(".opt");
    if (word == ".endc") in_control_ = false;
    if (kept_ && word == ".tran") ++n_transients_;
    if (kept_) keep(line);
    refuse_interp(line);
    return true;
  }

  std::string finish(const std::vector<std::string>& record) {
    if (n_transients_ != 1)
      throw DeckRejected("the deck has " + std::to_string(n_transients_) + " .tran lines; it takes exactly one");
    constexpr std::size_t longest = 1000;
    std::string card = ".save";
    for (const std::string& name : record) {
      if (card.size() + 1 + name.size() > longest) {
        keep(card);
        card = ".save";
      }
      card += ' ' + name;
    }
    if (card.size() > 5) keep(card);
    keep(".end");
    return std::move(text_);
  }

 private:
  void keep(std::string_view line) { (text_ += line) += '\n'; }

  void refuse_interp(std::string_view line) const {
    if (in_options_ && kept_ && (' ' + lower(line) + ' ').find(" interp ") != std::string::npos)
      throw DeckRejected("the deck sets the option interp, which hides the accepted time points", {std::string(line)},
                         "leave the option out and resample the trace");
  }

  std::string text_;
  bool kept_ = true, in_control_ = false, in_options_ = false;
  int n_transients_ = 0;
};

}  // namespace

std::string prepared_deck(std::string_view deck, const std::vector<std::string>& record) {
  Preparation preparation(next_line(deck));
  while (!deck.empty() && preparation.add(next_line(deck))) {
  }
  return preparation.finish(record);
}

std::vector<std::string> folded_names(const std::vector<std::string>& names) {
  std::vector<std::string> folded;
  folded.reserve(names.size());
  for (const std::string& name : names) {
    std::string& text = folded.emplace_back(lower(name));
    text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\t' || c == '\n'; }),
               text.end());
  }
  return folded;
}

}  // namespace somn::ngspice
