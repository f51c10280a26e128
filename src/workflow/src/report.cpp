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

std::filesystem::path make_view(const std::filesystem::path& dir, const std::filesystem::path& page) {
  if (std::filesystem::exists(dir / "sweep.json")) {
    sweep::write_phase_map(sweep::phase_map(dir), dir);
    report::write_sweep_view(dir, page);
  } else {
    report::write_view(dir, page);
  }
  return page.empty() ? dir / "view.html" : page;
}

}  // namespace somn::workflow
