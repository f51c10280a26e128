// The same quantities of both nulls, as they stand under "control" in the results.
#pragma once

#include <somn/schema/fields.hpp>
#include <somn/statistics/mean_sd.hpp>

namespace somn::analysis {

template <class C>
struct Nulls {
  C shuffled = {}, poisson = {};
};

template <class C>
schema::Fields<Nulls<C>> fields_of(const Nulls<C>*) {
  return schema::Fields<Nulls<C>>()
      .value("shuffled", &Nulls<C>::shuffled, {.meaning = "the measured values in random order"})
      .value("poisson", &Nulls<C>::poisson, {.meaning = "as many, without any structure"});
}

// `of(kind)` for both.
template <class F>
auto both_nulls(F&& of) {
  return Nulls<decltype(of(ControlKind::shuffled))>{of(ControlKind::shuffled), of(ControlKind::poisson)};
}

}  // namespace somn::analysis
