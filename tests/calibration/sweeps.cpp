// Findings and boundaries over seeds, from tables of points made up here.
#include "calibration.hpp"

#include <somn/core/file.hpp>
#include <somn/power_laws/power_law_sampler.hpp>
#include <somn/sweep/finding.hpp>
#include <somn/sweep/phase_map.hpp>

#include <array>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <scratch.hpp>

namespace somn::calibration {
namespace {

using namespace sweep;

Outcome outcome(const std::string& statistic, const std::vector<double>& values) {
  const test::Scratch scratch;
  std::string table = "point,seed,drive.amplitude,status,regime,rate_Hz\n";
  for (std::size_t k = 0; k < values.size(); ++k) table += fmt::format("0,{},1 V,ok,irregular,{}\n", k + 1, values[k]);
  write_file(scratch.path() / "points.csv", table);
  const Config file =
      Config::from_text("[[finding]]\nname = \"x\"\nmeasure = \"rate_Hz\"\nexpected = [0, 1]\n" + statistic, "x.toml");
  return measure_findings(read_findings(file), scratch.path()).at(0);
}

// Each seed starts at a voltage of its own, normal about 5 V; points at every quarter of a volt.
Boundary onset(int n_seeds, CounterStream& random) {
  const test::Scratch scratch;
  std::string table = "point,seed,drive.amplitude,status,drive.amplitude_V,regime,rate_Hz\n";
  std::vector<double> starts;
  for (int s = 0; s < n_seeds; ++s) starts.push_back(5 + normal(random));
  for (int p = 0; p < 40; ++p)
    for (int s = 0; s < n_seeds; ++s) {
      const double v = 0.25 * (p + 1);
      const bool is_on = v > starts[static_cast<std::size_t>(s)];
      table += fmt::format("{},{},{} V,ok,{},{},{}\n", p, s + 1, v, v, is_on ? "irregular" : "quiescent",
                           is_on ? v + random.uniform() : 0);
    }
  write_file(scratch.path() / "points.csv", table);
  write_file(
      scratch.path() / "sweep.json",
      R"({"keys": [{"name": "drive.amplitude", "unit": "V"}], "direction": "", "boundaries_along": "drive.amplitude"})");
  for (const Boundary& b : phase_map(scratch.path()).boundaries)
    if (b.kind == "onset") return b;
  Boundary none;
  none.low = none.high = std::nan("");
  return none;
}

// `n` networks of `n_values` whole numbers each, exponent 2 from 1 on.
Outcome pooled(int n, std::int64_t n_values, CounterStream& random) {
  const test::Scratch scratch;
  const analysis::PowerLawSampler sampler(2, 1, analysis::unbounded);
  std::string table = "point,seed,drive.amplitude,status,regime,rate_Hz\n";
  for (int k = 1; k <= n; ++k) {
    table += fmt::format("0,{},1 V,ok,irregular,{}\n", k, k);
    nlohmann::json sizes = nlohmann::json::array();
    const analysis::ValueCounts drawn = sampler.draw(n_values, random);
    for (std::size_t v = 0; v < drawn.values.size(); ++v)
      for (std::int64_t c = 0; c < drawn.counts[v]; ++c) sizes.push_back(drawn.values[v]);
    const std::filesystem::path run = scratch.path() / "points" / fmt::format("0-{}", k);
    std::filesystem::create_directories(run);
    write_file(run / "analysis.json", nlohmann::json{{"sizes", sizes}}.dump());
  }
  write_file(scratch.path() / "points.csv", table);
  const Config file = Config::from_text(
      "[[finding]]\nname = \"x\"\nmeasure = \"/sizes\"\nexpected = [0, 1]\nstatistic = \"pooled_exponent\"", "x.toml");
  return measure_findings(read_findings(file), scratch.path()).at(0);
}

}  // namespace

void sweeps(Count& count) {
  for (const int n : {20, 100})
    count(200,
          {{.statistic = "95 % interval of a pooled exponent",
            .data = fmt::format("{} networks of 50 whole numbers, exponent 2", n),
            .nominal = 0.95,
            .tolerance = 0.02}},
          [&](CounterStream& random) {
            const Outcome o = pooled(n, 50, random);
            return std::array<int, 1>{o.of_mean.low <= 2 && 2 <= o.of_mean.high};
          });
  for (const int n : {3, 10}) {
    const std::string data = fmt::format("{} seeds, normal", n);
    count(2000,
          {{.statistic = "95 % interval of the mean over seeds", .data = data, .nominal = 0.95},
           {.statistic = "95 % interval of one more seed", .data = data, .nominal = 0.95}},
          [&](CounterStream& random) {
            std::vector<double> x;
            for (int k = 0; k < n; ++k) x.push_back(3 + normal(random));
            const Outcome o = outcome("", x);
            const double next = 3 + normal(random);
            return std::array<int, 2>{o.of_mean.low <= 3 && 3 <= o.of_mean.high,
                                      o.of_next_seed.low <= next && next <= o.of_next_seed.high};
          });
  }
  for (const double share : {0.1, 0.7})
    count(2000,
          {{.statistic = "95 % interval of a share of seeds",
            .data = fmt::format("10 seeds, true share {}", share),
            .nominal = 0.95,
            .promise = Row::Promise::at_least}},
          [&](CounterStream& random) {
            std::vector<double> x;
            for (int k = 0; k < 10; ++k) x.push_back(random.uniform() + (random.uniform() < share ? 0 : 2));
            const Outcome o = outcome("share = [0, 1]", x);
            return std::array<int, 1>{o.of_mean.low <= share && share <= o.of_mean.high};
          });
  for (const int n : {4, 10})
    count(400,
          {{.statistic = "95 % interval of an onset",
            .data = fmt::format("{} seeds, onsets normal with sd of four steps of the grid", n),
            .nominal = 0.95,
            .tolerance = 0.02}},
          [&](CounterStream& random) {
            const Boundary b = onset(n, random);
            return std::array<int, 1>{std::isnan(b.low) ? -1 : b.low <= 5 && 5 <= b.high};
          });
}

}  // namespace somn::calibration
