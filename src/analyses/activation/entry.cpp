// Activation of the network of a run under a constant voltage.
#include <somn/analyses/activation/activation.hpp>
#include <somn/analyses/analysis.hpp>
#include <somn/analyses/run_record.hpp>

namespace somn::analysis {
namespace {

using schema::Fields;

struct ActivationOfRun {
  Activation of = {};
  double g_on = 0;                       // [S]
  std::optional<std::size_t> path = {};  // [1] junctions
  std::int64_t n_on = 0;
  std::optional<std::size_t> n_transient_spikes = {};
  std::string reason = {};
};

Fields<ActivationOfRun> fields_of(const ActivationOfRun*) {
  using A = ActivationOfRun;
  const auto of = [](double Activation::*member) { return [member](const A& a) { return a.of.*member; }; };
  return Fields<A>()
      .computed("g_first_S", of(&Activation::g_first),
                {.unit = "S", .meaning = "first row with a positive conductance"})
      .computed("g_end_S", of(&Activation::g_end), {.unit = "S", .meaning = "last one"})
      .computed("g_end_over_g_on", [](const A& a) { return a.of.g_end / a.g_on; },
                {.meaning = "in units of a closed junction"})
      .computed("g_end_n_over_g_on",
                [](const A& a) {
                  return a.path ? std::optional(a.of.g_end * static_cast<double>(*a.path) / a.g_on) : std::nullopt;
                },
                {.meaning = "1: one shortest path of closed gaps"})
      .computed("t_act_s", of(&Activation::t_act),
                {.unit = "s", .meaning = "the conductance passes the geometric mean of first and last"})
      .computed("settling_per_s", of(&Activation::settling),
                {.unit = "1/s", .meaning = "|d ln G/dt| over the last tenth of the record"})
      .value("n_on", &A::n_on, {.meaning = "junctions at g_on, to a hundredth"})
      .value("n_transient_spikes", &A::n_transient_spikes,
             {.meaning =
                  "junctions whose |v| exceeds v_set and both its ends by 0.2 v_set; needs record = [\"nodes:all\"]"})
      .value("reason", &A::reason, {.meaning = "why numbers are missing"})
      .elsewhere(&A::of, &A::g_on, &A::path);
}

Json of_run(const RunRecord& run) {
  ActivationOfRun a{.of = activation(run.trace->time(), run.trace->at("g_S").values),
                    .g_on = run.g_on,
                    .path = run.path,
                    .n_on = run.n_closed()};
  a.reason = a.of.reason;
  const Potentials& u = run.potentials();
  if (u.by_node.empty())
    a.reason = needs_nodes;
  else if (run.v_set > 0)
    a.n_transient_spikes = count_transient_spikes(u, run.branches(), run.v_set, 0.2 * run.v_set);
  return schema::to_json(a);
}

}  // namespace

namespace entries {
extern const Analysis activation;
const Analysis activation{
    .name = "activation",
    .summary = "from the first conductance to the last, when, and through which transients",
    .input = Input::run,
    .run_results = schema::descriptions<ActivationOfRun>,
    .of_run = of_run,
};
}  // namespace entries

}  // namespace somn::analysis
