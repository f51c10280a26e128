// Finite-size scaling of the adiabatic limit (PHYSICS.md 11.6): <S^2>/<S> grows by 2.1 to 2.6 from L = 16 to L = 32,
// with no parameter tuned; its values are those of the prototype's table.
#include <somn/adiabatic/slip_model.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>
#include <grow.hpp>

using namespace somn;
using namespace somn::adiabatic;

namespace {

struct Mean {
  double value = 0, se = 0;
};

// Over seeds: avalanches of one run are correlated over longer than a run, since strong junctions wait long.
Mean size_ratio(int size, const Options& options, int n_seeds) {
  const netgen::Network net = test::grow("lattice", {{"size", std::to_string(size)}, {"electrodes", "bus"}});
  double sum = 0, squares = 0;
  for (int seed = 1; seed <= n_seeds; ++seed) {
    Options o = options;
    o.seed = static_cast<std::uint64_t>(seed);
    SlipModel model(net, o);
    for (int k = 0; k < 2000; ++k) model.next();
    std::vector<std::int64_t> sizes;
    for (int k = 0; k < 20000; ++k) sizes.push_back(model.next().size);
    const double ratio = size_moments(sizes).ratio;
    sum += ratio, squares += ratio * ratio;
  }
  const double n = n_seeds, mean = sum / n;
  return {mean, std::sqrt((squares / n - mean * mean) / (n - 1))};
}

}  // namespace

TEST_CASE("the cut-off grows with the lattice by 2.1 to 2.6, untuned") {
  struct Row {
    double rho, c2c, published_16, published_32;
  };
  for (const Row& row : {Row{0.3, 0.2, 9.7, 22.9}, Row{0.8, 0.2, 18.4, 41.1}}) {
    const Options options{.rho = row.rho, .c2c = row.c2c};
    const Mean small = size_ratio(16, options, 5), large = size_ratio(32, options, 5);
    const double growth = large.value / small.value,
                 se = growth * std::hypot(small.se / small.value, large.se / large.value);
    INFO(fmt::format("rho {}, c2c {}: {:.2f} +- {:.2f}, {:.2f} +- {:.2f}, growth {:.3f} +- {:.3f}", row.rho, row.c2c,
                     small.value, small.se, large.value, large.se, growth, se));
    CHECK(growth > 2.1);
    CHECK(growth < 2.6);
    CHECK(small.value == Approx(row.published_16).epsilon(0.1));
    CHECK(large.value == Approx(row.published_32).epsilon(0.1));
  }
}
