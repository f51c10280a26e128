#include <somn/analyses/reservoir/read_out.hpp>
#include <somn/core/error.hpp>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace somn::analysis {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using Rows = ReadOut::Rows;

constexpr int n_blocks = 5, least_power = -12, most_power = 2;

// X'X of some rows about their mean, as Q L Q'; z = X' y follows from the sums.
struct Fold {
  Index begin = 0, end = 0;  // the rows that judge
  VectorXd mean;
  MatrixXd q, judged;  // the rows that judge, about the mean of the others, times Q
  VectorXd l;
  double n = 0;  // of the rows that train
};

// Squares of the test rows' errors, and of the target against its mean and against 0.
struct Squares {
  double error = 0, about_mean = 0, about_zero = 0;
};

Squares squares(std::span<const double> target, const std::vector<double>& prediction, std::size_t n_train) {
  const std::span<const double> test = target.subspan(n_train);
  double mean = 0;
  for (const double z : test) mean += z / static_cast<double>(test.size());
  Squares s;
  for (std::size_t k = 0; k < test.size(); ++k) {
    const double e = test[k] - prediction[n_train + k];
    s.error += e * e;
    s.about_mean += (test[k] - mean) * (test[k] - mean);
    s.about_zero += test[k] * test[k];
  }
  return s;
}

}  // namespace

struct ReadOut::Factor {
  Index n_train = 0;
  Ridge ridge;
  std::size_t n_given = 0;
  std::vector<std::size_t> used;  // signals that move
  VectorXd mean, sd;              // of the training rows; sd 1 where signals are not scaled
  MatrixXd x;                     // rows by signals in use, about the mean, scaled
  MatrixXd normal;                // X'X of the training rows
  Eigen::LLT<MatrixXd> cholesky;  // of X'X + penalty, where that is given
  std::vector<Fold> folds;

  void take(Rows signals);
  void make_folds();
  double best_penalty(const VectorXd& z) const;
};

void ReadOut::Factor::take(Rows signals) {
  const auto n = static_cast<Index>(signals.front().size());
  n_given = signals.size();
  x.resize(n, static_cast<Index>(n_given));
  mean.resize(x.cols()), sd.resize(x.cols());
  Index column = 0;
  for (std::size_t k = 0; k < n_given; ++k) {
    const Eigen::Map<const VectorXd> y(signals[k].data(), n);
    const double middle = y.head(n_train).mean(), size = y.head(n_train).cwiseAbs().maxCoeff();
    const double spread = std::sqrt((y.head(n_train).array() - middle).square().mean());
    if (!(spread > 1e-12 * size)) continue;
    mean[column] = middle;
    sd[column] = ridge.is_scaled ? spread : 1;
    x.col(column) = (y.array() - middle) / sd[column];
    used.push_back(k);
    ++column;
  }
  x.conservativeResize(n, column);
  mean.conservativeResize(column), sd.conservativeResize(column);
}

void ReadOut::Factor::make_folds() {
  const auto train = x.topRows(n_train);
  for (int b = 0; b < n_blocks; ++b) {
    Fold f{.begin = n_train * b / n_blocks, .end = n_train * (b + 1) / n_blocks, .mean = {}, .q = {}, .judged = {}, .l = {}};
    const auto judges = train.middleRows(f.begin, f.end - f.begin);
    f.n = static_cast<double>(n_train - (f.end - f.begin));
    f.mean = -judges.colwise().sum().transpose() / f.n;  // the whole sum is 0
    const MatrixXd g = normal - judges.transpose() * judges - f.n * f.mean * f.mean.transpose();
    const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(g);
    f.q = eigen.eigenvectors();
    f.l = eigen.eigenvalues().cwiseMax(0);
    f.judged = (judges.rowwise() - f.mean.transpose()) * f.q;
    folds.push_back(std::move(f));
  }
}

double ReadOut::Factor::best_penalty(const VectorXd& z) const {  // z about its mean over the training rows
  const VectorXd all = x.topRows(n_train).transpose() * z.head(n_train);
  double best = 0, least = INFINITY;
  for (int power = least_power; power <= most_power; ++power) {
    const double penalty = std::pow(10.0, power) * static_cast<double>(n_train);
    double error = 0;
    for (const Fold& f : folds) {
      const auto judged = z.segment(f.begin, f.end - f.begin);
      const double middle = -judged.sum() / f.n;
      const VectorXd right =
          all - x.middleRows(f.begin, f.end - f.begin).transpose() * judged - f.n * middle * f.mean;
      const VectorXd w = ((f.q.transpose() * right).array() / (f.l.array() + penalty)).matrix();
      error += (judged.array() - middle - (f.judged * w).array()).square().sum();
    }
    if (error < least) least = error, best = penalty;
  }
  return best;
}

