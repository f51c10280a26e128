// Text of a stranger (from a file, an option or a name) on its way into another language. Nothing but these functions
// puts such text into what another program reads; each language has one of them:
//
//   a message, a comment, a title       printable              here
//   a cell of CSV                       csv_cell               here
//   HTML, SVG, XML, GraphML             escape_markup          here
//   a string or a key of TOML           toml_string            here
//   a cell or a heading of Markdown     markdown               here
//   the name of a file that we write    is_file_name           here
//   gnuplot                             Shown, plot_key, plot_file     src/figures/include/somn/figures/gnuplot_text.hpp
//   SPICE                               spice_comment, pin_names       netgen/netlist/src/elements.hpp
//   Graphviz                            Writer::quote                  netgen/src/dot.cpp
//   JSON                                json_text              here
//   a shell                             none is ever started: programs get a list of arguments (posix_spawn)
//
// All are linear in the text and accept any bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace somn {

void append_utf8(std::string& to, std::uint32_t code_point);
bool is_utf8(std::string_view text);

// The same in valid UTF-8: whatever is none, and control characters but tab and line breaks, become U+FFFD.
std::string valid_text(std::string_view text);

// One line for people: valid_text with tabs, line breaks (those of Unicode too) and other controls as blanks.
std::string printable(std::string_view text);

// A cell of a comma-separated line: printable, and within quotes (doubled inside) where it holds a comma or a quote, or
// begins or ends with a blank.
std::string csv_cell(std::string_view text);

// Content or attribute value of HTML and XML 1.0: valid_text with & < > " ' and tabs and line breaks as references.
std::string escape_markup(std::string_view text);

// A basic string of TOML, with its quotes; as a key too. Reads back as valid_text, controls included.
std::string toml_string(std::string_view text);

// Text within a table or a heading of Markdown: printable, with | and < as such.
std::string markdown(std::string_view text);

// A JSON value (of nlohmann, which this header does not need) as a file: bytes that are no UTF-8 become U+FFFD.
template <class Json>
std::string json_text(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

// A name for a file that every program takes as that and nothing else: letters and digits of ASCII, _ - + . and no
// more, the first neither - nor a point, at most 100 of them.
bool is_file_name(std::string_view name);
inline constexpr const char* file_name_rule = "letters, digits, _ - + and points, the first a letter, a digit or _";

}  // namespace somn
