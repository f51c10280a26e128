// What `--help` knows of a command, as data: pages of the manual and completion of shells are made from it, so that neither
// can say anything else than the help does.
#pragma once

#include <string>
#include <vector>

namespace somn::manual {

struct OptionPage {
  std::vector<std::string> names;    // "-o", "--output"; of a positional argument its name: "NETWORK"
  std::string value;                 // what it takes: "TEXT", "KEY=VALUE"; empty for a flag
  std::vector<std::string> choices;  // the allowed words, where they are a list
  std::string default_text;
  std::string meaning;
  bool required = false;

  bool is_positional() const { return !names.front().starts_with("-"); }
  bool is_flag() const { return value.empty(); }
};

struct CommandPage {
  std::string name;                   // "somn analyse isi"
  std::string meaning;                // one line
  std::string notes;                  // what `--help` says below its options
  std::vector<OptionPage> arguments;  // positional first, then options, in the order of `--help`
  std::vector<CommandPage> commands;

  std::string last_word() const { return name.substr(name.rfind(' ') + 1); }
};

// The page itself and all below it, parents first.
std::vector<const CommandPage*> all_pages(const CommandPage&);

// A page of the manual in troff's man macros (man-pages(7)); `version` stands in its footer.
std::string manual_page(const CommandPage&, const std::string& version);

// The script that completes `somn` in a shell: "bash", "zsh" or "fish".
std::string completion_script(const CommandPage& program, const std::string& shell);

}  // namespace somn::manual
