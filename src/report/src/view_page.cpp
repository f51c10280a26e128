#include "view_page.hpp"

#include "html.hpp"
#include "sections.hpp"

#include <somn/core/error.hpp>
#include <somn/spike_trains/avalanches.hpp>
#include <somn/view/page.hpp>
#include <somn/view/run.hpp>
#include <somn/view/scene.hpp>

#include <cstdlib>
#include <fmt/format.h>

namespace somn::report {
namespace {

// Those of analysis.json, which knows their sizes but not when they were: found again, with its bin and its window.
std::vector<view::Avalanche> avalanches_of(const std::vector<JunctionEvent>& events, bool counts_down, double start,
                                           double stop, double bin) {
  std::vector<view::Avalanche> list;
  if (!(stop > start && bin > 0)) return list;
  std::vector<double> times;
  for (const JunctionEvent& e : events)
    if ((counts_down || e.kind == EventKind::up) && e.time >= start && e.time < stop) times.push_back(e.time);
  const analysis::Avalanches found = analysis::find_avalanches(times, {{start, stop}}, {.bin = bin});
  for (std::size_t k = 0; k < found.sizes.size(); ++k) {
    const double from = found.start_times[k], length = static_cast<double>(found.durations[k]) * bin;
    list.push_back({from, from + length, static_cast<std::uint32_t>(found.sizes[k]),
                    static_cast<std::uint32_t>(found.durations[k])});
  }
  return list;
}

std::optional<formats::Film> film_of(const RunFolder& run, Json& facts) {
  const std::filesystem::path file = run.dir / run.engines.front().engine / "film.h5";
  if (!std::filesystem::exists(file)) {
    facts["notes"].push_back(
        "States and voltages were not recorded: junctions are on or off by their events. run.record = [\"film:AUTO\"] "
        "records them.");
    return std::nullopt;
  }
  try {
    formats::Film film = formats::read_film(file);
    for (const std::uint32_t j : film.junctions)
      if (j >= run.network.n_junctions())
        throw InputError({.what = "a film of another network", .where = file.string()});
    return film;
  } catch (const InputError& error) {
    facts["notes"].push_back(std::string("The film could not be read: ") + error.what());
    return std::nullopt;
  }
}

Json about(const RunFolder& run) {
  const Json& analysis = run.analysis;
  Json list = Json::array();
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty() && value != "–") list.push_back({name, value});
  };
  add("engine", run.engines.front().engine);
  add("law", run.experiment.value("model", "name"));
  add("drive", run.experiment.value("drive", "kind") + " " + run.experiment.value("drive", "amplitude"));
  add("regime", text(analysis, "/regime"));
  add("events", human_count(static_cast<double>(run.engines.front().events.size())));
  add("active junctions", human_count(number(analysis, "/junction_events/n_active_junctions")));
  add("event rate", human(number(analysis, "/junction_events/rate_Hz"), "Hz"));
  add("mean current", human(number(analysis, "/order_parameters/mean_current_A"), "A"));
  add("avalanches", human_count(number(analysis, "/avalanches/n")));
  return list;
}

}  // namespace

std::string network_view_page(const netgen::Network& network, const std::string& title) {
  Json facts{{"kind", "network"}, {"notes", Json::array()}, {"about", Json::array()}};
  facts["about"].push_back({"nodes", human_count(static_cast<double>(network.n_nodes))});
  facts["about"].push_back({"junctions", human_count(static_cast<double>(network.n_junctions()))});
  view::Payload payload;
  view::add_network(network, facts, payload);
  view::add_structure(network, facts, payload);
  return view::page(title, facts, payload);
}

std::string view_page(const RunFolder& run) {
  const EngineRun& shown = run.engines.front();
  Json facts{{"kind", "run"}, {"notes", Json::array()}, {"about", about(run)}};
  view::Payload payload;
  view::add_network(run.network, facts, payload);
  const std::optional<formats::Film> film = film_of(run, facts);
  view::RunScene scene{.trace = shown.trace,
                       .events = shown.events,
                       .n_junctions = run.network.n_junctions(),
                       .t_start = number(run.analysis, "/parameters/t_start_s"),
                       .t_stop = number(run.analysis, "/parameters/t_stop_s"),
                       .bin = number(run.analysis, "/avalanches/bin"),
                       .avalanches = {},
                       .counts_down = std::strtod(run.experiment.value("run", "event_rate").c_str(), nullptr) > 0,
                       .film = film ? &*film : nullptr};
  scene.avalanches = avalanches_of(scene.events, scene.counts_down, scene.t_start, scene.t_stop, scene.bin);
  view::add_run(scene, facts, payload);
  if (run.engines.size() > 1)
    facts["notes"].push_back(fmt::format("Both engines ran; this is {}.", shown.engine));
  return view::page(report_title(run), facts, payload);
}

}  // namespace somn::report
