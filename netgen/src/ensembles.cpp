#include "attached_film.hpp"

#include <somn/core/error.hpp>

#include <algorithm>

namespace somn::netgen {
namespace {

bool is_graph(const std::string& name) {
  return name == "random" || name == "small-world" || name == "scale-free";
}

// The options that every ensemble has.
void append_common(Ensemble& ensemble) {
  std::vector<Option>& options = ensemble.options;
  options.push_back(integer("seed", 0, 9007199254740992.0, "1", "seed of all random numbers"));
  for (Option& option : contact_options(ensemble.name)) options.push_back(std::move(option));
  options.push_back(flag("periodic", is_graph(ensemble.name)
                                         ? "refused: a graph has no sides"
                                         : "top and bottom are joined; with points, left and right too"));
  options.push_back(flag("prune", "remove every part that carries no current between the electrodes"));
  options.push_back(flag("keep_all", "keep parts that are joined to no electrode"));
  if (!is_graph(ensemble.name))
    options.push_back(flag("parallel", "keep junctions parallel to another one, which arise at the contacts"));
}

const std::vector<Growth>& growths() {
  static const std::vector<Growth> all = [] {
    std::vector<Growth> list{wires(), discs(), lattice(), random_graph(), small_world(), scale_free()};
    for (Growth& growth : list) append_common(growth.table);
    return list;
  }();
  return all;
}

const Growth& chosen(const Recipe& recipe) {
  std::vector<std::string> names;
  for (const Growth& growth : growths()) {
    if (growth.table.name == recipe.ensemble) return growth;
    names.push_back(growth.table.name);
  }
  throw unknown_name("ensemble", recipe.ensemble, recipe.where, names);
}

void refuse(const char* what, const std::string& where, std::string remedy) {
  throw InputError({.what = what, .where = where, .remedy = std::move(remedy)});
}

}  // namespace

const std::vector<Ensemble>& ensembles() {
  static const std::vector<Ensemble> all = [] {
    std::vector<Ensemble> list;
    for (const Growth& growth : growths()) list.push_back(growth.table);
    return list;
  }();
  return all;
}

Network generate(const Recipe& recipe) {
  const Growth& growth = chosen(recipe);
  const Settings settings(growth.table, recipe);
  if (settings.flag("prune") && settings.flag("keep_all"))
    refuse("prune and keep_all contradict each other", settings.where("prune"), "choose one of them");
  if (settings.flag("periodic") && is_graph(recipe.ensemble))
    refuse("a graph without geometry has no sides", settings.where("periodic"), "leave periodic out");
  AttachedFilm film = attached(growth.grow(settings), settings);
  if (!film.film.ohm_per_metre.empty()) film = with_wire_pieces(std::move(film));
  Network network = contacted(std::move(film), growth.table, settings);
  network.remarks = unlikely_sizes(growth.table, recipe);
  return network;
}

}  // namespace somn::netgen
