#include <somn/core/config.hpp>
#include <somn/core/error.hpp>
#include <somn/core/text.hpp>
#include <somn/core/words.hpp>
#include <somn/experiment/run.hpp>
#include <somn/netlist/material.hpp>
#include <somn/workflow/netlist.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace somn::workflow {
namespace {

std::string toml_list(std::vector<std::string> items) {
  for (std::string& item : items) item = toml_string(item);
  return fmt::format("[{}]", fmt::join(items, ", "));
}

void set_drive(Config& config, const std::string& spec) {
  const std::size_t colon = spec.find(':'), comma = spec.find(',');
  const std::string kind = spec.substr(0, colon);
  if (colon == std::string::npos || (kind != "dc" && comma == std::string::npos))
    throw InputError(
        {.what = "not a drive",
         .where = "--drive",
         .value = spec,
         .allowed = "dc:AMPLITUDE, sine:AMPLITUDE,FREQUENCY or triangle:AMPLITUDE,FREQUENCY, an amplitude in V or A"});
  config.set("drive.kind", toml_string(kind));
  config.set("drive.amplitude", toml_string(spec.substr(colon + 1, comma - colon - 1)));
  if (comma != std::string::npos) config.set("drive.frequency", toml_string(spec.substr(comma + 1)));
}

// "source,nodes:3,padL,states:all" as a list: what names no kind of record goes on with the nodes or electrodes before it.
bool goes_on(const std::vector<std::string>& list, const std::string& item) {
  const bool is_kind =
      item.find(':') != std::string::npos || item == "source" || item == "events" || item == "electrodes";
  return !list.empty() && !is_kind && (list.back().starts_with("nodes:") || list.back().starts_with("electrodes:"));
}

std::string record_list(const std::string& items) {
  std::vector<std::string> list;
  for (const std::string& item : comma_separated(items))
    if (goes_on(list, item))
      list.back() += "," + item;
    else
      list.push_back(item);
  return toml_list(list);
}

void set_network_and_law(Config& config, const NetlistSource& from) {
  config.set("network.file", toml_string(std::filesystem::absolute(from.network).string()));
  if (!from.source.empty()) config.set("network.source", toml_list(from.source));
  if (!from.drain.empty()) config.set("network.drain", toml_list(from.drain));
  config.set("model.name", toml_string(from.model));
  for (const auto& [key, value] : from.settings) {
    const bool is_junction = key == "capacitance" || key == "ground_capacitance";
    const char* table = is_junction ? "junction." : key.starts_with("mixture.") ? "" : "model.";
    config.set(table + key, toml_string(value));
  }
  for (const auto& [law, fraction] : from.mixture)
    config.set(fmt::format("mixture.{}.fraction", law), toml_string(fraction));
}

void set_transient(Config& config, const NetlistSource& from) {
  for (const auto& [option, value] : {std::pair{"--drive", from.drive}, {"--t-stop", from.t_stop}})
    if (value.empty())
      throw InputError({.what = fmt::format("{} is missing", option),
                        .where = "somn netlist",
                        .remedy = "a deck needs --drive and --t-stop; --subckt NAME and --component NAME write a "
                                  "subcircuit without"});
  set_drive(config, from.drive);
  config.set("drive.series_resistance", toml_string(from.series_resistance));
  config.set("run.t_stop", toml_string(from.t_stop));
  config.set("run.record", record_list(from.record));
  if (!from.t_sample.empty()) config.set("run.t_sample", toml_string(from.t_sample));
}

}  // namespace

// The source says what an experiment file would: one reader for both.
Netlist netlist(const NetlistSource& from, const NetlistRequest& request) {
  if (!request.symbol.empty() && !request.has_pins())
    throw InputError({.what = "a symbol of a deck that stands alone",
                      .where = "--symbol",
                      .remedy = "--subckt NAME or --component NAME: a subcircuit has pins"});
  Config config = Config::from_text("", "somn netlist");
  set_network_and_law(config, from);
  if (!request.has_pins()) {
    set_transient(config, from);
  } else {  // no drive and no end of its own: any will do
    config.set("drive.amplitude", "0");
    config.set("run.t_stop", "1");
  }
  return netlist(experiment::read_experiment(config), request, from.network);
}

}  // namespace somn::workflow
