// The keys of docs/analysis-json.md, in its order. nlohmann::json writes NaN as null.
#include <somn/analysis/json.hpp>
#include <somn/analysis/run_analysis.hpp>

#include <cmath>
#include <nlohmann/json.hpp>

namespace somn::analysis {
namespace {

using Json = nlohmann::ordered_json;

// One array out of one member of each element.
template <class Elements, class Member>
Json column(const Elements& elements, Member member) {
  Json array = Json::array();
  for (const auto& element : elements) array.push_back(element.*member);
  return array;
}

Json to_json(const ValueCounts& v) {
  return {{"values", v.values}, {"counts", v.counts}};
}

Json to_json(const LogHistogram& h) {
  return {{"edges_s", h.edges}, {"counts", h.counts}, {"density", h.density}};
}

Json to_json(const LikelihoodRatio& r) {
  return {{"log_likelihood", r.log_likelihood},
          {"lambda", r.lambda},
          {"ratio", r.ratio},
          {"normalised_ratio", r.normalised_ratio},
          {"p", r.p}};
}

Json to_json(const BootstrapErrors& e) {
  return {{"alpha_sd", e.alpha}, {"xmin_sd", e.xmin}, {"n_tail_sd", e.n_tail}, {"n_resamples", e.n_resamples}};
}

Json to_json(const std::vector<Comparison>& comparisons) {
  Json all = Json::object();
  for (const Comparison& c : comparisons) {
    Json one = {{"log_likelihood", c.log_likelihood}};
    for (const auto& [name, value] : c.parameters) one[name] = value;
    one.update({{"ratio", c.ratio},
                {"normalised_ratio", c.normalised_ratio},
                {"p", c.p},
                {"p_rule", c.name == "truncated_power_law" ? "nested: P(chi2_1 > 2|R|)" : "Vuong, two-sided"},
                {"aic", c.aic},
                {"bic", c.bic},
                {"note", c.note}});
    all[c.name] = std::move(one);
  }
  return all;
}

Json statistics_without_histogram(const IntervalStatistics& s) {
  return {{"n_events", s.n_events}, {"n", s.n},
          {"rate_Hz", s.rate},      {"mean_s", s.mean},
          {"sd_s", s.sd},           {"cv", s.cv},
          {"cv2", s.cv2},           {"lv", s.lv},
          {"lvr", s.lvr},           {"refractory_s", s.refractory},
          {"n_zero", s.n_zero},     {"reason", s.reason}};
}

const char* xmax_rule(UpperEnd end) {
  switch (end) {
    case UpperEnd::open:
      return "unbounded";
    case UpperEnd::given:
      return "given";
    case UpperEnd::searched:
    case UpperEnd::maximum:
      break;
  }
  return "largest value";
}

Json parameters(const RunAnalysis& a) {
  const RunAnalysisOptions& o = a.options;
  return {{"t_start_s", a.window.start},
          {"t_stop_s", a.window.end},
          {"n_junctions", o.order.n_junctions},
          {"n_on_without_event", o.order.n_on_without_event},
          {"events", o.counts_down ? "up and down" : "up"},
          {"min_events_for_cv", o.order.min_events_for_cv},
          {"fano_bin_s", a.order.fano_bin},
          {"fano_bin_rule", a.order.fano_bin_rule},
          {"bin_rule", a.avalanches.avalanches.bin_rule},
          {"n_surrogates", o.bootstrap.n_surrogates},
          {"n_control_realisations", o.n_control_realisations},
          {"min_tail", o.power_law.min_tail},
          {"min_distinct", o.power_law.min_distinct},
          {"min_decades", o.power_law.min_decades},
          {"seed", o.bootstrap.seed}};
}

Json junction_events(const RunAnalysis& a) {
  return {{"n_up", a.n_up},
          {"n_down", a.n_down},
          {"n_active_junctions", a.order.n_active_junctions},
          {"max_per_junction", a.order.most_events},
          {"window_s", a.window.length()},
          {"rate_Hz", a.order.rate},
          {"mean_delta_g_S", a.mean_delta_g}};
}

Json network_spikes(const RunAnalysis& a) {
  Json json = to_json(a.network_spikes, a.window.length());
  json["n_junctions"] = column(a.participation, &Participation::n_junctions);
  json["n_events"] = column(a.participation, &Participation::n_events);
  return json;
}

Json branching(const RunAnalysis& a) {
  Json json = to_json(a.branching, a.avalanches.avalanches.bin);
  json["control"] = {{"shuffled", to_json(a.shuffled_branching)}, {"poisson", to_json(a.poisson_branching)}};
  return json;
}

Json isi(const RunAnalysis& a) {
  Json per_junction = to_json(a.per_junction_isi), units = Json::array();
  for (const UnitStatistics& unit : a.units) {
    Json entry = {{"junction", unit.junction.index}};
    entry.update(statistics_without_histogram(unit.statistics));
    units.push_back(std::move(entry));
  }
  per_junction["units"] = std::move(units);
  return {{"pooled", to_json(a.pooled_isi)},
          {"per_junction", std::move(per_junction)},
          {"network_spikes", to_json(a.network_spike_isi)}};
}

}  // namespace

Json to_json(const IntervalStatistics& s) {
  Json json = statistics_without_histogram(s);
  json["histogram"] = to_json(s.histogram);
  return json;
}

Json to_json(const NetworkSpikes& s, double record_length) {
  const NetworkSpikeOptions& o = s.options;
  return {{"n", s.spikes.size()},
          {"rate_Hz", static_cast<double>(s.spikes.size()) / record_length},
          {"times_s", column(s.spikes, &NetworkSpike::time)},
          {"signs", column(s.spikes, &NetworkSpike::sign)},
          {"amplitudes_A", column(s.spikes, &NetworkSpike::amplitude)},
          {"deltas_A", column(s.spikes, &NetworkSpike::delta)},
          {"peaks_A_per_s", column(s.spikes, &NetworkSpike::peak)},
          {"widths_s", column(s.spikes, &NetworkSpike::width)},
          {"rises_s", column(s.spikes, &NetworkSpike::rise)},
          {"n_open_dropped", s.n_open_dropped},
          {"n_small_dropped", s.n_small_dropped},
          {"n_dead_time_dropped", s.n_dead_time_dropped},
          {"reason", s.reason},
          {"parameters",
           {{"signal", "|dI/dt|"},
            {"threshold_A_per_s", s.theta},
            {"threshold_absolute_A_per_s", o.threshold},
            {"k_sigma", o.k_sigma},
            {"sigma_A_per_s", s.sigma},
            {"leave_fraction", o.leave_fraction},
            {"dead_time_s", o.dead_time},
            {"min_amplitude_A", s.min_amplitude},
            {"sample_step_s", s.sample_step}}}};
}

// What both kinds of fit are told with: the tail, the exponent, how well it fits.
template <class Fit, class Law>
void add_judgement(Json& json, const Fit& f, const Law& law) {
  json.update(Json{{"n_tail", f.n_tail},
                   {"n_distinct", f.n_distinct},
                   {"decades", f.decades},
                   {"alpha", f.alpha},
                   {"alpha_se", f.alpha_se},
                   {"ks_distance", f.ks_distance},
                   {"ks_side", law.options.ks == KsSide::both ? "both" : "left"},
                   {"log_likelihood", f.log_likelihood},
                   {"p_value", law.p_value},
                   {"p_value_refit", law.options.xmin ? "exponent" : "xmin and exponent"},
                   {"n_surrogates", law.bootstrap.n_surrogates},
                   {"bootstrap", to_json(law.errors)},
                   {"seed", law.bootstrap.seed}});
}

Json to_json(const JudgedPowerLaw& law) {
  const PowerLawFit& f = law.fit;
  const char* searched = "widest range with p >= 0.2";
  Json json{{"kind", "discrete"},
            {"n", f.n},
            {"xmin", f.xmin},
            {"xmin_rule", law.is_widest_range ? searched
                          : law.options.xmin  ? "given"
                                              : "least KS distance over the observed values"},
            {"xmax", f.xmax == unbounded ? Json() : Json(f.xmax)},
            {"xmax_rule", law.is_widest_range ? searched : xmax_rule(law.options.upper_end)}};
  add_judgement(json, f, law);
  json["comparisons"] =
      law.comparisons.empty() ? Json{{"exponential", to_json(law.exponential)}} : to_json(law.comparisons);
  json["verdict"] = law.verdict;
  return json;
}

Json to_json(const JudgedContinuous& law) {
  const ContinuousFit& f = law.fit;
  Json json{{"kind", "continuous"},
            {"n", f.n},
            {"xmin", f.xmin},
            {"xmin_rule", law.options.xmin ? "given" : "least KS distance over the observed values"},
            {"n_candidates", f.n_candidates},
            {"xmax", std::isinf(f.xmax) ? Json() : Json(f.xmax)},
            {"xmax_rule", std::isinf(f.xmax) ? "unbounded" : "given"}};
  add_judgement(json, f, law);
  json["comparisons"] = to_json(law.comparisons);
  json["verdict"] = law.verdict;
  return json;
}

Json to_json(const AvalancheAnalysis& x) {
  const Avalanches& a = x.avalanches;
  const SizeMoments moments = size_moments(a.sizes);
  return {{"n", a.sizes.size()},
          {"bin", a.bin},
          {"bin_rule", a.bin_rule},
          {"mean_iei", a.mean_interval},
          {"n_events", a.n_events},
          {"n_edge_dropped", a.n_edge_dropped},
          {"n_edge_events", a.n_edge_events},
          {"mean_size", moments.mean},
          {"size_ratio", moments.ratio},
          {"largest_size", moments.largest},
          {"branching_ratio", a.branching_ratio},
          {"reason", a.reason},
          {"tau", x.tau().value},
          {"tau_se", x.tau().se},
          {"alpha", x.alpha().value},
          {"alpha_se", x.alpha().se},
          {"gamma_fit", x.gamma_fit.value},
          {"gamma_fit_se", x.gamma_fit.se},
          {"gamma_ols", x.gamma_ols.value},
          {"gamma_ols_se", x.gamma_ols.se},
          {"gamma_predicted", x.gamma_predicted.value},
          {"gamma_predicted_se", x.gamma_predicted.se},
          {"size_fit", to_json(x.size_fit)},
          {"duration_fit", to_json(x.duration_fit)},
          {"mean_size_by_duration",
           {{"durations", x.mean_sizes.durations},
            {"mean_sizes", x.mean_sizes.mean_sizes},
            {"counts", x.mean_sizes.counts}}},
          {"sizes", a.sizes},
          {"durations", a.durations},
          {"start_times_s", a.start_times}};
}

Json to_json(const Control& c) {
  return {{"n_realisations", c.n_realisations},
          {"n", to_json(c.n)},
          {"mean_size", to_json(c.mean_size)},
          {"max_size", to_json(c.max_size)},
          {"max_duration", to_json(c.max_duration)},
          {"branching_ratio", to_json(c.branching_ratio)},
          {"tau", to_json(c.tau)},
          {"alpha", to_json(c.alpha)},
          {"gamma_fit", to_json(c.gamma_fit)},
          {"size_llr_exponential", to_json(c.size_llr_exponential)},
          {"sizes", to_json(c.sizes)},
          {"durations", to_json(c.durations)}};
}

Json to_json(const BranchingControl& c) {
  return {{"n_realisations", c.n_realisations}, {"naive_slope", to_json(c.naive_slope)}, {"m", to_json(c.m)}};
}

Json to_json(const OrderParameters& o) {
  return {{"rate_Hz", o.rate},
          {"n_active_junctions", o.n_active_junctions},
          {"mean_isi_cv", o.mean_isi_cv},
          {"n_isi_cv_junctions", o.n_isi_cv_junctions},
          {"fano", o.fano},
          {"quiet_fraction", o.quiet_fraction},
          {"n_fano_bins", o.n_fano_bins},
          {"on_fraction", o.on_fraction},
          {"n_permanently_on", o.n_permanently_on},
          {"synchronization_index", o.synchronization_index},
          {"n_switching_junctions", o.n_switching_junctions},
          {"mean_current_A", o.mean_current},
          {"cv_current", o.cv_current}};
}

Json to_json(const OverTime& o) {
  return {{"t_start_s", column(o.windows, &Segment::start)},
          {"t_stop_s", column(o.windows, &Segment::end)},
          {"rate_Hz", column(o.orders, &OrderParameters::rate)},
          {"n_active_junctions", column(o.orders, &OrderParameters::n_active_junctions)},
          {"on_fraction", column(o.orders, &OrderParameters::on_fraction)},
          {"synchronization_index", column(o.orders, &OrderParameters::synchronization_index)},
          {"mean_current_A", column(o.orders, &OrderParameters::mean_current)},
          {"cv_current", column(o.orders, &OrderParameters::cv_current)},
          {"n_settled", o.n_settled},
          {"n_settled_with_events", o.n_settled_with_events},
          {"late_over_early", o.late_over_early},
          {"trend", o.trend},
          {"trend_se", o.trend_se}};
}

Json to_json(const RunAnalysis& a) {
  Json json = {{"parameters", parameters(a)},
               {"junction_events", junction_events(a)},
               {"network_spikes", network_spikes(a)},
               {"isi", isi(a)},
               {"avalanches", to_json(a.avalanches)},
               {"control", {{"shuffled", to_json(a.shuffled)}, {"poisson", to_json(a.poisson)}}},
               {"joint_errors", to_json(a.joint)},
               {"shape_collapse", to_json(a.collapse)},
               {"branching", branching(a)},
               {"criticality", to_json(a.criticality)},
               {"order_parameters", to_json(a.order)},
               {"regime", regime_name(a.regime.regime)},
               {"regime_rule", regime_rule()},
               {"regime_reason", a.regime.reason}};
  if (a.options.n_windows > 0) json["over_time"] = to_json(a.over_time);
  add_parts(json, a.parts);
  return json;
}

}  // namespace somn::analysis
