// Spike-timing-dependent plasticity: of a table of delays and changes; in a run of its synapses' weights.
#include <somn/analyses/analysis.hpp>
#include <somn/analyses/stdp/figure.hpp>
#include <somn/analyses/stdp/synapses.hpp>
#include <somn/analyses/text.hpp>
#include <somn/core/error.hpp>
#include <somn/tables/columns.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace somn::analysis {
namespace {

using schema::Fields;

struct Options {
  std::string delay = {}, change = {};  // columns
  int n_shuffles = 1000;
  std::uint64_t seed = 1;
};

Fields<Options> fields_of(const Options*) {
  return Fields<Options>()
      .value("column", &Options::delay,
             {.meaning = "delays t_post - t_pre, such as dt_s, dt_ms; default: the first that begins with dt"})
      .value("change", &Options::change, {.meaning = "relative change of conductance; default: the other column"})
      .value("shuffles", &Options::n_shuffles,
             {.range = "[0, inf)", .meaning = "permutations of the delays, the control"})
      .value("seed", &Options::seed, {.meaning = "of random numbers"});
}

struct Controls {
  PlasticityControl shuffled = {};
};

Fields<Controls> fields_of(const Controls*) {
  return Fields<Controls>().value("shuffled", &Controls::shuffled,
                                  {.meaning = "what appears where timing has no effect"});
}

struct Columns {
  std::string delay = {}, change = {};
};

Fields<Columns> fields_of(const Columns*) {
  return Fields<Columns>()
      .value("delay", &Columns::delay, {.meaning = "that was used"})
      .value("change", &Columns::change, {.meaning = "that was used"});
}

struct Result {
  Plasticity of = {};
  Controls control = {};
  std::uint64_t seed = 1;
  Columns columns = {};
};

Fields<Result> fields_of(const Result*) {
  return Fields<Result>()
      .merged(&Result::of)
      .value("control", &Result::control, {.meaning = "the same fit of permuted data"})
      .value("seed", &Result::seed, {.meaning = "of random numbers"})
      .value("columns", &Result::columns, {.meaning = "that were used"});
}

// Delays and changes, in this order.
ColumnTable read(const std::string& path, const Options& o) {
  const ColumnTable table = read_columns(path, [&](const std::vector<std::string>& header, const std::string& source) {
    const auto first = [&](auto is_wanted) {
      const auto at = std::find_if(header.begin(), header.end(), is_wanted);
      return at == header.end() ? std::nullopt : std::optional(static_cast<std::size_t>(at - header.begin()));
    };
    const auto is_delay = [&](const std::string& name) {
      return o.delay.empty() ? name.starts_with("dt") || name.starts_with("delay") : name == o.delay;
    };
    const std::optional<std::size_t> delay = first(is_delay);
    if (!delay) throw unknown_name("column of delays", o.delay.empty() ? "dt_s" : o.delay, source, header);
    std::optional<std::size_t> change = first([&](const std::string& name) { return name == o.change; });
    if (!o.change.empty() && !change) throw unknown_name("column", o.change, source, header);
    for (std::size_t k = 0; k < header.size() && !change; ++k)
      if (k != *delay) change = k;
    if (!change)
      throw InputError(
          {.what = "no column of changes", .where = source, .remedy = "two columns are needed: dt_s, dg_over_g"});
    return ColumnChoice{.numbers = {*delay, *change}};
  });
  for (const NumberColumn& column : table.numbers) table.require_finite(column);
  return table;
}

std::string text_of(const Result& r) {
  const auto line = [](const char* name, const PlasticityBranch& b) {
    return fmt::format("{:<22}A = {}, tau = {} s ({} pairs)\n", name, estimate_text(b.amplitude, b.amplitude_se),
                       estimate_text(b.tau, b.tau_se), b.n);
  };
  const PlasticityControl& c = r.control.shuffled;
  return line("dt > 0", r.of.plus) + line("dt < 0", r.of.minus) + fmt::format("{:<22}{}\n", "verdict", r.of.verdict) +
         fmt::format(
             "{:<22}p = {:.4g}; log-likelihood over a flat curve {:.3g}, permuted {:.3g} to {:.3g} (95 % of {})\n",
             "delays permuted", c.p, r.of.flat.log_likelihood_ratio, c.log_likelihood_ratio.low,
             c.log_likelihood_ratio.high, c.n_realisations);
}

Answer analyse(const std::string& path, const Options& o) {
  const ColumnTable table = read(path, o);
  std::vector<double> dt = table.numbers[0].values, change = table.numbers[1].values;
  const double factor = tables::seconds_per_unit(table.numbers[0].name);
  for (double& t : dt) t *= factor;
  Result r{.of = fit_plasticity(dt, change), .seed = o.seed, .columns = {table.numbers[0].name, table.numbers[1].name}};
  r.control.shuffled = plasticity_control(dt, change, r.of, o.n_shuffles, o.seed);
  return {schema::to_json(r), text_of(r),
          [dt = std::move(dt), change = std::move(change)](const Json& json) { return stdp_figure(json, dt, change); }};
}

struct Keys {
  std::optional<double> window = {};  // [s]
};

Fields<Keys> fields_of(const Keys*) {
  return Fields<Keys>().value(
      "stdp_window", &Keys::window,
      {.unit = "s",
       .range = "(0, inf)",
       .meaning = "largest delay of a pair; default: half the mean interval of events at one end"});
}

Json of_run(const RunRecord& run) {
  const auto window = run.options.find("stdp_window");
  return schema::to_json(
      pair_weights_of_run(run, window == run.options.end() ? std::nullopt : std::optional(window->second)));
}

}  // namespace

namespace entries {
extern const Analysis stdp;
const Analysis stdp{
    .name = "stdp",
    .summary = "spike-timing-dependent plasticity: two exponential branches",
    .input = Input::table,
    .file = tables::signal_file,
    .example = "Example: somn analyse stdp pairs.csv --json",
    .bounds = {.assumes = "pairs (dt, change) with independent errors of one spread, and an exponential on each side",
               .ties = "pairs at dt = 0 are left out and counted",
               .gaps = "none: pairs have no order",
               .not_finite = refused_with_row,
               .too_few = "below 4 pairs on a side a verdict"},
    .options = schema::descriptions<Options>,
    .results = {{"", schema::descriptions<Result>}},
    .analyse = with_options<Options, analyse>,
    .keys = schema::descriptions<Keys>,
    .run_results = schema::descriptions<WeightPairing>,
    .of_run = of_run,
};
}  // namespace entries

}  // namespace somn::analysis
