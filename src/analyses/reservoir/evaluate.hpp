// A task on a recording: training, test, intervals, and what the same read-out makes of less.
//
//   rows       washout | training | test; the penalty is chosen within the training rows
//   interval   95 %, from 200 resamplings of the test rows in blocks of the square root of their number. The weights stay:
//              it is the interval of this device and this training, not of devices; that comes from several seeds
//   controls   inputs     as many taps of the inputs, u(n), u(n - 1), ..., as there are outputs: a shift register
//              resistors  u(n) alone: a film of resistors shows nothing but multiples of its present inputs
//              shuffled   the outputs in random order of rows: chance
#pragma once

#include <somn/analyses/reservoir/read_out.hpp>
#include <somn/analyses/reservoir/tasks.hpp>
#include <somn/schema/fields.hpp>

#include <cstdint>
#include <optional>

namespace somn::analysis {

using Signals = std::vector<std::vector<double>>;

struct EvaluateOptions {
  TaskKind task = TaskKind::memory;
  TaskSetting setting = {};
  Ridge ridge{.is_cross_validated = true};
  double train = 0.8;         // [1] share of the rows behind the washout
  std::size_t washout = 30;   // [rows]
  bool drops_chance = true;   // memory: capacities that noise reaches once in 20 evaluations count 0
  std::uint64_t seed = 1;     // of controls and intervals
  std::size_t n_resamplings = 200;  // 0: no intervals
};

struct Interval95 {
  double low = 0, high = 0;
};
schema::Fields<Interval95> fields_of(const Interval95*);

struct TargetResult {
  std::string name = {};
  double score = 0;
  std::optional<Interval95> interval = {};
  double inputs = 0, resistors = 0, shuffled = 0;  // scores of the controls
  double penalty = 0;
};
schema::Fields<TargetResult> fields_of(const TargetResult*);

struct Shown {  // of the first target, the beginning of the test rows
  std::vector<double> target = {}, prediction = {};
};
schema::Fields<Shown> fields_of(const Shown*);

struct Controls {
  double inputs = 0, resistors = 0, shuffled = 0;
};
schema::Fields<Controls> fields_of(const Controls*);

struct Evaluation {
  std::string score_name = {};
  double value = 0;  // of memory: the sum of the scores; else the first target's score
  std::optional<Interval95> interval = {};
  Controls control = {};
  std::optional<double> capacity = {}, capacity_raw = {}, threshold = {};  // of memory
  std::optional<std::vector<double>> capacity_by_delay = {};
  std::size_t n_outputs = 0, n_train = 0, n_test = 0;
  std::vector<TargetResult> targets = {};
  Shown shown = {};
};
schema::Fields<Evaluation> fields_of(const Evaluation*);

// `inputs`: the first is the task's. All of one length, one row per input. InputError for too few rows.
Evaluation evaluate(const Signals& inputs, const Signals& outputs, const EvaluateOptions&);

// n taps of the inputs: u_1(n), u_2(n), ..., u_1(n - 1), ...; 0 before the first row.
Signals shift_register(const Signals& inputs, std::size_t n_taps);

}  // namespace somn::analysis
