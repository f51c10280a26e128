#include <somn/core/units.hpp>
#include <somn/workflow/adiabatic.hpp>

#include <ctime>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace somn::workflow {

Avalanches avalanches(const netgen::Network& network, const AvalanchesRequest& request) {
  Avalanches a{.request = request,
               .n_nodes = network.n_nodes,
               .n_junctions = network.n_junctions(),
               .network_hash = netgen::hash(network)};
  adiabatic::SlipModel model(network, request.model);
  const std::size_t warm_up = a.request.warm_up.emplace(request.warm_up.value_or(4 * a.n_junctions));
  const std::clock_t begin = std::clock();
  for (std::size_t k = 0; k < warm_up; ++k) model.next();
  std::vector<std::int64_t> sizes;
  for (std::size_t k = 0; k < request.n; ++k) {
    a.avalanches.push_back(model.next());
    if (request.keeps_slips) a.slips.emplace_back(model.slips().begin(), model.slips().end());
    sizes.push_back(a.avalanches.back().size);
  }
  a.cpu = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  a.moments = adiabatic::size_moments(sizes);
  a.n_one_by_one = model.n_one_by_one();
  a.charge_error = model.charge_error();
  return a;
}

std::string to_csv(const Avalanches& of) {
  std::string csv = "value,duration,charge,source_voltage\n";
  for (const adiabatic::Avalanche& a : of.avalanches)
    csv += fmt::format("{},{},{},{}\n", a.size, a.duration, somn::to_text(a.charge), somn::to_text(a.source_voltage));
  return csv;
}

std::string slips_csv(const Avalanches& of) {
  std::string csv = "sample,junction\n";
  std::int64_t sample = 1;
  for (std::size_t k = 0; k < of.slips.size(); ++k) {
    for (const adiabatic::Slip& s : of.slips[k]) csv += fmt::format("{},{}\n", sample + s.sweep, s.junction.index);
    sample += of.avalanches[k].duration + 1;
  }
  return csv;
}

nlohmann::ordered_json to_json(const Avalanches& of) {
  const adiabatic::Options& model = of.request.model;
  const adiabatic::SizeMoments& m = of.moments;
  return {{"nodes", of.n_nodes},
          {"junctions", of.n_junctions},
          {"network_hash", of.network_hash},
          {"rho", model.rho},
          {"c2c", model.c2c},
          {"het", model.het},
          {"ground_capacitance", model.ground_capacitance},
          {"seed", model.seed},
          {"n_warm_up", *of.request.warm_up},
          {"n", m.n},
          {"mean_size", m.mean},
          {"mean_size_se", m.mean_se},
          {"size_ratio", m.ratio},
          {"size_ratio_se", m.ratio_se},
          {"largest_size", m.largest},
          {"sweeps_one_by_one", of.n_one_by_one},
          {"charge_error", of.charge_error},
          {"cpu_s", of.cpu}};
}

std::string to_text(const Avalanches& of) {
  const adiabatic::SizeMoments& m = of.moments;
  return fmt::format("{} avalanches: <S> = {:.4g} +- {:.2g}, <S^2>/<S> = {:.4g} +- {:.2g}, largest {}, {:.2f} CPU s\n",
                     m.n, m.mean, m.mean_se, m.ratio, m.ratio_se, m.largest, of.cpu);
}

}  // namespace somn::workflow
