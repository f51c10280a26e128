#include "html.hpp"
#include "sections.hpp"

#include <somn/netgen/network.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace somn::report {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string order_parameter_table(const Json& analysis) {
  struct Quantity {
    const char *key, *name, *unit, *meaning;
  };
  constexpr std::array<Quantity, 10> quantities{{
      {"rate_Hz", "event rate", "Hz", "switch-on events of all junctions per second"},
      {"n_active_junctions", "active junctions", "", "junctions with at least one event"},
      {"mean_isi_cv", "mean interval CV", "", "CV of each junction's own intervals, averaged over junctions: 0 clockwork, 1 Poisson"},
      {"fano", "Fano factor", "", "variance / mean of event counts: 1 Poisson, above 2.5 bursts"},
      {"quiet_fraction", "quiet fraction", "", "bins without any event"},
      {"on_fraction", "ON fraction", "", "time mean of the junctions that conduct"},
      {"n_permanently_on", "permanently ON", "", "junctions that never switched off"},
      {"synchronization_index", "synchronization", "",
       "Golomb's χ of the ON states: 1 all switch together, 1/√N independent"},
      {"mean_current_A", "mean current", "A", "of the source"},
      {"cv_current", "current CV", "", "standard deviation / mean of the source current"},
  }};
  Rows rows;
  for (const Quantity& q : quantities)
    rows.push_back({q.name, human(number(analysis, fmt::format("/order_parameters/{}", q.key)), q.unit), q.meaning});
  return html_table("Order parameters, in the window of analysis", {"quantity", "value", "meaning"}, rows);
}

std::string interval_table(const Json& analysis) {
  Rows rows;
  for (const auto& [key, name] :
       {std::pair{"pooled", "all junctions pooled"}, std::pair{"per_junction", "within each junction"},
        std::pair{"network_spikes", "network spikes"}}) {
    const auto value = [&, k = key](const char* what) { return number(analysis, fmt::format("/isi/{}/{}", k, what)); };
    rows.push_back({name, human_count(value("n")), human(value("mean_s"), "s"), human(value("cv"), ""),
                    human(value("cv2"), ""), human(value("lv"), "")});
  }
  return html_table("Inter-spike intervals: CV of all intervals of a row taken together (a Poisson process has CV = CV2 = Lv = 1)",
                    {"spike train", "intervals", "mean", "CV", "CV2", "Lv"}, rows);
}

std::string range_text(const Json& analysis, const std::string& fit) {
  const double xmin = number(analysis, fit + "/xmin"), xmax = number(analysis, fit + "/xmax");
  return xmin == xmin ? fmt::format("{:.0f}\u00a0–\u00a0{}", xmin, xmax == xmax ? fmt::format("{:.0f}", xmax) : "∞")
                      : "–";
}

std::string control_text(const Json& analysis, const char* control, const char* key) {
  const std::string path = fmt::format("/control/{}/{}", control, key);
  return with_error(number(analysis, path + "/mean"), number(analysis, path + "/sd"));
}

std::string exponent_table(const Json& analysis) {
  struct Exponent {
    const char *name, *key, *fit;
  };
  constexpr std::array<Exponent, 4> exponents{{{"size exponent τ", "tau", "size_fit"},
                                               {"duration exponent α", "alpha", "duration_fit"},
                                               {"⟨S⟩(T) exponent γ, fitted", "gamma_fit", ""},
                                               {"γ predicted, (α − 1)/(τ − 1)", "gamma_predicted", ""}}};
  Rows rows;
  for (const Exponent& e : exponents) {
    const std::string path = fmt::format("/avalanches/{}", e.key), fit = fmt::format("/avalanches/{}", e.fit);
    const bool has_fit = *e.fit != '\0', has_control = std::string_view(e.key) != "gamma_predicted";
    rows.push_back(
        {e.name, with_error(number(analysis, path), number(analysis, path + "_se")),
         has_fit ? range_text(analysis, fit) : "", has_fit ? human_count(number(analysis, fit + "/n_tail")) : "",
         has_fit ? with_error(number(analysis, fit + "/p_value"), NAN) : "",
         has_fit ? text(analysis, fit + "/verdict") : "", has_control ? control_text(analysis, "shuffled", e.key) : "",
         has_control ? control_text(analysis, "poisson", e.key) : ""});
  }
  return html_table(
      fmt::format("Avalanche exponents: measured, and in surrogates of the same events (bin {})",
                  human(number(analysis, "/avalanches/bin"), "s")),
      {"exponent", "measured ± SE", "range", "n in range", "p", "verdict", "shuffled ± SD", "Poisson ± SD"}, rows);
}

