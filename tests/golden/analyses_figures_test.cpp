// The figure of every analysis from the JSON that the analysis itself writes: tables and scripts, byte for byte. To renew
// them after an intended change: run this program with SOMN_UPDATE_GOLDEN=1 and read the difference before committing it.
#include <somn/analyses/analysis.hpp>
#include <somn/core/file.hpp>
#include <somn/core/units.hpp>
#include <somn/statistics/counter_stream.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <map>
#include <scratch.hpp>

using namespace somn;
using analysis::CounterStream;
using analysis::Json;
namespace fs = std::filesystem;

namespace {

const fs::path golden = fs::path(SOMN_SOURCE_DIR) / "tests/golden/analyses";

void check_golden(const fs::path& written_file, const std::string& name) {
  const std::string written = read_file(written_file);
  if (std::getenv("SOMN_UPDATE_GOLDEN") != nullptr) write_file(golden / name, written);
  INFO(name);
  CHECK(written == read_file(golden / name));
}

// Groups of five events, one after the other on three units.
std::string events() {
  std::string text = "time_s,unit\n";
  CounterStream random(1, 0);
  for (int k = 0; k < 40; ++k)
    text += fmt::format("{},{}\n", to_text(2 * (k / 5) + 0.1 * (k % 5) + 0.02 * random.uniform()), k % 3);
  return text;
}

// A rhythm in noise, and steps.
std::string signals() {
  std::string text = "time_s,x,y\n";
  CounterStream random(2, 0);
  for (int k = 0; k < 300; ++k)
    text += fmt::format("{},{},{}\n", to_text(0.001 * k), to_text(std::sin(0.4 * k) + random.uniform()),
                        to_text(k / 60 + 0.01 * random.uniform()));
  return text;
}

std::string pairs() {
  std::string text = "dt_s,change\n";
  CounterStream random(3, 0);
  for (int k = 1; k < 12; ++k)
    for (const int sign : {1, -1})
      text += fmt::format("{},{}\n", to_text(sign * 0.002 * k),
                          to_text(sign * std::exp(-k / 4.0) + 0.1 * random.uniform()));
  return text;
}

std::string sizes() {
  return "value,count\n1,60\n2,20\n3,10\n5,5\n9,3\n20,1\n";
}

struct Case {
  std::string table;
  Json options = Json::object();
};

}  // namespace

TEST_CASE("figures of the analyses: tables and scripts are unchanged, controls among them") {
  const std::map<std::string, Case> cases{
      {"acf", {signals(), {{"signal", {"x"}}, {"max_lag", 20}, {"resamples", 5}}}},
      {"avalanches", {events(), {{"bin", "100 ms"}, {"bootstrap", 5}, {"resamples", 5}, {"shuffles", 3}}}},
      {"branching", {signals(), {{"column", {"x"}}, {"k_max", 10}, {"shuffles", 3}}}},
      {"bursts", {events(), {{"shuffles", 3}}}},
      {"events", {signals(), {{"column", "y"}}}},
      {"isi", {events(), {{"shuffles", 3}}}},
      {"modality", {signals(), {{"column", {"x"}}, {"surrogates", 20}}}},
      {"pairs", {events(), {{"shuffles", 3}}}},
      {"powerlaw", {sizes(), {{"bootstrap", 5}, {"resamples", 5}, {"shuffles", 3}, {"xmin", "1"}}}},
      {"spectrum", {signals(), {{"column", {"x"}}, {"segment_length", 64}, {"surrogates", 20}}}},
      {"stdp", {pairs(), {{"shuffles", 20}}}},
      {"synchrony", {signals(), {{"seed", 4}}}},
  };
  const test::Scratch scratch;
  for (const analysis::Analysis* a : analysis::analyses()) {
    const std::string name(a->name);
    if (!cases.contains(name)) continue;  // no figure
    INFO(name);
    const fs::path table = scratch.path() / (name + ".csv");
    write_file(table, cases.at(name).table);
    const analysis::Answer answer = a->analyse(table.string(), cases.at(name).options);
    REQUIRE(answer.figure);
    // as a reader of the file has it: null where the program has NaN
    figures::draw_as(answer.figure(Json::parse(answer.json.dump())), scratch.path() / (name + ".svg"));
    check_golden(scratch.path() / (name + ".gp"), name + ".gp");
    check_golden(scratch.path() / (name + "_figure.csv"), name + ".csv");
  }
}
