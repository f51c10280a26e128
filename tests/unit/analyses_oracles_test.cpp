// Cases small enough to check on paper, or with a closed form.
#include <somn/analyses/bursts/bursts.hpp>
#include <somn/analyses/isi/interval_models.hpp>
#include <somn/analyses/modality/modality.hpp>
#include <somn/analyses/spectrum/spectrum.hpp>
#include <somn/analyses/stdp/plasticity.hpp>
#include <somn/analyses/synchrony/synchrony.hpp>
#include <somn/power_laws/alternatives.hpp>
#include <somn/power_laws/continuous_power_law.hpp>
#include <somn/power_laws/power_sum.hpp>
#include <somn/signals/autocorrelation.hpp>
#include <somn/signals/branching.hpp>
#include <somn/spike_trains/scaling.hpp>
#include <somn/spike_trains/train_pairs.hpp>
#include <somn/statistics/counter_stream.hpp>
#include <somn/statistics/minimise.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

using namespace somn::analysis;

namespace {
const double pi = std::acos(-1.0);
const Segment ten{.start = 0, .end = 10};
}  // namespace

TEST_CASE("Victor-Purpura by hand: shift, or delete and insert, whichever is cheaper") {
  const std::vector<double> a{1}, b{3}, none;
  CHECK(victor_purpura(a, b, 0.5) == Approx(1));  // shift by 2 at 0.5
  CHECK(victor_purpura(a, b, 5) == Approx(2));    // delete and insert
  CHECK(victor_purpura(a, none, 5) == 1);
}

TEST_CASE("van Rossum: one spike against none is 1, equal trains are 0, far ones sqrt(2)") {
  const std::vector<double> a{1}, b{1e6}, none;
  CHECK(van_rossum(a, none, 0.3) == Approx(1));
  CHECK(van_rossum(a, a, 0.3) == Approx(0).margin(1e-12));
  CHECK(van_rossum(a, b, 0.3) == Approx(std::sqrt(2.0)));
}

TEST_CASE("distances: 0 for equal trains; ISI-distance of intervals 1 and 2 is 1/2") {
  std::vector<double> a, b;
  for (int k = 0; k <= 10; ++k) a.push_back(k);
  for (int k = 0; k <= 5; ++k) b.push_back(2 * k);
  CHECK(isi_distance(a, a, ten, ten) == 0);
  CHECK(spike_distance(a, a, ten, ten) == 0);
  CHECK(spike_synchronisation(a, a, ten, ten).share() == 1);
  CHECK(isi_distance(a, b, ten, ten) == Approx(0.5));
  CHECK(tiling_coefficient(a, a, ten, 0.1) == Approx(1));
}

TEST_CASE("MaxInterval by hand: begin, end, merge, drop") {
  const std::vector<double> t{0, 0.1, 0.2, 1, 1.05, 5, 5.1, 5.2, 5.3, 9};
  const Bursts found = find_bursts(t, {.begin = 0.15, .end = 0.3, .gap = 0.1, .min_duration = 0});
  REQUIRE(found.bursts.size() == 2);
  CHECK((found.bursts[0].first == 0 && found.bursts[0].last == 2));
  CHECK((found.bursts[1].first == 5 && found.bursts[1].last == 8));
  CHECK(find_bursts(t, {.begin = 0.15, .end = 0.3, .gap = 1, .min_duration = 0}).bursts[0].last ==
        4);  // 0.8 apart: merged
  CHECK(find_bursts(t, {.begin = 0.15, .end = 0.3, .gap = 0.1, .min_duration = 0.25}).bursts.size() == 1);
}

TEST_CASE("scale-free defaults find planted bursts, and refuse a regular train") {
  std::vector<double> t;
  CounterStream random(1, 0);
  for (int burst = 0; burst < 100; ++burst)
    for (int k = 0; k < 6; ++k) t.push_back(burst * 10 + 0.01 * k + 0.002 * random.uniform());
  const Bursts found = find_bursts(t, {});
  CHECK(found.bursts.size() == 100);
  std::vector<double> regular;
  for (int k = 0; k < 500; ++k) regular.push_back(k + 1e-3 * random.uniform());
  CHECK(find_bursts(regular, {}).bursts.empty());
  CHECK_FALSE(find_bursts(regular, {}).reason.empty());
}

