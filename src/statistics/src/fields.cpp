#include <somn/schema/fields.hpp>
#include <somn/statistics/mean_sd.hpp>

namespace somn::analysis {

schema::Fields<MeanSd> fields_of(const MeanSd*) {
  return schema::Fields<MeanSd>()
      .value("mean", &MeanSd::mean, {.meaning = "over the realisations in which the quantity exists"})
      .value("sd", &MeanSd::sd, {.meaning = "standard deviation over them"});
}

}  // namespace somn::analysis
