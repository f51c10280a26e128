// What a linear read-out of a network can do: of anybody's recording a task, of a run the usual ones.
#include <somn/analyses/analysis.hpp>
#include <somn/analyses/reservoir/capacity.hpp>
#include <somn/analyses/reservoir/evaluate.hpp>
#include <somn/analyses/reservoir/figure.hpp>
#include <somn/analyses/reservoir/of_run.hpp>
#include <somn/analyses/reservoir/recording.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/tables/columns.hpp>

#include <fmt/format.h>

namespace somn::analysis {

schema::Fields<PartCapacity> fields_of(const PartCapacity*) {
  return schema::Fields<PartCapacity>()
      .value("degree", &PartCapacity::degree, {.meaning = "of the polynomial"})
      .value("delays", &PartCapacity::delays, {.meaning = "one for each factor"})
      .value("capacity", &PartCapacity::capacity, {.meaning = "share that the outputs hold"});
}

schema::Fields<InformationCapacity> fields_of(const InformationCapacity*) {
  using C = InformationCapacity;
  return schema::Fields<C>()
      .value("total", &C::total, {.meaning = "at most the number of outputs"})
      .value("by_degree", &C::by_degree, {.meaning = "of degree 1, 2, ..."})
      .value("by_delay", &C::by_delay, {.meaning = "of degree 1, from delay 0 on"})
      .value("threshold", &C::threshold, {.meaning = "a capacity below is chance and counts 0"})
      .value("n_rows", &C::n_rows, {.meaning = "that were used"})
      .value("n_targets", &C::n_targets, {.meaning = "polynomials"})
      .value("rank", &C::rank, {.meaning = "outputs that are not combinations of others"})
      .value("parts", &C::parts, {.meaning = "that are no chance, largest first"});
}

schema::Fields<Ranks> fields_of(const Ranks*) {
  return schema::Fields<Ranks>()
      .value("kernel", &Ranks::kernel, {.meaning = "dimensions that the outputs take"})
      .value("generalisation", &Ranks::generalisation, {.meaning = "dimensions that they take where the last inputs were alike"})
      .computed("difference", [](const Ranks& r) { return static_cast<double>(r.kernel) - static_cast<double>(r.generalisation); },
                {.meaning = "kernel less generalisation"});
}

namespace {

using schema::Fields;

enum class Convention { standard, rcbench };
std::vector<std::pair<Convention, const char*>> names_of(const Convention*) {
  return {{Convention::standard, "standard"}, {Convention::rcbench, "rcbench"}};
}

struct Options {
  std::vector<std::string> input = {}, output = {}, outputs = {};
  TaskKind task = TaskKind::memory;
  Convention convention = Convention::standard;
  std::size_t delays = 30, horizon = 1, degree = 4;
  std::string ridge = {};
  double train = 0.8;
  std::optional<std::size_t> washout = {};
  std::size_t rows_per_input = 0, virtual_nodes = 1;
  double low = 0, high = 0;
  std::uint64_t seed = 1;
  std::string plot = {};
};

Fields<Options> fields_of(const Options*) {
  using O = Options;
  return Fields<O>()
      .value("input", &O::input, {.meaning = "column that drives, or several, the first of which the task is about [v_source_V]"})
      .value("output", &O::output, {.meaning = "columns that are read; default: voltages of what floats"})
      .value("outputs", &O::outputs, {.meaning = "the same as --output"})
      .value("task", &O::task, {.meaning = "what the read-out is to tell"})
      .value("convention", &O::convention,
             {.meaning = "rcbench: memory as RCbench counts it, signals as they are, ridge 0.1, nothing dropped"})
      .value("delays", &O::delays, {.range = "[1, 10000]", .meaning = "largest delay of memory, n-back and ipc"})
      .value("horizon", &O::horizon, {.range = "[1, 10000]", .meaning = "steps of a forecast"})
      .value("degree", &O::degree, {.range = "[1, 4]", .meaning = "largest degree of ipc"})
      .value("ridge", &O::ridge, {.meaning = "penalty, or cv: chosen by cross-validation [cv; rcbench 0.1]"})
      .value("train", &O::train, {.unit = "1", .range = "(0, 1)", .meaning = "share of the rows that train"})
      .value("washout", &O::washout, {.meaning = "first rows left out; default: the delays, at least 30"})
      .value("rows_per_input", &O::rows_per_input,
             {.meaning = "rows for which each input stands, the last of which is read; 0: found in the input"})
      .value("virtual_nodes", &O::virtual_nodes, {.range = "[1, 100000]", .meaning = "rows of each input that are read"})
      .value("low", &O::low, {.meaning = "with --high: range of the input, which narma10 maps on [0, 0.5]; default: of the record"})
      .value("high", &O::high, {.meaning = "likewise"})
      .value("seed", &O::seed, {.meaning = "of controls and intervals"})
      .value("plot", &O::plot, {.meaning = std::string(tables::plot_meaning)});
}

struct Result {
  TaskKind task = TaskKind::memory;
  Convention convention = Convention::standard;
  std::string paper = {};
  std::vector<std::string> input = {}, output = {};
  std::size_t n_rows = 0, rows_per_input = 1, washout = 0;
  double ridge = 0;
  std::optional<Evaluation> evaluation = {};
  std::optional<InformationCapacity> ipc = {};
  std::optional<InformationCapacity> ipc_of_inputs = {};
  std::optional<Ranks> ranks = {};
  std::uint64_t seed = 1;
};

Fields<Result> fields_of(const Result*) {
  using R = Result;
  return Fields<R>()
      .value("task", &R::task, {.meaning = "what the read-out was to tell"})
      .value("convention", &R::convention, {.meaning = "how it was counted"})
      .value("paper", &R::paper, {.meaning = "where the task is defined"})
      .value("input", &R::input, {.meaning = "columns that drive"})
      .value("output", &R::output, {.meaning = "columns that were read"})
      .value("n_rows", &R::n_rows, {.meaning = "inputs in the record"})
      .value("rows_per_input", &R::rows_per_input, {.meaning = "rows of the file for each"})
      .value("washout", &R::washout, {.meaning = "first rows left out"})
      .value("ridge", &R::ridge, {.meaning = "penalty; where it was chosen, that of the first target"})
      .merged_if_any(&R::evaluation)
      .value_if_any("ipc", &R::ipc, {.meaning = "information processing capacity"})
      .value_if_any("ipc_of_inputs", &R::ipc_of_inputs, {.meaning = "of as many taps of the inputs"})
      .value_if_any("ranks", &R::ranks, {.meaning = "kernel rank and generalisation rank"})
      .value("seed", &R::seed, {.meaning = "of controls and intervals"});
}

double penalty_of(const std::string& text) {
  const double penalty = parse_quantity(text, dimension::none, "--ridge");
  if (!(penalty > 0)) throw InputError({.what = "ridge", .where = "--ridge", .value = text, .allowed = "> 0, or cv"});
  return penalty;
}

Ridge ridge_of(const Options& o) {
  const bool is_rcbench = o.convention == Convention::rcbench;
  if (o.ridge == "cv" || (o.ridge.empty() && !is_rcbench)) return {.is_scaled = !is_rcbench, .is_cross_validated = true};
  return {.penalty = o.ridge.empty() ? 0.1 : penalty_of(o.ridge), .is_per_row = false, .is_scaled = !is_rcbench};
}

std::vector<std::span<const double>> spans(const Signals& s, std::size_t first) {
  std::vector<std::span<const double>> rows;
  for (const std::vector<double>& x : s) rows.push_back(std::span(x).subspan(first));
  return rows;
}

std::string text_of(const Result& r) {
  std::string text = fmt::format("{:<16}{} outputs, {} inputs of {} row{}\n", "record", r.output.size(), r.n_rows, r.rows_per_input,
                                 r.rows_per_input > 1 ? "s each" : "");
  if (r.ranks)
    return text + fmt::format("{:<16}{}\n{:<16}{}\n", "kernel rank", r.ranks->kernel, "generalisation", r.ranks->generalisation);
  if (r.ipc) {
    text += fmt::format("{:<16}{:.4f} of at most {} ({:.4f} of as many taps of the inputs)\n", "capacity", r.ipc->total, r.ipc->rank,
                        r.ipc_of_inputs->total);
    for (std::size_t d = 0; d < r.ipc->by_degree.size(); ++d)
      text += fmt::format("{:<16}{:.4f}\n", fmt::format("degree {}", d + 1), r.ipc->by_degree[d]);
    return text;
  }
  const Evaluation& e = *r.evaluation;
  const auto range = [](const std::optional<Interval95>& i) {
    return i ? fmt::format(" (95 %: {:.4f} to {:.4f})", i->low, i->high) : std::string();
  };
  text += fmt::format("{:<16}{} rows, test {}\n", "training", e.n_train, e.n_test);
  text += fmt::format("{:<16}{:.6f}{}, {}\n", e.capacity ? "capacity" : "score", e.value, range(e.interval), e.score_name);
  text += fmt::format("{:<16}{:.4f} of as many taps of the inputs, {:.4f} of the present inputs, {:.4f} of shuffled outputs\n", "controls",
                      e.control.inputs, e.control.resistors, e.control.shuffled);
  for (const TargetResult& t : e.targets)
    if (e.targets.size() > 1 && !(e.capacity && t.score == 0))
      text += fmt::format("  {:<14}{:.4f}{}, inputs {:.4f}\n", t.name, t.score, range(t.interval), t.inputs);
  return text;
}

Answer analyse(const std::string& path, const Options& o) {
  RecordingOptions wanted{.inputs = o.input, .outputs = o.output, .rows_per_input = o.rows_per_input, .virtual_nodes = o.virtual_nodes, .plot = o.plot};
  wanted.outputs.insert(wanted.outputs.end(), o.outputs.begin(), o.outputs.end());
  if (o.convention == Convention::rcbench && o.task != TaskKind::memory)
    throw InputError({.what = "a convention of memory", .where = "--convention", .value = "rcbench", .allowed = "with --task memory"});
  const Recording recording = read_recording(path, wanted);
  Result r{.task = o.task,
           .convention = o.convention,
           .input = recording.input_names,
           .output = recording.output_names,
           .n_rows = recording.inputs.front().size(),
           .rows_per_input = recording.rows_per_input,
           .seed = o.seed};
  const bool has_delays = o.task == TaskKind::memory || o.task == TaskKind::n_back || o.task == TaskKind::ipc;
  r.washout = o.washout.value_or(o.convention == Convention::rcbench ? o.delays : has_delays ? std::max<std::size_t>(30, o.delays) : 30);
  if (r.washout + 50 > r.n_rows)
    throw InputError({.what = "too few inputs", .where = recording.source, .value = fmt::format("{}, {} of them washed out", r.n_rows, r.washout),
                      .allowed = "50 more"});
  if (o.task == TaskKind::ipc) {
    r.paper = "J. Dambre et al., Sci. Rep. 2, 514 (2012)";
    const std::size_t first = r.washout > o.delays ? r.washout - o.delays : 0;
    r.ipc = information_capacity(std::span(recording.inputs.front()).subspan(first), spans(recording.outputs, first), o.delays, o.degree);
    r.ipc_of_inputs = information_capacity(std::span(recording.inputs.front()).subspan(first),
                                           spans(shift_register(recording.inputs, recording.outputs.size()), first), o.delays, o.degree);
  } else if (o.task == TaskKind::rank) {
    r.paper = "R. Legenstein, W. Maass, Neural Netw. 20, 323 (2007)";
    r.ranks = ranks(std::span(recording.inputs.front()).subspan(r.washout), spans(recording.outputs, r.washout));
  } else {
    r.paper = std::string(task(o.task).paper);
    EvaluateOptions how{.task = o.task, .ridge = ridge_of(o), .train = o.train, .washout = r.washout, .seed = o.seed};
    how.drops_chance = o.convention == Convention::standard;
    how.setting = {.n_delays = o.delays, .horizon = o.horizon, .low = o.low, .high = o.high};
    r.evaluation = evaluate(recording.inputs, recording.outputs, how);
    r.ridge = r.evaluation->targets.front().penalty;
  }
  return {schema::to_json(r), text_of(r), reservoir_figure};
}

}  // namespace

namespace entries {
extern const Analysis reservoir;
const Analysis reservoir{
    .name = "reservoir",
    .summary = "what a linear read-out can do: memory, NARMA, parity, waveforms, forecasts",
    .input = Input::table,
    .file = "a recording: table (.csv, .txt, ...), raw file of SPICE, trace.h5, or the folder of a run",
    .example = "Example: somn analyse reservoir recording.txt --input 8_V --task memory --convention rcbench --json\n"
               "         somn analyse reservoir out --output electrode_a_V,electrode_b_V --task narma10",
    .bounds = {.assumes = "one row, or a fixed number of rows, for each input; a system that has settled behind the washout",
               .ties = "none",
               .gaps = "rows are taken as they follow each other; times are not looked at",
               .not_finite = refused_with_row,
               .too_few = "refused below 20 rows to train and 10 to test"},
    .options = schema::descriptions<Options>,
    .results = {{"", schema::descriptions<Result>}},
    .analyse = with_options<Options, analyse>,
    .needs_periods = true,
    .run_results = reservoir_run_results,
    .of_run = reservoir_of_run,
};
}  // namespace entries

}  // namespace somn::analysis
