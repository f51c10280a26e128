#pragma once

#include <string>
#include <string_view>

namespace somn::netgen {

// "file:line:column" of a byte of the text; columns count characters of UTF-8, a byte order mark none.
std::string place(std::string_view text, std::size_t offset, const std::string& source);

// The text without blanks, tabs and line ends around it.
std::string_view trimmed(std::string_view text);

}  // namespace somn::netgen
