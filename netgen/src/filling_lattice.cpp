// Lattices diluted by bonds or by sites.
//
//   the bonds of one cell, repeated over all cells: (site, site, image of the second)
//   bond dilution: take the bonds in random order and join their ends
//   site dilution: take the sites in random order and join each with its neighbours that are there
//   until a cluster winds around (wrapping) or joins the first and the last column (spanning)
//
// The random order is a shuffle that is carried on only as far as it is needed.
#include "filling.hpp"
#include "winding.hpp"

#include <array>
#include <boost/random/uniform_int_distribution.hpp>
#include <numeric>

namespace somn::netgen {
namespace {

struct Bond {
  std::uint32_t a, b;
  Image shift;
};

// A bond of the cell at (0,0,0): from sublattice `from` there to sublattice `to` of the cell at (x,y,z).
struct CellBond {
  int from, to, x, y, z;
};

struct Cell {
  int sites;
  std::vector<CellBond> bonds;
};

Cell cell_of(PercolationRecipe::Lattice lattice) {
  using Lattice = PercolationRecipe::Lattice;
  switch (lattice) {
    case Lattice::triangular:
      return {1, {{0, 0, 1, 0, 0}, {0, 0, 0, 1, 0}, {0, 0, 1, -1, 0}}};
    case Lattice::honeycomb:
      return {2, {{0, 1, 0, 0, 0}, {1, 0, 1, 0, 0}, {1, 0, 0, 1, 0}}};
    case Lattice::cubic:
      return {1, {{0, 0, 1, 0, 0}, {0, 0, 0, 1, 0}, {0, 0, 0, 0, 1}}};
    case Lattice::square:
      break;
  }
  return {1, {{0, 0, 1, 0, 0}, {0, 0, 0, 1, 0}}};
}

class LatticeFilling : public Filling {
 public:
  LatticeFilling(const PercolationRecipe& recipe, std::uint32_t size)
      : wrapping_(recipe.rule == PercolationRecipe::Rule::wrapping),
        by_bonds_(recipe.dilution == PercolationRecipe::Dilution::bond) {
    const Cell cell = cell_of(recipe.lattice);
    const int n = static_cast<int>(size), depth = recipe.dimension() == 3 ? n : 1;
    n_sites_ = static_cast<std::size_t>(n) * static_cast<std::size_t>(n) * static_cast<std::size_t>(depth) *
               static_cast<std::size_t>(cell.sites);
    for (int z = 0; z < depth; ++z)
      for (int y = 0; y < n; ++y)
        for (int x = 0; x < n; ++x)
          for (const CellBond& bond : cell.bonds) add_bond(cell, bond, {x, y, z}, {n, n, depth});
    if (!wrapping_) find_columns(cell, n, depth);
    if (!by_bonds_) find_neighbours();
    order_.resize(by_bonds_ ? bonds_.size() : n_sites_);
  }

  double places() const override { return static_cast<double>(order_.size()); }

  std::uint64_t fill(Generator& random) override {
    std::iota(order_.begin(), order_.end(), 0U);  // what was before must leave no trace
    clusters_.reset(n_sites_ + 2);
    if (!by_bonds_) is_there_.assign(n_sites_, false);
    if (by_bonds_ && !wrapping_)  // contacts
      for (std::uint32_t site = 0; site < n_sites_; ++site)
        if (column_[site] >= 0) clusters_.join(site, contact(site), 0);
    const std::size_t n = order_.size();
    for (std::size_t k = 0; k < n; ++k) {
      std::swap(order_[k], order_[boost::random::uniform_int_distribution<std::size_t>(k, n - 1)(random)]);
      if (by_bonds_ ? place_bond(bonds_[order_[k]]) : place_site(order_[k])) return k + 1;
    }
    return n + 1;  // never: the full lattice spans
  }

 private:
  using Place = std::array<int, 3>;

  void add_bond(const Cell& cell, const CellBond& bond, const Place& at, const Place& size) {
    Place to{at[0] + bond.x, at[1] + bond.y, at[2] + bond.z}, image_of{0, 0, 0};
    for (std::size_t d = 0; d < 3; ++d) {
      image_of[d] = to[d] < 0 ? -1 : to[d] / size[d];
      to[d] -= image_of[d] * size[d];
      if (!wrapping_ && image_of[d] != 0) return;
    }
    const auto site = [&](const Place& p, int sublattice) {
      return static_cast<std::uint32_t>(((p[2] * size[1] + p[1]) * size[0] + p[0]) * cell.sites + sublattice);
    };
    bonds_.push_back({site(at, bond.from), site(to, bond.to), image(image_of[0], image_of[1], image_of[2])});
  }

  // -1 inside, else which contact a site belongs to.
  void find_columns(const Cell& cell, int n, int depth) {
    for (int k = 0; k < n * depth; ++k)
      for (int x = 0; x < n; ++x)
        for (int s = 0; s < cell.sites; ++s)
          column_.push_back(x == 0 && s == 0 ? 0 : (x == n - 1 && s == cell.sites - 1 ? 1 : -1));
  }

  void find_neighbours() {
    start_.assign(n_sites_ + 1, 0);
    for (const Bond& b : bonds_) ++start_[b.a + 1], ++start_[b.b + 1];
    for (std::size_t v = 0; v < n_sites_; ++v) start_[v + 1] += start_[v];
    neighbours_.resize(start_.back());
    std::vector<std::size_t> next(start_.begin(), start_.end() - 1);
    for (const Bond& b : bonds_) {
      neighbours_[next[b.a]++] = {b.b, b.shift};
      neighbours_[next[b.b]++] = {b.a, -b.shift};
    }
  }

  std::uint32_t contact(std::uint32_t site) const {
    return static_cast<std::uint32_t>(n_sites_) + static_cast<std::uint32_t>(column_[site]);
  }
  bool spans() {
    return clusters_.are_joined(static_cast<std::uint32_t>(n_sites_), static_cast<std::uint32_t>(n_sites_) + 1);
  }

  bool place_bond(const Bond& bond) {
    const bool winds = clusters_.join(bond.a, bond.b, bond.shift);
    return wrapping_ ? winds : spans();
  }

  bool place_site(std::uint32_t site) {
    is_there_[site] = true;
    bool winds = false;
    for (std::size_t k = start_[site]; k < start_[site + 1]; ++k)
      if (is_there_[neighbours_[k].first])
        winds = clusters_.join(site, neighbours_[k].first, neighbours_[k].second) || winds;
    if (wrapping_) return winds;
    if (column_[site] >= 0) clusters_.join(site, contact(site), 0);
    return spans();
  }

  bool wrapping_, by_bonds_;
  std::size_t n_sites_ = 0;
  std::vector<Bond> bonds_;
  std::vector<signed char> column_;
  std::vector<std::size_t> start_;  // of a site's neighbours
  std::vector<std::pair<std::uint32_t, Image>> neighbours_;
  std::vector<std::uint32_t> order_;  // of bonds or sites
  std::vector<char> is_there_;
  Winding clusters_;  // sites, then the left and the right contact
};

}  // namespace

std::unique_ptr<Filling> make_lattice_filling(const PercolationRecipe& recipe, std::uint32_t size) {
  return std::make_unique<LatticeFilling>(recipe, size);
}

}  // namespace somn::netgen
