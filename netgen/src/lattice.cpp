// Regular lattices with dilution; D. Stauffer, A. Aharony, Introduction to Percolation Theory (1994). Square lattices
// with a random diagonal in each cell are the grid graphs of G. Milano et al., Nat. Mater. 21, 195 (2022),
// doi:10.1038/s41563-021-01099-9.
//
//   sites   size per row, rows, (cubic) layers, numbered row by row; each there with probability site_p
//   bonds   to the neighbours below, each there with probability bond_p where both its sites are
//   a diagonal in each cell of a square lattice: none, one of the two at random, or both
//
//   kind         site (c, r) [spacings]                             neighbours
//   square       c, r                                               (c+1, r) (c, r+1)
//   triangular   c + (r odd)/2, r sqrt(3)/2                         (c+1, r), above: (c, r+1), (c-1 or c+1, r+1)
//   honeycomb    c sqrt(3)/2, 3/2 r + (c+r odd)/2                   (c+1, r), above where c+r is odd: (c, r+1)
//   cubic        c, r, layer                                        (c+1, r) (c, r+1) and the next layer
//
// With `periodic` the row below the first is the last (layers, too); with electrodes that are points, columns as well.
#include "film.hpp"

#include <somn/core/error.hpp>
#include <somn/core/random.hpp>

#include <algorithm>
#include <boost/random/bernoulli_distribution.hpp>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace somn::netgen {
namespace {

constexpr double half_root_3 = 0.5 * std::numbers::sqrt3;
constexpr std::uint64_t most_sites = 100000000;

struct Place {
  std::int64_t column, row, layer;
};

class Lattice {
 public:
  explicit Lattice(const Settings& s)
      : settings_(s),
        kind_(s.text("kind")),
        diagonals_(s.text("diagonals")),
        n_(static_cast<std::int64_t>(s.integer("size"))),
        layers_(kind_ == "cubic" ? n_ : 1),
        spacing_(s.quantity("spacing")),
        bond_(s.quantity("bond_p")),
        random_bonds_(generator(s.seed(), "bonds")) {
    check();
    film_.periodic = periodic_sides(s);
    film_.shows_bodies = false;
  }

  Film grow() {
    occupy();
    set_borders();
    for (std::uint32_t site = 0; site < group_.size(); ++site) join_neighbours(place(site));
    for (Gap& gap : film_.gaps)
      if (gap.a > gap.b) std::swap(gap.a, gap.b);
    std::sort(film_.gaps.begin(), film_.gaps.end(),
              [](const Gap& p, const Gap& q) { return std::pair(p.a, p.b) < std::pair(q.a, q.b); });
    return std::move(film_);
  }

 private:
  void check() const {
    const auto refuse = [&](const char* what, std::string_view option, std::string allowed) {
      throw InputError({.what = what,
                        .where = settings_.where(option),
                        .value = settings_.text(option),
                        .allowed = std::move(allowed)});
    };
    if (diagonals_ != "none" && kind_ != "square")
      refuse("diagonals of a lattice that is not square", "diagonals", "none");
    if (static_cast<std::uint64_t>(n_ * n_) * static_cast<std::uint64_t>(layers_) > most_sites)
      refuse("too many sites", "size", fmt::format("at most {} sites", most_sites));
    const bool has_two_rows = kind_ == "triangular" || kind_ == "honeycomb";
    if (settings_.flag("periodic") && has_two_rows && n_ % 2 == 1)
      refuse("an odd number of rows cannot be periodic", "size", "an even size for triangular and honeycomb lattices");
    if (settings_.flag("periodic") && n_ < 3) refuse("too small to be periodic", "size", ">= 3");
  }

  std::uint32_t number(const Place& p) const {
    return static_cast<std::uint32_t>((p.layer * n_ + p.row) * n_ + p.column);
  }

  Point position(const Place& p) const {
    const double c = static_cast<double>(p.column), r = static_cast<double>(p.row);
    if (kind_ == "triangular") return {spacing_ * (c + (p.row % 2 == 1 ? 0.5 : 0)), spacing_ * half_root_3 * r};
    if (kind_ == "honeycomb")
      return {spacing_ * half_root_3 * c, spacing_ * (1.5 * r + ((p.column + p.row) % 2 == 1 ? 0.5 : 0))};
    return {spacing_ * c, spacing_ * r};
  }

  Place place(std::uint32_t number) const { return {number % n_, number / n_ % n_, number / (n_ * n_)}; }

