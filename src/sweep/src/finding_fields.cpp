// The keys of findings.json.
#include <somn/sweep/tables.hpp>

#include <nlohmann/json.hpp>

namespace somn::sweep {
namespace {

using Ends = std::vector<double>;

Ends ends(const Interval& i) {
  return {i.low, i.high};
}
std::optional<Ends> ends(const std::optional<Interval>& i) {
  return i ? std::optional(ends(*i)) : std::nullopt;
}

template <class T>
auto of(T Finding::*member) {
  return [member](const Outcome& o) { return o.finding.*member; };
}

}  // namespace

using schema::Fields;

Fields<Outcome> fields_of(const Outcome*) {
  using O = Outcome;
  return Fields<O>()
      .computed("name", of(&Finding::name), {.meaning = "of the finding"})
      .computed("claim", of(&Finding::claim), {.meaning = "what was claimed"})
      .computed("published", of(&Finding::published), {.meaning = "what was published"})
      .computed("measure", of(&Finding::measure), {.meaning = "column of points.csv, or place in analysis.json"})
      .computed("n_seeds", [](const O& o) { return o.values.size(); }, {.meaning = "seeds with a number"})
      .value("n_missing", &O::n_missing, {.meaning = "seeds without one"})
      .value("n_failed", &O::n_failed, {.meaning = "failed runs among the selected rows"})
      .value("n_identical", &O::n_twins, {.meaning = "seeds left out: nothing random told their rows from another's"})
      .value("mean", &O::mean, {.meaning = "over seeds, SI; the exponent of a pooled fit"})
      .value("sd", &O::sd, {.meaning = "over seeds, with n - 1; of a pooled fit over sets of networks"})
      .computed("interval_95", [](const O& o) { return ends(o.of_mean); }, {.meaning = "of the mean"})
      .computed("next_seed_95", [](const O& o) { return ends(o.of_next_seed); }, {.meaning = "of one more seed"})
      .computed("expected", [](const O& o) { return ends(o.finding.expected); }, {.meaning = "range of the mean"})
      .computed("reason", of(&Finding::reason), {.meaning = "why this range"})
      .computed("null", [](const O& o) { return ends(o.finding.null); }, {.meaning = "values without the effect"})
      .value("verdict", &O::verdict, {.meaning = "holds, consistent, undecided, fails or no number"})
      .computed("published_value", [](const O& o) { return ends(o.finding.published_value); },
                {.meaning = "with its uncertainty"})
      .computed("published_of", of(&Finding::published_of), {.meaning = "a mean, or one network"})
      .value("agrees", &O::agrees, {.meaning = "with the published value: yes, no or not comparable"})
      .computed("note", of(&Finding::note), {.meaning = "why it holds or fails"})
      .value("seeds", &O::seeds, {.meaning = "with a number"})
      .value("values", &O::values, {.meaning = "one per seed; of a pooled fit the exponents of single networks"})
      .computed_if_any("pooled",
                       [](const O& o) {
                         return o.pooled.empty() ? std::nullopt : std::optional(schema::Json::parse(o.pooled));
                       },
                       {.meaning = "the fit of all values, as in analysis.json"})
      .elsewhere(&O::finding, &O::of_mean, &O::of_next_seed, &O::pooled);
}

Fields<FindingsFile> fields_of(const FindingsFile*) {
  using F = FindingsFile;
  return Fields<F>()
      .value("title", &F::title, {.meaning = "of the sweep"})
      .value("somnspice", &F::somnspice, {.meaning = "version that ran it"})
      .value("command", &F::command, {.meaning = "that runs it again"})
      .value("frozen", &F::frozen, {.meaning = "commit in which the expected ranges were written"})
      .value("findings", &F::findings, {.meaning = "in the order of the sweep file"});
}

}  // namespace somn::sweep
