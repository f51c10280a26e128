// Figures of single analyses, for `somn analyse ... --figure FILE.svg`. Beside FILE.svg stand FILE_figure.csv, the
// numbers drawn, and FILE.gp, which draws it again.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace somn::report {

// Each takes the JSON of its analysis. InputError where there is nothing to draw (with the reason), where gnuplot is
// missing or fails; FileError.
void draw_avalanches(const nlohmann::ordered_json& result, const std::filesystem::path& svg);
void draw_intervals(const nlohmann::ordered_json& result, const std::filesystem::path& svg);
void draw_spectrum(const nlohmann::ordered_json& result, const std::filesystem::path& svg);
void draw_pairs(const nlohmann::ordered_json& result, const std::filesystem::path& svg);
void draw_acf(const nlohmann::ordered_json& result, const std::filesystem::path& svg);
void draw_branching(const nlohmann::ordered_json& result, const std::filesystem::path& svg);
// These also need what was measured: spike times of each unit; values as tested; delays [s] and changes; signals of
// equal length; the sampled signal and its times [s, or samples].
void draw_bursts(const nlohmann::ordered_json& result, const std::vector<std::vector<double>>& trains,
                 const std::filesystem::path& svg);
void draw_modality(const nlohmann::ordered_json& result, const std::vector<double>& values, const std::string& label,
                   const std::filesystem::path& svg);
void draw_stdp(const nlohmann::ordered_json& result, const std::vector<double>& delays,
               const std::vector<double>& changes, const std::filesystem::path& svg);
void draw_synchrony(const nlohmann::ordered_json& result, const std::vector<std::vector<double>>& signals,
                    const std::filesystem::path& svg);
void draw_events(const nlohmann::ordered_json& result, const std::vector<double>& times,
                 const std::vector<double>& signal, const std::filesystem::path& svg);
// Density in logarithmic bins and fraction at or above, with the law over its range. `values` each occur `counts` times
// (empty: once).
void draw_power_law(const nlohmann::ordered_json& result, const std::vector<double>& values,
                    const std::vector<double>& counts, const std::filesystem::path& svg);

}  // namespace somn::report
