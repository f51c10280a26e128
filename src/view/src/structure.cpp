// add_structure:
//   component    breadth-first search over junctions and pieces of wire; numbered by size, largest first
//   community    Louvain's (netgen::communities); a junction between two has none
//   backbone     junctions on a simple path between electrodes; cuts: those that all current must pass
//   betweenness  of a junction: shortest paths over it, summed over start nodes and all ends, each pair's paths adding up
//                to one; by Brandes' accumulation, backwards over the search
#include <somn/core/random.hpp>
#include <somn/netgen/measures.hpp>
#include <somn/view/scene.hpp>

#include <boost/random/uniform_int_distribution.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace somn::view {
namespace {

using netgen::Network;

constexpr std::uint32_t none = 0xffffffff;

struct Edge {
  std::uint32_t to, junction;  // junction: none for a piece of wire
};

struct Graph {
  std::vector<std::uint32_t> first;  // of a node's edges
  std::vector<Edge> edges;
};

Graph graph_of(const Network& network) {
  Graph g{std::vector<std::uint32_t>(network.n_nodes + 1), {}};
  const auto each = [&](auto&& visit) {
    for (std::uint32_t j = 0; j < network.n_junctions(); ++j)
      visit(network.junctions[j].positive.index, network.junctions[j].negative.index, j);
    for (const netgen::Resistor& r : network.resistors) visit(r.a.index, r.b.index, none);
  };
  each([&](std::uint32_t a, std::uint32_t b, std::uint32_t) { ++g.first[a + 1], ++g.first[b + 1]; });
  std::partial_sum(g.first.begin(), g.first.end(), g.first.begin());
  g.edges.resize(g.first.back());
  std::vector<std::uint32_t> next(g.first.begin(), g.first.end() - 1);
  each([&](std::uint32_t a, std::uint32_t b, std::uint32_t j) {
    g.edges[next[a]++] = {b, j};
    g.edges[next[b]++] = {a, j};
  });
  return g;
}

struct Components {
  std::vector<std::uint32_t> of_node;
  std::size_t n = 0;
};

Components components(const Graph& g, std::size_t n_nodes) {
  std::vector<std::uint32_t> found(n_nodes, none), queue;
  std::vector<std::size_t> size;
  for (std::uint32_t start = 0; start < n_nodes; ++start) {
    if (found[start] != none) continue;
    const auto number = static_cast<std::uint32_t>(size.size());
    queue.assign(1, start);
    found[start] = number;
    for (std::size_t k = 0; k < queue.size(); ++k)
      for (std::uint32_t e = g.first[queue[k]]; e < g.first[queue[k] + 1]; ++e)
        if (std::uint32_t& f = found[g.edges[e].to]; f == none) f = number, queue.push_back(g.edges[e].to);
    size.push_back(queue.size());
  }
  std::vector<std::uint32_t> by_size(size.size()), rank(size.size());
  std::iota(by_size.begin(), by_size.end(), 0U);
  std::stable_sort(by_size.begin(), by_size.end(), [&](auto a, auto b) { return size[a] > size[b]; });
  for (std::uint32_t k = 0; k < by_size.size(); ++k) rank[by_size[k]] = k;
  for (std::uint32_t& f : found) f = rank[f];
  return {found, size.size()};
}

// Adds to `sum` the shares of the shortest paths from `start`.
class Search {
 public:
  Search(const Graph& g, std::size_t n) : g_(g), distance_(n), paths_(n), dependency_(n) {}

