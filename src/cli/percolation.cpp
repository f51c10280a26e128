// somn percolation: spanning probability against density for several sizes, and the threshold.
#include "commands.hpp"
#include "exit_code.hpp"
#include "interrupt.hpp"
#include "progress.hpp"

#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/output_folder.hpp>
#include <somn/core/text.hpp>
#include <somn/core/units.hpp>
#include <somn/netgen/percolation.hpp>
#include <somn/report/percolation.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <optional>
#include <nlohmann/json.hpp>
#include <thread>

namespace somn::cli {
namespace {

using netgen::FirstSpanning;
using netgen::PercolationRecipe;
using netgen::Threshold;
using nlohmann::ordered_json;

const std::map<std::string, PercolationRecipe::Ensemble> ensemble_names{
    {"discs", PercolationRecipe::Ensemble::discs},
    {"wires", PercolationRecipe::Ensemble::wires},
    {"lattice", PercolationRecipe::Ensemble::lattice}};
const std::map<std::string, PercolationRecipe::Lattice> lattice_names{
    {"square", PercolationRecipe::Lattice::square},
    {"triangular", PercolationRecipe::Lattice::triangular},
    {"honeycomb", PercolationRecipe::Lattice::honeycomb},
    {"cubic", PercolationRecipe::Lattice::cubic}};

struct Request {
  std::string ensemble, kind = "square", dilute = "bond", rule = "wrapping", output;
  double length_sd = 0;
  std::vector<std::uint32_t> sizes;
  std::uint64_t samples = 0, seed = 1;
  unsigned threads = 0;
  bool json = false, quiet = false, force = false, lattice_options = false, wire_options = false;
};

struct Outcome {
  Request request;
  PercolationRecipe recipe;
  std::vector<FirstSpanning> sizes;
  std::optional<Threshold> threshold;
  bool is_complete = true;
};

std::string unknown(const std::string& ensemble, const char* option) {
  return fmt::format("{} does not apply to {}", option, ensemble);
}

PercolationRecipe recipe_of(const Request& request) {
  const auto ensemble = ensemble_names.find(request.ensemble);
  if (ensemble == ensemble_names.end()) {
    std::vector<std::string> names;
    for (const auto& [name, value] : ensemble_names) names.push_back(name);
    throw unknown_name("ensemble", request.ensemble, "somn percolation", names);
  }
  const bool is_lattice = request.ensemble == "lattice", is_wires = request.ensemble == "wires";
  if ((request.lattice_options && !is_lattice) || (request.wire_options && !is_wires))
    throw InputError({.what = unknown(request.ensemble,
                                      request.lattice_options && !is_lattice ? "--kind or --dilute" : "--length-sd"),
                      .where = "somn percolation"});
  PercolationRecipe recipe;
  recipe.ensemble = ensemble->second;
  recipe.rule = request.rule == "wrapping" ? PercolationRecipe::Rule::wrapping : PercolationRecipe::Rule::spanning;
  recipe.lattice = lattice_names.at(request.kind);
  recipe.dilution = request.dilute == "bond" ? PercolationRecipe::Dilution::bond : PercolationRecipe::Dilution::site;
  recipe.length_sd = request.length_sd;
  recipe.sizes = request.sizes.empty() ? default_sizes(recipe) : request.sizes;
  std::sort(recipe.sizes.begin(), recipe.sizes.end());
  recipe.samples = request.samples == 0 ? default_samples(recipe) : request.samples;
  recipe.seed = request.seed;
  recipe.threads = request.threads == 0 ? std::max(1U, std::thread::hardware_concurrency()) : request.threads;
  return recipe;
}

std::string density_name(const PercolationRecipe& recipe) {
  switch (recipe.ensemble) {
    case PercolationRecipe::Ensemble::discs:
      return "covered fraction";
    case PercolationRecipe::Ensemble::wires:
      return "n l^2";
    case PercolationRecipe::Ensemble::lattice:
      break;
  }
  return recipe.dilution == PercolationRecipe::Dilution::bond ? "fraction of bonds" : "fraction of sites";
}

std::string title(const Outcome& o) {
  std::string text = o.request.ensemble;
  if (o.request.ensemble == "lattice") text = fmt::format("{} lattice, {}s", o.request.kind, o.request.dilute);
  if (o.recipe.length_sd > 0) text += fmt::format(", length sd {:g}", o.recipe.length_sd);
  return fmt::format("{}, {}", text, o.request.rule);
}

ordered_json to_json(const netgen::Estimate& e) {
  return {{"value", e.value}, {"low", e.low}, {"high", e.high}};
}

ordered_json sizes_json(const Outcome& o) {
  ordered_json sizes = ordered_json::array();
  for (const FirstSpanning& first : o.sizes) {
    ordered_json entry{{"size", first.size}, {"samples", first.samples}};
    entry["probability_at_threshold"] = nullptr;
    entry["slope_at_threshold"] = nullptr;
    if (o.threshold && first.samples > 0) {
      entry["probability_at_threshold"] = spanning_probability(o.recipe, first, o.threshold->density.value);
      entry["slope_at_threshold"] = spanning_slope(o.recipe, first, o.threshold->density.value);
    }
    sizes.push_back(std::move(entry));
  }
  return sizes;
}

ordered_json to_json(const Outcome& o) {
  const bool is_lattice = o.request.ensemble == "lattice";
  ordered_json json{{"ensemble", o.request.ensemble},
                    {"kind", is_lattice ? ordered_json(o.request.kind) : ordered_json()},
                    {"dilute", is_lattice ? ordered_json(o.request.dilute) : ordered_json()},
                    {"length_sd", o.recipe.length_sd},
                    {"rule", o.request.rule},
                    {"seed", o.recipe.seed},
                    {"samples", o.recipe.samples},
                    {"complete", o.is_complete},
                    {"density", density_name(o.recipe)},
                    {"sizes", sizes_json(o)},
                    {"threshold", nullptr},
                    {"crossings", ordered_json::array()},
                    {"nu", nullptr}};
  if (!o.threshold) {
    json["reason"] = "fewer than two sizes with 10 samples or more";
    return json;
  }
  const Threshold& t = *o.threshold;
  json["threshold"] = to_json(t.density);
  json["threshold"].update({{"standard_error", t.statistical},
                            {"residual_correction", t.correction},
                            {"probability", to_json(t.probability)},
                            {"chi_squared", t.chi_squared},
                            {"degrees_of_freedom", t.degrees_of_freedom}});
  for (const Threshold::Crossing& c : t.crossings)
    json["crossings"].push_back(
        {{"sizes", {c.smaller, c.larger}}, {"density", to_json(c.density)}, {"probability", to_json(c.probability)}});
  if (t.nu) json["nu"] = to_json(*t.nu);
  return json;
}

std::string to_text(const netgen::Estimate& e, int digits) {
  return fmt::format("{:.{}f} +- {:.{}f}", e.value, digits, 0.5 * (e.high - e.low), digits);
}

std::string to_sentences(const Outcome& o) {
  std::string text =
      fmt::format("{:<21}{}\n{:<21}{}\n{:<21}", "ensemble", title(o), "density", density_name(o.recipe), "samples");
  for (const FirstSpanning& first : o.sizes) text += fmt::format("{} of L = {}, ", first.samples, first.size);
  text += o.is_complete ? "complete\n" : "interrupted\n";
  if (!o.threshold) return text + "threshold            none: fewer than two sizes with 10 samples or more\n";
  const Threshold& t = *o.threshold;
  for (const Threshold::Crossing& c : t.crossings)
    text += fmt::format("{:<21}{} at probability {}\n", fmt::format("crossing {}, {}", c.smaller, c.larger),
                        to_text(c.density, 5), to_text(c.probability, 4));
  text += fmt::format("{:<21}{}\n", "probability there", to_text(t.probability, 4));
  text += fmt::format("{:<21}{} (95 %; statistics {:.2g}, residual correction {:.2g}; chi^2 {:.2f} of {})\n",
                      "threshold", to_text(t.density, 5), 1.96 * t.statistical, 1.96 * t.correction, t.chi_squared,
                      t.degrees_of_freedom);
  if (t.nu)
    text += fmt::format("{:<21}{:.3f} [{:.3f}, {:.3f}]\n", "nu, from the slopes", t.nu->value, t.nu->low, t.nu->high);
  return text;
}

// Where the curve passes a probability, by bisection.
double density_at(const PercolationRecipe& recipe, const FirstSpanning& first, double probability) {
  double low = 0, high = recipe.ensemble == PercolationRecipe::Ensemble::wires ? 1 : 1 - 1e-9;
  while (recipe.ensemble == PercolationRecipe::Ensemble::wires && high < 1e6 &&
         spanning_probability(recipe, first, high) < probability)
    high *= 2;
  for (int k = 0; k < 30; ++k) {
    const double middle = 0.5 * (low + high);
    (spanning_probability(recipe, first, middle) < probability ? low : high) = middle;
  }
  return low;
}

// 201 densities over the whole rise of the flattest curve.
std::string to_csv(const Outcome& o) {
  constexpr int points = 200;
  std::string csv = "size,density,probability,probability_se\n";
  const auto first = std::find_if(o.sizes.begin(), o.sizes.end(), [](const FirstSpanning& f) { return f.samples > 0; });
  if (first == o.sizes.end()) return csv;
  const double low = density_at(o.recipe, *first, 0.01), high = density_at(o.recipe, *first, 0.99);
  for (const FirstSpanning& f : o.sizes)
    for (int k = 0; f.samples > 0 && k <= points; ++k) {
      const double density = low + (high - low) * k / points, r = spanning_probability(o.recipe, f, density);
      csv += fmt::format("{},{},{},{}\n", f.size, somn::to_text(density), somn::to_text(r),
                         somn::to_text(std::sqrt(std::max(0.0, r * (1 - r)) / static_cast<double>(f.samples))));
    }
  return csv;
}

bool is_folder(const std::string& output) {
  return !output.empty() && output != "-" && !output.ends_with(".csv");
}

// The curves first; a picture that fails costs the picture.
ExitCode write(const Outcome& o, OutputFolder& folder) {
  report::PercolationFigure figure{
      .title = title(o), .density_name = density_name(o.recipe), .csv = to_csv(o), .sizes = {}};
  for (const FirstSpanning& f : o.sizes)
    if (f.samples > 0) figure.sizes.push_back(f.size);
  if (o.threshold) {
    figure.has_threshold = true;
    figure.low = o.threshold->density.low, figure.high = o.threshold->density.high;
    figure.threshold = o.threshold->density.value;
  }
  write_file(folder.path() / "percolation.json", json_text(to_json(o)));
  write_file(folder.path() / "percolation.csv", figure.csv);
  folder.commit();
  try {
    FolderAddition pictures(folder.target());
    report::draw_percolation(figure, pictures.path());
    pictures.commit();
  } catch (const Error& error) {
    fmt::print(stderr, "somn: no picture: {}\n  the curves are in {}\n", error.what(), folder.target().string());
    return ExitCode::picture_failed;
  }
  return ExitCode::ok;
}

std::vector<FirstSpanning> sample(const Request& request, const PercolationRecipe& recipe) {
  Progress progress(fmt::format("percolation of {}", request.ensemble), request.quiet);
  const StopOnInterrupt guard;
  std::vector<FirstSpanning> sizes =
      first_spanning(recipe, {.on_progress = [&](double fraction) { progress.show(fraction); }, .stop = guard.flag()});
  progress.end();
  return sizes;
}

ExitCode run(const Request& request) {
  Outcome o{.request = request, .recipe = recipe_of(request), .sizes = {}, .threshold = {}};
  if (o.recipe.sizes.size() < 2)
    throw InputError({.what = "one size has no crossing",
                      .where = "somn percolation: --sizes",
                      .allowed = "two sizes or more, such as 32,64,128"});
  std::optional<OutputFolder> folder;
  if (is_folder(request.output))
    folder.emplace(request.output, request.force ? Existing::replace : Existing::refuse, "somn percolation");
  o.sizes = sample(request, o.recipe);
  o.is_complete = !StopOnInterrupt::is_set();
  o.threshold = estimate_threshold(o.recipe, o.sizes);
  if (request.json)
    fmt::print("{}", json_text(to_json(o)));
  else if (!request.quiet && request.output != "-")
    fmt::print("{}", to_sentences(o));
  ExitCode code = ExitCode::ok;
  if (folder)
    code = write(o, *folder);
  else if (!request.output.empty())
    write_file(request.output, to_csv(o));
  return o.is_complete ? code : ExitCode::interrupted;
}

}  // namespace

void add_percolation(CLI::App& program, int& exit_code) {
  CLI::App* command = program.add_subcommand(
      "percolation", "spanning probability against density for several sizes, and the percolation threshold");
  const auto request = std::make_shared<Request>();
  command->add_option("ENSEMBLE", request->ensemble, "discs | wires | lattice")->required();
  CLI::Option* kind = command->add_option("--kind", request->kind, "lattice: square | triangular | honeycomb | cubic")
                          ->check(CLI::IsMember({"square", "triangular", "honeycomb", "cubic"}));
  CLI::Option* dilute =
      command->add_option("--dilute", request->dilute, "lattice: bond | site")->check(CLI::IsMember({"bond", "site"}));
  CLI::Option* spread =
      command->add_option("--length-sd", request->length_sd,
                          "wires: standard deviation of the Gamma distributed length, in mean lengths, 0 ... 1 [0]");
  command
      ->add_option("--rule", request->rule,
                   "wrapping: periodic, a cluster winds around [default] | spanning: open, left to right")
      ->check(CLI::IsMember({"wrapping", "spanning"}));
  command
      ->add_option("--sizes", request->sizes,
                   "sides of the samples, in diameters, mean lengths or lattice constants; such as 32,64,128")
      ->delimiter(',')
      ->type_name("L1,L2,...");
  command
      ->add_option("--samples", request->samples,
                   "samples of the largest size; smaller ones get as many as take the same work")
      ->check(CLI::PositiveNumber);
  command->add_option("--seed", request->seed, "of all random numbers [1]");
  command->add_option("-j,--threads", request->threads, "threads; the result is the same for any number [all cores]");
  command->add_option("-o,--output", request->output,
                      "FILE.csv (- is standard output): the curves; any other name: a folder for them and a figure");
  command->add_flag("--force", request->force, "replace the output folder, if it is one of somn");
  command->add_flag("--json", request->json, "print the results as JSON (docs/analysis-json.md)");
  command->add_flag("--quiet", request->quiet, "no progress, and no text unless --json is given");
  command->footer(
      "Density: covered fraction (discs), n l^2 (wires), occupied fraction (lattice). Ctrl-C ends the sampling and\n"
      "reports what is done.\nExample: somn percolation lattice --kind triangular --dilute site --seed 7 -o curves");
  command->callback([request, kind, dilute, spread, &exit_code] {
    request->lattice_options = kind->count() + dilute->count() > 0;
    request->wire_options = spread->count() > 0;
    exit_code = static_cast<int>(run(*request));
  });
}

}  // namespace somn::cli
