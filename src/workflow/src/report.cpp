#include <somn/report/phase_map.hpp>
#include <somn/sweep/finding.hpp>
#include <somn/sweep/phase_map.hpp>
#include <somn/workflow/report.hpp>

namespace somn::workflow {

report::Drawn make_report(const std::filesystem::path& dir, const std::vector<std::string>& formats) {
  report::require_gnuplot("somn report");
  if (!std::filesystem::exists(dir / "sweep.json")) {
    report::Drawn drawn = report::write_report(dir, formats);
    drawn.pictures = {drawn.page};
    return drawn;
  }
  sweep::write_phase_map(sweep::phase_map(dir), dir);
  sweep::write_findings(dir);
  return report::draw_phase_map(dir, formats);
}

}  // namespace somn::workflow
