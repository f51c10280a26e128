// Does a spectrum rise above its background further than noise does anywhere?
//
//   residual r_k = log10 P_k less the background (and less the peaks already accepted)
//   T = max over centres c and widths s of  sum_k g_k r_k / sd of that sum in noise,  g_k = exp(-(k - c)^2/2s^2)
//   p of a peak = (1 + surrogates whose T is as large)/(1 + B): family-wise, over all places and widths
//
// A surrogate is what Welch's method makes of Gaussian noise with that background: chi^2_nu/nu at every frequency, not
// independent, for a window ties neighbours (coherence of steps apart: the squared autocorrelation of its cosines), and
// the background is fitted to each anew, to first order: noise less its projection on the derivatives of the fit.
//
// Matched filter and the largest of many: P. Bloomfield, Fourier Analysis of Time Series (2000), ch. 8; p value: A. C.
// Davison, D. V. Hinkley, Bootstrap Methods and their Application (1997), eq. 4.11.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <functional>
#include <vector>

namespace somn::analysis {

struct PeakSearch {
  std::vector<double> window_cosines = {};  // empty: frequencies are independent
  double degrees_of_freedom = 2;
  double least_sd = 1, largest_sd = 6;  // [frequency steps]
  int n_surrogates = 1000;
  std::uint64_t seed = 1;
};

// The filtered residuals, [width][centre], in their standard deviations in noise.
class PeakFilter {
 public:
  PeakFilter(const PeakSearch&, std::size_t n_frequencies);
  // T over centres first .. last (cut to the range). O((last - first) sum of widths)
  double largest(const Eigen::VectorXd& residuals, std::ptrdiff_t first, std::ptrdiff_t last) const;

 private:
  struct Width {
    std::vector<double> kernel = {};     // g at 0, 1, 2, ...
    Eigen::ArrayXd scale = {};           // 1/sd at each centre
    std::ptrdiff_t least_from_edge = 0;  // centres nearer to an end than their width are no peaks
  };
  std::vector<Width> widths_;
  std::ptrdiff_t n_ = 0;
};

// log10 of what a window lets a spectrum of this form grow to at frequency `at` [frequency steps], beyond the form itself:
//   integral of |W(at - v)|^2 S(|v|) dv / (S(at) integral of |W|^2),  W(v) = sum_j (-1)^j h_j sin(pi(v - j))/(pi(v - j))
// Steep spectra leak from below: S = v^-1.5 is seen 0.09 too high at the second frequency. 0 without a window.
double leakage(const std::vector<double>& window_cosines, double at, const std::function<double(double)>& form);

struct PeakNull {
  std::vector<double> largest = {};   // T of each surrogate, ascending
  double residual_sd = 0;             // [log10 units] root mean square of their residuals
  Eigen::VectorXd parameter_sd = {};  // of each parameter of the background
  double p_of(double t) const;
};
// `derivatives`: of the background by its parameters, a row for each frequency.
PeakNull peak_null(const PeakSearch&, const PeakFilter&, const Eigen::MatrixXd& derivatives);

}  // namespace somn::analysis
