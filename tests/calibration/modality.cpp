// Values with one mode: continuous, whole, rounded, on the grid of a clock; and with two.
#include "calibration.hpp"

#include <somn/analyses/modality/modality.hpp>

#include <array>
#include <boost/random/poisson_distribution.hpp>
#include <cmath>
#include <fmt/format.h>
#include <functional>

namespace somn::calibration {
namespace {

using namespace analysis;
using Draw = std::function<double(CounterStream&)>;

double poisson(double mean, CounterStream& random) {
  return boost::random::poisson_distribution<int>(mean)(random);
}

double to_step(double x, double step) {
  return step * std::round(x / step);
}

double exponential(CounterStream& random) {
  return -std::log(1 - random.uniform());
}

void of(Count& count, std::size_t n, const std::string& what, const Row& promised, const Draw& draw) {
  Row row = promised;
  row.statistic = "more than one mode (p < 0.05)";
  row.data = fmt::format("{} values, {}", n, what);
  count(1000, {row}, [&](CounterStream& random) {
    std::vector<double> x;
    for (std::size_t k = 0; k < n; ++k) x.push_back(draw(random));
    const Modality m = analyse_modality(x, {.n_surrogates = 199, .most_components = 1, .seed = random()});
    return std::array<int, 1>{m.verdict.starts_with("more than one mode")};
  });
}

}  // namespace

void modality(Count& count) {
  const Row exact{.nominal = 0.05, .tolerance = 0.01}, rare{.nominal = 0.05, .promise = Row::Promise::at_most},
      often{.nominal = 0.95, .promise = Row::Promise::at_least};
  for (const std::size_t n : {50, 500}) {
    of(count, n, "uniform", exact, [](CounterStream& r) { return r.uniform(); });
    of(count, n, "uniform whole numbers 1 to 20", exact,
       [](CounterStream& r) { return 1.0 + static_cast<double>(r.below(20)); });
    of(count, n, "uniform, rounded to 0.05", {.nominal = 0.05, .tolerance = 0.02},
       [](CounterStream& r) { return to_step(r.uniform(), 0.05); });
    of(count, n, "normal", rare, [](CounterStream& r) { return normal(r); });
    of(count, n, "normal, rounded to 0.1 sd", rare, [](CounterStream& r) { return to_step(normal(r), 0.1); });
    of(count, n, "normal, rounded to 0.5 sd", rare, [](CounterStream& r) { return to_step(normal(r), 0.5); });
    for (const double mean : {0.5, 4.0, 50.0})
      of(count, n, fmt::format("Poisson counts of mean {}", mean), rare,
         [mean](CounterStream& r) { return poisson(mean, r); });
    of(count, n, "exponential intervals on the grid of a clock, a tenth of their mean", rare,
       [](CounterStream& r) { return 0.0025 * std::ceil(10 * exponential(r)); });
    of(count, n, "logarithms of Poisson counts of mean 4, plus 1", rare,
       [](CounterStream& r) { return std::log10(1 + poisson(4, r)); });
  }
  of(count, 500, "half Poisson counts of mean 3, half of mean 30", often,
     [](CounterStream& r) { return poisson(r.uniform() < 0.5 ? 3 : 30, r); });
  of(count, 500, "two levels, 0.1 and 0.9, without noise", often,
     [](CounterStream& r) { return r.uniform() < 0.5 ? 0.1 : 0.9; });
  of(count, 500, "two normals 5 sd apart, rounded to 0.5 sd", often,
     [](CounterStream& r) { return to_step(normal(r) + (r.uniform() < 0.5 ? 5 : 0), 0.5); });
}

}  // namespace somn::calibration
