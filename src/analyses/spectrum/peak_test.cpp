#include <somn/analyses/spectrum/peak_test.hpp>
#include <somn/statistics/counter_stream.hpp>
#include <somn/statistics/parallel.hpp>

#include <Eigen/QR>
#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <cmath>

namespace somn::analysis {
namespace {

// Fourier coefficients of the window, h_0, h_1, ...: w = h_0 + sum h_j (e^(ija) + e^(-ija)).
std::vector<double> taps_of(const std::vector<double>& cosines) {
  if (cosines.empty()) return {1};
  std::vector<double> h{cosines.front()};
  for (std::size_t j = 1; j < cosines.size(); ++j) h.push_back(cosines[j] / 2);
  return h;
}

double at(const std::vector<double>& symmetric, std::ptrdiff_t k) {
  const auto i = static_cast<std::size_t>(std::abs(k));
  return i < symmetric.size() ? symmetric[i] : 0;
}

// Correlation of the powers of white noise d frequency steps apart: (sum_j h_j h_{j+d}/sum h^2)^2.
std::vector<double> coherence_of(const std::vector<double>& taps) {
  const auto m = static_cast<std::ptrdiff_t>(taps.size()) - 1;
  std::vector<double> sums;
  for (std::ptrdiff_t d = 0; d <= 2 * m; ++d) {
    double sum = 0;
    for (std::ptrdiff_t j = -m; j <= m; ++j) sum += at(taps, j) * at(taps, j + d);
    sums.push_back(sum);
  }
  std::vector<double> c;
  for (const double s : sums) c.push_back(s * s / (sums[0] * sums[0]));
  return c;
}

// Symmetric taps of unit energy whose autocorrelation is c: the inverse transform of the root of its transform.
std::vector<double> root_taps(const std::vector<double>& c) {
  constexpr int n = 256, reach = 8;
  std::vector<double> taps(reach + 1);
  for (int q = 0; q < n; ++q) {
    const double a = 2 * std::acos(-1.0) * q / n;
    double power = c[0];
    for (std::size_t d = 1; d < c.size(); ++d) power += 2 * c[d] * std::cos(static_cast<double>(d) * a);
    for (int j = 0; j <= reach; ++j)
      taps[static_cast<std::size_t>(j)] += std::sqrt(std::max(power, 0.0)) * std::cos(j * a) / n;
  }
  while (taps.size() > 1 && std::abs(taps.back()) < 1e-6) taps.pop_back();
  return taps;
}

std::vector<double> convolve(const std::vector<double>& z, const std::vector<double>& taps, std::size_t n) {
  const std::size_t m = taps.size() - 1;
  std::vector<double> y(n);
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t j = 0; j <= 2 * m; ++j) y[k] += taps[j < m ? m - j : j - m] * z[k + j];
  return y;
}

// log10 of chi^2_nu/nu at n frequencies. Up to nu = 16 as a sum of nu/2 spectra of white noise seen through the window;
// beyond by the cube root of E. B. Wilson, M. M. Hilferty, PNAS 17, 684 (1931), of a normal variate with the coherence
// of the powers.
class WelchNoise {
 public:
  explicit WelchNoise(const PeakSearch& search) : nu_(search.degrees_of_freedom) {
    const std::vector<double> h = taps_of(search.window_cosines);
    n_sums_ = nu_ < 16 ? std::max(1, static_cast<int>(std::lround(nu_ / 2))) : 0;
    taps_ = n_sums_ > 0 ? h : root_taps(coherence_of(h));
  }
  Eigen::VectorXd draw(std::size_t n, CounterStream& random) const {
    boost::random::normal_distribution<double> normal;
    std::vector<double> z(n + 2 * (taps_.size() - 1));
    const auto filtered = [&] {
      for (double& v : z) v = normal(random);
      return convolve(z, taps_, n);
    };
    Eigen::VectorXd e = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(n));
    const auto values = [&](const std::vector<double>& y) {
      return Eigen::Map<const Eigen::ArrayXd>(y.data(), e.size());
    };
    if (n_sums_ == 0) {
      const double v = 2 / (9 * nu_);
      return 3 * (1 - v + std::sqrt(v) * values(filtered())).max(1e-3).log10();
    }
    for (int k = 0; k < 2 * n_sums_; ++k) e.array() += values(filtered()).square();
    return e.array().log10() - std::log10(e.mean());
  }

 private:
  double nu_ = 2;
  int n_sums_ = 0;
  std::vector<double> taps_;
};

}  // namespace

PeakFilter::PeakFilter(const PeakSearch& search, std::size_t n_frequencies)
    : n_(static_cast<std::ptrdiff_t>(n_frequencies)) {
  const std::vector<double> coherence = coherence_of(taps_of(search.window_cosines));
  const double least = std::max(search.least_sd, 0.5), largest = std::max(search.largest_sd, least);
  for (double sd = least; sd < largest * 1.01; sd *= std::sqrt(2.0)) {
    Width& width = widths_.emplace_back();
    width.least_from_edge = static_cast<std::ptrdiff_t>(std::ceil(sd));
    for (int j = 0; j <= 3 * sd; ++j) width.kernel.push_back(std::exp(-0.5 * std::pow(j / sd, 2)));
    const auto reach = static_cast<std::ptrdiff_t>(width.kernel.size()) - 1;
    const auto variance = [&](std::ptrdiff_t centre) {  // in units of that of one frequency
      double sum = 0;
      for (std::ptrdiff_t d = 0; d < static_cast<std::ptrdiff_t>(coherence.size()); ++d)
        for (std::ptrdiff_t j = std::max(-reach, -centre); j + d <= std::min(reach, n_ - 1 - centre); ++j)
          sum += (d == 0 ? 1 : 2) * at(coherence, d) * at(width.kernel, j) * at(width.kernel, j + d);
      return sum;
    };
    const double inside = 1 / std::sqrt(variance(n_ / 2));
    width.scale.resize(n_);
    for (std::ptrdiff_t k = 0; k < n_; ++k) {
      const bool is_inside = k >= reach && k + reach < n_ && n_ / 2 >= reach && n_ / 2 + reach < n_;
      width.scale[k] = is_inside ? inside : 1 / std::sqrt(variance(k));
    }
  }
}

