#include "network_marks.hpp"

#include <somn/figures/gnuplot.hpp>

#include <array>
#include <cmath>
#include <fmt/format.h>

namespace somn::report {

using namespace figures;
namespace {

using netgen::Body;
using netgen::Network;
using netgen::Point;

const char* electrode_colour(std::string_view name) {
  return name == "source" ? colour::vermilion : name == "drain" ? colour::blue : colour::purple;
}

Point electrode_centre(const Network& network, const std::vector<NodeId>& nodes, const std::vector<Point>& positions) {
  Point sum;
  double n = 0;
  const auto belongs = [&](NodeId node) { return std::find(nodes.begin(), nodes.end(), node) != nodes.end(); };
  for (const Body& body : network.bodies)
    if (belongs(body.node)) sum.x += (body.a.x + body.b.x) / 2, sum.y += (body.a.y + body.b.y) / 2, n += 1;
  for (std::size_t k = 0; network.bodies.empty() && k < nodes.size(); ++k, n += 1)
    sum.x += positions[nodes[k].index].x, sum.y += positions[nodes[k].index].y;
  return n > 0 ? Point{sum.x / n, sum.y / n} : Point{};
}

std::ptrdiff_t n_bodies(const Network& network, const std::vector<NodeId>& nodes) {
  return std::count_if(network.bodies.begin(), network.bodies.end(), [&](const Body& body) {
    return std::find(nodes.begin(), nodes.end(), body.node) != nodes.end();
  });
}

}  // namespace

Box bounding_box(const Network& network, const std::vector<Point>& positions) {
  Box box;
  for (const Body& body : network.bodies) box.add(body.a, body.radius), box.add(body.b, body.radius);
  if (network.bodies.empty())
    for (const Point& point : positions) box.add(point);
  return box;
}

std::string electrode_labels(const Network& network, const std::vector<Point>& positions, const Box& box) {
  std::string script;
  for (const auto& [name, nodes] : network.electrodes) {
    if (nodes.empty()) continue;
    const Point at = electrode_centre(network, nodes, positions);
    const std::string shown = Shown(name).literal();
    const std::string style = fmt::format("font \",17\" textcolor \"{}\"\n", electrode_colour(name));
    if (n_bodies(network, nodes) <= 1) {
      script += fmt::format("set label {} at {:g},{:g} center front offset 0,1.1 {}", shown, at.x, at.y, style);
      continue;
    }
    const double u = (at.x - box.left) / box.width(), v = (at.y - box.bottom) / box.height();
    const std::array<double, 4> distance{u, 1 - u, v, 1 - v};
    const auto side = std::min_element(distance.begin(), distance.end()) - distance.begin();
    const double x = side == 0 ? -0.03 : side == 1 ? 1.03 : u, y = side == 2 ? -0.04 : side == 3 ? 1.04 : v;
    script += fmt::format("set label {} at graph {:.4f}, graph {:.4f} center{} {}", shown, x, y,
                          side < 2 ? " rotate by 90" : "", style);
  }
  return script;
}

std::string scale_bar(const Box& box) {
  const double target = box.width() / 5, decade = std::pow(10, std::floor(std::log10(target)));
  const double length = decade * (target >= 5 * decade ? 5 : target >= 2 * decade ? 2 : 1);
  const Scale scale = axis_scale(length, "m");
  return fmt::format(
      "set arrow from {0:g}, graph -0.035 to {1:g}, graph -0.035 nohead linewidth 3 linecolor \"{2}\"\n"
      "set label \"{3:g} {4}\" at {1:g}, graph -0.035 offset 0.6,0 textcolor \"{2}\"\n",
      box.left, box.left + length, colour::ink, length * scale.factor, scale.unit);
}

std::string colour_axis(std::size_t largest) {
  std::string script = viridis();
  script += "set colorbox user origin graph 1.09, graph 0.15 size graph 0.025, graph 0.7 noborder\n";
  script += "set cblabel \"switch-on events per junction\" textcolor \"#333333\"\nset cbtics scale 0\n";
  if (largest > 20) script += "set logscale cb\n";
  return script + fmt::format("set cbrange [{}:{}]\n", largest > 20 ? "1" : "0", std::max<std::size_t>(largest, 1));
}

}  // namespace somn::report
