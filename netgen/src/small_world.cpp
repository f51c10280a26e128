// Small worlds: D. Watts, S. Strogatz, Nature 393, 440 (1998), doi:10.1038/30918.
//
//   a ring of nodes, each joined to its degree/2 nearest on either side
//   for distance 1, 2, ... degree/2, for each node u: with probability `rewire` the junction to u + distance goes to a
//   node drawn from those that u is not joined to; it stays where u is joined to all
#include "film.hpp"

#include <somn/core/error.hpp>
#include <somn/core/random.hpp>

#include <algorithm>
#include <boost/random/bernoulli_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>

namespace somn::netgen {
namespace {

using Neighbours = std::vector<std::vector<std::uint32_t>>;

bool are_joined(const Neighbours& neighbours, std::uint32_t u, std::uint32_t v) {
  const auto& list = neighbours[u].size() < neighbours[v].size() ? neighbours[u] : neighbours[v];
  const std::uint32_t other = &list == &neighbours[u] ? v : u;
  return std::find(list.begin(), list.end(), other) != list.end();
}

void join(Neighbours& neighbours, std::uint32_t u, std::uint32_t v) {
  neighbours[u].push_back(v);
  neighbours[v].push_back(u);
}

void part(Neighbours& neighbours, std::uint32_t u, std::uint32_t v) {
  std::erase(neighbours[u], v);
  std::erase(neighbours[v], u);
}

void rewire(Neighbours& neighbours, std::uint32_t half, double probability, Generator& random) {
  const auto n = static_cast<std::uint32_t>(neighbours.size());
  boost::random::bernoulli_distribution<double> moves(probability);
  boost::random::uniform_int_distribution<std::uint32_t> any(0, n - 1);
  for (std::uint32_t d = 1; d <= half; ++d)
    for (std::uint32_t u = 0; u < n; ++u) {
      if (!moves(random) || neighbours[u].size() >= n - 1) continue;
      std::uint32_t v = any(random);
      while (v == u || are_joined(neighbours, u, v)) v = any(random);
      part(neighbours, u, (u + d) % n);
      join(neighbours, u, v);
    }
}

Film grow_small_world(const Settings& settings) {
  const auto n = static_cast<std::uint32_t>(settings.integer("nodes"));
  const auto degree = static_cast<std::uint32_t>(settings.integer("degree"));
  if (degree % 2 == 1 || degree >= n)
    throw InputError({.what = "degree of the ring",
                      .where = settings.where("degree"),
                      .value = std::to_string(degree),
                      .allowed = "an even number below the number of nodes, " + std::to_string(n)});
  Neighbours neighbours(n);
  for (std::uint32_t u = 0; u < n; ++u)
    for (std::uint32_t d = 1; d <= degree / 2; ++d) join(neighbours, u, (u + d) % n);
  Generator random = generator(settings.seed(), "graph");
  rewire(neighbours, degree / 2, settings.quantity("rewire"), random);
  Film film{.n_groups = n};
  for (std::uint32_t u = 0; u < n; ++u) {
    std::sort(neighbours[u].begin(), neighbours[u].end());
    for (const std::uint32_t v : neighbours[u])
      if (u < v) film.gaps.push_back({.a = u, .b = v});
  }
  return film;
}

}  // namespace

Growth small_world() {
  return {{.name = "small-world",
           .meaning = "Watts-Strogatz ring with rewired junctions",
           .source = "Watts & Strogatz, Nature 393, 440 (1998)",
           .options = {integer("nodes", 3, 1e7, "100", "number of nodes"),
                       integer("degree", 2, 10000, "4", "junctions of a node before rewiring (even)"),
                       fraction("rewire", "0.1", "probability that a junction is rewired")}},
          grow_small_world};
}

}  // namespace somn::netgen
