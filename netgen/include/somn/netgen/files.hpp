// Networks as files (docs/networks.md). Reading and writing again gives the same bytes.
//
//   .graphml  everything, for NetworkX, igraph, Gephi and Boost.Graph. A resistor is an edge with `resistance_ohm` and
//             without `junction`. Read in any dialect: keys in any order, defaults, string ids, swapped ends, nodes
//             reordered (ids n0, n1, ... or 0, 1, ... are indices, any others are numbered as they appear), junctions
//             reordered (put back by their `junction`), directed by mistake (an edge and its reverse are one junction),
//             subgraphs of igraph (`positive` is looked up in the node attribute `id`, where igraph keeps the former
//             ids, before the ids).
//             Numeric edge attributes become junction values, `weight` too; one that only some junctions have is
//             not_given for the others. Nodes are called by their attribute `name`, `label`, by what yEd writes on them, or
//             by their ids where these are no numbers. Left out: edge attributes of other types (but `positive` and
//             `law`), other attributes of resistors, and node attributes other than those named here, x_m, y_m, z_m,
//             electrode, bodies. Hence Gephi's x, y, z (a layout without unit), size and colours are left out; graph
//             attributes become parameters.
//   .edges    one junction `u v` per line, positive end u, 0-based; `# nodes N edges E source S drain D`. No values.
//             Refused in writing: resistors, electrodes of several nodes or other names.
//   .csv      header u,v,junction, a column per junction value, law; u is the positive end. The comment line of .edges,
//             and `# electrode NAME NODE NODE ...` for any other electrode. Reading needs u and v only; a column
//             `junction` repeats the row. Refused in writing: resistors.
//             `# name NODE NAME` for nodes with names; an empty cell is not_given.
//   others    reading only, told by their content: GEXF, GML, Pajek, Matrix Market, .npy, and tables: lists of edges with
//             or without a header, weighted, with Python's or JSON's attributes, adjacency lists and matrices. What is
//             noteworthy about their numbering, loops and reverses is said in Network::remarks. Any may be gzipped.
//   .dot .gv  writing only, for Graphviz: `neato -n` draws the positions. All but the bodies.
//
// Readers take Windows line ends, a byte order mark and a missing last line end; numbers are finite. Text is UTF-8
// (GraphML: as the XML says). .edges and .csv have at most 1e6 + 100 per junction nodes, so that a slip in one number
// costs no memory. All errors are InputError with file:line:column. Time and memory are linear in the file.
#pragma once

#include <somn/netgen/network.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace somn::netgen {

enum class Format { graphml, edges, csv, dot };

// By name ("graphml", "edges", "csv", "dot", "gv"), else, for an empty name, by the ending of the path; "-" is GraphML.
// InputError for anything else.
Format format_of(const std::filesystem::path& path, std::string_view name = {});

// What of this network the format has no room for and leaves out: "bodies", "positions", names of junction values ...
// What would change the circuit (resistors, electrodes) is refused in writing, never left out.
std::vector<std::string> left_out(const Network&, Format);

std::string to_graphml(const Network&);
std::string to_edges(const Network&);
std::string to_csv(const Network&);
std::string to_dot(const Network&);

Network from_graphml(std::string_view text, const std::string& source);
Network from_edges(std::string_view text, const std::string& source);
Network from_csv(std::string_view text, const std::string& source);

// Of any format, by its content (or `format`, a name of one); the ending only tells what an empty file should have been.
Network from_bytes(std::string_view bytes, const std::string& source, std::string_view format = {},
                   std::string_view ending = {});

// Names (Label) and electrodes of the nodes out of a table beside that of edges; Id is a name or number of a node.
void add_nodes(Network&, const std::filesystem::path& path);

// "-" is standard input and output. The networks that are read are valid (network.hpp), those that are written must be.
Network read_network(const std::filesystem::path& path, std::string_view format = {});
void write_network(const Network&, const std::filesystem::path& path, std::string_view format = {});

}  // namespace somn::netgen
