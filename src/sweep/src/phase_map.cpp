#include "attempt.hpp"
#include "boundaries.hpp"
#include "expand.hpp"
#include "twins.hpp"

#include <somn/core/csv.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/units.hpp>
#include <somn/sweep/phase_map.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

namespace somn::sweep {
namespace fs = std::filesystem;
namespace {

Estimate estimate(const std::vector<double>& values) {
  Estimate e;
  for (const double v : values)
    if (std::isfinite(v)) ++e.n, e.mean += v;
  const auto n = static_cast<double>(e.n);
  e.mean /= n;
  for (const double v : values)
    if (std::isfinite(v)) e.sd += (v - e.mean) * (v - e.mean);
  e.sd = e.n > 1 ? std::sqrt(e.sd / (n - 1)) : std::numeric_limits<double>::quiet_NaN();
  e.se = e.sd / std::sqrt(n);
  return e;
}

void judge_regime(PhasePoint& point) {
  std::size_t n = 0, most = 0;
  for (const auto& [regime, count] : point.regimes) {
    n += count;
    if (count > most) most = count, point.regime = regime;
  }
  point.agreement = n ? static_cast<double>(most) / static_cast<double>(n) : std::numeric_limits<double>::quiet_NaN();
}

struct Facts {
  std::vector<std::string> keys, units;
  std::string along;
};

Facts read_facts(const fs::path& dir) {
  const auto json = nlohmann::json::parse(read_file(dir / "sweep.json"), nullptr, false);
  if (!json.is_object() || !json.contains("keys"))
    throw InputError({.what = "not the folder of a sweep", .where = (dir / "sweep.json").string()});
  Facts facts;
  for (const auto& key : json["keys"]) {
    facts.keys.push_back(key.value("name", ""));
    facts.units.push_back(key.value("unit", ""));
  }
  facts.along = json.value("boundaries_along", "");
  return facts;
}

// The column that holds a swept value in SI beside the key as written; of a pure number "model.c2c_value".
std::string value_column(const PhaseMap& map, std::size_t k) {
  return map.units[k] == "1" ? map.keys[k] + "_value" : si_column({map.keys[k], map.units[k]});
}

}  // namespace

PhaseMap phase_map(const fs::path& dir) {
  const Facts facts = read_facts(dir);
  const CsvTable table = read_csv(dir / "points.csv");
  PhaseMap map{
      .keys = facts.keys, .units = facts.units, .along = facts.along, .parameters = {}, .points = {}, .boundaries = {}};
  const std::size_t status = table.column("status");
  const std::size_t regime = table.find("regime").value_or(table.header.size());
  for (std::size_t c = regime + 1; c < table.header.size(); ++c) map.parameters.push_back(table.header[c]);

  std::vector<std::vector<double>> columns;
  for (const std::string& parameter : map.parameters) columns.push_back(table.numbers(parameter));

  std::map<std::size_t, std::vector<std::size_t>> rows_of;  // point -> rows
  for (std::size_t r = 0; r < table.rows.size(); ++r)
    rows_of[static_cast<std::size_t>(parse_integer(table.rows[r][0], table.source))].push_back(r);
  std::vector<SeedRow> seeds;
  for (const auto& [number, rows] : rows_of) {
    PhasePoint point{
        .point = number, .texts = {}, .values = {}, .direction = {}, .parameters = {}, .regimes = {}, .regime = {}};
    for (std::size_t k = 0; k < facts.keys.size(); ++k) {
      point.texts.push_back(table.rows[rows.front()][table.column(facts.keys[k])]);
      point.values.push_back(map.units[k].empty() ? NAN : value_of(point.texts.back()).si);
    }
    if (const auto d = table.find("direction")) point.direction = table.rows[rows.front()][*d];
    std::vector<std::size_t> good;
    std::set<std::string> marks;
    for (const std::size_t r : rows) {
      if (table.rows[r][status] != "ok") {
        ++point.n_failed;
        continue;
      }
      const std::string mark = twin_mark(table, {r});
      if (!mark.empty() && !marks.insert(mark).second) {
        ++point.n_twins;
        continue;
      }
      good.push_back(r);
      ++point.regimes[table.rows[r][regime]];
      SeedRow row{
          .point = map.points.size(), .seed = table.rows[r][1], .regime = table.rows[r][regime], .parameters = {}};
      for (std::size_t p = 0; p < columns.size(); ++p) row.parameters[map.parameters[p]] = columns[p][r];
      seeds.push_back(std::move(row));
    }
    for (const std::vector<double>& column : columns) {
      std::vector<double> values;
      for (const std::size_t r : good) values.push_back(column[r]);
      point.parameters.push_back(estimate(values));
    }
    judge_regime(point);
    map.points.push_back(std::move(point));
  }
  map.boundaries = find_boundaries(map, seeds);
  return map;
}

void write_phase_map(const PhaseMap& map, const fs::path& dir) {
  std::string text = "point";
  for (const std::string& key : map.keys) text += "," + key;
  for (std::size_t k = 0; k < map.keys.size(); ++k)
    if (!map.units[k].empty()) text += "," + value_column(map, k);
  text += ",direction,n_seeds,n_failed,regime,agreement,n_identical";
  for (const std::string& p : map.parameters) text += fmt::format(",{0}_mean,{0}_sd,{0}_se", p);
  text += "\n";
  for (const PhasePoint& point : map.points) {
    text += std::to_string(point.point);
    for (const std::string& value : point.texts) text += "," + value;
    for (std::size_t k = 0; k < map.keys.size(); ++k)
      if (!map.units[k].empty()) text += "," + to_text(point.values[k]);
    std::size_t n = 0;
    for (const auto& [regime, count] : point.regimes) n += count;
    text += fmt::format(",{},{},{},{},{},{}", point.direction, n, point.n_failed, point.regime, to_text(point.agreement),
                        point.n_twins);
    for (const Estimate& e : point.parameters)
      text += fmt::format(",{},{},{}", to_text(e.mean), to_text(e.sd), to_text(e.se));
    text += "\n";
  }
  write_file(dir / "phase_map.csv", text);

  text = "kind";
  for (const std::string& key : map.keys)
    if (key != map.along) text += "," + key;
  text += fmt::format(",direction,n_seeds,position,low,high,se,step\n");
  for (const Boundary& b : map.boundaries) {
    text += b.kind;
    for (const std::string& other : b.others) text += "," + other;
    text += fmt::format(",{},{},{},{},{},{},{}\n", b.direction, b.n_seeds, to_text(b.position), to_text(b.low),
                        to_text(b.high), to_text(b.se), to_text(b.step));
  }
  write_file(dir / "boundaries.csv", text);
}

}  // namespace somn::sweep
