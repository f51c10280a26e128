// What stands beside every result: data without what the result claims, and the spread of a quantity over many such.
#pragma once

#include <somn/schema/forward.hpp>

#include <limits>
#include <vector>

namespace somn::analysis {

// shuffled: the measured values in another order; poisson: as many, without any structure. Each analysis says of what.
enum class ControlKind { shuffled, poisson };

// Over the realisations in which the quantity exists; NaN where it exists in none (sd: in fewer than two).
struct MeanSd {
  double mean = std::numeric_limits<double>::quiet_NaN();
  double sd = std::numeric_limits<double>::quiet_NaN();
};

MeanSd mean_sd(const std::vector<double>& values);  // of the finite ones
double median_of(std::vector<double> values);       // NaN of none

// Its table (somn/schema/fields.hpp).
schema::Fields<MeanSd> fields_of(const MeanSd*);

}  // namespace somn::analysis
