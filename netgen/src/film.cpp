// From a film to a network (numbering and rules: generate.hpp).
//
//   find_contacts     a group with a body at x <= 0 (x >= box) is part of the left (right) contact; none in both
//   number_nodes      left contact 0, right contact 1, then the other groups in order
//   join_nodes        gaps become junctions between nodes, each with a polarity; those inside a contact go
//   drop_parallel     sort by (smaller node, larger node); of equal ends the first stays, unless `parallel`
//   is_spanning       a path must lead from 0 to 1
//   select            what is asked for, renumbered (selection.cpp)
#include "film.hpp"

#include "selection.hpp"

#include <somn/core/error.hpp>
#include <somn/core/random.hpp>
#include <somn/netgen/measures.hpp>

#include <algorithm>
#include <boost/random/bernoulli_distribution.hpp>
#include <fmt/format.h>

namespace somn::netgen {
namespace {

std::string density_sentence(const Network& network) {
  const auto relative = relative_density(network);
  return relative ? fmt::format("density {:.3g} of the percolation threshold", *relative) : std::string();
}

[[noreturn]] void fail(const std::string& what, const Network& network, const Settings& settings, std::string remedy) {
  throw InputError({.what = fmt::format("{} in this sample of {}", what, network.ensemble),
                    .where = settings.where(fmt::format("seed {}", network.seed)),
                    .value = density_sentence(network),
                    .allowed = {},
                    .remedy = std::move(remedy)});
}

// Per group: left, right or none.
std::vector<std::uint32_t> find_contacts(const Film& film, const Network& network, const Settings& settings) {
  std::vector<std::uint32_t> contact(film.n_groups, none);
  for (const Body& body : film.bodies) {
    const bool at_left = std::min(body.a.x, body.b.x) - body.radius <= 0;
    const bool at_right = std::max(body.a.x, body.b.x) + body.radius >= film.box;
    if (!at_left && !at_right) continue;
    std::uint32_t& side = contact[body.node.index];
    const std::uint32_t found = at_left ? left : right;
    if ((at_left && at_right) || (side != none && side != found))
      fail("source and drain are one body, without a junction between them,", network, settings,
           "lower the density, enlarge the box or take another seed");
    side = found;
  }
  for (const auto& [side, name] : {std::pair{left, "left"}, std::pair{right, "right"}})
    if (std::find(contact.begin(), contact.end(), side) == contact.end())
      fail(fmt::format("no path between electrodes: nothing touches the {} one", name), network, settings,
           "raise the density or take another seed");
  return contact;
}

std::vector<std::uint32_t> number_nodes(std::vector<std::uint32_t> contact, std::size_t& n_nodes) {
  std::uint32_t next = 2;
  for (std::uint32_t& node : contact)
    if (node == none) node = next++;
  n_nodes = next;
  return contact;
}

std::vector<Joined> join_nodes(const Film& film, const std::vector<std::uint32_t>& node_of, std::uint64_t seed) {
  Generator polarity = generator(seed, "polarity");
  boost::random::bernoulli_distribution<double> first_is_positive(0.5);
  std::vector<Joined> joined;
  joined.reserve(film.gaps.size());
  for (std::uint32_t k = 0; k < film.gaps.size(); ++k) {
    const NodeId a{node_of[film.gaps[k].a]}, b{node_of[film.gaps[k].b]};
    const bool forward = first_is_positive(polarity);
    if (a != b) joined.push_back({forward ? Junction{a, b} : Junction{b, a}, k});
  }
  return joined;
}

void drop_parallel(std::vector<Joined>& joined, bool keep_parallel) {
  std::stable_sort(joined.begin(), joined.end(), [](const Joined& p, const Joined& q) { return p.ends() < q.ends(); });
  if (keep_parallel) return;
  const auto same = [](const Joined& p, const Joined& q) { return p.ends() == q.ends(); };
  joined.erase(std::unique(joined.begin(), joined.end(), same), joined.end());
}

}  // namespace

Network contacted(Film film, const Ensemble& ensemble, const Settings& settings) {
  Network network;
  network.ensemble = ensemble.name;
  network.seed = settings.seed();
  network.parameters = settings.parameters();
  if (film.bodies.empty()) fail("empty network: no body", network, settings, "raise the density or enlarge the box");

  std::vector<std::uint32_t> node_of = number_nodes(find_contacts(film, network, settings), network.n_nodes);
  std::vector<Joined> joined = join_nodes(film, node_of, network.seed);
  drop_parallel(joined, settings.flag("parallel"));
  for (const Joined& j : joined) network.junctions.push_back(j.junction);
  network.electrodes = {{"source", {NodeId{left}}}, {"drain", {NodeId{right}}}};
  if (!is_spanning(network))
    fail("no path between electrodes", network, settings, "raise the density or take another seed");

  select(network, film, joined, node_of, settings);
  return network;
}

}  // namespace somn::netgen