  void add(std::uint32_t start, std::vector<double>& sum) {
    std::fill(distance_.begin(), distance_.end(), none);
    std::fill(paths_.begin(), paths_.end(), 0.0);
    std::fill(dependency_.begin(), dependency_.end(), 0.0);
    order_.assign(1, start);
    distance_[start] = 0, paths_[start] = 1;
    for (std::size_t k = 0; k < order_.size(); ++k) {
      const std::uint32_t v = order_[k];
      for (std::uint32_t e = g_.first[v]; e < g_.first[v + 1]; ++e) {
        const std::uint32_t w = g_.edges[e].to;
        if (distance_[w] == none) distance_[w] = distance_[v] + 1, order_.push_back(w);
        if (distance_[w] == distance_[v] + 1) paths_[w] += paths_[v];
      }
    }
    for (std::size_t k = order_.size(); k-- > 0;) {
      const std::uint32_t w = order_[k];
      for (std::uint32_t e = g_.first[w]; e < g_.first[w + 1]; ++e) {
        const std::uint32_t v = g_.edges[e].to, j = g_.edges[e].junction;
        if (distance_[v] + 1 != distance_[w]) continue;
        const double share = paths_[v] / paths_[w] * (1 + dependency_[w]);
        dependency_[v] += share;
        if (j != none) sum[j] += share;
      }
    }
  }

 private:
  const Graph& g_;
  std::vector<std::uint32_t> distance_, order_;
  std::vector<double> paths_, dependency_;
};

// Mean over the starts of the share of all ends [1], and how many starts there were
std::pair<std::vector<float>, std::size_t> betweenness(const Network& network, const Graph& g) {
  constexpr double most_visits = 2e8;
  std::vector<double> sum(network.n_junctions());
  const std::size_t n = network.n_nodes;
  if (n < 2 || g.edges.empty()) return {std::vector<float>(sum.size()), n};
  const auto affordable = static_cast<std::size_t>(most_visits / static_cast<double>(g.edges.size() + n));
  Search search(g, n);
  std::size_t starts = 0;
  if (affordable >= n) {
    for (std::uint32_t v = 0; v < n; ++v) search.add(v, sum);
    starts = n;
  } else {
    Generator generator = somn::generator(1, "betweenness");
    boost::random::uniform_int_distribution<std::uint32_t> any(0, static_cast<std::uint32_t>(n - 1));
    for (; starts < std::max<std::size_t>(20, affordable); ++starts) search.add(any(generator), sum);
  }
  std::vector<float> mean;
  for (const double s : sum) mean.push_back(static_cast<float>(s / static_cast<double>(starts) / static_cast<double>(n - 1)));
  return {mean, starts};
}

std::vector<std::uint8_t> as_bytes(const std::vector<bool>& flags) { return {flags.begin(), flags.end()}; }

}  // namespace

void add_structure(const Network& network, Json& facts, Payload& payload) {
  const Graph g = graph_of(network);
  const Components parts = components(g, network.n_nodes);
  const netgen::Communities communities = netgen::communities(network);
  std::vector<std::uint32_t> component, community;
  for (const netgen::Junction& j : network.junctions) {
    component.push_back(parts.of_node[j.positive.index]);
    const std::uint32_t a = communities.of_node[j.positive.index], b = communities.of_node[j.negative.index];
    community.push_back(a == b ? a : none);
  }
  const std::vector<bool> backbone = netgen::on_current_path(network), cut = netgen::cuts(network).junctions;
  const auto [between, starts] = betweenness(network, g);
  payload.add("component", component);
  payload.add("community", community);
  payload.add("backbone", as_bytes(backbone));
  payload.add("cut", as_bytes(cut));
  payload.add("betweenness", between);

  const auto n_of = [](const std::vector<bool>& flags) { return std::to_string(std::count(flags.begin(), flags.end(), true)); };
  Json rows = Json::array();
  rows.push_back({"components", std::to_string(parts.n)});
  rows.push_back({"communities", std::to_string(communities.n)});
  if (communities.modularity) rows.push_back({"modularity", fmt::format("{:.3f}", *communities.modularity)});
  rows.push_back({"on current paths", n_of(backbone)});
  rows.push_back({"cut junctions", n_of(cut)});
  if (const auto path = netgen::shortest_path(network)) rows.push_back({"shortest path", fmt::format("{} junctions", *path)});
  facts["structure"] = {{"starts", starts}, {"rows", rows}};
  if (starts < network.n_nodes)
    facts["notes"].push_back(fmt::format("Betweenness is an estimate from {} start nodes of {}.", starts, network.n_nodes));
}

}  // namespace somn::view
