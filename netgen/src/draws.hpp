// Sizes of particles and wires, the same on every machine: what a mathematical library computes is rounded.
#pragma once

#include <somn/core/random.hpp>

#include <string>

namespace somn::netgen {

double rounded(double value, double step);  // to a multiple of step

// Positive lengths of a mean and a standard deviation [m], multiples of 2^-24 mean. "gamma": shape (mean/sd)^2;
// "lognormal": sigma^2 = ln(1 + sd^2/mean^2); "normal": drawn again where not positive, so that its moments are those
// of the untruncated law only for sd << mean.
class Size {
 public:
  Size(const std::string& distribution, double mean, double sd);
  double operator()(Generator&) const;

 private:
  enum class Law { equal, gamma, lognormal, normal } law_ = Law::equal;
  double mean_, sd_;
};

}  // namespace somn::netgen
