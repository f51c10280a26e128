#include "film.h"

#include <somn/component/network_file.hpp>
#include <somn/core/error.hpp>
#include <somn/core/events.hpp>
#include <somn/core/file.hpp>
#include <somn/core/units.hpp>
#include <somn/models/catalogue.hpp>
#include <somn/native/condensed.hpp>
#include <somn/observables/junction_events.hpp>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <numeric>
#include <optional>

namespace fs = std::filesystem;
using namespace somn;

namespace {

// A file read once for all instances
struct Known {
  fs::file_time_type written;
  std::uintmax_t size = 0;
  std::weak_ptr<const circuit::Circuit> circuit;
};

std::shared_ptr<const circuit::Circuit> read_once(const fs::path& path) {
  static std::map<std::string, Known> all;
  Known& known = all[path.string()];
  const fs::file_time_type written = fs::last_write_time(path);
  const std::uintmax_t size = fs::file_size(path);
  if (auto circuit = known.circuit.lock(); circuit && known.written == written && known.size == size) return circuit;
  auto circuit = std::make_shared<const circuit::Circuit>(component::read_network(read_file(path), path.string()));
  known = {written, size, circuit};
  return circuit;
}

// As netlist::write_component writes a path: other bytes than letters, digits and ._-/ are +XX
std::string plain_path(const std::string& text) {
  std::string path;
  for (std::size_t k = 0; k < text.size(); ++k) {
    unsigned byte = 0;
    if (text[k] == '+' && k + 2 < text.size() && std::sscanf(text.c_str() + k + 1, "%2x", &byte) == 1) {
      path += static_cast<char>(byte);
      k += 2;
    } else {
      path += text[k];
    }
  }
  return path;
}

fs::path find_file(const somn_film_place& place) {
  if (!place.file || !*place.file || std::strcmp(place.file, "none") == 0)
    throw InputError({.what = "the model somn_network has no file",
                      .where = place.instance,
                      .remedy = "file=\"NAME.somn\" on its .model line, as somn netlist --component NAME writes it"});
  const fs::path file = plain_path(place.file);
  std::vector<std::string> tried;
  const std::string library = plain_path(place.folders[2] ? place.folders[2] : "");
  for (const char* folder : {place.folders[0], place.folders[1], library.c_str()}) {
    if (!folder || !*folder || (file.is_absolute() && !tried.empty())) continue;
    const fs::path path = file.is_absolute() ? file : fs::path(folder) / file;
    std::error_code ignored;
    if (fs::is_regular_file(path, ignored)) return fs::canonical(path);
    if (std::find(tried.begin(), tried.end(), path.string()) == tried.end()) tried.push_back(path.string());
  }
  throw InputError({.what = fmt::format("no network file {}", file.string()),
                    .where = place.instance,
                    .value = fmt::format("{}", fmt::join(tried, ", ")),
                    .remedy = "put it beside the deck, or write it anew: somn netlist --component"});
}

// "a.x1.afilm": "x1." before the names of the nodes inside
std::string prefix_of(std::string instance) {
  if (instance.starts_with("a.")) instance.erase(0, 2);
  const std::size_t dot = instance.rfind('.');
  return dot == std::string::npos ? "" : instance.substr(0, dot + 1);
}

void say(const std::exception& e, char* message, std::size_t size) {
  std::snprintf(message, size, "somn error: %s", e.what());
}

}  // namespace

// What is written down of a transient, until its end
struct somn_record {
  std::string events_file, states_file;
  double every = 0, next = 0, time = 0;  // [s]
  std::optional<analysis::JunctionEventDetector> detector = {};
  std::string rows = {};
  std::vector<double> before = {};  // states at `time`
};

struct somn_film {
  char empty[8] = {};  // what ngspice shows where it takes the pointer for a text
  std::shared_ptr<const circuit::Circuit> circuit;
  native::Condensed network;
  std::vector<double> g_lower = {}, g_upper = {};  // [S] by model: thresholds of events
  std::vector<signed char> level = {};             // by slot: 1 on, -1 off, 0 neither yet
  double n_events = 0;
  void* host = nullptr;
  std::optional<somn_record> record = {};
  std::vector<std::complex<double>> y = {};
};

