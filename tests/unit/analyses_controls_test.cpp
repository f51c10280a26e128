// The control beside each result: what data without the sought structure show.
#include <somn/analyses/modality/modality.hpp>
#include <somn/analyses/spectrum/spectrum.hpp>
#include <somn/analyses/stdp/plasticity.hpp>
#include <somn/power_laws/goodness_of_fit.hpp>
#include <somn/power_laws/power_law_control.hpp>
#include <somn/statistics/counter_stream.hpp>
#include <somn/statistics/lattice.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

using namespace somn::analysis;

TEST_CASE("control of a power law: exponential data are fitted by the same rules and found out") {
  // 2^-k at 1, 2, ..: geometric already, so the control looks like the data
  ValueCounts halves;
  for (std::int64_t k = 1; k <= 10; ++k) halves.append(k, 1 << (10 - k));
  const PowerLawControl c = exponential_control(halves, {.xmin = 1, .upper_end = UpperEnd::open, .min_distinct = 2},
                                                {.n_surrogates = 20}, 10);
  CHECK(c.n_realisations == 10);
  CHECK(c.n_values == 1000);
  CHECK(c.mean == Approx(2).epsilon(0.02));
  const PowerLawFit measured = fit_exponent(halves, 1, unbounded);
  CHECK(c.alpha.mean == Approx(measured.alpha).margin(4 * c.alpha.sd));
  CHECK(c.ks_distance.mean == Approx(measured.ks_distance).margin(4 * c.ks_distance.sd));
  CHECK(c.normalised_ratio.mean < -5);
  CHECK(c.p_value.mean < 0.1);
  CHECK(c.share_not_rejected == 0);

  std::vector<double> reals;
  for (int k = 1; k < 1000; ++k) reals.push_back(1 - std::log(k / 1000.0));  // quantiles of 1 + Exp(1)
  const PowerLawControl r = exponential_control(reals, {.xmin = 1.001}, {.n_surrogates = 20}, 10);
  CHECK(r.mean == Approx(2).epsilon(0.01));
  CHECK(r.alpha.mean == Approx(fit_continuous(reals, {.xmin = 1.001}).alpha).margin(4 * r.alpha.sd));
  CHECK(r.normalised_ratio.mean < -5);
  CHECK(exponential_control(std::vector<double>{3, 3, 3}, {}, {}, 10).reason == "all values are equal");
}

TEST_CASE("control of a plasticity curve: permuted delays know nothing") {
  std::vector<double> dt, curve, flat;
  CounterStream random(1, 0);
  for (int k = -20; k <= 20; ++k) {
    if (k == 0) continue;
    dt.push_back(k);
    curve.push_back((k > 0 ? 1 : -0.5) * std::exp(-std::abs(k) / 6.0) + 0.02 * (random.uniform() - 0.5));
    flat.push_back(random.uniform() - 0.5);
  }
  const PlasticityControl found = plasticity_control(dt, curve, fit_plasticity(dt, curve), 99, 1);
  CHECK(found.p == Approx(0.01));
  CHECK(found.log_likelihood_ratio.high < fit_plasticity(dt, curve).flat.log_likelihood_ratio);
  CHECK(plasticity_control(dt, flat, fit_plasticity(dt, flat), 99, 1).p > 0.05);
  CHECK(std::isnan(plasticity_control({}, {}, fit_plasticity({}, {}), 99, 1).p));
}

TEST_CASE("control of a spectrum: in random order the power lies at the level of white noise") {
  std::vector<double> sine(4096), counts(4096);
  CounterStream random(1, 0);
  for (std::size_t k = 0; k < sine.size(); ++k) {
    sine[k] = std::sin(0.3 * static_cast<double>(k));
    counts[k] = std::floor(3 * random.uniform());
  }
  const SpectrumControl c = spectrum_control(sine, 0.1, {}, 10, 1);
  CHECK(c.white_level == Approx(2 * 0.5 * 0.1).epsilon(0.01));
  double mean = 0, largest = 0;
  for (std::size_t k = 2; k + 2 < c.mean_power.size(); ++k) {
    mean += c.mean_power[k] / static_cast<double>(c.mean_power.size() - 4);
    largest = std::max(largest, c.mean_power[k]);
  }
  CHECK(mean == Approx(c.white_level).epsilon(0.03));
  CHECK(largest < 2 * c.white_level);  // the line of the sine is gone
  CHECK(std::isnan(c.poisson_level));
  CHECK(spectrum_control(counts, 0.1, {}, 3, 1).poisson_level == Approx(2 * 1 * 0.1).epsilon(0.05));
}

