// Random graphs without geometry.
// E. N. Gilbert, Ann. Math. Stat. 30, 1141 (1959): G(n,p), every pair joined with probability p.
// P. Erdos, A. Renyi, Publ. Math. Debrecen 6, 290 (1959): G(n,m), every set of m pairs equally likely.
//
//   pairs in the order (0,1) (0,2) (1,2) (0,3) ... : pair k has the larger node b with b (b-1)/2 <= k
//   G(n,p): skip a geometric number of pairs each time          (V. Batagelj, U. Brandes, PRE 71, 036113 (2005))
//   G(n,m): draw pairs until m of them differ
#include "film.hpp"

#include <somn/core/error.hpp>
#include <somn/core/random.hpp>

#include <algorithm>
#include <boost/random/geometric_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>
#include <iterator>
#include <numeric>

namespace somn::netgen {
namespace {

constexpr double most_junctions = 1e8;

std::uint64_t n_pairs(std::uint64_t n) {
  return n * (n - 1) / 2;
}

Gap pair(std::uint64_t k) {
  auto b = static_cast<std::uint64_t>(0.5 * (1 + std::sqrt(1 + 8 * static_cast<double>(k))));
  while (n_pairs(b) > k) --b;
  while (n_pairs(b + 1) <= k) ++b;
  return {.a = static_cast<std::uint32_t>(k - n_pairs(b)), .b = static_cast<std::uint32_t>(b)};
}

std::vector<std::uint64_t> with_probability(std::uint64_t all, double p, Generator& random) {
  std::vector<std::uint64_t> chosen;
  if (p >= 1) {
    for (std::uint64_t k = 0; k < all; ++k) chosen.push_back(k);
    return chosen;
  }
  boost::random::geometric_distribution<std::uint64_t> skipped(p);
  for (std::uint64_t k = skipped(random); k < all; k += 1 + skipped(random)) chosen.push_back(k);
  return chosen;
}

// The first m different ones of a sequence of draws; of more than half of all, those that are left out are drawn.
std::vector<std::uint64_t> exactly(std::uint64_t m, std::uint64_t all, Generator& random) {
  if (2 * m > all) {
    const std::vector<std::uint64_t> left_out = exactly(all - m, all, random);
    std::vector<std::uint64_t> chosen(all), kept;
    std::iota(chosen.begin(), chosen.end(), std::uint64_t{0});
    std::set_difference(chosen.begin(), chosen.end(), left_out.begin(), left_out.end(), std::back_inserter(kept));
    return kept;
  }
  boost::random::uniform_int_distribution<std::uint64_t> any(0, all - 1);
  std::vector<std::uint64_t> chosen;
  while (chosen.size() < m) {
    for (std::uint64_t missing = m - chosen.size(); missing > 0; --missing) chosen.push_back(any(random));
    std::sort(chosen.begin(), chosen.end());
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  }
  return chosen;
}

void check_size(const Settings& settings, std::uint64_t m, std::uint64_t all) {
  if (m > all)
    throw InputError({.what = "more junctions than pairs of nodes",
                      .where = settings.where("junctions"),
                      .value = std::to_string(m),
                      .allowed = "at most " + std::to_string(all)});
  const double expected = m > 0 ? static_cast<double>(m) : settings.quantity("p") * static_cast<double>(all);
  if (expected > most_junctions)
    throw InputError({.what = "too many junctions",
                      .where = settings.where(m > 0 ? "junctions" : "p"),
                      .value = to_text(std::round(expected)),
                      .allowed = "at most " + to_text(most_junctions)});
}

Film grow_random(const Settings& settings) {
  const std::uint64_t n = settings.integer("nodes"), m = settings.integer("junctions"), all = n_pairs(n);
  check_size(settings, m, all);
  Generator random = generator(settings.seed(), "graph");
  Film film{.n_groups = n};
  for (const std::uint64_t k : m > 0 ? exactly(m, all, random) : with_probability(all, settings.quantity("p"), random))
    film.gaps.push_back(pair(k));
  std::sort(film.gaps.begin(), film.gaps.end(),
            [](const Gap& p, const Gap& q) { return std::pair(p.a, p.b) < std::pair(q.a, q.b); });
  return film;
}

}  // namespace

Growth random_graph() {
  Option p = positive_quantity("p", dimension::none, "0.3", "probability that two nodes are joined: G(n,p)");
  p.max = 1;
  return {{.name = "random",
           .meaning = "random graph G(n,p), or G(n,m) with --junctions",
           .source = "Gilbert, Ann. Math. Stat. 30, 1141 (1959); Erdos & Renyi, Publ. Math. Debrecen 6, 290 (1959)",
           .options = {integer("nodes", 2, 1e8, "20", "number of nodes"), p,
                       integer("junctions", 0, 1e8, "0", "exactly this many junctions, G(n,m); 0: by p")}},
          grow_random};
}

}  // namespace somn::netgen
