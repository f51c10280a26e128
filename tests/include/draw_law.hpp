// Random legal parameters of a law.
#pragma once

#include <somn/core/error.hpp>
#include <somn/core/random.hpp>
#include <somn/models/catalogue.hpp>

#include <algorithm>
#include <boost/random/uniform_int_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <vector>

namespace somn::test {

inline double uniform(Generator& random, double low, double high) {
  return boost::random::uniform_real_distribution<double>(low, high)(random);
}

inline bool chance(Generator& random, double p) {
  return uniform(random, 0, 1) < p;
}

// `decades` either side of the default; the ends of a closed range are hit often.
inline double draw_value(const models::Parameter& p, Generator& random, double decades) {
  if (p.is_choice())
    return boost::random::uniform_int_distribution<int>(0, static_cast<int>(p.choices.size()) - 1)(random);
  if (p.is_whole()) return boost::random::uniform_int_distribution<int>(0, 1000)(random);
  const std::size_t comma = p.interval.find(',');
  const double low = std::strtod(p.interval.c_str() + 1, nullptr);
  const double high = std::strtod(p.interval.c_str() + comma + 1, nullptr);
  if (std::isfinite(low) && std::isfinite(high) && high < 1e3) {
    if (p.interval.front() == '[' && chance(random, 0.1)) return low;
    if (p.interval.back() == ']' && chance(random, 0.1)) return high;
    return uniform(random, low, high);
  }
  if (p.interval.front() == '[' && low == 0 && chance(random, 0.1)) return 0;
  const double size = (p.default_value == 0 ? 1 : p.default_value) * std::pow(10, uniform(random, -decades, decades));
  return std::isinf(low) && std::isinf(high) && chance(random, 0.5) ? -size : std::max(size, low);
}

// as people write them, six digits: ngspice reads longer ones with errors of the last bit
inline double six_digits(double value) {
  return std::strtod(fmt::format("{:.6g}", value).c_str(), nullptr);
}

inline std::vector<double> draw_values(const models::Law& law, Generator& random, double decades) {
  for (int attempt = 0; attempt < 10000; ++attempt) {
    std::vector<double> values;
    for (const models::Parameter& p : law.parameters) values.push_back(six_digits(draw_value(p, random, decades)));
    try {
      law.check(values, "test");
      return values;
    } catch (const InputError&) {
    }
    if (attempt % 2) continue;
    values = law.defaults();  // combinations with narrow legal ranges: move a few parameters only
    for (int k = 0; k < 3; ++k) {
      const std::size_t p = boost::random::uniform_int_distribution<std::size_t>(0, law.parameters.size() - 1)(random);
      values[p] = six_digits(draw_value(law.parameters[p], random, decades));
    }
    try {
      law.check(values, "test");
      return values;
    } catch (const InputError&) {
    }
  }
  throw InternalError("no legal set of parameters found for " + law.name);
}

}  // namespace somn::test
