#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/text.hpp>
#include <somn/sweep/finding.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace somn::sweep {
namespace {

using Json = nlohmann::ordered_json;

std::string cell(const std::string& text) {
  return text.empty() ? "–" : markdown(text);
}

std::string value(const Json& number) {
  return number.is_number() ? fmt::format("{:.4g}", number.get<double>()) : "–";
}
std::string joined(const std::string& a, const std::string& b) {
  return a.empty() || b.empty() ? a + b : a + "; " + b;
}
std::string interval(const Json& ends) {
  return ends[0].is_number() ? fmt::format("{} … {}", value(ends[0]), value(ends[1])) : "–";
}

// Of a pooled exponent: how much was pooled, the range of the fit, its p value, and the mean of single networks.
std::string pooled_note(const Json& f) {
  if (!f.contains("pooled")) return {};
  const Json& p = f["pooled"];
  double sum = 0, n = 0;
  for (const Json& x : f.at("values"))
    if (x.is_number()) sum += x.get<double>(), ++n;
  std::string text = fmt::format("{} values pooled, {} of them from {} on, p {}", p.at("n").dump(), p.at("n_tail").dump(),
                                 p.at("xmin").dump(), value(p.at("p_value")));
  if (n > 0) text += fmt::format("; single networks {:.3g}", sum / n);
  return text;
}

std::string row(const Json& f) {
  std::string seeds = std::to_string(f.at("n_seeds").get<std::size_t>());
  if (const auto n = f.at("n_missing").get<std::size_t>()) seeds += fmt::format(" ({} without a number)", n);
  if (const auto n = f.at("n_failed").get<std::size_t>()) seeds += fmt::format(" ({} failed runs)", n);
  if (const auto n = f.value("n_identical", std::size_t{0})) seeds += fmt::format(" ({} more are the same run)", n);
  const std::string verdict = f.at("verdict"), agrees = f.value("agrees", "not comparable");
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", cell(f.at("name")),
                     cell(f.at("claim")), cell(f.at("published")), value(f.at("mean")), interval(f.at("interval_95")),
                     interval(f.at("next_seed_95")), seeds, interval(f.at("expected")), cell(f.value("reason", "")),
                     verdict == "fails" ? "**fails**" : markdown(verdict), agrees == "no" ? "**no**" : agrees,
                     cell(joined(f.at("note"), pooled_note(f))));
}

std::string section(const std::filesystem::path& dir) {
  const std::filesystem::path file = dir / "findings.json";
  const Json findings = Json::parse(read_file(file), nullptr, false);
  if (!findings.is_object() || !findings.contains("findings"))
    throw InputError({.what = "no findings of a sweep", .where = file.string(), .remedy = "`somn report` writes them"});
  const std::string title = findings.at("title");
  std::string text = fmt::format(
      "\n## {}\n\n`{}` (somn {})\n\n", markdown(title.empty() ? dir.filename().string() : title),
      markdown(findings.at("command").get<std::string>()), markdown(findings.at("somnspice").get<std::string>()));
  if (const std::string frozen = findings.value("frozen", ""); !frozen.empty())
    text +=
        fmt::format("Expected ranges were frozen in commit `{}`, before these seeds were run.\n\n", markdown(frozen));
  text +=
      "| finding | claimed | published | measured | 95 % of the mean | 95 % of one more seed | seeds | expected | "
      "because | "
      "as expected | agrees with the published value | note |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
  for (const Json& f : findings.at("findings")) text += row(f);
  return text;
}

constexpr const char* head =
    "# Claimed, published, measured\n\n"
    "Written by `somn results` from the findings of the sweeps named below ([how](sweeps.md#findings)). SI units. "
    "*Measured* is the mean\nover independent seeds.\n\n"
    "**As expected** compares with a range that was written, with its reason, before the seeds were run. *holds*: the "
    "95 % interval of the\nmean lies within it; *consistent*: the mean does; *undecided*: the interval overlaps; "
    "*fails*: "
    "it does not. A finding may expect that a\nclaim is false: its note says so. *Pilot m, spread s* is of networks 1 "
    "to "
    "10; m ± 1.75 s holds the interval of ten others about 19 times\nin 20.\n\n"
    "**Agrees with the published value** compares intervals: *yes* where they overlap (that of one more seed, where "
    "one "
    "network or device was\npublished), **no** where they do not, *not comparable* where nothing with a number was "
    "published for the same quantity.\n";

}  // namespace

std::string results_page(const std::vector<std::filesystem::path>& dirs) {
  std::string page = head;
  for (const std::filesystem::path& dir : dirs) page += section(dir);
  return page;
}

}  // namespace somn::sweep
