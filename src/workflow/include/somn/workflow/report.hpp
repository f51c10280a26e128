// The pictures and pages of a folder of results, whatever wrote it.
#pragma once

#include <somn/report/report.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace somn::workflow {

// Of a run: figures and the HTML page (report/report.hpp). Of a sweep: phase_map.csv, boundaries.csv, findings.csv and
// the pictures of its phases. InputError for any other folder, and where gnuplot is missing.
// `formats`: of the figures, beside svg: "png", "pdf".
report::Drawn make_report(const std::filesystem::path& dir, const std::vector<std::string>& formats = {});

// The interactive page of a run or a sweep, as `page` or, where that is empty, as DIR/view.html; returns which. Needs no
// gnuplot. InputError for any other folder, and where this was built without esbuild.
std::filesystem::path make_view(const std::filesystem::path& dir, const std::filesystem::path& page = {});

}  // namespace somn::workflow
