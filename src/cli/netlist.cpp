// somn netlist: a network file as a SPICE deck, or as a subcircuit.
#include "command.hpp"
#include "settings.hpp"

#include <somn/core/file.hpp>
#include <somn/workflow/netlist.hpp>

#include <fmt/format.h>

namespace somn::cli {
namespace {

struct Request {
  workflow::NetlistSource from;
  workflow::NetlistRequest of;
  std::vector<std::string> settings, mixture;
  bool quiet = false;
};

void options(Options& o, Request& r) {
  const Rule of_deck = [](CLI::Option& o) { o.excludes("--subckt")->excludes("--component"); };

  o("NETWORK", r.from.network, "", "network file (.graphml .edges .csv)", required);
  o("--model", r.from.model, "", "junction law, see `somn models`", shows_default);
  o("--set", r.settings, "PARAM=VALUE",
    "PARAM=VALUE of the law; capacitance, ground_capacitance; spread.PARAM=5%; gap_dependence.PARAM=\"2 /nm\"; "
    "mixture.LAW.PARAM=VALUE",
    repeated);
  o("--mix", r.mixture, "LAW=FRACTION", "give this fraction of the junctions, at random, another law", repeated);
  o("--source", r.from.source, "NODE,...",
    "nodes of the source electrode, by name or number; default: those of the file", needs("--drain"), with_commas);
  o("--drain", r.from.drain, "NODE,...", "nodes of the drain electrode, likewise", needs("--source"), with_commas);
  o("--subckt", r.of.subcircuit, "NAME",
    "write a subcircuit of this name instead: pins source, drain, other electrodes, substrate");
  o("--component", r.of.component, "NAME",
    "write a subcircuit of this name and these pins with the whole network in one component instead, for large "
    "networks: NAME.lib and, beside it, NAME.somn",
    excludes("--subckt"));
  o("--symbol", r.of.symbol, "EDITOR", "a symbol of the subcircuit beside it: kicad, NAME.kicad_sym; xschem, NAME.sym");
  o("--drive", r.from.drive, "",
    "dc:AMPLITUDE | sine:AMPLITUDE,FREQUENCY | triangle:AMPLITUDE,FREQUENCY; in V, or in A of a current source",
    of_deck);
  o("--series-resistance", r.from.series_resistance, "", "between the ideal source and the network [ohm]",
    shows_default, of_deck);
  o("--t-stop", r.from.t_stop, "", "end of the transient [s]", of_deck);
  o("--t-sample", r.from.t_sample, "", "TSTEP of the deck [s]; default t-stop/1000", of_deck);
  o("--record", r.from.record, "",
    "what the deck saves: source, states:N (evenly spaced junctions) or states:all, nodes:3,7 or nodes:NAME,NAME",
    shows_default, of_deck);
  o("--dialect", r.of.dialect, "SIMULATOR",
    "junctions as plain elements, for a simulator without somn.cm: ngspice, ltspice, xyce (the last two written by "
    "their manuals, not run)",
    excludes("--component"));
  o("--islands", r.of.islands, "",
    "parts that no path joins to the electrodes: drop; keep, one leak of 1e12 ohm each; shunt, a leak at every node",
    one_of({"drop", "keep", "shunt"}), shows_default);
  o("--dead-ends", r.of.dead_ends, "",
    "what lies on no path between two electrodes: keep, or drop with its capacitance", one_of({"keep", "drop"}),
    shows_default);
  o("-o,--output", r.of.library, "", "deck file, - for standard output", required);
  o("--quiet", r.quiet, "no message");
}

void run(const Request& r) {
  workflow::NetlistSource from = r.from;
  from.settings = key_and_value("--set", r.settings, "PARAM=VALUE");
  from.mixture = key_and_value("--mix", r.mixture, "LAW=FRACTION");
  const workflow::Netlist netlist = workflow::netlist(from, r.of);
  for (const auto& [file, text] : netlist.beside) write_file(file, text);
  write_file(r.of.library, netlist.text);
  if (!r.quiet)
    fmt::print(stderr, "{} junctions -> {}\n", netlist.n_junctions,
               r.of.library == "-" ? "standard output" : r.of.library);
}

}  // namespace

void add_netlist(CLI::App& program, int& code) {
  add<Request>(
      program, code,
      {"netlist", "write a network as a SPICE deck that runs in plain ngspice",
       "Example:\n  somn netlist film.graphml --model vts --set v_set=0.8V --drive dc:9V --series-resistance 1Mohm "
       "--t-stop 50us -o deck.cir\n"
       "  somn netlist film.graphml --mix synapse=0.2 --subckt film -o film.lib\n"
       "  somn netlist film.graphml --dialect ltspice --subckt film -o film.lib\n"
       "  somn netlist film.graphml --component film -o film.lib"},
      options, run);
}

}  // namespace somn::cli
