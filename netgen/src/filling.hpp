// A sample that is filled object by object until it spans (percolation.hpp).
#pragma once

#include <somn/core/random.hpp>
#include <somn/netgen/percolation.hpp>

#include <memory>

namespace somn::netgen {

class Filling {
 public:
  virtual ~Filling() = default;
  // Empties the sample and fills it at random; returns how many objects it held when it first spanned.
  virtual std::uint64_t fill(Generator&) = 0;
  virtual double places() const = 0;  // of FirstSpanning
};

// Each thread has its own, and uses it again and again.
std::unique_ptr<Filling> make_disc_filling(const PercolationRecipe&, std::uint32_t size);
std::unique_ptr<Filling> make_wire_filling(const PercolationRecipe&, std::uint32_t size);
std::unique_ptr<Filling> make_lattice_filling(const PercolationRecipe&, std::uint32_t size);

}  // namespace somn::netgen
