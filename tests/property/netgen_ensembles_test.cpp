// What holds for every network, ensemble and seed.
#include <somn/core/error.hpp>
#include <somn/core/random.hpp>
#include <somn/core/units.hpp>
#include <somn/netgen/crossings.hpp>
#include <somn/netgen/generate.hpp>
#include <somn/netgen/measures.hpp>

#include <algorithm>
#include <boost/random/uniform_01.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <optional>
#include <set>

using namespace somn;
using namespace somn::netgen;

namespace {

using Options = std::vector<std::pair<std::string, std::string>>;
using Ends = std::pair<std::uint32_t, std::uint32_t>;

std::optional<Network> grow(const std::string& ensemble, std::uint64_t seed, Options options) {
  options.emplace_back("seed", std::to_string(seed));
  try {
    return generate({.ensemble = ensemble, .options = std::move(options), .where = "test"});
  } catch (const InputError&) {
    return {};  // not spanning, or shorted
  }
}

Ends ends(const Junction& j) {
  return std::minmax(j.positive.index, j.negative.index);
}

template <class Check>
void for_each_sample(const Options& options, Check check) {
  int spanning = 0;
  for (const std::string ensemble : {"wires", "discs"})
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
      Options all = options;
      if (ensemble == "wires")
        all.emplace_back("box", "35 um");
      else
        all.emplace_back("box", "300 nm");
      all.emplace_back("periodic", seed % 2 == 0 ? "true" : "false");
      INFO(ensemble << " seed " << seed);
      if (const auto network = grow(ensemble, seed, all)) check(*network), ++spanning;
    }
  CHECK(spanning > 60);
}

// The currents of a network with conductances 1 ... 2 S between 1 V and 0 V, by elimination on the node equations.
std::vector<double> currents(const Network& n, std::uint64_t seed) {
  Generator random = generator(seed, "test");
  boost::random::uniform_01<double> uniform;
  const std::size_t size = n.n_nodes;
  std::vector<std::vector<double>> a(size, std::vector<double>(size + 1, 0));
  std::vector<double> g;
  for (const Junction& j : n.junctions) {
    const std::size_t u = j.positive.index, v = j.negative.index;
    g.push_back(1 + uniform(random));
    a[u][u] += g.back(), a[v][v] += g.back(), a[u][v] -= g.back(), a[v][u] -= g.back();
  }
  for (const std::size_t fixed : {std::size_t{0}, std::size_t{1}}) {
    std::fill(a[fixed].begin(), a[fixed].end(), 0);
    a[fixed][fixed] = 1;
    a[fixed][size] = fixed == 0 ? 1 : 0;
  }
  for (std::size_t k = 0; k < size; ++k)  // the matrix is diagonally dominant: no pivoting
    for (std::size_t row = k + 1; row < size; ++row)
      if (const double factor = a[row][k] / a[k][k]; factor != 0)
        for (std::size_t c = k; c <= size; ++c) a[row][c] -= factor * a[k][c];
  std::vector<double> voltage(size), current;
  for (std::size_t k = size; k-- > 0;) {
    voltage[k] = a[k][size];
    for (std::size_t c = k + 1; c < size; ++c) voltage[k] -= a[k][c] * voltage[c];
    voltage[k] /= a[k][k];
  }
  for (std::size_t k = 0; k < n.n_junctions(); ++k)
    current.push_back(g[k] * (voltage[n.junctions[k].positive.index] - voltage[n.junctions[k].negative.index]));
  return current;
}

}  // namespace

TEST_CASE("networks are valid, simple, ascending and connected") {
  for_each_sample({}, [](const Network& n) {
    validate(n, "test");
    CHECK(measure(n).components == 1);
    CHECK(is_spanning(n));
    CHECK(n.positions.size() == n.n_nodes);
    for (std::size_t k = 1; k < n.n_junctions(); ++k) CHECK(ends(n.junctions[k - 1]) < ends(n.junctions[k]));
  });
}

TEST_CASE("the same recipe gives the same network, another seed another") {
  std::set<std::string> hashes;
  for_each_sample({}, [&](const Network& n) {
    Options options = n.parameters;
    CHECK(hash(*grow(n.ensemble, n.seed, options)) == hash(n));
    CHECK(hashes.insert(hash(n)).second);
  });
}

TEST_CASE("keep_all, the connected part and the pruned part contain each other, with the same polarities") {
  const auto by_place = [](const Network& n) {  // a junction is known by where it is
    std::map<std::pair<double, double>, bool> up;
    for (std::size_t k = 0; k < n.n_junctions(); ++k)
      up[{n.junction_values.at("x_m")[k], n.junction_values.at("y_m")[k]}] =
          n.junctions[k].positive < n.junctions[k].negative;
    return up;
  };
  for_each_sample({}, [&](const Network& n) {
    const auto with = [&](const std::string& option) {
      Options options = n.parameters;
      options.emplace_back(option, "true");
      return *grow(n.ensemble, n.seed, options);
    };
    const Network all = with("keep_all"), pruned = with("prune");
    const auto whole = by_place(all), part = by_place(n), core = by_place(pruned);
    CHECK(std::includes(whole.begin(), whole.end(), part.begin(), part.end()));
    CHECK(std::includes(part.begin(), part.end(), core.begin(), core.end()));
    CHECK(measure(pruned).dead_end_junctions == 0);
    CHECK(pruned.n_junctions() + *measure(n).dead_end_junctions == n.n_junctions());
    CHECK(measure(all).main_component >= n.n_nodes);
  });
}

