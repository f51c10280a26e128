#include <somn/core/error.hpp>
#include <somn/experiment/lyapunov_function.hpp>
#include <somn/models/catalogue.hpp>

#include <algorithm>
#include <cmath>

namespace somn::experiment {
namespace {

constexpr const char* remedy =
    "record = [\"lyapunov\"] needs [junction] capacitance = \"0 F\", ground_capacitance = \"0 F\", "
    "a constant voltage, and laws vts (c2c = 0, noise = 0) or rate (noise = 0, jump_rate = 0)";

InputError not_covered(const char* what) {
  return InputError({.what = what, .where = "run.record: lyapunov", .remedy = remedy});
}

double square(double y) {
  return y * y;
}

// vts: dx/dt = 0 at |v|_eps = (v_set + v_hold)/2 - W (x - 1/2) + delta ln(x/(1 - x)), or at v = 0 where that is
// negative
enum VtsCoefficient { g_off, ratio, middle, width, delta, epsilon, n_vts };
double vts_integrand(const double* c, double x) {
  const double inside = std::clamp(x, 1e-300, 1 - 1e-16);
  const double a = c[middle] - c[width] * (x - 0.5) + c[delta] * std::log(inside / (1 - inside));
  return a > 0 ? 0.5 * c[ratio] * c[g_off] * std::exp(c[ratio] * x) * (square(a + c[epsilon]) - square(c[epsilon])) : 0;
}

// The root of W s - 2 delta ln((1 + s)/(1 - s)) = window, s = sqrt(1 - 4 delta/W): the left side rises with W.
double vts_width(double window, double delta) {
  double low = 4 * delta, high = window + 100 * delta;
  for (int k = 0; k < 200 && low < high; ++k) {
    const double w = 0.5 * (low + high), s = std::sqrt(1 - 4 * delta / w);
    (w * s - 4 * delta * std::atanh(s) < window ? low : high) = w;
  }
  return 0.5 * (low + high);
}

// rate: dg/dt = 0 at |v| = ln(kappa_d0 g/(kappa_p0 (1 - g)))/(eta_p + eta_d), or at v = 0 where that is negative
enum RateCoefficient { slope, down_over_up, eta, n_rate };
double rate_integrand(const double* c, double x) {
  const double inside = std::clamp(x, 1e-300, 1 - 1e-16);
  return 0.5 * c[slope] * square(std::max(0.0, std::log(c[down_over_up] * inside / (1 - inside)) / c[eta]));
}

double gauss_5(double (*f)(const double*, double), const double* c, double from, double to) {
  static constexpr double nodes[] = {0.5384693101056831, 0.9061798459386640},
                          weights[] = {0.4786286704993665, 0.2369268850561891};
  const double middle = 0.5 * (from + to), half = 0.5 * (to - from);
  double sum = 0.5688888888888889 * f(c, middle);
  for (int k = 0; k < 2; ++k) sum += weights[k] * (f(c, middle + half * nodes[k]) + f(c, middle - half * nodes[k]));
  return half * sum;
}

}  // namespace

LyapunovFunction::LyapunovFunction(const circuit::Circuit& circuit) : amplitude_(circuit.drive.amplitude) {
  if (circuit.junction_capacitance > 0 || circuit.ground_capacitance > 0)
    throw not_covered("a network with capacitances has no Lyapunov function: it may spike");
  if (circuit.drive.kind != circuit::DriveKind::dc || circuit.drive.is_current || circuit.terminals.size() > 2)
    throw not_covered("the Lyapunov function is that of one source of constant voltage");
  for (const circuit::Model& m : circuit.models) {
    const models::Law& law = models::law(m.law, "lyapunov");
    const auto value = [&](const char* name) { return m.values[law.index(name, "lyapunov")]; };
    if (law.name == "vts" && value("c2c") == 0 && value("noise") == 0) {
      std::vector<double> c(n_vts);
      c[g_off] = 1 / value("r_off"), c[ratio] = std::log(value("r_off") / value("r_on"));
      c[middle] = 0.5 * (value("v_set") + value("v_hold")), c[delta] = value("delta"), c[epsilon] = value("epsilon");
      c[width] = vts_width(value("v_set") - value("v_hold"), c[delta]);
      coefficients_.push_back(std::move(c)), integrand_.push_back(vts_integrand);
    } else if (law.name == "rate" && value("noise") == 0 && value("jump_rate") == 0) {
      coefficients_.push_back(
          {value("g_max") - value("g_min"), value("kappa_d0") / value("kappa_p0"), value("eta_p") + value("eta_d")});
      integrand_.push_back(rate_integrand);
    } else {
      throw not_covered("no Lyapunov function for this law and its parameters");
    }
  }
  for (const circuit::Junction& j : circuit.junctions) model_of_.push_back(j.model);
}

double LyapunovFunction::advance(std::span<const double> states, double i_source, bool is_interpolated) {
  if (!has_point_) states_.assign(states.begin(), states.end());
  for (std::size_t k = 0; k < states.size(); ++k) {
    if (states[k] == states_[k]) continue;
    const std::size_t m = model_of_[k];
    stored_ += gauss_5(integrand_[m], coefficients_[m].data(), states_[k], states[k]);
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
