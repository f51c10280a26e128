// The junction laws as data: one table per law (models/<law>/params.def) feeds the ngspice interface file, this
// catalogue, `somn models` and the documentation. The functions are those that the code model is compiled from.
#pragma once

#include <somn/core/interval.hpp>
#include <somn/core/units.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace somn::models {

struct Parameter {
  std::string name;
  double default_value = 0;          // [SI]; of a choice: the index
  std::string unit;                  // as printed, "V s"; "1" for a number
  std::string interval;              // legal range, "(0, inf)": a round bracket excludes the end point
  std::vector<std::string> choices;  // of a choice, else empty
  std::string meaning;
  std::string equation;  // its number in the head of models/<law>/law.h
  std::string source;    // of the default

  bool is_choice() const { return !choices.empty(); }
  bool is_whole() const { return meaning.find("whole number") != std::string::npos; }
  std::string to_text(double value) const;  // "0.01", "both"
  Interval range() const;                   // of a number: `interval`; of a choice: its indices
};

// Another set of defaults: "r_on=100 window=biolek", applied by Law::preset_values.
struct Preset {
  std::string name, settings, source;
};

// What an engine needs of a junction at a point.
struct Point {
  double i = 0, i_x = 0, i_v = 0;  // [A], by the state, [S]
  double f = 0, f_x = 0, f_v = 0;  // dx/dt [state/s], [1/s], [state/(s V)]
};

// Under constant voltages a state x rises where |v| > v and falls where |v| < v; the conductance rises with x.
struct Rest {
  double v = 0, g_x = 0;  // [V], [S/state]
};

// Of a law whose state integrates the voltage: |v| - v_set above v_set, -b (v_reset - |v|) below v_reset; at `closed`
// it is closed.
struct Flux {
  double v_set = 0, v_reset = 0, b = 0, closed = 0;  // [V], [V], [1], [V s]
};

// Of a law that closes at v_set and opens at v_hold, with a log-normal factor of width c2c in each cycle.
struct Relay {
  double v_set = 0, v_hold = 0, c2c = 0, seed = 0;  // [V], [V], [1]
};

struct Law {
  std::string name;                   // "vts"; its code model is "somn_vts"
  std::string title;                  // one line
  std::vector<Parameter> parameters;  // of the law
  std::vector<Parameter> code_model;  // of every code model beside them: lte, h_max
  std::vector<Preset> presets;
  std::string state_name, state_unit;             // "x", "1"
  double default_junction_capacitance = 0;        // [F] in a network; 0: none
  bool is_ohmic = true;                           // i = G(x) v
  bool is_synaptic = false;                       // its state is a weight that the spikes of others move
  std::size_t initial_parameter = 0;              // that for the initial state: x0, lambda0, r_init, ...
  std::vector<std::size_t> scaled_together = {};  // parameters that one factor of device-to-device spread scales
  std::optional<std::size_t> unit_voltage = {};   // the parameter that a drive in units of the law counts in

  std::vector<double> defaults() const;
  std::vector<double> preset_values(std::string_view preset, const std::string& where) const;  // "default" is one
  std::size_t index(std::string_view parameter, const std::string& where) const;  // InputError naming the nearest

  // Reads a value as people write it ("10 mV", "both") for parameter `index` and checks its range.
  double parse(std::size_t index, std::string_view text, const std::string& where) const;
  // What is wrong with the combination ("v_hold must be below v_set"), or an InputError's absence: throws InputError.
  void check(const std::vector<double>& values, const std::string& where) const;

  double unique_step(const std::vector<double>& values) const;  // [s]; infinity where any step will do
  // Conductances of the open and the closed junction, for event thresholds.
  std::pair<double, double> g_off_on(const std::vector<double>& values) const;
  std::optional<Flux> flux(const std::vector<double>& values) const;    // where it is a law of that kind
  std::optional<Relay> relay(const std::vector<double>& values) const;  // likewise
};

// One junction's law with its parameters checked and its derived values at hand: cheap to evaluate again and again.
// Without history: a latch is on the side that the state says, scatter and noise are those of a new junction.
class Device {
 public:
  Device(const Law&, const std::vector<double>& values);  // values as Law::parameters, already checked
  Point evaluate(double state, double v) const;
  double conductance(double state) const;  // [S] di/dv at v = 0 and frozen state
  double initial_state() const;
  double bounded(double state) const;
  bool moves(double state) const;                // of itself, at the beginning of a step: a filament that breaks
  std::optional<Rest> rest(double state) const;  // none: not a law of that kind, or chance moves its state
  bool is_latched() const;                       // its conductance depends on its history, not on its state alone

 private:
  const struct Entry* entry_;
  std::shared_ptr<void> params_;
};

const std::vector<Law>& laws();
const Law& law(std::string_view name, const std::string& where);  // InputError naming the nearest

}  // namespace somn::models
