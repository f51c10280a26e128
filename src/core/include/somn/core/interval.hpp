// A legal range of numbers, as tables of parameters and fields write it: "(0, inf)".
#pragma once

#include <string>
#include <string_view>

namespace somn {

struct Interval {
  double low = 0, high = 0;  // may be infinite
  bool low_open = false, high_open = false;

  bool contains(double value) const;  // false for what is not finite
};

// Reads "[0, 1)": a round bracket excludes the end point; "inf" and "-inf" are ends. InputError (where = `where`)
// otherwise.
Interval parse_interval(std::string_view text, const std::string& where);

}  // namespace somn
