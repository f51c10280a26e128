#include <somn/analysis/json.hpp>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

namespace somn::analysis {
namespace {

using Json = nlohmann::ordered_json;

Json parameters_json(const std::vector<std::pair<std::string, double>>& parameters) {
  Json json = Json::object();
  for (const auto& [name, value] : parameters) json[name] = value;
  return json;
}

Json branch(const PlasticityBranch& b) {
  return {{"n", b.n},       {"amplitude", b.amplitude}, {"amplitude_se", b.amplitude_se},
          {"tau_s", b.tau}, {"tau_se_s", b.tau_se},     {"rmse", b.rmse}};
}

Json rival(const Rival& r) {
  return {{"log_likelihood_ratio", r.log_likelihood_ratio}, {"aic_difference", r.aic_difference}};
}

Json middle(const Middle95& m) {
  return {{"median", m.median}, {"low", m.low}, {"high", m.high}};
}

Json branching_fit(const BranchingFit& f, double step) {
  return {{"m", f.m},
          {"m_low", f.m_low},
          {"m_high", f.m_high},
          {"tau_steps", f.fit.tau},
          {"tau_steps_se", f.fit.tau_se},
          {"tau_s", f.fit.tau * step},
          {"amplitude", f.fit.amplitude},
          {"offset", f.fit.offset},
          {"residual_squares", f.fit.residual_squares}};
}

Json to_json(const Peak& p) {
  return {{"frequency_Hz", p.frequency},
          {"height_log10", p.height},
          {"bandwidth_Hz", p.bandwidth},
          {"p", p.p},
          {"is_significant", p.is_significant()}};
}

Json to_json(const std::vector<Peak>& peaks) {
  Json list = Json::array();
  for (const Peak& p : peaks) list.push_back(to_json(p));
  return list;
}

Json to_json(const Spectrum& s) {
  return {{"n_segments", s.n_segments},
          {"segment_length", s.segment_length},
          {"degrees_of_freedom", s.degrees_of_freedom},
          {"ci_low_factor", s.ci_low_factor},
          {"ci_high_factor", s.ci_high_factor},
          {"frequencies_Hz", s.frequencies},
          {"power", s.power}};
}

Json to_json(const Aperiodic& a) {
  return {{"low_Hz", a.low},
          {"high_Hz", a.high},
          {"offset_log10", a.offset},
          {"knee", a.knee},
          {"exponent", a.exponent},
          {"r_squared", a.r_squared},
          {"mean_abs_error", a.mean_abs_error},
          {"bic", a.bic},
          {"min_width_Hz", a.min_width},
          {"max_width_Hz", a.max_width},
          {"reason", a.reason},
          {"peaks", to_json(a.peaks)}};
}

}  // namespace

Json to_json(const MeanSd& m) {
  return {{"mean", m.mean}, {"sd", m.sd}};
}

Json to_json(const IntervalModels& m) {
  Json models = Json::array();
  for (const IntervalModel& one : m.models)
    models.push_back({{"name", one.name},
                      {"parameters", parameters_json(one.parameters)},
                      {"log_likelihood", one.log_likelihood},
                      {"aic", one.aic},
                      {"aicc", one.aicc},
                      {"ks_distance", one.ks_distance}});
  return {{"n", m.n}, {"n_zero_left_out", m.n_zero}, {"reason", m.reason}, {"models", std::move(models)}};
}

Json to_json(const FanoCurve& c) {
  return {{"windows_s", c.windows}, {"fano", c.fano}, {"n_windows", c.n_windows}};
}

Json to_json(const Bursts& b, const std::vector<double>& times, double record_length) {
  const BurstSummary s = summarise(times, b.bursts, record_length);
  Json list = Json::array();
  for (const Burst& burst : b.bursts) {
    const double n = static_cast<double>(burst.last - burst.first + 1), length = times[burst.last] - times[burst.first];
    list.push_back({{"first_spike", burst.first + 1},
                    {"last_spike", burst.last + 1},
                    {"n_spikes", burst.last - burst.first + 1},
                    {"start_s", times[burst.first]},
                    {"duration_s", length},
                    {"rate_Hz", (n - 1) / length},
                    {"surprise", burst.surprise}});
  }
  return {{"n", s.n},
          {"reason", b.reason},
          {"parameters", parameters_json(b.parameters)},
          {"n_spikes", times.size()},
          {"per_minute", s.per_minute},
          {"spikes_in_bursts_share", s.spikes_in_bursts_share},
          {"mean_duration_s", s.mean_duration},
          {"mean_spikes", s.mean_spikes},
          {"mean_rate_Hz", s.mean_rate},
          {"mean_gap_s", s.mean_gap},
          {"gap_cv", s.gap_cv},
          {"bursts", std::move(list)}};
}

Json to_json(const NetworkBursts& b) {
  Json list = Json::array();
  for (const NetworkBurst& burst : b.bursts)
    list.push_back({{"first_spike", burst.first + 1}, {"last_spike", burst.last + 1}, {"n_units", burst.n_units}});
  return {{"n", b.bursts.size()},
          {"n_units", b.n_units},
          {"n_pooled_bursts", b.pooled.bursts.size()},
          {"parameters", parameters_json(b.pooled.parameters)},
          {"reason", b.pooled.reason},
          {"bursts", std::move(list)}};
}

Json to_json(const BurstControl& c) {
  return {{"n_realisations", c.n_realisations},
          {"n", to_json(c.n)},
          {"spikes_in_bursts_share", to_json(c.spikes_in_bursts_share)}};
}

Json to_json(const AcfAnalysis& a) {
  if (a.n < 2) return {{"n", a.n}, {"verdict", a.verdict}};
  Json halves = Json::array();
  for (const AcfAnalysis::Half& half : a.halves)
    halves.push_back({{"r_1", half.r_1}, {"integrated_time_s", half.integrated_time}});
  return {{"n", a.n},
          {"lag_s", a.lag},
          {"max_lag", a.max_lag},
          {"acf", a.r},
          {"integrated_time_s", a.integrated_time},
          {"halves", std::move(halves)},
          {"dfa",
           {{"exponent", a.dfa.exponent},
            {"exponent_se", a.dfa.exponent_se},
            {"windows", a.dfa.windows},
            {"fluctuations", a.dfa.fluctuations}}},
          {"detrend", a.is_detrended ? "linear" : "none"},
          {"power_law",
           {{"slope", a.power_law.slope},
            {"low", a.power_law.low},
            {"high", a.power_law.high},
            {"first_lag", a.power_law.first_lag},
            {"last_lag", a.power_law.last_lag},
            {"n_lags", a.power_law.n_lags},
            {"reason", a.power_law.reason}}},
          {"white_95", 1.96 / std::sqrt(static_cast<double>(a.n))},
          {"verdict", a.verdict},
          {"exponential", to_json(a.exponential, a.lag)},
          {"exponential_offset", to_json(a.with_offset, a.lag)}};
}

Json to_json(const Correlogram& c) {
  std::vector<std::ptrdiff_t> lags;
  for (std::size_t k = 0; k < c.coincidences.size(); ++k)
    lags.push_back(static_cast<std::ptrdiff_t>(k) - static_cast<std::ptrdiff_t>(c.max_lag));
  return {{"lags", lags},
          {"coincidences", c.coincidences},
          {"relative_to_poisson", c.relative_to_poisson},
          {"shuffled_low", c.shuffled_low},
          {"shuffled_high", c.shuffled_high}};
}

Json to_json(const ExponentialFit& f, double lag) {
  return {{"amplitude", f.amplitude}, {"amplitude_se", f.amplitude_se},
          {"tau_s", f.tau * lag},     {"tau_se_s", f.tau_se * lag},
          {"offset", f.offset},       {"residual_squares", f.residual_squares},
          {"converged", f.converged}};
}

Json to_json(const Branching& b, double step) {
  return {{"n", b.n},
          {"k_max", b.k_max},
          {"step_s", step},
          {"mean_activity", b.mean},
          {"variance", b.variance},
          {"m", b.exponential.m},
          {"naive_slope", b.r.empty() ? std::nan("") : b.r.front()},
          {"exponential", branching_fit(b.exponential, step)},
          {"exponential_offset", branching_fit(b.with_offset, step)},
          {"line_residual_squares", b.line_residual_squares},
          {"n_blocks", b.n_blocks},
          {"r", b.r},
          {"verdict", b.verdict}};
}

Json to_json(const Spectrum& s, const Aperiodic& fit) {
  std::vector<Peak> peaks = fit.peaks;
  std::stable_sort(peaks.begin(), peaks.end(), [](const Peak& a, const Peak& b) {
    return std::pair(a.is_significant(), a.height) > std::pair(b.is_significant(), b.height);
  });
  Json json = to_json(s);
  json["aperiodic"] = to_json(fit);
  json["n_significant_peaks"] =
      std::count_if(peaks.begin(), peaks.end(), [](const Peak& p) { return p.is_significant(); });
  json["peaks"] = to_json(peaks);
  return json;
}

Json to_json(const ShapeCollapse& c) {
  return {{"n_durations", c.n_durations},
          {"gamma", c.gamma},
          {"gamma_sd", c.gamma_sd},
          {"error", c.error},
          {"asymmetry", c.asymmetry},
          {"curvature", c.curvature},
          {"parabola_r_squared", c.parabola_r_squared},
          {"x", c.x},
          {"shape", c.shape},
          {"verdict", c.verdict}};
}

Json to_json(const CriticalityTable& t) {
  Json rows = Json::array();
  for (const Criterion& c : t.criteria)
    rows.push_back({{"question", c.question}, {"holds", c.holds}, {"facts", c.facts}});
  return {{"summary", t.summary}, {"n_yes", t.n_yes}, {"n_tested", t.n_tested}, {"criteria", std::move(rows)}};
}

Json to_json(const JointErrors& e) {
  return {{"n_resamples", e.n_resamples},
          {"tau_sd", e.tau},
          {"alpha_sd", e.alpha},
          {"gamma_fit_sd", e.gamma_fit},
          {"gamma_predicted_sd", e.gamma_predicted},
          {"dcc", e.dcc},
          {"dcc_low", e.dcc_low},
          {"dcc_high", e.dcc_high}};
}

Json to_json(const Modality& m) {
  Json mixtures = Json::array();
  for (const Mixture& one : m.mixtures) {
    Json components = Json::array();
    for (const MixtureComponent& c : one.components)
      components.push_back({{"weight", c.weight}, {"mean", c.mean}, {"sd", c.sd}});
    mixtures.push_back({{"log_likelihood", one.log_likelihood},
                        {"bic", one.bic},
                        {"n_iterations", one.n_iterations},
                        {"reason", one.reason},
                        {"components", std::move(components)}});
  }
  return {{"n", m.n},
          {"n_distinct", m.n_distinct},
          {"dip", m.dip.dip},
          {"dip_p", m.dip_p},
          {"dip_p_rule", "share of uniform samples with a dip at least as large"},
          {"dip_low_index", m.n >= 4 && m.n_distinct > 1 ? Json(m.dip.low + 1) : Json()},
          {"dip_high_index", m.n >= 4 && m.n_distinct > 1 ? Json(m.dip.high + 1) : Json()},
          {"modal_low", m.modal_low},
          {"modal_high", m.modal_high},
          {"best_components", m.best_components},
          {"mixtures", std::move(mixtures)},
          {"ashman_d", m.ashman_d},
          {"bimodality_coefficient", m.bimodality_coefficient},
          {"bandwidth_silverman", m.bandwidth_silverman},
          {"bandwidth_sheather_jones", m.bandwidth_sheather_jones},
          {"n_modes", m.n_modes},
          {"verdict", m.verdict},
          {"control",
           {{"uniform",
             {{"n_realisations", m.null.n_realisations}, {"dip", to_json(m.null.dip)}, {"dip_95", m.null.dip_95}}}}}};
}

Json to_json(const Plasticity& p) {
  return {{"n", p.n},
          {"n_zero_delay", p.n_zero},
          {"plus", branch(p.plus)},
          {"minus", branch(p.minus)},
          {"asymmetry", p.asymmetry},
          {"rmse", p.rmse},
          {"against_flat", rival(p.flat)},
          {"against_symmetric", rival(p.symmetric)},
          {"verdict", p.verdict}};
}

Json to_json(const Synchrony& s) {
  return {{"n_units", s.n_units},
          {"n_samples", s.n_samples},
          {"n_constant", s.n_constant},
          {"chi", s.chi},
          {"chi_independent", s.independent_chi},
          {"chi_shuffled", s.chi_shuffled.mean},
          {"kuramoto_r", s.kuramoto_r},
          {"kuramoto_r_inner", s.kuramoto_r_inner},
          {"kuramoto_shuffled", s.kuramoto_shuffled.mean},
          {"phase_coherence", s.phase_coherence},
          {"phase_lag_index", s.phase_lag_index},
          {"mean_pearson", s.mean_pearson},
          {"raw",
           {{"kuramoto_r", s.kuramoto_r_raw},
            {"phase_coherence", s.phase_coherence_raw},
            {"phase_lag_index", s.phase_lag_index_raw}}},
          {"verdict", s.verdict},
          {"control",
           {{"shuffled",
             {{"rule", "each unit shifted in a circle by a random time"},
              {"n_realisations", Synchrony::n_shuffles},
              {"chi", to_json(s.chi_shuffled)},
              {"kuramoto_r", to_json(s.kuramoto_shuffled)}}}}}};
}

Json to_json(const PlasticityControl& c) {
  return {{"rule", "delays permuted among the pairs"},
          {"n_realisations", c.n_realisations},
          {"p", c.p},
          {"log_likelihood_ratio_flat", middle(c.log_likelihood_ratio)},
          {"plus", {{"amplitude", middle(c.plus_amplitude)}, {"tau_s", middle(c.plus_tau)}}},
          {"minus", {{"amplitude", middle(c.minus_amplitude)}, {"tau_s", middle(c.minus_tau)}}}};
}

Json to_json(const PowerLawControl& c) {
  return {{"rule", "exponential (geometric for whole numbers) from the least value on, of the same mean; the same fit"},
          {"n_realisations", c.n_realisations},
          {"n_values", c.n_values},
          {"n_surrogates", c.n_surrogates},
          {"least", c.least},
          {"mean", c.mean},
          {"alpha", to_json(c.alpha)},
          {"xmin", to_json(c.xmin)},
          {"n_tail", to_json(c.n_tail)},
          {"decades", to_json(c.decades)},
          {"ks_distance", to_json(c.ks_distance)},
          {"p_value", to_json(c.p_value)},
          {"normalised_ratio_exponential", to_json(c.normalised_ratio)},
          {"share_not_rejected", c.share_not_rejected},
          {"reason", c.reason}};
}

Json to_json(const SpectrumControl& c) {
  return {{"shuffled", {{"n_realisations", c.n_realisations}, {"mean_power", c.mean_power}, {"sd", c.sd}}},
          {"white", {{"level", c.white_level}}},
          {"poisson", {{"level", c.poisson_level}}}};
}

}  // namespace somn::analysis
