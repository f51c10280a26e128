// 50 000 junctions in at most 256 models: how far a binned value may be from the drawn one, what stays of the
// distribution, and what must not matter: the order of junctions, binning again, units.
#include <somn/core/random.hpp>
#include <somn/netlist/binning.hpp>
#include <somn/netlist/build_circuit.hpp>

#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <ctime>
#include <fmt/format.h>
#include <numeric>
#include <set>

using namespace somn;
using netlist::Rows;

namespace {

Rows log_normal_rows(std::size_t n, const std::vector<double>& widths, std::uint64_t seed) {
  Generator random = generator(seed, "rows");
  Rows rows{.n_columns = widths.size()};
  for (std::size_t k = 0; k < n; ++k)
    for (const double w : widths)
      rows.values.push_back(std::exp(w * boost::random::normal_distribution<double>()(random)));
  return rows;
}

Rows taken(const Rows& rows, const std::vector<std::size_t>& choice) {
  Rows result{.n_columns = rows.n_columns};
  for (const std::size_t k : choice)
    for (const double x : rows.row(k)) result.values.push_back(x);
  return result;
}

std::size_t n_different(const Rows& rows) {
  std::set<std::vector<double>> all;
  for (std::size_t k = 0; k < rows.size(); ++k) all.emplace(rows.row(k).begin(), rows.row(k).end());
  return all.size();
}

std::vector<double> column(const Rows& rows, std::size_t c) {
  std::vector<double> values;
  for (std::size_t k = 0; k < rows.size(); ++k) values.push_back(rows.row(k)[c]);
  return values;
}

// The largest distance between the two empirical distribution functions.
double kolmogorov_smirnov(std::vector<double> a, std::vector<double> b) {
  std::sort(a.begin(), a.end()), std::sort(b.begin(), b.end());
  double largest = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const double x = std::min(a[i], b[j]);
    while (i < a.size() && a[i] <= x) ++i;
    while (j < b.size() && b[j] <= x) ++j;
    largest = std::max(largest, std::abs(static_cast<double>(i) / static_cast<double>(a.size()) -
                                         static_cast<double>(j) / static_cast<double>(b.size())));
  }
  return largest;
}

// Root mean square of the change of the logarithm, in standard deviations.
double binning_error(const Rows& before, const Rows& after, std::size_t c, double width) {
  double sum = 0;
  for (std::size_t k = 0; k < before.size(); ++k)
    sum += std::pow(std::log(after.row(k)[c] / before.row(k)[c]) / width, 2);
  return std::sqrt(sum / static_cast<double>(before.size()));
}

}  // namespace

TEST_CASE("error and distribution against the rate of an ideal quantiser") {
  // 256 cells among d independent normal parameters: an ideal high-resolution quantiser of rate 8/d bits has a root
  // mean square error of at most sqrt(pi sqrt(3)/2) 2^(-8/d) = 1.65 2^(-8/d) standard deviations (Panter and Dite
  // 1951: the scalar bound, which vectors only improve). Greedy cuts may lose a quarter of that.
  const std::size_t d = GENERATE(1, 2, 3);
  const std::vector<double> widths{0.2, 0.05, 0.5};
  const Rows rows = log_normal_rows(50000, {widths.begin(), widths.begin() + static_cast<std::ptrdiff_t>(d)}, d);
  const Rows after = taken(rows, netlist::binned({rows}, 256)[0]);
  CHECK(n_different(after) == 256);
  const double bound = 1.25 * 1.65 * std::pow(2, -8 / static_cast<double>(d));
  for (std::size_t c = 0; c < d; ++c) {
    INFO(fmt::format("{} parameters, column {}: error {:.4f} (bound {:.4f}), KS {:.4f}", d, c,
                     binning_error(rows, after, c, widths[c]), bound,
                     kolmogorov_smirnov(column(rows, c), column(after, c))));
    CHECK(binning_error(rows, after, c, widths[c]) < bound);
    // one parameter: half a cell's mass and more in the middle; several: the values of the cells lie between each other
    CHECK(kolmogorov_smirnov(column(rows, c), column(after, c)) < (d == 1 ? 0.01 : 0.04));
  }
}

