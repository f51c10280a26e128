// network_figure:
//   count the switch-on events of every junction
//   bodies known: draw the bodies (electrodes in colour), a dot at every junction, a scale bar
//   else:         draw the junctions as lines between node positions (its own or force-directed), nodes as dots
//   silent junctions are small and grey; active ones are coloured by their count, the busiest drawn last
//   label every electrode at the side of the picture that it is nearest to
#include <somn/core/text.hpp>
#include <somn/figures/csv_text.hpp>
#include "figures.hpp"
#include <somn/view/layout.hpp>
#include "network_marks.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace somn::report {
namespace {

using netgen::Body;
using netgen::Network;
using netgen::Point;
using view::drawing_positions;

std::vector<std::size_t> event_counts(const Network& network, const std::vector<JunctionEvent>& events) {
  std::vector<std::size_t> counts(network.n_junctions());
  for (const JunctionEvent& event : events)
    if (event.kind == EventKind::up && event.junction.index < counts.size()) ++counts[event.junction.index];
  return counts;
}

std::vector<std::uint32_t> quietest_first(const std::vector<std::size_t>& counts) {
  std::vector<std::uint32_t> order(counts.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return counts[a] < counts[b]; });
  return order;
}

// 0 = no electrode, 1 = source, 2 = drain, 3 = any other.
std::vector<int> electrode_class(const Network& network) {
  std::vector<int> electrode(network.n_nodes);
  for (const auto& [name, nodes] : network.electrodes)
    for (const NodeId node : nodes) electrode[node.index] = name == "source" ? 1 : name == "drain" ? 2 : 3;
  return electrode;
}

std::string bodies_csv(const Network& network, const std::vector<int>& electrode) {
  std::string csv = "node,electrode,x1_m,y1_m,x2_m,y2_m,radius_m\n";
  for (const Body& body : network.bodies)
    add_row(csv, body.node.index, electrode[body.node.index], body.a.x, body.a.y, body.b.x, body.b.y, body.radius);
  return csv;
}

// gnuplot writes the > of a label into an SVG as it is, which XML allows but for ]]>: a blank of no width parts that.
std::string label(const std::string& name) {
  std::string text = printable(name);
  for (std::size_t at = 0; (at = text.find("]]>", at)) != std::string::npos;) text.insert(at += 2, "\u200b");
  return text;
}

// Names where there are, of so many nodes at most that they can be read.
bool shows_names(const Network& network) {
  return network.bodies.empty() && !network.node_names.empty() && network.n_nodes <= 80;
}

std::string nodes_csv(const Network& network, const std::vector<Point>& positions, const std::vector<int>& electrode) {
  if (!network.node_names.empty()) {
    std::string csv = "node,electrode,x,y,name\n";
    for (std::size_t k = 0; k < positions.size(); ++k)
      add_row(csv, k, electrode[k], positions[k].x, positions[k].y, label(network.node_names[k]));
    return csv;
  }
  std::string csv = "node,electrode,x,y\n";
  for (std::size_t k = 0; k < positions.size(); ++k) add_row(csv, k, electrode[k], positions[k].x, positions[k].y);
  return csv;
}

bool is_outside(const Point& p, const Point& a, const Point& b) {
  const double margin = 1e-6 * (std::abs(a.x - b.x) + std::abs(a.y - b.y));
  return p.x < std::min(a.x, b.x) - margin || p.x > std::max(a.x, b.x) + margin || p.y < std::min(a.y, b.y) - margin ||
         p.y > std::max(a.y, b.y) + margin;
}

// Junction dots stand at the network's own junction positions, else midway between the nodes. A junction over a
// periodic side is far from that: it has a dot and no line.
std::string junctions_csv(const Network& network, const std::vector<Point>& positions,
                          const std::vector<std::size_t>& counts) {
  const auto x = network.junction_values.find("x_m"), y = network.junction_values.find("y_m");
  const bool is_placed =
      x != network.junction_values.end() && y != network.junction_values.end() && network.heights.empty();
  std::string csv = "junction,n_events,x,y,x1,y1,x2,y2\n";
  for (const std::uint32_t k : quietest_first(counts)) {
    const Point a = positions[network.junctions[k].positive.index], b = positions[network.junctions[k].negative.index];
    const Point half{(a.x + b.x) / 2, (a.y + b.y) / 2}, middle = is_placed ? Point{x->second[k], y->second[k]} : half;
    const bool is_over_side = is_outside(middle, a, b);
    const Point from = is_over_side ? middle : a, to = is_over_side ? middle : b;
    add_row(csv, k, counts[k], middle.x, middle.y, from.x, from.y, to.x, to.y);
  }
  return csv;
}

