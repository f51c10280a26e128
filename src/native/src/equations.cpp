#include "equations.hpp"

#include <somn/core/error.hpp>

#include <algorithm>

namespace somn::native {

Equations::Equations(const circuit::Circuit& c, const Groups& groups)
    : junction_capacitance_(c.junction_capacitance), ground_capacitance_(c.ground_capacitance) {
  number_potentials(c, groups);
  make_pattern();
  for (Branch& b : branches_) b = branch(b.plus, b.minus);
  for (const Conductor& r : conductors_) conductor_branches_.push_back(branch(r.a, r.b));
  drive_node_ = potential_of(c.source);
  for (std::uint32_t k = 0; k < branches_.size(); ++k)
    if (branches_[k].plus == drive_node_ || branches_[k].minus == drive_node_) drive_slots_.push_back(k);
}

// First nodes and sources as they come, then renumbered: free ones in elimination order, fixed ones behind.
void Equations::number_potentials(const circuit::Circuit& c, const Groups& groups) {
  std::vector<std::uint32_t> first(c.n_nodes, none);
  std::uint32_t n = 0;
  for (std::uint32_t k = 0; k < c.n_nodes; ++k)
    if (c.is_connected[k]) first[k] = n++;
  std::vector<bool> fixed(n, false), has_ground(n, true);
  fixed[first[c.drain.index]] = true;
  has_ground[first[c.drain.index]] = false;
  const auto add_drive = [&](const circuit::Drive& drive, NodeId node) {
    Source source{.drive = &drive, .potential = first[node.index], .is_current = drive.is_current};
    if (!source.is_current && drive.series_resistance > 0) {
      conductors_.push_back({n, first[node.index], 1 / drive.series_resistance});
      source.potential = n++;
      fixed.push_back(true);
      has_ground.push_back(false);
    } else if (!source.is_current) {
      fixed[first[node.index]] = true;
    }
    sources_.push_back(source);
  };
  add_drive(c.drive, c.source);
  for (const circuit::Terminal& t : c.terminals)
    if (t.drive && c.is_connected[t.node.index]) add_drive(*t.drive, t.node);

  std::vector<std::uint32_t> free_index(n, none);
  std::uint32_t n_free = 0;
  for (std::uint32_t k = 0; k < n; ++k)
    if (!fixed[k]) free_index[k] = n_free++;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ends, edges;
  for (const std::uint32_t j : groups.junction_of_slot)
    ends.emplace_back(first[c.junctions[j].positive.index], first[c.junctions[j].negative.index]);
  for (const circuit::Resistor& r : c.resistors)
    if (c.is_connected[r.a.index] && c.is_connected[r.b.index])
      conductors_.push_back({first[r.a.index], first[r.b.index], 1 / r.resistance});
  const auto join = [&](std::uint32_t a, std::uint32_t b) {
    if (a != b && !fixed[a] && !fixed[b]) edges.emplace_back(free_index[a], free_index[b]);
  };
  for (const auto& [a, b] : ends) join(a, b);
  for (const Conductor& r : conductors_) join(r.a, r.b);

  const std::vector<std::uint32_t> order = elimination_order(n_free, edges);
  std::vector<std::uint32_t> place(n_free), final_index(n);
  for (std::uint32_t k = 0; k < n_free; ++k) place[order[k]] = k;
  std::uint32_t next = n_free;
  for (std::uint32_t k = 0; k < n; ++k) final_index[k] = fixed[k] ? next++ : place[free_index[k]];

  n_free_ = n_free;
  n_potentials_ = n;
  is_node_.assign(n, false);
  for (std::uint32_t k = 0; k < n; ++k) is_node_[final_index[k]] = has_ground[k];
  for (const auto& [a, b] : ends) branches_.push_back({final_index[a], final_index[b], 0, 0, 0});
  for (Conductor& r : conductors_) r.a = final_index[r.a], r.b = final_index[r.b];
  for (Source& s : sources_) s.potential = final_index[s.potential];
  potential_of_node_.assign(c.n_nodes, none);
  for (std::uint32_t k = 0; k < c.n_nodes; ++k)
    if (first[k] != none) potential_of_node_[k] = final_index[first[k]];
}

void Equations::make_pattern() {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> entries;  // column, row
  const auto add = [&](std::uint32_t a, std::uint32_t b) {
    if (a < n_free_ && b < n_free_ && a != b) entries.emplace_back(std::max(a, b), std::min(a, b));
  };
  for (const Branch& b : branches_) add(b.plus, b.minus);
  for (const Conductor& r : conductors_) add(r.a, r.b);
  for (std::uint32_t k = 0; k < n_free_; ++k) entries.emplace_back(k, k);
  std::sort(entries.begin(), entries.end());
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  pattern_.start.assign(n_free_ + 1, 0);
  for (const auto& [column, row] : entries) {
    ++pattern_.start[column + 1];
    pattern_.row.push_back(row);
  }
  for (std::size_t k = 0; k < n_free_; ++k) pattern_.start[k + 1] += pattern_.start[k];
}

Equations::Branch Equations::branch(std::uint32_t a, std::uint32_t b) const {
  const auto dustbin = static_cast<std::uint32_t>(pattern_.row.size());
  Branch result{a, b, dustbin, dustbin, dustbin};
  if (a < n_free_) result.at_plus = pattern_.start[a + 1] - 1;
  if (b < n_free_) result.at_minus = pattern_.start[b + 1] - 1;
  if (a < n_free_ && b < n_free_ && a != b) {
    const auto begin = pattern_.row.begin() + pattern_.start[std::max(a, b)];
    const auto end = pattern_.row.begin() + pattern_.start[std::max(a, b) + 1];
    result.off = static_cast<std::uint32_t>(std::lower_bound(begin, end, std::min(a, b)) - pattern_.row.begin());
  }
  return result;
}

void Equations::set_sources(double time, std::span<double> u) const {
  for (const Source& s : sources_)
    if (!s.is_current) u[s.potential] = circuit::voltage(*s.drive, time);
}

void Equations::voltages(std::span<const double> u, std::span<double> v) const {
  for (std::size_t k = 0; k < branches_.size(); ++k) v[k] = u[branches_[k].plus] - u[branches_[k].minus];
}

void Equations::stamp(const Branch& b, double g, double* values) const {
  values[b.at_plus] += g;
  values[b.at_minus] += g;
  values[b.off] -= g;
}

void Equations::assemble(std::span<const double> g, double weight, std::span<double> values) const {
  std::fill(values.begin(), values.end(), 0.0);
  const double g_junction = weight > 0 ? junction_capacitance_ / weight : 0;
  for (std::size_t k = 0; k < branches_.size(); ++k) stamp(branches_[k], g[k] + g_junction, values.data());
  for (std::size_t k = 0; k < conductors_.size(); ++k) stamp(conductor_branches_[k], conductors_[k].g, values.data());
  if (weight > 0)
    for (std::size_t k = 0; k < n_free_; ++k) values[pattern_.start[k + 1] - 1] += ground_capacitance(k) / weight;
}

void Equations::sum_currents(std::span<const double> i, std::span<const double> u, std::span<const double> v,
                             const Charges& q, double time, std::span<double> sums) const {
  std::fill(sums.begin(), sums.end(), 0.0);
  const bool stores = q.weight > 0 && junction_capacitance_ > 0;
  for (std::size_t k = 0; k < branches_.size(); ++k) {
    const double total = i[k] + (stores ? capacitor(junction_capacitance_, v[k], q.junction[k], q.weight) : 0);
    sums[branches_[k].plus] += total;
    sums[branches_[k].minus] -= total;
  }
  for (const Conductor& r : conductors_) {
    sums[r.a] += r.g * (u[r.a] - u[r.b]);
    sums[r.b] -= r.g * (u[r.a] - u[r.b]);
  }
  if (q.weight > 0 && ground_capacitance_ > 0)
    for (std::size_t k = 0; k < n_potentials_; ++k)
      if (is_node_[k]) sums[k] += capacitor(ground_capacitance_, u[k], q.ground[k], q.weight);
  for (const Source& s : sources_)
    if (s.is_current) sums[s.potential] -= circuit::voltage(*s.drive, time);
}

void Equations::gather(std::span<const double> by_slot, std::span<const double> by_potential,
                       std::span<double> sums) const {
  for (std::size_t k = 0; k < n_potentials_; ++k) sums[k] = is_node_[k] ? by_potential[k] : 0;
  for (std::size_t k = 0; k < branches_.size(); ++k) {
    sums[branches_[k].plus] += by_slot[k];
    sums[branches_[k].minus] -= by_slot[k];
  }
}

void Equations::right_hand_side(std::span<const double> g, std::span<const double> u, const Charges& q, double time,
                                std::span<double> b) const {
  std::fill(b.begin(), b.end(), 0.0);
  const auto from_fixed = [&](std::uint32_t a, std::uint32_t c, double conductance) {
    if (a >= n_free_ && c < n_free_) b[c] += conductance * u[a];
    if (c >= n_free_ && a < n_free_) b[a] += conductance * u[c];
  };
  const double g_junction = q.weight > 0 ? junction_capacitance_ / q.weight : 0;
  for (std::size_t k = 0; k < branches_.size(); ++k) {
    const auto [plus, minus] = std::pair{branches_[k].plus, branches_[k].minus};
    if (plus >= n_free_ || minus >= n_free_) from_fixed(plus, minus, g[k] + g_junction);
    if (g_junction > 0) {
      const double history = q.junction[k] / q.weight;
      if (plus < n_free_) b[plus] += history;
      if (minus < n_free_) b[minus] -= history;
    }
  }
  for (const Conductor& r : conductors_) from_fixed(r.a, r.b, r.g);
  if (q.weight > 0 && ground_capacitance_ > 0)
    for (std::size_t k = 0; k < n_free_; ++k)
      if (is_node_[k]) b[k] += q.ground[k] / q.weight;
  for (const Source& s : sources_)
    if (s.is_current) b[s.potential] += circuit::voltage(*s.drive, time);
}

double Equations::source_current(std::span<const double> i, std::span<const double> u, std::span<const double> v,
                                 const Charges& q, double time) const {
  const Source& source = sources_.front();
  if (source.is_current) return circuit::voltage(*source.drive, time);
  double sum = 0;
  for (const std::uint32_t k : drive_slots_) {
    if (source.potential != drive_node_) break;  // behind a series resistance
    const double total = i[k] + (q.weight > 0 && junction_capacitance_ > 0
                                     ? capacitor(junction_capacitance_, v[k], q.junction[k], q.weight)
                                     : 0);
    sum += branches_[k].plus == source.potential ? total : -total;
  }
  for (const Conductor& r : conductors_)
    if (r.a == source.potential || r.b == source.potential)
      sum += r.g * (r.a == source.potential ? u[r.a] - u[r.b] : u[r.b] - u[r.a]);
  if (q.weight > 0 && ground_capacitance_ > 0 && is_node_[source.potential])
    sum += capacitor(ground_capacitance_, u[source.potential], q.ground[source.potential], q.weight);
  return sum;
}

double Equations::network_current(std::span<const double> i, std::span<const double> u, double time) const {
  const Source& source = sources_.front();
  if (source.is_current) return circuit::voltage(*source.drive, time);
  double sum = 0;
  for (const std::uint32_t k : drive_slots_) sum += branches_[k].plus == drive_node_ ? i[k] : -i[k];
  for (const Conductor& r : conductors_) {
    const bool is_of_drive = source.potential != drive_node_ && (r.a == source.potential || r.b == source.potential);
    if (is_of_drive || (r.a != drive_node_ && r.b != drive_node_)) continue;
    sum += r.g * (r.a == drive_node_ ? u[r.a] - u[r.b] : u[r.b] - u[r.a]);
  }
  return sum;
}

}  // namespace somn::native