TEST_CASE("what does not matter") {
  const std::uint64_t seed = GENERATE(range<std::uint64_t>(1, 6));
  INFO("seed " << seed);
  const Rows rows = log_normal_rows(3000, {0.2, 0.1}, seed);
  const std::vector<std::size_t> choice = netlist::binned({rows}, 256)[0];
  const Rows after = taken(rows, choice);

  SECTION("binning twice") {
    CHECK((taken(after, netlist::binned({after}, 256)[0]).values == after.values));
  }
  SECTION("the order of the rows") {
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    Generator random = generator(seed, "order");
    for (std::size_t k = order.size() - 1; k > 0; --k)
      std::swap(order[k], order[boost::random::uniform_int_distribution<std::size_t>(0, k)(random)]);
    const Rows shuffled = taken(rows, order);
    CHECK((taken(shuffled, netlist::binned({shuffled}, 256)[0]).values == taken(after, order).values));
  }
  SECTION("units") {
    Rows scaled = rows;
    for (std::size_t k = 0; k < scaled.values.size(); k += 2) scaled.values[k] *= 1024;
    CHECK((netlist::binned({scaled}, 256)[0] == choice));
  }
  SECTION("few different rows stay as they are") {
    const Rows few = log_normal_rows(256, {0.2, 0.1}, seed);
    CHECK(taken(few, netlist::binned({few}, 256)[0]).values == few.values);
    CHECK(n_different(taken(few, netlist::binned({few}, 255)[0])) == 255);
  }
}

TEST_CASE("groups share the cells by their size and scatter, none goes without") {
  const Rows many = log_normal_rows(9000, {0.2}, 1), some = log_normal_rows(1000, {2.0}, 2), one{1, {1, 1, 1}};
  const auto choice = netlist::binned({many, some, one}, 256);
  const std::size_t n_many = n_different(taken(many, choice[0])), n_some = n_different(taken(some, choice[1]));
  CHECK(n_many + n_some + n_different(taken(one, choice[2])) == 256);
  CHECK(n_different(taken(one, choice[2])) == 1);
  // an optimal scalar quantiser gives cells as the cube root of the weight
  CHECK(static_cast<double>(n_many) / static_cast<double>(n_some) == Approx(std::cbrt(9)).epsilon(0.25));
}

TEST_CASE("hostile columns") {
  const Rows constant{2, {1, 0, 1, 0, 1, 0}};
  CHECK(taken(constant, netlist::binned({constant}, 1)[0]).values == constant.values);
  Rows extremes{1, {}};
  for (int k = -300; k <= 300; ++k) extremes.values.push_back(std::pow(10.0, k));
  CHECK(n_different(taken(extremes, netlist::binned({extremes}, 256)[0])) == 256);
  Rows neighbours{1, {}};  // a unit in the last place apart
  for (double x = 1; neighbours.values.size() < 600; x = std::nextafter(x, 2)) neighbours.values.push_back(x);
  CHECK(n_different(taken(neighbours, netlist::binned({neighbours}, 256)[0])) <= 256);
  Rows signs{1, {}};
  for (int k = -400; k <= 400; ++k) signs.values.push_back(k);
  CHECK(n_different(taken(signs, netlist::binned({signs}, 256)[0])) == 256);
  CHECK(netlist::binned({Rows{}, Rows{3, {}}}, 1) == std::vector<std::vector<std::size_t>>(2));
}

TEST_CASE("50 000 junctions, three spread parameters: 256 models, within 0.3 CPU s") {
  netgen::Network network;
  network.n_nodes = 2;
  network.junctions.assign(50000, {{0}, {1}});
  network.electrodes = {{"source", {{0}}}, {"drain", {{1}}}};
  const netlist::Material material{
      .law = "vts", .spread = {{"v_set", 0.2}, {"r_off", 0.5}, {"tau", 0.1, netlist::Distribution::normal}}};
  const std::clock_t start = std::clock();
  netlist::draw_junctions(network, material, 7, "t");
  const circuit::Circuit c = netlist::build_circuit(network, material, {.amplitude = 1}, "t");
  const double cpu = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  INFO(cpu << " CPU s");
  CHECK(c.models.size() == 256);
  CHECK(cpu < 0.3);
  for (const circuit::Model& m : c.models) CHECK(m.values[3] / m.values[2] == Approx(0.3));  // v_hold follows v_set
  netgen::Network again = network;  // what is written is what is read: no further change
  netlist::draw_junctions(again, {.law = "vts"}, 7, "t");
  CHECK(again.junction_values == network.junction_values);
}
