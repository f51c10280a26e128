#include "condensed_matrix.hpp"

#include <algorithm>
#include <complex>
#include <numeric>

namespace somn::native {

template <class Number>
CondensedMatrix<Number>::CondensedMatrix(const Equations& equations, std::uint32_t reference)
    : equations_(equations),
      electrode_of_fixed_(equations.n_potentials() - equations.n_free(), none),
      values_(equations.pattern().row.size() + 1),
      work_(equations.n_free()),
      ldlt_(equations.pattern()) {
  for (auto k = static_cast<std::uint32_t>(equations.n_free()); k < equations.n_potentials(); ++k)
    if (k != reference) {
      electrode_of_fixed_[k - equations.n_free()] = static_cast<std::uint32_t>(electrodes_.size());
      electrodes_.push_back(k);
    }
  columns_.resize(electrodes_.size() + 1);
  sort_branches(equations.branches(), &Electrode::junctions, junction_links_);
  sort_branches(equations.conductor_branches(), &Electrode::conductors, conductor_links_);
  for (std::size_t e = 0; e < electrodes_.size(); ++e) {
    std::vector<std::uint32_t> rows;
    for (const Tie& t : columns_[e].junctions) rows.push_back(t.row);
    for (const Tie& t : columns_[e].conductors) rows.push_back(t.row);
    columns_[e].reach = ldlt_.with_ancestors(rows);
  }
}

template <class Number>
void CondensedMatrix<Number>::sort_branches(const std::vector<Equations::Branch>& branches,
                                            std::vector<Tie> Electrode::*ties, std::vector<Link>& links) {
  const std::size_t n = equations_.n_free();
  for (std::uint32_t k = 0; k < branches.size(); ++k) {
    auto [a, b] = std::pair{branches[k].plus, branches[k].minus};
    if (a < b) std::swap(a, b);
    if (a < n || a == b) continue;
    const std::uint32_t of_a = electrode_of_fixed_[a - n];
    if (b >= n)
      links.push_back({k, of_a, electrode_of_fixed_[b - n]});
    else if (of_a != none)
      (columns_[of_a].*ties).push_back({k, b});
  }
}

template <class Number>
bool CondensedMatrix<Number>::factorise(std::span<const Number> y, Number y_junction, Number y_ground, double leak) {
  const std::vector<Equations::Branch>& branches = equations_.branches();
  const std::vector<Conductor>& conductors = equations_.conductors();
  const std::size_t n_free = equations_.n_free();
  const auto stamp = [&](const Equations::Branch& b, Number g) {
    values_[b.at_plus] += g;
    values_[b.at_minus] += g;
    values_[b.off] -= g;
  };
  std::fill(values_.begin(), values_.end(), Number{});
  for (std::size_t k = 0; k < branches.size(); ++k) stamp(branches[k], y[k] + y_junction);
  for (std::size_t k = 0; k < conductors.size(); ++k) stamp(equations_.conductor_branches()[k], conductors[k].g);
  if (y_ground != 0.0 || leak > 0)
    for (std::size_t k = 0; k < n_free; ++k)
      values_[equations_.pattern().start[k + 1] - 1] += (equations_.has_ground(k) ? y_ground : Number{}) + leak;
  ++n_factorisations;
  if (!ldlt_.factorise(values_)) return false;

  leak_ = leak;
  const std::size_t n = n_electrodes();
  direct_.assign(n * n, Number{});
  for (std::size_t e = 0; e < electrodes_.size(); ++e) {
    Number& own = direct_[e * n + e];
    if (equations_.has_ground(electrodes_[e])) own += y_ground;
    for (const Tie& t : columns_[e].junctions) {
      work_[t.row] -= y[t.branch] + y_junction;
      own += y[t.branch] + y_junction;
    }
    for (const Tie& t : columns_[e].conductors) {
      work_[t.row] -= conductors[t.branch].g;
      own += conductors[t.branch].g;
    }
    eliminate(columns_[e]);
  }
  if (leak > 0) {
    std::vector<std::uint32_t>& all = columns_.back().reach;
    all.resize(n_free);
    std::iota(all.begin(), all.end(), 0u);
    std::fill(work_.begin(), work_.end(), Number{-leak});
    direct_.back() = leak * static_cast<double>(n_free);
    eliminate(columns_.back());
  }
  const auto link = [&](const Link& l, Number g) {
    if (l.a != none) direct_[l.a * n + l.a] += g;
    if (l.b != none) direct_[l.b * n + l.b] += g;
    if (l.a != none && l.b != none) direct_[l.a * n + l.b] -= g, direct_[l.b * n + l.a] -= g;
  };
  for (const Link& l : junction_links_) link(l, y[l.branch] + y_junction);
  for (const Link& l : conductor_links_) link(l, conductors[l.branch].g);
  take_answers();
  return true;
}

// A column of K_ie in work_ becomes one of Y; work_ is zero again.
template <class Number>
void CondensedMatrix<Number>::eliminate(Electrode& column) {
  ldlt_.forward(column.reach, work_);
  column.y.resize(column.reach.size());
  for (std::size_t k = 0; k < column.reach.size(); ++k) {
    column.y[k] = work_[column.reach[k]];
    work_[column.reach[k]] = Number{};
  }
}

template <class Number>
void CondensedMatrix<Number>::take_answers() {
  const std::span<const Number> pivots = ldlt_.inverse_pivots();
  const std::size_t n = n_electrodes();
  answers_ = direct_;
  for (std::size_t a = 0; a < n; ++a) {
    const Electrode& of_a = columns_[a];
    for (std::size_t k = 0; k < of_a.reach.size(); ++k) work_[of_a.reach[k]] = of_a.y[k] * pivots[of_a.reach[k]];
    for (std::size_t b = 0; b <= a; ++b) {
      Number sum{};
      for (std::size_t k = 0; k < columns_[b].reach.size(); ++k) sum += columns_[b].y[k] * work_[columns_[b].reach[k]];
      answers_[a * n + b] -= sum;
      if (b != a) answers_[b * n + a] -= sum;
    }
    for (const std::uint32_t row : of_a.reach) work_[row] = Number{};
  }
}

template <class Number>
void CondensedMatrix<Number>::reduce(std::span<Number> f_inside, std::span<Number> at_electrodes) const {
  const std::span<const Number> pivots = ldlt_.inverse_pivots();
  ldlt_.forward(f_inside);
  for (std::size_t e = 0; e < n_electrodes(); ++e) {
    const Electrode& of_e = columns_[e];
    Number sum{};
    for (std::size_t k = 0; k < of_e.reach.size(); ++k)
      sum += of_e.y[k] * pivots[of_e.reach[k]] * f_inside[of_e.reach[k]];
    at_electrodes[e] -= sum;
  }
  ldlt_.backward(f_inside);
  for (Number& f : f_inside) f = -f;
}

template <class Number>
void CondensedMatrix<Number>::follow(std::span<const Number> dv, std::span<Number> du) const {
  bool moves = false;
  for (std::size_t e = 0; e < n_electrodes(); ++e) {
    if (dv[e] == 0.0) continue;
    moves = true;
    const Electrode& of_e = columns_[e];
    for (std::size_t k = 0; k < of_e.reach.size(); ++k) work_[of_e.reach[k]] += of_e.y[k] * dv[e];
  }
  if (!moves) return;
  ldlt_.backward(work_);
  for (std::size_t k = 0; k < du.size(); ++k) {
    du[k] -= work_[k];
    work_[k] = Number{};
  }
}

template class CondensedMatrix<double>;
template class CondensedMatrix<std::complex<double>>;

}  // namespace somn::native
