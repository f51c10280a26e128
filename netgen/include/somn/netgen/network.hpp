// A network: what self-assembly left behind. Nodes are equipotential bodies (a wire, a group of touching particles, a
// contact); junctions are the gaps between them. No electronics here: laws, drives and engines come later.
#pragma once

#include <somn/core/ids.hpp>

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace somn::netgen {

struct Point {
  double x = 0, y = 0;  // [m]
};

struct Junction {
  NodeId positive;  // the node at the junction's positive end: V = V(positive) - V(negative)
  NodeId negative;
};

// A linear resistance that is no junction: a piece of wire between two of them.
struct Resistor {
  NodeId a, b;
  double resistance = 0;  // [ohm] > 0
};

// One drawn body: a wire from a to b (radius 0), or a disc (a == b) of that radius.
struct Body {
  NodeId node;
  Point a, b;         // [m]
  double radius = 0;  // [m]
};

// A junction value that only others have: the law's default, where it is a parameter.
inline constexpr double not_given = std::numeric_limits<double>::quiet_NaN();

struct Network {
  std::string ensemble;  // "wires", "discs", "file"
  std::uint64_t seed = 0;
  std::vector<std::pair<std::string, std::string>> parameters;  // generator options as SI text, in the table's order

  std::size_t n_nodes = 0;
  std::vector<std::string> node_names = {};  // n_nodes, or empty: then nodes have numbers only
  std::vector<Junction> junctions;  // JunctionId indexes this
  std::vector<Resistor> resistors;  // empty where every body is equipotential
  std::vector<Point> positions;     // empty without a geometry, else n_nodes
  std::vector<double> heights;      // [m] the third coordinate; empty in the plane, else n_nodes
  std::map<std::string, std::vector<NodeId>>
      electrodes;  // "source", "drain", or any name; several nodes, ascending, are one contact
  std::map<std::string, std::vector<double>>
      junction_values;                    // "gap_m", "length_m", "x_m", "y_m", "v_set_V": n_junctions each, or not_given
  std::vector<std::string> junction_law;  // empty, or one law name per junction; "": that of the model
  std::vector<Body> bodies;               // for the picture, ascending in node; may be empty
  std::vector<std::string> remarks = {};  // what reading or growing found worth saying; not a part of the network

  std::size_t n_junctions() const { return junctions.size(); }
};

// 16 hex digits over topology, polarity, electrodes, resistors and junction values: equal networks have equal hashes,
// in whatever order and direction their resistors stand.
std::string hash(const Network&);

// Throws InputError where an index is out of range, a junction or a resistor joins a node with itself, a resistance is
// not positive, a node belongs to two electrodes, a list has the wrong length, or a value is infinite. `source`
// names the file or recipe in the message. O(nodes + junctions).
void validate(const Network&, const std::string& source);

using Electrodes = std::map<std::string, std::vector<NodeId>>;

// Replaces the electrodes by these, one contact each, of one node or more. Throws InputError where one is empty, a node
// does not exist or is in two (or twice in one), or an electrode is joined with no other by a path. O(nodes +
// junctions).
void set_electrodes(Network&, Electrodes, const std::string& where);
void set_electrodes(Network&, const std::vector<NodeId>& source, const std::vector<NodeId>& drain,
                    const std::string& where);

// The nodes that words mean: a name of node_names, else a number. InputError for a word that is neither, with the nearest
// name, and for a name that several nodes have.
std::vector<NodeId> find_nodes(const Network&, const std::vector<std::string>& words, const std::string& where);
NodeId find_node(const std::vector<std::string>& node_names, std::size_t n_nodes, const std::string& word,
                 const std::string& where);
std::string name_of(const Network&, NodeId);  // its name, else its number

// Names that only repeat the number of the node ("7", "n7") are none.
void drop_plain_names(Network&);

// Does a path of junctions and resistors join the electrodes "source" and "drain"? False where one of them is missing.
bool is_spanning(const Network&);

}  // namespace somn::netgen
