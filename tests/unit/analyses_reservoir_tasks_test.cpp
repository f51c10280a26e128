// Tasks, read-out and capacities against systems whose answer is known, and against slow, obvious versions of themselves.
#include <somn/analyses/reservoir/capacity.hpp>
#include <somn/analyses/reservoir/evaluate.hpp>
#include <somn/analyses/reservoir/recording.hpp>
#include <somn/core/error.hpp>
#include <somn/core/random.hpp>

#include <Eigen/LU>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <numbers>

using namespace somn;
using namespace somn::analysis;

namespace {

std::vector<double> levels(std::size_t n, std::uint64_t seed, double low = 0, double high = 0.5) {
  Generator draw = generator(seed, "test");
  const boost::random::uniform_real_distribution<double> level(low, high);
  std::vector<double> u;
  for (std::size_t k = 0; k < n; ++k) u.push_back(level(draw));
  return u;
}

std::vector<std::span<const double>> rows(const Signals& s) {
  return {s.begin(), s.end()};
}

// Squashed mixtures of the input's past: tanh of random sums, an echo state network without recurrence.
Signals squashed(const std::vector<double>& u, std::size_t n_outputs, std::uint64_t seed) {
  Generator draw = generator(seed, "squashed");
  boost::random::normal_distribution<double> normal;
  Signals x;
  for (std::size_t k = 0; k < n_outputs; ++k) {
    std::vector<double> w;
    for (int d = 0; d < 8; ++d) w.push_back(2 * normal(draw) * std::pow(0.7, d));
    x.emplace_back();
    for (std::size_t n = 0; n < u.size(); ++n) {
      double sum = 0.3 * normal(draw) * 0.01;
      for (std::size_t d = 0; d < w.size() && d <= n; ++d) sum += w[d] * u[n - d];
      x.back().push_back(std::tanh(sum));
    }
  }
  return x;
}

// Weights by Gaussian elimination of the normal equations with a column of ones.
Eigen::VectorXd slow_weights(const Signals& x, const std::vector<double>& z, const std::vector<std::size_t>& train, double penalty) {
  const auto p = static_cast<Eigen::Index>(x.size());
  Eigen::MatrixXd a = Eigen::MatrixXd::Zero(p + 1, p + 1);
  Eigen::VectorXd b = Eigen::VectorXd::Zero(p + 1);
  for (const std::size_t row : train) {
    Eigen::VectorXd r(p + 1);
    r[0] = 1;
    for (Eigen::Index k = 0; k < p; ++k) r[k + 1] = x[static_cast<std::size_t>(k)][row];
    a += r * r.transpose(), b += r * z[row];
  }
  for (Eigen::Index k = 1; k <= p; ++k) a(k, k) += penalty;
  return a.fullPivLu().solve(b);
}

}  // namespace

TEST_CASE("ridge: the weights of the normal equations, constant and all") {
  const std::vector<double> u = levels(300, 1);
  const Signals x = squashed(u, 6, 2);
  std::vector<std::size_t> train(200);
  for (std::size_t k = 0; k < train.size(); ++k) train[k] = k;
  for (const double penalty : {1e-3, 0.1, 10.0}) {
    const Weights w = ReadOut(rows(x), 200, Ridge{.penalty = penalty, .is_per_row = false, .is_scaled = false}).weights(u);
    const Eigen::VectorXd slow = slow_weights(x, u, train, penalty);
    CHECK(w.constant == Approx(slow[0]).epsilon(1e-9).margin(1e-9));
    for (std::size_t k = 0; k < 6; ++k) CHECK(w.of_signal[k] == Approx(slow[static_cast<Eigen::Index>(k) + 1]).epsilon(1e-9).margin(1e-9));
    CHECK(w.penalty == penalty);
  }
}

