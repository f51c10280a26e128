// somn draw: a picture of a network.
#include "command.hpp"

#include <somn/report/report.hpp>
#include <somn/workflow/network.hpp>

#include <fmt/format.h>

namespace somn::cli {
namespace {

struct Request {
  std::string network, format, output;
  bool quiet = false, interactive = false;
};

void options(Options& o, Request& r) {
  o("network", r.network, "NET", "network file; - is standard input", required);
  o("-o,--output", r.output, "FILE.svg|FILE.html",
    "picture; the gnuplot script and its tables stand beside it; or a page", required);
  o("--interactive", r.interactive, "an HTML page: zoom, components, communities, backbone, cuts, betweenness");
  o("--format", r.format, "NAME", "format of the network; default: by the ending, graphml for -");
  o("--quiet", r.quiet, "say nothing on success");
}

void run(const Request& r) {
  const netgen::Network network = workflow::read_network(r.network, r.format);
  if (r.interactive)
    report::write_network_view(network, workflow::title_of(network, r.network), r.output);
  else
    report::draw_network(network, r.output);
  if (!r.quiet) fmt::print(stderr, "-> {}\n", r.output);
}

}  // namespace

void add_draw(CLI::App& program, int& code) {
  add<Request>(program, code,
               {"draw", "a picture of a network: bodies, junctions, electrodes",
                "Axes are in metres.\nExample: somn generate wires -o - | somn draw - -o film.svg\n"
                "         somn draw film.graphml --interactive -o film.html"},
               options, run);
}

}  // namespace somn::cli
