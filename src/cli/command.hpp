// A command as data: what it is called and says, the table of its options, what it does. Help, parsing and checks come
// from the table.
//
//   struct Request { std::string network; bool quiet = false; };
//   void run(const Request&);
//   void options(Options& o, Request& r) {
//     o("network", r.network, "NET", "network file; - is standard input", required);
//     o("--quiet", r.quiet, "say nothing on success");
//   }
//   void add_draw(CLI::App& program, int& code) {
//     add<Request>(program, code, {"draw", "a picture of a network", "Example: ..."}, options, run);
//   }
#pragma once

#include "commands.hpp"
#include "exit_code.hpp"

#include <CLI/CLI.hpp>
#include <concepts>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace somn::cli {

// What an option asks for beside a value of its type.
using Rule = std::function<void(CLI::Option&)>;
inline const Rule required = [](CLI::Option& o) { o.required(); };
inline const Rule positive = [](CLI::Option& o) { o.check(CLI::PositiveNumber); };
inline const Rule with_commas = [](CLI::Option& o) { o.delimiter(','); };           // "a,b" is two values
inline const Rule shows_default = [](CLI::Option& o) { o.capture_default_str(); };  // in the help
inline const Rule single = [](CLI::Option& o) { o.expected(1); };
inline const Rule one_at_a_time = [](CLI::Option& o) { o.allow_extra_args(false); };  // "-x 1 -x 2", not "-x 1 2"
extern const Rule repeated;  // likewise, and a value that begins with - is one
Rule one_of(std::vector<std::string> values);
Rule needs(std::string other), excludes(std::string other);  // names of options, "--drain"

// Declares the options of a command, in the order of its help.
class Options {
 public:
  explicit Options(CLI::App& command) : command_(command) {}
  Options(const Options&) = delete;
  Options& operator=(const Options&) = delete;

  template <std::same_as<Rule>... R>
  void operator()(const std::string& names, bool& is_set, const std::string& meaning, R... rules) {
    keep(command_.add_flag(names, is_set, meaning), {rules...});
  }
  // `type` stands for the value in the help; empty: TEXT, UINT, FLOAT as the value is.
  template <class T, std::same_as<Rule>... R>
  void operator()(const std::string& names, T& value, const std::string& type, const std::string& meaning, R... rules) {
    CLI::Option* option = command_.add_option(names, value, meaning);
    keep(type.empty() ? option : option->type_name(type), {rules...});
  }
  void apply_rules() const;  // when all are declared: a rule may name another

 private:
  void keep(CLI::Option* option, const std::vector<Rule>& rules) {
    for (const Rule& rule : rules) rules_.emplace_back(option, rule);
  }
  CLI::App& command_;
  std::vector<std::pair<CLI::Option*, Rule>> rules_;
};

struct About {
  std::string name, meaning, footer = {};
};

CLI::App& add(CLI::App& parent, const About&);

// `options` says where the values of a Request go, `run` takes it; what `run` throws goes through.
template <class Request, class Table, class Run>
CLI::App& add(CLI::App& parent, int& code, const About& about, const Table& options, Run run) {
  CLI::App& command = add(parent, about);
  const auto request = std::make_shared<Request>();
  Options declare(command);
  options(declare, *request);
  declare.apply_rules();
  command.callback([request, run, &code] {
    if constexpr (std::is_void_v<std::invoke_result_t<Run, const Request&>>)
      run(*request);
    else
      code = static_cast<int>(run(*request));
  });
  return command;
}

}  // namespace somn::cli
