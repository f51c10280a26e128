// Did the output change? A small network byte for byte, a usual one by its hash.
#include <somn/netgen/files.hpp>
#include <somn/netgen/generate.hpp>

#include <catch2/catch.hpp>

using namespace somn::netgen;

namespace {

const char* const two_gaps = R"(<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
  <key id="d0" for="graph" attr.name="ensemble" attr.type="string"/>
  <key id="d1" for="graph" attr.name="seed" attr.type="long"/>
  <key id="d2" for="graph" attr.name="length_unit" attr.type="string"/>
  <key id="d3" for="graph" attr.name="coverage" attr.type="double"/>
  <key id="d4" for="graph" attr.name="prune" attr.type="boolean"/>
  <key id="d5" for="node" attr.name="x_m" attr.type="double"/>
  <key id="d6" for="node" attr.name="y_m" attr.type="double"/>
  <key id="d7" for="node" attr.name="electrode" attr.type="string"/>
  <key id="d8" for="node" attr.name="bodies" attr.type="string"/>
  <key id="d9" for="edge" attr.name="junction" attr.type="long"/>
  <key id="d10" for="edge" attr.name="positive" attr.type="string"/>
  <key id="d11" for="edge" attr.name="gap_m" attr.type="double"/>
  <key id="d12" for="edge" attr.name="law" attr.type="string"/>
  <graph id="G" edgedefault="undirected">
    <data key="d0">discs &amp; &lt;wires&gt;</data>
    <data key="d1">7</data>
    <data key="d2">m</data>
    <data key="d3">0.1</data>
    <data key="d4">1</data>
    <node id="n0"><data key="d5">0</data><data key="d6">5e-09</data><data key="d7">source</data><data key="d8">0 5e-09 1e-09;1e-09 5e-09 1e-09</data></node>
    <node id="n1"><data key="d5">1e-08</data><data key="d6">5e-09</data><data key="d7">drain</data><data key="d8">1e-08 4e-09 1e-08 6e-09</data></node>
    <node id="n2"><data key="d5">5e-09</data><data key="d6">0.3333333333333333</data></node>
    <edge source="n2" target="n0"><data key="d9">0</data><data key="d10">n2</data><data key="d11">2.5e-10</data><data key="d12">vts</data></edge>
    <edge source="n1" target="n2"><data key="d9">1</data><data key="d10">n1</data><data key="d11">0.1</data><data key="d12">tunnel</data></edge>
  </graph>
</graphml>
)";

Network network_of_two_gaps() {
  Network n;
  n.ensemble = "discs & <wires>";
  n.seed = 7;
  n.parameters = {{"coverage", "0.1"}, {"prune", "true"}};
  n.n_nodes = 3;
  n.junctions = {{{2}, {0}}, {{1}, {2}}};
  n.positions = {{0, 5e-9}, {1e-8, 5e-9}, {5e-9, 1.0 / 3}};
  n.electrodes = {{"source", {{0}}}, {"drain", {{1}}}};
  n.junction_values["gap_m"] = {2.5e-10, 0.1};
  n.junction_law = {"vts", "tunnel"};
  n.bodies = {
      {{0}, {0, 5e-9}, {0, 5e-9}, 1e-9}, {{0}, {1e-9, 5e-9}, {1e-9, 5e-9}, 1e-9}, {{1}, {1e-8, 4e-9}, {1e-8, 6e-9}, 0}};
  return n;
}

std::string hash_of(const std::string& ensemble, std::vector<std::pair<std::string, std::string>> options) {
  return hash(generate({.ensemble = ensemble, .options = std::move(options), .where = "golden"}));
}

}  // namespace

TEST_CASE("GraphML, byte for byte") {
  CHECK(to_graphml(network_of_two_gaps()) == two_gaps);
  CHECK(to_graphml(from_graphml(two_gaps, "golden")) == two_gaps);
}

TEST_CASE("a seed gives the same network on every machine") {
  CHECK(hash_of("wires", {{"seed", "1"}}) == "bc85bd072bcee591");
  CHECK(hash_of("wires", {{"seed", "2"}, {"periodic", "true"}, {"prune", "true"}}) == "77c55fb1d3ada320");
  CHECK(hash_of("discs", {{"seed", "1"}}) == "19dcd6dbc7f005dc");
}
