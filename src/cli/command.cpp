#include "command.hpp"

namespace somn::cli {

const Rule repeated = [](CLI::Option& o) { o.expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll); };

Rule one_of(std::vector<std::string> values) {
  return [values = std::move(values)](CLI::Option& o) { o.check(CLI::IsMember(values)); };
}

Rule needs(std::string other) {
  return [other = std::move(other)](CLI::Option& o) { o.needs(other); };
}

Rule excludes(std::string other) {
  return [other = std::move(other)](CLI::Option& o) { o.excludes(other); };
}

CLI::App& add(CLI::App& parent, const About& about) {
  CLI::App* command = parent.add_subcommand(about.name, about.meaning);
  if (!about.footer.empty()) command->footer(about.footer);  // else that of the parent
  return *command;
}

void Options::apply_rules() const {
  for (const auto& [option, rule] : rules_) rule(*option);
}

}  // namespace somn::cli