TEST_CASE("cross-validation chooses what five trainings on four fifths would choose") {
  const std::vector<double> u = levels(150, 3);
  Signals x = squashed(u, 40, 4);
  Generator draw = generator(9, "test");
  boost::random::normal_distribution<double> normal;
  std::vector<double> z = u;
  for (double& v : z) v += 0.1 * normal(draw);  // noise and many signals: too small a penalty is worse
  const std::size_t n = 100;
  const ReadOut read_out(rows(x), n, Ridge{.is_scaled = false, .is_cross_validated = true});
  double least = INFINITY, best = 0;
  for (int power = -12; power <= 2; ++power) {
    const double penalty = std::pow(10.0, power) * n;
    double error = 0;
    for (std::size_t b = 0; b < 5; ++b) {
      std::vector<std::size_t> train;
      for (std::size_t k = 0; k < n; ++k)
        if (k < 20 * b || k >= 20 * (b + 1)) train.push_back(k);
      const Eigen::VectorXd w = slow_weights(x, z, train, penalty);
      for (std::size_t k = 20 * b; k < 20 * (b + 1); ++k) {
        double told = w[0];
        for (std::size_t s = 0; s < x.size(); ++s) told += w[static_cast<Eigen::Index>(s) + 1] * x[s][k];
        error += (z[k] - told) * (z[k] - told);
      }
    }
    if (error < least) least = error, best = penalty;
  }
  const Weights w = read_out.weights(z);
  CHECK(w.penalty == Approx(best));
  CHECK(best > 1e-10);  // not the end of the grid
}

TEST_CASE("NARMA-10: by the recursion written with indices of its own") {
  const std::vector<double> v = levels(500, 5);
  std::vector<double> y(501, 0.0);  // y[t], t = 0 ... 500
  for (std::size_t t = 0; t < 500; ++t) {
    double sum = 0;
    for (int i = 0; i <= 9; ++i) sum += static_cast<int>(t) - i >= 0 ? y[t - static_cast<std::size_t>(i)] : 0;
    y[t + 1] = 0.3 * y[t] + 0.05 * y[t] * sum + 1.5 * (t >= 9 ? v[t - 9] : 0) * v[t] + 0.1;
  }
  const std::vector<double> z = narma10(v);
  for (std::size_t t = 0; t < 500; ++t) CHECK(z[t] == Approx(y[t + 1]).epsilon(1e-13));
  CHECK_THROWS_WITH(narma10(std::vector<double>(2000, 2.0)), Catch::Contains("runs away"));
}

TEST_CASE("NARMA-10: shift registers have the errors of an independent program") {
  // 2000 rows to train and 2000 to test; five seeds, 0.05 between them: the mean within 0.05/sqrt(5) times 2
  for (const auto& [n_taps, published] : {std::pair{1, 0.887}, {10, 0.614}, {11, 0.529}, {20, 0.431}, {30, 0.416}}) {
    double mean = 0;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      const Signals u{levels(4030, seed)};
      const EvaluateOptions o{.task = TaskKind::narma10, .setting = {.low = 0, .high = 0.5}, .train = 0.5, .n_resamplings = 0};
      mean += evaluate(u, shift_register(u, static_cast<std::size_t>(n_taps)), o).value / 5;
    }
    INFO(n_taps << " taps");
    CHECK(mean == Approx(published).margin(0.045));
  }
}

TEST_CASE("a delay line of n taps has the memory n and the information n, exactly") {
  for (const std::size_t n_taps : {1, 5, 12, 30}) {
    const Signals u{levels(3000, 7, 0.4, 1)};
    Signals line = shift_register(u, n_taps + 1);
    line.erase(line.begin());  // delays 1 to n
    const Evaluation e = evaluate(u, line, {.n_resamplings = 20});
    CHECK(*e.capacity == Approx(static_cast<double>(n_taps)).margin(1e-6));
    CHECK(e.interval->low <= *e.capacity + 1e-9);
    CHECK(e.control.shuffled < 0.1);
    const InformationCapacity c = information_capacity(u.front(), rows(line));
    CHECK(c.total == Approx(static_cast<double>(n_taps)).margin(1e-9));
    CHECK(c.by_degree[0] == Approx(static_cast<double>(n_taps)).margin(1e-9));
    CHECK(c.rank == n_taps);
    CHECK(c.by_delay[0] == 0);
    CHECK(c.by_delay[n_taps] == Approx(1));
  }
}

