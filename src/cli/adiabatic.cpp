// somn adiabatic: the event-driven limit of slow charge injection, avalanche by avalanche.
#include "command.hpp"

#include <somn/core/file.hpp>
#include <somn/core/text.hpp>
#include <somn/workflow/adiabatic.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace somn::cli {
namespace {

struct Request {
  std::string network, format, output = "-", events;
  workflow::AvalanchesRequest of;
  bool json = false, quiet = false;
};

void options(Options& o, Request& r) {
  adiabatic::Options& model = r.of.model;

  o("network", r.network, "NET", "network file; - is standard input", required);
  o("-o,--output", r.output, "FILE.csv",
    "avalanches: columns value (size), duration [sweeps], charge [C V_set], source_voltage [V_set]; - is standard "
    "output");
  o("--events", r.events, "FILE.csv", "every slip: columns sample (sweep), junction");
  o("--format", r.format, "", "format of the network; default: by the ending, graphml for -");
  o("--avalanches", r.of.n, "", "how many are recorded", positive, shows_default);
  o("--warm-up", r.of.warm_up, "", "how many before them are not; default: 4 per junction");
  o("--rho", model.rho, "", "V_hold/V_set, 0 <= rho < 1", shows_default);
  o("--c2c", model.c2c, "", "width of the log-normal factor of V_set, redrawn at each opening", shows_default);
  o("--het", model.het, "", "width of the log-normal factor of V_set that a junction keeps", shows_default);
  o("--ground-capacitance", model.ground_capacitance, "", "of every node [junction capacitances]", shows_default);
  o("--seed", model.seed, "", "of the thresholds", shows_default);
  o("--json", r.json, "moments of the sizes as JSON");
  o("--quiet", r.quiet, "say nothing on success");
}

void run(const Request& r) {
  workflow::AvalanchesRequest of = r.of;
  of.keeps_slips = !r.events.empty();
  const workflow::Avalanches a = workflow::avalanches(netgen::read_network(r.network, r.format), of);
  if (!(r.json && r.output == "-")) write_file(r.output, workflow::to_csv(a));
  if (!r.events.empty()) write_file(r.events, workflow::slips_csv(a));
  if (r.json)
    fmt::print("{}", json_text(workflow::to_json(a)));
  else if (!r.quiet)
    fmt::print(stderr, "{}", workflow::to_text(a));
}

}  // namespace

void add_adiabatic(CLI::App& program, int& code) {
  add<Request>(
      program, code,
      {"adiabatic", "avalanches of a network of threshold switches under infinitely slow charge injection",
       "Units: the median V_set, and a junction's capacitance C.\nExample:\n"
       "  somn generate lattice --size 32 --electrodes bus -o l32.graphml\n"
       "  somn adiabatic l32.graphml --rho 0.8 --c2c 0.6 -o avalanches.csv && somn analyse powerlaw avalanches.csv"},
      options, run);
}

}  // namespace somn::cli
