#include "settings.hpp"

#include <somn/core/error.hpp>

namespace somn::cli {

workflow::Settings key_and_value(const std::string& option, const std::vector<std::string>& texts,
                                 const std::string& form) {
  workflow::Settings settings;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos)
      throw InputError({.what = "no value", .where = option + " " + text, .allowed = option + " " + form});
    settings.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return settings;
}

}  // namespace somn::cli
