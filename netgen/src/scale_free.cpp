// Preferential attachment: A.-L. Barabasi, R. Albert, Science 286, 509 (1999), doi:10.1126/science.286.5439.509.
//
//   a star of links + 1 nodes
//   each further node is joined to `links` different nodes, drawn with probability proportional to their degree: from a
//   list that holds each node once per junction
//
// m (n - m) junctions for n nodes and m links, one component.
#include "film.hpp"

#include <somn/core/error.hpp>
#include <somn/core/random.hpp>

#include <algorithm>
#include <boost/random/uniform_int_distribution.hpp>

namespace somn::netgen {
namespace {

Film grow_scale_free(const Settings& settings) {
  const auto n = static_cast<std::uint32_t>(settings.integer("nodes"));
  const auto links = static_cast<std::uint32_t>(settings.integer("links"));
  if (links >= n)
    throw InputError({.what = "links of a new node",
                      .where = settings.where("links"),
                      .value = std::to_string(links),
                      .allowed = "below the number of nodes, " + std::to_string(n)});
  Generator random = generator(settings.seed(), "graph");
  Film film{.n_groups = n};
  std::vector<std::uint32_t> ends;
  const auto join = [&](std::uint32_t a, std::uint32_t b) {
    film.gaps.push_back({.a = a, .b = b});
    ends.insert(ends.end(), {a, b});
  };
  for (std::uint32_t v = 1; v <= links; ++v) join(0, v);
  std::vector<std::uint32_t> targets;
  for (std::uint32_t v = links + 1; v < n; ++v) {
    targets.clear();
    while (targets.size() < links) {
      const std::uint32_t drawn =
          ends[boost::random::uniform_int_distribution<std::size_t>(0, ends.size() - 1)(random)];
      if (std::find(targets.begin(), targets.end(), drawn) == targets.end()) targets.push_back(drawn);
    }
    for (const std::uint32_t target : targets) join(target, v);
  }
  std::sort(film.gaps.begin(), film.gaps.end(),
            [](const Gap& p, const Gap& q) { return std::pair(p.a, p.b) < std::pair(q.a, q.b); });
  return film;
}

}  // namespace

Growth scale_free() {
  return {{.name = "scale-free",
           .meaning = "Barabasi-Albert graph of preferential attachment",
           .source = "Barabasi & Albert, Science 286, 509 (1999)",
           .options = {integer("nodes", 2, 1e7, "100", "number of nodes"),
                       integer("links", 1, 10000, "2", "junctions of a new node")}},
          grow_scale_free};
}

}  // namespace somn::netgen
