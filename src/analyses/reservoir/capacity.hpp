// How much of its inputs a system holds, whatever is made of it: the information processing capacity. J. Dambre et al.,
// Sci. Rep. 2, 514 (2012), doi:10.1038/srep00514; for inputs of any distribution after T. Kubota et al., Phys. Rev.
// Research 3, 043135 (2021).
//
// Targets are products of polynomials of single inputs, orthonormal for the inputs as they were measured, of all delays
// in a window that narrows with the degree; they are made orthonormal on the rows at hand, in the order of the shares that
// the outputs hold of them. The capacity of one is the share of what is left of it that the outputs span, so that all
// together are at most the number of outputs, exactly. One that n rows of noise reach once in 10^4 times counts 0.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace somn::analysis {

struct PartCapacity {
  std::size_t degree = 0;
  std::vector<std::size_t> delays = {};  // one for each factor, with repetition: {0, 0, 3} is P2(u(n)) P1(u(n - 3))
  double capacity = 0;                   // [1] in [0, 1]
};

struct InformationCapacity {
  double total = 0;                     // [1] sum of those that are no chance
  std::vector<double> by_degree = {};   // [1] of degree 1, 2, ...
  std::vector<double> by_delay = {};    // [1] of degree 1 by delay, from 0 on
  double threshold = 0;                 // [1] below it is chance
  std::size_t n_rows = 0, n_targets = 0, rank = 0;  // rank: outputs that are not combinations of others
  std::vector<PartCapacity> parts = {};  // those that are no chance, largest first
};

// The first `n_delays` rows are left out, or the widest window where that is more. Delays of degree 1 from 0 to n_delays;
// windows of higher degrees: 12, 7, 5 inputs. InputError for fewer rows than twice the targets.
InformationCapacity information_capacity(std::span<const double> u, std::span<const std::span<const double>> outputs,
                                         std::size_t n_delays = 30, std::size_t max_degree = 4);

// Kernel rank and generalisation rank, R. Legenstein, W. Maass, Neural Netw. 20, 323 (2007): the number of dimensions that
// the outputs take in all, and that they take where the last `same` inputs were alike (each row less the one whose last
// inputs were nearest). A dimension is a singular value, of outputs scaled to variance 1, above `share` of the largest.
struct Ranks {
  std::size_t kernel = 0, generalisation = 0;
};
Ranks ranks(std::span<const double> u, std::span<const std::span<const double>> outputs, std::size_t same = 3,
            double share = 0.01);

}  // namespace somn::analysis
