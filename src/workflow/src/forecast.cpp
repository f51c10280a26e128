#include <somn/analyses/reservoir/evaluate.hpp>
#include <somn/core/error.hpp>
#include <somn/figures/panels.hpp>
#include <somn/workflow/forecast.hpp>
#include <somn/workflow/session.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::workflow {
namespace {

struct Output {
  std::string name;
  NodeId node;
};

bool is_read(const circuit::Terminal& t) {
  return !t.drive || (t.drive->kind == circuit::DriveKind::dc && t.drive->series_resistance > 0);
}

std::vector<Output> outputs_of(const circuit::Circuit& c, const std::string& where) {
  std::vector<Output> outputs;
  for (const circuit::Terminal& t : c.terminals) {
    if (t.node == c.source || t.node == c.drain) continue;
    if (t.drive && !is_read(t) && t.drive->kind != circuit::DriveKind::dc)
      throw InputError({.what = fmt::format("electrode '{}' has a drive that moves", t.name),
                        .where = where,
                        .allowed = "one input: what the film tells is fed back to the source alone"});
    if (is_read(t) && c.is_connected[t.node.index]) outputs.push_back({t.name, t.node});
  }
  if (!outputs.empty()) return outputs;
  for (std::uint32_t n = 0; n < c.n_nodes; ++n)
    if (c.is_connected[n] && NodeId{n} != c.source && NodeId{n} != c.drain)
      outputs.push_back({fmt::format("node {}", n), {n}});
  return outputs;
}

double spread(std::span<const double> u) {
  double mean = 0, square = 0;
  for (const double x : u) mean += x / static_cast<double>(u.size());
  for (const double x : u) square += (x - mean) * (x - mean) / static_cast<double>(u.size());
  return std::sqrt(square);
}

std::size_t steps_within(std::span<const double> target, const std::vector<double>& told, double most) {
  std::size_t k = 0;
  while (k < told.size() && std::abs(told[k] - target[k]) <= most) ++k;
  return k;
}

// Of a film under way: one level, then what its outputs show.
class Film {
 public:
  Film(const experiment::Experiment& e, double hold)
      : session_(e), hold_(hold), outputs_(outputs_of(session_.circuit(), e.where)) {}
  std::vector<double> show(double level) {
    session_.set_voltage(level);
    session_.advance(hold_);
    std::vector<double> seen;
    for (const Output& o : outputs_) seen.push_back(session_.voltage_at(o.node));
    return seen;
  }
  const std::vector<Output>& outputs() const { return outputs_; }

 private:
  Session session_;
  double hold_;
  std::vector<Output> outputs_;
};

}  // namespace

