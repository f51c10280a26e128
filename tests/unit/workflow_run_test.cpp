// Runs through the library: from memory and from files the same bits; progress, stop, folders, one run of a sweep.
#include "scratch.hpp"

#include <somn/core/file.hpp>
#include <somn/somn.hpp>

#include <catch2/catch.hpp>
#include <thread>

using namespace somn;
using test::Scratch;
namespace fs = std::filesystem;

namespace {

Network film(std::uint64_t seed = 3) {
  return generate({.ensemble = "lattice",
                   .options = {{"size", "6"}, {"bond_p", "0.8"}, {"electrodes", "bus"}, {"seed", std::to_string(seed)}},
                   .where = "film"});
}

const workflow::Settings settings{{"model.name", "vts"},        {"model.spread.v_set", "0.1"},
                                  {"drive.amplitude", "9 V"},   {"drive.series_resistance", "1 Mohm"},
                                  {"run.engine", "native"},     {"run.t_stop", "20 us"},
                                  {"analysis.t_start", "2 us"}, {"output.formats", "[\"csv\"]"}};

std::string text(const Run& run) {
  return to_csv(run.result().trace) + to_csv(run.events()) + run.analysis.dump();
}

}  // namespace

TEST_CASE("a network in memory and the same from a file give the same bits") {
  const Scratch dir;
  write_network(film(), dir.path() / "film.graphml");
  write_file(dir.path() / "run.toml", "[network]\nfile = \"film.graphml\"\n");
  const Run a = run(make_experiment(film(), settings)), b = run(dir.path() / "run.toml", settings);
  CHECK(a.events().size() > 10);
  CHECK(text(a) == text(b));
  CHECK(a.network_hash == b.network_hash);
  CHECK(text(a) != text(run(make_experiment(film(4), settings))));
}

TEST_CASE("the folder of a run from memory reads back as the same experiment") {
  const Scratch dir;
  const Experiment e = make_experiment(film(), settings);
  const workflow::FolderRun of = run_to(dir.path() / "out", e, workflow::IfThere::refuse);
  REQUIRE(of.run);
  CHECK(read_file(dir.path() / "out/native/events.csv") == to_csv(of.run->events()));
  const Run again = run(dir.path() / "out/experiment.toml");
  CHECK(text(again) == text(*of.run));
  CHECK_FALSE(run_to(dir.path() / "out", e, workflow::IfThere::resume).run);  // complete already
  CHECK_THROWS_AS(run_to(dir.path() / "out", e, workflow::IfThere::refuse), InputError);
  workflow::Settings other = settings;
  other.emplace_back("drive.amplitude", "8 V");
  CHECK_THROWS_WITH(run_to(dir.path() / "out", make_experiment(film(), other), workflow::IfThere::resume),
                    Catch::Contains("drive.amplitude was 9 V and is 8 V"));
  CHECK_THROWS_WITH(run_to(dir.path() / "out", make_experiment(film(4), settings), workflow::IfThere::resume),
                    Catch::Contains("the network or the start states are others"));
}

TEST_CASE("a run that is stopped keeps what it has") {
  workflow::Settings longer = settings;
  longer.emplace_back("run.t_stop", "1 s"), longer.emplace_back("run.t_sample", "1 us");
  std::atomic<bool> stop = false;
  double last = 0;
  int n_guards = 0;
  const Run r = run(make_experiment(film(), longer), {.on_progress =
                                                          [&](std::string_view engine, double time, double t_stop) {
                                                            CHECK(engine == "native");
                                                            CHECK(t_stop == 1);
                                                            last = time, stop = true;
                                                          },
                                                      .stop = &stop,
                                                      .stoppable = [&] { return ++n_guards, nullptr; }});
  CHECK(n_guards == 1);
  CHECK_FALSE(r.is_whole());
  CHECK(last > 0);
  CHECK(r.result().t_end >= last);
  CHECK(r.result().t_end < 1);
  CHECK(r.result().failure == "interrupted");
  CHECK(r.column("time_s").size() > 1);
}

TEST_CASE("runs on two threads are those of one after the other") {
  std::string a, b;
  std::thread one([&] { a = text(run(make_experiment(film(3), settings))); });
  std::thread two([&] { b = text(run(make_experiment(film(4), settings))); });
  one.join(), two.join();
  CHECK(a == text(run(make_experiment(film(3), settings))));
  CHECK(b == text(run(make_experiment(film(4), settings))));
}

TEST_CASE("one run of a sweep") {
  const Scratch dir;
  write_network(film(), dir.path() / "film.graphml");
  write_file(dir.path() / "run.toml",
             "[network]\nfile = \"film.graphml\"\n[drive]\namplitude = \"9 V\"\nseries_resistance = "
             "\"1 Mohm\"\n[run]\nengine = \"native\"\nt_stop = \"20 us\"\n");
  write_file(dir.path() / "sweep.toml",
             "experiment = \"run.toml\"\n[sweep]\nlist = [{ \"drive.amplitude\" = \"8 V\" }, { "
             "\"drive.amplitude\" = \"7 V\" }]\n");
  const sweep::Plan plan = sweep::read_plan(dir.path() / "sweep.toml");
  const Experiment e = workflow::experiment_at(plan, plan.points[1], 5);
  CHECK(e.drive.amplitude == 7);
  CHECK(text(run(e)) == text(run(dir.path() / "run.toml", sweep::settings(plan, plan.points[1], 5))));
}
