// An exponential that was fitted to lags, told in seconds.
#pragma once

#include <somn/schema/forward.hpp>
#include <somn/signals/autocorrelation.hpp>

namespace somn::analysis {

struct ExponentialInTime {
  ExponentialFit fit = {};
  double lag = 1;  // [s] of one step; 1: steps
};
schema::Fields<ExponentialInTime> fields_of(const ExponentialInTime*);

}  // namespace somn::analysis
