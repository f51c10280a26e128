// A run folder small enough to check by hand: a chain of four nodes and four junctions (two of them between the source
// and its neighbour's neighbour), five samples, seven events.
#pragma once

#include <somn/core/file.hpp>
#include <somn/netgen/files.hpp>

#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <scratch.hpp>
#include <string>

namespace somn::test {

// Exit status of a shell command; its output goes to `log`.
inline int shell(const std::string& command, const std::filesystem::path& log) {
  return std::system(fmt::format("{{ {} ; }} > '{}' 2>&1", command, log.string()).c_str());
}

inline netgen::Network chain() {
  netgen::Network network;
  network.ensemble = "wires";
  network.seed = 7;
  network.n_nodes = 4;
  network.junctions = {{{0}, {1}}, {{2}, {1}}, {{2}, {3}}, {{0}, {2}}};
  network.positions = {{0, 0}, {1e-6, 0}, {2e-6, 0}, {3e-6, 0}};
  network.electrodes = {{"source", {{0}}}, {"drain", {{3}}}};
  for (std::uint32_t k = 0; k < 4; ++k) {
    const double x = 1e-6 * k;
    network.bodies.push_back({.node = {k}, .a = {x, -1e-6}, .b = {x, 1e-6}, .radius = 0});
  }
  return network;
}

inline constexpr const char* quiet_analysis = R"({
  "parameters": {"t_start_s": 2e-6, "t_stop_s": 4e-6, "n_junctions": 4},
  "junction_events": {"n_up": 0, "n_down": 0, "n_active_junctions": 0, "window_s": 2e-6, "rate_Hz": 0},
  "network_spikes": {"n": 0, "rate_Hz": 0, "times_s": [], "signs": []},
  "isi": {"pooled": {"n": 0, "rate_Hz": null, "cv": null, "histogram": {"edges_s": [], "counts": [], "density": []}}},
  "avalanches": {"n": 0, "bin": null, "sizes": [], "durations": [], "tau": null},
  "control": {},
  "order_parameters": {"mean_current_A": 1e-6, "cv_current": 0.5},
  "regime": "quiescent"
})";

inline constexpr const char* lively_analysis = R"({
  "parameters": {"t_start_s": 2e-6, "t_stop_s": 4e-6, "n_junctions": 4},
  "junction_events": {"n_up": 4, "n_down": 2, "n_active_junctions": 2, "window_s": 2e-6, "rate_Hz": 2e6},
  "network_spikes": {"n": 1, "rate_Hz": 5e5, "times_s": [2.5e-6], "signs": [1]},
  "isi": {"pooled": {"n": 3, "rate_Hz": 2e6, "mean_s": 5e-7, "cv": 0.7,
                     "histogram": {"edges_s": [1e-7, 1e-6, 1e-5], "counts": [2, 1], "density": [740740.74, 37037.04]}}},
  "avalanches": {"n": 10, "bin": 5e-7, "sizes": [1, 1, 1, 1, 1, 2, 2, 3, 4, 8], "durations": [1, 1, 1, 1, 1, 1, 2, 2, 2, 3],
    "tau": 1.5, "tau_se": 0.25, "alpha": 2.0, "alpha_se": 0.5,
    "size_fit": {"alpha": 1.5, "alpha_se": 0.25, "xmin": 1, "xmax": 4, "n_tail": 9, "p_value": 0.5,
                 "verdict": "power law not rejected: p = 0.50"},
    "duration_fit": {"alpha": 2.0, "xmin": 1, "xmax": 3, "n_tail": 10, "p_value": 0.0,
                     "verdict": "not enough range: 0.5 decades, n_tail 10"}},
  "control": {"shuffled": {"n_realisations": 20, "sizes": {"values": [1, 2, 3], "counts": [60, 30, 10]},
                           "durations": {"values": [1, 2], "counts": [80, 20]}, "tau": {"mean": 2.75, "sd": 0.125}}},
  "order_parameters": {"rate_Hz": 2e6, "mean_current_A": 1.5e-6, "cv_current": 0.5},
  "regime": "irregular", "regime_rule": "rule & <reason>", "regime_reason": "CV 0.7 > 0.3"
})";

inline constexpr const char* lively_events =
    "time_s,junction,kind,delta_g_S\n"
    "5e-07,2,up,1e-4\n1e-06,0,up,1e-4\n1.2e-06,0,down,-1e-4\n2.5e-06,3,up,1e-4\n2.5005e-06,3,up,1e-4\n"
    "3e-06,0,up,1e-4\n3.9e-06,0,up,1e-4\n";

inline void write_run(const std::filesystem::path& dir, const char* analysis, const std::string& events) {
  make_folder(dir / "ngspice");
  write_file(dir / "experiment.toml",
             "title = \"<script>alert('1')</script> & more\"\n[drive]\nkind = \"dc\"\namplitude = 9\n"
             "[model]\nname = \"vts\"\nv_set = \"1 V\"\nspread = { v_set = \"5 %\" }\n[run]\nrtol = 1e-4\nseed = 7\n");
  netgen::write_network(chain(), dir / "network.graphml");
  write_file(dir / "analysis.json", analysis);
  write_file(dir / "ngspice/events.csv", events);
  write_file(dir / "ngspice/stats.json", R"({"steps": 16679, "newton_iterations": 33358, "wall_s": 4.5})");
  write_file(dir / "ngspice/trace.csv",
             "time_s,v_source_V,i_source_A,g_S\n0,9,0,0\n1e-06,9,1e-06,1e-07\n2e-06,9,1e-06,1e-07\n"
             "3e-06,9,3e-06,3e-07\n4e-06,9,2e-06,2e-07\n");
}

}  // namespace somn::test
