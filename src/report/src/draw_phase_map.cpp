#include "phase_figures.hpp"

#include <somn/core/file.hpp>
#include <somn/report/phase_map.hpp>

namespace somn::report {

std::vector<std::filesystem::path> draw_phase_map(const std::filesystem::path& dir) {
  const PhaseData data = read_phase_data(dir);
  std::vector<Figure> figures;
  if (data.axes.size() == 1) figures = {phase_lines_figure(data)};
  if (data.axes.size() == 2) figures = {phase_regimes_figure(data), phase_parameters_figure(data)};
  const auto facts = nlohmann::ordered_json::parse(read_file(dir / "sweep.json"), nullptr, false);
  for (Figure& figure : requested_figures(data, facts)) figures.push_back(std::move(figure));
  std::vector<std::filesystem::path> pictures;
  for (const Figure& figure : figures) {
    draw(figure, dir / "figures");
    pictures.push_back(dir / "figures" / (figure.name + ".svg"));
  }
  return pictures;
}

}  // namespace somn::report
