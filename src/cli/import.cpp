// somn import: a network of another program, written as ours.
#include "command.hpp"

#include <somn/core/text.hpp>
#include <somn/netgen/files.hpp>
#include <somn/workflow/describe.hpp>
#include <somn/workflow/network.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace somn::cli {
namespace {

struct Request {
  workflow::NetworkSource of;
  std::string output, format;
  bool quiet = false, json = false;
};

void options(Options& o, Request& r) {
  o("file", r.of.file, "FILE",
    "network: GraphML, GEXF, GML, Pajek, Matrix Market, .npy, JSON, a list of edges or an adjacency matrix as text (also "
    "gzipped), .cir or .lib of `somn netlist`; - is standard input",
    required);
  o("-o,--output", r.output, "NET", "network file: .graphml, .edges, .csv, .dot or .gv; - is standard output",
    required);
  o("--input-format", r.of.format, "NAME",
    "graphml | gexf | gml | pajek | mtx | npy | edges | csv | table; default: by the content");
  o("--nodes", r.of.nodes, "FILE", "a table of nodes beside that of edges (Id, Label, electrode), as Gephi's");
  o("--format", r.format, "NAME", "graphml | edges | csv | dot; default: by the ending, graphml for -");
  o("--source", r.of.source, "NODE,...", "nodes of the source electrode, by name or number (0-based)", needs("--drain"),
    with_commas);
  o("--drain", r.of.drain, "NODE,...", "nodes of the drain electrode, likewise", needs("--source"), with_commas);
  o("--electrode", r.of.electrodes, "NAME=NODE,...",
    "an electrode of any name (repeatable); all of these replace those of the file", one_at_a_time);
  o("--quiet", r.quiet, "say nothing on success");
  o("--json", r.json, "print nodes, junctions, resistors, electrodes, hash, ... as JSON");
}

void print_json(const Request& r, const netgen::Network& network, const std::vector<std::string>& left_out) {
  fmt::print("{}", json_text(nlohmann::ordered_json{{"nodes", network.n_nodes},
                                                    {"junctions", network.n_junctions()},
                                                    {"resistors", network.resistors.size()},
                                                    {"electrodes", workflow::electrodes_json(network)},
                                                    {"spanning", netgen::is_spanning(network)},
                                                    {"hash", netgen::hash(network)},
                                                    {"left_out", left_out},
                                                    {"remarks", network.remarks},
                                                    {"file", r.output}}));
}

void run(const Request& r) {
  const netgen::Network network = workflow::read_network(r.of);
  netgen::write_network(network, r.output, r.format);
  const auto left_out = netgen::left_out(network, netgen::format_of(r.output, r.format));
  if (r.json) print_json(r, network, left_out);
  if (r.quiet) return;
  for (const std::string& remark : network.remarks) fmt::print(stderr, "{}: {}\n", r.of.file, printable(remark));
  const bool has_both = network.electrodes.contains("source") && network.electrodes.contains("drain");
  const char* missing = !has_both                      ? ", no electrodes source and drain (--source NODE --drain NODE)"
                        : netgen::is_spanning(network) ? ""
                                                       : ", electrodes not joined";
  fmt::print(stderr, "{}: {}{} -> {}{}\n", r.of.file, workflow::size_text(network), missing, r.output,
             workflow::without(left_out));
}

}  // namespace

void add_import(CLI::App& program, int& code) {
  add<Request>(
      program, code,
      {"import", "read a network of another program and write it as ours",
       "Examples: somn import film.edges --source 72 --drain 29 -o film.graphml\n"
       "          somn import adjacency.npy --source 0 --drain 99 -o film.graphml\n"
       "          somn import edges.csv --nodes nodes.csv --source padL --drain padR -o film.graphml\n"
       "          somn import gephi.graphml --electrode left=0,4 --electrode right=9 --electrode gate=7 -o film.csv"},
      options, run);
}

}  // namespace somn::cli
