#include "requests.hpp"

#include <somn/analyses/run_json.hpp>
#include <somn/core/error.hpp>
#include <somn/core/text.hpp>
#include <somn/sweep/tables.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace somn::sweep {
namespace {

void check_selection(const Selection& selection, const std::string& place, const Plan& plan) {
  std::vector<std::string> names;
  for (const Key& key : plan.keys) names.push_back(key.name);
  if (!plan.direction.empty()) names.emplace_back("direction");
  for (const auto& [column, texts] : selection)
    if (std::find(names.begin(), names.end(), column) == names.end())
      throw unknown_name("swept key", column, place, names);
}

void check_finding(const Finding& f, const Plan& plan) {
  std::vector<std::string> names;
  for (const Key& key : plan.keys) names.push_back(key.name);
  if (!f.along.empty()) {
    const auto it = std::find(names.begin(), names.end(), f.along);
    if (it == names.end()) throw unknown_name("swept key", f.along, f.place, names);
    if (plan.keys[static_cast<std::size_t>(it - names.begin())].unit.empty())
      throw InputError(
          {.what = "along a key whose values are no numbers of one unit", .where = f.place, .value = f.along});
  }
  check_selection(f.where, f.place, plan);
  check_selection(f.relative_to, f.place, plan);
}

}  // namespace

static std::string did_you_mean(const std::string& nearest) {
  return nearest.empty() ? "" : "did you mean " + nearest + "?";
}

std::vector<Measure> read_measures(const Config& table) {
  std::vector<Measure> measures;
  for (const std::string& column : table.keys()) {
    if (!is_file_name(column))
      throw InputError({.what = "not a name for a column",
                        .where = table.where(column),
                        .value = '"' + printable(column) + '"',
                        .allowed = file_name_rule});
    measures.push_back({column, table.text(column)});
    try {
      nlohmann::json::json_pointer{measures.back().pointer};
    } catch (const nlohmann::json::exception&) {
      throw InputError({.what = "not a JSON pointer",
                        .where = table.where(column),
                        .value = measures.back().pointer,
                        .allowed = "a place in analysis.json, as \"/isi/pooled/cv\""});
    }
    static const std::vector<schema::Description> known = analysis::descriptions_of_run();
    if (!schema::has_pointer(known, measures.back().pointer))
      throw InputError({.what = "no such place in analysis.json",
                        .where = table.where(column),
                        .value = measures.back().pointer,
                        .allowed = "the tables of docs/analysis-json.md",
                        .remedy = did_you_mean(nearest_name(measures.back().pointer, schema::pointers(known)))});
  }
  return measures;
}

std::vector<FigureRequest> read_figures(const Config& file) {
  std::vector<FigureRequest> figures;
  for (const Config& table : file.tables("figure")) {
    FigureRequest& figure = figures.emplace_back();
    schema::read(figure, table);
    const std::string log = table.text("log", "");
    figure.is_log_x = log == "x" || log == "xy";
    figure.is_log_y = log == "y" || log == "xy";
    figure.where = read_selection(table, "where");
    const std::string& name = figure.name;
    if (!is_file_name(name))
      throw InputError({.what = "not a name for a file",
                        .where = table.where("name"),
                        .value = '"' + printable(name) + '"',
                        .allowed = file_name_rule});
    if (log != "" && log != "x" && log != "y" && log != "xy")
      throw unknown_name("log", log, table.where("log"), {"x", "y", "xy"});
    if (figure.y.empty())
      throw InputError({.what = "nothing to draw", .where = table.where("y"), .allowed = "[\"COLUMN\", ...]"});
  }
  return figures;
}

void check_requests(const Plan& plan) {
  for (const Finding& f : plan.findings) check_finding(f, plan);
  for (const FigureRequest& f : plan.figures) check_selection(f.where, plan.file + ": figure " + f.name, plan);
}

}  // namespace somn::sweep
