#include "commands.hpp"

#include <somn/netgen/files.hpp>
#include <somn/netgen/measures.hpp>

#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace somn::cli {
namespace {

using nlohmann::ordered_json;

struct Request {
  std::string input, format;
  bool json = false, quiet = false;
};

template <class Value>
ordered_json or_null(const std::optional<Value>& value) {
  return value ? ordered_json(*value) : ordered_json();
}

ordered_json to_json(const netgen::Network& network, const netgen::Measures& m) {
  ordered_json electrodes = ordered_json::object();
  for (const auto& [name, nodes] : network.electrodes)
    for (const NodeId node : nodes) electrodes[name].push_back(node.index);
  return {{"ensemble", network.ensemble},
          {"seed", network.seed},
          {"nodes", m.nodes},
          {"junctions", m.junctions},
          {"components", m.components},
          {"main_component_nodes", m.main_component},
          {"spanning", m.is_spanning},
          {"electrodes", electrodes},
          {"degree",
           {{"mean", m.mean_degree}, {"min", m.min_degree}, {"max", m.max_degree}, {"histogram", m.degree_histogram}}},
          {"shortest_path", or_null(m.shortest_path)},
          {"mean_path", m.mean_path},
          {"diameter", m.diameter},
          {"path_starts", m.path_starts},
          {"paths_exact", m.path_starts == m.main_component},
          {"clustering", m.clustering},
          {"dead_end_junctions", or_null(m.dead_end_junctions)},
          {"relative_density", or_null(m.relative_density)},
          {"hash", m.hash}};
}

std::string electrode_text(const netgen::Network& network) {
  std::string text;
  for (const auto& [name, nodes] : network.electrodes) {
    std::vector<std::uint32_t> indices;
    for (const NodeId node : nodes) indices.push_back(node.index);
    text += fmt::format("{}{} {}", text.empty() ? "" : "; ", name, fmt::join(indices, ","));
  }
  return text.empty() ? "none" : text;
}

std::string to_sentences(const netgen::Network& network, const netgen::Measures& m) {
  const bool exact = m.path_starts == m.main_component;
  std::string text = fmt::format("ensemble             {}, seed {}\n", network.ensemble, network.seed);
  text += fmt::format("nodes, junctions     {}, {}\n", m.nodes, m.junctions);
  text += fmt::format("components           {}, the largest of {} nodes\n", m.components, m.main_component);
  text +=
      fmt::format("electrodes           {}{}\n", electrode_text(network), m.is_spanning ? ", joined" : ", not joined");
  text += fmt::format("degree               mean {:.3f}, {} ... {}\n", m.mean_degree, m.min_degree, m.max_degree);
  if (m.shortest_path) text += fmt::format("source to drain      {} junctions\n", *m.shortest_path);
  text += fmt::format("mean path, diameter  {:.3f}, {}{}\n", m.mean_path, m.diameter,
                      exact ? "" : fmt::format(" or more (from {} random starts)", m.path_starts));
  text += fmt::format("clustering           {:.4f}\n", m.clustering);
  if (m.dead_end_junctions)
    text += fmt::format("dead ends            {} junctions carry no current\n", *m.dead_end_junctions);
  if (m.relative_density)
    text += fmt::format("density              {:.3f} of the percolation threshold\n", *m.relative_density);
  return text + fmt::format("hash                 {}\n", m.hash);
}

void run(const Request& request) {
  const netgen::Network network = netgen::read_network(request.input, request.format);
  const netgen::Measures m = netgen::measure(network);
  if (request.json)
    fmt::print("{}\n", to_json(network, m).dump(2));
  else if (!request.quiet)
    fmt::print("{}", to_sentences(network, m));
}

}  // namespace

void add_inspect(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "inspect", "size, components, degrees, path lengths, clustering, dead ends, density of a network");
  const auto request = std::make_shared<Request>();
  command->add_option("network", request->input, "network: .graphml, .edges or .csv; - is standard input")
      ->required()
      ->type_name("NET");
  command->add_option("--format", request->format, "graphml | edges | csv; default: by the ending, graphml for -")
      ->type_name("NAME");
  command->add_flag("--json", request->json, "print the numbers as JSON");
  command->add_flag("--quiet", request->quiet, "only check that the network is valid");
  command->footer("Lengths of paths are in junctions.\nExample: somn generate wires -o - | somn inspect -");
  command->callback([request] { run(*request); });
}

}  // namespace somn::cli
