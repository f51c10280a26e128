// Particles deposited at random, which overlap into groups; tunnel gaps between the groups.
//
//   N = round(-ln(1 - coverage) box^2 / (pi r^2))           since coverage = 1 - exp(-N pi r^2 / box^2)
//   middles uniform in [0,box)^2, sorted into cells as wide as a diameter and the largest gap
//   for each pair of neighbours: distance <= diameter joins their groups
//   for each pair of neighbours in different groups: gap = distance - diameter, kept below gap_cutoff diameters
//   of all gaps between two groups the smallest, in its middle                  (of equal ones the first by disc)
//
// In the periodic direction the row above the last one is the first, moved up by the box.
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

// The discs in the order of their cells, row by row.
struct Deposit {
  double box = 0, reach = 0;  // [m] side, largest distance of neighbours
  bool periodic = false;
  std::size_t side = 1;                // cells per side
  std::vector<std::size_t> start;      // of each cell in `middles`
  std::vector<Point> middles;          // [m]
  std::vector<std::uint32_t> deposit;  // when each fell
};

std::size_t number_of_discs(const Settings& settings) {
  const double box = settings.quantity("box"), radius = 0.5 * settings.quantity("diameter");
  const double n =
      std::round(-std::log1p(-settings.quantity("coverage")) * box * box / (std::numbers::pi * radius * radius));
  if (n > most_discs)
    throw InputError({.what = "too many discs: -ln(1 - coverage) box^2 / (pi r^2)",
                      .where = settings.where("box"),
                      .value = to_text(n),
                      .allowed = "at most " + to_text(most_discs),
                      .remedy = "make the box smaller or the diameter larger"});
  return static_cast<std::size_t>(n);
}

std::vector<Point> drop_discs(std::size_t n, double box, std::uint64_t seed) {
  Generator random = generator(seed, "geometry");
  boost::random::uniform_01<double> uniform;
  std::vector<Point> middles(n);
  for (Point& p : middles) {
    p.x = box * uniform(random);
    p.y = box * uniform(random);
  }
  return middles;
}

Deposit sorted(const std::vector<Point>& fallen, double box, double reach, bool periodic) {
  Deposit d{.box = box, .reach = reach, .periodic = periodic, .side = 1, .start = {}, .middles = {}, .deposit = {}};
  const double finest = std::min(box / reach, std::sqrt(2 * static_cast<double>(fallen.size())));
  d.side = std::max<std::size_t>(1, static_cast<std::size_t>(finest));
  const double per_metre = static_cast<double>(d.side) / box;
  const auto cell = [&](const Point& p) {
    const auto index = [&](double v) { return std::min(d.side - 1, static_cast<std::size_t>(v * per_metre)); };
    return index(p.y) * d.side + index(p.x);
  };
  d.start.assign(d.side * d.side + 1, 0);
  for (const Point& p : fallen) ++d.start[cell(p) + 1];
  for (std::size_t c = 0; c + 1 < d.start.size(); ++c) d.start[c + 1] += d.start[c];
  d.middles.resize(fallen.size());
  d.deposit.resize(fallen.size());
  std::vector<std::size_t> next(d.start.begin(), d.start.end() - 1);
  for (std::uint32_t k = 0; k < fallen.size(); ++k) {
    const std::size_t place = next[cell(fallen[k])]++;
    d.middles[place] = fallen[k];
    d.deposit[place] = k;
  }
  return d;
}

