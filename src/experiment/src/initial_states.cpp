// Where a run goes on from: the states in which another one ended become junction values of the network, under the name
// of the law's parameter for the initial state, so that both engines, the deck and network.graphml hold them.
#include <somn/core/csv.hpp>
#include <somn/core/error.hpp>
#include <somn/core/random.hpp>
#include <somn/experiment/experiment.hpp>
#include <somn/models/catalogue.hpp>

#include <algorithm>
#include <boost/random/uniform_01.hpp>
#include <cmath>
#include <fmt/format.h>

namespace somn::experiment {
namespace {

// The value of parameter p at which the law begins in `state`: the initial state is linear in it.
double initial_value(const models::Law& law, std::size_t p, std::vector<double> values, double state) {
  const double state_0 = models::Device(law, values).initial_state(), value_0 = values[p];
  if (state == state_0) return value_0;
  values[p] = value_0 != 0 ? 0.5 * value_0 : 0.5;
  const double slope = (models::Device(law, values).initial_state() - state_0) / (values[p] - value_0);
  return slope == 1 ? state : value_0 + (state - state_0) / slope;
}

std::vector<double> values_of(const models::Law& law, const netlist::Material& material) {
  std::vector<double> values = law.defaults();
  if (law.name == material.law && !material.values.empty()) values = material.values;
  for (const netlist::Component& c : material.mixture)
    if (c.law == law.name && !c.values.empty()) values = c.values;
  return values;
}

// Junction k begins in the state that `choose` makes of its device.
template <class Choose>
void set_initial_state(netgen::Network& network, const netlist::Material& material, std::size_t k, Choose choose) {
  const models::Law& law =
      models::law(network.junction_law.empty() ? material.law : network.junction_law[k], "initial states");
  std::vector<double> values = values_of(law, material);
  const std::size_t p = law.initial_parameter;
  const double state = choose(models::Device(law, values));
  std::vector<double>& target = network.junction_values[netlist::value_name(law.parameters[p])];
  if (target.empty()) target.assign(network.n_junctions(), values[p]);
  target[k] = initial_value(law, p, std::move(values), state);
}

}  // namespace

void forget_initial_states(netgen::Network& network, const netlist::Material& material) {
  std::vector<std::string> laws = network.junction_law;
  laws.push_back(material.law);
  for (const netlist::Component& c : material.mixture) laws.push_back(c.law);
  std::sort(laws.begin(), laws.end());
  laws.erase(std::unique(laws.begin(), laws.end()), laws.end());
  for (const std::string& name : laws) {
    const models::Law& law = models::law(name, "initial states");
    network.junction_values.erase(netlist::value_name(law.parameters[law.initial_parameter]));
  }
}

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
    set_initial_state(network, material, k, [&](const models::Device& d) { return d.bounded(states[k]); });
  }
}

void close_at_random(netgen::Network& network, const netlist::Material& material, double share, std::uint64_t seed) {
  Generator random = generator(seed, "initial states");
  boost::random::uniform_01<double> uniform;
  for (std::size_t k = 0; k < network.n_junctions(); ++k) {
    const bool closes = uniform(random) < share;
    set_initial_state(network, material, k, [&](const models::Device& device) {
      const double low = device.bounded(-1e300), high = device.bounded(1e300);
      return (device.conductance(high) > device.conductance(low)) == closes ? high : low;
    });
  }
}

}  // namespace somn::experiment
