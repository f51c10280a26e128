// Particles deposited at random, which overlap into groups; tunnel gaps between the groups.
// J. Quintanilla, R. Ziff, Phys. Rev. E 76, 051115 (2007), doi:10.1103/PhysRevE.76.051115 (the deposit and its
// coverage); S. Fostner, S. A. Brown, Phys. Rev. E 92, 052134 (2015), doi:10.1103/PhysRevE.92.052134 (groups and gaps).
//
//   N = round(-ln(1 - coverage) box^2 / (pi <r^2>))         since coverage = 1 - exp(-N pi <r^2> / box^2)
//   middles uniform in [0,box)^2, radii of the given mean and spread, sorted into cells as wide as the largest reach
//   for each pair of neighbours: distance <= sum of the radii joins their groups
//   for each pair of neighbours in different groups: gap = distance - radii, kept below gap_cutoff mean diameters
//   of all gaps between two groups the smallest, in its middle                  (of equal ones the first by disc)
//
// In a periodic direction the row or column beyond the last one is the first, moved by the box.
#include "draws.hpp"
#include "film.hpp"
#include "groups.hpp"

#include <somn/core/error.hpp>
#include <somn/core/random.hpp>

#include <algorithm>
#include <boost/random/uniform_01.hpp>
#include <cmath>
#include <numbers>
#include <tuple>