namespace {

std::unique_ptr<somn_film> open(const somn_film_place& place) {
  const fs::path path = find_file(place);
  auto circuit = read_once(path);
  std::vector<std::string> pins;
  for (const circuit::Terminal& t : circuit->terminals) pins.push_back(t.name);
  if (circuit->ground_capacitance > 0) pins.emplace_back("substrate");
  if (pins.size() != static_cast<std::size_t>(place.n_pins))
    throw InputError({.what = fmt::format("{} nodes at a network of {} pins", place.n_pins, pins.size()),
                      .where = place.instance,
                      .allowed = fmt::format("{}, as {} has them", fmt::join(pins, " "), path.string())});
  const std::string prefix = prefix_of(place.instance);
  const native::Condensed::NodeName name = [&](NodeId node) -> std::string {
    for (std::size_t k = 0; k < circuit->terminals.size(); ++k)
      if (circuit->terminals[k].node == node) return place.pin_nodes[k];
    return fmt::format("{}n{}", prefix, node.index);
  };
  auto film = std::make_unique<somn_film>(somn_film{.circuit = circuit, .network = native::Condensed(*circuit, name)});
  for (const circuit::Model& m : circuit->models) {
    const auto [g_off, g_on] = models::law(m.law, place.instance).g_off_on(m.values);
    film->g_lower.push_back(g_off * std::pow(g_on / g_off, 0.4));
    film->g_upper.push_back(g_off * std::pow(g_on / g_off, 0.6));
  }
  film->host = place.host;
  film->level.assign(film->network.junction_of_slot().size(), 0);
  film->y.resize(film->network.n_pins() * film->network.n_pins());
  return film;
}

template <class Do>
int guarded(char* message, std::size_t size, Do what) {
  try {
    return what() ? 1 : 0;
  } catch (const std::exception& e) {
    say(e, message, size);
  }
  return 0;
}

// Passages of the accepted point; see somn/core/events.hpp
void count(somn_film& f) {
  const std::span<const double> g = f.network.junction_conductances();
  const std::span<const std::uint32_t> junction = f.network.junction_of_slot();
  for (std::size_t k = 0; k < g.size(); ++k) {
    const std::uint32_t model = f.circuit->junctions[junction[k]].model;
    if (f.level[k] != 1 && g[k] >= f.g_upper[model]) {
      f.n_events += f.level[k] == -1;
      f.level[k] = 1;
    } else if (f.level[k] != -1 && g[k] <= f.g_lower[model]) {
      f.level[k] = -1;
    }
  }
}

std::optional<somn_record> begin_record(somn_film& f, const somn_film_record& wanted) {
  somn_record r{.events_file = wanted.events ? wanted.events : "",
                .states_file = wanted.states ? wanted.states : "",
                .every = wanted.every};
  if (r.events_file.empty() && r.states_file.empty()) return {};
  if (!r.states_file.empty() && !(r.every > 0 && std::isfinite(r.every)))
    throw InputError({.what = "snapshots of the states without a distance in time",
                      .where = "somn_network: states",
                      .remedy = "states_every=100n beside it"});
  const std::span<const std::uint32_t> junction = f.network.junction_of_slot();
  if (!r.events_file.empty()) {
    std::vector<analysis::HysteresisBand> bands;
    for (const std::uint32_t j : junction) {
      const std::uint32_t model = f.circuit->junctions[j].model;
      bands.push_back({.lower = f.g_lower[model], .upper = f.g_upper[model]});
    }
    r.detector.emplace(std::move(bands));
  }
  if (!r.states_file.empty()) {
    r.rows = "time_s";
    for (const std::uint32_t j : junction) r.rows += fmt::format(",state_{}_1", j);
    r.rows += '\n';
  }
  return r;
}

void write_down(somn_film& f, somn_record& r, double time) {
  if (r.detector) r.detector->feed(time, f.network.junction_conductances());
  if (r.states_file.empty()) return;
  const std::span<const double> now = f.network.states();
  for (; r.next <= time * (1 + 1e-12); r.next += r.every) {
    const double weight = time > r.time ? std::min(1.0, (r.next - r.time) / (time - r.time)) : 1;
    r.rows += to_text(r.next);
    for (std::size_t k = 0; k < now.size(); ++k)
      r.rows += "," + to_text(r.before.empty() ? now[k] : r.before[k] + weight * (now[k] - r.before[k]));
    r.rows += '\n';
  }
  r.before.assign(now.begin(), now.end());
  r.time = time;
}

void end_record(somn_film& f) {
  if (!f.record) return;
  somn_record r = std::move(*f.record);
  f.record.reset();
  if (r.detector) {
    std::vector<JunctionEvent> events = r.detector->finish();
    for (JunctionEvent& e : events) e.junction = {f.network.junction_of_slot()[e.junction.index]};
    write_file(r.events_file, to_csv(events));
  }
  if (!r.states_file.empty()) write_file(r.states_file, r.rows);
}

void forget(somn_film& f) {
  std::fill(f.level.begin(), f.level.end(), 0);
  f.n_events = 0;
}

}  // namespace

