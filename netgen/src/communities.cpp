// Louvain's method (V. Blondel et al. 2008).
//
//   every vertex is a community
//   repeat
//     move   in random order, each vertex to the community of a neighbour that raises Q the most, until a round over
//            all of them raises Q by less than 1e-6 (as in the authors' program)
//     merge  communities become vertices; their inner weight becomes a loop
//   until moving changes nothing
//
// With k_v the weight at v, w_vc that between v and c, K_c the sum of k over c and 2m that of all, moving v, taken out
// of its community, into c changes Q by  (w_vc - k_v K_c / 2m) / m.  Weights are whole numbers, exact in doubles.
#include "graph.hpp"

#include <somn/core/random.hpp>
#include <somn/netgen/measures.hpp>

#include <boost/random/uniform_int_distribution.hpp>
#include <map>
#include <numeric>

namespace somn::netgen {
namespace {

struct Arc {
  std::uint32_t target;
  double weight;
};

struct Weighted {
  std::vector<std::size_t> start;
  std::vector<Arc> arcs;      // no loops
  std::vector<double> inner;  // twice the weight of the loop
  std::vector<double> total;  // k_v: arcs and inner
  double sum = 0;             // 2m

  std::size_t size() const { return inner.size(); }
};

Weighted weighted(const Adjacency& graph) {
  Weighted w;
  w.start.push_back(0);
  for (std::size_t v = 0; v < graph.n_vertices(); ++v) {
    for (const std::uint32_t target : graph.neighbours(v)) w.arcs.push_back({target, 1});
    w.start.push_back(w.arcs.size());
    w.total.push_back(static_cast<double>(graph.degree(v)));
  }
  w.inner.assign(graph.n_vertices(), 0);
  w.sum = 2 * static_cast<double>(graph.n_edges());
  return w;
}

std::vector<std::uint32_t> shuffled(std::size_t n, Generator& random) {
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  for (std::size_t k = n; k > 1; --k)
    std::swap(order[k - 1], order[boost::random::uniform_int_distribution<std::size_t>(0, k - 1)(random)]);
  return order;
}

// The weights from a vertex to the communities around it.
class Around {
 public:
  explicit Around(std::size_t n) : weight_(n, 0) {}
  void add(std::uint32_t community, double weight) {
    if (weight_[community] == 0) found_.push_back(community);
    weight_[community] += weight;
  }
  double operator[](std::uint32_t community) const { return weight_[community]; }
  const std::vector<std::uint32_t>& found() const { return found_; }
  void clear() {
    for (const std::uint32_t c : found_) weight_[c] = 0;
    found_.clear();
  }

 private:
  std::vector<double> weight_;
  std::vector<std::uint32_t> found_;
};

// Community of every vertex after moving; false where none moved.
bool move(const Weighted& graph, std::vector<std::uint32_t>& community, Generator& random) {
  constexpr double least = 1e-10;       // relative to k_v: rounding must not move a vertex to and fro
  constexpr double least_round = 1e-6;  // in Q
  std::vector<double> total = graph.total;
  Around around(graph.size());
  const std::vector<std::uint32_t> order = shuffled(graph.size(), random);
  bool any = false;
  for (double raised = 1; raised > least_round;) {
    raised = 0;
    for (const std::uint32_t v : order) {
      const double k = graph.total[v];
      for (std::size_t a = graph.start[v]; a < graph.start[v + 1]; ++a)
        around.add(community[graph.arcs[a].target], graph.arcs[a].weight);
      const std::uint32_t own = community[v];
      total[own] -= k;
      const auto gain = [&](std::uint32_t c) { return around[c] - k * total[c] / graph.sum; };
      std::uint32_t best = own;
      const double kept = gain(own);
      double highest = kept + least * k;
      for (const std::uint32_t c : around.found())
        if (c != own && gain(c) > highest) best = c, highest = gain(c);
      total[best] += k;
      community[v] = best;
      if (best != own) raised += 2 * (highest - kept) / graph.sum, any = true;
      around.clear();
    }
  }
  return any;
}

std::size_t renumber(std::vector<std::uint32_t>& community) {
  std::vector<std::uint32_t> number(community.size(), no_block);
  std::uint32_t n = 0;
  for (std::uint32_t& c : community) {
    if (number[c] == no_block) number[c] = n++;
    c = number[c];
  }
  return n;
}

Weighted merged(const Weighted& graph, const std::vector<std::uint32_t>& community, std::size_t n) {
  std::vector<std::vector<std::uint32_t>> members(n);
  for (std::uint32_t v = 0; v < graph.size(); ++v) members[community[v]].push_back(v);
  Weighted w;
  w.sum = graph.sum;
  w.start.push_back(0);
  w.inner.assign(n, 0), w.total.assign(n, 0);
  Around around(n);
  for (std::uint32_t c = 0; c < n; ++c) {
    for (const std::uint32_t v : members[c]) {
      w.inner[c] += graph.inner[v];
      w.total[c] += graph.total[v];
      for (std::size_t a = graph.start[v]; a < graph.start[v + 1]; ++a)
        around.add(community[graph.arcs[a].target], graph.arcs[a].weight);
    }
    w.inner[c] += around[c];
    for (const std::uint32_t other : around.found())
      if (other != c) w.arcs.push_back({other, around[other]});
    w.start.push_back(w.arcs.size());
    around.clear();
  }
  return w;
}

// Q = sum over communities of  inner / 2m - (K / 2m)^2
double modularity(const Weighted& graph) {
  double q = 0;
  for (std::size_t c = 0; c < graph.size(); ++c)
    q += graph.inner[c] / graph.sum - (graph.total[c] / graph.sum) * (graph.total[c] / graph.sum);
  return q;
}

}  // namespace

Communities communities(const Network& network) {
  const Vertices body = bodies(network);
  Weighted graph = weighted(Adjacency(simple_edges(junction_ends(network, body)), body.n));
  std::vector<std::uint32_t> of_body(body.n);
  std::iota(of_body.begin(), of_body.end(), 0U);
  Generator random = generator(1, "communities");
  while (graph.sum > 0) {
    std::vector<std::uint32_t> community(graph.size());
    std::iota(community.begin(), community.end(), 0U);
    if (!move(graph, community, random)) break;
    const std::size_t n = renumber(community);
    for (std::uint32_t& c : of_body) c = community[c];
    graph = merged(graph, community, n);
  }
  Communities found{.of_node = body.of_node, .n = graph.size(), .modularity = {}};
  for (std::uint32_t& c : found.of_node) c = of_body[c];
  renumber(found.of_node);
  if (graph.sum > 0) found.modularity = modularity(graph);
  return found;
}

}  // namespace somn::netgen
