// From a film to a network (numbering and rules: generate.hpp).
//
//   number_nodes      contacts first where they are nodes of their own, then the groups in order
//   join_nodes        gaps become junctions between nodes, each with a polarity; those inside a contact go; a `bus` has
//                     a junction to every group that reaches it
//   drop_parallel     sort by (smaller node, larger node); of equal ends the first stays, unless `parallel`
//   is_spanning       a path must lead from source to drain
//   select            what is asked for, renumbered (selection.cpp)
#include "attached_film.hpp"
#include "selection.hpp"

#include <somn/core/error.hpp>
#include <somn/core/random.hpp>
#include <somn/netgen/measures.hpp>

#include <algorithm>
#include <boost/random/bernoulli_distribution.hpp>
#include <cmath>
#include <fmt/format.h>

namespace somn::netgen {
namespace {

using Joining = Contacts::Joining;

[[noreturn]] void fail(const std::string& what, const Network& network, const Settings& settings, std::string remedy) {
  const auto relative = relative_density(network);
  throw InputError({.what = fmt::format("{} in this sample of {}", what, network.ensemble),
                    .where = settings.where(fmt::format("seed {}", network.seed)),
                    .value = relative ? fmt::format("density {:.3g} of the percolation threshold", *relative) : "",
                    .remedy = std::move(remedy)});
}

// Per group.
std::vector<std::uint32_t> number_nodes(const AttachedFilm& f, std::size_t& n_nodes) {
  const bool has_own_nodes = f.contacts.joining != Joining::themselves;
  std::uint32_t next = has_own_nodes ? static_cast<std::uint32_t>(f.contacts.list.size()) : 0;
  std::vector<std::uint32_t> node(f.film.n_groups);
  for (std::size_t g = 0; g < node.size(); ++g)
    node[g] = f.contacts.joining == Joining::merged && f.contact_of[g] != none ? f.contact_of[g] : next++;
  n_nodes = next;
  return node;
}

std::map<std::string, std::vector<NodeId>> electrodes(const AttachedFilm& f) {
  std::map<std::string, std::vector<NodeId>> all;
  if (f.contacts.joining != Joining::themselves)
    for (std::uint32_t c = 0; c < f.contacts.list.size(); ++c) all[f.contacts.list[c].name] = {NodeId{c}};
  else
    for (std::uint32_t g = 0; g < f.contact_of.size(); ++g)
      if (f.contact_of[g] != none) all[f.contacts.list[f.contact_of[g]].name].push_back(NodeId{g});
  return all;
}

std::vector<Joined> join_nodes(AttachedFilm& f, const std::vector<std::uint32_t>& node_of, std::uint64_t seed) {
  Generator polarity = generator(seed, "polarity");
  boost::random::bernoulli_distribution<double> first_is_positive(0.5);
  std::vector<Joined> joined;
  joined.reserve(f.film.gaps.size());
  const auto join = [&](NodeId a, NodeId b, std::uint32_t gap) {
    const bool forward = first_is_positive(polarity);
    if (a != b) joined.push_back({forward ? Junction{a, b} : Junction{b, a}, gap});
  };
  std::vector<Gap>& gaps = f.film.gaps;
  for (std::uint32_t k = 0; k < gaps.size(); ++k) join({node_of[gaps[k].a]}, {node_of[gaps[k].b]}, k);
  if (f.contacts.joining != Joining::by_junctions) return joined;
  for (std::uint32_t g = 0; g < f.contact_of.size(); ++g) {
    if (f.contact_of[g] == none) continue;
    join({f.contact_of[g]}, {node_of[g]}, static_cast<std::uint32_t>(gaps.size()));
    gaps.push_back({.at = f.reached_at[g]});
  }
  return joined;
}

void drop_parallel(std::vector<Joined>& joined, bool keep_parallel) {
  std::stable_sort(joined.begin(), joined.end(), [](const Joined& p, const Joined& q) { return p.ends() < q.ends(); });
  if (keep_parallel) return;
  const auto same = [](const Joined& p, const Joined& q) { return p.ends() == q.ends(); };
  joined.erase(std::unique(joined.begin(), joined.end(), same), joined.end());
}

void join_resistors(Network& network, const Film& film, const std::vector<std::uint32_t>& node_of) {
  for (const Resistor& r : film.resistors)
    if (const NodeId a{node_of[r.a.index]}, b{node_of[r.b.index]}; a != b)
      network.resistors.push_back({a, b, r.resistance});
}

}  // namespace

Point Film::folded(Point p) const {
  const auto inside = [](double v, double period) {
    const double folded = v - period * std::floor(v / period);
    return folded < period ? folded : 0;
  };
  return {periodic.x ? inside(p.x, box.x) : p.x, periodic.y ? inside(p.y, box.y) : p.y};
}

Point along(const Body& wire, double place) {
  return {wire.a.x + place * (wire.b.x - wire.a.x), wire.a.y + place * (wire.b.y - wire.a.y)};
}

double nearest_place(const Body& wire, const Point& p) {
  const double ux = wire.b.x - wire.a.x, uy = wire.b.y - wire.a.y, square = ux * ux + uy * uy;
  return square > 0 ? std::clamp(((p.x - wire.a.x) * ux + (p.y - wire.a.y) * uy) / square, 0.0, 1.0) : 0;
}

AttachedFilm attached(Film film, const Settings& settings) {
  AttachedFilm f{.film = std::move(film), .contacts = {}, .touches = {}, .contact_of = {}, .reached_at = {}};
  f.contacts = read_contacts(settings, f.film);
  f.touches = find_touches(f.film, f.contacts);
  f.contact_of = contact_of_groups(f.film, f.contacts, f.touches, settings);
  f.reached_at.resize(f.film.n_groups);
  for (auto t = f.touches.rbegin(); t != f.touches.rend(); ++t)  // the first body of a group comes last
    f.reached_at[f.film.bodies[t->body].node.index] = t->at;
  return f;
}

Network contacted(AttachedFilm f, const Ensemble& ensemble, const Settings& settings) {
  Network network;
  network.ensemble = ensemble.name;
  network.seed = settings.seed();
  network.parameters = settings.parameters();
  const std::vector<std::uint32_t> node_of = number_nodes(f, network.n_nodes);
  std::vector<Joined> joined = join_nodes(f, node_of, network.seed);
  drop_parallel(joined, settings.has("parallel") && settings.flag("parallel"));
  for (const Joined& j : joined) network.junctions.push_back(j.junction);
  join_resistors(network, f.film, node_of);
  network.electrodes = electrodes(f);
  if (!is_spanning(network))
    fail("no path between electrodes", network, settings, "raise the density or take another seed");
  select(network, f, joined, node_of, settings);
  return network;
}

}  // namespace somn::netgen
