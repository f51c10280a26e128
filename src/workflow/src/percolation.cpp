#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/text.hpp>
#include <somn/core/units.hpp>
#include <somn/report/percolation.hpp>
#include <somn/workflow/percolation.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

namespace somn::workflow {
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
const std::map<std::string, PercolationRecipe::Dilution> dilution_names{{"bond", PercolationRecipe::Dilution::bond},
                                                                        {"site", PercolationRecipe::Dilution::site}};
const std::map<std::string, PercolationRecipe::Rule> rule_names{{"wrapping", PercolationRecipe::Rule::wrapping},
                                                                {"spanning", PercolationRecipe::Rule::spanning}};

template <class Value>
Value find(const char* kind, const std::string& name, const std::map<std::string, Value>& values) {
  if (const auto found = values.find(name); found != values.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [key, value] : values) names.push_back(key);
  throw unknown_name(kind, name, "somn percolation", names);
}

PercolationRecipe recipe_of(const PercolationRequest& request) {
  PercolationRecipe recipe;
  recipe.ensemble = find("ensemble", request.ensemble, ensemble_names);
  recipe.rule = find("rule", request.rule, rule_names);
  recipe.lattice = find("kind", request.kind.value_or("square"), lattice_names);
  recipe.dilution = find("dilute", request.dilute.value_or("bond"), dilution_names);
  recipe.length_sd = request.length_sd.value_or(0);
  recipe.sizes = request.sizes.empty() ? default_sizes(recipe) : request.sizes;
  std::sort(recipe.sizes.begin(), recipe.sizes.end());
  recipe.samples = request.samples == 0 ? default_samples(recipe) : request.samples;
  recipe.seed = request.seed;
  recipe.threads = request.threads == 0 ? std::max(1U, std::thread::hardware_concurrency()) : request.threads;
  return recipe;
}

void refuse_idle(const PercolationRequest& request) {
  const bool is_lattice = request.ensemble == "lattice", is_wires = request.ensemble == "wires";
  const char* idle = (request.kind || request.dilute) && !is_lattice ? "--kind or --dilute"
                     : request.length_sd && !is_wires                ? "--length-sd"
                                                                     : nullptr;
  if (idle)
    throw InputError(
        {.what = fmt::format("{} does not apply to {}", idle, request.ensemble), .where = "somn percolation"});
}

ordered_json to_json(const netgen::Estimate& e) {
  return {{"value", e.value}, {"low", e.low}, {"high", e.high}};
}

ordered_json sizes_json(const Percolation& o) {
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

}  // namespace

std::string density_name(const Percolation& o) {
  switch (o.recipe.ensemble) {
    case PercolationRecipe::Ensemble::discs:
      return "covered fraction";
    case PercolationRecipe::Ensemble::wires:
      return "n l^2";
    case PercolationRecipe::Ensemble::lattice:
      break;
  }
  return o.recipe.dilution == PercolationRecipe::Dilution::bond ? "fraction of bonds" : "fraction of sites";
}

std::string title(const Percolation& o) {
  std::string text = o.request.ensemble;
  if (o.request.ensemble == "lattice") text = fmt::format("{} lattice, {}s", *o.request.kind, *o.request.dilute);
  if (o.recipe.length_sd > 0) text += fmt::format(", length sd {:g}", o.recipe.length_sd);
  return fmt::format("{}, {}", text, o.request.rule);
}

ordered_json to_json(const Percolation& o) {
  const bool is_lattice = o.request.ensemble == "lattice";
  ordered_json json{{"ensemble", o.request.ensemble},
                    {"kind", is_lattice ? ordered_json(*o.request.kind) : ordered_json()},
                    {"dilute", is_lattice ? ordered_json(*o.request.dilute) : ordered_json()},
                    {"length_sd", o.recipe.length_sd},
                    {"rule", o.request.rule},
                    {"seed", o.recipe.seed},
                    {"samples", o.recipe.samples},
                    {"complete", o.is_complete},
                    {"density", density_name(o)},
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

std::string to_csv(const Percolation& o) {
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

Percolation plan_percolation(const PercolationRequest& request) {
  Percolation p{.request = request, .recipe = recipe_of(request)};
  if (p.recipe.sizes.size() < 2)
    throw InputError({.what = "one size has no crossing",
                      .where = "somn percolation: --sizes",
                      .allowed = "two sizes or more, such as 32,64,128"});
  refuse_idle(request);
  if (!p.request.kind) p.request.kind = "square";
  if (!p.request.dilute) p.request.dilute = "bond";
  return p;
}

void sample(Percolation& p, const netgen::PercolationMonitor& monitor) {
  p.sizes = first_spanning(p.recipe, monitor);
  p.is_complete = !(monitor.stop && *monitor.stop);
  p.threshold = estimate_threshold(p.recipe, p.sizes);
}

void write_percolation(const Percolation& p, const std::filesystem::path& folder) {
  write_file(folder / "percolation.json", json_text(to_json(p)));
  write_file(folder / "percolation.csv", to_csv(p));
}

void draw_percolation(const Percolation& p, const std::filesystem::path& folder) {
  report::PercolationFigure figure{.title = title(p), .density_name = density_name(p), .csv = to_csv(p), .sizes = {}};
  for (const FirstSpanning& f : p.sizes)
    if (f.samples > 0) figure.sizes.push_back(f.size);
  if (p.threshold) {
    figure.has_threshold = true;
    figure.low = p.threshold->density.low, figure.high = p.threshold->density.high;
    figure.threshold = p.threshold->density.value;
  }
  report::draw_percolation(figure, folder);
}

static std::string to_text(const netgen::Estimate& e, int digits) {
  return fmt::format("{:.{}f} +- {:.{}f}", e.value, digits, 0.5 * (e.high - e.low), digits);
}

std::string to_text(const Percolation& o) {
  std::string text =
      fmt::format("{:<21}{}\n{:<21}{}\n{:<21}", "ensemble", title(o), "density", density_name(o), "samples");
  for (const netgen::FirstSpanning& first : o.sizes) text += fmt::format("{} of L = {}, ", first.samples, first.size);
  text += o.is_complete ? "complete\n" : "interrupted\n";
  if (!o.threshold) return text + "threshold            none: fewer than two sizes with 10 samples or more\n";
  const netgen::Threshold& t = *o.threshold;
  for (const netgen::Threshold::Crossing& c : t.crossings)
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

}  // namespace somn::workflow
