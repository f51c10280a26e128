// The same events as samples, in s, ms and us, and with an offset: equal results of every analysis of events. Whole numbers,
// words and lists are equal, other numbers within 1e-6 of themselves (of samples: times a power of the sampling rate).
#include <somn/analyses/analysis.hpp>
#include <somn/statistics/counter_stream.hpp>
#include <somn/tables/trains.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <scratch.hpp>
#include <set>

using namespace somn;
using namespace somn::analysis;

namespace {

struct Event {
  long sample;
  int unit;
};

// Bursts of three units on a grid, some spikes doubled.
std::vector<Event> recording(std::uint64_t seed, int n) {
  CounterStream random(seed, 7);
  std::vector<Event> events;
  for (long t = 0; static_cast<int>(events.size()) < n;) {
    t += random.uniform() < 0.85 ? static_cast<long>(random.below(5)) : 10 + static_cast<long>(random.below(60));
    events.push_back({t, static_cast<int>(random.below(3))});
  }
  return events;
}

struct TimeUnit {
  const char* column;
  double per_second;  // of the unit
  int digits;         // after the point; -1: as many as it takes
};

std::string file_of(const test::Scratch& scratch, const std::vector<Event>& events, const TimeUnit& unit, double rate,
                    double offset, bool has_units, const std::string& name) {
  const std::string path = (scratch.path() / (name + ".csv")).string();
  std::ofstream out(path);
  out << unit.column << (has_units ? ",unit\n" : "\n");
  for (const Event& e : events) {
    const double t = unit.per_second == 0 ? static_cast<double>(e.sample)
                                          : (static_cast<double>(e.sample) / rate + offset) * unit.per_second;
    out << (unit.per_second == 0 ? fmt::format("{:.0f}", t)
            : unit.digits < 0    ? fmt::format("{}", t)
                                 : fmt::format("{:.{}f}", t, unit.digits));
    out << (has_units ? fmt::format(",{}\n", e.unit) : "\n");
  }
  return path;
}

// Where events lie, and what the file was like, differs by design.
bool is_of_place(const std::string& key) {
  static const std::set<std::string> keys{
      "parameters", "time_unit", "start_times", "record_rule", "segments",      "bin_rule", "gap_rule", "t_start_s",
      "t_stop_s",   "start_s",   "end_s",       "first_time",  "start_times_s", "window",   "facts",    "reason"};
  return keys.contains(key);
}

// Densities have the unit of the times in their logarithm, and bins at powers of ten of it.
bool is_of_unit(const std::string& key) {
  static const std::set<std::string> keys{"histogram", "log_likelihood", "aic", "aicc", "bic", "mu"};
  return keys.contains(key);
}

bool has_no_value(const Json& a) {
  return a.is_null() || (a.is_number() && std::isnan(a.get<double>()));
}

// The path of the first difference; empty where there is none. `rate`: a number may be times a power of it.
std::string difference(const Json& a, const Json& b, double rate, double within = 1e-6, const std::string& path = "") {
  if (rate != 1 && (has_no_value(a) || has_no_value(b))) return {};  // what has no meaning in samples
  if (a.type() != b.type() && !(a.is_number() && b.is_number())) return path + ": kinds";
  if (a.is_object()) {
    for (const auto& [key, value] : a.items()) {
      if (is_of_place(key) || (rate != 1 && is_of_unit(key))) continue;
      if (!b.contains(key)) return path + "/" + key + ": missing";
      if (const std::string d = difference(value, b[key], rate, within, path + "/" + key); !d.empty()) return d;
    }
    return {};
  }
  if (a.is_array()) {
    if (a.size() != b.size()) return fmt::format("{}: {} and {} elements", path, a.size(), b.size());
    for (std::size_t k = 0; k < a.size(); ++k)
      if (const std::string d = difference(a[k], b[k], rate, within, fmt::format("{}/{}", path, k)); !d.empty())
        return d;
    return {};
  }
  if (!a.is_number()) return a == b || rate != 1 ? std::string() : path + ": " + a.dump() + " and " + b.dump();
  const double x = a.get<double>(), y = b.get<double>();
  if (x == y || (std::isnan(x) && std::isnan(y))) return {};
  for (int power = rate == 1 ? 0 : -3; power <= (rate == 1 ? 0 : 3); ++power) {
    const double scaled = y * std::pow(rate, power);
    if (std::abs(x - scaled) <= within * std::max(std::abs(x), std::abs(scaled)) + 1e-12) return {};
  }
  return fmt::format("{}: {} and {}", path, x, y);
}

struct Case {
  const char* analysis;
  Json options;  // times as "N sample": in the unit of the file
  bool has_units = false;
};

std::vector<Case> cases() {
  const Json quick{{"shuffles", 3}};
  const auto with = [&](const Json& more) {
    Json all = quick;
    if (!more.is_null()) all.update(more);
    return all;
  };
  const Json no_bootstrap{{"shuffles", 2}, {"bootstrap", 0}, {"resamples", 0}};
  const auto avalanches = [&](const Json& more) {
    Json all = no_bootstrap;
    if (!more.is_null()) all.update(more);
    return all;
  };
  return {
      {"isi", quick},
      {"isi", quick, true},
      {"avalanches", avalanches({})},
      {"avalanches", avalanches({{"bin", "1 sample"}})},
      {"avalanches", avalanches({{"bin", "4 sample"}}), true},
      {"avalanches", avalanches({{"gap", "1 sample"}})},
      {"avalanches", avalanches({{"gap", "7 sample"}})},
      {"avalanches", avalanches({{"gap", "mean"}})},
      {"bursts", with({{"method", "maxinterval"}})},
      {"bursts", with({{"method", "maxinterval"}, {"begin", "4 sample"}, {"end", "10 sample"}, {"gap", "20 sample"}})},
      {"bursts", with({{"method", "maxinterval"}, {"begin", "4 sample"}, {"min_duration", "12 sample"}}), true},
      {"bursts", with({{"method", "logisi"}})},
      {"bursts", with({{"method", "poisson-surprise"}})},
      {"bursts", with({{"method", "rank-surprise"}})},
      {"bursts", with({{"method", "cma"}})},
      {"bursts", with({{"method", "isi-rank"}, {"window", "200 sample"}})},
      {"pairs", with({{"dt", "5 sample"}, {"bin", "10 sample"}}), true},
      {"pairs", quick, true},
      {"acf", with({{"events", true}, {"bin", "3 sample"}, {"resamples", 0}})},
      {"acf", with({{"events", true}, {"resamples", 0}})},
      {"acf", with({{"events", true}, {"label", "0"}, {"versus", "1"}, {"bin", "2 sample"}, {"resamples", 0}}), true}};
}

// "4 sample" for a file in samples, else the same in seconds.
Json options_for(const Json& options, bool is_sampled, double rate) {
  Json own = options;
  for (auto& [key, value] : own.items()) {
    if (!value.is_string() || !value.get<std::string>().ends_with(" sample")) continue;
    const double n = std::stod(value.get<std::string>());
    value = is_sampled ? fmt::format("{:.0f}", n) : fmt::format("{} s", n / rate);
  }
  return own;
}

}  // namespace

