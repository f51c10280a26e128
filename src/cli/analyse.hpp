// The options of an analysis on the command line, from its table: key min_spikes is --min-spikes.
#pragma once

#include <somn/analyses/analysis.hpp>

#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <vector>

namespace somn::cli {

// What was given, as it was written.
class OptionTexts {
 public:
  void add_to(CLI::App& command, const std::vector<schema::Description>& options);
  // The object that the analysis reads; InputError names the option.
  schema::Json values() const;

 private:
  struct One {
    schema::Description about;
    std::vector<std::string> given;
    bool is_set = false;  // of a flag
  };
  std::vector<std::unique_ptr<One>> all_;
};

}  // namespace somn::cli
