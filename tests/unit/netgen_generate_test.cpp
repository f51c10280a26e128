#include <somn/core/error.hpp>
#include <somn/netgen/generate.hpp>
#include <somn/netgen/measures.hpp>

#include <algorithm>
#include <catch2/catch.hpp>

using namespace somn;
using namespace somn::netgen;
using Catch::Contains;

namespace {

using Options = std::vector<std::pair<std::string, std::string>>;

Network grow(const std::string& ensemble, Options options = {}) {
  return generate({.ensemble = ensemble, .options = std::move(options), .where = "test"});
}

}  // namespace

TEST_CASE("a network says what it was grown from") {
  const Network n = grow("wires", {{"seed", "3"}, {"length", "9 um"}, {"length", "10 um"}, {"periodic", "true"}});
  CHECK(n.ensemble == "wires");
  CHECK(n.seed == 3);
  CHECK(n.parameters.at(1) == std::pair<std::string, std::string>{"length", "1e-05"});
  const std::pair<std::string, std::string> periodic{"periodic", "true"};
  CHECK(std::count(n.parameters.begin(), n.parameters.end(), periodic) == 1);
  CHECK(n.electrodes.at("source") == std::vector<NodeId>{NodeId{0}});
  CHECK(n.electrodes.at("drain") == std::vector<NodeId>{NodeId{1}});
  CHECK(n.positions.at(0).x == 0);
  CHECK(n.positions.at(1).x == 50e-6);
}

TEST_CASE("options that cannot be are refused, and the message says why") {
  CHECK_THROWS_WITH(grow("wirse"), Contains("unknown ensemble 'wirse'") && Contains("did you mean 'wires'"));
  CHECK_THROWS_WITH(grow("wires", {{"densty", "1"}}), Contains("did you mean 'density'"));
  CHECK_THROWS_WITH(grow("wires", {{"density", "3 V"}}), Contains("density") && Contains("wrong unit"));
  CHECK_THROWS_WITH(grow("wires", {{"length", "0 m"}}), Contains("0 m < length"));
  CHECK_THROWS_WITH(grow("wires", {{"length_sd", "-1 um"}}), Contains("out of range"));
  CHECK_THROWS_WITH(grow("discs", {{"coverage", "1"}}), Contains("0 < coverage < 1") && Contains("got 1"));
  CHECK_THROWS_WITH(grow("wires", {{"seed", "1.5"}}), Contains("seed"));
  CHECK_THROWS_WITH(grow("wires", {{"periodic", "maybe"}}), Contains("true, false"));
  CHECK_THROWS_WITH(grow("wires", {{"electrodes", "left"}}), Contains("left-right"));
  CHECK_THROWS_WITH(grow("wires", {{"prune", "true"}, {"keep_all", "true"}}), Contains("contradict"));
  CHECK_THROWS_WITH(grow("wires", {{"box", "1 m"}}), Contains("too many wires"));
  CHECK_THROWS_WITH(grow("discs", {{"box", "1 m"}}), Contains("too many discs"));
}

TEST_CASE("samples without a path, without a gap or without a body are refused") {
  CHECK_THROWS_WITH(grow("wires", {{"density", "0.03 /um2"}}),
                    Contains("no path between electrodes") && Contains("0.532"));
  CHECK_THROWS_WITH(grow("wires", {{"density", "1 /m2"}}), Contains("empty network"));
  CHECK_THROWS_WITH(grow("wires", {{"length", "200 um"}, {"density", "0.01 /um2"}}),
                    Contains("source and drain are one body"));
  CHECK_THROWS_WITH(grow("discs", {{"coverage", "0.8"}}), Contains("source and drain are one body"));
  CHECK_THROWS_WITH(grow("discs", {{"coverage", "0.2"}, {"gap_cutoff", "0.1"}}),
                    Contains("no path between electrodes"));
}

TEST_CASE("every ensemble offers the common options") {
  for (const Ensemble& e : ensembles())
    for (const std::string name : {"seed", "electrodes", "periodic", "prune", "keep_all"}) {
      INFO(e.name << " " << name);
      CHECK(std::any_of(e.options.begin(), e.options.end(), [&](const Option& o) { return o.name == name; }));
    }
}
