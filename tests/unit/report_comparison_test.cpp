#include <somn/report/comparison.hpp>

#include <catch2/catch.hpp>
#include <filesystem>
#include <scratch.hpp>

namespace somn::report {
namespace {

Trace trace_of(const std::vector<double>& current) {
  Trace trace;
  trace.columns = {{"time_s", "s", {}}, {"i_source_A", "A", current}};
  for (std::size_t k = 0; k < current.size(); ++k) trace.columns[0].values.push_back(1e-6 * static_cast<double>(k));
  return trace;
}

}  // namespace

TEST_CASE("two runs are drawn whatever they hold") {
  const std::vector<JunctionEvent> none, down{{1e-6, {3}, EventKind::down, 1e-5}}, up{{1e-6, {0}, EventKind::up, 1e-5}};
  for (const auto& current : {std::vector<double>{0, 1e-6, 2e-6}, {0, 0, 0}, {1e-300, 1e-300}, {-1e3, -1e3}})
    for (const auto* a : {&none, &down, &up})
      for (const auto* b : {&none, &down, &up}) {
        const test::Scratch folder;
        const Trace trace = trace_of(current);
        draw_comparison({"native", &trace, a}, {"ngspice", &trace, b}, folder.path());
        CHECK(std::filesystem::file_size(folder.path() / "comparison.svg") > 1000);
      }
}

}  // namespace somn::report
