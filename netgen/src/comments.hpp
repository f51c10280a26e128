#pragma once

#include "lines.hpp"
#include "text.hpp"

#include <somn/netgen/network.hpp>

#include <optional>

namespace somn::netgen {

// What the comment lines of .edges and .csv say about the network as a whole:
//
//   # ensemble E seed N name value ...        where it comes from
//   # nodes N edges E source S drain D        in any order, up to the first word that is none of these
//   # electrode NAME NODE NODE ...            an electrode of several nodes or another name (.csv only writes it)
//   # name NODE NAME                          of a node (.csv only writes it)
class Comments {
 public:
  explicit Comments(const Lines& lines) : lines_(lines) {}

  void read(std::string_view line, Network&);  // a line beginning with '#'
  // After the last line: the number of nodes and the electrodes. `largest`: the word of the largest node number.
  void apply(Network&, std::string_view largest) const;

 private:
  void read_counts(std::string_view words);
  void read_origin(std::string_view words, Network&) const;
  void read_electrode(std::string_view words);
  void read_name(std::string_view words);
  void check_count(std::size_t n_nodes, std::size_t n_junctions, std::string_view at) const;

  struct Entry {
    std::string name;
    std::string_view word;  // the node
  };

  const Lines& lines_;
  std::optional<std::string_view> nodes_, edges_;
  std::vector<Entry> electrodes_, names_;
};

void write_origin(const Network&, Text&);
// "# nodes N edges E", and the electrodes source and drain where they have one node each
void write_counts(const Network&, Text&);
bool fits_in_counts(const std::string& name, const std::vector<NodeId>& electrode);

// Puts a junction between the nodes of two words; keeps the word of the largest node number.
void add_junction(std::string_view u, std::string_view v, const Lines&, Network&, std::string_view& largest);

}  // namespace somn::netgen
