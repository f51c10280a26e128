#include "analyse.hpp"

#include <somn/analysis/run_analysis.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <cmath>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

namespace somn::cli {
namespace {

using namespace somn::analysis;
using nlohmann::ordered_json;

constexpr double largest_whole = 0x1p53;  // beyond, a double cannot tell neighbours apart

std::vector<std::int64_t> whole_numbers(const CsvTable& table, std::string_view column) {
  std::vector<std::int64_t> whole;
  const std::vector<double> numbers = finite_numbers(table, column);
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    if (numbers[k] != std::floor(numbers[k]) || std::abs(numbers[k]) > largest_whole)
      throw InputError({.what = "not a whole number that can be told from its neighbours",
                        .where = fmt::format("{}:{}: {}", table.source, table.lines[k], column),
                        .value = to_text(numbers[k]),
                        .allowed = "whole numbers up to 2^53",
                        .remedy = "round or bin the data: the law that is fitted is the discrete one"});
    whole.push_back(static_cast<std::int64_t>(numbers[k]));
  }
  return whole;
}

struct PowerLawRequest {
  std::string input, ks = "both";
  std::optional<std::int64_t> xmin, xmax;
  bool is_discrete = false;
  int n_surrogates = 1000;
  std::uint64_t seed = 1;
  AnalyseOutput output;
};

void run_power_law(const PowerLawRequest& request) {
  const CsvTable table = read_table(request.input);
  std::vector<std::int64_t> values = whole_numbers(table, "value"), counts(values.size(), 1);
  if (table.find("count")) counts = whole_numbers(table, "count");
  std::int64_t n_zero = 0;
  for (std::size_t k = 0; k < values.size(); ++k)
    if (values[k] == 0) {
      n_zero += counts[k];
      counts[k] = 0;
    }
  const PowerLawOptions options{.xmin = request.xmin,
                                .upper_end = request.xmax ? UpperEnd::given : UpperEnd::open,
                                .xmax = request.xmax.value_or(unbounded),
                                .ks = request.ks == "left" ? KsSide::left : KsSide::both};
  const JudgedPowerLaw law = judge_power_law(count_values(values, counts), options,
                                             {.n_surrogates = request.n_surrogates, .seed = request.seed});
  ordered_json json = to_json(law);
  json["n_zero_dropped"] = n_zero;
  std::string text = power_law_line("alpha", law);
  text += fmt::format("{:<22}R = {:.4g}, z = {:.3g}, p = {:.2g} (R > 0: power law likelier)\n", "against exponential",
                      law.exponential.ratio, law.exponential.normalised_ratio, law.exponential.p);
  if (n_zero > 0) text += fmt::format("{:<22}{} (a power law has no zeros)\n", "zeros left out", n_zero);
  print(request.output, json, text);
}

}  // namespace

void add_analyse_power_law(CLI::App& analyse) {
  CLI::App* command = analyse.add_subcommand("powerlaw", "discrete power law of whole numbers, by maximum likelihood");
  const auto request = std::make_shared<PowerLawRequest>();
  command->add_option("file", request->input, "data: .csv with a column value, and perhaps count; - is standard input")
      ->required()
      ->type_name("FILE");
  command->add_flag("--discrete", request->is_discrete, "whole numbers (the only kind, and the default)");
  command->add_option("--xmin", request->xmin, "least value fitted [1]; default: by the KS distance")->type_name("N");
  command->add_option("--xmax", request->xmax, "largest value fitted [1]; default: no upper end")->type_name("N");
  command->add_option("--ks", request->ks, "side of the KS distance: both | left")
      ->check(CLI::IsMember({"both", "left"}));
  command->add_option("--bootstrap", request->n_surrogates, "surrogates of the p value [1000]")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--seed", request->seed, "of the surrogates [1]");
  add_output(*command, request->output);
  command->footer(
      "p > 0.1: not rejected; every surrogate is fitted anew.\n"
      "Example: somn analyse powerlaw sizes.csv --xmin 4 --xmax 130 --json");
  command->callback([request] { run_power_law(*request); });
}

}  // namespace somn::cli
