#include <somn/schema/fields.hpp>
#include <somn/tables/trains.hpp>

namespace somn::tables {

using schema::Fields;

Fields<Sampling> fields_of(const Sampling*) {
  return Fields<Sampling>()
      .value(
          "sample_step", &Sampling::step,
          {.unit = "s", .range = "(0, inf)", .meaning = "signals: time between rows, where there is no column time_s"})
      .value("resample", &Sampling::resample,
             {.unit = "s",
              .range = "(0, inf)",
              .meaning = "signals: interpolate them to this step first (uneven steps, such as ngspice's, need it)"})
      .value("plot", &Sampling::plot, {.meaning = plot_meaning});
}

Fields<TrainOptions> fields_of(const TrainOptions*) {
  using T = TrainOptions;
  return Fields<T>()
      .value("column", &T::column, {.meaning = "column of the event times; default: the first that is called like one"})
      .value("unit", &T::unit, {.meaning = "column that names the unit of each event"})
      .value("kind", &T::kind, {.meaning = "of files with a column kind"})
      .value("t_start", &T::t_start,
             {.meaning = "begin of the record [s, or samples]; default: 0 where t_stop is given"})
      .value("t_stop", &T::t_stop, {.meaning = "end of the record [s, or samples]; default: the last event"})
      .value("segments", &T::segments, {.meaning = "lengths of joined records, L1,L2,... [s, or samples]"})
      .value("seed", &T::seed, {.meaning = "of random numbers"});
}

Fields<TrainParameters> fields_of(const TrainParameters*) {
  using T = TrainParameters;
  return Fields<T>()
      .value("time_column", &T::time_column, {.meaning = "that was used"})
      .value("unit_column", &T::unit_column, {.meaning = "that was used; empty: one train"})
      .value("kind", &T::kind, {.meaning = "events of this kind were used"})
      .value("n_other_kind_left_out", &T::n_other_kind, {.meaning = "events of the other"})
      .value("n_units", &T::n_units, {.meaning = "trains"})
      .value("record_rule", &T::record_rule, {.meaning = "how the record was found"})
      .computed("segments",
                [](const T& t) {
                  std::vector<std::vector<double>> all;
                  for (const Segment& s : t.segments) all.push_back({s.start, s.end});
                  return all;
                },
                {.unit = "s", .meaning = "begin and end of each (samples, where events are)"})
      .elsewhere(&T::segments)
      .value_if_any("time_origin_s", &T::time_origin,
                    {.unit = "s", .meaning = "times and segments are counted from here; only where the first event is later than 10^6 s"})
      .value("seed", &T::seed, {.meaning = "of random numbers"});
}

}  // namespace somn::tables
