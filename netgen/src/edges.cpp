// Networks as .edges: one junction `u v` per line, the positive end first.
#include "comments.hpp"
#include "refuse.hpp"
#include "writers.hpp"

#include <somn/netgen/files.hpp>

#include <fmt/format.h>

namespace somn::netgen {

Network from_edges(std::string_view text, const std::string& source) {
  Network network;
  network.ensemble = "file";
  Lines lines(text, source);
  Comments comments(lines);
  std::string_view largest;
  while (lines.next()) {
    if (lines.is_comment()) {
      comments.read(lines.line(), network);
      continue;
    }
    std::string_view rest = lines.line();
    const std::string_view u = cut_word(rest), v = cut_word(rest);
    if (v.empty()) lines.fail(u, "one word in a line", fmt::format("\"{}\"", u), "u v");
    add_junction(u, v, lines, network, largest);
    if (const std::string_view more = cut_word(rest); !more.empty())
      lines.fail(more, "more than two numbers in a line", fmt::format("\"{}\"", lines.line()), "u v",
                 "values per junction need .csv or .graphml");
  }
  comments.apply(network, largest);
  validate(network, source);
  return network;
}

void write_edges(const Network& network, Text& out) {
  refuse_resistors(network, ".edges");
  for (const auto& [name, nodes] : network.electrodes)
    if (!fits_in_counts(name, nodes))
      refuse(".edges has room for the electrodes source and drain, one node each", fmt::format("electrode {}", name),
             fmt::format("{} nodes", nodes.size()));
  write_origin(network, out);
  write_counts(network, out);
  for (const Junction& j : network.junctions) out << j.positive.index << ' ' << j.negative.index << '\n';
}

std::string to_edges(const Network& network) {
  return collected([&](Text& out) { write_edges(network, out); });
}

}  // namespace somn::netgen
