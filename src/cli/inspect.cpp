// somn inspect: a network in numbers.
#include "command.hpp"

#include <somn/core/text.hpp>
#include <somn/netgen/measures.hpp>
#include <somn/workflow/describe.hpp>
#include <somn/workflow/network.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace somn::cli {
namespace {

struct Request {
  std::string input, format;
  bool json = false, quiet = false;
};

void options(Options& o, Request& r) {
  o("network", r.input, "NET", "network file of any format that `somn import` reads; - is standard input", required);
  o("--format", r.format, "NAME",
    "graphml | gexf | gml | pajek | mtx | npy | edges | csv | table; default: by the content");
  o("--json", r.json, "print the numbers as JSON");
  o("--quiet", r.quiet, "only check that the network is valid");
}

void run(const Request& r) {
  const netgen::Network network = workflow::read_network(r.input, r.format);
  const netgen::Measures m = netgen::measure(network);
  for (const std::string& remark : network.remarks)
    if (!r.quiet) fmt::print(stderr, "{}: {}\n", r.input, printable(remark));
  if (r.json)
    fmt::print("{}", json_text(workflow::to_json(network, m)));
  else if (!r.quiet)
    fmt::print("{}", workflow::to_text(network, m));
}

}  // namespace

void add_inspect(CLI::App& program, int& code) {
  add<Request>(
      program, code,
      {"inspect", "size, degrees, paths, clustering, communities, backbone, conductance, density of a network",
       "Lengths of paths are in junctions. Above 2000 bodies path lengths are sampled, and the output says so; keys of "
       "the JSON: docs/analysis-json.md.\nExample: somn generate wires -o - | somn inspect -"},
      options, run);
}

}  // namespace somn::cli
