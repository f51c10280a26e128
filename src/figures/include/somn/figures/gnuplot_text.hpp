// Text in a gnuplot script. gnuplot has four ways to make more of a text than text: back-ticks run a command (within
// double quotes too), a file name that begins with < or | is a command, a line break ends a statement, and the enhanced
// mode of titles and labels has markup. So every text stands within single quotes, where back-ticks and backslashes are
// letters, on one line; file names begin with ./ and what is shown has its markup escaped.
#pragma once

#include <string>
#include <string_view>

namespace somn::figures {

// A string to compare with the cells of a table.
std::string plot_key(std::string_view text);

// The name of a file in the folder of the script. InputError for a name that is empty, holds a / or a control
// character, or is . or ..
std::string plot_file(std::string_view name);

// What a picture shows, as a string of gnuplot: plain text unless it is said to be markup.
class Shown {
 public:
  Shown(std::string_view plain);
  Shown(const std::string& plain) : Shown(std::string_view(plain)) {}
  Shown(const char* plain) : Shown(std::string_view(plain)) {}
  // Enhanced markup ("t_{post}"): of ours, hence a literal of the source.
  template <std::size_t size>
  static Shown markup(const char (&text)[size]) {
    Shown shown;
    shown.literal_ = '\'' + std::string(text, size - 1) + '\'';
    return shown;
  }
  // The label of a tic, which gnuplot also takes for a number format.
  static Shown tic(std::string_view plain);

  const std::string& literal() const { return literal_; }  // with its quotes

 private:
  Shown() = default;
  std::string literal_;
};

}  // namespace somn::figures
