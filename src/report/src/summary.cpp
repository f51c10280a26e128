#include "html.hpp"
#include "sections.hpp"

#include <somn/core/text.hpp>
#include <somn/core/units.hpp>

#include <charconv>
#include <fmt/format.h>
#include <map>

namespace somn::report {
namespace {

// A setting as text with unit; a bare number is SI.
std::string quantity(const Experiment& experiment, const char* section, const char* key, const std::string& unit) {
  const std::string value = experiment.value(section, key);
  double number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  return error == std::errc{} && end == value.data() + value.size() ? human(number, unit, 4) : value;
}

std::string network_words(const RunFolder& run) {
  const std::string& ensemble = run.network.ensemble;
  const std::string kind = ensemble == "wires"   ? "a network of nanowires"
                           : ensemble == "discs" ? "a film of particles"
                           : ensemble.empty() || ensemble == "file"
                               ? "a network read from a file"
                               : fmt::format("a network of the ensemble “{}”", ensemble);
  return fmt::format("This is {} with {} nodes and {} junctions", kind,
                     human_count(static_cast<double>(run.network.n_nodes)),
                     human_count(static_cast<double>(run.network.n_junctions())));
}

std::string drive_words(const Experiment& experiment) {
  const std::string kind = experiment.value("drive", "kind"),
                    amplitude = quantity(experiment, "drive", "amplitude", "V");
  const std::string name = kind == "dc"   ? "a constant voltage"
                           : kind.empty() ? "a voltage"
                                          : "a voltage of kind " + kind;
  const std::string frequency = quantity(experiment, "drive", "frequency", "Hz");
  return fmt::format("{}{}{}", name, amplitude.empty() ? "" : " of " + amplitude,
                     kind == "dc" || frequency.empty() ? "" : " at " + frequency);
}

std::string run_words(const RunFolder& run) {
  std::string engines;
  for (const EngineRun& engine : run.engines) engines += (engines.empty() ? "" : " and ") + engine.engine;
  const std::vector<double>& time = run.engines.front().trace.time();
  return fmt::format("driven by {} for {} and simulated with {}", drive_words(run.experiment),
                     human(time.empty() ? NAN : time.back() - time.front(), "s", 4), engines);
}

std::string event_words(const RunFolder& run) {
  const Json& analysis = run.analysis;
  const double n_up = number(analysis, "/junction_events/n_up"), window = number(analysis, "/junction_events/window_s");
  const double active = number(analysis, "/junction_events/n_active_junctions");
  if (n_up == 0)
    return fmt::format("In the window of analysis (the last {}) not a single junction switched on.",
                       human(window, "s", 4));
  return fmt::format(
      "In the window of analysis (the last {}) {} of its junctions switched on, {} times altogether, a rate of {}; the "
      "current showed {} sudden edges.",
      human(window, "s", 4), human_count(active), human_count(n_up),
      human(number(analysis, "/junction_events/rate_Hz"), "Hz"), human_count(number(analysis, "/network_spikes/n")));
}

std::string tile(const char* name, const std::string& value) {
  return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, escape_markup(value));
}

}  // namespace

std::string report_title(const RunFolder& run) {
  const std::string title = run.experiment.value("", "title");
  if (!title.empty()) return title;
  const auto folder = run.dir.filename().empty() ? run.dir.parent_path().filename() : run.dir.filename();
  return folder.empty() || folder == "." ? "A run of somnspice" : folder.string();
}

// ", every junction following the law vts", or with how many follow which
std::string law_words(const RunFolder& run) {
  std::map<std::string, std::size_t> n_junctions;
  for (const std::string& law : run.network.junction_law) ++n_junctions[law];
  if (n_junctions.size() < 2) {
    const std::string law = n_junctions.empty() ? run.experiment.value("model", "name") : n_junctions.begin()->first;
    return law.empty() ? "" : fmt::format(", every junction following the law “{}”", law);
  }
  std::string words;
  for (const auto& [law, n] : n_junctions)
    words += fmt::format("{} {} “{}”", words.empty() ? ", of which" : " and", n, law);
  return words;
}

std::string summary(const RunFolder& run) {
  const Json& analysis = run.analysis;
  const std::string regime = text(analysis, "/regime"), reason = text(analysis, "/regime_reason");
  const double current = number(analysis, "/order_parameters/mean_current_A");
  std::string html =
      fmt::format("<p class=\"lead\">{}{}, {}. {} The mean source current was {} (coefficient of variation {}). ",
                  escape_markup(network_words(run)), escape_markup(law_words(run)), escape_markup(run_words(run)),
                  escape_markup(event_words(run)), escape_markup(human(current, "A")),
                  escape_markup(human(number(analysis, "/order_parameters/cv_current"), "", 2)));
  if (!regime.empty())
    html += fmt::format(
        "The regime is <strong>{}</strong>{}.", escape_markup(regime),
        reason.empty() ? ""
                       : ": " + escape_markup(reason.ends_with('.') ? reason.substr(0, reason.size() - 1) : reason));
  html += "</p>\n";
  if (const std::string rule = text(analysis, "/regime_rule"); !rule.empty())
    html += fmt::format("<p class=\"note\">How regimes are told apart: {}</p>\n", escape_markup(rule));
  html += "<dl class=\"tiles\">\n";
  html += tile("junctions", human_count(static_cast<double>(run.network.n_junctions())));
  html += tile("active junctions", human_count(number(analysis, "/junction_events/n_active_junctions")));
  html += tile("switch-on events", human_count(number(analysis, "/junction_events/n_up")));
  html += tile("event rate", human(number(analysis, "/junction_events/rate_Hz"), "Hz"));
  html += tile("mean current", human(current, "A"));
  html += tile("avalanches", human_count(number(analysis, "/avalanches/n")));
  html += tile("regime", regime.empty() ? "–" : regime);
  return html + "</dl>\n";
}

}  // namespace somn::report
