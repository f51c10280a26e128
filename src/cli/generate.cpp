#include "commands.hpp"

#include <somn/core/error.hpp>
#include <somn/core/text.hpp>
#include <somn/netgen/files.hpp>
#include <somn/netgen/generate.hpp>

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace somn::cli {
namespace {

using netgen::Ensemble;
using netgen::Network;
using netgen::Option;

struct Request {
  std::map<std::string, std::string> values;  // by option name, as typed
  std::map<std::string, bool> flags;
  std::string output, format;
  bool quiet = false, json = false;
};

std::string command_line_name(std::string name) {
  std::replace(name.begin(), name.end(), '_', '-');
  return fmt::format("--{}", name);
}

void declare(CLI::App& command, const Option& option, Request& request) {
  const std::string name = command_line_name(option.name);
  if (option.kind == Option::Kind::flag) {
    command.add_flag(name, request.flags[option.name], option.meaning);
    return;
  }
  std::string type = "INTEGER";
  if (option.kind == Option::Kind::quantity)
    type = option.dimension == dimension::none ? "NUMBER" : si_unit(option.dimension);
  if (option.kind == Option::Kind::text) type = "TEXT";
  if (option.kind == Option::Kind::choice) type = fmt::format("{}", fmt::join(option.choices, "|"));
  command.add_option(name, request.values[option.name], option.meaning)
      ->type_name(type)
      ->default_str(option.default_text);
}

netgen::Recipe recipe(const Ensemble& ensemble, const Request& request) {
  netgen::Recipe r{.ensemble = ensemble.name, .options = {}, .where = fmt::format("somn generate {}", ensemble.name)};
  for (const auto& [name, value] : request.values)
    if (!value.empty()) r.options.emplace_back(name, value);
  for (const auto& [name, is_set] : request.flags)
    if (is_set) r.options.emplace_back(name, "true");
  return r;
}

void run(const Ensemble& ensemble, const Request& request) {
  if (request.json && request.output == "-")
    throw InputError({.what = "--json and -o - both want standard output",
                      .where = fmt::format("somn generate {}", ensemble.name),
                      .value = {},
                      .allowed = {},
                      .remedy = "write the network to a file"});
  netgen::format_of(request.output, request.format);  // refused before the work, not after
  const Network network = netgen::generate(recipe(ensemble, request));
  netgen::write_network(network, request.output, request.format);
  const auto left_out = netgen::left_out(network, netgen::format_of(request.output, request.format));
  if (request.json)
    fmt::print("{}", json_text(nlohmann::ordered_json{{"ensemble", network.ensemble},
                                                      {"seed", network.seed},
                                                      {"nodes", network.n_nodes},
                                                      {"junctions", network.n_junctions()},
                                                      {"resistors", network.resistors.size()},
                                                      {"hash", netgen::hash(network)},
                                                      {"left_out", left_out},
                                                      {"file", request.output}}));
  for (const std::string& remark : network.remarks)
    if (!request.quiet) fmt::print(stderr, "somn generate {}: {}\n", ensemble.name, printable(remark));
  if (!request.quiet)
    fmt::print(stderr, "{}, seed {}: {} nodes, {} junctions{} -> {}{}\n", network.ensemble, network.seed,
               network.n_nodes, network.n_junctions(),
               network.resistors.empty() ? "" : fmt::format(", {} resistors", network.resistors.size()),
               request.output == "-" ? "standard output" : request.output,
               left_out.empty() ? "" : fmt::format(" without {}", fmt::join(left_out, ", ")));
}

void add_ensemble(CLI::App& generate, const Ensemble& ensemble) {
  CLI::App* command = generate.add_subcommand(ensemble.name, ensemble.meaning);
  const auto request = std::make_shared<Request>();
  for (const Option& option : ensemble.options) declare(*command, option, *request);
  command
      ->add_option("-o,--output", request->output, "network file: .graphml, .edges, .csv or .dot; - is standard output")
      ->required()
      ->type_name("NET");
  command->add_option("--format", request->format, "graphml | edges | csv | dot; default: by the ending, graphml for -")
      ->type_name("NAME");
  command->add_flag("--quiet", request->quiet, "say nothing on success");
  command->add_flag("--json", request->json, "print nodes, junctions and hash as JSON");
  command->footer(
      fmt::format("Quantities take units: --box \"600 nm\". A bare number is SI.\n"
                  "After {1}.\n"
                  "Example: somn generate {0} --seed 7 -o {0}.graphml",
                  ensemble.name, ensemble.source));
  command->callback([&ensemble, request] { run(ensemble, *request); });
}

}  // namespace

void add_generate(CLI::App& program) {
  CLI::App* generate = program.add_subcommand("generate", "grow a self-assembled network from a seed");
  generate->require_subcommand(1);
  generate->footer(
      "Example: somn generate wires --density \"0.1 /um2\" --box \"50 um\" --seed 1 -o film.graphml\n"
      "Options of an ensemble: somn generate wires --help");
  for (const Ensemble& ensemble : netgen::ensembles()) add_ensemble(*generate, ensemble);
}

}  // namespace somn::cli