// Calls visit(k, l, distance^2, lift) for every pair nearer than `reach`; `lift` [m] is what l is moved up by.
// Of the eight cells around a disc's own the later four suffice: right, and the three above.
template <class Visit>
void for_each_neighbours(const Deposit& d, double reach, Visit visit) {
  const double square = reach * reach;
  const auto visit_range = [&](std::size_t k, std::size_t first, std::size_t last, double lift) {
    const Point p{d.middles[k].x, d.middles[k].y - lift};
    for (std::size_t l = first; l < last; ++l) {
      const double dx = d.middles[l].x - p.x, dy = d.middles[l].y - p.y, distance = dx * dx + dy * dy;
      if (distance < square) visit(static_cast<std::uint32_t>(k), static_cast<std::uint32_t>(l), distance, lift);
    }
  };
  for (std::size_t row = 0; row < d.side; ++row) {
    const bool last_row = row + 1 == d.side;
    const std::size_t above = last_row ? 0 : (row + 1) * d.side;
    for (std::size_t column = 0; column < d.side; ++column) {
      const std::size_t cell = row * d.side + column;
      const std::size_t to_left = column == 0 ? 0 : column - 1, to_right = std::min(column + 1, d.side - 1);
      for (std::size_t k = d.start[cell]; k < d.start[cell + 1]; ++k) {
        visit_range(k, k + 1, d.start[row * d.side + to_right + 1], 0);
        if (!last_row || d.periodic)
          visit_range(k, d.start[above + to_left], d.start[above + to_right + 1], last_row ? d.box : 0);
      }
    }
  }
}

// The group of each disc as sorted; groups are numbered by their first disc as deposited.
std::vector<std::uint32_t> groups_of(const Deposit& d, double diameter, std::size_t& n_groups) {
  const std::size_t n = d.middles.size();
  constexpr std::uint32_t none = 0xffffffff;
  Groups touching(n);
  // A distance of exactly one diameter touches.
  for_each_neighbours(d, std::nextafter(diameter, 2 * diameter),
                      [&](std::uint32_t k, std::uint32_t l, double square, double) {
                        if (square <= diameter * diameter) touching.join(k, l);
                      });
  std::vector<std::uint32_t> place(n), number(n, none), group(n);
  for (std::uint32_t k = 0; k < n; ++k) place[d.deposit[k]] = k;
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
  double square;                // [m^2] distance of the middles
  std::uint32_t first, second;  // discs as deposited, of a and of b
  Point at;                     // [m] half way between the middles

  auto rank() const { return std::tie(a, b, square, first, second); }
};

std::vector<Gap> smallest_gaps(const Deposit& d, const std::vector<std::uint32_t>& group, double diameter) {
  std::vector<Candidate> candidates;
  for_each_neighbours(d, d.reach, [&](std::uint32_t k, std::uint32_t l, double square, double lift) {
    if (group[k] == group[l]) return;
    Point at{0.5 * (d.middles[k].x + d.middles[l].x), 0.5 * (d.middles[k].y + d.middles[l].y + lift)};
    if (at.y >= d.box) at.y -= d.box;
    if (group[k] > group[l]) std::swap(k, l);
    candidates.push_back({group[k], group[l], square, d.deposit[k], d.deposit[l], at});
  });
  std::sort(candidates.begin(), candidates.end(),
            [](const Candidate& p, const Candidate& q) { return p.rank() < q.rank(); });
  std::vector<Gap> gaps;
  for (const Candidate& c : candidates)
    if (gaps.empty() || gaps.back().a != c.a || gaps.back().b != c.b)
      gaps.push_back({c.a, c.b, c.at, std::sqrt(c.square) - diameter});
  return gaps;
}

}  // namespace

Film grow_discs(const Settings& settings) {
  const double box = settings.quantity("box"), diameter = settings.quantity("diameter");
  const double reach = diameter * (1 + settings.quantity("gap_cutoff"));
  const std::vector<Point> fallen = drop_discs(number_of_discs(settings), box, settings.seed());
  const Deposit deposit = sorted(fallen, box, reach, settings.flag("periodic"));
  Film film;
  film.box = box;
  film.has_width = true;
  const std::vector<std::uint32_t> group = groups_of(deposit, diameter, film.n_groups);
  film.gaps = smallest_gaps(deposit, group, diameter);
  film.bodies.resize(fallen.size());
  for (std::size_t k = 0; k < fallen.size(); ++k) {
    const std::uint32_t fell = deposit.deposit[k];
    film.bodies[fell] = {{group[k]}, fallen[fell], fallen[fell], 0.5 * diameter};
  }
  return film;
}

}  // namespace somn::netgen