TEST_CASE("the null of the dip: as many uniform values") {
  std::vector<double> values;
  CounterStream random(2, 0);
  for (int k = 0; k < 200; ++k) values.push_back(random.uniform() + (k % 2) * 1.5);
  const Modality two = analyse_modality(values, {.n_surrogates = 400});
  CHECK(two.null.n_realisations == 400);
  CHECK(two.dip_p < 0.05);
  CHECK(two.dip.dip > two.null.dip_95);
  CHECK(two.null.dip.mean == Approx(0.63 / std::sqrt(200) / 2).epsilon(0.35));  // sqrt(n) D about 0.3
  CHECK(two.null.dip.mean < two.null.dip_95);
}

TEST_CASE("steps of whole, rounded and clocked numbers; none of reals, and none that two levels make up") {
  CHECK(lattice_step({1, 2, 3, 5, 8}) == 1.0);
  CHECK(lattice_step({0.01, 0.02, 0.03, 0.04, 0.07, 0.11}).value() == Approx(0.01));
  CHECK(lattice_step({0.0025, 0.005, 0.0075, 0.01, 0.0125}).value() == Approx(0.0025));
  CHECK(lattice_step({1000, 2000, 3000, 4000, 6000}).value() == Approx(1000));
  CHECK(lattice_step({0, 10}) == 1.0);
  CHECK(lattice_step({0.1, 0.9}).value() == Approx(0.01));
  CHECK(lattice_step({1.5e-7, 1.6e-7, 9.9e-7}).value() == Approx(1e-8));
  CHECK_FALSE(lattice_step({0.12345678901234, 0.5234567890123, 0.912345678901234, 1.2345678901234, 3.3}).has_value());
  CHECK_FALSE(lattice_step({0.1234567891, 0.2345678912, 0.3456789123, 0.9567891234}).has_value());
  const Repeats noisy = repeats_of({0.1 + 0.2, 0.3, 0.4, 0.5});  // 0.1 + 0.2 is not 0.3
  CHECK(noisy.n_tied == 2);
  CHECK(noisy.distinct.size() == 3);
}

TEST_CASE("ties are spread over half a step to either side, and the verdict goes by that") {
  std::vector<double> counts;
  for (int value = 0; value < 9; ++value)  // one mode, at 4
    for (int k = 0; k < 40 - 8 * std::abs(value - 4); ++k) counts.push_back(value);
  const Modality one = analyse_modality(counts, {.n_surrogates = 200});
  CHECK(one.dip_p < 0.05);  // as they are
  CHECK(one.spread_p > 0.05);
  CHECK(one.ties.step == 1.0);
  CHECK(one.verdict.starts_with("one mode not rejected"));
  CHECK(one.verdict.find("multiples of 1") != std::string::npos);
  REQUIRE(one.ties.spread.size() == counts.size());
  for (std::size_t k = 0; k < counts.size(); ++k) CHECK(std::abs(one.ties.spread[k] - counts[k]) <= 0.5);

  for (double& v : counts) v = v < 4 ? v : v + 20;  // two groups of whole numbers stay two
  CHECK(analyse_modality(counts, {.n_surrogates = 200}).verdict.starts_with("more than one mode"));
  std::vector<double> reals;
  for (int k = 0; k < 100; ++k) reals.push_back(std::sqrt(k));
  CHECK(analyse_modality(reals, {.n_surrogates = 20}).ties.rule == "none");
}

TEST_CASE("the headline of a power law names the rivals that it could not beat") {
  CHECK(rivals_clause({}).empty());
  CHECK(rivals_clause({{.name = "exponential", .ratio = 9, .p = 0.01}, {.name = "poisson", .ratio = 90, .p = 0}}) ==
        "; beats exponential, poisson");
  CHECK(rivals_clause({{.name = "exponential", .ratio = 9, .p = 0.01},
                       {.name = "lognormal", .ratio = -1, .p = 0.5},
                       {.name = "stretched_exponential", .ratio = 1, .p = 0.2},
                       {.name = "truncated_power_law", .ratio = -5, .p = 0.001}}) ==
        "; better: truncated power law; not beaten: lognormal, stretched exponential");
}
