// Networks as GraphML (U. Brandes et al., graphml.graphdrawing.org).
//
// A junction runs from its positive to its negative end and says so again in `positive`, for programs that swap ends; a
// resistor is an edge with `resistance_ohm` and without `junction`. `bodies` of a node: bodies separated by ';', each
// "ax ay bx by" (a wire), "x y r" (a disc) or "ax ay bx by r", in metres.
#include "writers.hpp"

#include <somn/core/text.hpp>
#include <somn/netgen/files.hpp>

#include <cmath>
#include <fmt/format.h>

namespace somn::netgen {
namespace {

constexpr std::string_view opening =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
    "xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
    "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n";

constexpr std::string_view end_of_datum = "</data>";

class Writer {
 public:
  Writer(const Network& network, Text& out) : network_(network), out_(out) {}

  void write() {
    out_ << opening;
    declare_keys();
    out_ << "  <graph id=\"G\" edgedefault=\"undirected\">\n";
    write_graph_data();
    write_nodes();
    for (std::size_t k = 0; k < network_.n_junctions(); ++k) write_junction(k);
    for (const Resistor& r : network_.resistors) {
      open_edge(r.a, r.b);
      out_ << resistance_ << r.resistance << end_of_datum << "</edge>\n";
    }
    out_ << "  </graph>\n</graphml>\n";
  }

 private:
  // Returns what opens a datum of the new key: <data key="d7">
  std::string declare(std::string_view domain, std::string_view name, std::string_view type) {
    // Gephi takes a node key d3 and an edge key d7 for yEd's labels, whatever their names are.
    if ((domain == "node" && n_keys_ == 3) || (domain == "edge" && n_keys_ == 7)) ++n_keys_;
    const std::size_t id = n_keys_++;
    out_ << "  <key id=\"d" << id << "\" for=\"" << domain << "\" attr.name=\"";
    escape(name);
    out_ << "\" attr.type=\"" << type << "\"/>\n";
    return fmt::format("<data key=\"d{}\">", id);
  }

  static std::string_view type_of(const std::string& value) {
    if (value == "true" || value == "false") return "boolean";
    double number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    return error == std::errc{} && end == value.data() + value.size() ? "double" : "string";
  }

  void declare_keys() {
    ensemble_ = declare("graph", "ensemble", "string");
    seed_ = declare("graph", "seed", "long");
    length_unit_ = declare("graph", "length_unit", "string");
    for (const auto& [name, value] : network_.parameters) parameters_.push_back(declare("graph", name, type_of(value)));
    if (!network_.positions.empty()) {
      x_ = declare("node", "x_m", "double");
      y_ = declare("node", "y_m", "double");
    }
    if (!network_.heights.empty()) z_ = declare("node", "z_m", "double");
    electrode_ = declare("node", "electrode", "string");
    if (!network_.node_names.empty()) name_ = declare("node", "name", "string");
    if (!network_.bodies.empty()) bodies_ = declare("node", "bodies", "string");
    junction_ = declare("edge", "junction", "long");
    positive_ = declare("edge", "positive", "string");
    for (const auto& [name, values] : network_.junction_values) {
      columns_.push_back({declare("edge", name, "double"), values.data()});
      if (name == "resistance_ohm") resistance_ = columns_.back().opening;
    }
    if (!network_.junction_law.empty()) law_ = declare("edge", "law", "string");
    if (!network_.resistors.empty() && resistance_.empty()) resistance_ = declare("edge", "resistance_ohm", "double");
  }

  void write_graph_data() {
    const auto line = [&](const std::string& key, std::string_view value) {
      out_ << "    " << key;
      escape(value);
      out_ << end_of_datum << '\n';
    };
    line(ensemble_, network_.ensemble);
    line(seed_, std::to_string(network_.seed));
    line(length_unit_, "m");
    for (std::size_t k = 0; k < parameters_.size(); ++k) {
      const std::string& value = network_.parameters[k].second;
      line(parameters_[k], type_of(value) != "boolean" ? value : value == "true" ? "1" : "0");  // Boost reads no words
    }
  }

  void write_nodes() {
    std::vector<const std::string*> electrode(network_.n_nodes, nullptr);
    for (const auto& [name, nodes] : network_.electrodes)
      for (const NodeId node : nodes) electrode[node.index] = &name;
    auto body = network_.bodies.begin();
    for (std::uint32_t n = 0; n < network_.n_nodes; ++n) {
      out_ << "    <node id=\"n" << n << "\">";
      if (!network_.positions.empty()) {
        out_ << x_ << network_.positions[n].x << end_of_datum;
        out_ << y_ << network_.positions[n].y << end_of_datum;
      }
      if (!network_.heights.empty()) out_ << z_ << network_.heights[n] << end_of_datum;
      if (!network_.node_names.empty()) {
        out_ << name_;
        escape(network_.node_names[n]);
        out_ << end_of_datum;
      }
      if (electrode[n]) {
        out_ << electrode_;
        escape(*electrode[n]);
        out_ << end_of_datum;
      }
      if (body != network_.bodies.end() && body->node.index == n) {
        out_ << bodies_;
        write_body(*body++);
        for (; body != network_.bodies.end() && body->node.index == n; ++body) {
          out_ << ';';
          write_body(*body);
        }
        out_ << end_of_datum;
      }
      out_ << "</node>\n";
    }
  }

  void open_edge(NodeId source, NodeId target) {
    out_ << "    <edge source=\"n" << source.index << "\" target=\"n" << target.index << "\">";
  }

  void write_junction(std::size_t k) {
    const Junction& j = network_.junctions[k];
    open_edge(j.positive, j.negative);
    out_ << junction_ << k << end_of_datum;
    out_ << positive_ << 'n' << j.positive.index << end_of_datum;
    for (const Column& column : columns_)
      if (!std::isnan(column.values[k])) out_ << column.opening << column.values[k] << end_of_datum;
    if (!network_.junction_law.empty() && !network_.junction_law[k].empty()) {
      out_ << law_;
      escape(network_.junction_law[k]);
      out_ << end_of_datum;
    }
    out_ << "</edge>\n";
  }

  void write_body(const Body& body) {
    out_ << body.a.x << ' ' << body.a.y;
    const bool is_disc = body.a.x == body.b.x && body.a.y == body.b.y && body.radius > 0;
    if (!is_disc) out_ << ' ' << body.b.x << ' ' << body.b.y;
    if (body.radius > 0) out_ << ' ' << body.radius;
  }

  void escape(std::string_view text) { out_ << escape_markup(text); }

  struct Column {
    std::string opening;  // of its data
    const double* values;
  };

  const Network& network_;
  Text& out_;
  std::size_t n_keys_ = 0;
  std::string ensemble_, seed_, length_unit_, x_, y_, z_, electrode_, name_, bodies_, junction_, positive_, law_, resistance_;
  std::vector<std::string> parameters_;
  std::vector<Column> columns_;
};

}  // namespace

void write_graphml(const Network& network, Text& out) {
  Writer(network, out).write();
}

std::string to_graphml(const Network& network) {
  return collected([&](Text& out) { write_graphml(network, out); });
}

}  // namespace somn::netgen