TEST_CASE("no system holds more than it has outputs; one of polynomials holds them all") {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    std::vector<double> u = levels(2500, seed, -1, 1);
    if (seed == 5)
      for (double& x : u) x = x > 0 ? 1 : -1;  // binary: no powers
    if (seed == 6)
      for (double& x : u) x = x * x * x;  // any distribution
    const Signals x = squashed(u, 9, seed);
    const InformationCapacity c = information_capacity(u, rows(x));
    CHECK(c.total <= 9 + 1e-9);
    CHECK(c.total > 4);
  }
  const std::vector<double> u = levels(2500, 11, -1, 1);
  Signals x(4, std::vector<double>(u.size(), 0.0));
  for (std::size_t n = 3; n < u.size(); ++n) {
    x[0][n] = u[n] * u[n];
    x[1][n] = u[n] * u[n - 1];
    x[2][n] = u[n - 1] * u[n - 2] * u[n - 3];
    x[3][n] = u[n - 2] * u[n - 2] * u[n] * u[n];
  }
  const InformationCapacity c = information_capacity(u, rows(x));
  CHECK(c.total == Approx(4).margin(0.05));
  CHECK(c.by_degree[0] < 0.03);
  CHECK(c.by_degree[2] == Approx(1).margin(0.05));
  const InformationCapacity constant = information_capacity(u, rows(Signals{std::vector<double>(u.size(), 2.0)}));
  CHECK(constant.total == 0);
  CHECK(constant.rank == 0);
}

TEST_CASE("parity and n-back: by counting bits; a product of signs tells the one, a delay line the other") {
  const std::vector<double> u = levels(1000, 13, -1, 1);
  const TaskSetting s{.n_delays = 3, .low = -1, .high = 1};
  const std::vector<Target> parity = task(TaskKind::parity).targets(u, s), back = task(TaskKind::n_back).targets(u, s);
  REQUIRE(parity.size() == 4);
  REQUIRE(back.size() == 3);
  for (std::size_t k = 2; k <= 5; ++k)
    for (std::size_t n = 0; n < u.size(); ++n) {
      int low = 0;
      for (std::size_t i = 0; i < k && n >= k - 1; ++i) low += u[n - i] <= 0;
      if (n < k - 1)
        CHECK(std::isnan(parity[k - 2].values[n]));
      else
        CHECK(parity[k - 2].values[n] == (low % 2 ? -1 : 1));
    }
  for (std::size_t n = 3; n < u.size(); ++n) CHECK(back[2].values[n] == (u[n - 3] > 0 ? 1 : -1));
  std::vector<double> product = parity[0].values;
  product[0] = 0;  // a signal has a value in every row
  const Evaluation x = evaluate({u}, {product}, {.task = TaskKind::parity, .setting = s, .washout = 30});
  CHECK(x.value == 1);
  CHECK(x.control.inputs == Approx(0.5).margin(0.15));
  Signals line = shift_register({u}, 3);
  CHECK(evaluate({u}, line, {.task = TaskKind::n_back, .setting = s}).targets[0].score > 0.97);
}

TEST_CASE("waveforms have the phase of the input; a read-out of its harmonics makes them") {
  Signals in(1), out(8);
  for (int n = 0; n < 400; ++n) {
    const double p = 2 * std::numbers::pi * (n + 0.001) / 40;
    in[0].push_back(0.7 + 0.3 * std::sin(p + 1e-6));
    for (int k = 0; k < 4; ++k) out[static_cast<std::size_t>(2 * k)].push_back(std::sin((k + 1) * p)), out[static_cast<std::size_t>(2 * k + 1)].push_back(std::cos((k + 1) * p));
  }
  CHECK(period_of(in[0]) == Approx(40).margin(1e-6));
  const Evaluation e = evaluate(in, out, {.task = TaskKind::waveform, .washout = 30});
  REQUIRE(e.targets.size() == 4);
  CHECK(e.targets[2].score < 1e-2);  // doubled
  CHECK(e.targets[3].score < 1e-2);  // quarter
  CHECK(e.targets[0].score == Approx(0.32).margin(0.08));  // square of harmonics 1 and 3: sqrt(1 - 8/pi^2 (1 + 1/9)) = 0.315
  CHECK(e.targets[2].resistors == Approx(1).margin(0.1));  // the sine itself has no doubled part
}

