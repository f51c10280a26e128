// Samples are drawn in batches of about equal work, each with random numbers of its own, by threads that take the next
// batch when they are free; the batches of all sizes advance together, so that a stopped run holds some of each.
#include "filling.hpp"

#include <somn/core/error.hpp>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <future>
#include <map>
#include <mutex>

namespace somn::netgen {
namespace {

constexpr double batch_work = 2e5;  // objects, about

struct Batch {
  std::size_t size_index = 0;
  std::uint64_t number = 0, samples = 0;
  double place = 0;  // in the order of work, 0 ... 1
};

double work_of(const PercolationRecipe& recipe, std::uint32_t size) {
  return std::pow(static_cast<double>(size), recipe.dimension());
}

std::uint64_t samples_of(const PercolationRecipe& recipe, std::uint32_t size) {
  const double share = work_of(recipe, recipe.sizes.back()) / work_of(recipe, size);
  return static_cast<std::uint64_t>(std::ceil(static_cast<double>(recipe.samples) * share));
}

std::vector<Batch> batches(const PercolationRecipe& recipe) {
  std::vector<Batch> all;
  for (std::size_t s = 0; s < recipe.sizes.size(); ++s) {
    const std::uint64_t total = samples_of(recipe, recipe.sizes[s]);
    const auto each = static_cast<std::uint64_t>(std::max(1.0, batch_work / work_of(recipe, recipe.sizes[s])));
    for (std::uint64_t done = 0, number = 0; done < total; done += each, ++number)
      all.push_back({s, number, std::min(each, total - done), static_cast<double>(done) / static_cast<double>(total)});
  }
  std::stable_sort(all.begin(), all.end(), [](const Batch& a, const Batch& b) { return a.place < b.place; });
  return all;
}

[[noreturn]] void refuse(const char* what, const std::string& value, std::string allowed) {
  throw InputError({.what = what, .where = "percolation", .value = value, .allowed = std::move(allowed), .remedy = {}});
}

void check(const PercolationRecipe& recipe) {
  const bool is_disc = recipe.ensemble == PercolationRecipe::Ensemble::discs;
  const std::uint32_t least = is_disc ? 4 : 2, most = recipe.dimension() == 3 ? 256 : 4096;
  if (recipe.sizes.empty()) refuse("no size", "", "two sizes or more");
  for (std::size_t k = 0; k < recipe.sizes.size(); ++k) {
    const std::uint32_t size = recipe.sizes[k];
    if (size < least || size > most)
      refuse("a size out of range", std::to_string(size), fmt::format("{} ... {}", least, most));
    if (k > 0 && size <= recipe.sizes[k - 1])
      refuse("sizes that do not ascend", std::to_string(size), "each larger than the last");
  }
  if (recipe.samples == 0 || recipe.samples > 1000000000)
    refuse("a number of samples out of range", std::to_string(recipe.samples), "1 ... 1e9");
  if (!(recipe.length_sd >= 0 && recipe.length_sd <= 1))
    refuse("a spread of lengths out of range", fmt::format("{:g}", recipe.length_sd), "0 ... 1 mean lengths");
}

std::unique_ptr<Filling> make_filling(const PercolationRecipe& recipe, std::uint32_t size) {
  switch (recipe.ensemble) {
    case PercolationRecipe::Ensemble::discs:
      return make_disc_filling(recipe, size);
    case PercolationRecipe::Ensemble::wires:
      return make_wire_filling(recipe, size);
    case PercolationRecipe::Ensemble::lattice:
      break;
  }
  return make_lattice_filling(recipe, size);
}

}  // namespace

// Open sides need larger samples, since their corrections fall off as 1/L only.
std::vector<std::uint32_t> default_sizes(const PercolationRecipe& recipe) {
  if (recipe.dimension() == 3) return {8, 12, 16, 24, 32};
  std::vector<std::uint32_t> sizes{8, 16, 32, 64, 128};
  if (recipe.ensemble == PercolationRecipe::Ensemble::wires) sizes = {4, 8, 16, 32, 64};
  if (recipe.rule == PercolationRecipe::Rule::spanning)
    for (std::uint32_t& size : sizes) size *= 2;
  return sizes;
}

std::uint64_t default_samples(const PercolationRecipe& recipe) {
  const bool is_larger = recipe.rule == PercolationRecipe::Rule::spanning && recipe.dimension() == 2;
  const std::uint64_t share = is_larger ? 4 : 1;  // the same work
  switch (recipe.ensemble) {
    case PercolationRecipe::Ensemble::discs:
      return 4000 / share;
    case PercolationRecipe::Ensemble::wires:
      return 1500 / share;
    case PercolationRecipe::Ensemble::lattice:
      break;
  }
  return 10000 / share;
}

std::vector<FirstSpanning> first_spanning(const PercolationRecipe& recipe, const PercolationMonitor& monitor) {
  check(recipe);
  const std::vector<Batch> work = batches(recipe);
  std::vector<std::map<std::uint64_t, std::uint64_t>> found(recipe.sizes.size());
  std::vector<FirstSpanning> result(recipe.sizes.size());
  std::mutex access;  // to found, result and the monitor
  std::atomic<std::size_t> next = 0;
  std::size_t n_done = 0;

  const auto labour = [&] {
    std::vector<std::unique_ptr<Filling>> fillings(recipe.sizes.size());
    std::vector<std::uint64_t> counts;
    for (std::size_t k = next++; k < work.size(); k = next++) {
      if (monitor.stop && *monitor.stop) return;
      const Batch& batch = work[k];
      std::unique_ptr<Filling>& filling = fillings[batch.size_index];
      if (!filling) filling = make_filling(recipe, recipe.sizes[batch.size_index]);
      Generator random = generator(
          recipe.seed, fmt::format("percolation {} {}", recipe.sizes[batch.size_index], batch.number).c_str());
      counts.clear();
      for (std::uint64_t s = 0; s < batch.samples; ++s) counts.push_back(filling->fill(random));
      const std::lock_guard lock(access);
      for (const std::uint64_t n : counts) ++found[batch.size_index][n];
      result[batch.size_index].samples += batch.samples;
      ++n_done;
      if (monitor.on_progress) monitor.on_progress(static_cast<double>(n_done) / static_cast<double>(work.size()));
    }
  };
  std::vector<std::future<void>> threads;
  for (unsigned t = 1; t < std::max(1U, recipe.threads); ++t) threads.push_back(std::async(std::launch::async, labour));
  labour();
  for (std::future<void>& thread : threads) thread.get();

  for (std::size_t s = 0; s < recipe.sizes.size(); ++s) {
    result[s].size = recipe.sizes[s];
    result[s].places = make_filling(recipe, recipe.sizes[s])->places();
    result[s].counts.assign(found[s].begin(), found[s].end());
  }
  return result;
}

}  // namespace somn::netgen
