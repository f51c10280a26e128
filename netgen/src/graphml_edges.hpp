#pragma once

#include "graphml_nodes.hpp"

namespace somn::netgen {

// The edges of a GraphML file on their way to junctions and resistors.
class EdgeTable {
 public:
  EdgeTable(const GraphmlScan& scan, NodeTable& nodes) : scan_(scan), nodes_(nodes) {}

  void open(const Tag&, bool directed_by_default);
  void take(const Datum&);
  void move_into(Network&);  // after NodeTable::finish

 private:
  enum class Role { ignored, positive, junction, law, number };
  struct Meaning {
    Role role;
    std::size_t column;  // of a number
  };

  struct Edge {
    std::uint32_t u, v;                     // symbols, in the end nodes; as written
    std::optional<std::uint32_t> positive;  // likewise
    std::optional<long long> junction;      // its number
    std::size_t offset;                     // in the file
    std::uint32_t positive_distance = 0;    // from there to the datum
    bool directed;
  };

  using Rows = std::vector<std::size_t>;

  Meaning meaning_of(std::size_t key);
  Meaning new_meaning(const Key&);
  void once(bool is_first, const Key&, const Datum&) const;
  void fill_defaults();
  void resolve(Edge&, bool is_resistor) const;
  std::vector<bool> resistors() const;
  std::vector<bool> reverses() const;  // of an edge and its reverse, the second
  void order(Rows& junctions) const;
  void add_resistors(const Rows& rows, const std::vector<double>& resistance, Network&) const;

  const GraphmlScan& scan_;
  NodeTable& nodes_;
  std::vector<Edge> edges_;
  std::vector<Meaning> meanings_;  // of the keys met so far
  std::vector<Column<double>> numbers_;
  Column<std::string> law_{.name = "law", .values = {}, .present = {}};
};

}  // namespace somn::netgen
