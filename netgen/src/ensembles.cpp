#include "film.hpp"

#include <somn/core/error.hpp>
#include <somn/netgen/generate.hpp>

#include <limits>

namespace somn::netgen {
namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();

Option positive_quantity(std::string name, Dimension dimension, std::string default_text, std::string meaning) {
  return {.name = std::move(name),
          .kind = Option::Kind::quantity,
          .dimension = dimension,
          .default_text = std::move(default_text),
          .min = 0,
          .max = unbounded,
          .min_open = true,
          .max_open = false,
          .choices = {},
          .meaning = std::move(meaning)};
}

Option quantity_from_zero(std::string name, Dimension dimension, std::string default_text, std::string meaning) {
  Option option = positive_quantity(std::move(name), dimension, std::move(default_text), std::move(meaning));
  option.min_open = false;
  return option;
}

Option flag(std::string name, std::string meaning) {
  return {.name = std::move(name),
          .kind = Option::Kind::flag,
          .dimension = {},
          .default_text = "false",
          .min = 0,
          .max = 0,
          .min_open = false,
          .max_open = false,
          .choices = {},
          .meaning = std::move(meaning)};
}

std::vector<Option> with_common(std::vector<Option> own) {
  own.push_back({.name = "seed",
                 .kind = Option::Kind::integer,
                 .dimension = {},
                 .default_text = "1",
                 .min = 0,
                 .max = 9007199254740992.0,
                 .min_open = false,
                 .max_open = false,
                 .choices = {},
                 .meaning = "seed of all random numbers"});
  own.push_back({.name = "electrodes",
                 .kind = Option::Kind::choice,
                 .dimension = {},
                 .default_text = "left-right",
                 .min = 0,
                 .max = 0,
                 .min_open = false,
                 .max_open = false,
                 .choices = {"left-right"},
                 .meaning = "where the contacts are: source left, drain right"});
  own.push_back(flag("periodic", "top and bottom are joined; without it they are open"));
  own.push_back(flag("prune", "remove every part that carries no current between the electrodes"));
  own.push_back(flag("keep_all", "keep parts that are joined to no electrode"));
  own.push_back(flag("parallel", "keep junctions parallel to another one, which arise at the contacts"));
  return own;
}

std::vector<Ensemble> table() {
  Option coverage = positive_quantity("coverage", dimension::none, "0.6", "fraction of the area that is covered");
  coverage.max = 1, coverage.max_open = true;
  Option gap_cutoff = positive_quantity("gap_cutoff", dimension::none, "0.5", "widest tunnel gap, in diameters");
  gap_cutoff.max = 10;
  return {{"wires", "nanowires with a junction at every crossing",
           with_common({positive_quantity("density", dimension::area_density, "0.1 /um2", "wires per area"),
                        positive_quantity("length", dimension::length, "10 um", "mean length of a wire"),
                        quantity_from_zero("length_sd", dimension::length, "1 um",
                                           "standard deviation of the length (Gamma distributed); 0: equal lengths"),
                        positive_quantity("box", dimension::length, "50 um", "side of the square")})},
          {"discs", "overlapping particles in groups, with a junction at the smallest gap between two groups",
           with_common({coverage, positive_quantity("diameter", dimension::length, "10 nm", "diameter of a particle"),
                        positive_quantity("box", dimension::length, "600 nm", "side of the square"), gap_cutoff})}};
}

const Ensemble& ensemble(const Recipe& recipe) {
  std::vector<std::string> names;
  for (const Ensemble& e : ensembles()) {
    if (e.name == recipe.ensemble) return e;
    names.push_back(e.name);
  }
  throw unknown_name("ensemble", recipe.ensemble, recipe.where, names);
}

}  // namespace

const std::vector<Ensemble>& ensembles() {
  static const std::vector<Ensemble> all = table();
  return all;
}

Network generate(const Recipe& recipe) {
  const Ensemble& chosen = ensemble(recipe);
  const Settings settings(chosen, recipe);
  if (settings.flag("prune") && settings.flag("keep_all"))
    throw InputError({.what = "prune and keep_all contradict each other",
                      .where = settings.where("prune"),
                      .value = {},
                      .allowed = {},
                      .remedy = "choose one of them"});
  return contacted(chosen.name == "wires" ? grow_wires(settings) : grow_discs(settings), chosen, settings);
}

}  // namespace somn::netgen
