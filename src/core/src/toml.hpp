// The only place that includes toml++. Version 3.3 takes some texts that are no TOML ("[*a]") for what they cannot be:
// its assertions see it, and without them it goes on with undefined behaviour. So they are on in every build, and throw.
#pragma once

namespace somn {
struct TomlAssertion {};  // the text is no TOML
[[noreturn]] inline void fail_toml_assertion() {
  throw TomlAssertion();
}
}  // namespace somn

#ifdef NDEBUG  // toml++ would drop the assertions
#define SOMN_HAD_NDEBUG
#undef NDEBUG
#endif
#define TOML_MAX_NESTED_VALUES 32
#define TOML_ASSERT(expression) ((expression) ? static_cast<void>(0) : ::somn::fail_toml_assertion())
#include <toml++/toml.h>
#ifdef SOMN_HAD_NDEBUG
#define NDEBUG
#undef SOMN_HAD_NDEBUG
#endif
