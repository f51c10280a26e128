#include "analyse.hpp"

#include "commands.hpp"

#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/text.hpp>
#include <somn/core/units.hpp>

#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace somn::cli {

using nlohmann::ordered_json;

void add_output(CLI::App& command, AnalyseOutput& output) {
  command.add_flag("--json", output.json, "print the results as JSON (docs/analysis-json.md)");
  command.add_flag("--quiet", output.quiet, "print nothing unless --json is given");
}

void add_figure(CLI::App& command, AnalyseOutput& output) {
  command.add_option("--figure", output.figure, "draw it too (gnuplot): FILE.svg, with FILE_figure.csv and FILE.gp")
      ->type_name("FILE.svg");
}

void print(const AnalyseOutput& output, const ordered_json& json, const std::string& text) {
  if (output.json)
    fmt::print("{}", json_text(json));
  else if (!output.quiet)
    fmt::print("{}", valid_text(text));
}

std::string estimate_text(double value, double se) {
  return std::isnan(value) ? "none" : fmt::format("{:.4g} +- {:.2g}", value, se);
}

CsvTable read_table(const std::string& path) {
  return parse_csv(read_file(path), path);
}

std::string power_law_line(const char* name, const analysis::JudgedPowerLaw& law) {
  const analysis::PowerLawFit& f = law.fit;
  const std::string xmax = f.xmax == analysis::unbounded ? "inf" : std::to_string(f.xmax);
  return fmt::format("{:<22}{} on [{}, {}], n_tail {}, KS {:.3g}; {}\n", name, estimate_text(f.alpha, f.alpha_se),
                     f.xmin, xmax, f.n_tail, f.ks_distance, law.verdict);
}

std::vector<double> finite_numbers(const CsvTable& table, std::string_view column) {
  std::vector<double> numbers = table.numbers(column);
  for (std::size_t k = 0; k < numbers.size(); ++k)
    if (!std::isfinite(numbers[k]))
      throw InputError({.what = "not a finite number",
                        .where = fmt::format("{}:{}: {}", table.source, table.lines[k], column),
                        .value = to_text(numbers[k])});
  return numbers;
}

void add_analyse(CLI::App& program) {
  CLI::App* analyse = program.add_subcommand(
      "analyse", "events, intervals, bursts, avalanches, power laws, spectra ... of anybody's CSV");
  analyse->require_subcommand(1);
  add_analyse_events(*analyse);
  add_analyse_avalanches(*analyse);
  add_analyse_isi(*analyse);
  add_analyse_bursts(*analyse);
  add_analyse_pairs(*analyse);
  add_analyse_acf(*analyse);
  add_analyse_power_law(*analyse);
  add_analyse_branching(*analyse);
  add_analyse_spectrum(*analyse);
  add_analyse_modality(*analyse);
  add_analyse_stdp(*analyse);
  add_analyse_synchrony(*analyse);
  add_analyse_regime(*analyse);
}

}  // namespace somn::cli
