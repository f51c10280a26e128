#include "phase_figures.hpp"

#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/output_folder.hpp>
#include <somn/report/phase_map.hpp>

#include <fmt/format.h>

namespace somn::report {
namespace {

// Those of the keys, then those asked for; one that cannot be made costs only itself.
std::vector<Figure> figures_of(const PhaseData& data, const nlohmann::ordered_json& facts, Drawn& drawn) {
  std::vector<Figure> figures;
  if (data.axes.size() == 1) figures = {phase_lines_figure(data)};
  if (data.axes.size() == 2) figures = {phase_regimes_figure(data), phase_parameters_figure(data)};
  if (!facts.is_object() || !facts.contains("figures")) return figures;
  for (const auto& request : facts["figures"]) {
    try {
      for (Figure& figure : requested_figures(data, {{"figures", {request}}})) figures.push_back(std::move(figure));
    } catch (const InputError& error) {
      drawn.failures.emplace_back(error.what());
    }
  }
  return figures;
}

}  // namespace

Drawn draw_phase_map(const std::filesystem::path& dir, const std::vector<std::string>& formats) {
  const PhaseData data = read_phase_data(dir);
  const auto facts = nlohmann::ordered_json::parse(read_file(dir / "sweep.json"), nullptr, false);
  Drawn drawn;
  const std::vector<Figure> figures = figures_of(data, facts, drawn);
  if (figures.empty()) return drawn;
  require_gnuplot(dir.string());
  FolderAddition folder(dir);
  for (const Figure& figure : figures) {
    try {
      draw(figure, folder.path() / "figures");
      drawn.pictures.push_back(dir / "figures" / (figure.name + ".svg"));
      for (const std::string& format : formats) draw_also(figure, folder.path() / "figures", format);
    } catch (const FileError&) {
      throw;
    } catch (const InputError& error) {
      drawn.failures.push_back(fmt::format("{}: {}", figure.name, error.what()));
    }
  }
  folder.commit();
  return drawn;
}

}  // namespace somn::report
