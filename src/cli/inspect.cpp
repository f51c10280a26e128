#include "commands.hpp"

#include <somn/core/text.hpp>
#include <somn/netgen/measures.hpp>
#include <somn/workflow/describe.hpp>
#include <somn/workflow/network.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace somn::cli {
namespace {

struct Request {
  std::string input, format;
  bool json = false, quiet = false;
};

void run(const Request& request) {
  const netgen::Network network = workflow::read_network(request.input, request.format);
  const netgen::Measures m = netgen::measure(network);
  for (const std::string& remark : network.remarks)
    if (!request.quiet) fmt::print(stderr, "{}: {}\n", request.input, printable(remark));
  if (request.json)
    fmt::print("{}", json_text(workflow::to_json(network, m)));
  else if (!request.quiet)
    fmt::print("{}", workflow::to_text(network, m));
}

}  // namespace

void add_inspect(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "inspect", "size, degrees, paths, clustering, communities, backbone, conductance, density of a network");
  const auto request = std::make_shared<Request>();
  command->add_option("network", request->input, "network file of any format that `somn import` reads; - is standard input")
      ->required()
      ->type_name("NET");
  command->add_option("--format", request->format, "graphml | gexf | gml | pajek | mtx | npy | edges | csv | table; default: by the content")
      ->type_name("NAME");
  command->add_flag("--json", request->json, "print the numbers as JSON");
  command->add_flag("--quiet", request->quiet, "only check that the network is valid");
  command->footer(
      "Lengths of paths are in junctions. Above 2000 bodies path lengths are sampled, and the output says so; keys of "
      "the JSON: docs/analysis-json.md.\nExample: somn generate wires -o - | somn inspect -");
  command->callback([request] { run(*request); });
}

}  // namespace somn::cli
