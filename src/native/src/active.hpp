// Which junctions a step has to look at. A junction rests where its state cannot move by more than `tolerance` of its
// scale as long as its voltage stays below a limit (Group::rest_limit): it is a resistor, its state stays what it is.
// All others are active, and side by side in arrays, in the order of their slots. A resting junction whose voltage
// comes within 3 % of its limit is active from the next step on, one that passes it within a step makes this step be
// done again; an active one has to be 6 % below its limit to rest.
#pragma once

#include "core.hpp"

namespace somn::native {

class Active {
 public:
  Active(const Core&, double tolerance);

  const std::vector<std::uint32_t>& slots() const { return slots_; }
  std::size_t n() const { return slots_.size(); }
  void wake_all(const Core&);
  bool wake(const Core&, std::span<const double> v, double part);  // what is beyond this part of its limit at v; any?
  bool rest(const Core&);                                          // what can, at the last point; any?
  void linearise(const Core&, const double* x, const double* v, Linear&) const;
  void evaluate(const Core&, const double* x, const double* v, double* f, double* i) const;
  std::size_t place(std::uint32_t slot) const;  // in the list, or n()
  void archive(Archive& a) { a(limit_); }
  void collect(const Core&);  // the list, after reading an archive

  struct Part {  // of the list, one group's
    const Group* group;
    std::size_t first, n;
  };
  const std::vector<Part>& parts() const { return parts_; }

 private:
  double tolerance_;
  std::vector<double> limit_;             // [V] by slot; infinite where active
  std::vector<std::uint32_t> slots_;
  std::vector<Part> parts_;
};

}  // namespace somn::native
