// First spanning on small samples: winding by hand, curves by sums, lattices by enumeration.
#include "../../netgen/src/winding.hpp"

#include <somn/core/error.hpp>
#include <somn/netgen/percolation.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <numeric>

using namespace somn;
using namespace somn::netgen;

namespace {

using Ensemble = PercolationRecipe::Ensemble;
using Lattice = PercolationRecipe::Lattice;
using Dilution = PercolationRecipe::Dilution;
using Rule = PercolationRecipe::Rule;

PercolationRecipe lattice(Lattice kind, Dilution dilution, std::vector<std::uint32_t> sizes, std::uint64_t samples) {
  PercolationRecipe recipe;
  recipe.ensemble = Ensemble::lattice;
  recipe.lattice = kind;
  recipe.dilution = dilution;
  recipe.sizes = std::move(sizes);
  recipe.samples = samples;
  return recipe;
}

struct PlaneBond {
  int from, to, x, y;  // sublattices, cell of the second end
};

// Does the occupied part of the 2 x 2 sample wind around? By the covering of 7 x 7 copies: it does where a site of the
// middle copy is joined to another copy of itself. Paths that wander further than three copies do not occur: a path
// without repeated sites of the sample has at most 8 steps of one column each.
bool winds(const std::vector<PlaneBond>& cell, int sublattices, const std::function<bool(std::size_t)>& bond_is_there) {
  constexpr int copies = 11, side = 2 * copies;
  const auto site = [&](int x, int y, int s) { return static_cast<std::size_t>((y * side + x) * sublattices + s); };
  std::vector<std::size_t> label(static_cast<std::size_t>(side * side * sublattices));
  std::iota(label.begin(), label.end(), std::size_t{0});
  const std::function<std::size_t(std::size_t)> root = [&](std::size_t k) {
    while (label[k] != k) k = label[k] = label[label[k]];
    return k;
  };
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x)
      for (std::size_t b = 0; b < cell.size(); ++b) {
        const int u = x + cell[b].x, v = y + cell[b].y;
        const auto number = static_cast<std::size_t>((y % 2) * 2 + x % 2) * cell.size() + b;
        if (u < 0 || v < 0 || u >= side || v >= side || !bond_is_there(number)) continue;
        label[root(site(x, y, cell[b].from))] = root(site(u, v, cell[b].to));
      }
  constexpr int middle = 2 * (copies / 2);
  for (int s = 0; s < sublattices; ++s)
    for (int y = 0; y < 2; ++y)
      for (int x = 0; x < 2; ++x)
        for (int v = 0; v < copies; ++v)
          for (int u = 0; u < copies; ++u)
            if ((2 * u != middle || 2 * v != middle) &&
                root(site(middle + x, middle + y, s)) == root(site(2 * u + x, 2 * v + y, s)))
              return true;
  return false;
}

// Probability to wind at density p, over all subsets of bonds or sites of the 2 x 2 sample.
double exact(const std::vector<PlaneBond>& cell, int sublattices, bool by_bonds, double p) {
  const std::size_t places = by_bonds ? 4 * cell.size() : static_cast<std::size_t>(4 * sublattices);
  double total = 0;
  for (std::size_t subset = 0; subset < (std::size_t{1} << places); ++subset) {
    const auto has = [&](std::size_t k) { return ((subset >> k) & 1) == 1; };
    const auto site = [&](int x, int y, int s) {
      return static_cast<std::size_t>((((y + 2) % 2) * 2 + (x + 2) % 2) * sublattices + s);
    };
    const auto bond = [&](std::size_t number) {
      if (by_bonds) return has(number);
      const PlaneBond& b = cell[number % cell.size()];
      const int x = static_cast<int>(number / cell.size() % 2), y = static_cast<int>(number / cell.size() / 2);
      return has(site(x, y, b.from)) && has(site(x + b.x, y + b.y, b.to));
    };
    if (!winds(cell, sublattices, bond)) continue;
    const int n = std::popcount(subset);
    total += std::pow(p, n) * std::pow(1 - p, static_cast<double>(places) - n);
  }
  return total;
}

}  // namespace

