// Which runs a sweep file means.
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/sweep/plan.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <scratch.hpp>
#include <set>

using namespace somn;
using namespace somn::sweep;
using Catch::Contains;

namespace {

constexpr const char* experiment = R"(
[network]
ensemble = "wires"
[model]
name = "vts"
[drive]
kind = "dc"
amplitude = "1 V"
[run]
t_stop = "1 us"
)";

Plan plan_of(const std::string& sweep, const std::string& base = experiment) {
  const test::Scratch scratch;
  write_file(scratch.path() / "base.toml", base);
  write_file(scratch.path() / "sweep.toml", "experiment = \"base.toml\"\n[sweep]\n" + sweep);
  return read_plan(scratch.path() / "sweep.toml");
}

std::vector<std::vector<std::string>> texts(const Plan& plan) {
  std::vector<std::vector<std::string>> all;
  for (const Point& point : plan.points) {
    all.emplace_back();
    for (const Value& value : point.values) all.back().push_back(value.text);
  }
  return all;
}

std::string setting(const Plan& plan, std::size_t point, std::uint64_t seed, const std::string& key) {
  for (const auto& [name, toml] : settings(plan, plan.points.at(point), seed))
    if (name == key) return toml;
  return "absent";
}

}  // namespace

TEST_CASE("a grid is the product of its lists, the last key fastest, in the order of the file") {
  const Plan plan = plan_of(
      "grid = { \"network.density\" = [\"0.1 /um2\", \"0.2 /um2\"], \"drive.amplitude\" = [\"1 V\", \"20 mV\", 3] "
      "}\nseeds = [7, 5]");
  CHECK(texts(plan) == std::vector<std::vector<std::string>>{{"0.1 /um2", "1 V"},
                                                             {"0.1 /um2", "20 mV"},
                                                             {"0.1 /um2", "3"},
                                                             {"0.2 /um2", "1 V"},
                                                             {"0.2 /um2", "20 mV"},
                                                             {"0.2 /um2", "3"}});
  CHECK(plan.n_runs() == 12);
  CHECK(plan.seeds == std::vector<std::uint64_t>{7, 5});
  CHECK(plan.keys[0].unit == "1/m2");
  CHECK(plan.keys[1].unit.empty());  // volts and a bare number
  CHECK(plan.points[1].values[1].si == Approx(0.02));
  CHECK(plan.points[0].values[0].si == Approx(1e11));
}

TEST_CASE("keys without quotes are the same keys; values of any kind") {
  const Plan plan = plan_of(
      "[sweep.grid]\ndrive.amplitude = [\"1 V\", \"2 V\"]\nnetwork.electrodes = [\"left-right\", "
      "\"bus\"]\nmodel.spread = [{ v_set = 0.1 }, { v_set = 0.2 }]");
  CHECK(plan.keys[0].name == "drive.amplitude");
  CHECK(plan.keys[0].unit == "V");
  CHECK(plan.keys[1].unit.empty());
  CHECK(plan.points.size() == 8);
  CHECK(std::isnan(plan.points[0].values[1].si));
}

TEST_CASE("a list names its points one by one") {
  const Plan plan = plan_of(
      "list = [ { \"drive.amplitude\" = \"1 V\", \"model.tau\" = \"1 ns\" }, { \"model.tau\" = \"2 ns\", "
      "\"drive.amplitude\" = \"5 V\" } ]");
  CHECK(texts(plan) == std::vector<std::vector<std::string>>{{"1 V", "1 ns"}, {"5 V", "2 ns"}});
  CHECK_THROWS_WITH(plan_of("list = [ { \"model.tau\" = 1 }, { \"model.c2c\" = 0.1 } ]"), Contains("unknown key"));
  CHECK_THROWS_WITH(plan_of("list = [ { \"model.tau\" = \"1 ns\", \"model.c2c\" = 0 }, { \"model.c2c\" = 0.1 } ]"),
                    Contains("first entry"));
}

TEST_CASE("a Latin hypercube has one value in each slice of each range") {
  const Plan plan = plan_of(
      "latin = { samples = 16, seed = 3, \"drive.amplitude\" = [\"1 V\", \"17 V\"], \"model.tau\" = [\"1 ns\", \"1 "
      "us\", \"log\"], "
      "\"network.seed\" = [1, 160] }");
  REQUIRE(plan.points.size() == 16);
  CHECK(plan.keys[1].unit == "s");
  std::set<int> volts, taus, seeds;
  for (const Point& point : plan.points) {
    volts.insert(static_cast<int>(std::floor(point.values[0].si - 1)));
    taus.insert(static_cast<int>(std::floor(16 * std::log10(point.values[1].si / 1e-9) / 3)));
    CHECK(point.values[2].si == std::round(point.values[2].si));
    seeds.insert(static_cast<int>(point.values[2].si / 10.0001));
  }
  CHECK(volts.size() == 16);
  CHECK(taus.size() == 16);
  CHECK(seeds.size() >= 15);  // rounding may move one over the edge
  CHECK(texts(plan) == texts(plan_of("latin = { samples = 16, seed = 3, \"drive.amplitude\" = [\"1 V\", \"17 V\"], "
                                     "\"model.tau\" = [\"1 ns\", \"1 us\", \"log\"], \"network.seed\" = [1, 160] }")));
  CHECK_THROWS_WITH(plan_of("latin = { samples = 4, \"drive.amplitude\" = [\"2 V\", \"1 V\"] }"),
                    Contains("LOW < HIGH"));
  CHECK_THROWS_WITH(plan_of("latin = { samples = 4, \"drive.amplitude\" = [\"2 V\", \"3 A\"] }"),
                    Contains("one dimension"));
  CHECK_THROWS_WITH(plan_of("latin = { samples = 0, \"drive.amplitude\" = [\"1 V\", \"2 V\"] }"),
                    Contains("no samples"));
}

