// Figures of single analyses, for `somn analyse ... --figure FILE.svg`. Beside FILE.svg stand FILE_figure.csv, the
// numbers drawn, and FILE.gp, which draws it again.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

namespace somn::report {

// Each takes the JSON of its analysis. InputError where there is nothing to draw (with the reason), where gnuplot is
// missing or fails; FileError.
void draw_avalanches(const nlohmann::ordered_json& result, const std::filesystem::path& svg);
void draw_intervals(const nlohmann::ordered_json& result, const std::filesystem::path& svg);
void draw_spectrum(const nlohmann::ordered_json& result, const std::filesystem::path& svg);
// Density in logarithmic bins and fraction at or above, with the law over its range. `values` each occur `counts` times
// (empty: once).
void draw_power_law(const nlohmann::ordered_json& result, const std::vector<double>& values,
                    const std::vector<double>& counts, const std::filesystem::path& svg);

}  // namespace somn::report
