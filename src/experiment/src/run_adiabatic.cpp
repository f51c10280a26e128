#include <somn/adiabatic/slip_model.hpp>
#include <somn/core/error.hpp>
#include <somn/experiment/run.hpp>
#include <somn/models/catalogue.hpp>

#include <ctime>
#include <optional>

namespace somn::experiment {
namespace {

[[noreturn]] void refuse(const Experiment& e, const char* what, const std::string& value, const std::string& allowed) {
  throw InputError(
      {.what = what, .where = e.where + ": run.engine = \"adiabatic\"", .value = value, .allowed = allowed});
}

std::string relays() {
  std::string names;
  for (const models::Law& law : models::laws())
    if (law.relay(law.defaults())) names += (names.empty() ? "" : " or ") + law.name;
  return names;
}

adiabatic::Options options_of(const Experiment& e) {
  const netlist::Material& m = e.material;
  const models::Law& law = models::law(m.law, e.where);
  const std::optional<models::Relay> relay = law.relay(m.values);
  if (!relay || !m.mixture.empty()) refuse(e, "the limit of another law", netlist::describe(m), relays() + " alone");
  adiabatic::Options o{.rho = relay->v_hold / relay->v_set, .c2c = relay->c2c};
  o.seed = static_cast<std::uint64_t>(relay->seed);
  if (*m.junction_capacitance > 0) o.ground_capacitance = *m.ground_capacitance / *m.junction_capacitance;
  for (const netlist::Spread& s : m.spread) {
    const std::string& threshold = law.parameters[law.scaled_together.front()].name;
    if (s.parameter != threshold || s.distribution != netlist::Distribution::log_normal)
      refuse(e, "a spread that the limit does not know", s.parameter, "a log-normal spread of " + threshold);
    o.het = s.width;
  }
  return o;
}

}  // namespace

RunResult run_adiabatic(const Experiment& e, const netgen::Network& network, const NativeControl& control) {
  const std::clock_t begin = std::clock();
  adiabatic::SlipModel model(network, options_of(e));
  RunResult result;
  const auto stopped = [&] { return control.stop && *control.stop; };
  for (std::size_t k = e.run.warm_up.value_or(4 * network.n_junctions()); k > 0 && !stopped(); --k) model.next();
  double sample = 1;
  for (std::size_t k = 0; k < e.run.avalanches && !stopped(); ++k) {
    const adiabatic::Avalanche a = model.next();
    for (const adiabatic::Slip& slip : model.slips())
      result.events.push_back({.time = sample + slip.sweep, .junction = slip.junction});
    sample += static_cast<double>(a.duration + 1);
  }
  result.t_end = sample;
  result.statistics.steps = e.run.avalanches;
  result.statistics.cpu = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  result.statistics.interrupted = stopped();
  if (stopped()) result.failure = "interrupted";
  return result;
}

}  // namespace somn::experiment
