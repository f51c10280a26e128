// The Lyapunov function of a resistive network under DC (docs/no-go.md): junctions i = G(x) V, dG/dx > 0, whose state
// grows where |V| > v(x) and shrinks where |V| < v(x).
//
//   L(x) = -Phi + sum over junctions of integral from x(0) to x of G'(s) v(s)^2/2 ds,   Phi = half the source's power
//   dL/dt = -1/2 sum G' (V^2 - v^2) dx/dt <= 0
//
// So nothing in such a network can repeat itself. L counts from -Phi at the first point. v(x) is the
// law's own (models::Device::rest): vts and rate have one.
#pragma once

#include <somn/circuit/circuit.hpp>
#include <somn/core/archive.hpp>
#include <somn/models/catalogue.hpp>

#include <span>
#include <vector>

namespace somn::experiment {

struct LyapunovSummary {
  double first = 0, last = 0;  // [W]
  double largest_rise = 0;     // [W] over one accepted step; 0: it never rose
  double span = 0;             // [W] largest minus smallest value
  double relative_rise() const { return span > 0 ? largest_rise / span : 0; }
};

class LyapunovFunction {
 public:
  // InputError where the theorem says nothing: capacitances, a drive that is not one constant voltage, another law,
  // scatter or noise.
  explicit LyapunovFunction(const circuit::Circuit&);

  // The points of a run in order of time: states of all junctions [1] and source current [A]. Returns L [W]. Points
  // that are interpolated within a step are not judged.
  double advance(std::span<const double> states, double i_source, bool is_interpolated);
  double value() const { return value_; }  // [W]
  LyapunovSummary summary() const;
  void archive(Archive&);

 private:
  double amplitude_;                     // [V]
  std::vector<std::size_t> model_of_;    // by junction
  std::vector<models::Device> devices_;  // by model
  std::vector<double> states_;
  bool has_point_ = false;
  double stored_ = 0, value_ = 0, judged_ = 0, first_ = 0, lowest_ = 0, highest_ = 0, largest_rise_ = 0;  // [W]
};

}  // namespace somn::experiment