TEST_CASE("the junctions on current paths are those that carry current") {
  for_each_sample({}, [](const Network& n) {
    const std::vector<bool> live = on_current_path(n);
    const std::vector<double> current = currents(n, n.seed);
    for (std::size_t k = 0; k < live.size(); ++k) {
      INFO("junction " << k << " carries " << current[k]);
      CHECK(live[k] == (std::abs(current[k]) > 1e-11));
    }
  });
}

TEST_CASE("wires: the junctions are the crossings of the bodies") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const auto n = grow("wires", seed, {{"keep_all", "true"}, {"box", "40 um"}});
    if (!n) continue;
    std::set<Ends> expected, actual;
    for (const Body& p : n->bodies)
      for (const Body& q : n->bodies)
        if (p.node < q.node && meet({p.a, p.b}, {q.a, q.b})) expected.emplace(p.node.index, q.node.index);
    for (const Junction& j : n->junctions) actual.insert(ends(j));
    INFO("seed " << seed);
    CHECK(n->bodies.size() == 160);  // 0.1 * 40^2
    CHECK(actual == expected);
    for (const Body& b : n->bodies) {
      CHECK((std::min(b.a.x, b.b.x) <= 0) == (b.node.index == 0));
      CHECK((std::max(b.a.x, b.b.x) >= 40e-6) == (b.node.index == 1));
    }
  }
}

TEST_CASE("discs: one junction per pair of groups, at the smallest gap, by all pairs") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const bool periodic = seed % 2 == 0, has_points = seed % 4 >= 2, has_sizes = seed % 3 == 0;
    const double box = 200e-9, widest = 5e-9;
    const auto n = grow("discs", seed,
                        {{"keep_all", "true"},
                         {"box", "200 nm"},
                         {"periodic", periodic ? "true" : "false"},
                         {"electrodes", has_points ? "points" : "left-right"},
                         {"coverage", "0.5"},
                         {"diameter_sd", has_sizes ? "3 nm" : "0 nm"}});
    if (!n) continue;
    const auto apart = [&](const Point& p, const Point& q) {
      double dx = p.x - q.x, dy = p.y - q.y;
      if (periodic && has_points) dx -= box * std::round(dx / box);
      if (periodic) dy -= box * std::round(dy / box);
      return std::hypot(dx, dy);
    };
    std::map<Ends, double> expected;
    std::vector<double> nearest(n->n_nodes, box);  // from a node's place to one of its bodies
    std::vector<double> reach(n->n_nodes, 0);      // from its first body to the others
    std::vector<const Body*> first(n->n_nodes, nullptr);
    for (const Body& p : n->bodies) {
      const std::size_t node = p.node.index;
      if (!first[node]) first[node] = &p;
      nearest[node] = std::min(nearest[node], apart(n->positions[node], p.a));
      reach[node] = std::max(reach[node], apart(first[node]->a, p.a));
      for (const Body& q : n->bodies) {
        if (&p == &q) continue;
        const double gap = apart(p.a, q.a) - p.radius - q.radius;
        if (p.node != q.node) CHECK(gap > 0);  // who touches is of one group
        if (p.node.index >= q.node.index || gap >= widest) continue;
        const auto [known, is_new] = expected.try_emplace({p.node.index, q.node.index}, gap);
        known->second = std::min(known->second, gap);
      }
    }
    INFO("seed " << seed);
    const std::size_t n_contacts = has_points ? 0 : 2;
    for (std::size_t k = n_contacts; k < n->n_nodes; ++k)
      if (reach[k] < 0.3 * box) CHECK(nearest[k] <= reach[k] + 1e-15);
    REQUIRE(n->n_junctions() == expected.size());
    for (std::size_t k = 0; k < n->n_junctions(); ++k) {
      const auto known = expected.find(ends(n->junctions[k]));
      REQUIRE(known != expected.end());
      // At a contact, which is many groups, the first of them by body stands for all.
      if (known->first.first >= n_contacts)
        CHECK(n->junction_values.at("gap_m")[k] == Approx(known->second).epsilon(1e-9).margin(1e-18));
      else
        CHECK(n->junction_values.at("gap_m")[k] >= known->second - 1e-18);
    }
  }
}

TEST_CASE("parallel keeps what merging at the contacts makes parallel") {
  for_each_sample({}, [](const Network& n) {
    Options options = n.parameters;
    options.emplace_back("parallel", "true");
    const Network all = *grow(n.ensemble, n.seed, options);
    std::set<Ends> simple, with_parallel;
    for (const Junction& j : n.junctions) simple.insert(ends(j));
    for (const Junction& j : all.junctions) with_parallel.insert(ends(j));
    CHECK(simple == with_parallel);
    CHECK(all.n_junctions() >= n.n_junctions());
  });
}
