#include "commands.hpp"

#include <somn/core/error.hpp>
#include <somn/core/text.hpp>
#include <somn/core/units.hpp>
#include <somn/core/words.hpp>
#include <somn/netgen/files.hpp>
#include <somn/workflow/network.hpp>

#include <cstdio>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace somn::cli {
namespace {

struct Request {
  std::string input, input_format, nodes, output, format;
  std::vector<std::string> source, drain;  // by name or number
  std::vector<std::string> electrodes;  // NAME=NODE,NODE...
  bool quiet = false, json = false;
};

void add_electrode(const netgen::Network& network, const std::string& text, netgen::Electrodes& electrodes) {
  const std::string where = "--electrode " + text;
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string::npos || text.find_first_of(" \t\r\n") < equals)
    throw InputError({.what = "not an electrode",
                      .where = where,
                      .value = {},
                      .allowed = "NAME=NODE,NODE..., no blank in the name, such as --electrode gate=3,7"});
  const std::vector<NodeId> nodes = netgen::find_nodes(network, comma_separated(text.substr(equals + 1)), where);
  if (!electrodes.emplace(text.substr(0, equals), nodes).second)
    throw InputError({.what = "an electrode named twice",
                      .where = where,
                      .value = text.substr(0, equals),
                      .allowed = "each name once (--source and --drain are names too)"});
}

void set_electrodes(const Request& request, netgen::Network& network) {
  netgen::Electrodes electrodes;
  if (!request.source.empty())
    electrodes = {{"source", netgen::find_nodes(network, request.source, "--source")},
                  {"drain", netgen::find_nodes(network, request.drain, "--drain")}};
  for (const std::string& text : request.electrodes) add_electrode(network, text, electrodes);
  if (!electrodes.empty()) netgen::set_electrodes(network, electrodes, "somn import: --source, --drain, --electrode");
}

void print_json(const Request& request, const netgen::Network& network, const std::vector<std::string>& left_out) {
  nlohmann::ordered_json electrodes = nlohmann::ordered_json::object();
  for (const auto& [name, nodes] : network.electrodes)
    for (const NodeId node : nodes) electrodes[name].push_back(node.index);
  const nlohmann::ordered_json json{{"nodes", network.n_nodes},
                                    {"junctions", network.n_junctions()},
                                    {"resistors", network.resistors.size()},
                                    {"electrodes", electrodes},
                                    {"spanning", netgen::is_spanning(network)},
                                    {"hash", netgen::hash(network)},
                                    {"left_out", left_out},
                                    {"remarks", network.remarks},
                                    {"file", request.output}};
  fmt::print("{}", json_text(json));
}

void run(const Request& request) {
  netgen::Network network = workflow::read_network(request.input, request.input_format);
  if (!request.nodes.empty()) netgen::add_nodes(network, request.nodes);
  set_electrodes(request, network);
  netgen::write_network(network, request.output, request.format);
  const auto left_out = netgen::left_out(network, netgen::format_of(request.output, request.format));
  if (request.json) print_json(request, network, left_out);
  if (request.quiet) return;
  for (const std::string& remark : network.remarks) fmt::print(stderr, "{}: {}\n", request.input, printable(remark));
  const bool has_both = network.electrodes.contains("source") && network.electrodes.contains("drain");
  fmt::print(stderr, "{}: {} nodes, {} junctions{}{} -> {}{}\n", request.input, network.n_nodes, network.n_junctions(),
             network.resistors.empty() ? "" : fmt::format(", {} resistors", network.resistors.size()),
             !has_both                      ? ", no electrodes source and drain (--source NODE --drain NODE)"
             : netgen::is_spanning(network) ? ""
                                            : ", electrodes not joined",
             request.output, left_out.empty() ? "" : fmt::format(" without {}", fmt::join(left_out, ", ")));
}

}  // namespace

void add_import(CLI::App& program) {
  CLI::App* command = program.add_subcommand("import", "read a network of another program and write it as ours");
  const auto request = std::make_shared<Request>();
  command
      ->add_option(
          "file", request->input,
          "network: GraphML, GEXF, GML, Pajek, Matrix Market, .npy, JSON, a list of edges or an adjacency matrix as text (also "
          "gzipped), .cir or .lib of `somn netlist`; - is standard input")
      ->required()
      ->type_name("FILE");
  command
      ->add_option("-o,--output", request->output,
                   "network file: .graphml, .edges, .csv, .dot or .gv; - is standard output")
      ->required()
      ->type_name("NET");
  command->add_option("--input-format", request->input_format, "graphml | gexf | gml | pajek | mtx | npy | edges | csv | table; default: by the content")
      ->type_name("NAME");
  command->add_option("--nodes", request->nodes, "a table of nodes beside that of edges (Id, Label, electrode), as Gephi's")
      ->type_name("FILE");
  command->add_option("--format", request->format, "graphml | edges | csv | dot; default: by the ending, graphml for -")
      ->type_name("NAME");
  CLI::Option* source =
      command->add_option("--source", request->source, "nodes of the source electrode, by name or number (0-based)");
  CLI::Option* drain = command->add_option("--drain", request->drain, "nodes of the drain electrode, likewise");
  source->needs(drain)->delimiter(',')->type_name("NODE,...");
  drain->needs(source)->delimiter(',')->type_name("NODE,...");
  command
      ->add_option("--electrode", request->electrodes,
                   "an electrode of any name (repeatable); all of these replace those of the file")
      ->allow_extra_args(false)
      ->type_name("NAME=NODE,...");
  command->add_flag("--quiet", request->quiet, "say nothing on success");
  command->add_flag("--json", request->json, "print nodes, junctions, resistors, electrodes, hash, ... as JSON");
  command->footer(
      "Examples: somn import film.edges --source 72 --drain 29 -o film.graphml\n"
      "          somn import adjacency.npy --source 0 --drain 99 -o film.graphml\n"
      "          somn import edges.csv --nodes nodes.csv --source padL --drain padR -o film.graphml\n"
      "          somn import gephi.graphml --electrode left=0,4 --electrode right=9 --electrode gate=7 -o film.csv");
  command->callback([request] { run(*request); });
}

}  // namespace somn::cli
