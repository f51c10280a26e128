// Where a run goes on from: the states in which another one ended become junction values of the network, under the name
// of the law's parameter for the initial state, so that both engines, the deck and network.graphml hold them.
#include <somn/core/csv.hpp>
#include <somn/core/error.hpp>
#include <somn/experiment/experiment.hpp>
#include <somn/models/catalogue.hpp>

#include <cmath>
#include <fmt/format.h>

namespace somn::experiment {
namespace {

std::size_t initial_parameter(const models::Law& law) {
  for (std::size_t p = 0; p < law.parameters.size(); ++p)
    if (law.parameters[p].meaning.starts_with("initial ")) return p;
  throw InternalError("law " + law.name + " has no parameter for its initial state");
}

// The value of parameter p at which the law begins in `state`: the initial state is linear in it.
double initial_value(const models::Law& law, std::size_t p, std::vector<double> values, double state) {
  const double state_0 = models::Device(law, values).initial_state(), value_0 = values[p];
  if (state == state_0) return value_0;
  values[p] = value_0 != 0 ? 0.5 * value_0 : 0.5;
  const double slope = (models::Device(law, values).initial_state() - state_0) / (values[p] - value_0);
  return slope == 1 ? state : value_0 + (state - state_0) / slope;
}

}  // namespace

void apply_initial_states(netgen::Network& network, const netlist::Material& material,
                          const std::filesystem::path& file) {
  const CsvTable table = read_csv(file);
  const std::vector<double> junctions = table.numbers("junction"), states = table.numbers("state_1");
  if (junctions.size() != network.n_junctions())
    throw InputError({.what = fmt::format("{} states for {} junctions", junctions.size(), network.n_junctions()),
                      .where = file.string(),
                      .remedy = "states carry on in the same network only"});
  for (std::size_t k = 0; k < junctions.size(); ++k) {
    const std::string where = fmt::format("{}:{}", file.string(), table.lines[k]);
    if (junctions[k] != static_cast<double>(k))
      throw InputError({.what = "junctions are not numbered in order",
                        .where = where,
                        .value = to_text(junctions[k]),
                        .allowed = std::to_string(k)});
    if (!std::isfinite(states[k])) throw InputError({.what = "the state is not a number", .where = where});
    const models::Law& law =
        models::law(network.junction_law.empty() ? material.law : network.junction_law[k], file.string());
    const bool is_material = law.name == material.law && !material.values.empty();
    std::vector<double> values = is_material ? material.values : law.defaults();
    const std::size_t p = initial_parameter(law);
    const double state = models::Device(law, values).bounded(states[k]);
    std::vector<double>& target = network.junction_values[netlist::value_name(law.parameters[p])];
    if (target.empty()) target.assign(network.n_junctions(), values[p]);
    target[k] = initial_value(law, p, std::move(values), state);
  }
}

}  // namespace somn::experiment
