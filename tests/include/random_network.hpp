// Random networks that switch: 5 to 12 nodes, one law or several, parameters scattered by 12 %, any drive, with and
// without a series resistance, on request with capacitances. How much faster than the drive the junctions are is drawn,
// too, and so is how much faster than the junctions the capacitances are.
#pragma once

#include "draw_law.hpp"
#include "law_cases.hpp"

#include <somn/circuit/circuit.hpp>

#include <boost/random/normal_distribution.hpp>
#include <string>
#include <vector>

namespace somn::test {

struct RandomNetwork {
  circuit::Circuit circuit;
  double t_stop = 0;  // [s]
};

inline std::vector<double> scattered(const models::Law& law, Generator& random) {
  for (;;) {
    std::vector<double> values = law.defaults();
    for (std::size_t p = 0; p < values.size(); ++p) {
      const models::Parameter& parameter = law.parameters[p];
      if (parameter.is_choice()) {
        // not the windows that vanish at both ends: a state comes as close to them as rounding allows, and how it gets
        // away from there is a matter of its last digits
        do values[p] = chance(random, 0.3) ? draw_value(parameter, random, 0) : parameter.default_value;
        while (parameter.name == "window" && (values[p] == 1 || values[p] == 3));
        if (parameter.name == "gap_law") values[p] = parameter.default_value;  // a conductance that jumps
      } else if (values[p] != 0 && parameter.interval.front() != '{') {
        values[p] *= std::exp(0.12 * boost::random::normal_distribution<double>()(random));
      }
      const bool is_whole = parameter.name == "p" || parameter.name.starts_with("alpha_o") || parameter.name == "eta" ||
                            parameter.name == "gap_exponent";
      if (is_whole) values[p] = law.defaults()[p];
    }
    try {
      law.check(values, "test");
      for (std::size_t p = 0; p < values.size(); ++p)
        if (!law.parameters[p].range().contains(values[p])) throw InputError({.what = "out of range"});
      return values;
    } catch (const InputError&) {
    }
  }
}

inline circuit::Drive random_drive(Generator& random, double amplitude, double t_stop) {
  circuit::Drive d{.amplitude = amplitude, .frequency = uniform(random, 0.8, 3.5) / t_stop};
  const double period = 1 / d.frequency;
  const int kind = boost::random::uniform_int_distribution<int>(0, 3)(random);
  d.kind = kind == 0   ? circuit::DriveKind::sine
           : kind == 1 ? circuit::DriveKind::triangle
           : kind == 2 ? circuit::DriveKind::pulse
                       : circuit::DriveKind::pwl;
  if (kind == 2) d.rise = 0.05 * period, d.fall = 0.1 * period, d.width = 0.4 * period, d.period = period;
  if (kind == 3)
    for (int k = 0; k <= 8; ++k) {
      d.times.push_back(k * t_stop / 8);
      d.levels.push_back(k == 0 ? 0 : amplitude * uniform(random, -1, 1));
    }
  return d;
}

inline RandomNetwork random_network(std::uint64_t seed, const std::vector<std::string>& laws, bool stores = false) {
  Generator random = generator(seed, "random network");
  RandomNetwork result;
  circuit::Circuit& c = result.circuit;
  const auto whole = [&](std::uint32_t low, std::uint32_t high) {
    return boost::random::uniform_int_distribution<std::uint32_t>(low, high)(random);
  };
  const auto n = whole(5, 12);
  c.n_nodes = n;
  c.is_connected.assign(n, true);
  c.source = {0};
  c.drain = {n - 1};
  const auto add = [&](std::uint32_t a, std::uint32_t b) {
    if (chance(random, 0.5)) std::swap(a, b);
    const models::Law& law = models::law(laws[whole(0, static_cast<std::uint32_t>(laws.size()) - 1)], "test");
    c.models.push_back({law.name, scattered(law, random)});
    const auto id = static_cast<std::uint32_t>(c.junctions.size());
    c.junctions.push_back({{id}, {a}, {b}, id});
  };
  for (std::uint32_t k = 1; k < n; ++k) add(whole(k > 3 ? k - 3 : 0, k - 1), k);  // all reached from the source
  for (std::uint32_t k = 0; k + 1 < n; ++k)
    if (k + 3 >= n || chance(random, 0.4)) add(k, whole(k + 1, std::min(n - 1, k + 3)));
  // [V] a few thresholds per junction on the shortest path
  double voltage = 0, g = 0;
  for (const circuit::Model& m : c.models) {
    const models::Law& law = models::law(m.law, "test");
    double own = 0;
    for (std::size_t p = 0; p < m.values.size(); ++p)
      if (law.parameters[p].unit == "V" && law.parameters[p].name.starts_with("v_"))
        own = std::max(own, std::abs(m.values[p]));
    if (own == 0) own = 0.5;
    own = law_cases(law.name).value("volt", own);
    voltage += own / static_cast<double>(c.models.size());
    g += law.g_off_on(m.values).second / static_cast<double>(c.models.size());
  }
  voltage *= uniform(random, 1, 3) * n / 3.0;
  std::vector<double> times;
  for (const circuit::Model& m : c.models) {
    const models::Device d(models::law(m.law, "test"), m.values);
    const double range = d.bounded(1e30) - d.bounded(-1e30), v = 2 * voltage / n;
    const double f =
        std::max(std::abs(d.evaluate(d.initial_state(), v).f), std::abs(d.evaluate(d.initial_state(), -v).f));
    if (f > 0) times.push_back(range / f);
  }
  std::sort(times.begin(), times.end());
  const double time = times.empty() ? 1 : times[times.size() / 2];
  result.t_stop = six_digits(time * std::pow(10, uniform(random, 0.3, 3)));
  c.drive = random_drive(random, six_digits(voltage), result.t_stop);
  if (chance(random, 0.5)) c.drive.series_resistance = six_digits(std::pow(10, uniform(random, -1.5, 0.5)) / g);
  if (!stores) return result;
  c.junction_capacitance = six_digits(g * time * std::pow(10, uniform(random, -2, 0)));
  if (chance(random, 0.5)) c.ground_capacitance = 0.1 * c.junction_capacitance;
  return result;
}

}  // namespace somn::test
