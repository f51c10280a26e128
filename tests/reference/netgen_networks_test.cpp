// Networks of other people's simulators (SOMN_REFERENCE_DATA/networks) load with their electrodes, and survive every
// format of ours.
#include <somn/netgen/files.hpp>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>

using namespace somn;
using namespace somn::netgen;

namespace {

struct Expected {
  std::size_t nodes, junctions;
  std::uint32_t source, drain;
};

// As in the comment lines of the files.
const std::map<std::string, Expected> networks{
    {"kuncic_100nw_261jn", {100, 261, 72, 29}}, {"kuncic_540nw_1079jn", {540, 1079, 442, 181}},
    {"milano_grid21", {441, 1240, 31, 409}},    {"mnns_ref500", {134, 502, 132, 133}},
    {"nwn_500", {171, 482, 40, 115}},           {"nwn_2k", {665, 2028, 70, 364}},
    {"nwn_10k", {3289, 10278, 2339, 1322}},     {"nwn_50k", {16387, 51820, 9780, 3563}}};

}  // namespace

TEST_CASE("reference networks load with their electrodes") {
  const char* data = std::getenv("SOMN_REFERENCE_DATA");
  if (!data) {
    std::cout << "skipped: SOMN_REFERENCE_DATA is not set\n";
    return;
  }
  const std::filesystem::path folder = std::filesystem::path(data) / "networks";
  for (const auto& [name, expected] : networks) {
    INFO(name);
    const Network n = read_network(folder / (name + ".edges"));
    CHECK(n.n_nodes == expected.nodes);
    CHECK(n.n_junctions() == expected.junctions);
    CHECK(n.electrodes == Electrodes{{"source", {{expected.source}}}, {"drain", {{expected.drain}}}});
    CHECK(is_spanning(n));
    CHECK(hash(from_graphml(to_graphml(n), name)) == hash(n));
    CHECK(hash(from_csv(to_csv(n), name)) == hash(n));
    CHECK(hash(from_edges(to_edges(n), name)) == hash(n));
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder)) CHECK_NOTHROW(read_network(entry.path()));
}
