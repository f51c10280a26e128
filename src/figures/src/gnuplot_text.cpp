#include <somn/figures/gnuplot_text.hpp>

#include <somn/core/error.hpp>
#include <somn/core/text.hpp>

#include <algorithm>

namespace somn::figures {
namespace {

// Single quotes as strings of their own: gnuplot 5.4 reads '' within quotes as one, but not at the beginning, and not
// twice in a row.
std::string within_quotes(std::string_view text) {
  std::string joined;
  for (std::size_t begin = 0;;) {
    const std::size_t end = std::min(text.find('\'', begin), text.size());
    (joined += '\'').append(text.substr(begin, end - begin)) += '\'';
    if (end == text.size()) return begin == 0 ? joined : '(' + joined + ')';
    joined += ".\"'\".";
    begin = end + 1;
  }
}

// Markup of the enhanced mode escaped, the result within quotes. gnuplot 5.4 writes \& into an SVG as it is, hence the
// code of &; the empty group {} ends a code, and keeps a backslash from becoming part of one (\U+0041). It also writes
// > as it is, which XML allows but for ]]>: a blank of no width parts that.
std::string escaped(std::string_view text) {
  std::string safe;
  for (std::size_t k = 0; k < text.size(); ++k) {
    const char c = text[k];
    if (c == '\\')
      safe += "\\\\{}";
    else if (c == '&')
      safe += "\\U+0026{}";
    else if (c == '\'')
      safe += "\\U+0027{}";
    else if (c == '>' && k >= 2 && text.substr(k - 2, 2) == "]]")
      safe += "\u200b>";
    else if (std::string_view("_^@~{}").find(c) != std::string_view::npos)
      (safe += '\\') += c;
    else
      safe += c;
  }
  return safe;
}

}  // namespace

std::string plot_key(std::string_view text) {
  return within_quotes(printable(text));
}

std::string plot_file(std::string_view name) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; };
  bool is_safe = !name.empty() && name != "." && name != ".." && name.find('/') == std::string_view::npos;
  for (const char c : name) is_safe = is_safe && !is_control(c);
  if (!is_safe)
    throw InputError({.what = "not a name for a picture or its tables",
                      .where = "figure",
                      .value = '"' + printable(name) + '"',
                      .allowed = "a file name without / and line breaks"});
  return within_quotes("./" + std::string(name));
}

Shown::Shown(std::string_view plain) : literal_(within_quotes(escaped(printable(plain)))) {}

Shown Shown::tic(std::string_view plain) {
  std::string doubled;
  for (const char c : plain) {
    if (c == '%') doubled += '%';
    doubled += c;
  }
  return Shown(doubled);
}

}  // namespace somn::figures
