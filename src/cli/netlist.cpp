// somn netlist: a network file as a SPICE deck, or as a subcircuit.
#include "commands.hpp"
#include "settings.hpp"

#include <somn/core/config.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/text.hpp>
#include <somn/core/words.hpp>
#include <somn/experiment/run.hpp>
#include <somn/workflow/netlist.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>

namespace somn::cli {
namespace {

struct Request {
  std::string network, model, drive, t_stop, t_sample, series_resistance, record, output, dialect, symbol;
  std::string islands = "drop", dead_ends = "keep", subcircuit, component;
  std::vector<std::string> settings, mixture, source, drain;
  bool quiet = false;

  bool has_pins() const { return !subcircuit.empty() || !component.empty(); }
};

// "dc:9V", "sine:1V,5kHz", "triangle:1V,0.5Hz"; an amplitude in amperes is that of a current source: "dc:1uA"
void set_drive(Config& config, const std::string& spec) {
  const std::size_t colon = spec.find(':'), comma = spec.find(',');
  const std::string kind = spec.substr(0, colon);
  if (colon == std::string::npos || (kind != "dc" && comma == std::string::npos))
    throw InputError(
        {.what = "not a drive",
         .where = "--drive",
         .value = spec,
         .allowed = "dc:AMPLITUDE, sine:AMPLITUDE,FREQUENCY or triangle:AMPLITUDE,FREQUENCY, an amplitude in V or A"});
  config.set("drive.kind", toml_string(kind));
  config.set("drive.amplitude", toml_string(spec.substr(colon + 1, comma - colon - 1)));
  if (comma != std::string::npos) config.set("drive.frequency", toml_string(spec.substr(comma + 1)));
}

// "source,nodes:3,padL,states:all" as a list: what names no kind of record goes on with the nodes or electrodes before it.
bool goes_on(const std::vector<std::string>& list, const std::string& item) {
  const bool is_kind = item.find(':') != std::string::npos || item == "source" || item == "events" || item == "electrodes";
  return !list.empty() && !is_kind && (list.back().starts_with("nodes:") || list.back().starts_with("electrodes:"));
}

std::string record_list(const std::string& items) {
  std::vector<std::string> list;
  for (const std::string& item : comma_separated(items))
    if (goes_on(list, item))
      list.back() += "," + item;
    else
      list.push_back(item);
  for (std::string& item : list) item = toml_string(item);
  return fmt::format("[{}]", fmt::join(list, ", "));
}

// The options say what an experiment file would: one reader for both.
experiment::Experiment read(const Request& request) {
  Config config = Config::from_text("", "somn netlist");
  config.set("network.file", toml_string(std::filesystem::absolute(request.network).string()));
  for (const auto& [key, nodes] : {std::pair{"network.source", &request.source}, {"network.drain", &request.drain}}) {
    std::vector<std::string> words;
    for (const std::string& node : *nodes) words.push_back(toml_string(node));
    if (!words.empty()) config.set(key, fmt::format("[{}]", fmt::join(words, ", ")));
  }
  config.set("model.name", toml_string(request.model));
  for (const std::string& setting : request.settings) {
    const auto [key, value] = key_and_value("--set", setting, "PARAM=VALUE");
    const bool is_junction = key == "capacitance" || key == "ground_capacitance";
    const char* table = is_junction ? "junction." : key.starts_with("mixture.") ? "" : "model.";
    config.set(table + key, toml_string(value));
  }
  for (const std::string& part : request.mixture) {
    const auto [law, fraction] = key_and_value("--mix", part, "LAW=FRACTION");
    config.set(fmt::format("mixture.{}.fraction", law), toml_string(fraction));
  }
  if (request.has_pins()) {  // no drive and no end of its own: any will do
    config.set("drive.amplitude", "0");
    config.set("run.t_stop", "1");
    return experiment::read_experiment(config);
  }
  for (const auto& [option, value] : {std::pair{"--drive", request.drive}, {"--t-stop", request.t_stop}})
    if (value.empty())
      throw InputError({.what = fmt::format("{} is missing", option),
                        .where = "somn netlist",
                        .remedy = "a deck needs --drive and --t-stop; --subckt NAME and --component NAME write a subcircuit without"});
  set_drive(config, request.drive);
  config.set("drive.series_resistance", toml_string(request.series_resistance));
  config.set("run.t_stop", toml_string(request.t_stop));
  config.set("run.record", record_list(request.record));
  if (!request.t_sample.empty()) config.set("run.t_sample", toml_string(request.t_sample));
  return experiment::read_experiment(config);
}

void run(const Request& request) {
  const workflow::Netlist netlist = workflow::netlist(read(request),
                                                      {.subcircuit = request.subcircuit,
                                                       .component = request.component,
                                                       .library = request.output,
                                                       .symbol = request.symbol,
                                                       .dialect = request.dialect,
                                                       .islands = request.islands,
                                                       .dead_ends = request.dead_ends},
                                                      request.network);
  for (const auto& [file, text] : netlist.beside) write_file(file, text);
  write_file(request.output, netlist.text);
  if (!request.quiet)
    fmt::print(stderr, "{} junctions -> {}\n", netlist.n_junctions,
               request.output == "-" ? "standard output" : request.output);
}

}  // namespace

void add_netlist(CLI::App& program) {
  CLI::App* command = program.add_subcommand("netlist", "write a network as a SPICE deck that runs in plain ngspice");
  const auto request = std::make_shared<Request>();
  request->model = netlist::default_law;
  request->series_resistance = "0 ohm";
  request->record = "source,states:4096";
  command->add_option("NETWORK", request->network, "network file (.graphml .edges .csv)")->required();
  command->add_option("--model", request->model, "junction law, see `somn models`")->capture_default_str();
  command
      ->add_option("--set", request->settings,
                   "PARAM=VALUE of the law; capacitance, ground_capacitance; spread.PARAM=5%; "
                   "gap_dependence.PARAM=\"2 /nm\"; mixture.LAW.PARAM=VALUE")
      ->type_name("PARAM=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("--mix", request->mixture, "give this fraction of the junctions, at random, another law")
      ->type_name("LAW=FRACTION")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  CLI::Option* source = command->add_option(
      "--source", request->source, "nodes of the source electrode, by name or number; default: those of the file");
  CLI::Option* drain = command->add_option("--drain", request->drain, "nodes of the drain electrode, likewise");
  source->needs(drain)->delimiter(',')->type_name("NODE,...");
  drain->needs(source)->delimiter(',')->type_name("NODE,...");
  CLI::Option* subcircuit =
      command
          ->add_option("--subckt", request->subcircuit,
                       "write a subcircuit of this name instead: pins source, drain, other electrodes, substrate")
          ->type_name("NAME");
  CLI::Option* component =
      command
          ->add_option("--component", request->component,
                       "write a subcircuit of this name and these pins with the whole network in one component instead, "
                       "for large networks: NAME.lib and, beside it, NAME.somn")
          ->type_name("NAME")
          ->excludes(subcircuit);
  CLI::Option* symbol = command
                            ->add_option("--symbol", request->symbol,
                                         "a symbol of the subcircuit beside it: kicad, NAME.kicad_sym; xschem, NAME.sym")
                            ->type_name("EDITOR");
  CLI::Option* drive = command->add_option(
      "--drive", request->drive,
      "dc:AMPLITUDE | sine:AMPLITUDE,FREQUENCY | triangle:AMPLITUDE,FREQUENCY; in V, or in A of a current source");
  CLI::Option* series = command
                            ->add_option("--series-resistance", request->series_resistance,
                                         "between the ideal source and the network [ohm]")
                            ->capture_default_str();
  CLI::Option* t_stop = command->add_option("--t-stop", request->t_stop, "end of the transient [s]");
  CLI::Option* t_sample =
      command->add_option("--t-sample", request->t_sample, "TSTEP of the deck [s]; default t-stop/1000");
  CLI::Option* record =
      command
          ->add_option("--record", request->record,
                       "what the deck saves: source, states:N (evenly spaced junctions) or states:all, nodes:3,7 or nodes:NAME,NAME")
          ->capture_default_str();
  for (CLI::Option* of_deck : {drive, series, t_stop, t_sample, record}) of_deck->excludes(subcircuit), of_deck->excludes(component);
  command
      ->add_option("--dialect", request->dialect,
                   "junctions as plain elements, for a simulator without somn.cm: ngspice, ltspice, xyce (the last two "
                   "written by their manuals, not run)")
      ->type_name("SIMULATOR")
      ->excludes(component);
  command
      ->add_option(
          "--islands", request->islands,
          "parts that no path joins to the electrodes: drop; keep, one leak of 1e12 ohm each; shunt, a leak at "
          "every node")
      ->check(CLI::IsMember({"drop", "keep", "shunt"}))
      ->capture_default_str();
  command
      ->add_option("--dead-ends", request->dead_ends,
                   "what lies on no path between two electrodes: keep, or drop with its capacitance")
      ->check(CLI::IsMember({"keep", "drop"}))
      ->capture_default_str();
  command->add_option("-o,--output", request->output, "deck file, - for standard output")->required();
  command->add_flag("--quiet", request->quiet, "no message");
  command->footer(
      "Example:\n  somn netlist film.graphml --model vts --set v_set=0.8V --drive dc:9V --series-resistance 1Mohm "
      "--t-stop 50us -o deck.cir\n"
      "  somn netlist film.graphml --mix synapse=0.2 --subckt film -o film.lib\n"
      "  somn netlist film.graphml --dialect ltspice --subckt film -o film.lib\n"
      "  somn netlist film.graphml --component film -o film.lib");
  command->callback([request, symbol] {
    if (*symbol && !request->has_pins())
      throw InputError({.what = "a symbol of a deck that stands alone",
                        .where = "--symbol",
                        .remedy = "--subckt NAME or --component NAME: a subcircuit has pins"});
    run(*request);
  });
}

}  // namespace somn::cli
