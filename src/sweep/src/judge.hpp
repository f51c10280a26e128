// Verdicts by intervals (somn/sweep/finding.hpp).
#pragma once

#include <somn/sweep/finding.hpp>

#include <cstddef>
#include <string>

namespace somn::sweep {

Interval clopper_pearson(double k, double n);  // 95 % of a share k/n
std::string verdict_of(double mean, Interval of_mean, Interval expected);
std::string verdict_of_share(std::size_t k, std::size_t n, Interval expected);

void judge(Outcome&);                              // everything that follows from its values
void judge_pooled(Outcome&, double exponent, std::vector<double> resampled);  // of networks; nan: no fit

}  // namespace somn::sweep
