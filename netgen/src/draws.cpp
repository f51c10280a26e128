#include "draws.hpp"

#include <boost/random/gamma_distribution.hpp>
#include <boost/random/lognormal_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <cmath>

namespace somn::netgen {

double rounded(double value, double step) {
  return step * std::round(value / step);
}

Size::Size(const std::string& distribution, double mean, double sd) : mean_(mean), sd_(sd) {
  if (sd > 0) law_ = distribution == "gamma" ? Law::gamma : distribution == "lognormal" ? Law::lognormal : Law::normal;
}

double Size::operator()(Generator& random) const {
  const auto drawn = [&]() -> double {
    switch (law_) {
      case Law::equal:
        break;
      case Law::gamma:  // shape k, scale theta: mean k theta, variance k theta^2
        return boost::random::gamma_distribution<double>((mean_ / sd_) * (mean_ / sd_), sd_ * sd_ / mean_)(random);
      case Law::lognormal: {
        const double variance = std::log1p((sd_ / mean_) * (sd_ / mean_));
        return boost::random::lognormal_distribution<double>(std::log(mean_) - 0.5 * variance,
                                                             std::sqrt(variance))(random);
      }
      case Law::normal:
        return boost::random::normal_distribution<double>(mean_, sd_)(random);
    }
    return mean_;
  };
  if (law_ == Law::equal) return mean_;
  while (true)
    if (const double size = rounded(drawn(), std::ldexp(mean_, -24)); size > 0) return size;
}

}  // namespace somn::netgen
