// What accuracy costs: forward Euler at a ladder of steps, adaptive at a ladder of rtol, law tunnel under DC, against a
// converged limit, in one run.
//
//   native_accuracy_bench FILE.edges|BOX [VOLT [T_STOP [LIMIT_RTOL [SHORTEST_DT]]]]
//
// Accuracy is that of times. Of junctions: when each one first passes the middle of its conductances (logarithmically);
// a junction that passes in one run only counts with an infinite error. Of the trace: when the network's conductance
// passes 10^(k/8) S for the first time. Euler's times are interpolated within its steps (its row k shows the states of
// k - 1 steps), those of adaptive are taken from its own curve. CPU time is that of the steps alone.
// The limit is adaptive at LIMIT_RTOL; the last lines say how far from it 2 t(dt) - t(2 dt) of the two shortest Euler
// runs is, and adaptive at ten times LIMIT_RTOL: no error below that means anything.
#include "costs.hpp"
#include "film.hpp"

#include <somn/models/catalogue.hpp>
#include <somn/native/solver.hpp>
#include <somn/netlist/build_circuit.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <string>
#include <vector>

using namespace somn;

namespace {

constexpr double never = std::numeric_limits<double>::infinity();

struct Level {
  double g = 0, x = 0;  // [S]; the state's size where a junction has it
};

Level middle(const circuit::Model& model) {
  const models::Law& law = models::law(model.law, "bench");
  const auto [g_off, g_on] = law.g_off_on(model.values);
  const models::Device device(law, model.values);
  Level level{.g = std::sqrt(g_off * g_on)};
  double low = 0, high = model.values[law.index("lambda_max", "bench")];
  for (int n = 0; n < 200; ++n) {
    level.x = 0.5 * (low + high);
    (device.conductance(level.x) < level.g ? low : high) = level.x;
  }
  return level;
}

struct Outcome {
  std::vector<double> junctions, trace;  // [s] first passages; `never`
  native::Statistics statistics;
  double cpu = 0;  // [s]
};

class Run {
 public:
  Run(const circuit::Circuit& c, const native::Options& o)
      : solver_(c, o), is_euler_(o.method == native::Method::euler) {
    out_.junctions.assign(c.junctions.size(), never);
    out_.trace.assign(8 * 12, never);
    level_ = middle(c.models.front());
    shift_ = is_euler_ ? o.dt : 0;
  }

  Outcome operator()() {
    if (!is_euler_) remember();
    for (;;) {
      const double start = bench::cpu();
      const bool is_on = solver_.step();
      out_.cpu += bench::cpu() - start;
      if (!is_on) break;
      if (!std::isnan(time_)) look();
      remember();
    }
    out_.statistics = solver_.statistics();
    return std::move(out_);
  }

 private:
  static double trace_level(std::size_t k) { return std::pow(10, -14 + static_cast<double>(k) / 8); }

  void remember() {
    const native::Point p = solver_.point();
    time_ = p.time - shift_, g_ = p.i_source / p.v_source;
    x_.assign(p.states.begin(), p.states.end());
  }

  void look() {
    const native::Point p = solver_.point();
    const double time = p.time - shift_, g = p.i_source / p.v_source;
    for (std::size_t j = 0; j < x_.size(); ++j) {
      const double before = std::abs(x_[j]), after = std::abs(p.states[j]);
      if (out_.junctions[j] < never || before >= level_.x || after < level_.x) continue;
      out_.junctions[j] = is_euler_ ? time_ + (time - time_) * (level_.x - before) / (after - before)
                                    : solver_.crossing_time({static_cast<std::uint32_t>(j)}, level_.g, time_, time);
    }
    for (std::size_t k = 0; k < out_.trace.size(); ++k)
      if (out_.trace[k] == never && g_ < trace_level(k) && g >= trace_level(k))
        out_.trace[k] = is_euler_ ? time_ + (time - time_) * std::log(trace_level(k) / g_) / std::log(g / g_)
                                  : passage(trace_level(k), time_, time);
  }

  double passage(double level, double low, double high) const {
    for (int n = 0; n < 50; ++n) {
      const double t = 0.5 * (low + high);
      const native::Point p = solver_.interpolated(t);
      (p.i_source / p.v_source < level ? low : high) = t;
    }
    return high;
  }