// Layers are drawn in this order; each is one element of a gnuplot `plot` command.
const std::vector<std::string> body_layers{
    // Discs as points scaled to their true radius: gnuplot writes a circle as a polygon of 2 kB, a point in 90 bytes.
    R"gp(for [k=0:3] table2 using (of(k) && column("radius_m") > 0 ? column("x1_m") : NaN):"y1_m":\
       (column("radius_m")*points_per_metre) with points pointtype 7 pointsize variable \
       linecolor rgb word(colours, k+1))gp",
    R"gp(for [k=0:3] table2 using (of(k) && column("radius_m") == 0 ? column("x1_m") : NaN):"y1_m":\
       (column("x2_m")-column("x1_m")):(column("y2_m")-column("y1_m")) with vectors nohead linewidth (k ? 2.2 : 1.3) \
       linecolor rgb word(colours, k+1))gp"};
const std::string silent_lines =
    R"gp(table1 using (column("n_events") == 0 ? column("x1") : NaN):"y1":(column("x2")-column("x1")):\
       (column("y2")-column("y1")) with vectors nohead linewidth 1 linecolor "#c9ced6")gp";
const std::string active_lines =
    R"gp(table1 using (column("n_events") > 0 ? column("x1") : NaN):"y1":(column("x2")-column("x1")):\
       (column("y2")-column("y1")):"n_events" with vectors nohead linewidth 2.5 linecolor palette)gp";
const std::string node_dots =
    R"gp(for [k=0:3] table2 using (of(k) ? column("x") : NaN):"y" with points pointtype 7 \
       pointsize (k ? 1.4 : 0.45) linecolor rgb word(colours, k+1))gp";
const std::string node_names =
    R"gp(table2 using "x":"y":"name" with labels noenhanced offset 0,0.8 font ",11" textcolor "#333333")gp";
const std::string silent_dots =
    R"gp(table1 using (column("n_events") == 0 ? column("x") : NaN):"y" with points pointtype 7 \
       pointsize 0.22 linecolor "#6f7783" title "silent junctions")gp";
const std::vector<std::string> active_dots{
    R"gp(table1 using (column("n_events") > 0 ? column("x") : NaN):"y" with points pointtype 7 \
       pointsize 0.72 linecolor "#333333")gp",
    R"gp(table1 using (column("n_events") > 0 ? column("x") : NaN):"y":"n_events" with points \
       pointtype 7 pointsize 0.55 linecolor palette title "active junctions")gp"};

// Ranges and margins, and how large a point is that has the radius of one metre of the picture.
std::string frame(const Figure& figure, const Box& box) {
  constexpr double left = 0.085, right = 0.83, bottom = 0.08, top = 0.985;  // [1] of the picture
  constexpr double point_radius = 5.25;                                     // [px] of pointsize 1 at 14 px text
  const double span_x = 1.02 * box.width(), span_y = 1.02 * box.height();
  const double scale = std::min((right - left) * figure.width / span_x, (top - bottom) * figure.height / span_y);
  return fmt::format(
      "set xrange [{:g}:{:g}]\nset yrange [{:g}:{:g}]\nset lmargin at screen {}\nset rmargin at screen {}\n"
      "set bmargin at screen {}\nset tmargin at screen {}\npoints_per_metre = {:g}\n",
      box.left - 0.01 * box.width(), box.left + 1.01 * box.width(), box.bottom - 0.01 * box.height(),
      box.bottom + 1.01 * box.height(), left, right, bottom, top, scale / point_radius);
}

