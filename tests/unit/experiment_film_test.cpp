// Films of runs: what they hold equals the trace, on both laws whose conductance is a function of the state alone and those
// whose current bends; what does not fit is left out and said; a run that went on has the film of one that did not stop.
#include <somn/core/file.hpp>
#include <somn/experiment/run.hpp>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <scratch.hpp>

using namespace somn;
using namespace somn::experiment;

namespace {

Experiment experiment_of(const std::string& law, const std::string& record, const std::string& more = "") {
  return read_experiment(Config::from_text(fmt::format(R"(
[network]
ensemble = "lattice"
size = 5
seed = 2
[model]
name = "{}"
[drive]
kind = "triangle"
amplitude = "3 V"
frequency = "1 Hz"
series_resistance = "1 kohm"
[run]
engine = "native"
t_stop = "1 s"
t_sample = "20 ms"
record = [{}]
{})", law, record, more), "film.toml"));
}

RunResult run(const Experiment& e) { return run_native(e, make_circuit(e, make_network(e)), {}); }

}  // namespace

TEST_CASE("a film holds the run's states and voltages, to half a step") {
  for (const char* law : {"tunnel", "threshold", "rate", "yakopcic", "vteam", "drift", "pershin"}) {
    INFO(law);
    const Experiment e = experiment_of(law, R"("source", "events", "states:all", "nodes:all", "film:AUTO")");
    const RunResult result = run(e);
    REQUIRE(result.film);
    const formats::Film& film = *result.film;
    CHECK(film.note.empty());
    CHECK(film.times == result.trace.time());
    const std::size_t n = film.junctions.size();
    REQUIRE(n == make_network(e).n_junctions());
    for (std::size_t f = 0; f < film.n_frames(); f += 7) {
      double current = 0;
      for (std::size_t k = 0; k < n; ++k) {
        const double state = result.trace.at(fmt::format("state_{}_1", film.junctions[k])).values[f];
        REQUIRE(std::abs(film.state.at(f * n + k) - state) <= 0.51 * film.state.step + 1e-6 * std::abs(state));
        if (film.nodes[film.negative[k]] == film.nodes[film.positive[k]]) continue;
        const double v = film.v.at(f * film.nodes.size() + film.positive[k]) -
                         film.v.at(f * film.nodes.size() + film.negative[k]);
        current += std::exp(film.log_g.at(f * n + k)) * v * v;
      }
      for (std::size_t c = 0; c < film.nodes.size(); ++c) {
        const double v = result.trace.at(fmt::format("v_{}_V", film.nodes[c])).values[f];
        REQUIRE(std::abs(film.v.at(f * film.nodes.size() + c) - v) <= 0.51 * film.v.step + 1e-6);
      }
      // Tellegen: what the junctions turn into heat comes from the source, less what the series resistance takes
      const double i = result.trace.at("i_source_A").values[f], v = result.trace.at("v_source_V").values[f];
      CHECK(current == Approx(i * (v - 1e3 * i)).epsilon(0.02).margin(1e-9));
    }
  }
}

TEST_CASE("recorded states have a film of these junctions, other runs have none") {
  const RunResult some = run(experiment_of("tunnel", R"("source", "events", "states:4")"));
  REQUIRE(some.film);
  CHECK(some.film->junctions.size() == 4);
  CHECK(some.film->note.find("4 of the") != std::string::npos);
  CHECK(some.trace.find("v_0_V") == nullptr);  // nodes of the film are not in the trace
  CHECK_FALSE(run(experiment_of("tunnel", R"("source", "events")")).film);
}

TEST_CASE("every method has a film, whose times are the trace's") {
  for (const char* method : {"adaptive", "trapezoid", "euler"}) {
    INFO(method);
    const RunResult result = run(experiment_of("tunnel", R"("source", "film:AUTO")", fmt::format("method = \"{}\"\ndt = \"5 ms\"", method)));
    REQUIRE(result.film);
    CHECK(result.film->times == result.trace.time());
  }
}

TEST_CASE("more than 1001 samples: every m-th, and the film says so") {
  const RunResult result = run(experiment_of("tunnel", R"("source", "film:AUTO")", "")), other = [] {
    Experiment e = experiment_of("tunnel", R"("source", "film:AUTO")");
    e.run.t_sample = 2e-4;  // 5001 samples
    return run(e);
  }();
  CHECK(result.film->n_frames() == 51);
  CHECK(other.film->n_frames() == 1001);
  CHECK(other.film->note.find("every 5th of the 5001 samples") != std::string::npos);
  CHECK(other.film->times[10] == Approx(0.01));
}

