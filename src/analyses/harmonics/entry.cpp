// Harmonics of the current and shape of the junctions' voltages, over the last periods of the drive.
#include <somn/analyses/analysis.hpp>
#include <somn/analyses/harmonics/harmonics.hpp>
#include <somn/analyses/run_record.hpp>

namespace somn::analysis {
namespace {

using schema::Fields;

struct HarmonicsOfRun {
  std::optional<Harmonics> current = {};  // absent: only a reason
  std::size_t n_periods = 0, rows_per_period = 0;
  std::optional<VoltageShape> shape = {};
  std::string reason = {};
};

Fields<HarmonicsOfRun> fields_of(const HarmonicsOfRun*) {
  using H = HarmonicsOfRun;
  const auto if_any = [](auto of) {
    return [of](const H& h) {
      using T = decltype(of(h));
      return h.current ? std::optional<T>(std::in_place, of(h)) : std::optional<T>();
    };
  };
  const auto of_shape = [&](auto member) {
    return if_any([member](const H& h) { return h.shape ? std::optional((*h.shape).*member) : std::nullopt; });
  };
  return Fields<H>()
      .computed_if_any("thd", if_any([](const H& h) { return h.current->thd; }),
                       {.meaning = "sqrt(sum of |I_k|^2, k = 2 .. 29)/|I_1|"})
      .computed_if_any("current_A", if_any([](const H& h) { return h.current->amplitude; }),
                       {.unit = "A", .meaning = "|I_k|, k = 1, 2, ..."})
      .computed_if_any("dc_A", if_any([](const H& h) { return h.current->dc; }), {.unit = "A", .meaning = "mean"})
      .computed_if_any("periods", if_any([](const H& h) { return h.n_periods; }),
                       {.meaning = "at the end of the record"})
      .computed_if_any("rows_per_period", if_any([](const H& h) { return h.rows_per_period; }),
                       {.meaning = "of the trace"})
      .computed_if_any("kurtosis", of_shape(&VoltageShape::kurtosis),
                       {.meaning = "mean over active junctions of <v^4>/<v^2>^2; a sine 1.5"})
      .computed_if_any("kurtosis_median", of_shape(&VoltageShape::kurtosis_median), {.meaning = "their median"})
      .computed_if_any("n_active", of_shape(&VoltageShape::n_active), {.meaning = "junctions whose |v| exceeds v_set"})
      .value("reason", &H::reason, {.meaning = "why numbers are missing"})
      .elsewhere(&H::current, &H::n_periods, &H::rows_per_period, &H::shape);
}

Json of_run(const RunRecord& run) {
  const RunRecord::Periods p = run.last_periods();
  if (p.n == 0) return schema::to_json(HarmonicsOfRun{.reason = needs_periods});
  const std::vector<double>& current = run.trace->at("i_source_A").values;
  HarmonicsOfRun h{.current = harmonics(std::span(current).subspan(p.first), p.per_period),
                   .n_periods = p.n,
                   .rows_per_period = p.per_period};
  const Potentials& u = run.potentials();
  if (u.by_node.empty())
    h.reason = needs_nodes;
  else
    h.shape = voltage_shape(u, run.branches(), p.first, run.v_set);
  return schema::to_json(h);
}

}  // namespace

namespace entries {
extern const Analysis harmonics;
const Analysis harmonics{
    .name = "harmonics",
    .summary = "harmonics of the current of a periodic drive, and the shape of the junctions' voltages",
    .input = Input::run,
    .needs_periods = true,
    .run_results = schema::descriptions<HarmonicsOfRun>,
    .of_run = of_run,
};
}  // namespace entries

}  // namespace somn::analysis