TEST_CASE("a loop around the sample winds, a loop inside it does not") {
  Winding w;
  w.reset(4);  // a row of three, and one more
  CHECK_FALSE(w.join(0, 1, 0));
  CHECK_FALSE(w.join(1, 2, 0));
  CHECK_FALSE(w.join(0, 2, 0));            // a triangle inside
  CHECK(w.join(2, 0, image(1, 0)));        // across the right side, back to the first
  CHECK_FALSE(w.join(3, 2, image(0, 1)));  // 2 lies above 3
  CHECK_FALSE(w.join(2, 3, image(0, -1)));
  CHECK(w.join(3, 0, 0));
  CHECK(w.are_joined(0, 3));
}

TEST_CASE("out through one side and back through it is no winding") {
  Winding w;
  w.reset(4);
  w.join(0, 1, image(1, 0));
  w.join(1, 2, image(0, -1));
  w.join(2, 3, image(-1, 0));
  CHECK_FALSE(w.join(3, 0, image(0, 1)));
  CHECK(w.join(3, 0, image(0, 0)));
  w.reset(2);
  w.join(0, 1, 0);
  CHECK(w.join(0, 1, image(0, 0, -1)));  // a sample of two, around the back
  w.reset(1);
  CHECK(w.join(0, 0, image(1, -1)));  // an object that meets its own image
}

TEST_CASE("images add up along long chains, whatever the order of joining") {
  constexpr std::uint32_t n = 1000;
  for (const std::uint32_t stride : {1U, 7U, 333U}) {
    Winding w;
    w.reset(n);
    for (std::uint32_t k = 0, at = 0; k < n; ++k, at = (at + stride) % n)
      if (at + 1 < n) CHECK_FALSE(w.join(at, at + 1, image(at % 3 == 0 ? 1 : 0, at % 5 == 0 ? -1 : 0)));
    CHECK_FALSE(w.join(0, n - 1, image(333, -200)));
    CHECK(w.join(0, n - 1, image(333, -199)));
  }
}

TEST_CASE("the curve is the mean of binomial and Poisson tails") {
  PercolationRecipe recipe = lattice(Lattice::square, Dilution::bond, {2, 4}, 1);
  FirstSpanning first{.size = 2, .places = 8, .counts = {{2, 3}, {5, 1}}, .samples = 4};
  const double p = 0.37;
  const auto binomial = [&](int n) {
    double sum = 0;
    for (int k = n; k <= 8; ++k)
      sum += std::tgamma(9) / std::tgamma(k + 1) / std::tgamma(9 - k) * std::pow(p, k) * std::pow(1 - p, 8 - k);
    return sum;
  };
  CHECK(spanning_probability(recipe, first, p) == Approx(0.75 * binomial(2) + 0.25 * binomial(5)).epsilon(1e-12));
  const auto poisson = [&](int n, double mean) {
    double below = 0;
    for (int k = 0; k < n; ++k) below += std::exp(-mean) * std::pow(mean, k) / std::tgamma(k + 1);
    return 1 - below;
  };
  recipe.ensemble = Ensemble::wires;
  first.places = 4;
  CHECK(spanning_probability(recipe, first, 0.9) ==
        Approx(0.75 * poisson(2, 3.6) + 0.25 * poisson(5, 3.6)).epsilon(1e-12));
  recipe.ensemble = Ensemble::discs;  // phi = 1 - exp(-n pi/4)
  CHECK(spanning_probability(recipe, first, 0.6) ==
        Approx(0.75 * poisson(2, -4 * std::log(0.4) * 4 / M_PI) + 0.25 * poisson(5, -4 * std::log(0.4) * 4 / M_PI))
            .epsilon(1e-12));
  for (const Ensemble e : {Ensemble::lattice, Ensemble::wires, Ensemble::discs}) {
    recipe.ensemble = e;
    if (e == Ensemble::lattice) first.places = 8;
    const auto r = [&](double x) { return spanning_probability(recipe, first, x); };
    CHECK(spanning_slope(recipe, first, 0.4) == Approx((r(0.4 + 1e-5) - r(0.4 - 1e-5)) / 2e-5).epsilon(1e-7));
  }
}

