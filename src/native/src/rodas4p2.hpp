// Coefficients of RODAS4P2 (Steinebach, "Improvement of Rosenbrock-Wanner method RODASP", Progress in
// Differential-Algebraic Equations II, Springer 2020): six stages, order 4 with an error estimate of order 3, both
// L-stable and stiffly accurate, for differential-algebraic equations of index 1; a curve of order 3 over the step.
// In the form that needs no product with the Jacobian J (Hairer, Wanner, "Solving ordinary differential equations II",
// IV.7, VI.4). Stage i of a step from t of length h of M y' = f(t, y):
//   (M/(gamma h) - J) k_i = f(t + alpha_i h, y + sum_j a_ij k_j) + M sum_j (c_ij/h) k_j + gamma_i h df/dt
//   y_1 = y + sum_j a_6j k_j + k_6,   error = k_6
//   y(t + s h) = (1 - s) y + s (y_1 + (1 - s) (d_1 + s d_2)),   d_l = sum_i d_li k_i
#pragma once

#include <array>
#include <cstddef>

namespace somn::native::rodas4p2 {

constexpr std::size_t n_stages = 6;
using Row = std::array<double, n_stages>;

constexpr int order_of_error = 3;
constexpr double gamma = 0.25;
constexpr Row alpha{0, 0.75, 0.321448134013046, 0.519745732277726, 1, 1};
constexpr Row gammas{0.25, -0.5, -0.189532918363016, 0.085612108792769, 0, 0};
constexpr std::array<Row, n_stages> a{{
    {},
    {3},
    {0.906377755268814, -0.189707390391685},
    {3.758617027739064, 1.161741776019525, -0.849258085312803},
    {7.089566927282776, 4.573591406461604, -8.423496976860259, -0.959280113459775},
    {7.089566927282776, 4.573591406461604, -8.423496976860259, -0.959280113459775, 1},
}};
constexpr std::array<Row, n_stages> c{{
    {},
    {-12},
    {-6.354581592719008, 0.338972550544623},
    {-8.575016317114033, -7.606483992117508, 12.224997650124820},
    {-5.888975457523102, -8.157396617841821, 24.805546872612922, 12.790401512796979},
    {-4.408651676063871, -6.692003137674639, 24.625568527593117, 16.627521966636085, -5.714285714285718},
}};
constexpr std::array<Row, 2> dense{{
    {-5.323528268423303, -10.042123754867493, 17.175254928256965, -5.079931171878093, -0.016185991706112},
    {6.984505741529879, 6.914061169603662, -0.849178943070653, 18.104410789349338, -3.516963011559032},
}};

}  // namespace somn::native::rodas4p2
