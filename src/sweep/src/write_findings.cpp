#include <somn/core/csv.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/text.hpp>
#include <somn/core/units.hpp>
#include <somn/sweep/finding.hpp>
#include <somn/sweep/index.hpp>
#include <somn/sweep/seeds.hpp>
#include <somn/sweep/tables.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace somn::sweep {
namespace {

using Json = nlohmann::ordered_json;

std::string csv(const std::vector<Outcome>& outcomes) {
  std::string text =
      "name,measure,n_seeds,n_missing,n_failed,mean,sd,low,high,next_low,next_high,expected_low,expected_high,"
      "verdict,agrees,n_identical\n";
  for (const Outcome& o : outcomes) {
    text += fmt::format("{},{},{},{},{}", plain(o.finding.name), plain(o.finding.measure), o.values.size(), o.n_missing,
                        o.n_failed);
    for (const double x : {o.mean, o.sd, o.of_mean.low, o.of_mean.high, o.of_next_seed.low, o.of_next_seed.high,
                           o.finding.expected.low, o.finding.expected.high})
      text += "," + to_text(x);
    text += fmt::format(",{},{},{}\n", o.verdict, o.agrees, o.n_twins);
  }
  return text;
}

// The command that made the runs, with the seeds that the index holds where they are not those of the file.
std::string command(const Json& facts, const Config& file) {
  const auto seeds = facts.at("seeds").get<std::vector<std::uint64_t>>();
  std::string text = "somn sweep " + facts.value("file", std::string()) + " -o DIR";
  if (seeds != read_seeds(file.table("sweep"))) text += " --seeds " + seed_ranges(seeds);
  return text;
}

}  // namespace

std::vector<Outcome> write_findings(const std::filesystem::path& dir) {
  const Config file = Config::from_file(dir / "sweep.toml");
  const std::vector<Outcome> outcomes = measure_findings(read_findings(file), dir);
  if (outcomes.empty()) return outcomes;
  const Json facts = Json::parse(read_file(dir / "sweep.json"), nullptr, false);
  if (!facts.is_object() || !facts.contains("seeds"))
    throw InputError({.what = "not the folder of a sweep", .where = (dir / "sweep.json").string()});
  const FindingsFile all{.title = facts.value("title", std::string()),
                         .somnspice = facts.value("somnspice", std::string()),
                         .command = command(facts, file),
                         .frozen = file.text("frozen", ""),
                         .findings = outcomes};
  write_file(dir / "findings.csv", csv(outcomes));
  write_file(dir / "findings.json", json_text(schema::to_json(all)));
  return outcomes;
}

}  // namespace somn::sweep
