#include <somn/observables/over_time.hpp>
#include <somn/schema/fields.hpp>

namespace somn::analysis {

using schema::Fields;

Fields<OrderParameters> fields_of(const OrderParameters*) {
  using O = OrderParameters;
  return Fields<O>()
      .value("rate_Hz", &O::rate, {.unit = "Hz", .meaning = "up events per second"})
      .value("n_active_junctions", &O::n_active_junctions, {.meaning = "with an event in the window"})
      .value("mean_isi_cv", &O::mean_isi_cv, {.meaning = "over the junctions with at least min_events_for_cv events"})
      .value("n_isi_cv_junctions", &O::n_isi_cv_junctions, {.meaning = "how many those are"})
      .value("fano", &O::fano, {.meaning = "variance / mean of the counts of all junctions in bins of fano_bin_s"})
      .value("quiet_fraction", &O::quiet_fraction, {.meaning = "empty bins / bins"})
      .value("n_fano_bins", &O::n_fano_bins, {.meaning = "whole bins in the window"})
      .value("on_fraction", &O::on_fraction, {.meaning = "time mean of junctions on / junctions"})
      .value("n_permanently_on", &O::n_permanently_on, {.meaning = "junctions on throughout the window"})
      .value(
          "synchronization_index", &O::synchronization_index,
          {.meaning = "Golomb's chi of the on/off states, exact in time: 1 all switch together, 1/sqrt(N) independent, "
                      "0 they alternate; null for N < 2"})
      .value("n_switching_junctions", &O::n_switching_junctions, {.meaning = "N of it: on for a part of the window"})
      .value("mean_current_A", &O::mean_current, {.unit = "A", .meaning = "over the window"})
      .value("cv_current", &O::cv_current, {.meaning = "sd / |mean| over the window"})
      .elsewhere(&O::n_events, &O::is_sustained, &O::most_events, &O::fano_bin, &O::fano_bin_rule);
}

Fields<OverTime> fields_of(const OverTime*) {
  using O = OverTime;
  using P = OrderParameters;
  return Fields<O>()
      .column("t_start_s", &O::windows, &Segment::start, {.unit = "s", .meaning = "of each window"})
      .column("t_stop_s", &O::windows, &Segment::end, {.unit = "s", .meaning = "of each window"})
      .column("rate_Hz", &O::orders, &P::rate, {.unit = "Hz", .meaning = "as in order_parameters, of each window"})
      .column("n_active_junctions", &O::orders, &P::n_active_junctions, {.meaning = "of each window"})
      .column("on_fraction", &O::orders, &P::on_fraction, {.meaning = "of each window"})
      .column("synchronization_index", &O::orders, &P::synchronization_index, {.meaning = "of each window"})
      .column("mean_current_A", &O::orders, &P::mean_current, {.unit = "A", .meaning = "of each window"})
      .column("cv_current", &O::orders, &P::cv_current, {.meaning = "of each window"})
      .value("n_settled", &O::n_settled, {.meaning = "windows within the window of analysis"})
      .value("n_settled_with_events", &O::n_settled_with_events, {.meaning = "of these"})
      .value("late_over_early", &O::late_over_early, {.meaning = "events of their later half / of the earlier"})
      .value("trend", &O::trend, {.meaning = "relative change of the rate over them by a straight line"})
      .value("trend_se", &O::trend_se, {.meaning = "its standard error"});
}

}  // namespace somn::analysis
