#include <somn/analyses/avalanches/figure.hpp>
#include <somn/analyses/avalanches/options.hpp>
#include <somn/analyses/avalanches/results.hpp>
#include <somn/core/error.hpp>
#include <somn/figures/json_path.hpp>

namespace somn::analysis {

PowerLawOptions range_option(const std::vector<std::int64_t>& range, const char* name) {
  if (range.empty()) return {};
  if (range.size() != 2) throw InputError({.what = "not a range", .where = name, .allowed = "MIN,MAX"});
  return {.xmin = range[0], .upper_end = UpperEnd::given, .xmax = range[1]};
}

static schema::Fields<AvalancheRequest> fields_of(const AvalancheRequest*) {
  using R = AvalancheRequest;
  return schema::Fields<R>()
      .merged(&R::trains)
      .value("bin", &R::bin, {.meaning = "bin width [s, or samples]; default: mean inter-event interval"})
      .value(
          "gap", &R::gap,
          {.meaning = "no bins: a new avalanche begins where the interval exceeds this [s, or samples]; mean: the mean "
                      "inter-event interval"})
      .value("size_range", &R::size_range,
             {.meaning = "sizes fitted, MIN,MAX; default: xmin by the KS distance, up to the largest"})
      .value("duration_range", &R::duration_range, {.meaning = "durations fitted, MIN,MAX [bins]"})
      .value("signal", &R::signal,
             {.meaning = "the file holds a signal that is never silent: excursions of this column above a quantile"})
      .value("quantile", &R::quantile, {.range = "[0, 1]", .meaning = "of the signal, the threshold of its excursions"})
      .merged(&R::sampling)
      .value("kappa_exponent", &R::exponent, {.meaning = "of the law that kappa compares with"})
      .value("bootstrap", &R::n_surrogates, {.range = "[0, inf)", .meaning = "surrogates of the p values"})
      .value("resamples", &R::n_resamples, {.range = "[0, inf)", .meaning = "resamples of the bootstrap errors"})
      .value("shuffles", &R::n_shuffles, {.range = "[0, inf)", .meaning = "realisations of each control"});
}

static Answer analyse(const std::string& path, const AvalancheRequest& o) {
  if (!o.gap.empty() && !(o.bin.empty() && o.signal.empty()))
    throw InputError({.what = "avalanches by a gap have neither bins nor a signal",
                      .where = o.bin.empty() ? "--gap, --signal" : "--gap, --bin",
                      .remedy = "give one"});
  if (!o.signal.empty()) return excursions(path, o);
  const tables::TrainFile file = tables::read_train(path, o.trains);
  return o.gap.empty() ? binned_avalanches(o, file) : gap_avalanches(o, file);
}

namespace entries {
extern const Analysis avalanches;
const Analysis avalanches{
    .name = "avalanches",
    .summary = "avalanches of an event list, their exponents, controls and the table of criteria",
    .input = Input::events,
    .file = tables::event_file,
    .example =
        "Without --t-stop or --segments the record is taken to last from the first to the last event.\n"
        "Example: somn analyse avalanches events.csv --bin \"2 ms\" --json",
    .bounds = {.assumes = "one point process of which all events were seen, observed long against its avalanches; "
                          "power laws as in `powerlaw`",
               .ties = "events at one time are counted each",
               .gaps = "runs of events that touch an end of a segment or a break (--segments) are dropped and counted; "
                       "a silence is a silence, not a break",
               .not_finite = refused_with_row,
               .too_few = "no avalanche: the reason; below 50 avalanches or 1.5 decades \"not enough range\", numbers "
                          "without a verdict"},
    .options = schema::descriptions<AvalancheRequest>,
    .results = {{"in bins", schema::descriptions<AvalanchesResult>},
                {"--gap", keys_of_gap_avalanches},
                {"--signal", keys_of_excursions}},
    .analyse = with_options<AvalancheRequest, analyse>,
    .figure_of_run =
        [](const Json& analysis, const std::vector<double>&) {
          return avalanche_figure(figures::at_path(analysis, "/avalanches"), figures::at_path(analysis, "/control"));
        },
};
}  // namespace entries

}  // namespace somn::analysis
