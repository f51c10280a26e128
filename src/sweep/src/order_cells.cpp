#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/units.hpp>
#include <somn/sweep/order_cells.hpp>

#include <nlohmann/json.hpp>

namespace somn::sweep {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;

struct Source {
  const char *column, *pointer;
};

constexpr Source sources[] = {
    {"n_events_up", "/junction_events/n_up"},
    {"n_events_down", "/junction_events/n_down"},
    {"mean_delta_g_S", "/junction_events/mean_delta_g_S"},
    {"n_network_spikes", "/network_spikes/n"},
    {"network_spike_rate_Hz", "/network_spikes/rate_Hz"},
    {"isi_mean_s", "/isi/pooled/mean_s"},
    {"isi_cv", "/isi/pooled/cv"},
    {"isi_lv", "/isi/pooled/lv"},
    {"junction_isi_cv", "/isi/per_junction/cv"},
    {"n_avalanches", "/avalanches/n"},
    {"avalanche_bin_s", "/avalanches/bin"},
    {"branching_ratio", "/avalanches/branching_ratio"},
    {"tau", "/avalanches/tau"},
    {"tau_se", "/avalanches/tau_se"},
    {"alpha", "/avalanches/alpha"},
    {"alpha_se", "/avalanches/alpha_se"},
    {"gamma_fit", "/avalanches/gamma_fit"},
    {"gamma_predicted", "/avalanches/gamma_predicted"},
};

std::string number(const Json& value) {
  if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
  if (value.is_number()) return to_text(value.get<double>());
  if (value.is_boolean()) return value.get<bool>() ? "1" : "0";
  return "nan";
}

}  // namespace

Cells order_cells(const fs::path& run_folder, const std::vector<Measure>& measures) {
  const fs::path file = run_folder / "analysis.json";
  const Json analysis = Json::parse(read_file(file), nullptr, false);
  if (!analysis.is_object() || !analysis.contains("order_parameters"))
    throw InputError({.what = "not the analysis of a run", .where = file.string()});
  Cells cells{{"regime", analysis.value("regime", "unknown")}};
  for (const auto& [name, value] : analysis["order_parameters"].items())
    if (!value.is_structured() && !value.is_string()) cells.emplace_back(name, number(value));
  const auto at = [&](const std::string& text) {
    const Json::json_pointer pointer(text);
    return analysis.contains(pointer) ? number(analysis[pointer]) : "nan";
  };
  for (const Source& source : sources) cells.emplace_back(source.column, at(source.pointer));
  for (const Measure& measure : measures) {
    for (const auto& [column, text] : cells)
      if (column == measure.column)
        throw InputError({.what = "a measure with the name of another column",
                          .where = "[measures] of the sweep",
                          .value = column,
                          .allowed = "a name of its own"});
    cells.emplace_back(measure.column, at(measure.pointer));
  }
  return cells;
}

fs::path final_state(const fs::path& run_folder) {
  for (const char* engine : {"ngspice", "native"})
    if (const fs::path file = run_folder / engine / "final_state.csv"; fs::exists(file)) return file;
  return {};
}

}  // namespace somn::sweep
