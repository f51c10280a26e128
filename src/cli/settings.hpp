#pragma once

#include <somn/core/error.hpp>

#include <string>
#include <utility>

namespace somn::cli {

// "KEY=VALUE" of an option. InputError where there is no "=".
inline std::pair<std::string, std::string> key_and_value(const std::string& option, const std::string& text,
                                                         const std::string& form) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos)
    throw InputError({.what = "no value", .where = option + " " + text, .allowed = option + " " + form});
  return {text.substr(0, equals), text.substr(equals + 1)};
}

}  // namespace somn::cli