Forecast forecast(const experiment::Experiment& e, const ForecastOptions& o) {
  const circuit::Drive& drive = e.drive;
  if (!circuit::holds_levels(drive.kind) || !drive.mask.empty() || e.drive_units.v_star)
    throw InputError(
        {.what = "a forecast of a drive without levels",
         .where = e.where + ": drive",
         .allowed = "kind random (distribution mackey-glass, lorenz) or levels, without a mask, in volts"});
  if (o.n_train < 20 || o.n_test < 10 || o.n_free < 1)
    throw InputError(
        {.what = "too few levels", .where = "forecast", .allowed = "20 to train, 10 to test, 1 free at least"});
  const std::size_t n_driven = o.washout + o.n_train + o.n_test, n = n_driven + o.n_free + 1;
  const std::vector<double> u = circuit::inputs(drive, static_cast<double>(n) / drive.frequency);
  Film film(e, 1 / drive.frequency);
  analysis::Signals seen(film.outputs().size());
  const auto keep = [&](const std::vector<double>& row) {
    for (std::size_t k = 0; k < row.size(); ++k) seen[k].push_back(row[k]);
  };
  for (std::size_t k = 0; k < n_driven; ++k) keep(film.show(u[k]));

  std::vector<double> next(u.begin() + 1, u.begin() + static_cast<std::ptrdiff_t>(n_driven + 1));
  const auto errors = [&](const analysis::Signals& signals) {
    std::vector<std::span<const double>> rows;
    for (const std::vector<double>& s : signals) rows.push_back(std::span(s).subspan(o.washout));
    const analysis::ReadOut read_out(rows, o.n_train, o.ridge);
    const std::span<const double> z = std::span(next).subspan(o.washout);
    const analysis::Weights w = read_out.weights(z);
    const std::vector<double> told = read_out.prediction(w);
    return std::pair(
        w, analysis::score_of(analysis::Score::nrmse, z.subspan(o.n_train), std::span(told).subspan(o.n_train)));
  };
  const auto [weights, one_step] = errors(seen);
  Forecast f{.one_step = one_step};
  f.one_step_of_inputs =
      errors(analysis::shift_register({{u.begin(), u.begin() + static_cast<std::ptrdiff_t>(n_driven)}}, seen.size()))
          .second;
  for (const Output& output : film.outputs()) f.outputs.push_back(output.name);

  const auto [low, high] = std::minmax_element(u.begin(), u.begin() + static_cast<std::ptrdiff_t>(n_driven));
  const double beyond = 0.5 * (*high - *low);
  std::vector<double> row;
  for (const std::vector<double>& s : seen) row.push_back(s.back());
  for (std::size_t k = 0; k < o.n_free; ++k) {
    double told = weights.constant;
    for (std::size_t s = 0; s < row.size(); ++s) told += weights.of_signal[s] * row[s];
    told = std::clamp(told, *low - beyond, *high + beyond);
    f.prediction.push_back(told);
    f.target.push_back(u[n_driven + k]);
    row = film.show(told);
  }
  const double sd = spread(std::span(u).first(n_driven));
  double square = 0;
  for (std::size_t k = 0; k < o.n_free; ++k)
    square += (f.prediction[k] - f.target[k]) * (f.prediction[k] - f.target[k]) / static_cast<double>(o.n_free);
  f.free = std::sqrt(square) / sd;
  f.valid_steps = steps_within(f.target, f.prediction, 0.4 * sd);
  f.persistence_steps = steps_within(f.target, std::vector<double>(o.n_free, u[n_driven - 1]), 0.4 * sd);
  return f;
}

nlohmann::ordered_json to_json(const Forecast& f) {
  return {{"n_outputs", f.outputs.size()},
          {"one_step_nrmse", f.one_step},
          {"one_step_nrmse_of_inputs", f.one_step_of_inputs},
          {"free_nrmse", f.free},
          {"valid_steps", f.valid_steps},
          {"persistence_steps", f.persistence_steps},
          {"outputs", f.outputs},
          {"target_V", f.target},
          {"prediction_V", f.prediction}};
}

std::string to_text(const Forecast& f) {
  return fmt::format(
      "{:<20}{}\n{:<20}{:.4g} NRMSE ({:.4g} of as many taps of the series)\n"
      "{:<20}{} levels until the error is 0.4 standard deviations ({} where the last value is kept)\n",
      "outputs", f.outputs.size(), "one step ahead", f.one_step, f.one_step_of_inputs, "free", f.valid_steps,
      f.persistence_steps);
}

figures::Figure forecast_figure(const Forecast& f) {
  using namespace figures;
  Figure figure{.name = "forecast", .title = "A film that drives itself"};
  SeriesTable table;
  for (std::size_t k = 0; k < f.target.size(); ++k) {
    table.add("target", static_cast<double>(k), f.target[k]);
    table.add("told", static_cast<double>(k), f.prediction[k]);
  }
  Panel p{.x_label = "levels since the film is free", .y_label = "level / V"};
  p.settings = vertical_line(static_cast<double>(f.valid_steps), colour::grey);
  p.curves = {{"target", Mark::thin, colour::grey, "the series"},
              {"told", Mark::line, colour::blue, "what the film tells and is driven with"}};
  set_panels(figure, 440, table, {p});
  figure.caption = fmt::format(
      "One step ahead NRMSE {:.3g} ({:.3g} of as many taps of the series); free, the prediction errs by more than 0.4 "
      "standard deviations after {} "
      "levels ({} where the last value is kept).",
      f.one_step, f.one_step_of_inputs, f.valid_steps, f.persistence_steps);
  return figure;
}

}  // namespace somn::workflow