double PeakFilter::largest(const Eigen::VectorXd& r, std::ptrdiff_t first, std::ptrdiff_t last) const {
  const auto margin = static_cast<std::ptrdiff_t>(widths_.back().kernel.size());
  Eigen::ArrayXd padded = Eigen::ArrayXd::Zero(n_ + 2 * margin);
  padded.segment(margin, n_) = r.array();
  double largest = 0;
  for (const Width& w : widths_) {
    const std::ptrdiff_t from = std::max(first, w.least_from_edge), to = std::min(last, n_ - 1 - w.least_from_edge);
    if (to < from) continue;
    const std::ptrdiff_t n = to - from + 1, at = margin + from;
    Eigen::ArrayXd sum = w.kernel[0] * padded.segment(at, n);
    for (std::ptrdiff_t j = 1; j < static_cast<std::ptrdiff_t>(w.kernel.size()); ++j)
      sum += w.kernel[static_cast<std::size_t>(j)] * (padded.segment(at - j, n) + padded.segment(at + j, n));
    largest = std::max(largest, (sum * w.scale.segment(from, n)).maxCoeff());
  }
  return largest;
}

double leakage(const std::vector<double>& cosines, double at_frequency, const std::function<double(double)>& form) {
  if (cosines.empty()) return 0;
  const std::vector<double> h = taps_of(cosines);
  const auto m = static_cast<std::ptrdiff_t>(h.size()) - 1;
  const double pi = std::acos(-1.0), step = 1.0 / 32, reach = 12;
  const double least = 0.1;  // longer than ten segments nothing is known of the spectrum
  const auto window = [&](double v) {
    double sum = 0;
    for (std::ptrdiff_t j = -m; j <= m; ++j) {
      const double x = pi * (v - static_cast<double>(j));
      sum += (j % 2 == 0 ? 1 : -1) * at(h, j) * (std::abs(x) < 1e-9 ? 1 : std::sin(x) / x);
    }
    return sum;
  };
  double seen = 0, energy = 0;
  for (double v = least; v < at_frequency + reach; v += step) {  // both signs of the frequency
    const double near = window(at_frequency - v), far = window(at_frequency + v), s = form(v);
    seen += (near * near + far * far) * s;
  }
  for (double v = step / 2; v < reach; v += step) energy += 2 * window(v) * window(v);
  return std::log10(seen / (energy * form(at_frequency)));
}

double PeakNull::p_of(double t) const {
  const auto n_above = largest.end() - std::lower_bound(largest.begin(), largest.end(), t);
  return largest.empty() ? std::nan("") : static_cast<double>(1 + n_above) / static_cast<double>(1 + largest.size());
}

PeakNull peak_null(const PeakSearch& search, const PeakFilter& filter, const Eigen::MatrixXd& derivatives) {
  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(derivatives);
  const Eigen::Index n = derivatives.rows(), m = derivatives.cols();
  const Eigen::MatrixXd q = qr.householderQ() * Eigen::MatrixXd::Identity(n, m);
  const Eigen::MatrixXd r = qr.matrixQR().topRows(m).template triangularView<Eigen::Upper>();
  const WelchNoise noise(search);
  struct One {
    double largest = 0, squares = 0;
    Eigen::VectorXd parameters = {};
  };
  const auto all = parallel_map(search.n_surrogates, 0, [&](std::int64_t b) {
    CounterStream random(search.seed, static_cast<std::uint64_t>(b));
    const Eigen::VectorXd e = noise.draw(static_cast<std::size_t>(n), random), along = q.transpose() * e,
                          rest = e - q * along;
    return One{filter.largest(rest, 0, n - 1), rest.squaredNorm() / static_cast<double>(n),
               r.template triangularView<Eigen::Upper>().solve(along)};
  });
  PeakNull null{.parameter_sd = Eigen::VectorXd::Zero(m)};
  if (all.empty()) return null;
  const double count = static_cast<double>(all.size());
  Eigen::VectorXd mean = Eigen::VectorXd::Zero(m);
  for (const One& one : all) mean += one.parameters / count;
  double squares = 0;
  for (const One& one : all) {
    null.largest.push_back(one.largest);
    squares += one.squares / count;
    null.parameter_sd += (one.parameters - mean).cwiseAbs2() / std::max(count - 1, 1.0);
  }
  std::sort(null.largest.begin(), null.largest.end());
  null.residual_sd = std::sqrt(squares);
  null.parameter_sd = null.parameter_sd.cwiseSqrt();
  return null;
}

}  // namespace somn::analysis
