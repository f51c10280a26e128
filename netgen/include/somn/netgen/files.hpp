// Networks as files (INTERFACES.md "Networks"). Reading and writing again gives the same bytes.
//
//   .graphml  everything. Read in any dialect: keys in any order, defaults, string ids, swapped ends, nodes reordered
//             (ids n0, n1, ... or 0, 1, ... are indices, any others are numbered as they appear), junctions reordered
//             (put back by their `junction`), directed by mistake (an edge and its reverse are one junction). Numeric
//             edge attributes become junction values; an attribute that only some edges have, and has no default, is an
//             error. Unknown node attributes are left out.
//   .edges    one junction `u v` per line, positive end u, 0-based; `# nodes N edges E source S drain D`. No values.
//   .csv      reading only: header u,v and numeric columns, which become junction values; `law` is a text.
//
// All errors are InputError with file:line:column (GraphML) or file:line.
#pragma once

#include <somn/netgen/network.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace somn::netgen {

enum class Format { graphml, edges, csv };

// By name ("graphml", "edges", "csv"), else, for an empty name, by the ending of the path; "-" is GraphML.
// InputError for anything else.
Format format_of(const std::filesystem::path& path, std::string_view name = {});

std::string to_graphml(const Network&);
std::string to_edges(const Network&);  // InputError for an electrode of several nodes: the format has no room for it

Network from_graphml(std::string_view text, const std::string& source);
Network from_edges(std::string_view text, const std::string& source);
Network from_csv(std::string_view text, const std::string& source);

// "-" is standard input and output. The networks that are read are valid (network.hpp).
Network read_network(const std::filesystem::path& path, std::string_view format = {});
void write_network(const Network&, const std::filesystem::path& path, std::string_view format = {});

}  // namespace somn::netgen
