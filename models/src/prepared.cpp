#include "prepared.hpp"

#include "threshold/law.h"
#include "tunnel/law.h"
#include "vts/law.h"

#include <somn/core/error.hpp>

namespace somn::models {
namespace {

// Fills a law's parameter struct from values in the table's order.
struct Reader {
  const double* next;
  void operator()(double& target) { target = *next++; }
  void operator()(int& target) { target = static_cast<int>(*next++); }
};

#define SOMN_REAL(name, ...) read(p.name);
#define SOMN_CHOICE(name, ...) read(p.name);
void fill(somn_vts_params& p, Reader read) {
#include "vts/params.def"
}
void fill(somn_tunnel_params& p, Reader read) {
#include "tunnel/params.def"
}
void fill(somn_threshold_params& p, Reader read) {
#include "threshold/params.def"
}
#undef SOMN_REAL
#undef SOMN_CHOICE

template <class Params>
PreparedLaw bind(const somn_law& law, const std::vector<double>& values, const char** wrong) {
  const auto params = std::make_shared<Params>();
  fill(*params, Reader{values.data()});
  const char* sentence = law.prepare(params.get());
  if (wrong) *wrong = sentence;
  return {&law, params};
}

}  // namespace

PreparedLaw prepare(const std::string& law, const std::vector<double>& values, const char** wrong) {
  if (law == "vts") return bind<somn_vts_params>(somn_vts_law, values, wrong);
  if (law == "tunnel") return bind<somn_tunnel_params>(somn_tunnel_law, values, wrong);
  if (law == "threshold") return bind<somn_threshold_params>(somn_threshold_law, values, wrong);
  throw InternalError("no functions for law " + law);
}

}  // namespace somn::models
