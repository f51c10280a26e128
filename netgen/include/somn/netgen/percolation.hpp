// `somn percolation`: at which density does a sample span? Curves for several sizes and the threshold they agree on.
//
// Samples   M. Newman, R. Ziff, PRL 85, 4104 (2000), doi:10.1103/PhysRevLett.85.4104; PRE 64, 016706 (2001): objects
//   are added one by one, clusters kept by union-find, until the sample spans; only the number n at which it first
//   spans is kept. At a given density the number of objects is Poisson (continuum) or binomial (lattice), so the
//   spanning probability R_L is the mean over samples of the probability of n objects or more: smooth curves, no bins.
// Rules     wrapping: periodic in every direction, a cluster winds around the sample in some direction (J. Machta et
//             al., PRE 54, 1332 (1996)); the smallest finite-size corrections
//           spanning: open on every side, a cluster joins left and right: what a device shows
// Units     sizes and lengths are in diameters (discs), mean lengths (wires), lattice constants (lattice).
//           density: covered fraction phi = 1 - exp(-n pi/4) (discs), n l^2 (wires), occupied fraction p (lattice).
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace somn::netgen {

struct PercolationRecipe {
  enum class Ensemble { discs, wires, lattice } ensemble = Ensemble::discs;
  enum class Rule { wrapping, spanning } rule = Rule::wrapping;
  enum class Lattice { square, triangular, honeycomb, cubic } lattice = Lattice::square;
  enum class Dilution { bond, site } dilution = Dilution::bond;
  double length_sd = 0;              // [mean length] of Gamma distributed wires, 0 ... 1
  std::vector<std::uint32_t> sizes;  // ascending; each 4 ... 4096 (discs), 2 ... 4096 (wires, lattice; cubic 256)
  std::uint64_t samples = 0;         // of the largest size; a smaller one gets as many as take the same work,
                                     // samples * (largest / size)^dimension
  std::uint64_t seed = 1;
  unsigned threads = 1;

  int dimension() const { return ensemble == Ensemble::lattice && lattice == Lattice::cubic ? 3 : 2; }
};

// Sizes and samples that take one to one and a half minutes of processor time (lattices half of that) and, by wrapping,
// give intervals of about +- 0.0002 (plane lattices), 0.0003 (discs), 0.01 (wires).
std::vector<std::uint32_t> default_sizes(const PercolationRecipe&);
std::uint64_t default_samples(const PercolationRecipe&);

// When the samples of one size first spanned.
struct FirstSpanning {
  std::uint32_t size = 0;
  double places = 0;  // lattice: bonds or sites that can be occupied; continuum: objects at unit density n
  std::vector<std::pair<std::uint64_t, std::uint64_t>> counts;  // (n, samples that first spanned at n), ascending
  std::uint64_t samples = 0;                                    // in total
};

// What the caller hears of, and how it stops: both from any thread.
struct PercolationMonitor {
  std::function<void(double fraction)> on_progress;  // of the work, 0 ... 1; may be empty
  const std::atomic<bool>* stop = nullptr;           // when true, what is complete so far is returned
};

// One entry per size. The result does not depend on the number of threads; a stopped run holds a part of the samples of
// each size, perhaps none. Throws InputError for sizes or samples out of range. Cost: about 0.03 us (lattice), 0.12 us
// (discs), 0.35 us (wires) per object.
std::vector<FirstSpanning> first_spanning(const PercolationRecipe&, const PercolationMonitor& = {});

// R_L at a density, and its derivative. [1] 0 for no samples.
double spanning_probability(const PercolationRecipe&, const FirstSpanning&, double density);
double spanning_slope(const PercolationRecipe&, const FirstSpanning&, double density);

struct Estimate {
  double value = 0, low = 0, high = 0;  // 95 % interval
};

// The threshold is the density at which R_L does not depend on L. Near the threshold
//   R_L(p) = R* + a (p - p_c) L^(1/nu) + b L^-x
// so p_c is where weighted least squares of R_L(p_c) = R* + b L^-x over the sizes leaves the smallest chi^2. R*, b and
// p_c are fitted; neither nu nor any critical value is used. Known is only the exponent of the correction: x = 2 for
// wrapping in the plane (Newman and Ziff 2001), 1.2 in three dimensions (J. Wang et al., PRE 87, 052107 (2013)), 1 for
// open sides (R. Ziff, PRL 69, 2670 (1992)). With two sizes only, b = 0: p_c is their crossing.
// The interval is p_c +- 1.96 sigma,
//   sigma^2 = statistical^2 + correction^2
// statistical: bootstrap over the samples, times sqrt(chi^2 / degrees of freedom) where that is above 1
// correction:  half the difference between p_c with 1.5 x and with x / 1.5, which says how much rests on x
struct Threshold {
  struct Crossing {
    std::uint32_t smaller = 0, larger = 0;
    Estimate density, probability;  // where the curves of successive sizes cross
  };
  std::vector<Crossing> crossings;  // those that exist, smallest sizes first
  Estimate density;                 // p_c
  double statistical = 0;           // [density] standard error, bootstrap
  double correction = 0;            // [density] residual correction
  Estimate probability;             // R*
  double chi_squared = 0;
  int degrees_of_freedom = 0;
  // From the slopes at p_c: ln dR_L/dp = constant + ln L / nu + c L^-x by least squares (c = 0 below four sizes).
  std::optional<Estimate> nu;
};

// Empty where fewer than two sizes have samples or no density can be found. Deterministic for a seed.
std::optional<Threshold> estimate_threshold(const PercolationRecipe&, const std::vector<FirstSpanning>&);

}  // namespace somn::netgen