TEST_CASE("lowess: a straight line stays one, f of one point smooths nothing") {
  std::vector<double> line;
  for (int k = 0; k < 40; ++k) line.push_back(3 + 2 * k);
  const auto smooth = lowess(line, 0.5);
  for (std::size_t k = 0; k < line.size(); ++k) CHECK(smooth[k] == Approx(line[k]));
  const std::vector<double> rough{1, 5, 2, 8, 1, 9};
  CHECK(lowess(rough, 0.05) == rough);
}

TEST_CASE("dip: 1/2n for evenly spaced values, 1/4 for two far clusters") {
  std::vector<double> even(100), two(100);
  std::iota(even.begin(), even.end(), 0.0);
  for (std::size_t k = 0; k < 100; ++k)
    two[k] = k < 50 ? 1e-6 * static_cast<double>(k) : 1 + 1e-6 * static_cast<double>(k);
  CHECK(dip_of(even).dip == Approx(1.0 / 200));
  CHECK(dip_of(two).dip == Approx(0.25).margin(0.01));
}

TEST_CASE("Welch: the power of a sine, white noise of known variance, constant signals") {
  std::vector<double> sine(4096), constant(4096, 5);
  for (std::size_t k = 0; k < sine.size(); ++k) sine[k] = 3 * std::sin(2 * pi * 64 / 1024 * static_cast<double>(k));
  const Spectrum s = welch(sine, 1e-3, {.segment_length = 1024, .scaling = Scaling::spectrum});
  CHECK(s.power[64] == Approx(4.5).epsilon(1e-6));  // amplitude^2/2
  const Spectrum density = welch(sine, 1e-3, {.segment_length = 1024});
  CHECK(std::accumulate(density.power.begin(), density.power.end(), 0.0) * density.frequencies[1] ==
        Approx(4.5).epsilon(1e-6));
  for (const double p : welch(constant, 1e-3).power) CHECK(p == Approx(0).margin(1e-20));
  std::vector<double> prime(1009);  // a length with no small factor
  for (std::size_t k = 0; k < prime.size(); ++k) prime[k] = std::cos(2 * pi * 100 / 1009 * static_cast<double>(k));
  const Spectrum p = welch(prime, 1, {.segment_length = 1009, .window = Window::boxcar, .scaling = Scaling::spectrum});
  CHECK(p.power[100] == Approx(0.5).epsilon(1e-9));
}

TEST_CASE("Poisson surprise: what falls short of the least surprise still takes its spikes") {
  CounterStream random(11, 0);
  std::vector<double> times;
  for (double t = 0; times.size() < 3000;)
    times.push_back(t -= (random.uniform() < 0.7 ? 0.3 : 3.0) * std::log(1 - random.uniform()));
  const auto bursts = [&](double least) {
    return find_bursts(times, {.method = BurstMethod::poisson_surprise, .min_surprise = least}).bursts;
  };
  std::vector<Burst> all = bursts(0), strong = bursts(8);
  REQUIRE(strong.size() > 20);
  REQUIRE(strong.size() + 20 < all.size());
  std::erase_if(all, [](const Burst& b) { return b.surprise < 8; });
  REQUIRE(strong.size() == all.size());
  for (std::size_t k = 0; k < all.size(); ++k)
    CHECK((strong[k].first == all[k].first && strong[k].last == all[k].last));
}

TEST_CASE("branching: activity with memory stands out from its shuffled and Poisson controls") {
  CounterStream random(5, 0);
  std::vector<double> activity;
  double a = 10;
  for (int k = 0; k < 4000; ++k) activity.push_back(a = 0.9 * a + 2 * random.uniform());
  const BranchingOptions options{.k_max = 40};
  CHECK(analyse_branching(activity, options).r.front() == Approx(0.9).margin(0.03));
  for (const ControlKind kind : {ControlKind::shuffled, ControlKind::poisson}) {
    const BranchingControl c = branching_control(kind, activity, options, 20);
    CHECK(c.n_realisations == 20);
    CHECK(std::abs(c.naive_slope.mean) < 4 / std::sqrt(20 * 4000.0));
    CHECK(c.naive_slope.sd == Approx(1 / std::sqrt(4000.0)).epsilon(0.5));
  }
  for (double& x : activity) x -= 100;
  CHECK(std::isnan(branching_control(ControlKind::poisson, activity, options, 3).naive_slope.mean));
}

