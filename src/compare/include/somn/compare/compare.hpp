// Two runs of one experiment: do they tell the same story? The ladder of docs/compare.md, rung by rung, each with its
// own tolerance (tolerances.hpp) and the worst place named.
//
//   E  the same experiment, whole records?   L0 laws pointwise   L1 linear network   L2 step halving
//   L3 until the first event   L4 events: times, lost ones, sizes   L5 counts, intervals, mean of whole records
//
// With a halving the tolerances of L3 and L4 are measured, else they are guesses from rtol: coarse, as the error of a
// current is rtol times how steeply it depends on the states. Where junctions switch again and again (oscillatory,
// irregular, bursting) two correct engines part sooner or later: L4 is then judged for the first ten events, or, with a
// halving, up to where an engine parts from its own finer run.
#pragma once

#include <somn/core/events.hpp>
#include <somn/core/trace.hpp>
#include <somn/schema/forward.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace somn::compare {

struct Run {
  std::string name;                   // "ngspice", "native", or the folder
  Trace trace;                        // time_s, v_source_V, i_source_A, ..., recorded states
  std::vector<JunctionEvent> events;  // in order of time
  std::vector<double> final_states;   // by junction; may be empty
  double rtol = 1e-4;                 // [1]
  double longest_step = 0;            // [s] an upper bound
  double time_shift = 0;              // [s] to subtract from its times: dt for forward Euler, whose rows are late
};

struct Place {       // where two runs differ most
  double time = 0;   // [s]
  std::string what;  // "i_source_A", "junction 17"
  double a = 0, b = 0;
};

enum class Verdict { passed, failed, not_judged };

struct Rung {
  std::string name;   // "L3"
  std::string title;  // "until the first event: source current, RMS"
  Verdict verdict = Verdict::not_judged;
  double value = 0, tolerance = 0;  // in the unit that the title says
  std::optional<Place> worst = {};
  std::string note = {};  // why it is not judged, what was counted
};

// What step halving says of one engine: its distance from itself with halved steps and a tenth of the tolerance.
struct Halving {
  Run finer_a, finer_b;
};

// A key of the experiment whose values differ. Numerics (tolerance, steps, method) may: their error is what is judged.
struct Difference {
  std::string key, a, b;  // "run.t_stop", "1 s", "0.5 s"; "network (hash)"
  bool is_numerics = false;
};

struct Facts {
  bool is_ohmic = true;                       // all laws: then L1 is linear
  bool is_current_driven = false;             // the source's voltage is compared, not its current
  bool has_capacitances = false;              // whose charges ngspice integrates by a method of second order
  std::string regime = {};                    // of the analysis; decides whether L4 is judged
  std::optional<double> law_difference = {};  // L0, measured by who knows both laws
  std::string law_place = {};
  std::optional<Halving> halving = {};
  std::vector<Difference> differences = {};
  bool has_other_network = false;  // nothing but the experiments can be compared
  double t_stop = 0;               // [s] where both records should end; 0: where the longer one does
};

// The smallest change that would have been seen: of a parameter, of an event.
struct Resolution {
  std::string kind;  // "conductance", "threshold", "time constant", "event time", "size of event"
  std::string what;  // "g_on of tunnel", "the first event"
  std::string unit;  // of `absolute`
  std::optional<double> relative = {}, absolute = {};
  std::string rung = {};  // that would have seen it
  std::string note = {};  // why there is no number
};

struct Comparison {
  std::string a, b;
  std::vector<Rung> rungs;
  std::vector<Resolution> resolution = {};
  bool has_passed() const;  // no rung failed
};

// Throws InputError where the runs have no common time or lack a column. O(rows + events log events).
Comparison compare(const Run& a, const Run& b, const Facts&);

// How clearly the ladder, at the tolerances of `c` (the comparison of a and b), would tell `changed` from `given`, one
// engine's runs of two circuits: 1 is just seen. In proportion to the change while no event is lost.
struct Answer {
  double ratio = 0;
  std::string rung = {};    // that sees most
  bool has_parted = false;  // events were lost or gained: the change is no small one
};
Answer answer(const Comparison& c, const Run& a, const Run& b, const Facts&, const Run& given, const Run& changed);

std::string to_table(const Comparison&);  // for people
std::string to_json(const Comparison&);

// Their tables (somn/schema/fields.hpp): the keys of compare.json.
schema::Fields<Place> fields_of(const Place*);
schema::Fields<Rung> fields_of(const Rung*);
schema::Fields<Resolution> fields_of(const Resolution*);
schema::Fields<Comparison> fields_of(const Comparison*);
std::vector<std::pair<Verdict, const char*>> names_of(const Verdict*);

}  // namespace somn::compare
