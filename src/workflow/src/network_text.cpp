#include <somn/core/text.hpp>
#include <somn/workflow/describe.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace somn::workflow {
namespace {

std::string electrode_text(const netgen::Network& network) {
  std::string text;
  for (const auto& [name, nodes] : network.electrodes) {
    std::vector<std::string> names;
    for (const NodeId node : nodes) names.push_back(netgen::name_of(network, node));
    text += fmt::format("{}{} {}", text.empty() ? "" : "; ", name, fmt::join(names, ","));
  }
  return text.empty() ? "none" : text;
}

template <class Value>
std::string or_why(const std::optional<Value>& value, const char* format, const char* why) {
  return value ? fmt::format(fmt::runtime(format), *value) : fmt::format("none: {}", why);
}

std::string line(const char* name, const std::string& text) {
  return fmt::format("{:<21}{}\n", name, printable(text));
}

std::string topology_text(const netgen::Measures& m) {
  std::string text = line("components", fmt::format("{}, the largest of {} nodes", m.components, m.main_component));
  text += line("degree", fmt::format("mean {:.3f}, variance {:.3f}, {} ... {}", m.mean_degree, m.degree_variance,
                                     m.min_degree, m.max_degree));
  text += line("assortativity", or_why(m.assortativity, "{:.4f}", "all degrees are equal"));
  const std::string sampled =
      m.paths_exact ? "" : fmt::format(" (from {} random starts, s.e. {:.2g})", m.path_starts, m.mean_path_se);
  text += line("mean path, diameter",
               fmt::format("{:.3f}, {}{}{}", m.mean_path, m.diameter, m.paths_exact ? "" : " or more", sampled));
  text += line("path variance", fmt::format("{:.3f}; global efficiency {:.4f}", m.path_variance, m.efficiency));
  text += line("clustering", fmt::format("{:.4f}, transitivity {}", m.clustering,
                                         or_why(m.transitivity, "{:.4f}", "no paths of two junctions")));
  text += line("small world", or_why(m.small_world, "{:.3f}", "a mean degree of 1 or less has no random counterpart"));
  text += line("communities",
               fmt::format("{}, modularity {}", m.communities, or_why(m.modularity, "{:.4f}", "no junctions")));
  return text;
}

std::string transport_text(const netgen::Measures& m) {
  if (!m.backbone_junctions) return line("current paths", "none: no two electrodes are joined");
  std::string text = line(
      "backbone", fmt::format("{} junctions, {} nodes on current paths", *m.backbone_junctions, *m.backbone_nodes));
  text += line("dead ends", fmt::format("{} junctions carry no current; {} of them and {} nodes dangle",
                                        *m.dead_end_junctions, *m.dangling_junctions, *m.dangling_nodes));
  if (!m.shortest_path) return text + line("source to drain", "not joined");
  text += line("source to drain", fmt::format("{} junctions", *m.shortest_path));
  text += line("cuts", fmt::format("{} junctions, {} bodies; minimum cut {}", *m.cut_junctions, *m.cut_bodies,
                                   or_why(m.minimum_cut, "{} junctions", "joined by wire alone")));
  text += line("conductance", or_why(m.effective_conductance, "{:.6g} junctions, of 1 S each", "one node"));
  return text;
}

}  // namespace

std::string size_text(const netgen::Network& network) {
  const std::size_t n = network.resistors.size();
  return fmt::format("{} nodes, {} junctions{}", network.n_nodes, network.n_junctions(),
                     n == 0 ? "" : fmt::format(", {} resistors", n));
}

std::string without(const std::vector<std::string>& left_out) {
  return left_out.empty() ? "" : fmt::format(" without {}", fmt::join(left_out, ", "));
}

std::string to_text(const netgen::Network& network, const netgen::Measures& m) {
  std::string text = line("ensemble", fmt::format("{}, seed {}", network.ensemble, network.seed));
  text += line("nodes, junctions", fmt::format("{}, {}", m.nodes, m.junctions));
  if (m.resistors > 0)
    text += line("resistors", fmt::format("{}, joining the nodes to {} bodies", m.resistors, m.bodies));
  text += line("electrodes", electrode_text(network) + (m.is_spanning ? ", joined" : ", not joined"));
  text += topology_text(m) + transport_text(m);
  text += line("density", m.relative_density ? fmt::format("{:.4g} of the percolation threshold ({})",
                                                           *m.relative_density, m.density_rule)
                                             : fmt::format("none: {}", m.density_rule));
  return text + line("hash", m.hash);
}

}  // namespace somn::workflow
