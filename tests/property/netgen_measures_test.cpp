// The measures against their definitions, by brute force on small random multigraphs with wires and several electrodes.
#include <somn/core/random.hpp>
#include <somn/netgen/measures.hpp>

#include <Eigen/Dense>
#include <algorithm>
#include <boost/random/uniform_01.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

using namespace somn;
using namespace somn::netgen;

namespace {

struct Draw {
  Generator random;
  explicit Draw(std::uint64_t seed) : random(generator(seed, "test")) {}
  std::uint32_t below(std::uint32_t n) {
    return boost::random::uniform_int_distribution<std::uint32_t>(0, n - 1)(random);
  }
  double unit() { return boost::random::uniform_01<double>()(random); }
};

// 4 ... 13 nodes, loose or dense; every third network has wires, every second contacts of two nodes and a third one.
Network random_network(std::uint64_t seed) {
  Draw draw(seed);
  Network n;
  n.n_nodes = 4 + draw.below(10);
  const auto pair = [&] {
    const std::uint32_t u = draw.below(static_cast<std::uint32_t>(n.n_nodes));
    std::uint32_t v = u;
    while (v == u) v = draw.below(static_cast<std::uint32_t>(n.n_nodes));
    return std::pair(NodeId{u}, NodeId{v});
  };
  const std::size_t n_junctions = n.n_nodes / 2 + draw.below(static_cast<std::uint32_t>(n.n_nodes) + 4);
  for (std::size_t k = 0; k < n_junctions; ++k) {
    const auto [u, v] = pair();
    n.junctions.push_back({u, v});
  }
  if (seed % 3 == 0)
    for (std::size_t k = 0; k < 3; ++k) {
      const auto [u, v] = pair();
      n.resistors.push_back({u, v, 0.5 + draw.unit()});
    }
  n.electrodes = {{"source", {NodeId{0}}}, {"drain", {NodeId{1}}}};
  if (seed % 2 == 0 && n.n_nodes > 5) {
    n.electrodes["drain"].push_back(NodeId{2});
    n.electrodes["gate"] = {NodeId{3}, NodeId{4}};
  }
  return n;
}

template <class Check>
void for_each_network(Check check) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    INFO("seed " << seed);
    const Network n = random_network(seed);
    validate(n, "test");
    check(n, seed);
  }
}

struct Solution {
  std::vector<double> current;  // junctions, then resistors
  double at_source = 0;         // out of the source
};

// Kirchhoff's laws, dense, by the pseudo-inverse, since parts may float. The nodes of an electrode share a row; those
// of `driven` are fixed.
Solution solve(const Network& n, const std::vector<double>& g, const std::map<std::string, double>& driven) {
  std::vector<std::size_t> row(n.n_nodes);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (const auto& [name, nodes] : n.electrodes)
    for (const NodeId node : nodes) row[node.index] = nodes.front().index;
  const auto size = static_cast<Eigen::Index>(n.n_nodes);
  Eigen::MatrixXd a = Eigen::MatrixXd::Zero(size, size);
  Eigen::VectorXd b = Eigen::VectorXd::Zero(size);
  std::vector<std::pair<Eigen::Index, Eigen::Index>> ends;
  for (const Junction& j : n.junctions) ends.emplace_back(row[j.positive.index], row[j.negative.index]);
  for (const Resistor& r : n.resistors) ends.emplace_back(row[r.a.index], row[r.b.index]);
  for (std::size_t k = 0; k < ends.size(); ++k) {
    const auto [u, v] = ends[k];
    a(u, u) += g[k], a(v, v) += g[k], a(u, v) -= g[k], a(v, u) -= g[k];
  }
  for (const auto& [name, voltage] : driven) {
    const auto fixed = static_cast<Eigen::Index>(n.electrodes.at(name).front().index);
    a.row(fixed).setZero();
    a(fixed, fixed) = 1, b[fixed] = voltage;
  }
  const Eigen::VectorXd x = a.completeOrthogonalDecomposition().solve(b);
  Solution s;
  const auto source = static_cast<Eigen::Index>(n.electrodes.at("source").front().index);
  for (std::size_t k = 0; k < ends.size(); ++k) {
    s.current.push_back(g[k] * (x[ends[k].first] - x[ends[k].second]));
    if (ends[k].first == source) s.at_source += s.current.back();
    if (ends[k].second == source) s.at_source -= s.current.back();
  }
  return s;
}

std::vector<double> uniform_conductances(const Network& n) {
  std::vector<double> g(n.n_junctions(), 1.0);
  for (const Resistor& r : n.resistors) g.push_back(1 / r.resistance);
  return g;
}

