// What a fuzz target is: a function that takes any bytes, and throws nothing but what a user can mend (somn::Error).
#pragma once

#include <string>

namespace somn::fuzz {

void target(const std::string& bytes);

// Ends the process as a crash does: for a property that does not hold.
[[noreturn]] void broken(const char* property);

}  // namespace somn::fuzz
