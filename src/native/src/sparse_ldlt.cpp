#include "sparse_ldlt.hpp"

#include <Eigen/OrderingMethods>
#include <Eigen/SparseCore>
#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <type_traits>

namespace somn::native {

namespace {

// The same elimination, by height in its tree: what follows each other does not wait for each other,
// and loops of one length follow each other. A solve then takes
// half the time, as long as everything is near (221 nodes: 1.05 us for 2.07); beyond that, neighbours belong together
// (24 609 nodes: a factorisation takes 5.1 ms for 3.5).
constexpr std::size_t near = 4096;  // nodes
std::vector<std::uint32_t> by_height(const std::vector<std::uint32_t>& order,
                                     std::span<const std::pair<std::uint32_t, std::uint32_t>> edges) {
  constexpr auto none = static_cast<std::uint32_t>(-1);
  const auto n = static_cast<std::uint32_t>(order.size());
  std::vector<std::uint32_t> place(n), parent(n, none), ancestor(n, none), height(n, 0), result(n);
  std::vector<std::vector<std::uint32_t>> below(n);  // neighbours that are eliminated earlier
  for (std::uint32_t k = 0; k < n; ++k) place[order[k]] = k, result[k] = k;
  for (const auto& [a, b] : edges) below[std::max(place[a], place[b])].push_back(std::min(place[a], place[b]));
  for (std::uint32_t k = 0; k < n; ++k)
    for (std::uint32_t j : below[k])  // Liu's algorithm, with path compression
      while (j < k) {
        const std::uint32_t next = ancestor[j];
        ancestor[j] = k;
        if (next == none) {
          parent[j] = k;
          height[k] = std::max(height[k], height[j] + 1);
        }
        j = next == none ? k : next;
      }
  std::vector<std::uint32_t> seen(n, none), count(n, 0);  // entries of the factor in each column
  for (std::uint32_t k = 0; k < n; ++k) {
    seen[k] = k;
    for (std::uint32_t j : below[k])
      for (; j < k && seen[j] != k; j = parent[j]) seen[j] = k, ++count[j];
  }
  std::stable_sort(result.begin(), result.end(),
                   [&](auto a, auto b) { return std::pair(height[a], count[a]) < std::pair(height[b], count[b]); });
  for (std::uint32_t& k : result) k = order[k];
  return result;
}

// y -= sum over N columns of L, from their first common row on: one after the other in each row, so that the bits are
// those of one column at a time
template <std::size_t N, class Number>
[[gnu::always_inline]] inline void subtract(const std::array<const Number*, N>& l, const std::array<Number, N>& y_j,
                                            const std::uint32_t* row, std::size_t n, Number* y) {
  for (std::size_t p = 0; p < n; ++p) {
    Number sum = y[row[p]];
    for (std::size_t c = 0; c < N; ++c) sum -= l[c][p] * y_j[c];
    y[row[p]] = sum;
  }
}

bool is_finite(double d) {
  return std::isfinite(d);
}
bool is_finite(std::complex<double> d) {
  return std::isfinite(d.real()) && std::isfinite(d.imag());
}

}  // namespace

std::vector<std::uint32_t> elimination_order(std::size_t n,
                                             std::span<const std::pair<std::uint32_t, std::uint32_t>> edges) {
  // 64 bits: the ordering hashes by sums of node numbers, which for a node with a thousand neighbours among millions
  // pass 2^31 and let it run for ever
  using Index = std::int64_t;
  Eigen::SparseMatrix<double, Eigen::ColMajor, Index> matrix(static_cast<Index>(n), static_cast<Index>(n));
  std::vector<Eigen::Triplet<double, Index>> entries;
  entries.reserve(n + edges.size());
  for (std::size_t k = 0; k < n; ++k) entries.emplace_back(static_cast<Index>(k), static_cast<Index>(k), 1.0);
  for (const auto& [a, b] : edges) entries.emplace_back(std::max(a, b), std::min(a, b), 1.0);
  matrix.setFromTriplets(entries.begin(), entries.end());
  Eigen::PermutationMatrix<Eigen::Dynamic, Eigen::Dynamic, Index> order;
  Eigen::AMDOrdering<Index>()(matrix.selfadjointView<Eigen::Lower>(), order);
  std::vector<std::uint32_t> result(n);
  for (std::size_t k = 0; k < n; ++k)
    result[k] = static_cast<std::uint32_t>(order.indices()[static_cast<Eigen::Index>(k)]);
  return n <= near ? by_height(result, edges) : result;
}

template <class Number>
BasicLdlt<Number>::BasicLdlt(const UpperPattern& a) : a_(a) {
  const auto n = static_cast<std::uint32_t>(a.n());
  constexpr auto none = static_cast<std::uint32_t>(-1);
  std::vector<std::uint32_t>& parent = parent_;
  std::vector<std::uint32_t> seen(n, none), count(n, 0);
  parent.assign(n, none);
  row_start_.assign(n + 1, 0);
  // row k of L: everything between the entries of column k of A and k in the elimination tree
  for (std::uint32_t k = 0; k < n; ++k) {
    seen[k] = k;
    const auto row_begin = static_cast<std::ptrdiff_t>(row_column_.size());
    for (std::uint32_t p = a.start[k]; p < a.start[k + 1]; ++p)
      for (std::uint32_t j = a.row[p]; j < k && seen[j] != k; j = parent[j]) {
        if (parent[j] == none) parent[j] = k;
        seen[j] = k;
        ++count[j];
        row_column_.push_back(j);
      }
    std::sort(row_column_.begin() + row_begin, row_column_.end());
    row_start_[k + 1] = static_cast<std::uint32_t>(row_column_.size());
  }
  start_.assign(n + 1, 0);
  for (std::uint32_t k = 0; k < n; ++k) start_[k + 1] = start_[k] + count[k];
  n_alike_.assign(n, 1);
  for (std::uint32_t k = n; k-- > 1;)
    if (parent[k - 1] == k && count[k - 1] == count[k] + 1) n_alike_[k - 1] = n_alike_[k] + 1;
  row_.resize(start_[n]);
  std::vector<std::uint32_t> end(start_.begin(), start_.end() - 1);
  row_place_.resize(row_column_.size());
  for (std::uint32_t k = 0; k < n; ++k)
    for (std::uint32_t r = row_start_[k]; r < row_start_[k + 1]; ++r) {
      row_place_[r] = end[row_column_[r]]++;
      row_[row_place_[r]] = k;
    }
  l_.resize(row_.size());
  inverse_d_.resize(n);
  y_.assign(n, 0.0);
  is_dirty_.assign(n, 0);
}

// Columns of A that changed, and their ancestors
template <class Number>
void BasicLdlt<Number>::mark_dirty(std::span<const Number> values) {
  constexpr auto none = static_cast<std::uint32_t>(-1);
  const std::size_t n = a_.n();
  const bool is_first = factorised_.empty();
  for (std::size_t k = 0; k < n; ++k) {
    for (std::uint32_t p = a_.start[k]; !is_dirty_[k] && p < a_.start[k + 1]; ++p)
      is_dirty_[k] = is_first || values[p] != factorised_[p];
    if (is_dirty_[k] && parent_[k] != none) is_dirty_[parent_[k]] = 1;
  }
  factorised_.assign(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(a_.row.size()));
}

template <class Number>
bool BasicLdlt<Number>::factorise(std::span<const Number> values) {
  const std::size_t n = a_.n();
  mark_dirty(values);
  Number* const y = y_.data();
  Number* const l = l_.data();
  const std::uint32_t* const row = row_.data();
  bool is_regular = true;
  for (std::size_t k = 0; k < n; ++k) {
    if (!is_dirty_[k]) continue;
    is_dirty_[k] = 0;
    ++n_rows_done_;
    const std::uint32_t diagonal = a_.start[k + 1] - 1;
    for (std::uint32_t p = a_.start[k]; p < diagonal; ++p) y[a_.row[p]] = values[p];
    Number d = values[diagonal];
    for (std::uint32_t r = row_start_[k]; r < row_start_[k + 1];) {
      const std::uint32_t j = row_column_[r];
      const std::size_t n_together = std::min(n_alike_[j], static_cast<std::uint32_t>(k) - j);
      const auto take = [&]<std::size_t N>(std::integral_constant<std::size_t, N>) {
        std::array<const Number*, N> column;  // from the first row that all have
        std::array<Number, N> y_j;
        for (std::size_t c = 0; c < N; ++c) {
          column[c] = l + start_[j + c] + (N - 1 - c);
          y_j[c] = y[j + c];
          for (std::size_t b = 0; b < c; ++b) y_j[c] -= l[start_[j + b] + (c - 1 - b)] * y_j[b];
          y[j + c] = 0;
        }
        const std::uint32_t last = start_[j + N - 1];
        subtract<N>(column, y_j, row + last, row_place_[r + N - 1] - last, y);
        for (std::size_t c = 0; c < N; ++c, ++r) {
          const Number l_kj = y_j[c] * inverse_d_[j + c];
          d -= l_kj * y_j[c];
          l[row_place_[r]] = l_kj;
        }
      };
      if (n_together >= 8)
        take(std::integral_constant<std::size_t, 8>{});
      else if (n_together >= 4)
        take(std::integral_constant<std::size_t, 4>{});
      else if (n_together >= 2)
        take(std::integral_constant<std::size_t, 2>{});
      else
        take(std::integral_constant<std::size_t, 1>{});
    }
    is_regular = is_regular && d != 0.0 && is_finite(d);
    inverse_d_[k] = 1.0 / d;
  }
  if (is_regular) return true;
  std::fill(y_.begin(), y_.end(), Number{});
  factorised_.clear();
  return false;
}

template <class Number>
bool BasicLdlt<Number>::is_definite() const {
  return std::all_of(inverse_d_.begin(), inverse_d_.end(), [](Number d) { return std::real(d) > 0; });
}

template <class Number>
std::vector<std::uint32_t> BasicLdlt<Number>::with_ancestors(std::span<const std::uint32_t> rows) const {
  constexpr auto none = static_cast<std::uint32_t>(-1);
  std::vector<std::uint32_t> result;
  std::vector<bool> is_there(a_.n());
  for (std::uint32_t k : rows)
    for (; k != none && !is_there[k]; k = parent_[k]) is_there[k] = true, result.push_back(k);
  std::sort(result.begin(), result.end());
  return result;
}

template <class Number>
void BasicLdlt<Number>::forward(std::span<const std::uint32_t> rows, std::span<Number> b) const {
  for (const std::uint32_t j : rows) {
    const Number b_j = b[j];
    for (std::uint32_t p = start_[j]; p < start_[j + 1]; ++p) b[row_[p]] -= l_[p] * b_j;
  }
}

template <class Number>
void BasicLdlt<Number>::forward(std::span<Number> b_out) const {
  const std::size_t n = a_.n();
  Number* const b = b_out.data();
  const Number* const l = l_.data();
  const std::uint32_t* const row = row_.data();
  for (std::size_t j = 0; j < n; ++j) {
    const Number b_j = b[j];
    for (std::uint32_t p = start_[j]; p < start_[j + 1]; ++p) b[row[p]] -= l[p] * b_j;
  }
}

template <class Number>
void BasicLdlt<Number>::backward(std::span<Number> b_out) const {
  Number* const b = b_out.data();
  for (std::size_t j = a_.n(); j-- > 0;) {
    Number even = b[j] * inverse_d_[j], odd{};  // two sums, so that one does not wait for the other
    std::uint32_t p = start_[j];
    for (; p + 1 < start_[j + 1]; p += 2) {
      even -= l_[p] * b[row_[p]];
      odd -= l_[p + 1] * b[row_[p + 1]];
    }
    if (p < start_[j + 1]) even -= l_[p] * b[row_[p]];
    b[j] = even + odd;
  }
}

template <class Number>
void BasicLdlt<Number>::solve(std::span<Number> b) const {
  forward(b);
  backward(b);
}

template class BasicLdlt<double>;
template class BasicLdlt<std::complex<double>>;

}  // namespace somn::native
