// Scripts that complete the words of `somn`: each shell walks the words typed so far to find the command they name, then
// offers the choices of the option before the cursor, the options of the command, its commands, or file names.
#include <somn/manual/command_page.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace somn::manual {
namespace {

using Pages = std::vector<const CommandPage*>;

// In single quotes of a POSIX shell
std::string quoted(std::string text) {
  for (std::size_t k = text.find('\''); k != std::string::npos; k = text.find('\'', k + 4)) text.replace(k, 1, "'\\''");
  return fmt::format("'{}'", text);
}

// The words that a command offers beside its options: its commands, or the choices of its positional arguments
std::vector<std::string> plain_words(const CommandPage& page) {
  std::vector<std::string> words;
  for (const CommandPage& command : page.commands) words.push_back(command.last_word());
  for (const OptionPage& argument : page.arguments)
    if (argument.is_positional()) words.insert(words.end(), argument.choices.begin(), argument.choices.end());
  return words;
}

// "somn run -o"|"somn run --output", the patterns of a `case` over the command and the word before the cursor
std::string patterns(const CommandPage& page, const OptionPage& option) {
  std::vector<std::string> all;
  for (const std::string& name : option.names) all.push_back(quoted(fmt::format("{} {}", page.name, name)));
  return fmt::format("{}", fmt::join(all, "|"));
}

std::string command_patterns(const Pages& pages) {
  std::vector<std::string> names;
  for (const CommandPage* page : pages)
    if (page != pages.front()) names.push_back(quoted(page->name));
  return fmt::format("{}", fmt::join(names, "|"));
}

// The branches of `case "$command $previous"`: `offer` completes from words, `files` from file names.
std::string value_cases(const Pages& pages, const char* offer, const char* files) {
  std::string text;
  for (const CommandPage* page : pages)
    for (const OptionPage& option : page->arguments) {
      if (option.is_positional() || option.is_flag()) continue;
      const std::string action =
          option.choices.empty() ? files : fmt::format(fmt::runtime(offer), fmt::join(option.choices, " "));
      text += fmt::format("    {}) {}; return ;;\n", patterns(*page, option), action);
    }
  return text;
}

std::string bash(const Pages& pages) {
  std::string options, words;
  for (const CommandPage* page : pages) {
    std::vector<std::string> names;
    for (const OptionPage& option : page->arguments)
      if (!option.is_positional()) names.insert(names.end(), option.names.begin(), option.names.end());
    options += fmt::format("      {}) words='{}' ;;\n", quoted(page->name), fmt::join(names, " "));
    words += fmt::format("      {}) words='{}' ;;\n", quoted(page->name), fmt::join(plain_words(*page), " "));
  }
  return fmt::format(
      R"(# bash completion of somn, made by `somn completion bash`
_somn() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} command=somn words= k
  for ((k = 1; k < COMP_CWORD; k++)); do
    case "$command ${{COMP_WORDS[k]}}" in
      {}) command="$command ${{COMP_WORDS[k]}}" ;;
    esac
  done
  COMPREPLY=()
  case "$command ${{COMP_WORDS[COMP_CWORD - 1]}}" in
{}  esac
  if [[ $current == -* ]]; then
    case $command in
{}    esac
  else
    case $command in
{}    esac
    [[ $words ]] || compopt -o default
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}}
complete -F _somn somn
)",
      command_patterns(pages),
      value_cases(pages, "mapfile -t COMPREPLY < <(compgen -W '{}' -- \"$current\")", "compopt -o default"), options,
      words);
}

// name:meaning, as _describe of zsh takes it
std::string described(std::string name, const std::string& meaning) {
  std::replace(name.begin(), name.end(), ':', '=');
  return quoted(fmt::format("{}:{}", name, meaning.substr(0, meaning.find('\n'))));
}

std::string zsh(const Pages& pages) {
  std::string options, words;
  for (const CommandPage* page : pages) {
    std::vector<std::string> names, offers;
    for (const OptionPage& option : page->arguments)
      for (const std::string& name : option.names)
        if (!option.is_positional()) names.push_back(described(name, option.meaning));
    for (const CommandPage& command : page->commands) offers.push_back(described(command.last_word(), command.meaning));
    if (offers.empty())
      for (const std::string& word : plain_words(*page)) offers.push_back(described(word, ""));
    options += fmt::format("      {}) offers=({}) ;;\n", quoted(page->name), fmt::join(names, " "));
    words += fmt::format("      {}) offers=({}) ;;\n", quoted(page->name), fmt::join(offers, " "));
  }
  return fmt::format(R"(#compdef somn
# zsh completion of somn, made by `somn completion zsh`
_somn() {{
  local command=somn k
  local -a offers
  for ((k = 2; k < CURRENT; k++)); do
    case "$command ${{words[k]}}" in
      {}) command="$command ${{words[k]}}" ;;
    esac
  done
  case "$command ${{words[CURRENT-1]}}" in
{}  esac
  if [[ $PREFIX == -* ]]; then
    case $command in
{}    esac
  else
    case $command in
{}    esac
  fi
  if (( $#offers )); then _describe somn offers; else _files; fi
}}
_somn "$@"
)",
                     command_patterns(pages), value_cases(pages, "compadd -- {}", "_files"), options, words);
}

// In single quotes of fish, where a backslash escapes
std::string fish_quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text.substr(0, text.find('\n'))) {
    if (c == '\\' || c == '\'') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

std::string fish_option(const OptionPage& option) {
  std::string line;
  for (const std::string& name : option.names)
    line += name.starts_with("--") ? fmt::format(" -l {}", name.substr(2)) : fmt::format(" -s {}", name.substr(1));
  if (!option.choices.empty())
    line += fmt::format(" -x -a '{}'", fmt::join(option.choices, " "));
  else if (!option.is_flag())
    line += " -r";
  return fmt::format("{} -d {}", line, fish_quoted(option.meaning));
}

std::string fish(const Pages& pages) {
  std::string lines;
  for (const CommandPage* page : pages) {
    const std::string at = fmt::format("complete -c somn -n \"test (__somn_command) = '{}'\"", page->name);
    for (const OptionPage& option : page->arguments)
      if (!option.is_positional()) lines += at + fish_option(option) + "\n";
    for (const CommandPage& command : page->commands)
      lines += fmt::format("{} -f -a {} -d {}\n", at, command.last_word(), fish_quoted(command.meaning));
    if (page->commands.empty() && !plain_words(*page).empty())
      lines += fmt::format("{} -f -a '{}'\n", at, fmt::join(plain_words(*page), " "));
  }
  return fmt::format(R"(# fish completion of somn, made by `somn completion fish`
function __somn_command
  set -l command somn
  for word in (commandline -opc)[2..-1]
    switch "$command $word"
      case {}
        set command "$command $word"
    end
  end
  echo $command
end
{})",
                     [&] {
                       std::string names = command_patterns(pages);
                       std::replace(names.begin(), names.end(), '|', ' ');
                       return names;
                     }(),
                     lines);
}

}  // namespace

std::string completion_script(const CommandPage& program, const std::string& shell) {
  const Pages pages = all_pages(program);
  if (shell == "bash") return bash(pages);
  return shell == "zsh" ? zsh(pages) : fish(pages);
}

}  // namespace somn::manual
