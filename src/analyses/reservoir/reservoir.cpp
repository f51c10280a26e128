#include <somn/analyses/reservoir/reservoir.hpp>
#include <somn/core/error.hpp>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace somn::analysis {

struct ReadOut::Factor {
  Eigen::MatrixXd x;  // rows by signals, each of mean 0 and variance 1 over the training rows
  Eigen::Index n_train;
  Eigen::LLT<Eigen::MatrixXd> normal;  // X'X/n + ridge
};

namespace {

using Rows = std::span<const std::span<const double>>;

Eigen::MatrixXd scaled_signals(Rows signals, Eigen::Index n_train) {
  const auto n = static_cast<Eigen::Index>(signals.front().size());
  Eigen::MatrixXd x(n, static_cast<Eigen::Index>(signals.size()));
  Eigen::Index used = 0;
  for (const std::span<const double> signal : signals) {
    const Eigen::Map<const Eigen::VectorXd> y(signal.data(), n);
    const double mean = y.head(n_train).mean(), size = y.head(n_train).cwiseAbs().maxCoeff();
    const double sd = std::sqrt((y.head(n_train).array() - mean).square().mean());
    if (sd > 1e-12 * size) x.col(used++) = (y.array() - mean) / sd;
  }
  return x.leftCols(used);
}

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

std::vector<std::span<const double>> from_row(Rows signals, std::size_t first) {
  std::vector<std::span<const double>> rest;
  for (const std::span<const double> signal : signals) rest.push_back(signal.subspan(first));
  return rest;
}

}  // namespace

ReadOut::ReadOut(Rows signals, std::size_t n_train, double ridge) {
  const std::size_t n = signals.empty() ? 0 : signals.front().size();
  if (n_train < 2 || n_train >= n || !(ridge > 0))
    throw InputError({.what = "a read-out needs rows to train and rows to test, and ridge > 0",
                      .where = "reservoir",
                      .value = fmt::format("{} rows, {} of them to train", n, n_train)});
  const auto rows = static_cast<Eigen::Index>(n_train);
  factor_ = std::make_unique<Factor>(Factor{scaled_signals(signals, rows), rows, {}});
  const auto train = factor_->x.topRows(rows);
  Eigen::MatrixXd normal = train.transpose() * train / static_cast<double>(n_train);
  normal.diagonal().array() += ridge;
  factor_->normal.compute(normal);
}
ReadOut::ReadOut(ReadOut&&) noexcept = default;
ReadOut& ReadOut::operator=(ReadOut&&) noexcept = default;
ReadOut::~ReadOut() = default;

std::size_t ReadOut::n_signals() const {
  return static_cast<std::size_t>(factor_->x.cols());
}

// w = (X'X/n + ridge)^-1 X'(z - mean)/n, prediction = mean + X w
std::vector<double> ReadOut::prediction(std::span<const double> target) const {
  const Factor& f = *factor_;
  const Eigen::Map<const Eigen::VectorXd> z(target.data(), f.x.rows());
  const double mean = z.head(f.n_train).mean();
  Eigen::VectorXd y = Eigen::VectorXd::Constant(f.x.rows(), mean);
  if (f.x.cols() > 0) {
    const Eigen::VectorXd right = f.x.topRows(f.n_train).transpose() * (z.head(f.n_train).array() - mean).matrix() /
                                  static_cast<double>(f.n_train);
    y += f.x * f.normal.solve(right);
  }
  return {y.begin(), y.end()};
}

double ReadOut::capacity(std::span<const double> target) const {
  const Squares s = squares(target, prediction(target), static_cast<std::size_t>(factor_->n_train));
  return s.about_mean > 0 ? std::max(0.0, 1 - s.error / s.about_mean) : 0;
}

double ReadOut::accuracy(std::span<const double> target) const {
  const Squares s = squares(target, prediction(target), static_cast<std::size_t>(factor_->n_train));
  return s.about_zero > 0 ? 1 - std::sqrt(s.error / s.about_zero) : 0;
}

MemoryCapacity memory_capacity(std::span<const double> u, Rows signals, std::size_t n_delays, double ridge) {
  if (u.size() < n_delays + 4)
    throw InputError({.what = "too few inputs for so many delays",
                      .where = "reservoir",
                      .value = fmt::format("{} inputs, {} delays", u.size(), n_delays)});
  const std::size_t n = u.size() - n_delays;
  const std::vector<std::span<const double>> rest = from_row(signals, n_delays);
  const ReadOut read_out(rest, n / 2, ridge);
  MemoryCapacity m;
  for (std::size_t k = 0; k <= n_delays; ++k) {
    m.delays.push_back(read_out.capacity(u.subspan(n_delays - k, n)));
    if (k > 0) m.total += m.delays.back();
  }
  std::vector<double> square, product;
  for (std::size_t k = n_delays; k < u.size(); ++k) {
    square.push_back(u[k] * u[k]);
    product.push_back(u[k] * u[k - 1]);
  }
  m.square = read_out.capacity(square);
  m.product = read_out.capacity(product);
  return m;
}

Transformation transform_wave(Rows signals, std::size_t per_period, double ridge) {
  const std::size_t n = signals.empty() ? 0 : signals.front().size();
  if (per_period < 4 || n / std::max<std::size_t>(1, per_period) < 2)
    throw InputError({.what = "a transformation needs two periods of four rows", .where = "reservoir"});
  const ReadOut read_out(signals, n / per_period / 2 * per_period, ridge);
  const auto accuracy = [&](auto wave) {
    std::vector<double> target;
    for (std::size_t j = 0; j < n; ++j)
      target.push_back(wave(static_cast<double>(j % per_period) / static_cast<double>(per_period)));
    return read_out.accuracy(target);
  };
  const auto sine = [](double phase) { return std::sin(2 * std::numbers::pi * phase); };
  return {.sine = accuracy(sine),
          .square = accuracy([](double p) { return p < 0.5 ? 1.0 : -1.0; }),
          .sawtooth = accuracy([](double p) { return p < 0.5 ? 2 * p : 2 * p - 2; }),
          .doubled = accuracy([&](double p) { return sine(2 * p); }),
          .quarter = accuracy([&](double p) { return sine(p - 0.25); })};
}

}  // namespace somn::analysis
