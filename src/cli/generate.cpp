// somn generate ENSEMBLE: one command for each ensemble, its options from the ensemble's own table.
#include "command.hpp"

#include <somn/core/error.hpp>
#include <somn/core/text.hpp>
#include <somn/netgen/files.hpp>
#include <somn/netgen/generate.hpp>
#include <somn/workflow/describe.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <nlohmann/json.hpp>

namespace somn::cli {
namespace {

using netgen::Ensemble;

struct Request {
  std::map<std::string, std::string> values;  // by option name, as typed
  std::map<std::string, bool> flags;
  std::string output, format;
  bool quiet = false, json = false;
};

std::string type_of(const netgen::Option& o) {
  using Kind = netgen::Option::Kind;
  if (o.kind == Kind::quantity) return o.dimension == dimension::none ? "NUMBER" : si_unit(o.dimension);
  if (o.kind == Kind::choice) return fmt::format("{}", fmt::join(o.choices, "|"));
  return o.kind == Kind::text ? "TEXT" : "INTEGER";
}

void options(Options& o, Request& r, const Ensemble& ensemble) {
  for (const netgen::Option& option : ensemble.options) {
    std::string name = "--" + option.name;
    std::replace(name.begin(), name.end(), '_', '-');
    const Rule default_is = [text = option.default_text](CLI::Option& of) { of.default_str(text); };
    if (option.kind == netgen::Option::Kind::flag)
      o(name, r.flags[option.name], option.meaning);
    else
      o(name, r.values[option.name], type_of(option), option.meaning, default_is);
  }
  o("-o,--output", r.output, "NET", "network file: .graphml, .edges, .csv or .dot; - is standard output", required);
  o("--format", r.format, "NAME", "graphml | edges | csv | dot; default: by the ending, graphml for -");
  o("--quiet", r.quiet, "say nothing on success");
  o("--json", r.json, "print nodes, junctions and hash as JSON");
}

netgen::Recipe recipe(const Request& r, const Ensemble& ensemble) {
  netgen::Recipe recipe{.ensemble = ensemble.name, .options = {}, .where = "somn generate " + ensemble.name};
  for (const auto& [name, value] : r.values)
    if (!value.empty()) recipe.options.emplace_back(name, value);
  for (const auto& [name, is_set] : r.flags)
    if (is_set) recipe.options.emplace_back(name, "true");
  return recipe;
}

void run(const Request& r, const Ensemble& ensemble) {
  const netgen::Recipe wanted = recipe(r, ensemble);
  if (r.json && r.output == "-")
    throw InputError({.what = "--json and -o - both want standard output",
                      .where = wanted.where,
                      .remedy = "write the network to a file"});
  netgen::format_of(r.output, r.format);  // refused before the work, not after
  const netgen::Network network = netgen::generate(wanted);
  netgen::write_network(network, r.output, r.format);
  const auto left_out = netgen::left_out(network, netgen::format_of(r.output, r.format));
  if (r.json)
    fmt::print("{}", json_text(nlohmann::ordered_json{{"ensemble", network.ensemble},
                                                      {"seed", network.seed},
                                                      {"nodes", network.n_nodes},
                                                      {"junctions", network.n_junctions()},
                                                      {"resistors", network.resistors.size()},
                                                      {"hash", netgen::hash(network)},
                                                      {"left_out", left_out},
                                                      {"file", r.output}}));
  if (r.quiet) return;
  for (const std::string& remark : network.remarks) fmt::print(stderr, "{}: {}\n", wanted.where, printable(remark));
  fmt::print(stderr, "{}, seed {}: {} -> {}{}\n", network.ensemble, network.seed, workflow::size_text(network),
             r.output == "-" ? "standard output" : r.output, workflow::without(left_out));
}

}  // namespace

void add_generate(CLI::App& program, int& code) {
  CLI::App& generate =
      add(program, {"generate", "grow a self-assembled network from a seed",
                    "Example: somn generate wires --density \"0.1 /um2\" --box \"50 um\" --seed 1 -o film.graphml\n"
                    "Options of an ensemble: somn generate wires --help"});
  generate.require_subcommand(1);
  for (const Ensemble& ensemble : netgen::ensembles())
    add<Request>(
        generate, code,
        {ensemble.name, ensemble.meaning,
         fmt::format("Quantities take units: --box \"600 nm\". A bare number is SI.\nAfter {1}.\n"
                     "Example: somn generate {0} --seed 7 -o {0}.graphml",
                     ensemble.name, ensemble.source)},
        [&](Options& o, Request& r) { options(o, r, ensemble); }, [&ensemble](const Request& r) { run(r, ensemble); });
}

}  // namespace somn::cli
