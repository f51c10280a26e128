// What the subcommands of `somn analyse` share.
#pragma once

#include <somn/analysis/goodness_of_fit.hpp>
#include <somn/core/csv.hpp>

#include <CLI/CLI.hpp>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace somn::cli {

void add_analyse_events(CLI::App& analyse);
void add_analyse_avalanches(CLI::App& analyse);
void add_analyse_isi(CLI::App& analyse);
void add_analyse_power_law(CLI::App& analyse);
void add_analyse_bursts(CLI::App& analyse);
void add_analyse_pairs(CLI::App& analyse);
void add_analyse_acf(CLI::App& analyse);
void add_analyse_spectrum(CLI::App& analyse);
void add_analyse_modality(CLI::App& analyse);
void add_analyse_branching(CLI::App& analyse);
void add_analyse_stdp(CLI::App& analyse);
void add_analyse_synchrony(CLI::App& analyse);
void add_analyse_regime(CLI::App& analyse);

struct AnalyseOutput {
  bool json = false, quiet = false;
  std::string figure = {};  // file name, where one was asked for
};
void add_figure(CLI::App& command, AnalyseOutput& output);  // --figure
void add_output(CLI::App& command, AnalyseOutput& output);  // --json, --quiet
void print(const AnalyseOutput& output, const nlohmann::ordered_json& json, const std::string& text);

std::string estimate_text(double value, double se);                                 // "2.05 +- 0.08"
std::string power_law_line(const char* name, const analysis::JudgedPowerLaw& law);  // one line of text

CsvTable read_table(const std::string& path);  // "-" is standard input
// Numbers of a column; InputError with file and line for one that is not finite.
std::vector<double> finite_numbers(const CsvTable& table, std::string_view column);

}  // namespace somn::cli