std::string shape_table(const Json& analysis) {
  double largest = 0, longest = 0;
  for (const double size : numbers(analysis, "/avalanches/sizes")) largest = std::max(largest, size);
  for (const double duration : numbers(analysis, "/avalanches/durations")) longest = std::max(longest, duration);
  Rows rows{
      {"avalanches", human_count(number(analysis, "/avalanches/n")), control_text(analysis, "shuffled", "n"),
       control_text(analysis, "poisson", "n")},
      {"largest size", human_count(largest), control_text(analysis, "shuffled", "max_size"),
       control_text(analysis, "poisson", "max_size")},
      {"longest duration (bins)", human_count(longest), control_text(analysis, "shuffled", "max_duration"),
       control_text(analysis, "poisson", "max_duration")},
      {"branching ratio", human(number(analysis, "/avalanches/branching_ratio"), ""),
       control_text(analysis, "shuffled", "branching_ratio"), control_text(analysis, "poisson", "branching_ratio")}};
  return html_table("Avalanches against their controls", {"", "measured", "shuffled ± SD", "Poisson ± SD"}, rows);
}

// A table in place of a word: docs/physics.md 8 and what follows from it.
std::string criticality_table(const Json& analysis) {
  Rows rows;
  for (const Json& c : at_path(analysis, "/criticality/criteria"))
    rows.push_back({text(c, "/question"), text(c, "/holds"), text(c, "/facts")});
  if (rows.empty()) return {};
  return html_table("Signs of criticality: " + text(analysis, "/criticality/summary"),
                    {"criterion", "holds", "numbers"}, rows);
}

}  // namespace

std::string result_tables(const RunFolder& run) {
  return order_parameter_table(run.analysis) + interval_table(run.analysis) + exponent_table(run.analysis) +
         shape_table(run.analysis) + criticality_table(run.analysis);
}

std::string solver_table(const RunFolder& run) {
  std::vector<std::string> header{""};
  for (const EngineRun& engine : run.engines) header.push_back(engine.engine);
  Rows rows;
  const auto add = [&](const char* name, auto&& value) {
    std::vector<std::string> row{name};
    for (const EngineRun& engine : run.engines) row.push_back(value(engine.stats));
    rows.push_back(std::move(row));
  };
  const auto count = [](const char* key) {
    return [key](const Json& stats) { return human_count(number(stats, fmt::format("/{}", key))); };
  };
  const auto with_unit = [](const char* key, const char* unit) {
    return [=](const Json& stats) { return human(number(stats, fmt::format("/{}", key)), unit); };
  };
  add("accepted time points", count("steps"));
  add("rejected time points", count("rejected"));
  add("Newton iterations", count("newton_iterations"));
  add("iterations per accepted point",
      [](const Json& stats) { return human(number(stats, "/newton_iterations") / number(stats, "/steps"), ""); });
  add("matrix factorisations", count("factorisations"));
  add("wall time", with_unit("wall_s", "s"));
  add("CPU time", with_unit("cpu_s", "s"));
  add("largest memory", with_unit("peak_rss_B", "B"));
  return html_table("", header, rows);
}

std::string parameter_tables(const RunFolder& run) {
  std::vector<std::string> sections;
  for (const Setting& setting : run.experiment.settings())
    if (std::find(sections.begin(), sections.end(), setting.section) == sections.end())
      sections.push_back(setting.section);
  std::string html = "<div class=\"columns\">\n";
  for (const std::string& section : sections) {
    Rows rows;
    for (const Setting& setting : run.experiment.settings())
      if (setting.section == section) rows.push_back({setting.key, setting.value});
    html += html_table(section.empty() ? "experiment" : section, {}, rows);
  }
  return html + "</div>\n";
}

std::string warnings() {
  return R"(<ul>
<li>A power law alone proves nothing: thresholded noise has power laws too, and can even meet the crackling relation
(Touboul and Destexhe, Phys. Rev. E 95, 012413, 2017, <a href="https://doi.org/10.1103/PhysRevE.95.012413">doi:10.1103/PhysRevE.95.012413</a>).</li>
<li>A threshold laid on a continuous signal distorts the sizes of its avalanches (Villegas, di Santo, Burioni and
Muñoz, Phys. Rev. E 100, 012133, 2019, <a href="https://doi.org/10.1103/PhysRevE.100.012133">doi:10.1103/PhysRevE.100.012133</a>).</li>
<li>Compare with the shuffled control: what it shows as well needs no avalanches to explain it. A large p on few
avalanches or less than one and a half decades means nothing.</li>
</ul>
)";
}

std::string how_it_was_made(const RunFolder& run) {
  constexpr std::array<std::string_view, 7> words{"seed", "version", "hash", "rtol", "engine", "method", "dt"};
  Rows rows{{"network hash (of network.graphml)", netgen::hash(run.network)}};
  for (const Setting& setting : run.experiment.settings())
    if (std::any_of(words.begin(), words.end(), [&](auto word) { return setting.key.find(word) != std::string::npos; }))
      rows.push_back({setting.section.empty() ? setting.key : setting.section + "." + setting.key, setting.value});
  return html_table("", {}, rows) +
         "<p>To repeat the run, and to draw this page again, in the folder that holds it:</p>\n"
         "<pre>somn run experiment.toml -o again\nsomn report .</pre>\n"
         "<p class=\"note\">The numbers and the gnuplot script behind each figure are in the folder "
         "<code>figures</code>.</p>\n";
}

}  // namespace somn::report
