// Coefficients of Rosenbrock methods for M y' = f(t, y), in the form that needs no product with the Jacobian J (Hairer,
// Wanner, "Solving ordinary differential equations II", IV.7, VI.4). Stage i of a step from t of length h:
//   (M/(gamma h) - J) k_i = f(t + alpha_i h, y + sum_j a_ij k_j) + M sum_j (c_ij/h) k_j + gamma_i h df/dt
//   y_1 = y + sum_i b_i k_i,   error = sum_i e_i k_i
//   y(t + s h) = (1 - s) y + s (y_1 + (1 - s) (d_1 + s (d_2 + s d_3))),   d_l = sum_i dense_li k_i
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace somn::native {

struct Tableau {
  static constexpr std::size_t most = 8;
  using Row = std::array<double, most>;

  std::string_view name;
  int order = 0, order_of_error = 0, n_stages = 0;
  double gamma = 0;
  Row alpha{}, gammas{};
  std::array<Row, most> a{}, c{};
  Row b{}, e{};
  std::array<Row, 3> dense{};
};

const Tableau& tableau_for(double rtol);

}  // namespace somn::native