extern "C" {

somn_film* somn_film_open(const somn_film_place* place, char* message, size_t size) {
  somn_film* film = nullptr;
  guarded(message, size, [&] { return (film = open(*place).release()) != nullptr; });
  return film;
}

void somn_film_close(somn_film* f) {
  char ignored[64];
  if (f) guarded(ignored, sizeof ignored, [&] { return end_record(*f), true; });
  delete f;
}

void* somn_film_host(const somn_film* f) {
  return f->host;
}

void somn_film_hold(somn_film* f) {
  if (f->network.hold()) forget(*f);
}

int somn_film_start_unknown(somn_film* f, const double* v, char* message, size_t size) {
  return guarded(message, size, [&] {
    f->network.start_unknown({v, f->network.n_pins()});
    forget(*f);
    count(*f);
    return true;
  });
}

int somn_film_begin(somn_film* f, const somn_film_step* s, char* message, size_t size) {
  return guarded(message, size, [&] {
    native::CondensedStep step{
        .from = s->from, .h = s->h, .is_first_order = s->is_first_order != 0, .shortest = s->shortest, .companion = {}};
    step.companion.is_trapezoid = s->is_trapezoid != 0;
    step.companion.order = s->order;
    std::copy_n(s->a, 7, step.companion.a.begin());
    f->network.step(step);
    return true;
  });
}

int somn_film_evaluate(somn_film* f, const double* v, const somn_film_tolerance* t, char* message, size_t size) {
  return guarded(message, size, [&] {
    return f->network.evaluate({v, f->network.n_pins()}, {t->relative, t->voltage, t->current, t->leak});
  });
}

int somn_film_is_settled(const somn_film* f) {
  return f->network.is_settled();
}
double somn_film_current(const somn_film* f, int pin) {
  return f->network.currents()[static_cast<std::size_t>(pin)];
}
double somn_film_conductance(const somn_film* f, int pin, int by) {
  return f->network.conductance(static_cast<std::size_t>(pin), static_cast<std::size_t>(by));
}

double somn_film_wish(const somn_film* f, const somn_film_demand* d) {
  native::StepDemand demand{.accuracy = d->accuracy,
                            .t_stop = d->t_stop,
                            .is_always_smooth = d->is_always_smooth != 0,
                            .longest_regenerative = d->h_max,
                            .truncation = d->truncation,
                            .relative = d->relative,
                            .current = d->current,
                            .charge = d->charge};
  std::copy_n(d->steps, 7, demand.steps.begin());
  return f->network.wish(demand);
}

double somn_film_next_stop(const somn_film* f) {
  return f->network.next_stop();
}

int somn_film_accept(somn_film* f, const somn_film_record* wanted, char* message, size_t size) {
  return guarded(message, size, [&] {
    if (!f->network.accept()) return true;
    count(*f);
    const double time = f->network.time();
    if (wanted && time == 0) {
      end_record(*f);
      f->record = begin_record(*f, *wanted);
    }
    if (f->record) write_down(*f, *f->record, time);
    if (wanted && time >= wanted->t_stop * (1 - 1e-9)) end_record(*f);
    return true;
  });
}

int somn_film_small_signal(somn_film* f, double sigma, double omega, int with_states, double* y) {
  char ignored[64];
  return guarded(ignored, sizeof ignored, [&] {
    if (f->network.accept()) count(*f);
    if (!f->network.small_signal({sigma, omega}, with_states != 0, f->y)) return false;
    for (std::size_t k = 0; k < f->y.size(); ++k) y[2 * k] = f->y[k].real(), y[2 * k + 1] = f->y[k].imag();
    return true;
  });
}

int somn_film_is_ohmic(const somn_film* f) {
  return f->network.is_ohmic();
}

double somn_film_n_on(somn_film* f) {
  return static_cast<double>(std::count(f->level.begin(), f->level.end(), 1));
}
double somn_film_n_events(somn_film* f) {
  return f->n_events;
}
double somn_film_mean_state(somn_film* f) {
  const std::span<const double> x = f->network.states();
  return x.empty() ? 0 : std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

void somn_film_current_name(const somn_film* f, int pin, char* name, size_t size) {
  const auto k = static_cast<std::size_t>(pin);
  std::string text = k < f->circuit->terminals.size() ? f->circuit->terminals[k].name : "substrate";
  for (char& x : text)
    x = x >= 'A' && x <= 'Z'                               ? static_cast<char>(x - 'A' + 'a')
        : (x >= 'a' && x <= 'z') || (x >= '0' && x <= '9') ? x
                                                           : '_';
  std::snprintf(name, size, "i_%s", text.c_str());
}

int somn_film_pin_of(const somn_film* f, const char* current_name) {
  char name[256];
  for (int k = 0; k < static_cast<int>(f->network.n_pins()); ++k) {
    somn_film_current_name(f, k, name, sizeof name);
    if (std::strcmp(name, current_name) == 0) return k;
  }
  return -1;
}

}  // extern "C"
