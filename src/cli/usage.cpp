#include "usage.hpp"

#include <fmt/format.h>

namespace somn::cli {
namespace {

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back(fmt::format("--{}", name));
  return names;
}

std::vector<std::string> subcommand_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(sub->get_name());
  return names;
}

}  // namespace

InputError usage_error(const CLI::App& program, const CLI::ParseError& error) {
  const CLI::App* app = &program;
  std::string command = program.get_name().empty() ? "somn" : program.get_name();
  while (!app->get_subcommands().empty()) {
    app = app->get_subcommands().back();
    command += fmt::format(" {}", app->get_name());
  }
  for (const std::string& word : app->remaining()) {
    if (word.starts_with("-"))
      return unknown_name("option", word.substr(0, word.find('=')), command, option_names(*app));
    const std::vector<std::string> subcommands = subcommand_names(*app);
    if (!subcommands.empty()) return unknown_name("word", word, command, subcommands);
  }
  return InputError({.what = error.what(),
                     .where = command,
                     .value = {},
                     .allowed = {},
                     .remedy = fmt::format("see `{} --help`", command)});
}

}  // namespace somn::cli
