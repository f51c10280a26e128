// for each parameter:  change = 1 %; up to three times:
//   run the native engine with it; ratio = how clearly the ladder tells it from the run without (1: just)
//   events lost: a tenth of the change; else smallest = change/ratio; stop where that is near the change, else try it
#include "resolution.hpp"

#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/workflow/compare.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace somn::workflow {
namespace {

constexpr double largest_change = 0.3;  // beyond it nothing is small
constexpr double junction_rows = 2e9;   // about half a minute

struct Quantity {
  const char* kind;
  std::string what, unit;
  double value = 0;
  std::function<void(circuit::Circuit&, double factor)> scale = {};
};

// Does the current at a given state and voltage depend on it?
bool is_of_current(const models::Law& law, std::size_t p, std::vector<double> values) {
  const auto current = [&](double volt) {
    const models::Device device(law, values);
    return device.evaluate(device.initial_state(), volt).i;
  };
  const double forwards = current(1), backwards = current(-1);
  values[p] *= 1.1;
  return current(1) != forwards || current(-1) != backwards;
}

// By its unit: S and ohm, what varies per second, what a voltage or a current is compared with. None: no quantity of
// these kinds (an exponent, a length, an initial state).
const char* kind_of(const models::Law& law, std::size_t k, const std::vector<double>& values) {
  const models::Parameter& p = law.parameters[k];
  if (p.is_choice() || k == law.initial_parameter) return nullptr;
  const Dimension d = parse_unit(p.unit, p.name).dimension;
  if (d == dimension::conductance || d == dimension::resistance) return "conductance";
  if (d.second != 0) return "time constant";
  if (d == dimension::current && is_of_current(law, k, values))
    return "conductance";  // the amplitude of a law whose current is no conductance times the voltage
  if (d.volt > 0 || d.ampere > 0) return "threshold";
  return nullptr;
}

std::vector<Quantity> quantities(const circuit::Circuit& c) {
  std::vector<Quantity> all;
  std::set<std::string> seen;
  for (const circuit::Model& m : c.models) {
    if (!seen.insert(m.law).second) continue;
    const models::Law& law = models::law(m.law, "compare");
    for (std::size_t p = 0; p < law.parameters.size(); ++p) {
      const char* kind = kind_of(law, p, m.values);
      if (!kind || m.values[p] == 0) continue;
      all.push_back({kind, law.parameters[p].name + " of " + m.law, law.parameters[p].unit, m.values[p],
                     [p, name = m.law](circuit::Circuit& circuit, double factor) {
                       for (circuit::Model& model : circuit.models)
                         if (model.law == name) model.values[p] *= factor;
                     }});
    }
  }
  if (c.junction_capacitance > 0)
    all.push_back({"time constant", "capacitance of the junctions", "F", c.junction_capacitance,
                   [](circuit::Circuit& circuit, double factor) { circuit.junction_capacitance *= factor; }});
  std::stable_sort(all.begin(), all.end(),
                   [](const Quantity& p, const Quantity& q) { return std::string_view(p.kind) < q.kind; });
  return all;
}

class Measurement {
 public:
  Measurement(const experiment::Experiment& e, const circuit::Circuit& c, const std::atomic<bool>* stop)
      : experiment_(e), circuit_(c), stop_(stop) {
    experiment_.run.engine = "native";
    std::erase_if(experiment_.run.record, [](const std::string& what) { return what != "source" && what != "events"; });
  }
  compare::Run run(const Quantity* quantity, double factor) const {
    circuit::Circuit changed = circuit_;
    if (quantity) quantity->scale(changed, factor);
    for (const circuit::Model& m : changed.models) models::law(m.law, "compare").check(m.values, "compare");
    const experiment::RunResult result = experiment::run_native(experiment_, changed, {.stop = stop_});
    if (result.statistics.interrupted) throw InputError({.what = "interrupted", .where = "compare"});
    if (!result.failure.empty()) throw InputError({.what = result.failure, .where = "compare"});
    return compared_run("native", experiment_, result);
  }

 private:
  experiment::Experiment experiment_;
  const circuit::Circuit& circuit_;
  const std::atomic<bool>* stop_;
};

}  // namespace

void measure_resolution(const experiment::Experiment& e, const circuit::Circuit& circuit, const compare::Run& a,
                        const compare::Run& b, const compare::Facts& facts, const std::atomic<bool>* stop,
                        compare::Comparison& c) {
  const Measurement measurement(e, circuit, stop);
  const double rows = static_cast<double>(b.trace.n_rows()) * static_cast<double>(circuit.junctions.size());
  double cost = 0;
  std::optional<compare::Run> given;
  std::vector<compare::Resolution> found;
  for (const Quantity& q : quantities(circuit)) {
    compare::Resolution& r = found.emplace_back(compare::Resolution{.kind = q.kind, .what = q.what, .unit = q.unit});
    double change = 0.01;
    try {
      if (!given) given = b.name.ends_with("native") ? b : measurement.run(nullptr, 1);
      for (int k = 0; k < 3; ++k) {
        if ((cost += rows) > junction_rows) {
          r.note = "not measured: it would take too long";
          break;
        }
        const compare::Answer answer = compare::answer(c, a, b, facts, *given, measurement.run(&q, 1 + change));
        if (answer.has_parted && k < 2) {
          r.relative = change, r.rung = "L4, events without partner, number of";
          change *= 0.1;
          continue;
        }
        if (answer.has_parted || !(answer.ratio > change / largest_change)) {
          if (!answer.has_parted && !r.relative) r.note = fmt::format("not seen up to {:.0f} %", 100 * largest_change);
          break;
        }
        r.relative = change / answer.ratio, r.rung = answer.rung;
        if (answer.ratio > 0.3 && answer.ratio < 3) break;
        change = std::clamp(*r.relative, 1e-9, largest_change);
      }
    } catch (const Error& error) {
      if (!r.relative) r.note = fmt::format("not measured: {}", error.what());
    }
    if (r.relative) r.absolute = *r.relative * std::abs(q.value);
  }
  c.resolution.insert(c.resolution.begin(), found.begin(), found.end());
}

}  // namespace somn::workflow
