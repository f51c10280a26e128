// somn adiabatic: the event-driven limit of slow charge injection, avalanche by avalanche.
#include "commands.hpp"

#include <somn/adiabatic/slip_model.hpp>
#include <somn/core/error.hpp>
#include <somn/core/file.hpp>
#include <somn/core/text.hpp>
#include <somn/core/units.hpp>
#include <somn/netgen/files.hpp>

#include <ctime>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

namespace somn::cli {
namespace {

struct Request {
  std::string network, format, output = "-", events;
  adiabatic::Options model;
  std::size_t n = 20000;
  std::optional<std::size_t> warm_up;
  bool json = false, quiet = false;
};

// Sweeps as samples, one empty sample between avalanches: `somn analyse avalanches --bin 1` finds the same avalanches.
void add_events(std::string& csv, std::int64_t& sample, const adiabatic::SlipModel& model, std::int64_t duration) {
  for (const adiabatic::Slip& slip : model.slips())
    csv += fmt::format("{},{}\n", sample + slip.sweep, slip.junction.index);
  sample += duration + 1;
}

void run(const Request& request) {
  const netgen::Network network = netgen::read_network(request.network, request.format);
  adiabatic::SlipModel model(network, request.model);
  // Enough for every junction to have slipped several times from the empty start.
  const std::size_t warm_up = request.warm_up.value_or(4 * network.n_junctions());
  const std::clock_t begin = std::clock();
  for (std::size_t k = 0; k < warm_up; ++k) model.next();
  std::string csv = "value,duration,charge,source_voltage\n", events = "sample,junction\n";
  std::vector<std::int64_t> sizes;
  std::int64_t sample = 1;
  for (std::size_t k = 0; k < request.n; ++k) {
    const adiabatic::Avalanche a = model.next();
    csv += fmt::format("{},{},{},{}\n", a.size, a.duration, to_text(a.charge), to_text(a.source_voltage));
    sizes.push_back(a.size);
    if (!request.events.empty()) add_events(events, sample, model, a.duration);
  }
  const double cpu = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  if (!(request.json && request.output == "-")) write_file(request.output, csv);
  if (!request.events.empty()) write_file(request.events, events);
  const adiabatic::SizeMoments m = adiabatic::size_moments(sizes);
  if (request.json)
    fmt::print("{}", json_text(nlohmann::ordered_json{{"nodes", network.n_nodes},
                                                      {"junctions", network.n_junctions()},
                                                      {"network_hash", netgen::hash(network)},
                                                      {"rho", request.model.rho},
                                                      {"c2c", request.model.c2c},
                                                      {"het", request.model.het},
                                                      {"ground_capacitance", request.model.ground_capacitance},
                                                      {"seed", request.model.seed},
                                                      {"n_warm_up", warm_up},
                                                      {"n", m.n},
                                                      {"mean_size", m.mean},
                                                      {"mean_size_se", m.mean_se},
                                                      {"size_ratio", m.ratio},
                                                      {"size_ratio_se", m.ratio_se},
                                                      {"largest_size", m.largest},
                                                      {"sweeps_one_by_one", model.n_one_by_one()},
                                                      {"charge_error", model.charge_error()},
                                                      {"cpu_s", cpu}}));
  else if (!request.quiet)
    fmt::print(stderr,
               "{} avalanches: <S> = {:.4g} +- {:.2g}, <S^2>/<S> = {:.4g} +- {:.2g}, largest {}, {:.2f} CPU s\n", m.n,
               m.mean, m.mean_se, m.ratio, m.ratio_se, m.largest, cpu);
}

}  // namespace

void add_adiabatic(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "adiabatic", "avalanches of a network of threshold switches under infinitely slow charge injection");
  const auto request = std::make_shared<Request>();
  command->add_option("network", request->network, "network file; - is standard input")->required()->type_name("NET");
  command
      ->add_option("-o,--output", request->output,
                   "avalanches: columns value (size), duration [sweeps], charge [C V_set], source_voltage [V_set]; - "
                   "is standard output")
      ->type_name("FILE.csv");
  command->add_option("--events", request->events, "every slip: columns sample (sweep), junction")
      ->type_name("FILE.csv");
  command->add_option("--format", request->format, "format of the network; default: by the ending, graphml for -");
  command->add_option("--avalanches", request->n, "how many are recorded")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--warm-up", request->warm_up, "how many before them are not; default: 4 per junction");
  command->add_option("--rho", request->model.rho, "V_hold/V_set, 0 <= rho < 1")->capture_default_str();
  command->add_option("--c2c", request->model.c2c, "width of the log-normal factor of V_set, redrawn at each opening")
      ->capture_default_str();
  command->add_option("--het", request->model.het, "width of the log-normal factor of V_set that a junction keeps")
      ->capture_default_str();
  command
      ->add_option("--ground-capacitance", request->model.ground_capacitance, "of every node [junction capacitances]")
      ->capture_default_str();
  command->add_option("--seed", request->model.seed, "of the thresholds")->capture_default_str();
  command->add_flag("--json", request->json, "moments of the sizes as JSON");
  command->add_flag("--quiet", request->quiet, "say nothing on success");
  command->footer(
      "Units: the median V_set, and a junction's capacitance C.\n"
      "Example:\n"
      "  somn generate lattice --size 32 --electrodes bus -o l32.graphml\n"
      "  somn adiabatic l32.graphml --rho 0.8 --c2c 0.6 -o avalanches.csv && somn analyse powerlaw avalanches.csv");
  command->callback([request] { run(*request); });
}

}  // namespace somn::cli
