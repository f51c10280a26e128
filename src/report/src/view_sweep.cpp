// The phase map of a sweep as an interactive page: DIR/phase_map.csv, DIR/points.csv and the folders of the runs.
#include "phase_data.hpp"
#include "run_folder.hpp"
#include "view_page.hpp"

#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/output_folder.hpp>
#include <somn/report/report.hpp>
#include <somn/view/page.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::report {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t most_pages = 200;  // runs whose pages are written with that of the sweep

Json finite(double x) { return std::isfinite(x) ? Json(x) : Json(); }

// Order parameters with a mean somewhere
std::vector<std::string> parameters_of(const CsvTable& map) {
  std::vector<std::string> names;
  for (const std::string& column : map.header) {
    if (!column.ends_with("_mean")) continue;
    const std::vector<double> values = map.numbers(column);
    if (std::any_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); }))
      names.push_back(column.substr(0, column.size() - 5));
  }
  return names;
}

class Pages {
 public:
  Pages(fs::path dir, fs::path beside, Json& facts) : dir_(std::move(dir)), beside_(std::move(beside)), facts_(facts) {}

  // The address of a run's page from the sweep's, made where it is missing; "" where there is none
  std::string of(const fs::path& run) {
    const fs::path page = run / "view.html";
    if (!fs::exists(page) && n_written_ < most_pages) {
      try {
        write_view(run, "");
        ++n_written_;
      } catch (const InputError& error) {
        facts_["notes"].push_back(error.what());
      }
    }
    std::error_code none;
    return fs::exists(page) ? fs::relative(page, beside_, none).generic_string() : "";
  }

 private:
  fs::path dir_, beside_;
  Json& facts_;
  std::size_t n_written_ = 0;
};

Json runs_of(const CsvTable& points, std::size_t point, const fs::path& dir, Pages& pages) {
  Json runs = Json::array();
  const std::size_t number = points.column("point"), seed = points.column("seed"), status = points.column("status");
  const auto regime = points.find("regime");
  for (const auto& row : points.rows) {
    if (row[number] != std::to_string(point)) continue;
    const fs::path folder = dir / "points" / fmt::format("{}-{}", row[number], row[seed]);
    const bool is_kept = fs::exists(folder / "network.graphml");
    runs.push_back({{"seed", row[seed]},
                    {"status", row[status]},
                    {"regime", regime ? row[*regime] : ""},
                    {"page", is_kept ? pages.of(folder) : ""},
                    {"folder", is_kept ? folder.string() : ""}});
  }
  return runs;
}

}  // namespace

void write_sweep_view(const fs::path& dir, const fs::path& page) {
  view::require_program(dir.string());
  const PhaseData data = read_phase_data(dir);
  const CsvTable points = read_csv(dir / "points.csv");
  const Json sweep = Json::parse(read_file(dir / "sweep.json"), nullptr, false);
  Json facts{{"kind", "sweep"}, {"notes", Json::array()}, {"about", Json::array()}};
  const fs::path beside = page.empty() || page == "-" ? dir : page.has_parent_path() ? page.parent_path() : fs::path(".");
  Pages pages(dir, beside, facts);
  const std::vector<std::string> names = parameters_of(data.map);
  Json list = Json::array(), keys = Json::array();
  for (const PhaseAxis& axis : data.axes) keys.push_back({{"key", axis.key}, {"unit", ""}});
  for (std::size_t k = 0; k < data.axes.size(); ++k)
    for (const Json& key : at_path(sweep, "/keys"))
      if (text(key, "/name") == data.axes[k].key && text(key, "/unit") != "1") keys[k]["unit"] = text(key, "/unit");
  const std::vector<double> number_of = data.column("point"), agreement = data.column("agreement");
  const std::vector<std::string> regime = data.words("regime"), direction = data.words("direction");
  for (std::size_t r = 0; r < data.map.rows.size(); ++r) {
    Json texts = Json::array(), values = Json::array(), means = Json::array(), errors = Json::array();
    for (const PhaseAxis& axis : data.axes) {
      const std::string word = data.words(axis.key)[r];
      texts.push_back(word);
      values.push_back(axis.is_numeric ? Json(axis.places[axis.index(word)] / axis.factor) : Json());
    }
    for (const std::string& name : names) {
      means.push_back(finite(data.column(name + "_mean")[r]));
      errors.push_back(finite(data.column(name + "_se")[r]));
    }
    const auto point = static_cast<std::size_t>(number_of[r]);
    list.push_back({{"point", point}, {"texts", texts}, {"values", values}, {"direction", direction[r]},
                    {"regime", regime[r]}, {"agreement", finite(agreement[r])}, {"n_failed", 0}, {"means", means},
                    {"errors", errors}, {"runs", runs_of(points, point, dir, pages)}});
  }
  facts["sweep"] = {{"keys", keys}, {"parameters", names}, {"points", list}};
  facts["about"].push_back({"points", std::to_string(list.size())});
  facts["about"].push_back({"runs", std::to_string(points.rows.size())});
  std::string title = text(sweep, "/title");
  if (title.empty()) title = "Sweep " + fs::weakly_canonical(dir).filename().string();
  const std::string html = view::page(title, facts, view::Payload());
  if (!page.empty()) return write_file(page, html);
  FolderAddition folder(dir);
  write_file(folder.path() / "view.html", html);
  folder.commit();
}

void write_network_view(const netgen::Network& network, const std::string& title, const fs::path& page) {
  view::require_program(page.string());
  write_file(page, network_view_page(network, title));
}

}  // namespace somn::report