std::string plot_command(bool has_bodies, bool has_silent, bool has_active, bool has_names) {
  std::vector<std::string> layers;
  if (has_bodies) layers = body_layers;
  if (!has_bodies && has_silent) layers.push_back(silent_lines);
  if (!has_bodies && has_active) layers.push_back(active_lines);
  if (!has_bodies) layers.push_back(node_dots);
  if (has_silent) layers.push_back(silent_dots);
  if (has_active) layers.insert(layers.end(), active_dots.begin(), active_dots.end());
  if (has_names) layers.push_back(node_names);
  std::string script = "of(k) = column(\"electrode\") == k\nplot ";
  for (std::size_t k = 0; k < layers.size(); ++k) script += (k == 0 ? "" : ", \\\n     ") + layers[k];
  return script + '\n';
}

void replace_first(std::string& text, const std::string& from, const std::string& to) {
  if (const std::size_t at = text.find(from); at != std::string::npos) text.replace(at, from.size(), to);
}

}  // namespace

Figure network_figure(const Network& network, const std::vector<JunctionEvent>& events) {
  Figure figure{.name = "network", .title = "The network"};
  if (network.n_nodes == 0) {
    figure.absent = "The network is empty: there is nothing to draw.";
    return figure;
  }
  const std::vector<Point> positions = drawing_positions(network);
  const std::vector<std::size_t> counts = event_counts(network, events);
  const std::vector<int> electrode = electrode_class(network);
  const Box box = bounding_box(network, positions);
  const bool has_bodies = !network.bodies.empty();
  const auto n_active = std::count_if(counts.begin(), counts.end(), [](std::size_t n) { return n > 0; });
  const std::size_t largest = counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());

  figure.width = 900, figure.height = 770;
  figure.tables.emplace_back("network_junctions.csv", junctions_csv(network, positions, counts));
  figure.tables.emplace_back(has_bodies ? "network_bodies.csv" : "network_nodes.csv",
                             has_bodies ? bodies_csv(network, electrode) : nodes_csv(network, positions, electrode));
  figure.script =
      "unset border\nunset tics\nset size ratio -1\nset key at graph 1, graph -0.015 right horizontal Left reverse\n";
  figure.script += frame(figure, box);
  figure.script += electrode_labels(network, positions, box);
  if (has_bodies || !network.positions.empty()) figure.script += scale_bar(box);
  figure.script += n_active > 0 ? colour_axis(largest) : "unset colorbox\n";
  figure.script += fmt::format("colours = \"{} {} {} {}\"\n\n", has_bodies ? colour::pale : colour::grey,
                               colour::vermilion, colour::blue, colour::purple);
  const auto n_silent = static_cast<std::ptrdiff_t>(counts.size()) - n_active;
  figure.script += plot_command(has_bodies, n_silent > 0, n_active > 0, shows_names(network));
  figure.caption = fmt::format(
      "{} nodes and {} junctions. {} Each dot is a junction; colour counts how often it switched on during the run "
      "({} junctions did), small grey dots never switched.",
      network.n_nodes, network.n_junctions(),
      has_bodies ? "Grey: the bodies that make the film; in colour: the electrodes and what touches them."
                 : "Drawn as a graph, since the file holds no bodies.",
      n_active);
  return figure;
}

Figure network_picture(const Network& network, const std::string& name) {
  Figure figure = network_figure(network, {});
  replace_first(figure.script, "\"silent junctions\"", "\"junctions\"");
  replace_first(figure.script, "linewidth 1 linecolor \"#c9ced6\"", "linewidth 1.3 linecolor \"#9a9a9a\"");
  if (!network.bodies.empty() && network.bodies.front().radius == 0)  // thin wires want more ink than discs
    replace_first(figure.script, fmt::format("colours = \"{}", colour::pale), "colours = \"#8d95a1");
  figure.title = fmt::format("{}, seed {}: {} nodes, {} junctions", network.ensemble, network.seed, network.n_nodes,
                             network.n_junctions());
  for (auto& [file, csv] : figure.tables) file = name + file.substr(figure.name.size());
  figure.name = name;
  return figure;
}

}  // namespace somn::report