namespace somn::netgen {
namespace {

constexpr double most_discs = 1e8;

struct Disc {
  Point middle;            // [m]
  double radius = 0;       // [m]
  std::uint32_t fell = 0;  // when
};

// The discs in the order of their cells, row by row.
struct Deposit {
  double box = 0;  // [m]
  Sides periodic = {};
  std::size_t side = 1;                 // cells per side
  std::vector<std::size_t> start = {};  // of each cell in `discs`
  std::vector<Disc> discs = {};
};

std::size_t number_of_discs(const Settings& settings) {
  const double box = settings.quantity("box"), radius = 0.5 * settings.quantity("diameter"),
               sd = 0.5 * settings.quantity("diameter_sd");
  const double n = std::round(-std::log1p(-settings.quantity("coverage")) * box * box /
                              (std::numbers::pi * (radius * radius + sd * sd)));
  if (n > most_discs)
    throw InputError({.what = "too many discs: -ln(1 - coverage) box^2 / (pi r^2)",
                      .where = settings.where("box"),
                      .value = to_text(n),
                      .allowed = "at most " + to_text(most_discs),
                      .remedy = "make the box smaller or the diameter larger"});
  if (n < 1)
    throw InputError({.what = "empty network: no disc",
                      .where = settings.where("box"),
                      .value = to_human(box, "m"),
                      .remedy = "raise the coverage or enlarge the box"});
  return static_cast<std::size_t>(n);
}

std::vector<Disc> drop_discs(const Settings& settings) {
  Generator random = generator(settings.seed(), "geometry"), random_size = generator(settings.seed(), "diameter");
  const Size draw_diameter("lognormal", settings.quantity("diameter"), settings.quantity("diameter_sd"));
  boost::random::uniform_01<double> uniform;
  const double box = settings.quantity("box");
  std::vector<Disc> discs(number_of_discs(settings));
  for (std::uint32_t k = 0; k < discs.size(); ++k) {
    const double x = box * uniform(random), y = box * uniform(random);
    discs[k] = {{x, y}, 0.5 * draw_diameter(random_size), k};
  }
  return discs;
}

// reach [m]: the largest distance of neighbours' middles
Deposit sorted(const std::vector<Disc>& fallen, double box, double reach, Sides periodic) {
  Deposit d{.box = box, .periodic = periodic};
  const double finest = std::min(box / reach, std::sqrt(2 * static_cast<double>(fallen.size())));
  d.side = std::max<std::size_t>(1, static_cast<std::size_t>(finest));
  const double per_metre = static_cast<double>(d.side) / box;
  const auto cell = [&](const Point& p) {
    const auto index = [&](double v) { return std::min(d.side - 1, static_cast<std::size_t>(v * per_metre)); };
    return index(p.y) * d.side + index(p.x);
  };
  d.start.assign(d.side * d.side + 1, 0);
  for (const Disc& disc : fallen) ++d.start[cell(disc.middle) + 1];
  for (std::size_t c = 0; c + 1 < d.start.size(); ++c) d.start[c + 1] += d.start[c];
  d.discs.resize(fallen.size());
  std::vector<std::size_t> next(d.start.begin(), d.start.end() - 1);
  for (const Disc& disc : fallen) d.discs[next[cell(disc.middle)]++] = disc;
  return d;
}

// Calls visit(k, l, distance^2, shift) for every pair nearer than `reach`; `shift` [m] is what l is moved by.
// Of the eight cells around a disc's own the later four suffice: right, and the three above.
template <class Visit>
void for_each_neighbours(const Deposit& d, double reach, Visit visit) {
  const double square = reach * reach;
  const auto visit_range = [&](std::size_t k, std::size_t first, std::size_t last, Point shift) {
    const Point p{d.discs[k].middle.x - shift.x, d.discs[k].middle.y - shift.y};
    for (std::size_t l = first; l < last; ++l) {
      const double dx = d.discs[l].middle.x - p.x, dy = d.discs[l].middle.y - p.y, distance = dx * dx + dy * dy;
      if (distance < square) visit(static_cast<std::uint32_t>(k), static_cast<std::uint32_t>(l), distance, shift);
    }
  };
  const std::size_t end = d.side - 1;
  for (std::size_t row = 0; row < d.side; ++row) {
    const std::size_t here = row * d.side, above = row == end ? 0 : here + d.side;
    const double lift = row == end ? d.box : 0;
    const bool has_above = row != end || d.periodic.y;
    for (std::size_t column = 0; column < d.side; ++column) {
      const std::size_t cell = here + column, to_left = column == 0 ? 0 : column - 1,
                        to_right = std::min(column + 1, end);
      for (std::size_t k = d.start[cell]; k < d.start[cell + 1]; ++k) {
        visit_range(k, k + 1, d.start[here + to_right + 1], {});
        if (has_above) visit_range(k, d.start[above + to_left], d.start[above + to_right + 1], {0, lift});
        if (!d.periodic.x) continue;
        if (column == end) visit_range(k, d.start[here], d.start[here + 1], {d.box, 0});
        if (column == end && has_above) visit_range(k, d.start[above], d.start[above + 1], {d.box, lift});
        if (column == 0 && has_above) visit_range(k, d.start[above + end], d.start[above + end + 1], {-d.box, lift});
      }
    }
  }
}

// The group of each disc as sorted; groups are numbered by their first disc as deposited.
std::vector<std::uint32_t> groups_of(const Deposit& d, double largest, std::size_t& n_groups) {
  const std::size_t n = d.discs.size();
  Groups touching(n);
  // A distance of exactly the sum of the radii touches.
  for_each_neighbours(d, std::nextafter(largest, 2 * largest),
                      [&](std::uint32_t k, std::uint32_t l, double square, Point) {
                        const double radii = d.discs[k].radius + d.discs[l].radius;
                        if (square <= radii * radii) touching.join(k, l);
                      });
  std::vector<std::uint32_t> place(n), number(n, none), group(n);
  for (std::uint32_t k = 0; k < n; ++k) place[d.discs[k].fell] = k;
  std::uint32_t next = 0;
  for (const std::uint32_t k : place) {
    std::uint32_t& known = number[touching.find(k)];
    if (known == none) known = next++;
    group[k] = known;
  }
  n_groups = next;
  return group;
}

struct Candidate {
  std::uint32_t a, b;           // groups, a < b
  double width;                 // [m]
  std::uint32_t first, second;  // discs as deposited, of a and of b
  Point at;                     // [m] middle of the gap

