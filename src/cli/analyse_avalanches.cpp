#include "analyse_trains.hpp"

#include <somn/analysis/run_analysis.hpp>
#include <somn/core/error.hpp>
#include <somn/core/units.hpp>

#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace somn::cli {
namespace {

using namespace somn::analysis;
using nlohmann::ordered_json;

struct AvalancheRequest : TrainRequest {
  std::string bin;
  int n_surrogates = 1000, n_shuffles = 20;
};

std::string control_line(const char* name, const Control& c) {
  return fmt::format("{:<22}{:.4g} +- {:.2g} avalanches, largest {:.4g} +- {:.2g}, tau {:.3g} +- {:.2g}\n", name,
                     c.n.mean, c.n.sd, c.max_size.mean, c.max_size.sd, c.tau.mean, c.tau.sd);
}

void run_avalanches(const AvalancheRequest& request) {
  const TrainFile file = read_train(request);
  const std::vector<double>& times = file.events.times;
  AvalancheOptions options{.is_sampled = file.events.is_sampled};
  if (!request.bin.empty())
    options.bin = time_option(request.bin, "--bin", file);
  const BootstrapOptions bootstrap{.n_surrogates = request.n_surrogates, .seed = request.seed};
  const AvalancheAnalysis a =
      analyse_avalanches(find_avalanches(times, file.segments, options), {}, {}, bootstrap);
  const auto control = [&](ControlKind kind) {
    return run_control(kind, times, file.segments, a, request.n_shuffles, request.seed);
  };
  const Control shuffled = control(ControlKind::shuffled), poisson = control(ControlKind::poisson);
  ordered_json json = to_json(a);
  json["time_unit"] = file.time_unit();
  json["control"] = {{"shuffled", to_json(shuffled)}, {"poisson", to_json(poisson)}};

  const Avalanches& found = a.avalanches;
  std::string text = fmt::format("{:<22}{} from {} events ({} runs at segment ends dropped)\n", "avalanches",
                                 found.sizes.size(), found.n_events, found.n_edge_dropped);
  text +=
      fmt::format("{:<22}{}{} ({})\n", "bin", to_text(found.bin), file.events.is_sampled ? " samples" : " s", found.bin_rule);
  if (!found.reason.empty()) text += fmt::format("{:<22}{}\n", "reason", found.reason);
  text += power_law_line("tau (sizes)", a.size_fit) + power_law_line("alpha (durations)", a.duration_fit);
  text += fmt::format("{:<22}{} from <S>(T), {} from (alpha-1)/(tau-1)\n", "gamma",
                      estimate_text(a.gamma_fit.value, a.gamma_fit.se),
                      estimate_text(a.gamma_predicted.value, a.gamma_predicted.se));
  print(request.output, json,
        text + control_line("intervals shuffled", shuffled) + control_line("matched Poisson", poisson));
}

}  // namespace

void add_analyse_avalanches(CLI::App& analyse) {
  CLI::App* command = analyse.add_subcommand("avalanches", "avalanches of an event list, their exponents and controls");
  const auto request = std::make_shared<AvalancheRequest>();
  add_train_options(command, *request);
  command->add_option("--bin", request->bin, "bin width [s, or samples]; default: mean inter-event interval")
      ->type_name("BIN");
  command->add_option("--bootstrap", request->n_surrogates, "surrogates of the p values [1000]")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--shuffles", request->n_shuffles, "realisations of each control [20]")
      ->check(CLI::NonNegativeNumber);
  command->footer(
      "Without --segments the record is taken to last from the first to the last event.\n"
      "Example: somn analyse avalanches events.csv --bin \"2 ms\" --json");
  command->callback([request] { run_avalanches(*request); });
}

}  // namespace somn::cli