Network without(Network n, std::size_t junction) {
  n.junctions.erase(n.junctions.begin() + static_cast<std::ptrdiff_t>(junction));
  return n;
}

// Nodes joined by resistors; simple edges between them as a matrix.
struct Plain {
  std::vector<std::size_t> body;
  std::size_t n = 0;
  std::vector<std::vector<int>> joined;

  explicit Plain(const Network& network) : body(network.n_nodes) {
    std::iota(body.begin(), body.end(), std::size_t{0});
    for (std::size_t round = 0; round < network.n_nodes; ++round)
      for (const Resistor& r : network.resistors)
        body[r.a.index] = body[r.b.index] = std::min(body[r.a.index], body[r.b.index]);
    std::vector<std::size_t> number(network.n_nodes);
    for (std::size_t v = 0; v < network.n_nodes; ++v)
      if (body[v] == v) number[v] = n++;
    for (std::size_t& b : body) b = number[b];
    joined.assign(n, std::vector<int>(n, 0));
    for (const Junction& j : network.junctions)
      if (const std::size_t u = body[j.positive.index], v = body[j.negative.index]; u != v)
        joined[u][v] = joined[v][u] = 1;
  }
  int degree(std::size_t v) const { return std::accumulate(joined[v].begin(), joined[v].end(), 0); }
};

// Greatest number of source-drain paths without a common junction, by augmenting paths on the capacity matrix.
std::size_t disjoint_paths(const Network& n, bool& shorted) {
  std::vector<std::size_t> at(n.n_nodes);
  std::iota(at.begin(), at.end(), std::size_t{0});
  const auto tie = [&](NodeId a, NodeId b) {
    const std::size_t from = at[a.index], to = at[b.index];
    std::replace(at.begin(), at.end(), from, to);
  };
  for (const Resistor& r : n.resistors) tie(r.a, r.b);
  for (const auto& [name, nodes] : n.electrodes)
    for (const NodeId node : nodes) tie(node, nodes.front());
  std::vector<std::vector<int>> capacity(n.n_nodes, std::vector<int>(n.n_nodes, 0));
  for (const Junction& j : n.junctions)
    ++capacity[at[j.positive.index]][at[j.negative.index]], ++capacity[at[j.negative.index]][at[j.positive.index]];
  const std::size_t source = at[0], drain = at[1];
  shorted = source == drain;
  if (shorted) return 0;
  for (std::size_t flow = 0;; ++flow) {
    std::vector<bool> seen(n.n_nodes, false);
    const auto augment = [&](auto self, std::size_t v) -> bool {
      if (v == drain) return true;
      seen[v] = true;
      for (std::size_t w = 0; w < n.n_nodes; ++w)
        if (!seen[w] && w != v && capacity[v][w] > 0 && self(self, w)) {
          --capacity[v][w], ++capacity[w][v];
          return true;
        }
      return false;
    };
    if (!augment(augment, source)) return flow;
  }
}

}  // namespace

TEST_CASE("junctions and wires on current paths are those that carry current between any electrodes") {
  std::size_t live = 0, dead = 0;
  for_each_network([&](const Network& n, std::uint64_t seed) {
    Draw draw(seed + 1000);
    std::vector<double> g;
    for (std::size_t k = 0; k < n.n_junctions() + n.resistors.size(); ++k) g.push_back(1 + draw.unit());
    std::map<std::string, double> driven;
    for (const auto& [name, nodes] : n.electrodes) driven[name] = draw.unit();
    const std::vector<double> current = solve(n, g, driven).current;
    const CurrentPaths paths = current_paths(n);
    std::vector<bool> carries(n.n_nodes, false);
    const auto note = [&](double i, bool claim, NodeId a, NodeId b) {
      CHECK(claim == (std::abs(i) > 1e-9));
      if (claim) carries[a.index] = carries[b.index] = true;
      ++(claim ? live : dead);
    };
    for (std::size_t k = 0; k < n.n_junctions(); ++k)
      note(current[k], paths.junctions[k], n.junctions[k].positive, n.junctions[k].negative);
    for (std::size_t k = 0; k < n.resistors.size(); ++k)
      note(current[n.n_junctions() + k], paths.resistors[k], n.resistors[k].a, n.resistors[k].b);
    CHECK(paths.nodes == carries);
  });
  CHECK(live > 500);
  CHECK(dead > 500);
}

