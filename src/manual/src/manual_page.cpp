// The help of a command as a page of the manual, in the macros of man(7).
#include <somn/manual/command_page.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace somn::manual {
namespace {

// A line of text: what troff would obey is escaped. A hyphen is a minus, so that options can be copied.
std::string troff_line(const std::string& line) {
  std::string text;
  if (line.starts_with(".") || line.starts_with("'")) text += "\\&";
  for (const char c : line) {
    if (c == '\\')
      text += "\\e";
    else if (c == '-')
      text += "\\-";
    else if (c == '`' || c == '\'')
      text += c == '`' ? "\\(ga" : "\\(aq";
    else
      text += c;
  }
  return text;
}

std::string troff(const std::string& text) {
  std::string result;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    result += troff_line(text.substr(begin, end - begin)) + "\n";
    begin = end + 1;
  }
  return result;
}

std::string hyphenated(std::string name) {
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

std::string synopsis(const CommandPage& page) {
  std::string text = fmt::format("\\fB{}\\fR", troff_line(page.name));
  if (!page.commands.empty()) return text + " \\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n";
  for (const OptionPage& argument : page.arguments)
    if (argument.is_positional())
      text += fmt::format(fmt::runtime(argument.required ? " \\fI{}\\fR" : " [\\fI{}\\fR]"), troff_line(argument.names.front()));
  for (const OptionPage& argument : page.arguments)
    if (!argument.is_positional() && argument.required)
      text += fmt::format(" \\fB{}\\fR \\fI{}\\fR", troff_line(argument.names.front()), troff_line(argument.value));
  return text + " [\\fIOPTIONS\\fR]\n";
}

std::string entry(const OptionPage& argument) {
  std::vector<std::string> names;
  for (const std::string& name : argument.names) names.push_back(fmt::format("\\fB{}\\fR", troff_line(name)));
  std::string text = fmt::format(".TP\n{}", fmt::join(names, ", "));
  if (!argument.is_positional() && !argument.is_flag()) text += fmt::format(" \\fI{}\\fR", troff_line(argument.value));
  text += "\n" + troff(argument.meaning);
  std::vector<std::string> remarks;
  if (!argument.choices.empty()) remarks.push_back(fmt::format("one of {}", fmt::join(argument.choices, ", ")));
  if (!argument.default_text.empty()) remarks.push_back(fmt::format("default {}", argument.default_text));
  if (!remarks.empty()) text += troff(fmt::format("({})", fmt::join(remarks, "; ")));
  return text;
}

std::string entries(const CommandPage& page, const char* title, bool positional) {
  std::string text;
  for (const OptionPage& argument : page.arguments)
    if (argument.is_positional() == positional) text += entry(argument);
  return text.empty() ? "" : fmt::format(".SH {}\n{}", title, text);
}

std::string see_also(const CommandPage& page) {
  const std::size_t space = page.name.rfind(' ');
  if (space == std::string::npos) return "";
  return fmt::format(".SH SEE ALSO\n\\fB{}\\fR(1)\n", troff_line(hyphenated(page.name.substr(0, space))));
}

}  // namespace

std::vector<const CommandPage*> all_pages(const CommandPage& page) {
  std::vector<const CommandPage*> pages{&page};
  for (const CommandPage& command : page.commands)
    for (const CommandPage* below : all_pages(command)) pages.push_back(below);
  return pages;
}

std::string manual_page(const CommandPage& page, const std::string& version) {
  const std::string name = troff_line(hyphenated(page.name));
  std::string title = hyphenated(page.name);
  std::transform(title.begin(), title.end(), title.begin(), [](unsigned char c) { return std::toupper(c); });
  std::string text = fmt::format(".TH {} 1 \"\" \"somnspice {}\" \"User Commands\"\n.SH NAME\n{} \\- {}",
                                 troff_line(title), version, name, troff(page.meaning));
  text += ".SH SYNOPSIS\n.ad l\n" + synopsis(page);
  text += entries(page, "ARGUMENTS", true) + entries(page, "OPTIONS", false);
  if (!page.commands.empty()) text += ".SH COMMANDS\n";
  for (const CommandPage& command : page.commands)
    text += fmt::format(".TP\n\\fB{}\\fR(1)\n{}", troff_line(hyphenated(command.name)), troff(command.meaning));
  if (!page.notes.empty()) text += ".SH NOTES\n.nf\n" + troff(page.notes) + ".fi\n";
  return text + see_also(page);
}

}  // namespace somn::manual
