// Networks from GraphML of any origin (what is accepted: files.hpp).
//
//   GraphmlScan   the elements and data of the file, in its order; its keys
//   Reader        ensemble, seed, parameters; hands nodes and edges to their tables
//   NodeTable     ids, names, positions, electrodes, bodies; numbered by their ids if those are indices, else as met
//   EdgeTable     ends, positive end, junction number, one column per numeric attribute; in the end
//                   default values; ids become nodes; reverses of directed edges go; resistors and junctions part;
//                   junctions ordered by number
#include "graphml_edges.hpp"

#include <somn/netgen/files.hpp>

namespace somn::netgen {
namespace {

class Reader : public GraphmlVisitor {
 public:
  Reader(std::string_view text, const std::string& source)
      : scan_(text, source), nodes_(scan_), edges_(scan_, nodes_), source_(source) {}

  Network read() {
    network_.ensemble = "file";
    scan_.run(*this);
    nodes_.finish();
    edges_.move_into(network_);
    nodes_.move_into(network_);
    validate(network_, source_);
    return std::move(network_);
  }

  void open_graph(const Tag& tag) override { is_directed_ = tag.attribute("edgedefault") == "directed"; }
  void open_node(const Tag& tag) override { nodes_.open(tag); }
  void open_edge(const Tag& tag) override { edges_.open(tag, is_directed_); }

  void take_label(std::string_view text) override { nodes_.label(text); }

  void take(Domain domain, const Datum& datum) override {
    if (domain == Domain::node) return nodes_.take(datum);
    if (domain == Domain::edge) return edges_.take(datum);
    const Key& key = scan_.keys()[datum.key];
    const std::string& name = key.name;
    if (name == "ensemble") {
      network_.ensemble = datum.text;
    } else if (name == "seed") {
      const auto seed = parsed<std::uint64_t>(datum.text);
      if (!seed) scan_.fail(datum.offset, "seed is not a whole number", std::string(datum.text), "0 ... 2^64 - 1");
      network_.seed = *seed;
    } else if (name == "length_unit") {
      if (trimmed(datum.text) != "m") scan_.fail(datum.offset, "another unit of length", std::string(datum.text), "m");
    } else {
      network_.parameters.emplace_back(name, key.type == "boolean" ? boolean(datum.text) : datum.text);
    }
  }

 private:
  // NetworkX says True, Boost 1.
  static std::string_view boolean(std::string_view text) {
    if (text == "True" || text == "TRUE" || text == "1") return "true";
    if (text == "False" || text == "FALSE" || text == "0") return "false";
    return text;
  }

  GraphmlScan scan_;
  NodeTable nodes_;
  EdgeTable edges_;
  std::string source_;
  Network network_;
  bool is_directed_ = false;
};

}  // namespace

Network from_graphml(std::string_view text, const std::string& source) {
  return Reader(text, source).read();
}

}  // namespace somn::netgen
