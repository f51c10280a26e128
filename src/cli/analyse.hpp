// The options of an analysis on the command line, from its table: key min_spikes is --min-spikes.
#pragma once

#include "command.hpp"

#include <somn/analyses/analysis.hpp>

namespace somn::cli {

// What was given, as it was written.
class OptionTexts {
 public:
  void declare(Options&, const std::vector<schema::Description>&);
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
