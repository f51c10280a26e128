// Distances by breadth-first search on compressed rows: Boost's, with its colours and visitors, takes five times as
// long, and this is where `inspect` spends its time.
//
//   starts: all vertices, or a seeded sample of them
//   for each start: count the vertices at each distance (histogram)
//   mean, variance, efficiency and diameter from the histogram; standard error from the scatter between starts
#include "distances.hpp"

#include <somn/core/random.hpp>

#include <algorithm>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>

namespace somn::netgen {
namespace {

constexpr std::size_t most_starts = 2000, fewest_starts = 50;
constexpr double most_visits = 5e8;  // bodies and junctions

std::vector<std::uint32_t> chosen_starts(std::vector<std::uint32_t> vertices, const Adjacency& graph) {
  if (vertices.size() <= most_starts) return vertices;
  const double visits = static_cast<double>(graph.n_vertices() + 2 * graph.n_edges());
  const std::size_t n = std::clamp(static_cast<std::size_t>(most_visits / visits), fewest_starts, most_starts);
  Generator random = generator(1, "path starts");
  for (std::size_t k = 0; k < n; ++k)  // the first steps of a shuffle
    std::swap(vertices[k],
              vertices[boost::random::uniform_int_distribution<std::size_t>(k, vertices.size() - 1)(random)]);
  vertices.resize(n);
  return vertices;
}

}  // namespace

void reach_from(const Adjacency& graph, std::uint32_t start, Reach& reach) {
  reach.distance.assign(graph.n_vertices(), unreached);
  reach.order.clear();
  reach.order.push_back(start);
  reach.distance[start] = 0;
  for (std::size_t head = 0; head < reach.order.size(); ++head) {
    const std::uint32_t v = reach.order[head], next = reach.distance[v] + 1;
    for (const std::uint32_t w : graph.neighbours(v))
      if (reach.distance[w] == unreached) {
        reach.distance[w] = next;
        reach.order.push_back(w);
      }
  }
}

std::vector<std::uint32_t> main_component(const Adjacency& graph, Measures& m) {
  std::vector<bool> seen(graph.n_vertices(), false);
  std::vector<std::uint32_t> largest, component;
  for (std::uint32_t v = 0; v < graph.n_vertices(); ++v) {
    if (seen[v]) continue;
    ++m.components;
    component.assign(1, v);
    seen[v] = true;
    for (std::size_t head = 0; head < component.size(); ++head)
      for (const std::uint32_t w : graph.neighbours(component[head]))
        if (!seen[w]) {
          seen[w] = true;
          component.push_back(w);
        }
    if (component.size() > largest.size()) largest.swap(component);
  }
  std::sort(largest.begin(), largest.end());
  return largest;
}

void measure_paths(const Adjacency& graph, const std::vector<std::uint32_t>& component, Measures& m) {
  if (component.size() < 2) return;
  const std::vector<std::uint32_t> starts = chosen_starts(component, graph);
  const double n_starts = static_cast<double>(starts.size()), n_others = static_cast<double>(component.size() - 1);
  Reach reach;
  double mean_sum = 0, mean_square_sum = 0;  // of the mean distance from each start
  for (const std::uint32_t start : starts) {
    reach_from(graph, start, reach);
    const std::size_t furthest = reach.distance[reach.order.back()];
    if (m.path_histogram.size() <= furthest) m.path_histogram.resize(furthest + 1, 0);
    double total = 0;
    for (std::size_t k = 1; k < reach.order.size(); ++k) {
      const std::uint32_t d = reach.distance[reach.order[k]];
      total += d;
      ++m.path_histogram[d];
    }
    mean_sum += total / n_others;
    mean_square_sum += (total / n_others) * (total / n_others);
  }
  const double pairs = n_starts * n_others;
  double sum = 0, inverse = 0, square = 0;
  for (std::size_t d = 1; d < m.path_histogram.size(); ++d) {
    const double count = static_cast<double>(m.path_histogram[d]), length = static_cast<double>(d);
    sum += count * length;
    inverse += count / length;
  }
  m.mean_path = sum / pairs;
  m.efficiency = inverse / pairs;
  for (std::size_t d = 1; d < m.path_histogram.size(); ++d) {
    const double deviation = static_cast<double>(d) - m.mean_path;
    square += static_cast<double>(m.path_histogram[d]) * deviation * deviation;
  }
  m.path_variance = square / pairs;
  m.diameter = m.path_histogram.size() - 1;
  m.path_starts = starts.size();
  m.paths_exact = starts.size() == component.size();
  if (!m.paths_exact) {
    const double mean = mean_sum / n_starts;
    m.mean_path_se = std::sqrt(std::max(0.0, mean_square_sum / n_starts - mean * mean) / (n_starts - 1));
  }
}

}  // namespace somn::netgen
