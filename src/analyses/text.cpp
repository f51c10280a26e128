#include <somn/analyses/text.hpp>

#include <cmath>
#include <fmt/format.h>

namespace somn::analysis {

std::string estimate_text(double value, double se) {
  return std::isnan(value) ? "none" : fmt::format("{:.4g} +- {:.2g}", value, se);
}

std::string power_law_line(const char* name, const JudgedPowerLaw& law) {
  const PowerLawFit& f = law.fit;
  const std::string xmax = f.xmax == unbounded ? "inf" : std::to_string(f.xmax);
  return fmt::format("{:<22}{} on [{}, {}], n_tail {}, KS {:.3g}; {}\n", name, estimate_text(f.alpha, f.alpha_se),
                     f.xmin, xmax, f.n_tail, f.ks_distance, law.verdict);
}

}  // namespace somn::analysis