namespace {

// Calls `check` with each case, its events in a file of any unit, and how those compare with plain seconds.
template <class Check>
void each_case(const Check& check) {
  const double rate = GENERATE(1000.0, 20000.0, 30000.0, 24414.0625);
  const test::Scratch scratch;
  const std::vector<Event> events = recording(static_cast<std::uint64_t>(rate), 1200);
  for (const Case& c : cases()) {
    const Analysis& analysis = find_analysis(c.analysis);
    const auto result = [&](const TimeUnit& unit, double offset) {
      const std::string file = file_of(scratch, events, unit, rate, offset, c.has_units, "events");
      return analysis.analyse(file, options_for(c.options, unit.per_second == 0, rate)).json;
    };
    const Json seconds = result({"time_s", 1, -1}, 0);
    INFO(c.analysis << " " << c.options.dump() << " at " << rate << " Hz");
    check(c, rate, [&](const TimeUnit& unit, double offset, double written = 1e-6) {
      return difference(seconds, result(unit, offset), unit.per_second == 0 ? rate : 1, written);
    });
  }
}

}  // namespace

TEST_CASE("the same events in samples, s, ms, us, with fewer digits and with an offset give equal results in every analysis") {
  each_case([](const Case& c, double rate, const auto& differs) {
    const bool has_windows = c.options.contains("window");  // at multiples of their length: an offset of some moves them
    CHECK(differs({"sample", 0, 0}, 0) == "");
    CHECK(differs({"time_ms", 1e3, -1}, 0) == "");
    CHECK(differs({"Time (us)", 1e6, -1}, 0) == "");
    CHECK(differs({"t_s", 1, 9}, 0) == "");
    if (!has_windows) CHECK(differs({"t_ms", 1e3, 6}, 100) == "");
    CHECK(differs({"time_s", 1, -1}, 86400) == "");
    const bool has_digits = rate == 1000 || rate == 20000;  // six of them say all
    if (!has_windows && has_digits) CHECK(differs({"timestamp", 1, 6}, 1.7e9) == "");  // seconds since 1970
  });
}