TEST_CASE("long transforms: three sines stand in their bins, and nothing anywhere else") {
  for (const std::size_t n : {std::size_t{1} << 19, std::size_t{200003}}) {  // rows and columns; Bluestein by them
    const std::size_t bins[] = {5, 1027, n / 2 - 3};
    const double amplitudes[] = {1, 0.5, 2}, step = 2 * std::acos(-1.0) / static_cast<double>(n);
    std::vector<double> x(n);
    for (int i = 0; i < 3; ++i)
      for (std::size_t t = 0; t < n; ++t) x[t] += amplitudes[i] * std::sin(step * static_cast<double>(bins[i] * t % n));
    Spectrum s = welch(
        x, 1, {.segment_length = n, .window = Window::boxcar, .detrend = Detrend::none, .scaling = Scaling::spectrum});
    REQUIRE(s.n_segments == 1);
    for (int i = 0; i < 3; ++i) {
      CHECK(s.power[bins[i]] == Approx(amplitudes[i] * amplitudes[i] / 2).epsilon(1e-10));
      s.power[bins[i]] = 0;
    }
    CHECK(*std::max_element(s.power.begin(), s.power.end()) < 1e-22);
  }
}

TEST_CASE("autocorrelation by hand, and the time scale of an exponential") {
  const std::vector<double> x{1, -1, 1, -1};
  const auto r = autocorrelation(x, 2);
  CHECK(r[0] == Approx(1));
  CHECK(r[1] == Approx(-0.75));
  CHECK(r[2] == Approx(0.5));
  std::vector<double> decay;
  for (int k = 1; k <= 100; ++k) decay.push_back(0.7 * std::exp(-k / 12.0) + 0.1);
  const ExponentialFit fit = fit_exponential(decay, 1, true);
  CHECK(fit.tau == Approx(12).epsilon(1e-6));
  CHECK(fit.amplitude == Approx(0.7).epsilon(1e-6));
  CHECK(fit.offset == Approx(0.1).epsilon(1e-6));
}

TEST_CASE("MR estimator: an autoregressive process, seen whole") {
  CounterStream random(3, 0);
  std::vector<double> a{0};
  for (int k = 0; k < 200000; ++k) a.push_back(0.9 * a.back() + random.uniform());
  const Branching b = analyse_branching(a, {.k_max = 50});
  CHECK(b.exponential.m == Approx(0.9).margin(0.005));
  CHECK(b.exponential.m_low < 0.9);
  CHECK(b.exponential.m_high > 0.9);
  CHECK(analyse_branching(std::vector<double>(100, 2.0)).verdict.find("constant") != std::string::npos);
}

TEST_CASE("synchrony: 1 for identical units, 1/sqrt(N) for independent ones") {
  CounterStream random(4, 0);
  std::vector<double> one(2000);
  for (double& v : one) v = random.uniform();
  CHECK(analyse_synchrony({one, one, one}).chi == Approx(1));
  CHECK(analyse_synchrony({one, one, one}).kuramoto_r == Approx(1));
  std::vector<std::vector<double>> many(50, std::vector<double>(5000));
  for (auto& unit : many)
    for (double& v : unit) v = random.uniform();
  CHECK(analyse_synchrony(many).chi == Approx(1 / std::sqrt(50.0)).epsilon(0.05));
}

TEST_CASE("plasticity: exact branches are found") {
  std::vector<double> dt, y;
  for (int k = -30; k <= 30; ++k) {
    const double t = 3e-3 * k;
    dt.push_back(t);
    y.push_back(t > 0 ? 0.8 * std::exp(-t / 17e-3) : -0.3 * std::exp(t / 34e-3));
  }
  const Plasticity p = fit_plasticity(dt, y);
  CHECK(p.plus.amplitude == Approx(0.8).epsilon(1e-5));
  CHECK(p.plus.tau == Approx(17e-3).epsilon(1e-5));
  CHECK(p.minus.tau == Approx(34e-3).epsilon(1e-5));
  CHECK(p.n_zero == 1);
}

