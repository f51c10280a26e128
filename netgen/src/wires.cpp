// Nanowires that fell on a surface: P. Sanz-Leon, J. Hochstetter et al., NWNsim; J. Hochstetter et al., Nat. Commun.
// 12, 4008 (2021), doi:10.1038/s41467-021-24260-z. Aligned wires: I. Balberg, N. Binenbaum, Phys. Rev. B 28, 3799
// (1983), doi:10.1103/PhysRevB.28.3799 (directions uniform within +-angle_spread of the axis).
//
//   N = round(density box^2)
//   for each wire: middle uniform in [0,box)^2 (the ends may leave it), direction, length; with `resistive` a diameter
//   a junction where two wires cross (crossings.hpp)
//   ideal:      a wire is one node                                 (JDA of MemNNetSim, arXiv:2512.12005)
//   resistive:  a node at each end of each junction; between them the wire has 4 resistivity length / (pi diameter^2)
//               (its MNR; wire_pieces.cpp)
//
// Directions are drawn in the unit disc and scaled to its rim, or, where they are not isotropic, rounded to 2^-30;
// lengths and diameters to 2^-24 of their mean: no result of a mathematical library, whose last bit differs between
// machines, reaches the geometry.
#include "draws.hpp"
#include "film.hpp"

#include <somn/core/error.hpp>
#include <somn/core/random.hpp>

#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <cmath>
#include <numbers>

namespace somn::netgen {
namespace {

constexpr double most_wires = 1e8;

Point isotropic_direction(Generator& random) {
  boost::random::uniform_01<double> uniform;
  while (true) {
    const double x = 2 * uniform(random) - 1, y = 2 * uniform(random) - 1, square = x * x + y * y;
    if (square > 0 && square <= 1) return {x / std::sqrt(square), y / std::sqrt(square)};
  }
}

class Direction {
 public:
  explicit Direction(const Settings& s)
      : axis_(s.quantity("angle")), spread_(s.quantity("angle_spread")), is_normal_(s.text("angles") == "normal") {
    if (!is_normal_ && spread_ > 0.5 * std::numbers::pi * (1 + 1e-12))
      throw InputError({.what = "spread of the angles",
                        .where = s.where("angle_spread"),
                        .value = to_text(spread_ * 180 / std::numbers::pi) + " deg",
                        .allowed = "0 deg ... 90 deg (isotropic) for uniform angles"});
  }

  Point operator()(Generator& random) {
    if (!is_normal_ && spread_ >= 0.5 * std::numbers::pi * (1 - 1e-12)) return isotropic_direction(random);
    const double offset = is_normal_ ? normal_(random) : 2 * boost::random::uniform_01<double>()(random) - 1;
    const double angle = axis_ + spread_ * offset;
    return {rounded(std::cos(angle), 0x1p-30), rounded(std::sin(angle), 0x1p-30)};
  }

