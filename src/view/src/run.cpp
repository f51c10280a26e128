#include <somn/view/run.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::view {
namespace {

constexpr std::size_t most_rows = 100000, most_events = 2000000;

// Of each of equally many rows the first, lowest, highest and last by the current
std::vector<std::size_t> telling_rows(const std::vector<double>& current) {
  std::vector<std::size_t> rows;
  const std::size_t n = current.size(), stretch = n <= most_rows ? 1 : (4 * n + most_rows - 1) / most_rows;
  for (std::size_t begin = 0; begin < n; begin += stretch) {
    const std::size_t end = std::min(begin + stretch, n);
    std::size_t low = begin, high = begin;
    for (std::size_t k = begin; k < end; ++k) {
      if (current[k] < current[low]) low = k;
      if (current[k] > current[high]) high = k;
    }
    for (const std::size_t k : {begin, std::min(low, high), std::max(low, high), end - 1})
      if (rows.empty() || rows.back() < k) rows.push_back(k);
  }
  return rows;
}

template <class T>
std::vector<T> picked(const std::vector<double>& values, const std::vector<std::size_t>& rows) {
  std::vector<T> some;
  for (const std::size_t k : rows) some.push_back(static_cast<T>(values[k]));
  return some;
}

void add_trace(const Trace& trace, Json& facts, Payload& payload) {
  const std::vector<double>& time = trace.time();
  const std::vector<std::size_t> rows = telling_rows(trace.at("i_source_A").values);
  if (rows.size() < time.size())
    facts["notes"].push_back(
        fmt::format("The trace has {} samples; {} of them are here: of each stretch the first, lowest, highest and last.",
                    time.size(), rows.size()));
  payload.add("trace_t", picked<double>(time, rows));
  for (const auto& [column, name] : {std::pair{"i_source_A", "trace_i"}, std::pair{"v_source_V", "trace_v"},
                                     std::pair{"g_S", "trace_g"}})
    if (trace.find(column) != nullptr) payload.add(name, picked<float>(trace.at(column).values, rows));
}

// On before the first event, as its kind says; a junction without events is unknown.
std::vector<std::uint8_t> first_levels(const RunScene& run) {
  std::vector<std::uint8_t> level(run.n_junctions, 2);
  for (const JunctionEvent& e : run.events)
    if (std::uint8_t& l = level[e.junction.index]; l == 2) l = e.kind == EventKind::down;
  return level;
}

void add_events(const RunScene& run, double t0, double tick, Json& facts, Payload& payload) {
  const std::size_t n = std::min(run.events.size(), most_events);
  if (n < run.events.size())
    facts["notes"].push_back(fmt::format("The run has {} events; the first {} are here, until {:g} s.",
                                         run.events.size(), n, run.events[n - 1].time));
  std::vector<std::uint32_t> ticks, junctions;
  std::vector<std::uint8_t> is_up;
  for (std::size_t k = 0; k < n; ++k) {
    const JunctionEvent& e = run.events[k];
    ticks.push_back(static_cast<std::uint32_t>(std::clamp(std::round((e.time - t0) / tick), 0.0, 4294967295.0)));
    junctions.push_back(e.junction.index);
    is_up.push_back(e.kind == EventKind::up);
  }
  payload.add("event_tick", ticks, 1);
  payload.add("event_junction", junctions);
  payload.add("event_up", is_up);
  payload.add("first_on", first_levels(run));
}

void add_avalanches(const RunScene& run, Payload& payload) {
  std::vector<double> start, end;
  std::vector<std::uint32_t> size, bins;
  for (const Avalanche& a : run.avalanches)
    start.push_back(a.start), end.push_back(a.end), size.push_back(a.size), bins.push_back(a.bins);
  payload.add("avalanche_start", start);
  payload.add("avalanche_end", end);
  payload.add("avalanche_size", size);
  payload.add("avalanche_bins", bins);
}

Json scale_of(const formats::Coded& c) { return {{"low", c.low}, {"step", c.step}}; }

void add_film(const formats::Film& film, Json& facts, Payload& payload) {
  payload.add("film_t", film.times);
  payload.add("film_junction", film.junctions, 1);
  payload.add("film_node", film.nodes, 1);
  payload.add("film_positive", film.positive);
  payload.add("film_negative", film.negative);
  payload.add("film_state", film.state.codes, film.junctions.size());  // most do nothing from one frame to the next
  payload.add("film_log_g", film.log_g.codes, film.junctions.size());
  payload.add("film_v", film.v.codes, film.nodes.size());
  facts["film"] = {{"state", scale_of(film.state)},
                   {"log_g", scale_of(film.log_g)},
                   {"v", scale_of(film.v)},
                   {"state_unit", film.state_unit}};
  if (!film.note.empty()) facts["notes"].push_back(film.note);
}

Json finite(double x) { return std::isfinite(x) ? Json(x) : Json(); }

}  // namespace

void add_run(const RunScene& run, Json& facts, Payload& payload) {
  double t0 = 0, t1 = 0;
  if (run.trace.n_rows() > 0) t0 = run.trace.time().front(), t1 = run.trace.time().back();
  if (!run.events.empty()) t0 = std::min(t0, run.events.front().time), t1 = std::max(t1, run.events.back().time);
  if (!(t1 > t0)) t1 = t0 + 1e-12;
  const double tick = (t1 - t0) / 4294967295.0;
  add_trace(run.trace, facts, payload);
  add_events(run, t0, tick, facts, payload);
  add_avalanches(run, payload);
  if (run.film != nullptr && run.film->n_frames() > 0) add_film(*run.film, facts, payload);
  facts["run"] = {{"t0_s", t0},
                  {"t1_s", t1},
                  {"tick_s", tick},
                  {"t_start_s", finite(run.t_start)},
                  {"t_stop_s", finite(run.t_stop)},
                  {"bin_s", finite(run.bin)},
                  {"counts_down", run.counts_down},
                  {"n_events", run.events.size()}};
}

}  // namespace somn::view
