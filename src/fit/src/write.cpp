#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/text.hpp>
#include <somn/core/units.hpp>
#include <somn/figures/panels.hpp>
#include <somn/fit/fit.hpp>

#include <fmt/format.h>

namespace somn::fit {

using Json = nlohmann::ordered_json;

Json to_json(const Problem& p, const Fit& f) {
  Json json{{"parameters", Json::array()}};
  for (const Estimate& e : f.estimates) {
    Json one{{"key", e.key}, {"is_determined", e.is_determined}};
    if (e.is_determined)
      one.update({{"value", e.value}, {"low", e.low}, {"high", e.high}, {"joint_low", e.joint_low}, {"joint_high", e.joint_high}});
    else
      one["why"] = e.why_not;
    json["parameters"].push_back(one);
  }
  json["intervals"] = f.intervals;
  json["correlation"] = f.correlation;
  json["series"] = Json::array();
  for (std::size_t s = 0; s < p.series.size(); ++s)
    json["series"].push_back({{"file", p.series[s].file},
                              {"column", p.series[s].column},
                              {"n", p.series[s].values.size()},
                              {"rms_residual", f.rms[s]},
                              {"explained", f.explained[s]}});
  json["n_values"] = f.n_values;
  json["residual_inflation"] = f.inflation;
  json["n_evaluations"] = f.n_evaluations;
  json["seed"] = p.seed;
  return json;
}

std::string to_text(const Fit& f) {
  std::string text;
  for (const Estimate& e : f.estimates)
    text += e.is_determined ? fmt::format("{:<28}{:.5g}  (95 %: {:.5g} to {:.5g})\n", e.key, e.value, e.low, e.high)
                            : fmt::format("{:<28}not determined: {}\n", e.key, e.why_not);
  for (std::size_t s = 0; s < f.rms.size(); ++s)
    text += fmt::format("{:<28}residual {:.3g}, {:.4g} of the variance explained\n", fmt::format("series {}", s + 1), f.rms[s], f.explained[s]);
  if (f.inflation > 1.5)
    text += fmt::format("residuals follow each other ({:.1f} times the variance of independent ones): the law misses something that the figure shows\n", f.inflation);
  return text;
}

figures::Figure residual_figure(const Problem& p, const Fit& f) {
  using namespace figures;
  Figure figure{.name = "residuals", .title = "Measured, fitted, and what is left over"};
  SeriesTable table;
  std::vector<Panel> panels;
  const int n = static_cast<int>(p.series.size());
  for (int s = 0; s < n; ++s) {
    const auto k_of = static_cast<std::size_t>(s);
    const Series& series = p.series[k_of];
    const std::string tag = std::to_string(s);
    const std::size_t every = std::max<std::size_t>(1, series.times.size() / 2000);
    for (std::size_t k = 0; k < series.times.size(); k += every) {
      table.add("measured" + tag, series.times[k], series.values[k]);
      table.add("fitted" + tag, series.times[k], f.fitted[k_of][k]);
      table.add("residual" + tag, series.times[k], f.fitted[k_of][k] - series.values[k]);
    }
    Panel top{.row = 2 * s, .n_rows = 2 * n, .x_label = "time / s", .y_label = series.column};
    top.curves = {{"measured" + tag, Mark::points, colour::grey, "measured"}, {"fitted" + tag, Mark::line, colour::blue, "fitted"}};
    Panel below{.row = 2 * s + 1, .n_rows = 2 * n, .x_label = "time / s", .y_label = "residual"};
    below.curves = {{"residual" + tag, Mark::thin, colour::vermilion, ""}};
    panels.push_back(top), panels.push_back(below);
  }
  set_panels(figure, 520 * n, table, panels);
  figure.caption = "Residuals without pattern mean that the law holds what the data hold; waves mean that it misses something.";
  return figure;
}

void write(const Problem& p, const Fit& f, const std::filesystem::path& folder) {
  write_file(folder / "fit.json", json_text(to_json(p, f)));
  std::string csv = "file,column,time_s,measured,fitted,residual\n";
  for (std::size_t s = 0; s < p.series.size(); ++s)
    for (std::size_t k = 0; k < p.series[s].times.size(); ++k)
      csv += fmt::format("{},{},{},{},{},{}\n", csv_cell(p.series[s].file), csv_cell(p.series[s].column), somn::to_text(p.series[s].times[k]),
                         somn::to_text(p.series[s].values[k]), somn::to_text(f.fitted[s][k]), somn::to_text(f.fitted[s][k] - p.series[s].values[k]));
  write_file(folder / "fit.csv", csv);
  for (std::size_t d = 0; d < p.data.size(); ++d) {
    Config config = Config::from_file(p.data[d].experiment);
    for (const Estimate& e : f.estimates) config.set(e.key, somn::to_text(e.value));
    std::vector<std::pair<std::string, std::string>> remarks{{"made_by", "somn fit"}, {"problem", p.where}};
    for (const Estimate& e : f.estimates)
      if (!e.is_determined) remarks.emplace_back(e.key, "not determined by the data");
    write_file(folder / fmt::format("experiment_{}.toml", d + 1), experiment::to_toml(experiment::read_experiment(config), remarks));
  }
}

}  // namespace somn::fit