TEST_CASE("forecasts ask for what comes; the last rows have no target") {
  std::vector<double> u;
  for (int n = 0; n < 300; ++n) u.push_back(std::sin(0.3 * n));
  const Evaluation e = evaluate({u}, shift_register({u}, 2), {.task = TaskKind::lorenz, .setting = {.horizon = 3}});
  REQUIRE(e.targets.size() == 3);
  for (const TargetResult& t : e.targets) CHECK(t.score < 1e-4);  // a sine is a combination of two of its values
  CHECK(e.n_train + e.n_test == 300 - 30 - 3);
  CHECK(e.targets[0].resistors > 0.2);
}

TEST_CASE("ranks: as many dimensions as independent outputs; alike where the last inputs are alike") {
  const std::vector<double> u = levels(600, 17, -1, 1);
  Signals line = shift_register({u}, 4);
  line.push_back(line[1]);
  Ranks r = ranks(u, rows(line), 4, 0.3);
  CHECK(r.kernel == 4);
  CHECK(r.generalisation == 0);
  Signals far(1, std::vector<double>(u.size(), 0.0));
  for (std::size_t n = 20; n < u.size(); ++n) far[0][n] = u[n - 20];
  CHECK(ranks(u, rows(far), 3, 0.3).generalisation == 1);
}

TEST_CASE("the interval of a score holds the score of another record in about 95 of 100") {
  int n_inside = 0;
  constexpr int n = 120;
  for (int seed = 0; seed < n; ++seed) {
    const auto one = [&](std::uint64_t s, std::size_t length) {
      std::vector<double> u = levels(length, s);
      Generator draw = generator(s, "noise");
      boost::random::normal_distribution<double> normal;
      Signals x = shift_register({u}, 2);
      for (double& v : x[1]) v += 0.1 * normal(draw);
      EvaluateOptions o{.n_resamplings = 200};
      o.setting.n_delays = 1;
      return evaluate({u}, x, o);
    };
    const Evaluation e = one(static_cast<std::uint64_t>(1000 + seed), 600);
    const double truth = 0.6757;  // var(u)/(var(u) + 0.01) = (1/48)/(1/48 + 0.01)
    n_inside += e.interval->low <= truth && truth <= e.interval->high;
  }
  CHECK(n_inside >= 102);  // 95 %: 114 +- 2.4; blocks of few rows are somewhat narrow
  CHECK(n_inside < n);
}

TEST_CASE("a recording: columns by name with or without unit, what floats, levels of several rows, virtual nodes") {
  const std::string path = std::string(SOMN_BUILD_DIR) + "/tests/recording.txt";
  {
    std::ofstream file(path);
    file << "Time[s] 8_V[V] 8_I[A] 9_V[V] 9_I[A] 10_V[V] 10_I[A] 17_V[V] 17_I[A]\n";
    const double u[] = {0.4, 0.9, 0.6};
    for (int k = 0; k < 12; ++k) file << 0.1 * k + 0.003 * (k % 2) << " " << u[k / 4] << " 1e-6 " << k << " nan " << 10 * k << " nan 0.001 " << k << "e-6\n";
  }
  const Recording r = read_recording(path, {.inputs = {"8_V"}});
  CHECK(r.output_names == std::vector<std::string>{"9_V[V]", "10_V[V]"});
  CHECK(r.rows_per_input == 4);
  CHECK(r.inputs.front() == std::vector<double>{0.4, 0.9, 0.6});
  CHECK(r.outputs.front() == std::vector<double>{3, 7, 11});
  const Recording parts = read_recording(path, {.inputs = {"8_V[V]"}, .outputs = {"10_V"}, .virtual_nodes = 2});
  CHECK(parts.outputs == Signals{{10, 50, 90}, {30, 70, 110}});
  CHECK_THROWS_WITH(read_recording(path, {.inputs = {"8_V"}, .outputs = {"9_I"}}), Catch::Contains("9_I"));
  CHECK_THROWS_WITH(read_recording(path, {.inputs = {"88_V"}}), Catch::Contains("8_V"));
  CHECK_THROWS_WITH(read_recording(path, {}), Catch::Contains("--input"));
  CHECK_THROWS_WITH(read_recording(path, {.inputs = {"8_V"}, .virtual_nodes = 3}), Catch::Contains("divisors of 4"));
}