ReadOut::ReadOut(Rows signals, std::size_t n_train, const Ridge& ridge) {
  const std::size_t n = signals.empty() ? 0 : signals.front().size();
  if (n_train < (ridge.is_cross_validated ? 2 * n_blocks : 2) || n_train >= n || !(ridge.penalty > 0))
    throw InputError({.what = "a read-out needs rows to train and rows to test, and ridge > 0",
                      .where = "reservoir",
                      .value = fmt::format("{} rows, {} of them to train", n, n_train)});
  factor_ = std::make_unique<Factor>();
  Factor& f = *factor_;
  f.n_train = static_cast<Index>(n_train);
  f.ridge = ridge;
  f.take(signals);
  f.normal = f.x.topRows(f.n_train).transpose() * f.x.topRows(f.n_train);
  if (f.used.empty()) return;
  if (ridge.is_cross_validated) {
    f.make_folds();
    return;
  }
  MatrixXd normal = f.normal;
  normal.diagonal().array() += ridge.penalty * (ridge.is_per_row ? static_cast<double>(n_train) : 1.0);
  f.cholesky.compute(normal);
}
ReadOut::ReadOut(ReadOut&&) noexcept = default;
ReadOut& ReadOut::operator=(ReadOut&&) noexcept = default;
ReadOut::~ReadOut() = default;

std::size_t ReadOut::n_signals() const {
  return factor_->used.size();
}

// w = (X'X + penalty)^-1 X'(z - mean), c = mean - w.mean(x)
Weights ReadOut::weights(std::span<const double> target) const {
  const Factor& f = *factor_;
  const Eigen::Map<const VectorXd> given(target.data(), f.x.rows());
  Weights w{.constant = given.head(f.n_train).mean(), .of_signal = std::vector<double>(f.n_given, 0.0)};
  if (f.used.empty()) return w;
  const VectorXd z = (given.array() - w.constant).matrix();
  const VectorXd right = f.x.topRows(f.n_train).transpose() * z.head(f.n_train);
  VectorXd scaled;
  if (f.ridge.is_cross_validated) {
    w.penalty = f.best_penalty(z);
    MatrixXd normal = f.normal;
    normal.diagonal().array() += w.penalty;
    scaled = normal.ldlt().solve(right);
  } else {
    w.penalty = f.ridge.penalty * (f.ridge.is_per_row ? static_cast<double>(f.n_train) : 1.0);
    scaled = f.cholesky.solve(right);
  }
  for (std::size_t k = 0; k < f.used.size(); ++k) {
    const auto column = static_cast<Index>(k);
    w.of_signal[f.used[k]] = scaled[column] / f.sd[column];
    w.constant -= w.of_signal[f.used[k]] * f.mean[column];
  }
  return w;
}

std::vector<double> ReadOut::prediction(const Weights& w) const {
  const Factor& f = *factor_;
  VectorXd scaled(f.x.cols());
  double constant = w.constant;
  for (Index k = 0; k < f.x.cols(); ++k) {
    scaled[k] = w.of_signal[f.used[static_cast<std::size_t>(k)]] * f.sd[k];
    constant += scaled[k] / f.sd[k] * f.mean[k];
  }
  const VectorXd y = ((f.x * scaled).array() + constant).matrix();
  return {y.begin(), y.end()};
}

std::vector<double> ReadOut::prediction(std::span<const double> target) const {
  return prediction(weights(target));
}

double ReadOut::capacity(std::span<const double> target) const {
  const Squares s = squares(target, prediction(target), static_cast<std::size_t>(factor_->n_train));
  return s.about_mean > 0 ? std::max(0.0, 1 - s.error / s.about_mean) : 0;
}

double ReadOut::accuracy(std::span<const double> target) const {
  const Squares s = squares(target, prediction(target), static_cast<std::size_t>(factor_->n_train));
  return s.about_zero > 0 ? 1 - std::sqrt(s.error / s.about_zero) : 0;
}

}  // namespace somn::analysis