  void occupy() {
    Generator random = generator(settings_.seed(), "sites");
    boost::random::bernoulli_distribution<double> occupied(settings_.quantity("site_p"));
    const auto n_sites = static_cast<std::uint32_t>(n_ * n_ * layers_);
    group_.assign(n_sites, none);
    for (std::uint32_t k = 0; k < n_sites; ++k) {
      if (!occupied(random)) continue;
      group_[k] = static_cast<std::uint32_t>(film_.numbers.size());
      film_.numbers.push_back(k);
      const Point at = position(place(k));
      film_.bodies.push_back({{group_[k]}, at, at, 0});
      if (layers_ > 1) film_.heights.push_back(spacing_ * static_cast<double>(place(k).layer));
    }
    film_.n_groups = film_.numbers.size();
    if (film_.n_groups == 0)
      throw InputError({.what = "empty network: no site is occupied",
                        .where = settings_.where("site_p"),
                        .value = settings_.text("site_p"),
                        .remedy = "raise site_p or take another seed"});
  }

  // The box ends one period after the origin. Where rows are shifted, the first and the last site of each is the
  // border.
  void set_borders() {
    const double n = static_cast<double>(n_);
    film_.box = {spacing_ * n, spacing_ * n};
    film_.right = spacing_ * (n - 1);
    if (kind_ == "triangular") film_.box.y *= half_root_3, film_.left = 0.5 * spacing_;
    if (kind_ == "honeycomb") film_.box = {spacing_ * half_root_3 * n, spacing_ * 1.5 * n};
    if (kind_ == "honeycomb") film_.right = position({n_ - 1, 0, 0}).x;
  }

  void join_neighbours(const Place& p) {
    const auto [c, r, l] = p;
    const bool is_odd = (kind_ == "honeycomb" ? c + r : r) % 2 == 1;
    join(p, {c + 1, r, l});
    if (kind_ != "honeycomb" || is_odd) join(p, {c, r + 1, l});
    if (kind_ == "triangular") join(p, {is_odd ? c + 1 : c - 1, r + 1, l});
    if (kind_ == "cubic") join(p, {c, r, l + 1});
    if (diagonals_ == "none") return;
    const bool both = diagonals_ == "both", rising = boost::random::bernoulli_distribution<double>(0.5)(random_bonds_);
    if (both || rising) join(p, {c + 1, r + 1, l});
    if (both || !rising) join({c + 1, r, l}, {c, r + 1, l});
  }

  bool is_inside(const Place& p) const {
    const bool is_column = p.column >= 0 && p.column < n_;
    return (is_column || film_.periodic.x) && ((p.row < n_ && p.layer < layers_) || film_.periodic.y);
  }

  Place wrapped(const Place& p) const {
    return {(p.column + n_) % n_, (p.row + n_) % n_, (p.layer + layers_) % layers_};
  }

  // One draw per bond of the undiluted lattice, so that site_p leaves the others as they are.
  void join(const Place& from, const Place& to) {
    if (!is_inside(from) || !is_inside(to)) return;
    const bool is_there = bond_(random_bonds_);
    const std::uint32_t a = group_[number(wrapped(from))], b = group_[number(wrapped(to))];
    if (!is_there || a == none || b == none) return;
    const Point p = position(from), q = position(to);
    film_.gaps.push_back({.a = a, .b = b, .at = film_.folded({0.5 * (p.x + q.x), 0.5 * (p.y + q.y)})});
  }

  const Settings& settings_;
  std::string kind_, diagonals_;
  std::int64_t n_, layers_;
  double spacing_;  // [m] of nearest neighbours
  boost::random::bernoulli_distribution<double> bond_;
  Generator random_bonds_;
  std::vector<std::uint32_t> group_;  // per site of the undiluted lattice, or none
  Film film_;
};

Film grow_lattice(const Settings& settings) {
  return Lattice(settings).grow();
}

}  // namespace

Growth lattice() {
  return {{.name = "lattice",
           .meaning = "square, triangular, honeycomb or cubic lattice, with dilution and diagonals",
           .source = "Stauffer & Aharony (1994); Milano et al., Nat. Mater. 21, 195 (2022)",
           .options = {choice("kind", {"square", "triangular", "honeycomb", "cubic"}, "the lattice"),
                       integer("size", 2, 10000, "48", "sites per row, rows, and (cubic) layers"),
                       fraction("bond_p", "1", "probability that a bond is there"),
                       fraction("site_p", "1", "probability that a site is there"),
                       choice("diagonals", {"none", "random", "both"}, "diagonals in the cells of a square lattice"),
                       positive_quantity("spacing", dimension::length, "1 um", "distance of nearest neighbours")}},
          grow_lattice};
}

}  // namespace somn::netgen