  auto rank() const { return std::tie(a, b, width, first, second); }
};

std::vector<Candidate> find_gaps(const Deposit& d, const std::vector<std::uint32_t>& group, double reach,
                                 double widest) {
  std::vector<Candidate> candidates;
  for_each_neighbours(d, reach, [&](std::uint32_t k, std::uint32_t l, double square, Point shift) {
    if (group[k] == group[l]) return;
    const Disc &p = d.discs[k], &q = d.discs[l];
    const double distance = std::sqrt(square), width = distance - (p.radius + q.radius);
    if (width >= widest) return;
    const Point to{q.middle.x + shift.x, q.middle.y + shift.y};
    const double off = distance > 0 ? 0.5 * (p.radius - q.radius) / distance : 0;  // of half way, to the smaller one
    const Point at{0.5 * (p.middle.x + to.x) + off * (to.x - p.middle.x),
                   0.5 * (p.middle.y + to.y) + off * (to.y - p.middle.y)};
    if (group[k] < group[l])
      candidates.push_back({group[k], group[l], width, p.fell, q.fell, at});
    else
      candidates.push_back({group[l], group[k], width, q.fell, p.fell, at});
  });
  return candidates;
}

std::vector<Gap> smallest_gaps(std::vector<Candidate> candidates, const Film& film) {
  std::sort(candidates.begin(), candidates.end(),
            [](const Candidate& p, const Candidate& q) { return p.rank() < q.rank(); });
  std::vector<Gap> gaps;
  for (const Candidate& c : candidates)
    if (gaps.empty() || gaps.back().a != c.a || gaps.back().b != c.b)
      gaps.push_back({c.a, c.b, film.folded(c.at), c.width});
  return gaps;
}

Film grow_discs(const Settings& settings) {
  const double box = settings.quantity("box"), widest = settings.quantity("diameter") * settings.quantity("gap_cutoff");
  const std::vector<Disc> fallen = drop_discs(settings);
  double largest = 0;  // [m] diameter
  for (const Disc& disc : fallen) largest = std::max(largest, 2 * disc.radius);
  Film film{.box = {box, box}, .periodic = periodic_sides(settings), .right = box, .has_width = true};
  const Deposit deposit = sorted(fallen, box, largest + widest, film.periodic);
  const std::vector<std::uint32_t> group = groups_of(deposit, largest, film.n_groups);
  film.gaps = smallest_gaps(find_gaps(deposit, group, largest + widest, widest), film);
  film.bodies.resize(fallen.size());
  for (std::size_t k = 0; k < fallen.size(); ++k) {
    const Disc& disc = deposit.discs[k];
    film.bodies[disc.fell] = {{group[k]}, disc.middle, disc.middle, disc.radius};
  }
  return film;
}

}  // namespace

Growth discs() {
  Option coverage = positive_quantity("coverage", dimension::none, "0.6", "fraction of the area that is covered");
  coverage.max = 1, coverage.max_open = true;
  Option gap_cutoff = positive_quantity("gap_cutoff", dimension::none, "0.5", "widest tunnel gap, in mean diameters");
  gap_cutoff.max = 10;
  return {
      {.name = "discs",
       .meaning = "overlapping particles in groups, with a junction at the smallest gap between two groups",
       .source = "Quintanilla & Ziff, Phys. Rev. E 76, 051115 (2007); Fostner & Brown, Phys. Rev. E 92, 052134 (2015)",
       .options = {coverage, positive_quantity("diameter", dimension::length, "10 nm", "mean diameter of a particle"),
                   quantity_from_zero("diameter_sd", dimension::length, "0 nm",
                                      "standard deviation of the diameter (lognormal distributed)"),
                   positive_quantity("box", dimension::length, "600 nm", "side of the square"), gap_cutoff}},
      grow_discs};
}

}  // namespace somn::netgen