 private:
  double axis_, spread_;  // [rad]
  bool is_normal_;
  boost::random::normal_distribution<double> normal_;
};

std::size_t number_of_wires(const Settings& settings) {
  const double box = settings.quantity("box"), n = std::round(settings.quantity("density") * box * box);
  if (n > most_wires)
    throw InputError({.what = "too many wires: density box^2",
                      .where = settings.where("density"),
                      .value = to_text(n),
                      .allowed = "at most " + to_text(most_wires),
                      .remedy = "lower the density or the box"});
  if (n < 1)
    throw InputError({.what = "empty network: no wire, density box^2 is below 1/2",
                      .where = settings.where("density"),
                      .value = to_text(settings.quantity("density")) + " 1/m2",
                      .remedy = "raise the density or enlarge the box"});
  if (settings.quantity("length") > 10 * box)
    throw InputError({.what = "wires that short-circuit the electrodes",
                      .where = settings.where("length"),
                      .value = to_human(settings.quantity("length"), "m"),
                      .allowed = "length <= 10 box = " + to_human(10 * box, "m")});
  return static_cast<std::size_t>(n);
}

void cross(Film& film, const std::vector<Segment>& wires) {
  film.crossings = crossings(wires, film.box.x, film.periodic);
  film.gaps.reserve(film.crossings.size());
  for (const Crossing& c : film.crossings) film.gaps.push_back({.a = c.first, .b = c.second, .at = film.folded(c.at)});
}

std::vector<double> resistance_per_length(const Settings& settings, std::size_t n_wires) {
  Generator random = generator(settings.seed(), "diameter");
  const Size draw_diameter("gamma", settings.quantity("diameter"), settings.quantity("diameter_sd"));
  const double resistivity = settings.quantity("resistivity");
  std::vector<double> ohm_per_metre(n_wires);
  for (double& r : ohm_per_metre) {
    const double d = draw_diameter(random);
    r = resistivity / (0.25 * std::numbers::pi * d * d);
  }
  return ohm_per_metre;
}

Film grow_wires(const Settings& settings) {
  const std::size_t n = number_of_wires(settings);
  const double box = settings.quantity("box");
  Film film{.box = {box, box}, .periodic = periodic_sides(settings), .right = box, .n_groups = n};
  Generator random = generator(settings.seed(), "geometry");
  boost::random::uniform_01<double> uniform;
  const Size draw_length(settings.text("lengths"), settings.quantity("length"), settings.quantity("length_sd"));
  Direction draw_direction(settings);
  std::vector<Segment> wires;
  wires.reserve(n);
  film.bodies.reserve(n);
  for (std::uint32_t k = 0; k < n; ++k) {
    const double x = box * uniform(random), y = box * uniform(random);
    const Point direction = draw_direction(random);
    const double half = 0.5 * draw_length(random), dx = half * direction.x, dy = half * direction.y;
    wires.push_back({{x - dx, y - dy}, {x + dx, y + dy}});
    film.bodies.push_back({{k}, wires.back().a, wires.back().b, 0});
  }
  cross(film, wires);
  if (settings.text("representation") == "resistive")
    film.ohm_per_metre = resistance_per_length(settings, n);
  else
    film.crossings = {};
  return film;
}

}  // namespace

Growth wires() {
  constexpr Dimension resistivity{.volt = 1, .ampere = -1, .metre = 1};
  Option angle{.name = "angle",
               .default_text = "0 deg",
               .min = -2 * std::numbers::pi,
               .max = 2 * std::numbers::pi,
               .meaning = "mean direction of the wires, from the line source - drain"};
  return {{.name = "wires",
           .meaning = "nanowires with a junction at every crossing",
           .source = "Hochstetter et al., Nat. Commun. 12, 4008 (2021)",
           .options = {positive_quantity("density", dimension::area_density, "0.1 /um2", "wires per area"),
                       positive_quantity("length", dimension::length, "10 um", "mean length of a wire"),
                       quantity_from_zero("length_sd", dimension::length, "1 um",
                                          "standard deviation of the length; 0: equal lengths"),
                       choice("lengths", {"gamma", "lognormal", "normal"}, "distribution of the lengths"),
                       positive_quantity("box", dimension::length, "50 um", "side of the square"), angle,
                       quantity_from_zero("angle_spread", dimension::none, "90 deg",
                                          "half width (uniform) or standard deviation (normal) of the directions"),
                       choice("angles", {"uniform", "normal"}, "distribution of the directions"),
                       choice("representation", {"ideal", "resistive"},
                              "a wire is one node, or a chain of resistances between its junctions"),
                       positive_quantity("diameter", dimension::length, "50 nm", "mean diameter of a resistive wire"),
                       quantity_from_zero("diameter_sd", dimension::length, "0 nm",
                                          "standard deviation of the diameter (Gamma distributed)"),
                       positive_quantity("resistivity", resistivity, "22.6 nohm m", "of a resistive wire")}},
          grow_wires};
}

}  // namespace somn::netgen
