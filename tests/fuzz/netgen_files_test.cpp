// Can any file crash us? Cut and mutated files end in a network or an InputError, nothing else; malformed ones name the
// place; writing, reading and writing again changes nothing.
#include <somn/core/error.hpp>
#include <somn/core/random.hpp>
#include <somn/netgen/files.hpp>
#include <somn/netgen/generate.hpp>

#include <boost/random/uniform_int_distribution.hpp>
#include <catch2/catch.hpp>

using namespace somn;
using namespace somn::netgen;
using Catch::Contains;

namespace {

using Reader = Network (*)(std::string_view, const std::string&);

Network small(const std::string& ensemble, std::uint64_t seed) {
  const bool wires = ensemble == "wires";
  return generate({.ensemble = ensemble,
                   .options = {{"box", wires ? "30 um" : "200 nm"},
                               {wires ? "length" : "coverage", wires ? "10 um" : "0.45"},
                               {"seed", std::to_string(seed)},
                               {"periodic", "true"}},
                   .where = "fuzz"});
}

// A network or an InputError; true where it was a network.
bool survives(Reader read, const std::string& text) {
  try {
    validate(read(text, "fuzz"), "fuzz");
    return true;
  } catch (const InputError& e) {
    CHECK_THAT(e.what(), Contains("fuzz"));
    return false;
  }
}

// A few bytes replaced, removed or doubled.
std::string mutated(std::string text, Generator& random) {
  const auto below = [&](std::size_t n) {
    return boost::random::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  const std::string_view pieces[] = {"<",  ">", "\"", "&",       "-1", "999999999999", "nan",
                                     "n0", " ", "\n", "</data>", "",   "\x01",         "1e999"};
  for (std::size_t k = 1 + below(3); k > 0; --k) {
    const std::size_t at = below(text.size()), length = std::min(text.size() - at, below(4));
    text.replace(at, length, pieces[below(std::size(pieces))]);
  }
  return text;
}

void check_mutations(Reader read, const std::string& text, int n) {
  Generator random = generator(1, "fuzz");
  int accepted = 0;
  for (int k = 0; k < n; ++k) accepted += survives(read, mutated(text, random));
  CHECK(accepted > 0);
  CHECK(accepted < n);
}

std::string graphml(const std::string& body) {
  return "<?xml version='1.0'?>\n<graphml>\n<key id='j' for='edge' attr.name='junction' attr.type='int'/>\n"
         "<key id='p' for='edge' attr.name='positive' attr.type='string'/>\n"
         "<key id='g' for='edge' attr.name='gap_m' attr.type='double'/>\n"
         "<graph edgedefault='undirected'>\n<node id='a'/><node id='b'/><node id='c'/>\n" +
         body + "\n</graph></graphml>\n";
}

}  // namespace

TEST_CASE("mutated files are read or refused") {
  const Network n = small("wires", 1);
  check_mutations(from_graphml, to_graphml(n), 1500);
  check_mutations(from_edges, to_edges(n), 1500);
  check_mutations(from_csv, "u,v,gap_m\n0,1,1e-9\n1,2,2e-9\n2,0,3e-9\n", 1500);
}

TEST_CASE("a file cut off anywhere is refused") {
  const std::string text = to_graphml(small("wires", 1));
  for (std::size_t length = 0; length + 11 < text.size(); length += 97)
    CHECK_FALSE(survives(from_graphml, text.substr(0, length)));
}

TEST_CASE("write, read, write changes nothing") {
  for (const std::string ensemble : {"wires", "discs"})
    for (std::uint64_t seed : {1, 2, 4}) {
      INFO(ensemble << " seed " << seed);
      const Network n = small(ensemble, seed);
      const std::string text = to_graphml(n), lines = to_edges(n);
      const Network again = from_graphml(text, "fuzz");
      CHECK(to_graphml(again) == text);
      CHECK(hash(again) == hash(n));
      CHECK(to_edges(from_edges(lines, "fuzz")) == lines);
    }
}

TEST_CASE("malformed GraphML: the message names line and column") {
  const auto refused = [](const std::string& body, const std::string& place, const std::string& what) {
    INFO(body);
    CHECK_THROWS_WITH(from_graphml(graphml(body), "f"), Contains("f:" + place + ":") && Contains(what));
  };
  refused("<edge source='a' target='x'/>", "8:1", "x");
  refused("  <edge source='a' target='a'/>", "8:3", "itself");
  refused("<edge source='a' target='b'><data key='q'>1</data></edge>", "8:29", "not declared");
  refused("<edge source='a' target='b'><data key='g'>1 nm</data></edge>", "8:29", "gap_m is not a number");
  refused("<edge source='a' target='b'><data key='p'>c</data></edge>", "8:29", "positive");
  refused("<edge source='a' target='b'><data key='j'>0.5</data></edge>", "8:29", "whole number");
  refused("<edge source='a' target='b'><data key='g'>1</data></edge>\n<edge source='b' target='c'/>", "9:1",
          "without gap_m");
  refused(
      "<edge source='a' target='b'><data key='j'>3</data></edge>\n<edge source='b' target='c'><data "
      "key='j'>3</data></edge>",
      "9:1", "used twice");
  refused("<node id='a'/>", "8:1", "declared twice");
  refused("<hyperedge/>", "8:1", "hyperedge");
  refused("</graph><graph>", "8:9", "more than one graph");
  CHECK_THROWS_WITH(from_graphml("<graphml>\n<graph>\n<node id='a'></edge>\n</graph></graphml>", "f"),
                    Contains("f:3:") && Contains("not well-formed"));
  CHECK_THROWS_WITH(from_graphml("<svg/>", "f"), Contains("f:1:1") && Contains("not GraphML"));
  CHECK_THROWS_WITH(from_graphml("", "f"), Contains("not well-formed"));
}

TEST_CASE("malformed .edges and .csv: the message names the line") {
  CHECK_THROWS_WITH(from_edges("0 1\n1\n", "f"), Contains("f:2"));
  CHECK_THROWS_WITH(from_edges("0 1\n1 2 3\n", "f"), Contains("f:2") && Contains("more than two"));
  CHECK_THROWS_WITH(from_edges("0 -1\n", "f"), Contains("f:1") && Contains("-1"));
  CHECK_THROWS_WITH(from_edges("# nodes 2 edges 2\n0 1\n", "f"),
                    Contains("f:1") && Contains("another number of junctions"));
  CHECK_THROWS_WITH(from_edges("# nodes 2 edges 1\n0 2\n", "f"), Contains("does not exist"));
  CHECK_THROWS_WITH(from_edges("# nodes 2 edges 1 source 0 drain 9\n0 1\n", "f"),
                    Contains("electrode drain") && Contains("9"));
  CHECK_THROWS_WITH(from_edges("5 5\n", "f"), Contains("itself"));
  CHECK_THROWS_WITH(from_edges("0 4000000000\n", "f"), Contains("f:1"));
  CHECK_THROWS_WITH(from_csv("u,v\n0,1\n0\n", "f"), Contains("f:3"));
  CHECK_THROWS_WITH(from_csv("u,v,gap_m\n0,1,thin\n", "f"), Contains("f:2") && Contains("gap_m"));
}
