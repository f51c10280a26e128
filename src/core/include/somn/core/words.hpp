// Lists that are written as one word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace somn {

// What stands between commas, as it is: "a,b" is a, b; "a," is a and an empty word; "" is one empty word.
std::vector<std::string> comma_separated(std::string_view list);

}  // namespace somn