TEST_CASE("continuous law: the closed form, and an upper end") {
  const std::vector<double> x{1, 2, 4, 8};
  const ContinuousFit fit = fit_continuous(x, {.xmin = 1});
  CHECK(fit.alpha == Approx(1 + 4 / (6 * std::log(2.0))));
  CHECK(fit.alpha_se == Approx((fit.alpha - 1) / 2));
  CHECK(fit.log_likelihood == Approx(4 * std::log(fit.alpha - 1) - fit.alpha * 6 * std::log(2.0)));
  const ContinuousFit symmetric = fit_continuous(x, {.xmin = 1, .xmax = 8});  // ln x uniform on average: alpha = 1
  CHECK(symmetric.alpha == Approx(1).margin(1e-9));
}

TEST_CASE("rivals: the exponential's closed forms; the ridges end in the power law") {
  Tail tail{.is_discrete = false, .xmin = 1, .alpha = 2};
  for (int k = 0; k < 1000; ++k) tail.values.push_back(1 - std::log(1 - (k + 0.5) / 1000) / 0.7);
  tail.alpha = 1 + 1000 / std::accumulate(tail.values.begin(), tail.values.end(), 0.0,
                                          [](double s, double x) { return s + std::log(x); });
  const auto rivals = compare_alternatives(tail);
  const double mean = std::accumulate(tail.values.begin(), tail.values.end(), 0.0) / 1000;
  CHECK(rivals[0].log_likelihood == Approx(1000 * (-std::log(mean - 1) - 1)));
  CHECK(rivals[2].log_likelihood >= rivals[0].log_likelihood - 1e-6);  // stretched exponentials contain the exponential
  CHECK(rivals[0].ratio < 0);
  CHECK(rivals[3].ratio <= 0);  // truncated power laws contain the power law
}

TEST_CASE("kappa of ideal sizes is near 1, below for steeper, above for flatter ones") {
  const auto ideal = [](double exponent) {
    std::vector<std::int64_t> sizes;
    for (std::int64_t k = 1; k <= 1000; ++k)
      sizes.insert(sizes.end(),
                   static_cast<std::size_t>(std::lround(1e5 * std::pow(static_cast<double>(k), -exponent))), k);
    return sizes;
  };
  CHECK(kappa(ideal(1.5), 1.5) == Approx(1).margin(0.01));
  CHECK(kappa(ideal(2.2), 1.5) < 0.95);
  CHECK(kappa(ideal(1.1), 1.5) > 1.05);
}

TEST_CASE("shape collapse: parabolas of height T^(gamma - 1)") {
  Avalanches a;
  for (const std::int64_t duration : {8, 12, 16, 24, 32, 48})
    for (int copy = 0; copy < 25; ++copy) {
      a.durations.push_back(duration);
      for (std::int64_t j = 1; j <= duration; ++j) {
        const double x = (static_cast<double>(j) - 0.5) / static_cast<double>(duration);
        a.profiles.push_back(static_cast<std::int32_t>(
            std::lround(1000 * 4 * x * (1 - x) * std::pow(static_cast<double>(duration), 0.6))));
      }
    }
  const ShapeCollapse c = collapse_shapes(a);
  CHECK(c.gamma == Approx(1.6).margin(0.02));
  CHECK(c.parabola_r_squared > 0.99);
  CHECK(std::abs(c.asymmetry) < 0.02);
}

TEST_CASE("least squares and simplex find what they should") {
  const LeastSquares line = least_squares(
      [](std::span<const double> p, std::span<double> r) {
        for (std::size_t k = 0; k < 5; ++k)
          r[k] = p[0] + p[1] * static_cast<double>(k) - (1 + 2 * static_cast<double>(k));
      },
      5, {{0}, {0}});
  CHECK(line.x[0] == Approx(1));
  CHECK(line.x[1] == Approx(2));
  const double step[] = {0.5, 0.5};
  const Minimum m =
      minimise([](std::span<const double> x) { return std::pow(1 - x[0], 2) + 100 * std::pow(x[1] - x[0] * x[0], 2); },
               {-1, 1}, step, 1e-15);
  CHECK(m.x[0] == Approx(1).margin(1e-4));
}