TEST_CASE("seeds are those of the network and of the noise, unless they are swept") {
  const Plan plan = plan_of("grid = { \"drive.amplitude\" = [\"1 V\"] }\nseeds = [9]");
  CHECK(setting(plan, 0, 9, "network.seed") == "9");
  CHECK(setting(plan, 0, 9, "model.seed") == "9");
  CHECK(setting(plan, 0, 9, "output.formats") == "[\"csv\"]");
  const Plan swept = plan_of("grid = { \"network.seed\" = [1, 2] }\nkeep = \"light\"");
  CHECK(setting(swept, 1, 1, "network.seed") == "2");
  CHECK(setting(swept, 1, 1, "output.formats") == "[]");
  const Plan threshold = plan_of("grid = { \"model.name\" = [\"threshold\"] }");
  CHECK(setting(threshold, 0, 1, "model.seed") == "absent");
}

TEST_CASE("branches: upward, downward, and both with the turn at the top") {
  const std::string grid =
      "grid = { \"drive.amplitude\" = [\"3 V\", \"1 V\", \"2 V\"], \"model.tau\" = [\"1 ns\", \"2 ns\"] }\n";
  const auto previous = [](const Plan& plan, std::size_t point) {
    return plan.points.at(point).previous ? static_cast<int>(*plan.points[point].previous) : -1;
  };
  const Plan up = plan_of(grid + "direction = \"up\"");  // points: 3 V: 0, 1; 1 V: 2, 3; 2 V: 4, 5
  CHECK(previous(up, 2) == -1);
  CHECK(previous(up, 4) == 2);
  CHECK(previous(up, 0) == 4);
  CHECK(previous(up, 1) == 5);
  const Plan down = plan_of(grid + "direction = \"down\"");
  CHECK(previous(down, 0) == -1);
  CHECK(previous(down, 4) == 0);
  CHECK(down.points[0].is_down);
  const Plan both = plan_of(grid + "direction = \"both\"");
  REQUIRE(both.points.size() == 12);
  CHECK(previous(both, 6) == 0);  // 3 V downward starts from 3 V upward
  CHECK(previous(both, 10) == 6);
  CHECK(previous(both, 8) == 10);
  CHECK(both.points[8].is_down);
  CHECK_THROWS_WITH(plan_of("grid = { \"model.tau\" = [\"1 ns\"], \"model.c2c\" = [0.1] }\ndirection = \"up\""),
                    Contains("the key it runs along"));
  CHECK_THROWS_WITH(plan_of("grid = { \"network.density\" = [\"0.1 /um2\"] }\ndirection = \"up\""),
                    Contains("cannot be carried"));
}

TEST_CASE("what is wrong with a sweep file is told before the first run") {
  CHECK_THROWS_WITH(plan_of("seeds = [1]"), Contains("nothing to sweep over"));
  CHECK_THROWS_WITH(plan_of("grid = { \"drive.amplitude\" = [] }"), Contains("nothing to sweep over"));
  CHECK_THROWS_WITH(plan_of("grid = { \"drive.amplitude\" = [\"1 V\", \"1 V\"] }"), Contains("the same point twice"));
  CHECK_THROWS_WITH(plan_of("grid = { \"drive.amplitude\" = [\"1 V\", \"1 m\"] }"),
                    Contains("point 1 is no experiment") && Contains("wrong unit"));
  CHECK_THROWS_WITH(plan_of("grid = { \"drive.amplitud\" = [\"1 V\"] }"), Contains("did you mean 'amplitude'"));
  CHECK_THROWS_WITH(plan_of("grid = { \"drive.amplitude\" = [\"1 V\"] }\nsead = [1]"),
                    Contains("did you mean 'seeds'"));
  CHECK_THROWS_WITH(plan_of("grid = { \"drive.amplitude\" = [\"1 V\"] }\nseeds = [1, 1]"), Contains("named twice"));
  CHECK_THROWS_WITH(plan_of("grid = { \"drive.amplitude\" = [\"1 V\"] }\ndirection = \"upp\""),
                    Contains("did you mean 'up'"));
  CHECK_THROWS_WITH(plan_of("grid = { \"drive.amplitude\" = [\"1 V\"] }\nlist = [{ \"drive.amplitude\" = 1 }]"),
                    Contains("more than one of"));
}

TEST_CASE("a measure of a part that no run is asked for is refused before the first run") {
  const std::string sweep = "grid = { \"drive.amplitude\" = [\"1 V\"] }\n[measures]\nm = \"/modality/isi/dip_p\"\n";
  CHECK_THROWS_WITH(plan_of(sweep), Contains("measures.m") && Contains("modality = true"));
  CHECK(plan_of(sweep, std::string(experiment) + "[analysis]\nmodality = true\n").measures.size() == 1);
  CHECK_THROWS_WITH(plan_of("grid = { \"drive.amplitude\" = [\"1 V\"] }\n[measures]\nm = \"/isi/pooled/cw\"\n"),
                    Contains("did you mean /isi/pooled/cv?"));
}
