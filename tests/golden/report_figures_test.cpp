// The tables and scripts of a small run, byte for byte. To renew after an intended change: run this program with
// SOMN_UPDATE_GOLDEN=1 and read the difference before committing it.
#include <somn/core/file.hpp>
#include <somn/report/analysis_figures.hpp>
#include <somn/report/report.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <report_run_folder.hpp>

using namespace somn;
namespace fs = std::filesystem;

namespace {

const fs::path golden = fs::path(SOMN_SOURCE_DIR) / "tests/golden/report";

void check_golden(const fs::path& written_file, const std::string& name) {
  const std::string written = read_file(written_file);
  if (std::getenv("SOMN_UPDATE_GOLDEN") != nullptr) write_file(golden / name, written);
  INFO(name);
  CHECK(written == read_file(golden / name));
}

nlohmann::ordered_json json(const char* text) {
  return nlohmann::ordered_json::parse(text);
}

}  // namespace

TEST_CASE("figure tables and scripts are unchanged") {
  const test::Scratch scratch;
  test::write_run(scratch.path() / "run", test::lively_analysis, test::lively_events);
  report::write_report(scratch.path() / "run");
  for (const char* name : {"network.gp", "network_junctions.csv", "current.gp", "raster.gp", "raster.csv", "isi.gp",
                           "isi.csv", "avalanches.gp", "avalanches.csv"})
    check_golden(scratch.path() / "run/figures" / name, name);
}

TEST_CASE("figures of single analyses: tables and scripts are unchanged, controls among them") {
  const test::Scratch scratch;
  const auto svg = [&](const char* name) { return scratch.path() / fmt::format("{}.svg", name); };
  report::draw_acf(
      json(R"({"n": 100, "lag_s": 1e-6, "acf": [1, 0.5, 0.25, 0.1], "white_95": 0.196, "integrated_time_s": 1.35e-6,
    "exponential": {"amplitude": 1, "tau_s": 1.4e-6, "tau_se_s": 1e-7},
    "dfa": {"exponent": 0.75, "exponent_se": 0.05, "windows": [10, 20, 40], "fluctuations": [1, 1.7, 2.8]}})"),
      svg("acf"));
  report::draw_branching(json(R"({"n": 400, "r": [0.9, 0.8, 0.7], "m": 0.9, "verdict": "m = 0.9",
    "exponential": {"m": 0.9, "m_low": 0.85, "m_high": 0.95, "tau_steps": 9.5, "amplitude": 1, "offset": 0},
    "exponential_offset": {"m": 0.88, "tau_steps": 8, "amplitude": 0.9, "offset": 0.1},
    "control": {"shuffled": {"naive_slope": {"mean": 0, "sd": 0.05}}}})"),
                         svg("branching"));
  report::draw_bursts(json(R"({"n": 1, "spikes_in_bursts_share": 0.6, "parameters": {"begin_s": 0.1}, "time_unit": "s",
    "control": {"shuffled": {"spikes_in_bursts_share": {"mean": 0.5, "sd": 0.1}},
                "poisson": {"spikes_in_bursts_share": {"mean": 0.1, "sd": 0.05}}}})"),
                      {{0, 0.01, 0.03, 1, 3, 3.02}}, svg("bursts"));
  report::draw_modality(json(R"({"dip": 0.1, "dip_p": 0.03, "bandwidth_silverman": 0.5, "best_components": 2,
    "control": {"uniform": {"dip_95": 0.09}}, "verdict": "more than one mode",
    "mixtures": [{"components": [{"weight": 1, "mean": 3, "sd": 2}]},
                 {"components": [{"weight": 0.5, "mean": 1, "sd": 0.5}, {"weight": 0.5, "mean": 5, "sd": 0.5}]}]})"),
                        {0.5, 1, 1.5, 4.5, 5, 5.5}, "width", svg("modality"));
  report::draw_stdp(json(R"({"plus": {"amplitude": 0.8, "amplitude_se": 0.1, "tau_s": 0.017, "tau_se_s": 0.002},
    "minus": {"amplitude": 0.3, "amplitude_se": 0.1, "tau_s": 0.034, "tau_se_s": 0.004},
    "control": {"shuffled": {"p": 0.001}}})"),
                    {-0.04, -0.01, 0.01, 0.04}, {-0.1, -0.2, 0.5, 0.1}, svg("stdp"));
  report::draw_pairs(json(R"({"isi_distance": 0.2, "spike_distance": 0.25, "spike_synchronisation": 0.7, "sttc": 0.1,
    "pairs": [{"isi_distance": 0.1, "spike_distance": 0.2, "spike_synchronisation": 0.6, "sttc": 0},
              {"isi_distance": 0.3, "spike_distance": 0.3, "spike_synchronisation": 0.8, "sttc": 0.2}],
    "control": {"shuffled": {"isi_distance": {"mean": 0.25, "sd": 0.01}}, "poisson": {"isi_distance": {"mean": 0.5, "sd": 0.01}}}})"),
                     svg("pairs"));
  report::draw_synchrony(json(R"({"chi": 0.9, "chi_independent": 0.7, "kuramoto_r": 0.8,
    "control": {"shuffled": {"chi": {"mean": 0.7, "sd": 0.1}, "kuramoto_r": {"mean": 0.6, "sd": 0.1}}}})"),
                         {{0, 1, 0, -1}, {0, 1, 0.5, -1}}, svg("synchrony"));
  report::draw_events(
      json(R"({"n": 1, "parameters": {"column": "i_source_A", "unit": "A", "signal": "|dx/dt|", "time_unit": "s",
    "threshold_per_s": 0.5, "sample_step_s": 1e-6}, "events": [{"sample": 2}]})"),
      {0, 1e-6, 2e-6, 3e-6}, {1e-6, 1e-6, 2e-6, 2e-6}, svg("events"));
  report::draw_spectrum(
      json(R"({"frequencies_Hz": [0, 10, 20, 30], "power": [0, 4, 2, 1], "ci_low_factor": 0.5, "ci_high_factor": 2,
    "aperiodic": {"low_Hz": 10, "high_Hz": 30, "offset_log10": 1.6, "knee": 0, "exponent": 1},
    "peaks": [{"frequency_Hz": 20, "height_log10": 0.3, "is_significant": true}],
    "control": {"shuffled": {"mean_power": [0, 2, 2, 2]}, "white": {"level": 2}}})"),
      svg("spectrum"));
  report::draw_power_law(
      json(R"({"kind": "discrete", "alpha": 2, "alpha_se": 0.1, "xmin": 1, "xmax": 8, "p_value": 0.5, "n_tail": 6,
    "control": {"exponential": {"least": 1, "mean": 2.5}}})"),
      {1, 1, 1, 2, 2, 8}, {}, svg("powerlaw"));
  for (const char* name :
       {"acf", "branching", "bursts", "modality", "stdp", "pairs", "synchrony", "events", "spectrum", "powerlaw"}) {
    check_golden(scratch.path() / fmt::format("{}.gp", name), fmt::format("analysis_{}.gp", name));
    check_golden(scratch.path() / fmt::format("{}_figure.csv", name), fmt::format("analysis_{}.csv", name));
  }
}
