#include "analyse.hpp"

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

struct TrainRequest {
  std::string input, bin, refractory = "0";
  std::vector<double> segments;
  int n_surrogates = 1000, n_shuffles = 20;
  std::uint64_t seed = 1;
  AnalyseOutput output;
};

struct Train {
  std::vector<double> times;  // [s], or in samples
  std::vector<Segment> segments;
  bool is_sampled = false;
};

Train read_train(const TrainRequest& request) {
  const CsvTable table = read_table(request.input);
  Train train{.times = {}, .segments = {}, .is_sampled = !table.find("time_s") && table.find("sample")};
  train.times = finite_numbers(table, train.is_sampled ? "sample" : "time_s");
  if (request.segments.empty()) {
    train.segments = segment_of_events(train.times);
    return train;
  }
  train.segments = segments_from_lengths(request.segments);
  const double end = train.segments.back().end;
  for (const double t : train.times)
    if (t < 0 || t >= end)
      throw InputError({.what = "event outside the segments",
                        .where = request.input,
                        .value = to_text(t),
                        .allowed = fmt::format("0 to {}, the sum of --segments", to_text(end))});
  return train;
}

const char* time_unit(const Train& train) {
  return train.is_sampled ? "sample" : "s";
}

std::string control_line(const char* name, const Control& c) {
  return fmt::format("{:<22}{:.4g} +- {:.2g} avalanches, largest {:.4g} +- {:.2g}, tau {:.3g} +- {:.2g}\n", name,
                     c.n.mean, c.n.sd, c.max_size.mean, c.max_size.sd, c.tau.mean, c.tau.sd);
}

void run_avalanches(const TrainRequest& request) {
  const Train train = read_train(request);
  AvalancheOptions options{.is_sampled = train.is_sampled};
  if (!request.bin.empty())
    options.bin =
        train.is_sampled ? parse_number(request.bin, "--bin") : parse_quantity(request.bin, dimension::time, "--bin");
  const BootstrapOptions bootstrap{.n_surrogates = request.n_surrogates, .seed = request.seed};
  const AvalancheAnalysis a =
      analyse_avalanches(find_avalanches(train.times, train.segments, options), {}, {}, bootstrap);
  const auto control = [&](ControlKind kind) {
    return run_control(kind, train.times, train.segments, a, request.n_shuffles, request.seed);
  };
  const Control shuffled = control(ControlKind::shuffled), poisson = control(ControlKind::poisson);
  ordered_json json = to_json(a);
  json["time_unit"] = time_unit(train);
  json["control"] = {{"shuffled", to_json(shuffled)}, {"poisson", to_json(poisson)}};

  const Avalanches& found = a.avalanches;
  std::string text = fmt::format("{:<22}{} from {} events ({} runs at segment ends dropped)\n", "avalanches",
                                 found.sizes.size(), found.n_events, found.n_edge_dropped);
  text +=
      fmt::format("{:<22}{}{} ({})\n", "bin", to_text(found.bin), train.is_sampled ? " samples" : " s", found.bin_rule);
  if (!found.reason.empty()) text += fmt::format("{:<22}{}\n", "reason", found.reason);
  text += power_law_line("tau (sizes)", a.size_fit) + power_law_line("alpha (durations)", a.duration_fit);
  text += fmt::format("{:<22}{} from <S>(T), {} from (alpha-1)/(tau-1)\n", "gamma",
                      estimate_text(a.gamma_fit.value, a.gamma_fit.se),
                      estimate_text(a.gamma_predicted.value, a.gamma_predicted.se));
  print(request.output, json,
        text + control_line("intervals shuffled", shuffled) + control_line("matched Poisson", poisson));
}

void run_isi(const TrainRequest& request) {
  const Train train = read_train(request);
  const double refractory = train.is_sampled ? parse_number(request.refractory, "--refractory")
                                             : parse_quantity(request.refractory, dimension::time, "--refractory");
  const IntervalStatistics s = interval_statistics(train.times, train.segments, refractory);
  const char* unit = time_unit(train);
  std::string text = fmt::format("{:<16}{} events, {} intervals, {} of length 0\n", "n", s.n_events, s.n, s.n_zero);
  text += fmt::format("{:<16}{:.6g} per {}\n", "rate", s.rate, unit);
  text += fmt::format("{:<16}{:.6g} {}, sd {:.6g} {}\n", "mean", s.mean, unit, s.sd, unit);
  text += fmt::format("{:<16}{:.6g}, {:.6g}, {:.6g}, {:.6g}\n", "CV CV2 Lv LvR", s.cv, s.cv2, s.lv, s.lvr);
  if (!s.reason.empty()) text += fmt::format("{:<16}{}\n", "reason", s.reason);
  ordered_json json = to_json(s);
  json["time_unit"] = unit;
  print(request.output, json, text);
}

void add_train_options(CLI::App* command, TrainRequest& request) {
  command->add_option("file", request.input, "events: .csv with a column time_s or sample; - is standard input")
      ->required()
      ->type_name("FILE");
  command->add_option("--segments", request.segments, "lengths of joined records, L1,L2,... [s, or samples]")
      ->delimiter(',')
      ->type_name("L");
  add_output(*command, request.output);
}

}  // namespace

void add_analyse_avalanches(CLI::App& analyse) {
  CLI::App* command = analyse.add_subcommand("avalanches", "avalanches of an event list, their exponents and controls");
  const auto request = std::make_shared<TrainRequest>();
  add_train_options(command, *request);
  command->add_option("--bin", request->bin, "bin width [s, or samples]; default: mean inter-event interval")
      ->type_name("BIN");
  command->add_option("--bootstrap", request->n_surrogates, "surrogates of the p values [1000]")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--shuffles", request->n_shuffles, "realisations of each control [20]")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--seed", request->seed, "of surrogates and controls [1]");
  command->footer(
      "Without --segments the record is taken to last from the first to the last event.\n"
      "Example: somn analyse avalanches events.csv --bin \"2 ms\" --json");
  command->callback([request] { run_avalanches(*request); });
}

void add_analyse_isi(CLI::App& analyse) {
  CLI::App* command = analyse.add_subcommand("isi", "inter-event intervals: rate, CV, CV2, Lv, LvR, histogram");
  const auto request = std::make_shared<TrainRequest>();
  add_train_options(command, *request);
  command->add_option("--refractory", request->refractory, "R of LvR [s]; default 0")->type_name("TIME");
  command->footer(
      "rate = events/record; without --segments the record lasts from the first to the last event.\n"
      "Example: somn analyse isi spikes.csv --refractory \"5 ms\" --json");
  command->callback([request] { run_isi(*request); });
}

}  // namespace somn::cli
