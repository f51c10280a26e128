#include "commands.hpp"
#include "import_deck.hpp"

#include <somn/netgen/files.hpp>

#include <cstdio>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace somn::cli {
namespace {

struct Request {
  std::string input, input_format, output, format;
  std::vector<std::uint32_t> source, drain;
  bool quiet = false, json = false;
};

std::vector<NodeId> ids(const std::vector<std::uint32_t>& indices) {
  std::vector<NodeId> nodes;
  for (const std::uint32_t index : indices) nodes.push_back({index});
  return nodes;
}

void run(const Request& request) {
  std::optional<netgen::Network> deck;
  if (request.input_format.empty()) deck = network_of_deck(request.input);
  netgen::Network network = deck ? *std::move(deck) : netgen::read_network(request.input, request.input_format);
  if (!request.source.empty())
    netgen::set_electrodes(network, ids(request.source), ids(request.drain), "somn import: --source, --drain");
  netgen::write_network(network, request.output, request.format);
  if (request.json)
    fmt::print("{}\n", nlohmann::ordered_json{{"nodes", network.n_nodes},
                                              {"junctions", network.n_junctions()},
                                              {"spanning", netgen::is_spanning(network)},
                                              {"hash", netgen::hash(network)},
                                              {"file", request.output}}
                           .dump(2));
  if (!request.quiet)
    fmt::print(stderr, "{}: {} nodes, {} junctions{} -> {}\n", request.input, network.n_nodes, network.n_junctions(),
               netgen::is_spanning(network) ? "" : ", electrodes not joined", request.output);
}

}  // namespace

void add_import(CLI::App& program) {
  CLI::App* command = program.add_subcommand("import", "read a network of another program and write it as ours");
  const auto request = std::make_shared<Request>();
  command
      ->add_option(
          "file", request->input,
          "network: .graphml, .edges, .csv (header u,v,...), .cir or .lib of `somn netlist`; - is standard input")
      ->required()
      ->type_name("FILE");
  command->add_option("-o,--output", request->output, "network file: .graphml or .edges; - is standard output")
      ->required()
      ->type_name("NET");
  command->add_option("--input-format", request->input_format, "graphml | edges | csv; default: by the ending")
      ->type_name("NAME");
  command->add_option("--format", request->format, "graphml | edges; default: by the ending, graphml for -")
      ->type_name("NAME");
  CLI::Option* source =
      command->add_option("--source", request->source, "node numbers of the source electrode (0-based)");
  CLI::Option* drain = command->add_option("--drain", request->drain, "node numbers of the drain electrode (0-based)");
  source->needs(drain)->delimiter(',')->type_name("NODE,...");
  drain->needs(source)->delimiter(',')->type_name("NODE,...");
  command->add_flag("--quiet", request->quiet, "say nothing on success");
  command->add_flag("--json", request->json, "print nodes, junctions and hash as JSON");
  command->footer("Example: somn import film.edges --source 72 --drain 29 -o film.graphml");
  command->callback([request] { run(*request); });
}

}  // namespace somn::cli