TEST_CASE("interval models: an exponential sample ranks the exponential among the best") {
  CounterStream random(9, 0);
  std::vector<double> intervals;
  for (int k = 0; k < 5000; ++k) intervals.push_back(-std::log(1 - random.uniform()));
  const IntervalModels models = fit_intervals(intervals);
  REQUIRE(models.models.size() == 6);
  double best = models.models.front().aicc;
  for (const IntervalModel& m : models.models)
    if (m.name == "exponential") CHECK(m.aicc - best < 10);
  std::vector<double> times;
  double t = 0;
  for (const double i : intervals) times.push_back(t += i);
  const FanoCurve curve = fano_curve(times, {{0, t + 1}});
  REQUIRE(curve.fano.size() > 5);
  CHECK(curve.fano.front() == Approx(1).margin(0.1));
}

TEST_CASE("a knee is found whatever the unit of frequency") {
  for (const double unit : {1.0, 1e6, 1e-6}) {
    Spectrum s{.degrees_of_freedom = 40};
    for (int k = 0; k <= 200; ++k) {
      s.frequencies.push_back(unit * k);
      s.power.push_back(1e-20 / (1 + std::pow(k / 20.0, 3)));
    }
    INFO(unit);
    const Aperiodic fit = fit_either_background(s, {.n_surrogates = 20});
    CHECK(fit.exponent == Approx(3).epsilon(1e-6));
    CHECK(std::pow(fit.knee, 1 / fit.exponent) == Approx(20 * unit).epsilon(1e-6));
    CHECK(fit.offset - std::log10(fit.knee) == Approx(-20).epsilon(1e-6));
    CHECK(fit.peaks.empty());
    CHECK(fit_aperiodic(s, {.n_surrogates = 20}).bic > fit.bic);
  }
}

TEST_CASE("background and peaks know no units") {
  CounterStream random(5, 0);
  std::vector<double> x{0};
  for (int k = 1; k < 4000; ++k)
    x.push_back(0.9 * x.back() + random.uniform() - 0.5 + 0.5 * std::sin(2 * std::acos(-1.0) * 0.2 * k));
  for (const bool has_knee : {false, true}) {
    const Aperiodic one = fit_aperiodic(welch(x, 1), {.has_knee = has_knee, .n_surrogates = 50});
    for (const double unit : {1e-9, 1e12})
      for (const double step : {1e-9, 1e3}) {
        std::vector<double> y;
        for (const double v : x) y.push_back(unit * v);
        const Aperiodic other = fit_aperiodic(welch(y, step), {.has_knee = has_knee, .n_surrogates = 50});
        INFO(unit << " " << step << " " << has_knee);
        CHECK(other.exponent == Approx(one.exponent).epsilon(1e-6));
        CHECK(other.exponent_se == Approx(one.exponent_se).epsilon(1e-6));
        REQUIRE(other.peaks.size() == one.peaks.size());
        for (std::size_t k = 0; k < one.peaks.size(); ++k) {
          CHECK(other.peaks[k].frequency * step == Approx(one.peaks[k].frequency).epsilon(1e-5));
          CHECK(other.peaks[k].p == one.peaks[k].p);
        }
      }
  }
}

TEST_CASE("a sine in coloured noise is a peak, and the only significant one; degrees of freedom of Welch 1967") {
  CounterStream random(6, 0);
  std::vector<double> x{0};
  for (int k = 1; k < 8000; ++k) x.push_back(0.5 * x.back() + random.uniform() - 0.5 + 0.15 * std::sin(1.1 * k));
  const Aperiodic fit = fit_either_background(welch(x, 1), {.n_surrogates = 200});
  std::vector<double> significant;
  for (const Peak& p : fit.peaks)
    if (p.is_significant()) significant.push_back(p.frequency);
  REQUIRE(significant.size() == 1);
  CHECK(significant[0] == Approx(1.1 / 2 / std::acos(-1.0)).epsilon(0.01));
  // Hann, half overlap: rho = 1/6; K = 9: 18/(1 + 2 (8/9)/36)
  const Spectrum s = welch(std::vector<double>(x.begin(), x.begin() + 1280), 1, {.segment_length = 256});
  REQUIRE(s.n_segments == 9);
  CHECK(s.degrees_of_freedom == Approx(18 / (1 + 2 * 8.0 / 9 / 36)).epsilon(1e-3));
  CHECK(welch(x, 1, {.overlap = 0, .window = Window::boxcar}).degrees_of_freedom ==
        2 * static_cast<double>(welch(x, 1, {.overlap = 0}).n_segments));
}