TEST_CASE("cut junctions are those whose removal parts source from drain; the minimum cut is the maximum flow") {
  std::size_t n_cuts = 0, single = 0;
  for_each_network([&](const Network& n, std::uint64_t) {
    const Cuts found = cuts(n);
    for (std::size_t k = 0; k < n.n_junctions(); ++k) {
      CHECK(found.junctions[k] == (is_spanning(n) && !is_spanning(without(n, k))));
      n_cuts += found.junctions[k] ? 1 : 0;
    }
    bool shorted = false;
    const std::size_t flow = disjoint_paths(n, shorted);
    const auto cut = minimum_cut(n);
    CHECK(cut.has_value() == (is_spanning(n) && !shorted));
    if (!cut) return;
    CHECK(*cut == flow);
    single += flow == 1 ? 1 : 0;
    const bool has_cut = std::count(found.junctions.begin(), found.junctions.end(), true) > 0;
    CHECK(has_cut == (flow == 1));
  });
  CHECK(n_cuts > 50);
  CHECK(single > 30);
}

TEST_CASE("cut bodies are those whose removal parts source from drain") {
  std::size_t n_cuts = 0;
  for_each_network([&](const Network& n, std::uint64_t seed) {
    if (seed % 6 != 1 && seed % 6 != 5) return;  // neither wires nor wide contacts: a body is a node
    std::size_t expected = 0;
    for (std::uint32_t v = 2; v < n.n_nodes; ++v) {
      Network rest = n;
      std::erase_if(rest.junctions, [&](const Junction& j) { return j.positive.index == v || j.negative.index == v; });
      expected += is_spanning(n) && !is_spanning(rest) ? 1 : 0;
    }
    CHECK(cuts(n).n_bodies == expected);
    n_cuts += expected;
  });
  CHECK(n_cuts > 30);
}

TEST_CASE("the effective conductance obeys Kirchhoff's laws") {
  std::size_t n_joined = 0;
  for_each_network([&](const Network& n, std::uint64_t) {
    const auto g = effective_conductance(n);
    CHECK(g.has_value() == is_spanning(n));
    if (!g) return;
    ++n_joined;
    CHECK(*g == Approx(solve(n, uniform_conductances(n), {{"source", 1.0}, {"drain", 0.0}}).at_source).epsilon(1e-9));
  });
  CHECK(n_joined > 150);
}

TEST_CASE("ladders of resistors and junctions in series and parallel") {
  for (const std::uint32_t length : {1U, 2U, 7U, 100U, 20000U}) {
    Network chain;  // `length` junctions, each beside another one, and a wire of 3 ohm at the end
    chain.n_nodes = length + 2;
    for (std::uint32_t k = 0; k < length; ++k)
      for (int beside = 0; beside < 2; ++beside) chain.junctions.push_back({{k}, {k + 1}});
    chain.resistors = {{{length}, {length + 1}, 3.0}};
    chain.electrodes = {{"source", {NodeId{0}}}, {"drain", {NodeId{length + 1}}}};
    CHECK(*effective_conductance(chain) == Approx(1 / (0.5 * length + 3)).epsilon(1e-9));
    CHECK(minimum_cut(chain) == 2);
    CHECK(cuts(chain).n_bodies == length - 1);
    CHECK(measure(chain).shortest_path == length);
  }
}

TEST_CASE("a shallow graph, solved by iteration, conducts what symmetry says") {
  // n arms of two junctions, their middles joined at random: all middles are at half the voltage, G = n / 2.
  Network star;
  constexpr std::uint32_t arms = 6000;
  Draw draw(1);
  star.n_nodes = arms + 2;
  for (std::uint32_t k = 0; k < arms; ++k) {
    star.junctions.push_back({{0}, {k + 2}});
    star.junctions.push_back({{k + 2}, {1}});
    if (k > 0) star.junctions.push_back({{k + 2}, {2 + draw.below(k)}});
  }
  star.electrodes = {{"source", {NodeId{0}}}, {"drain", {NodeId{1}}}};
  CHECK(*effective_conductance(star) == Approx(0.5 * arms).epsilon(1e-9));
}

