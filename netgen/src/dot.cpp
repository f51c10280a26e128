// Networks as Graphviz text. A junction is an edge with an arrow from its positive to its negative end, a resistor one
// without an arrow; electrodes are boxes in their colour, by name. `neato -n` draws every node at its position, any
// layout program draws the rest. Our attributes stand beside Graphviz's own, under their GraphML names; numbers are
// quoted, as Graphviz knows no exponents.
#include "lines.hpp"
#include "writers.hpp"

#include <somn/core/text.hpp>
#include <somn/netgen/files.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace somn::netgen {
namespace {

// Colours that the colour-blind tell apart (Okabe and Ito, 2008).
std::map<std::string, std::string_view> colours(const Network& network) {
  constexpr std::array<std::string_view, 5> others{"#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442"};
  std::map<std::string, std::string_view> colour;
  std::size_t k = 0;
  for (const auto& [name, nodes] : network.electrodes)
    colour[name] = name == "source" ? "#d55e00" : name == "drain" ? "#0072b2" : others[k++ % others.size()];
  return colour;
}

class Writer {
 public:
  Writer(const Network& network, Text& out) : network_(network), out_(out) {}

  void write() {
    out_ << (network_.positions.empty() ? "// sfdp -Tsvg\n" : "// neato -n -Tsvg\n") << "graph G {\n";
    write_graph_data();
    write_nodes();
    for (std::size_t k = 0; k < network_.n_junctions(); ++k) write_junction(k);
    for (const Resistor& r : network_.resistors)
      out_ << "  " << r.a.index << " -- " << r.b.index << " [dir=none, color=\"#999999\", resistance_ohm=\""
           << r.resistance << "\"]\n";
    out_ << "}\n";
  }

 private:
  void write_graph_data() {
    out_ << "  graph [outputorder=edgesfirst, ensemble=";
    quote(network_.ensemble);
    out_ << ", seed=" << network_.seed;
    for (const auto& [name, value] : network_.parameters) {
      out_ << ", ";
      quote("somn_" + name);
      out_ << '=';
      quote(value);
    }
    out_ << "]\n"
            "  node [shape=point, width=0.05]\n"
            "  edge [dir=forward, arrowsize=0.3, penwidth=0.5]\n";
  }

  void write_nodes() {
    const auto colour = colours(network_);
    std::vector<const std::string*> electrode(network_.n_nodes, nullptr);
    for (const auto& [name, nodes] : network_.electrodes)
      for (const NodeId node : nodes) electrode[node.index] = &name;
    const double scale = points_per_metre();
    for (std::uint32_t n = 0; n < network_.n_nodes; ++n) {
      out_ << "  " << n << " [id=n" << n;
      if (!network_.positions.empty()) {
        const Point p = network_.positions[n];
        const Point drawn = scale > 0 ? Point{(p.x - low_.x) * scale, (p.y - low_.y) * scale} : Point{};
        out_ << ", pos=\"" << drawn.x << ',' << drawn.y << "\", x_m=\"" << p.x << "\", y_m=\"" << p.y << '"';
      }
      if (!network_.heights.empty()) out_ << ", z_m=\"" << network_.heights[n] << '"';
      if (!network_.node_names.empty() && !electrode[n]) {
        out_ << ", label=";
        quote(network_.node_names[n]);
      }
      if (electrode[n]) {
        out_ << ", electrode=";
        quote(*electrode[n]);
        out_ << ", label=";
        quote(*electrode[n]);
        out_ << ", shape=box, style=filled, fontsize=10, fontcolor=white, fillcolor=\"" << colour.at(*electrode[n])
             << '"';
      }
      out_ << "]\n";
    }
  }

  void write_junction(std::size_t k) {
    const Junction& j = network_.junctions[k];
    out_ << "  " << j.positive.index << " -- " << j.negative.index << " [junction=" << k;
    for (const auto& [name, values] : network_.junction_values) {
      if (std::isnan(values[k])) continue;
      out_ << ", ";
      quote(name);
      out_ << "=\"" << values[k] << '"';
    }
    if (!network_.junction_law.empty()) {
      out_ << ", law=";
      quote(network_.junction_law[k]);
    }
    out_ << "]\n";
  }

  // A drawing with room for its nodes: 500 points wide, more for more than 2000 nodes; 0 where there is no extent.
  double points_per_metre() {
    if (network_.positions.empty()) return 0;
    Point high = low_ = network_.positions.front();
    for (const Point& p : network_.positions) {
      low_ = {std::min(low_.x, p.x), std::min(low_.y, p.y)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
    const double side = std::max(high.x - low_.x, high.y - low_.y);
    const double points = std::max(500.0, 11 * std::sqrt(static_cast<double>(network_.n_nodes)));
    return side > 0 ? points / side : 0;
  }

  void quote(std::string_view text) {
    out_ << '"';
    for (const char c : printable(text)) {
      if (c == '"' || c == '\\') out_ << '\\';
      out_ << c;
    }
    out_ << '"';
  }

  const Network& network_;
  Text& out_;
  Point low_;
};

}  // namespace

void write_dot(const Network& network, Text& out) {
  Writer(network, out).write();
}

std::string to_dot(const Network& network) {
  return collected([&](Text& out) { write_dot(network, out); });
}

}  // namespace somn::netgen
