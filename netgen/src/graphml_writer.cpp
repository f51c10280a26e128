// Networks as GraphML (U. Brandes et al., graphml.graphdrawing.org), appended to one string.
//
// An edge runs from its positive to its negative end and says so again in `positive`, for programs that swap ends.
// `bodies` of a node: bodies separated by ';', each "ax ay bx by" (a wire), "x y r" (a disc) or "ax ay bx by r", in
// metres.
#include <somn/core/units.hpp>
#include <somn/netgen/files.hpp>

#include <charconv>
#include <fmt/format.h>

namespace somn::netgen {
namespace {

constexpr std::string_view opening =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
    "xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
    "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n";

class Writer {
 public:
  explicit Writer(const Network& network) : network_(network) {}

  std::string text() {
    text_.reserve(4096 + 200 * (network_.n_nodes + network_.n_junctions()) + 90 * network_.bodies.size());
    text_ += opening;
    declare_keys();
    text_ += "  <graph id=\"G\" edgedefault=\"undirected\">\n";
    write_graph_data();
    write_nodes();
    write_edges();
    text_ += "  </graph>\n</graphml>\n";
    return std::move(text_);
  }

 private:
  // Returns what opens a datum of the new key: <data key="d7">
  std::string declare(std::string_view domain, std::string_view name, std::string_view type) {
    const std::size_t id = n_keys_++;
    text_ += fmt::format("  <key id=\"d{}\" for=\"{}\" attr.name=\"", id, domain);
    append_escaped(name);
    text_ += fmt::format("\" attr.type=\"{}\"/>\n", type);
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
    electrode_ = declare("node", "electrode", "string");
    if (!network_.bodies.empty()) bodies_ = declare("node", "bodies", "string");
    junction_ = declare("edge", "junction", "long");
    positive_ = declare("edge", "positive", "string");
    for (const auto& [name, values] : network_.junction_values) values_.push_back(declare("edge", name, "double"));
    if (!network_.junction_law.empty()) law_ = declare("edge", "law", "string");
  }

  void write_graph_data() {
    const auto line = [&](const std::string& key, std::string_view value) {
      text_ += fmt::format("    {}", key);
      append_escaped(value);
      text_ += "</data>\n";
    };
    line(ensemble_, network_.ensemble);
    line(seed_, std::to_string(network_.seed));
    line(length_unit_, "m");
    for (std::size_t k = 0; k < parameters_.size(); ++k) line(parameters_[k], network_.parameters[k].second);
  }

  void write_nodes() {
    std::vector<const std::string*> electrode(network_.n_nodes, nullptr);
    for (const auto& [name, nodes] : network_.electrodes)
      for (const NodeId node : nodes) electrode[node.index] = &name;
    auto body = network_.bodies.begin();
    for (std::uint32_t n = 0; n < network_.n_nodes; ++n) {
      text_ += "    <node id=\"n";
      append(n);
      text_ += "\">";
      if (!network_.positions.empty()) {
        append_datum(x_, network_.positions[n].x);
        append_datum(y_, network_.positions[n].y);
      }
      if (electrode[n]) {
        text_ += electrode_;
        append_escaped(*electrode[n]);
        text_ += "</data>";
      }
      if (body != network_.bodies.end() && body->node.index == n) {
        text_ += bodies_;
        append_body(*body++);
        for (; body != network_.bodies.end() && body->node.index == n; ++body) {
          text_ += ';';
          append_body(*body);
        }
        text_ += "</data>";
      }
      text_ += "</node>\n";
    }
  }

  void write_edges() {
    std::vector<const double*> columns;
    for (const auto& [name, values] : network_.junction_values) columns.push_back(values.data());
    for (std::size_t k = 0; k < network_.n_junctions(); ++k) {
      const Junction& j = network_.junctions[k];
      text_ += "    <edge source=\"n";
      append(j.positive.index);
      text_ += "\" target=\"n";
      append(j.negative.index);
      text_ += "\">";
      text_ += junction_;
      append(k);
      text_ += "</data>";
      text_ += positive_;
      text_ += 'n';
      append(j.positive.index);
      text_ += "</data>";
      for (std::size_t c = 0; c < columns.size(); ++c) append_datum(values_[c], columns[c][k]);
      if (!network_.junction_law.empty()) {
        text_ += law_;
        append_escaped(network_.junction_law[k]);
        text_ += "</data>";
      }
      text_ += "</edge>\n";
    }
  }

  void append_body(const Body& body) {
    append(body.a.x);
    append_next(body.a.y);
    const bool is_disc = body.a.x == body.b.x && body.a.y == body.b.y && body.radius > 0;
    if (!is_disc) {
      append_next(body.b.x);
      append_next(body.b.y);
    }
    if (body.radius > 0) append_next(body.radius);
  }

  void append_next(double value) {
    text_ += ' ';
    append(value);
  }

  void append_datum(const std::string& key, double value) {
    text_ += key;
    append(value);
    text_ += "</data>";
  }

  void append(double value) { text_ += to_text(value); }

  void append(std::size_t value) {
    char digits[20];
    text_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
  }

  void append(std::uint32_t value) { append(std::size_t{value}); }

  void append_escaped(std::string_view text) {
    for (const char c : text) switch (c) {
        case '&':
          text_ += "&amp;";
          break;
        case '<':
          text_ += "&lt;";
          break;
        case '>':
          text_ += "&gt;";
          break;
        case '"':
          text_ += "&quot;";
          break;
        case '\n':
          text_ += "&#10;";
          break;
        case '\r':
          text_ += "&#13;";
          break;
        case '\t':
          text_ += "&#9;";
          break;
        default:
          text_ += static_cast<unsigned char>(c) < 0x20 ? '?' : c;  // XML 1.0 has no such characters
      }
  }

  const Network& network_;
  std::string text_;
  std::size_t n_keys_ = 0;
  std::string ensemble_, seed_, length_unit_, x_, y_, electrode_, bodies_, junction_, positive_, law_;
  std::vector<std::string> parameters_, values_;
};

}  // namespace

std::string to_graphml(const Network& network) {
  return Writer(network).text();
}

}  // namespace somn::netgen
