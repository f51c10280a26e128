// Twenty films of `rate` junctions, each measured with noise: three parameters of the law come back within their joint
// 95 % intervals in at least 18.
#include <somn/core/random.hpp>
#include <somn/fit/fit.hpp>

#include <boost/random/normal_distribution.hpp>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>

using namespace somn;

TEST_CASE("three parameters of 20 synthetic films") {
  const std::filesystem::path folder = std::filesystem::path(SOMN_BUILD_DIR) / "tests/fit_films";
  std::filesystem::create_directories(folder);
  const double truth[] = {34.9, 64.9, 2.72e-3};
  int n_joint = 0, n_each = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto experiment = folder / fmt::format("film_{}.toml", seed);
    std::ofstream(experiment) << fmt::format(
        "[network]\nensemble = \"wires\"\nseed = {}\ndensity = \"0.12 /um2\"\nbox = \"25 um\"\nelectrodes = \"left-right\"\n"
        "[model]\nname = \"rate\"\neta_p = 34.9\nkappa_d0 = 64.9\ng_max = \"2.72 mS\"\n"
        "[drive]\nkind = \"random\"\nlow = \"0.5 V\"\nhigh = \"2 V\"\nhold = \"30 ms\"\nseed = {}\n"
        "[run]\nengine = \"native\"\nt_stop = \"1.5 s\"\nt_sample = \"5 ms\"\nrecord = [\"source\"]\n",
        seed, seed);
    fit::Problem p{.where = "test", .knows_noise = false, .evaluations = 400, .seed = seed};
    p.data = {{experiment, 1.5, 5e-3}};
    p.ranges = {{"model.eta_p", 25, 45, false}, {"model.kappa_d0", 10, 300, true}, {"model.g_max", 1.5e-3, 6e-3, false}};
    fit::Series s{.column = "i_source_A"};
    for (int k = 0; k < 299; ++k) s.times.push_back(5e-3 * k + 2.5e-3), s.values.push_back(0);
    p.series = {s};
    const std::vector<double> y = fit::simulate(p, {truth, truth + 3})[0];
    double mean = 0;
    for (const double v : y) mean += v / static_cast<double>(y.size());
    Generator draw = generator(seed, "noise");
    boost::random::normal_distribution<double> normal;
    for (std::size_t k = 0; k < y.size(); ++k) p.series[0].values[k] = y[k] + 0.01 * mean * normal(draw);
    p.series[0].noise = 0.01 * mean;
    const fit::Fit f = fit::fit(p);
    bool each = true, joint = true;
    for (std::size_t k = 0; k < 3; ++k) {
      const fit::Estimate& e = f.estimates[k];
      each = each && e.is_determined && e.low <= truth[k] && truth[k] <= e.high;
      joint = joint && e.is_determined && e.joint_low <= truth[k] && truth[k] <= e.joint_high;
    }
    n_each += each, n_joint += joint;
    UNSCOPED_INFO(fmt::format("seed {}: {} (95 %: {} to {}), {} evaluations", seed, f.estimates[0].value, f.estimates[0].low, f.estimates[0].high, f.n_evaluations));
  }
  WARN(fmt::format("{} of 20 within joint intervals, {} within each of the single ones", n_joint, n_each));
  CHECK(n_joint >= 18);
}