  native::Solver solver_;
  bool is_euler_;
  Level level_;
  double shift_ = 0, time_ = std::numeric_limits<double>::quiet_NaN(), g_ = 0;
  std::vector<double> x_;
  Outcome out_;
};

struct Errors {
  std::size_t n = 0, n_missing = 0;  // times; of these in one run only
  double median = 0, ninety = 0, ninety_nine = 0, worst = 0;
};

Errors compare(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> all;
  Errors e;
  for (std::size_t k = 0; k < a.size(); ++k) {
    if (a[k] == never && b[k] == never) continue;
    all.push_back(a[k] == never || b[k] == never ? never : std::abs(a[k] - b[k]));
    e.n_missing += all.back() == never;
  }
  if (all.empty()) return e;
  std::sort(all.begin(), all.end());
  const auto at = [&](double q) { return all[static_cast<std::size_t>(q * static_cast<double>(all.size() - 1))]; };
  return {all.size(), e.n_missing, at(0.5), at(0.9), at(0.99), all.back()};
}

void print(const std::string& label, const Outcome& o, const Outcome& limit) {
  const Errors j = compare(o.junctions, limit.junctions), t = compare(o.trace, limit.trace);
  const native::Statistics& s = o.statistics;
  fmt::print(
      "{:<22} {:>7} {:>6} {:>7} {:>7} {:>8.3f}  | {:>8.1e} {:>8.1e} {:>8.1e} {:>8.1e} {:>4}/{:<5} | {:>8.1e} {:>8.1e} "
      "{}/{}\n",
      label, s.steps, s.rejected, s.factorisations, s.newton_iterations, o.cpu, j.median, j.ninety, j.ninety_nine,
      j.worst, j.n_missing, j.n, t.median, t.worst, t.n_missing, t.n);
  std::fflush(stdout);
}

Outcome extrapolated(const Outcome& fine, const Outcome& coarse) {
  Outcome o = fine;
  for (std::size_t k = 0; k < o.junctions.size(); ++k) o.junctions[k] += fine.junctions[k] - coarse.junctions[k];
  for (std::size_t k = 0; k < o.trace.size(); ++k) o.trace[k] += fine.trace[k] - coarse.trace[k];
  for (auto* all : {&o.junctions, &o.trace})
    for (double& t : *all)
      if (std::isnan(t)) t = never;
  return o;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2)
    return std::fputs("usage: native_accuracy_bench FILE.edges|BOX [VOLT [T_STOP [LIMIT_RTOL [SHORTEST_DT]]]]\n",
                      stderr),
           2;
  const auto number = [&](int k, double otherwise) { return argc > k ? std::atof(argv[k]) : otherwise; };
  const double volt = number(2, 1.8), t_stop = number(3, 1), limit_rtol = number(4, 1e-6), shortest = number(5, 5e-5);
  const std::string name = argv[1];  // a file, or the side of a box of wires, "200 um"
  const circuit::Circuit c = netlist::build_circuit(bench::film(name), {.law = "tunnel"}, {.amplitude = volt}, "bench");
  const auto adaptive = [&](double rtol) { return Run(c, {.t_stop = t_stop, .rtol = rtol})(); };
  const auto euler = [&](double dt) { return Run(c, {.method = native::Method::euler, .t_stop = t_stop, .dt = dt})(); };
  fmt::print("{}: {} junctions, law tunnel, {} V, {} s\n", name, c.junctions.size(), volt, t_stop);
  fmt::print("{:<22} {:>7} {:>6} {:>7} {:>7} {:>8}  | {:^46} | {:^21}\n", "", "", "", "", "", "",
             "error of junctions' times [s]", "of the trace's [s]");
  fmt::print("{:<22} {:>7} {:>6} {:>7} {:>7} {:>8}  | {:>8} {:>8} {:>8} {:>8} {:>10} | {:>8} {:>8} {}\n", "run",
             "steps", "reject", "factor", "eval", "CPU s", "median", "90 %", "99 %", "worst", "one only", "median",
             "worst", "one only");
  const Outcome limit = adaptive(limit_rtol);
  print(fmt::format("adaptive {:g}: limit", limit_rtol), limit, limit);
  for (const double rtol : {1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5})
    print(fmt::format("adaptive rtol {:g}", rtol), adaptive(rtol), limit);
  Outcome fine, coarse;
  for (const double dt : {1e-2, 5e-3, 2e-3, 1e-3, 5e-4, 2e-4, 1e-4, 5e-5, 2e-5, 1e-5}) {
    if (dt < shortest * 0.99) break;
    fine = euler(dt);
    print(fmt::format("euler {:g} ms", 1e3 * dt), fine, limit);
  }
  coarse = euler(2 * shortest);
  print(fmt::format("2 euler {:g} - {:g} ms", 1e3 * shortest, 2e3 * shortest), extrapolated(fine, coarse), limit);
  print(fmt::format("adaptive {:g}", 10 * limit_rtol), adaptive(10 * limit_rtol), limit);
}
