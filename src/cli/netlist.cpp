// somn netlist: a network file as a SPICE deck.
#include "commands.hpp"

#include <somn/core/config.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/experiment/run.hpp>
#include <somn/netgen/files.hpp>

#include <fmt/format.h>
#include <memory>

namespace somn::cli {
namespace {

struct Request {
  std::string network, model, drive, t_stop, t_sample, series_resistance, output;
  std::vector<std::string> settings, mixture;
  bool quiet = false;
};

std::string quoted(const std::string& text) {
  return "\"" + text + "\"";
}

// "dc:9V", "sine:1V,5kHz", "triangle:1V,0.5Hz"
void set_drive(Config& config, const std::string& spec) {
  const std::size_t colon = spec.find(':'), comma = spec.find(',');
  const std::string kind = spec.substr(0, colon);
  if (colon == std::string::npos || (kind != "dc" && comma == std::string::npos))
    throw InputError({.what = "not a drive",
                      .where = "--drive",
                      .value = spec,
                      .allowed = "dc:VOLTAGE, sine:VOLTAGE,FREQUENCY or triangle:VOLTAGE,FREQUENCY"});
  config.set("drive.kind", quoted(kind));
  config.set("drive.amplitude", quoted(spec.substr(colon + 1, comma - colon - 1)));
  if (comma != std::string::npos) config.set("drive.frequency", quoted(spec.substr(comma + 1)));
}

// The options say what an experiment file would: one reader for both.
experiment::Experiment read(const Request& request) {
  Config config = Config::from_text("", "somn netlist");
  config.set("network.file", quoted(std::filesystem::absolute(request.network).string()));
  config.set("model.name", quoted(request.model));
  for (const std::string& setting : request.settings) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos)
      throw InputError({.what = "no value", .where = "--set " + setting, .allowed = "--set PARAM=VALUE"});
    const std::string key = setting.substr(0, equals);
    const bool is_junction = key == "capacitance" || key == "ground_capacitance";
    const char* table = is_junction ? "junction." : key.starts_with("mixture.") ? "" : "model.";
    config.set(table + key, quoted(setting.substr(equals + 1)));
  }
  for (const std::string& part : request.mixture) {
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos)
      throw InputError({.what = "no fraction", .where = "--mix " + part, .allowed = "--mix LAW=FRACTION"});
    config.set(fmt::format("mixture.{}.fraction", part.substr(0, equals)), quoted(part.substr(equals + 1)));
  }
  set_drive(config, request.drive);
  config.set("drive.series_resistance", quoted(request.series_resistance));
  config.set("run.t_stop", quoted(request.t_stop));
  if (!request.t_sample.empty()) config.set("run.t_sample", quoted(request.t_sample));
  return experiment::read_experiment(config);
}

void run(const Request& request) {
  const experiment::Experiment e = read(request);
  const netgen::Network network = experiment::make_network(e);
  circuit::Circuit circuit = netlist::build_circuit(network, e.material, e.drive, request.network);
  circuit.title = fmt::format("{} network, law {}", network.ensemble, netlist::describe(e.material));
  write_file(request.output,
             experiment::deck_of(e, circuit,
                                 {fmt::format("somnspice {}, network hash {}", SOMN_VERSION, netgen::hash(network))}));
  if (!request.quiet)
    fmt::print(stderr, "{} junctions -> {}\n", circuit.junctions.size(),
               request.output == "-" ? "standard output" : request.output);
}

}  // namespace

void add_netlist(CLI::App& program) {
  CLI::App* command = program.add_subcommand("netlist", "write a network as a SPICE deck that runs in plain ngspice");
  const auto request = std::make_shared<Request>();
  request->model = "vts";
  request->series_resistance = "0 ohm";
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
  command->add_option("--drive", request->drive, "dc:VOLTAGE | sine:VOLTAGE,FREQUENCY | triangle:VOLTAGE,FREQUENCY")
      ->required();
  command
      ->add_option("--series-resistance", request->series_resistance, "between the ideal source and the network [ohm]")
      ->capture_default_str();
  command->add_option("--t-stop", request->t_stop, "end of the transient [s]")->required();
  command->add_option("--t-sample", request->t_sample, "TSTEP of the deck [s]; default t-stop/1000");
  command->add_option("-o,--output", request->output, "deck file, - for standard output")->required();
  command->add_flag("--quiet", request->quiet, "no message");
  command->footer(
      "Example:\n  somn netlist film.graphml --model vts --set v_set=0.8V --drive dc:9V --series-resistance 1Mohm "
      "--t-stop 50us -o deck.cir");
  command->callback([request] { run(*request); });
}

}  // namespace somn::cli
