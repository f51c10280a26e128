#include <somn/analyses/run_json.hpp>

#include <fmt/format.h>

namespace somn::analysis {

using schema::Fields;

Fields<DriveOfRun> fields_of(const DriveOfRun*) {
  using D = DriveOfRun;
  const auto amplitude = [](bool is_current) {
    return [is_current](const D& d) { return d.is_current == is_current ? std::optional(d.amplitude) : std::nullopt; };
  };
  return Fields<D>()
      .value("kind", &D::kind, {.meaning = "as in the experiment"})
      .computed_if_any("amplitude_A", amplitude(true), {.unit = "A", .meaning = "of a current"})
      .computed_if_any("amplitude_V", amplitude(false), {.unit = "V", .meaning = "of a voltage"})
      .value("frequency_Hz", &D::frequency, {.unit = "Hz", .meaning = "of periodic kinds"})
      .value("path_junctions", &D::path_junctions, {.meaning = "n, on the shortest path from source to drain"})
      .value("v_star", &D::v_star, {.meaning = "V/(n v_set)"})
      .value("f0_Hz", &D::f0,
             {.unit = "Hz", .meaning = "a half period just collects lambda_crit across one junction at V/n"})
      .value("f_star", &D::f_star, {.meaning = "f/f0"})
      .value("f_closing_Hz", &D::f_closing,
             {.unit = "Hz", .meaning = "sine: the steady swing of that junction just reaches lambda_crit"})
      .value("f_over_f_closing", &D::f_over_f_closing, {.meaning = "f/f_closing"})
      .elsewhere(&D::is_current, &D::amplitude);
}

Fields<EnergyOfRun> fields_of(const EnergyOfRun*) {
  using E = EnergyOfRun;
  return Fields<E>()
      .value("first_W", &E::first, {.unit = "W", .meaning = "at the begin of the record"})
      .value("last_W", &E::last, {.unit = "W", .meaning = "at its end"})
      .value("largest_rise_W", &E::largest_rise, {.unit = "W", .meaning = "over one step"})
      .value("span_W", &E::span, {.unit = "W", .meaning = "largest minus smallest"})
      .value("relative_rise", &E::relative_rise, {.meaning = "largest rise / span"});
}

Fields<DivergenceOfRun> fields_of(const DivergenceOfRun*) {
  using D = DivergenceOfRun;
  return Fields<D>()
      .value("rate_per_s", &D::rate, {.unit = "1/s", .meaning = "mean divergence rate of pairs of trajectories"})
      .value("rate_sd_per_s", &D::rate_sd, {.unit = "1/s", .meaning = "their spread"})
      .value("rate_median_per_s", &D::rate_median, {.unit = "1/s", .meaning = "their median"})
      .computed("n_pairs", [](const D& d) { return d.rates.size(); }, {.meaning = "trajectories"})
      .value("n_merged", &D::n_merged, {.meaning = "pairs that came together"})
      .value("epsilon", &D::epsilon, {.meaning = "by which the state of one junction was moved, in its unit"})
      .value("t_start_s", &D::t_start, {.unit = "s", .meaning = "of the window"})
      .value("t_stop_s", &D::t_stop, {.unit = "s", .meaning = "of the window"})
      .value("junctions", &D::junctions, {.meaning = "the moved ones"})
      .value("rates_per_s", &D::rates, {.unit = "1/s", .meaning = "of each pair"});
}

namespace {

struct NetworkSize {
  std::size_t n_nodes = 0, n_junctions = 0;
};

Fields<NetworkSize> fields_of(const NetworkSize*) {
  return Fields<NetworkSize>()
      .value("n_nodes", &NetworkSize::n_nodes, {.meaning = "electrodes merged"})
      .value("n_junctions", &NetworkSize::n_junctions, {.meaning = "junctions"});
}

struct WholeRun {
  const RunAnalysis* analysis = nullptr;
  RunFacts facts = {};
};

Fields<WholeRun> fields_of(const WholeRun*) {
  using W = WholeRun;
  return Fields<W>()
      .elsewhere(&W::analysis, &W::facts)
      .all_of([](const W& w) -> const RunAnalysis& { return *w.analysis; })
      .computed("network",
                [](const W& w) {
                  return NetworkSize{w.facts.n_nodes, w.facts.n_junctions};
                },
                {.meaning = "its size"})
      .computed_if_any("lyapunov_function", [](const W& w) { return w.facts.lyapunov_function; },
                       {.meaning = "with run.record = [\"lyapunov\"]: does it fall? (docs/no-go.md)"})
      .computed("drive", [](const W& w) { return w.facts.drive; }, {.meaning = "in units of the network"});
}

struct Lyapunov {
  std::optional<DivergenceOfRun> lyapunov = {};
};

Fields<Lyapunov> fields_of(const Lyapunov*) {
  return Fields<Lyapunov>().value_if_any(
      "lyapunov", &Lyapunov::lyapunov,
      {.meaning =
           "with [run] lyapunov = N (forward Euler): finite-size divergence rate, the second of each pair with the "
           "state of one junction moved, renormalised at every step; not a strict Lyapunov exponent"});
}

}  // namespace

std::vector<const Analysis*> parts_of_runs() {
  std::vector<const Analysis*> parts;
  for (const Analysis* a : analyses())
    if (a->of_run != nullptr) parts.push_back(a);
  return parts;
}

Json json_of_run(const RunAnalysis& analysis, const RunFacts& facts, const RunRecord& run,
                 const std::vector<std::string>& parts) {
  Json json = schema::to_json(WholeRun{&analysis, facts});
  for (const std::string& name : parts) json[name] = find_analysis(name).of_run(run);
  json.update(schema::to_json(Lyapunov{facts.lyapunov}));
  return json;
}

std::vector<schema::Description> descriptions_of_run() {
  std::vector<schema::Description> all = schema::descriptions<WholeRun>();
  for (const Analysis* part : parts_of_runs()) {
    schema::Description d;
    d.key = part->name;
    d.meaning = fmt::format("with [analysis] {} = true: {}", part->name, part->summary);
    d.kind = schema::Kind::table;
    d.is_computed = d.may_be_absent = true;
    d.fields = part->run_results();
    all.push_back(std::move(d));
  }
  for (schema::Description& d : schema::descriptions<Lyapunov>()) all.push_back(std::move(d));
  return all;
}

}  // namespace somn::analysis
