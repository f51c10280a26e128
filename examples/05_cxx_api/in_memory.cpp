// Without any file: a film grown in memory, a drive from an array, the native engine, and the arrays of its trace.
#include <somn/somn.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

int main() {
  const somn::Network film = somn::generate({.ensemble = "wires", .options = {{"density", "0.1 /um2"}, {"seed", "1"}}});

  somn::Experiment e = somn::make_experiment(film, {{"model.name", "vts"},
                                                    {"drive.amplitude", "9 V"},
                                                    {"drive.series_resistance", "1 Mohm"},
                                                    {"run.engine", "native"},
                                                    {"run.t_stop", "2 us"}});
  e.drive.kind = somn::DriveKind::pwl;  // a ramp and a half sine, of 200 points
  for (int k = 0; k < 200; ++k) {
    e.drive.times.push_back(1e-8 * k);                                              // [s]
    e.drive.levels.push_back(k < 100 ? 0.09 * k : 9 * std::cos(0.01 * (k - 100)));  // [V]
  }

  const somn::Run run = somn::run(e);
  const std::vector<double>& time = run.column("time_s");         // [s]
  const std::vector<double>& current = run.column("i_source_A");  // [A]
  const auto peak = std::max_element(current.begin(), current.end());
  std::printf("%zu points, %zu events, largest current %.3g A at %.3g s\n", time.size(), run.events().size(), *peak,
              time[static_cast<std::size_t>(peak - current.begin())]);
}