TEST_CASE("power law of r_k: k^-a gives a, an exponential and a short range are refused") {
  std::vector<double> power{1}, exponential{1};
  for (int k = 1; k <= 500; ++k) power.push_back(std::pow(k, -0.4)), exponential.push_back(std::exp(-k / 50.0));
  const AcfPowerLaw law = fit_power_law(power, {.first = 1, .last = 500});
  CHECK(law.slope == Approx(0.4).epsilon(1e-12));
  CHECK((law.first_lag == 1 && law.last_lag == 500 && law.reason.empty()));
  CHECK(std::isnan(fit_power_law(exponential, {.first = 1, .last = 500}).slope));
  CHECK(fit_power_law(exponential, {.first = 1, .last = 500}).reason.find("exponential") != std::string::npos);
  CHECK(fit_power_law(power, {.first = 1, .last = 9}).reason == "lags 1 to 9 are less than a decade");
  power[10] = 0;
  CHECK(fit_power_law(power, {.first = 1, .last = 500}).reason == "r_k is not positive at lag 10");
}

namespace {
std::vector<double> normal_numbers(std::size_t n, std::uint64_t seed) {
  CounterStream random(seed, 0);
  std::vector<double> x(n);
  for (double& v : x) v = std::sqrt(-2 * std::log(1 - random.uniform())) * std::cos(2 * pi * random.uniform());
  return x;
}
}  // namespace

TEST_CASE(
    "power law of a series: moving average of weights j^-0.8 has slope 0.6 in its interval, AR(1) and white none") {
  const std::size_t n = 40000, memory = 2000;
  const std::vector<double> white = normal_numbers(n + memory, 5);
  std::vector<double> weights{1}, theory{}, x(n), ar(n);
  for (std::size_t j = 1; j < memory; ++j) weights.push_back(std::pow(static_cast<double>(j + 1), -0.8));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < memory; ++j) x[i] += weights[j] * white[i + memory - j];
    ar[i] = (i ? 0.95 * ar[i - 1] : 0) + white[i];
  }
  for (std::size_t k = 0; k <= 100; ++k)  // exact: r_k = sum w_j w_{j+k}/sum w_j^2
    theory.push_back(
        std::inner_product(weights.begin() + static_cast<std::ptrdiff_t>(k), weights.end(), weights.begin(), 0.0));
  const double expected = fit_power_law(theory, {.first = 1, .last = 100}).slope;
  const AcfPowerLaw law = analyse_acf(x, 1, 100, {.power_law = LagRange{1, 100}}).power_law;
  INFO(law.slope << " " << law.low << " " << law.high << " " << law.reason << ", exact " << expected);
  CHECK((law.low < expected && expected < law.high));
  CHECK((law.low < law.slope && law.slope < law.high && law.high - law.low < 0.3));
  const AcfPowerLaw none = analyse_acf(ar, 1, 1000).power_law;
  INFO(none.slope << " " << none.reason);
  CHECK((std::isnan(none.slope) && none.reason.find("exponential") != std::string::npos));
  CHECK(std::isnan(analyse_acf(white, 1, 1000).power_law.slope));
}

TEST_CASE("detrending: a line leaves nothing, a line and white noise leave white noise") {
  std::vector<double> x = normal_numbers(4000, 7), line;
  const std::vector<double> noise = x;
  for (std::size_t k = 0; k < x.size(); ++k) line.push_back(3 + 0.01 * static_cast<double>(k)), x[k] += line[k];
  for (const double v : without_line(line)) CHECK(std::abs(v) < 1e-12);
  const std::vector<double> a = without_line(x), b = without_line(noise);
  for (std::size_t k = 0; k < x.size(); ++k) REQUIRE(a[k] == Approx(b[k]).margin(1e-10));
  CHECK(analyse_acf(x, 1, 20).r[1] > 0.9);
  const AcfAnalysis rest = analyse_acf(x, 1, 20, {.is_detrended = true});
  for (std::size_t k = 1; k <= 20; ++k) CHECK(std::abs(rest.r[k]) < 4 / std::sqrt(4000.0));
}