TEST_CASE("clustering, transitivity, assortativity and distances by their definitions") {
  for_each_network([](const Network& network, std::uint64_t) {
    const Plain plain(network);
    const Measures m = measure(network);
    const std::size_t n = plain.n;
    REQUIRE(m.bodies == n);
    double local = 0, triangles = 0, open = 0;
    for (std::size_t v = 0; v < n; ++v) {
      double closed = 0;
      for (std::size_t a = 0; a < n; ++a)
        for (std::size_t b = 0; b < a; ++b) closed += plain.joined[v][a] * plain.joined[v][b] * plain.joined[a][b];
      const double pairs = 0.5 * plain.degree(v) * (plain.degree(v) - 1);
      if (pairs > 0) local += closed / pairs / static_cast<double>(n);
      triangles += closed, open += pairs;
    }
    CHECK(m.clustering == Approx(local).margin(1e-14));
    CHECK(m.transitivity.has_value() == (open > 0));
    if (open > 0) CHECK(*m.transitivity == Approx(triangles / open).margin(1e-14));

    double ends = 0, sum = 0, square = 0, product = 0;
    for (std::size_t u = 0; u < n; ++u)
      for (std::size_t v = 0; v < n; ++v)
        if (plain.joined[u][v]) {
          const double j = plain.degree(u), k = plain.degree(v);
          ends += 1, sum += j, square += j * j, product += j * k;
        }
    const double variance = square / ends - (sum / ends) * (sum / ends);
    if (m.assortativity)
      CHECK(*m.assortativity == Approx((product / ends - (sum / ends) * (sum / ends)) / variance).margin(1e-9));
    else
      CHECK((ends == 0 || variance < 1e-9));

    std::vector<std::vector<double>> d(n, std::vector<double>(n, 1e9));
    for (std::size_t u = 0; u < n; ++u)
      for (std::size_t v = 0; v < n; ++v)
        if (u == v || plain.joined[u][v]) d[u][v] = u == v ? 0 : 1;
    for (std::size_t w = 0; w < n; ++w)
      for (std::size_t u = 0; u < n; ++u)
        for (std::size_t v = 0; v < n; ++v) d[u][v] = std::min(d[u][v], d[u][w] + d[w][v]);
    std::size_t best = 0, members = 0;
    for (std::size_t u = 0; u < n; ++u) {
      const auto size =
          static_cast<std::size_t>(std::count_if(d[u].begin(), d[u].end(), [](double x) { return x < 1e8; }));
      if (size > members) best = u, members = size;
    }
    std::vector<double> lengths;
    for (std::size_t u = 0; u < n; ++u)
      for (std::size_t v = 0; v < n; ++v)
        if (u != v && d[best][u] < 1e8 && d[best][v] < 1e8) lengths.push_back(d[u][v]);
    if (lengths.empty()) return;
    double mean = 0, inverse = 0, spread = 0;
    for (const double x : lengths) mean += x / static_cast<double>(lengths.size()), inverse += 1 / x;
    for (const double x : lengths) spread += (x - mean) * (x - mean) / static_cast<double>(lengths.size());
    CHECK(m.mean_path == Approx(mean).epsilon(1e-12));
    CHECK(m.path_variance == Approx(spread).margin(1e-12));
    CHECK(m.efficiency == Approx(inverse / static_cast<double>(lengths.size())).epsilon(1e-12));
    CHECK(static_cast<double>(m.diameter) == *std::max_element(lengths.begin(), lengths.end()));
    CHECK(m.paths_exact);
    CHECK(m.mean_path_se == 0);
  });
}

// Q = 1/2m sum_uv (A_uv - k_u k_v / 2m) [c_u = c_v]
TEST_CASE("the modularity is that of the partition, and no merging of two communities betters it") {
  for_each_network([](const Network& network, std::uint64_t) {
    const Plain plain(network);
    const Communities found = communities(network);
    std::vector<std::uint32_t> of_body(plain.n);
    for (std::size_t v = 0; v < network.n_nodes; ++v) of_body[plain.body[v]] = found.of_node[v];
    double sum = 0;
    for (std::size_t v = 0; v < plain.n; ++v) sum += plain.degree(v);
    const auto quality = [&](const std::vector<std::uint32_t>& c) {
      double q = 0;
      for (std::size_t u = 0; u < plain.n; ++u)
        for (std::size_t v = 0; v < plain.n; ++v)
          if (c[u] == c[v]) q += (plain.joined[u][v] - plain.degree(u) * plain.degree(v) / sum) / sum;
      return q;
    };
    CHECK(found.n == *std::max_element(of_body.begin(), of_body.end()) + 1);
    CHECK(found.modularity.has_value() == (sum > 0));
    if (sum == 0) return;
    const double q = quality(of_body);
    CHECK(*found.modularity == Approx(q).margin(1e-12));
    for (std::uint32_t a = 0; a < found.n; ++a)
      for (std::uint32_t b = 0; b < a; ++b) {
        std::vector<std::uint32_t> merged = of_body;
        std::replace(merged.begin(), merged.end(), a, b);
        CHECK(quality(merged) <= q + 1e-9);
      }
  });
}
