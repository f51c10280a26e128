// Nanowires that fell on a surface (NWNsim; citation in generate.hpp).
//
//   N = round(density box^2)
//   for each wire: middle uniform in [0,box)^2, direction uniform, length ~ Gamma(mean = length, sd = length_sd)
//   junctions where two wires cross
//
// The direction is a point drawn uniformly in the unit disc and scaled to its rim, and the length is rounded to 2^-24
// of the mean: no result of a mathematical library, whose last bit differs between machines, reaches the geometry.
#include "film.hpp"

#include <somn/core/error.hpp>
#include <somn/core/random.hpp>
#include <somn/netgen/crossings.hpp>

#include <boost/random/gamma_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <cmath>
#include <fmt/format.h>

namespace somn::netgen {
namespace {

constexpr double most_wires = 1e8;

Point draw_direction(Generator& random) {
  boost::random::uniform_01<double> uniform;
  while (true) {
    const double x = 2 * uniform(random) - 1, y = 2 * uniform(random) - 1, square = x * x + y * y;
    if (square > 0 && square <= 1) return {x / std::sqrt(square), y / std::sqrt(square)};
  }
}

// Gamma with shape k and scale theta has mean k theta and variance k theta^2.
class Length {
 public:
  Length(double mean, double sd) : mean_(mean), sd_(sd) {
    if (sd > 0) gamma_ = boost::random::gamma_distribution<double>((mean / sd) * (mean / sd), sd * sd / mean);
  }

  double operator()(Generator& random) {
    if (sd_ == 0) return mean_;
    const double step = std::ldexp(mean_, -24);
    return step * std::round(gamma_(random) / step);
  }

 private:
  double mean_, sd_;  // [m]
  boost::random::gamma_distribution<double> gamma_;
};

std::size_t number_of_wires(const Settings& settings) {
  const double box = settings.quantity("box"), n = std::round(settings.quantity("density") * box * box);
  if (n > most_wires)
    throw InputError({.what = "too many wires: density box^2",
                      .where = settings.where("density"),
                      .value = to_text(n),
                      .allowed = "at most " + to_text(most_wires),
                      .remedy = "lower the density or the box"});
  if (settings.quantity("length") > 10 * box)
    throw InputError({.what = "wires that short-circuit the electrodes",
                      .where = settings.where("length"),
                      .value = to_human(settings.quantity("length"), "m"),
                      .allowed = "length <= 10 box = " + to_human(10 * box, "m"),
                      .remedy = {}});
  return static_cast<std::size_t>(n);
}

}  // namespace

Film grow_wires(const Settings& settings) {
  const std::size_t n = number_of_wires(settings);
  Film film;
  film.box = settings.quantity("box");
  film.n_groups = n;
  Generator random = generator(settings.seed(), "geometry");
  boost::random::uniform_01<double> uniform;
  Length draw_length(settings.quantity("length"), settings.quantity("length_sd"));
  std::vector<Segment> wires;
  wires.reserve(n);
  film.bodies.reserve(n);
  for (std::uint32_t k = 0; k < n; ++k) {
    const double x = film.box * uniform(random), y = film.box * uniform(random);
    const Point direction = draw_direction(random);
    const double half = 0.5 * draw_length(random), dx = half * direction.x, dy = half * direction.y;
    wires.push_back({{x - dx, y - dy}, {x + dx, y + dy}});
    film.bodies.push_back({{k}, wires.back().a, wires.back().b, 0});
  }
  const std::vector<Crossing> found = crossings(wires, film.box, settings.flag("periodic"));
  film.gaps.reserve(found.size());
  for (const Crossing& c : found) film.gaps.push_back({c.first, c.second, c.at, 0});
  return film;
}

}  // namespace somn::netgen
