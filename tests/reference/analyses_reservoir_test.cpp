// A measured silver-nanowire network: memory capacity by the definition it was published with.
#include <somn/analyses/reservoir/evaluate.hpp>
#include <somn/analyses/reservoir/recording.hpp>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

using namespace somn::analysis;

TEST_CASE("the measured device: 2.0608335") {
  const char* folder = std::getenv("SOMN_REFERENCE_DATA");
  if (folder == nullptr) {
    WARN("SOMN_REFERENCE_DATA is not set");
    return;
  }
  const Recording r = read_recording((std::filesystem::path(folder) / "reservoir/nwn_011_memory_capacity.txt.gz").string(), {.inputs = {"8_V"}});
  CHECK(r.outputs.size() == 14);
  CHECK(r.inputs.front().size() == 3000);
  EvaluateOptions o{.ridge = {.penalty = 0.1, .is_per_row = false, .is_scaled = false}, .drops_chance = false, .n_resamplings = 0};
  const Evaluation e = evaluate(r.inputs, r.outputs, o);
  CHECK(*e.capacity == Approx(2.0608335).margin(1e-6));
  CHECK(e.capacity_by_delay->at(0) == Approx(0.998083).margin(1e-6));
  CHECK(e.capacity_by_delay->at(1) == Approx(0.629340).margin(1e-6));
  CHECK(e.capacity_by_delay->at(2) == Approx(0.248826).margin(1e-6));
  CHECK(e.n_train == 2376);
  CHECK(e.n_test == 594);
}
