#include "command_page.hpp"

#include <fmt/format.h>

namespace somn::cli {

using manual::CommandPage;
using manual::OptionPage;

namespace {

// CLI11 writes the words of IsMember into the name of the type: TEXT:{drop,keep,shunt}
void split_choices(OptionPage& page) {
  const std::size_t brace = page.value.find(":{");
  if (brace == std::string::npos || !page.value.ends_with("}")) return;
  const std::string list = page.value.substr(brace + 2, page.value.size() - brace - 3);
  for (std::size_t begin = 0; begin <= list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    page.choices.push_back(list.substr(begin, end - begin));
    begin = end + 1;
  }
  page.value.resize(brace);
}

OptionPage option_page(const CLI::Option& option) {
  OptionPage page;
  for (const std::string& name : option.get_snames()) page.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) page.names.push_back("--" + name);
  if (page.names.empty()) page.names.push_back(option.get_single_name());
  if (option.get_items_expected_max() > 0) page.value = option.get_type_name();
  page.default_text = option.get_default_str();
  page.meaning = option.get_description();
  page.required = option.get_required();
  split_choices(page);
  return page;
}

}  // namespace

CommandPage command_page(const CLI::App& app, const std::string& parent) {
  CommandPage page;
  page.name = parent.empty() ? app.get_name() : fmt::format("{} {}", parent, app.get_name());
  page.meaning = app.get_description();
  page.notes = app.get_footer();
  for (const bool positional : {true, false})
    for (const CLI::Option* option : app.get_options())
      if (option->get_positional() == positional) page.arguments.push_back(option_page(*option));
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    page.commands.push_back(command_page(*command, page.name));
  return page;
}

}  // namespace somn::cli
