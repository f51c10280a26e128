#include "expand.hpp"

#include <somn/core/error.hpp>
#include <somn/core/units.hpp>
#include <somn/sweep/index.hpp>
#include <somn/sweep/tables.hpp>

#include <fmt/format.h>

namespace somn::sweep {
namespace {

// "drive.amplitude" = "1 V" or = ["1 V", "2 V"]; drive.amplitude is the same key
void add_columns(const Config& wanted, const std::string& prefix, Selection& selection) {
  for (const std::string& key : wanted.keys()) {
    if (wanted.is_table(key)) {
      add_columns(wanted.table(key), prefix + key + ".", selection);
      continue;
    }
    const std::string item = wanted.item(key);
    std::vector<std::string> texts;
    for (const std::string& toml : item.starts_with('[') ? wanted.items(key) : std::vector<std::string>{item})
      texts.push_back(plain(value_of(toml).text));
    selection.emplace_back(prefix + key, std::move(texts));
  }
}

Interval read_interval(const Config& table, const char* key) {
  const std::vector<double> ends = table.quantities(key, dimension::none);
  if (ends.size() != 2 || !(ends[0] <= ends[1]))
    throw InputError(
        {.what = "not an interval", .where = table.where(key), .allowed = "[LOW, HIGH] in SI, LOW <= HIGH"});
  return {ends[0], ends[1]};
}

Finding read_finding(const Config& table) {
  Finding f;
  f.place = table.where("name");
  schema::read(f, table);
  f.where = read_selection(table, "where");
  f.expected = read_interval(table, "expected");
  const auto optional_interval = [&](const char* key, std::optional<Interval>& interval) {
    if (table.has(key)) interval = read_interval(table, key);
  };
  optional_interval("null", f.null);
  optional_interval("possible", f.possible);
  optional_interval("fit_range", f.fit_range);
  optional_interval("published_value", f.published_value);
  if (table.has("share")) {
    if (table.has("statistic") || table.has("relative_to"))
      throw InputError({.what = "a share takes neither statistic nor relative_to", .where = table.where("share")});
    f.statistic = Statistic::share;
    f.range = read_interval(table, "share");
    return f;
  }
  f.relative_to = read_selection(table, "relative_to");
  if (f.fit_range && (f.statistic != Statistic::pooled_exponent || !(f.fit_range->low >= 1)))
    throw InputError({.what = "no range of a fit",
                      .where = table.where("fit_range"),
                      .allowed = "[XMIN, XMAX], 1 <= XMIN, with statistic = \"pooled_exponent\""});
  if (f.statistic == Statistic::pooled_exponent && (!f.relative_to.empty() || !f.measure.starts_with('/')))
    throw InputError({.what = f.relative_to.empty() ? "not a JSON pointer" : "a pooled exponent is relative to nothing",
                      .where = table.where(f.relative_to.empty() ? "measure" : "relative_to"),
                      .value = f.measure,
                      .allowed = "the place of a list of whole numbers in analysis.json, as \"/avalanches/sizes\""});
  if (f.statistic >= Statistic::argmax) table.text("along");
  if (f.statistic == Statistic::crossing) table.quantity("level", dimension::none);
  return f;
}

}  // namespace

Selection read_selection(const Config& table, const char* key) {
  Selection selection;
  add_columns(table.table(key), "", selection);
  return selection;
}

std::vector<Finding> read_findings(const Config& file) {
  std::vector<Finding> findings;
  const Config measures = file.table("measures");
  for (const Config& table : file.tables("finding")) {
    findings.push_back(read_finding(table));
    Finding& f = findings.back();
    f.possible = possible_values(f, measures.has(f.measure) ? measures.text(f.measure) : f.measure);
  }
  return findings;
}

}  // namespace somn::sweep
