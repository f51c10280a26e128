#include <somn/analyses/reservoir/figure.hpp>
#include <somn/figures/panels.hpp>

#include <fmt/format.h>

namespace somn::analysis {

using namespace figures;

namespace {

Figure of_capacity(const Json& json) {
  Figure figure{.name = "reservoir", .title = "What of its inputs the film holds"};
  SeriesTable table;
  const std::vector<double> by_delay = numbers(json, "/ipc/by_delay"), of_inputs = numbers(json, "/ipc_of_inputs/by_delay"),
                            by_degree = numbers(json, "/ipc/by_degree"), degrees = numbers(json, "/ipc_of_inputs/by_degree");
  for (std::size_t k = 0; k < by_delay.size(); ++k) {
    table.add("delay", static_cast<double>(k), by_delay[k]);
    table.add("delay_inputs", static_cast<double>(k), of_inputs[k]);
  }
  for (std::size_t k = 0; k < by_degree.size(); ++k) {
    table.add("degree", static_cast<double>(k + 1), by_degree[k]);
    table.add("degree_inputs", static_cast<double>(k + 1), degrees[k]);
  }
  Panel left{.column = 0, .n_columns = 2, .x_label = "delay", .y_label = "linear capacity", .settings = "set yrange [0:1.05]\n"};
  left.curves = {{"delay", Mark::points, colour::blue, "film"}, {"delay_inputs", Mark::thin, colour::grey, "taps of the inputs"}};
  Panel right{.column = 1, .n_columns = 2, .x_label = "degree", .y_label = "capacity", .settings = "set yrange [0:*]\nset xrange [0.5:4.5]\n"};
  right.curves = {{"degree", Mark::points, colour::blue, "film"}, {"degree_inputs", Mark::thin, colour::grey, "taps of the inputs"}};
  set_panels(figure, 460, table, {left, right});
  figure.caption = fmt::format("Capacity {:.3f} of at most {:.0f}. What noise reaches once in 10000 times counts 0.", number(json, "/ipc/total"),
                               number(json, "/ipc/rank"));
  return figure;
}

}  // namespace

Figure reservoir_figure(const Json& json) {
  if (json.contains("ipc")) return of_capacity(json);
  Figure figure{.name = "reservoir", .title = "What a linear read-out tells: " + text(json, "/task")};
  if (!json.contains("targets")) {
    figure.absent = "Ranks are two numbers: there is nothing to draw.";
    return figure;
  }
  SeriesTable table;
  const std::vector<double> target = numbers(json, "/shown/target"), told = numbers(json, "/shown/prediction");
  for (std::size_t k = 0; k < target.size(); ++k) {
    table.add("target", static_cast<double>(k), target[k]);
    table.add("told", static_cast<double>(k), told[k]);
  }
  double n = 0;
  for (const Json& t : json["targets"]) {
    ++n;
    table.add("score", n, number(t, "/score"), number(t, "/interval/low"), number(t, "/interval/high"));
    table.add("inputs", n, number(t, "/inputs"));
    table.add("resistors", n, number(t, "/resistors"));
    table.add("shuffled", n, number(t, "/shuffled"));
  }
  Panel left{.column = 0, .n_columns = 2, .x_label = "row of the test", .y_label = "target and prediction"};
  left.curves = {{"target", Mark::thin, colour::grey, text(json["targets"].front(), "/name")}, {"told", Mark::line, colour::blue, "told"}};
  Panel right{.column = 1, .n_columns = 2, .x_label = text(json, "/task") == "memory" ? "delay" : "target", .y_label = text(json, "/score")};
  right.settings = fmt::format("set xrange [0.5:{}]\nset yrange [0:*]\n", n + 0.5);
  right.curves = {{"score", Mark::bars, colour::blue, "read-out, 95 %"},
                  {"inputs", Mark::points, colour::orange, "taps of the inputs"},
                  {"resistors", Mark::points, colour::green, "present inputs"},
                  {"shuffled", Mark::points, colour::grey, "shuffled"}};
  set_panels(figure, 460, table, {left, right});
  figure.caption = fmt::format("{} outputs; the first {} test rows of the first target, and the score of each target: {:.4g} in all. ",
                               number(json, "/n_outputs"), target.size(), number(json, "/value"));
  figure.caption += "Controls: as many taps of the inputs as there are outputs, the present inputs, outputs in random order.";
  return figure;
}

}  // namespace somn::analysis
