// `adaptive`: RODAS4P2, with capacitances (rosenbrock.cpp) or without (rodas.cpp); or where it fits and nothing is stiff the explicit method of
// waveform.hpp, whose step costs a fourth. Where that one finds itself stiff, RODAS4P2 takes over for a while, twice as
// long every time.
#include "waveform.hpp"

namespace somn::native {
namespace {

class Adaptive final : public Integrator {
 public:
  explicit Adaptive(Core& c) : implicit_(c.equations.has_capacitance() ? make_rosenbrock(c) : make_rodas(c)) {
    if (Waveform::fits(c)) explicit_ = std::make_unique<Waveform>(c);
    is_explicit_ = explicit_ != nullptr;
  }

  void start(Core& c) override {
    implicit_->start(c);
    if (explicit_) explicit_->start(c);
  }

  bool step(Core& c) override {
    if (explicit_) is_explicit_ ? look_for_stiffness(c) : compare(c);
    return at_work().step(c);
  }

  void add_corner(double t) override {
    implicit_->add_corner(t);
    if (explicit_) explicit_->add_corner(t);
  }

  void interpolate(const Core& c, double t, std::span<double> x, std::span<double> u, double& i_source) const override {
    at_work().interpolate(c, t, x, u, i_source);
  }
  double state_at(const Core& c, double t, std::size_t slot) const override { return at_work().state_at(c, t, slot); }
  void archive(Archive& a) override {
    implicit_->archive(a);
    if (explicit_) explicit_->archive(a);
    a(is_explicit_), a(n_left_), a(wait_), a(next_trial_), a(speed_), a(mark_time_), a(mark_factorisations_);
  }
  std::uint64_t n_evaluations() const override {
    return implicit_->n_evaluations() + (explicit_ ? explicit_->n_evaluations() : 0);
  }
  const std::vector<double>& residual(const Core& c) const override { return at_work().residual(c); }

 private:
  static constexpr int trial = 8, stay = 64;  // steps of the implicit method

  void look_for_stiffness(Core& c) {
    if (!explicit_->is_stiff() || c.statistics.steps < next_trial_) return;
    is_explicit_ = false;
    n_left_ = stay + trial;
    speed_ = explicit_->next_step();  // its steps take one factorisation
    implicit_->take_over(c, speed_);
  }

  // Time per factorisation, in the second half of the trial
  void compare(Core& c) {
    --n_left_;
    if (n_left_ == stay + trial / 2) mark_time_ = c.time, mark_factorisations_ = c.linear.n_factorisations;
    if (n_left_ == stay) {
      const auto n = static_cast<double>(c.linear.n_factorisations - mark_factorisations_);
      if ((c.time - mark_time_) < speed_ * n) {
        next_trial_ = c.statistics.steps + wait_;
        wait_ *= 2;
        n_left_ = 0;
      }
    }
    if (n_left_ > 0) return;
    is_explicit_ = true;
    explicit_->take_over(c, speed_);
  }

  Integrator& at_work() const { return is_explicit_ ? static_cast<Integrator&>(*explicit_) : *implicit_; }

  std::unique_ptr<Integrator> implicit_;
  std::unique_ptr<Waveform> explicit_;  // where it fits
  bool is_explicit_ = false;
  int n_left_ = 0;                            // steps of the implicit method
  std::uint64_t wait_ = 64, next_trial_ = 0;  // steps
  double speed_ = 0;                          // [s] per factorisation, of the explicit method
  double mark_time_ = 0;                      // [s] half of the trial
  std::uint64_t mark_factorisations_ = 0;
};

}  // namespace

std::unique_ptr<Integrator> make_adaptive(Core& c) {
  return std::make_unique<Adaptive>(c);
}

}  // namespace somn::native