TEST_CASE("lattices of two by two wind as often as the enumeration of all their states says") {
  struct Case {
    Lattice kind;
    int sublattices;
    std::vector<PlaneBond> cell;
  };
  const std::vector<Case> cases{{Lattice::square, 1, {{0, 0, 1, 0}, {0, 0, 0, 1}}},
                                {Lattice::triangular, 1, {{0, 0, 1, 0}, {0, 0, 0, 1}, {0, 0, 1, -1}}},
                                {Lattice::honeycomb, 2, {{0, 1, 0, 0}, {1, 0, 1, 0}, {1, 0, 0, 1}}}};
  for (const Case& c : cases)
    for (const Dilution dilution : {Dilution::bond, Dilution::site}) {
      const PercolationRecipe recipe = lattice(c.kind, dilution, {2}, 20000);
      const FirstSpanning first = first_spanning(recipe).front();
      const double expected = exact(c.cell, c.sublattices, dilution == Dilution::bond, 0.45);
      const double found = spanning_probability(recipe, first, 0.45);
      INFO(static_cast<int>(c.kind) << " " << static_cast<int>(dilution) << ": " << found << " for " << expected);
      CHECK(first.samples == 20000);
      CHECK(std::abs(found - expected) < 4 * std::sqrt(0.25 / 20000));
    }
}

TEST_CASE("two columns of bonds between contacts: by hand") {
  // 2 x 2 sites, open: two bonds from left to right, two inside the contacts, which change nothing.
  PercolationRecipe recipe = lattice(Lattice::square, Dilution::bond, {2}, 20000);
  recipe.rule = Rule::spanning;
  const double found = spanning_probability(recipe, first_spanning(recipe).front(), 0.3);
  CHECK(std::abs(found - (1 - 0.7 * 0.7)) < 4 * std::sqrt(0.25 / 20000));
  recipe.dilution = Dilution::site;  // a row of two sites, or the other
  const double sites = spanning_probability(recipe, first_spanning(recipe).front(), 0.3);
  CHECK(std::abs(sites - (1 - 0.91 * 0.91)) < 4 * std::sqrt(0.25 / 20000));
}

TEST_CASE("the result is the same for any number of threads, and another for another seed") {
  for (const Ensemble e : {Ensemble::lattice, Ensemble::discs, Ensemble::wires}) {
    const std::uint64_t samples = e == Ensemble::lattice ? 20000 : 3500;  // several batches
    PercolationRecipe recipe = lattice(Lattice::square, Dilution::bond, {4, 8}, samples);
    recipe.ensemble = e;
    const auto one = first_spanning(recipe);
    recipe.threads = 3;
    const auto three = first_spanning(recipe);
    recipe.seed = 2;
    const auto other = first_spanning(recipe);
    CHECK(one[1].samples == samples);
    CHECK(one[0].samples == 4 * samples);
    for (std::size_t k = 0; k < 2; ++k) {
      CHECK(one[k].counts == three[k].counts);
      CHECK(one[k].counts != other[k].counts);
    }
  }
}

TEST_CASE("a stopped run keeps complete samples of every size") {
  PercolationRecipe recipe = lattice(Lattice::square, Dilution::bond, {32, 64}, 2000);
  std::atomic<bool> stop = false;
  const auto found = first_spanning(recipe, {.on_progress = [&](double f) { stop = stop || f > 0.3; }, .stop = &stop});
  for (const FirstSpanning& first : found) {
    std::uint64_t counted = 0;
    for (const auto& [n, samples] : first.counts) counted += samples;
    CHECK(counted == first.samples);
    CHECK(first.samples > 0);
  }
  CHECK(found[1].samples < 1000);
  CHECK(estimate_threshold(recipe, found).has_value());
  CHECK_FALSE(estimate_threshold(recipe, {found[0]}).has_value());
}

TEST_CASE("recipes out of range are refused") {
  const auto refused = [](auto spoil) {
    PercolationRecipe recipe = lattice(Lattice::square, Dilution::bond, {4, 8}, 10);
    spoil(recipe);
    CHECK_THROWS_AS(first_spanning(recipe), InputError);
  };
  refused([](PercolationRecipe& r) { r.sizes = {}; });
  refused([](PercolationRecipe& r) { r.sizes = {8, 8}; });
  refused([](PercolationRecipe& r) { r.sizes = {1, 8}; });
  refused([](PercolationRecipe& r) { r.samples = 0; });
  refused([](PercolationRecipe& r) { r.length_sd = -0.1; });
  refused([](PercolationRecipe& r) { r.lattice = Lattice::cubic, r.sizes = {8, 1000}; });
}
