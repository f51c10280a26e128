#include <somn/circuit/digest.hpp>
#include <somn/core/error.hpp>
#include <somn/experiment/identity.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <functional>

namespace somn::experiment {
namespace {

std::string shortened(const std::string& value) {
  constexpr std::size_t most = 80;
  return value.size() > most ? value.substr(0, most) + "..." : value;
}

// "drive.width was 1 us and is 2 us; ...": the first five keys; empty where only `free` ones differ.
std::string what_differs(const std::string& before, const std::string& now,
                         const std::function<bool(const std::string& key)>& free) {
  constexpr std::size_t most = 5;
  std::string named;
  std::size_t n = 0;
  for (const KeyDifference& d : differences(before, now)) {
    // the digest differs with every other key: it is named where it alone does
    if (free(d.key) || (d.key == "circuit.digest" && n > 0) || ++n > most) continue;
    named += fmt::format("{}{} was {} and is {}", n > 1 ? "; " : "",
                         d.key == "circuit.digest" ? "what the network, start states or drive files hold" : d.key,
                         shortened(d.a), shortened(d.b));
  }
  return named;
}

// circuit_digest = "..." of an experiment.toml; "" where there is none
std::string digest_in(const std::string& toml) {
  const std::string key = "\ncircuit_digest = \"";
  const std::size_t at = toml.find(key);
  return at == std::string::npos ? "" : toml.substr(at + key.size(), 16);
}

}  // namespace

std::string identity(const Experiment& e, const circuit::Circuit& c) {
  return whole_toml(e) +
         fmt::format("\n[circuit]\ndigest = \"{}\"\n\n[program]\nversion = \"{}\"\n", circuit::digest(c), SOMN_VERSION);
}

const std::vector<FreeKey>& free_keys() {
  static const std::vector<FreeKey> keys{
      {"title", "a label"},
      {"analysis.", "computed from the finished record"},
      {"output.formats", "how the finished record is written"},
      {"run.checkpoint", "how often a check point is written; no number depends on it"},
      {"run.engine", "\"native\" or \"both\": each engine runs by itself"},
      {"run.lyapunov", "measured after the run, by runs of its own"},
      {"run.lyapunov_epsilon", "measured after the run, by runs of its own"},
      {"run.avalanches", "of engine = \"adiabatic\", which has no check points"},
      {"run.warm_up", "of engine = \"adiabatic\", which has no check points"},
  };
  return keys;
}

bool is_free(const std::string& key) {
  return std::any_of(free_keys().begin(), free_keys().end(), [&](const FreeKey& f) {
    return f.key == key || (f.key.ends_with('.') && key.starts_with(f.key));
  });
}

void refuse_other(const std::string& before, const std::string& now, const std::string& where) {
  const std::string named = what_differs(before, now, is_free);
  if (named.empty()) return;
  throw InputError({.what = "it was begun with another experiment",
                    .where = where,
                    .value = named,
                    .allowed = {},
                    .remedy = "put that back to go on, choose another -o, or --force to begin anew"});
}

void refuse_other_results(const std::string& toml, const Experiment& e, const std::string& where) {
  const std::string before = digest_in(toml);
  if (before.empty()) return;  // of a version that did not say
  const auto is_label = [](const std::string& key) { return key == "title" || key == "run.checkpoint"; };
  std::string named = what_differs(toml, to_toml(e, {}), is_label);
  if (named.empty() && before != circuit::digest(make_circuit(e, make_network(e))))
    named = "the network or the start states are others";
  if (named.empty()) return;
  throw InputError({.what = "the folder holds the results of another experiment",
                    .where = where,
                    .value = named,
                    .allowed = {},
                    .remedy = "choose another -o, or --force to replace them"});
}

}  // namespace somn::experiment
