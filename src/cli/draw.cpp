// somn draw: a picture of a network.
#include "commands.hpp"

#include <somn/netgen/files.hpp>
#include <somn/report/report.hpp>

#include <cstdio>
#include <fmt/format.h>
#include <memory>

namespace somn::cli {

void add_draw(CLI::App& program) {
  struct Request {
    std::string network, format, output;
    bool quiet = false;
  };
  CLI::App* command = program.add_subcommand("draw", "a picture of a network: bodies, junctions, electrodes");
  const auto request = std::make_shared<Request>();
  command->add_option("network", request->network, "network file; - is standard input")->required()->type_name("NET");
  command->add_option("-o,--output", request->output, "picture; the gnuplot script and its tables stand beside it")
      ->required()
      ->type_name("FILE.svg");
  command->add_option("--format", request->format, "format of the network; default: by the ending, graphml for -")
      ->type_name("NAME");
  command->add_flag("--quiet", request->quiet, "say nothing on success");
  command->footer("Axes are in metres.\nExample: somn generate wires -o - | somn draw - -o film.svg");
  command->callback([request] {
    report::draw_network(netgen::read_network(request->network, request->format), request->output);
    if (!request->quiet) fmt::print(stderr, "-> {}\n", request->output);
  });
}

}  // namespace somn::cli
