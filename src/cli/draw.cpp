// somn draw: a picture of a network.
#include "commands.hpp"

#include <somn/report/report.hpp>
#include <somn/workflow/network.hpp>

#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <memory>

namespace somn::cli {

namespace {

std::string title_of(const netgen::Network& network, const std::string& file) {
  const std::string name = std::filesystem::path(file).stem().string();
  return network.ensemble.empty() || network.ensemble == "file"
             ? (file == "-" ? "A network" : name)
             : fmt::format("{}, seed {}", network.ensemble, network.seed);
}

}  // namespace

void add_draw(CLI::App& program) {
  struct Request {
    std::string network, format, output;
    bool quiet = false, interactive = false;
  };
  CLI::App* command = program.add_subcommand("draw", "a picture of a network: bodies, junctions, electrodes");
  const auto request = std::make_shared<Request>();
  command->add_option("network", request->network, "network file; - is standard input")->required()->type_name("NET");
  command->add_option("-o,--output", request->output, "picture; the gnuplot script and its tables stand beside it; or a page")
      ->required()
      ->type_name("FILE.svg|FILE.html");
  command->add_flag("--interactive", request->interactive,
                    "an HTML page: zoom, components, communities, backbone, cuts, betweenness");
  command->add_option("--format", request->format, "format of the network; default: by the ending, graphml for -")
      ->type_name("NAME");
  command->add_flag("--quiet", request->quiet, "say nothing on success");
  command->footer("Axes are in metres.\nExample: somn generate wires -o - | somn draw - -o film.svg\n         somn draw film.graphml --interactive -o film.html");
  command->callback([request] {
    const netgen::Network network = workflow::read_network(request->network, request->format);
    if (request->interactive)
      report::write_network_view(network, title_of(network, request->network), request->output);
    else
      report::draw_network(network, request->output);
    if (!request->quiet) fmt::print(stderr, "-> {}\n", request->output);
  });
}

}  // namespace somn::cli
