#include <somn/core/error.hpp>
#include <somn/experiment/lyapunov_function.hpp>
#include <somn/models/catalogue.hpp>

#include <algorithm>
#include <optional>
#include <string>

namespace somn::experiment {
namespace {

InputError not_covered(const char* what) {
  std::string laws;
  for (const models::Law& law : models::laws())
    if (models::Device(law, law.defaults()).rest(0)) laws += (laws.empty() ? "" : " or ") + law.name;
  return InputError({.what = what,
                     .where = "run.record: lyapunov",
                     .remedy = "record = [\"lyapunov\"] needs [junction] capacitance = \"0 F\", ground_capacitance = "
                               "\"0 F\", a constant voltage, and the law " +
                               laws + " without scatter, noise and jumps"});
}

// G'(x) v(x)^2/2, v(x) the voltage at which x rests
double integrand(const models::Device& device, double x) {
  const std::optional<models::Rest> rest = device.rest(x);
  return 0.5 * rest->g_x * rest->v * rest->v;
}

double gauss_5(const models::Device& device, double from, double to) {
  static constexpr double nodes[] = {0.5384693101056831, 0.9061798459386640},
                          weights[] = {0.4786286704993665, 0.2369268850561891};
  const double middle = 0.5 * (from + to), half = 0.5 * (to - from);
  double sum = 0.5688888888888889 * integrand(device, middle);
  for (int k = 0; k < 2; ++k)
    sum += weights[k] * (integrand(device, middle + half * nodes[k]) + integrand(device, middle - half * nodes[k]));
  return half * sum;
}

}  // namespace

LyapunovFunction::LyapunovFunction(const circuit::Circuit& circuit) : amplitude_(circuit::voltage(circuit.drive, 0)) {
  if (circuit.junction_capacitance > 0 || circuit.ground_capacitance > 0)
    throw not_covered("a network with capacitances has no Lyapunov function: it may spike");
  if (circuit.drive.kind != circuit::DriveKind::dc || circuit.drive.is_current || circuit.terminals.size() > 2)
    throw not_covered("the Lyapunov function is that of one source of constant voltage");
  for (const circuit::Model& m : circuit.models) {
    const models::Law& law = models::law(m.law, "lyapunov");
    devices_.emplace_back(law, m.values);
    if (!devices_.back().rest(devices_.back().initial_state()))
      throw not_covered("no Lyapunov function for this law and its parameters");
  }
  for (const circuit::Junction& j : circuit.junctions) model_of_.push_back(j.model);
}

double LyapunovFunction::advance(std::span<const double> states, double i_source, bool is_interpolated) {
  if (!has_point_) states_.assign(states.begin(), states.end());
  for (std::size_t k = 0; k < states.size(); ++k) {
    if (states[k] == states_[k]) continue;
    stored_ += gauss_5(devices_[model_of_[k]], states_[k], states[k]);
    states_[k] = states[k];
  }
  value_ = stored_ - 0.5 * amplitude_ * i_source;
  if (is_interpolated) return value_;
  if (!has_point_) first_ = judged_ = lowest_ = highest_ = value_;
  has_point_ = true;
  largest_rise_ = std::max(largest_rise_, value_ - judged_);
  lowest_ = std::min(lowest_, value_), highest_ = std::max(highest_, value_);
  judged_ = value_;
  return value_;
}

LyapunovSummary LyapunovFunction::summary() const {
  return {.first = first_, .last = judged_, .largest_rise = largest_rise_, .span = highest_ - lowest_};
}

void LyapunovFunction::archive(Archive& a) {
  a(states_), a(has_point_), a(stored_), a(value_), a(judged_), a(first_), a(lowest_), a(highest_), a(largest_rise_);
}

}  // namespace somn::experiment
