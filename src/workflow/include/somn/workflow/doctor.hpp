// Which parts of other programs this installation finds, and where: what `somn doctor` says.
#pragma once

#include <string>
#include <vector>

namespace somn::workflow {

struct Part {
  std::string name;
  std::string text;  // where it is and what it can; of one that is missing, why and the remedy
  bool is_there = false;
  bool is_needed = false;  // without it no deck runs in ngspice
};
std::vector<Part> parts();

}  // namespace somn::workflow
