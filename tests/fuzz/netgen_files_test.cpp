// Can any file crash us? Cut and mutated files end in a network or an InputError, nothing else; malformed ones name the
// place; writing, reading and writing again changes nothing.
#include <somn/core/error.hpp>
#include <somn/core/random.hpp>
#include <somn/netgen/files.hpp>
#include <somn/netgen/generate.hpp>

#include <boost/random/uniform_int_distribution.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <regex>

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

// A network of every attribute there is.
Network rich(std::uint64_t seed) {
  Generator random = generator(seed, "fuzz network");
  const auto below = [&](std::uint32_t n) {
    return boost::random::uniform_int_distribution<std::uint32_t>(0, n - 1)(random);
  };
  const auto number = [&] { return std::ldexp(below(2000000000) - 1e9, static_cast<int>(below(200)) - 100); };
  Network n;
  n.ensemble = "by hand";
  n.seed = ~seed;
  n.parameters = {{"a<b", "\"&\""}, {"flag", "true"}, {"length", "1e-05"}};
  n.n_nodes = 8 + below(20);
  const auto nodes = static_cast<std::uint32_t>(n.n_nodes);
  for (std::uint32_t k = 0; k < nodes; ++k) {
    n.positions.push_back({number(), number()});
    n.heights.push_back(number());
    for (std::uint32_t bodies = below(3); bodies > 0; --bodies)
      n.bodies.push_back({{k}, {number(), number()}, {number(), number()}, below(2) * 1e-9});
  }
  for (std::uint32_t k = 10 + below(60); k > 0; --k) {
    const std::uint32_t u = below(nodes), v = (u + 1 + below(nodes - 1)) % nodes;
    if (below(4) == 0) {
      n.resistors.push_back({{u}, {v}, std::abs(number()) + 1e-30});
      continue;
    }
    n.junctions.push_back({{u}, {v}});
    for (const char* name : {"gap_m", "\xc2\xb5 value", "z"}) n.junction_values[name].push_back(number());
    n.junction_law.emplace_back(below(2) == 0 ? "vts" : "two words");
  }
  n.electrodes = {{"source", {{0}}}, {"drain", {{2}, {4}}}, {"gate-\xc3\xa4", {{5}}}};
  return n;
}

Network without_resistors(Network n) {
  n.resistors.clear();
  return n;
}

bool has_place(const std::string& where) {
  static const std::regex place("fuzz:[1-9][0-9]*:[1-9][0-9]*");
  return std::regex_match(where, place);
}

// A network that is written and read alike, or an InputError with file:line:column; true where it was a network.
bool survives(Reader read, const std::string& text) {
  Network n;
  try {
    n = read(text, "fuzz");
  } catch (const InputError& e) {
    INFO(e.what());
    CHECK(has_place(e.facts().where));
    return false;
  }
  validate(n, "fuzz");
  CHECK(n.n_nodes <= 1000000 + 100 * n.n_junctions());
  if (n.n_nodes > 10000) return true;  // allowed, and slow to write
  const std::string written = to_graphml(n);
  const Network again = from_graphml(written, "fuzz");
  CHECK(to_graphml(again) == written);
  CHECK(hash(again) == hash(n));
  return true;
}

// A few bytes, words or lines replaced, removed or doubled; line ends, byte order mark, last line end.
std::string mutated(std::string text, Generator& random) {
  const auto below = [&](std::size_t n) {
    return boost::random::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  const std::string_view pieces[] = {
      "<",    ">",        "\"",        "&",        "-1",      "999999999999", "nan",        "n0",          " ",
      "\n",   "</data>",  "",          "\x01",     "1e999",   "-inf",         "4294967295", "99999999",    "1e-400",
      "\xff", "\xc3\xa4", "#",         ",",        "\r\n",    "<!--",         "]]>",        "&#x0;",       "source",
      "0",    "law",      "electrode", "positive", "<data/>", "<node/>",      "directed",   "\xef\xbf\xbe"};
  for (std::size_t k = 1 + below(3); k > 0; --k) {
    const std::size_t at = below(text.size()), length = std::min(text.size() - at, below(4));
    text.replace(at, length, pieces[below(std::size(pieces))]);
  }
  const std::size_t begin = text.rfind('\n', below(text.size())) + 1,
                    end = std::min(text.find('\n', begin), text.size());
  const std::string line = text.substr(begin, end - begin);
  switch (below(12)) {
    case 0:
      return text.insert(begin, line + "\n");
    case 1:
      return text.erase(begin, line.size() + 1);
    case 2:
      return std::regex_replace(text, std::regex("\n"), "\r\n");
    case 3:
      return "\xef\xbb\xbf" + text;
    case 4:
      return text.substr(0, text.size() - 1);
    default:
      return text;
  }
}

void check_mutations(Reader read, const std::string& text, int n, std::uint64_t seed = 1) {
  INFO("seed " << seed);
  Generator random = generator(seed, "fuzz");
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
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const Network all = rich(seed);
    check_mutations(from_graphml, to_graphml(all), 1000, seed);
    check_mutations(from_csv, to_csv(without_resistors(all)), 1000, seed);
  }
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
      CHECK(to_csv(from_csv(to_csv(n), "fuzz")) == to_csv(n));
      CHECK(hash(from_csv(to_csv(n), "fuzz")) == hash(n));
    }
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    INFO("seed " << seed);
    const Network n = rich(seed), plain = without_resistors(n);
    const Network again = from_graphml(to_graphml(n), "fuzz");
    CHECK(to_graphml(again) == to_graphml(n));
    CHECK(hash(again) == hash(n));
    CHECK(to_csv(from_csv(to_csv(plain), "fuzz")) == to_csv(plain));
    CHECK(hash(from_csv(to_csv(plain), "fuzz")) == hash(plain));
  }
}

TEST_CASE("malformed GraphML: the message names line and column") {
  const auto refused = [](const std::string& body, const std::string& place, const std::string& what) {
    INFO(body);
    CHECK_THROWS_WITH(from_graphml(graphml(body), "f"), Contains("f:" + place + ":") && Contains(what));
  };
  refused("<edge source='a' target='x'/>", "8:1", "x");
  refused("<edge source='a' target='b'><data key='q'>1</data></edge>", "8:29", "not declared");
  refused("<edge source='a' target='b'><data key='g'>1 nm</data></edge>", "8:29", "gap_m is not a number");
  refused("<edge source='a' target='b'><data key='p'>c</data></edge>", "8:29", "positive");
  refused("<edge source='a' target='b'><data key='j'>0.5</data></edge>", "8:29", "whole number");
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

TEST_CASE("malformed GraphML: twice, half, or not a number") {
  const auto refused = [](const std::string& data, const std::string& place, const std::string& what) {
    INFO(data);
    const std::string text =
        "<graphml>\n<key id='e' for='node' attr.name='electrode'/><key id='x' for='node' attr.name='x_m'/>\n"
        "<key id='g' for='edge' attr.name='gap_m' attr.type='double'/>\n"
        "<key id='r' for='edge' attr.name='resistance_ohm' attr.type='double'/>\n<graph><node id='a'/><node "
        "id='b'/>\n" +
        data + "</graph></graphml>";
    CHECK_THROWS_WITH(from_graphml(text, "f"), Contains("f:" + place + ":") && Contains(what));
  };
  const std::string edge = "<edge source='a' target='b'>";
  refused("<node id='c'><data key='e'>s</data><data key='e'>d</data></node>", "6:36", "electrode given twice");
  refused(edge + "<data key='g'>1</data><data key='g'>1</data></edge>", "6:51", "gap_m given twice");
  refused(edge + "<data key='g'>1e400</data></edge>", "6:29", "gap_m is not a number");
  refused(edge + "<data key='g'>nan</data></edge>", "6:29", "gap_m is not a number");
  refused(edge + "<data key='r'>-1</data></edge>", "6:1", "not a resistance");
  refused(edge + "<data key='e'>x</data></edge>", "6:29", "not for this element");
  refused("<node id='c'><data key='x'>1</data></node>", "5:8", "without x_m");
  refused("<node/>", "6:1", "without id");
  refused("<edge source='a'/>", "6:1", "without source or target");
  refused("<node id='c'><graph/></node>", "6:14", "a graph inside a node");
  refused("<node id='\xc3\xa4'/><node/>", "6:15", "without id");  // columns count characters
}

TEST_CASE("malformed .edges and .csv: line and column of each slip") {
  const auto refused = [](Reader read, const std::string& text, const std::string& place, const std::string& what) {
    INFO(text);
    CHECK_THROWS_WITH(read(text, "f"), Contains("f:" + place) && Contains(what));
  };
  refused(from_edges, "0 1\n 7 1e3\n", "2:4", "1e3");
  refused(from_edges, "0 1\r\n\r\n3 3", "3:3", "itself");
  refused(from_edges, "0 1\n1 2 3\n", "2:5", "more than two");
  refused(from_edges, "0 4294967295\n", "1:3", "far more nodes");
  refused(from_edges, "0 4294967296\n", "1:3", "not a node number");
  refused(from_edges, "# nodes 99999999 edges 1\n0 1\n", "1:9", "far more nodes");
  refused(from_edges, "# nodes 2 edges 1\n0 2\n", "2:3", "does not exist");
  refused(from_edges, "0 2\n# nodes 2 edges 1\n", "1:3", "does not exist");
  refused(from_edges, "# nodes 3 edges 5\n0 2\n", "1:17", "another number of junctions");
  refused(from_edges, "# nodes 3 source 1 drain 1\n0 2\n", "1:26", "electrode drain at a node of electrode source");
  refused(from_edges, "# nodes 3 source 1 source 1\n0 2\n", "1:27", "once");
  refused(from_edges, "# nodes 3 source x\n0 2\n", "1:18", "x");
  refused(from_edges, "# nodes 3\n# nodes 3\n0 2\n", "2:9", "twice");
  refused(from_edges, "# ensemble e seed -1\n0 2\n", "1:19", "seed");
  refused(from_edges, "0 1\n\xff\n", "2:1", "UTF-8");
  refused(from_csv, "", "1:1", "no header");
  refused(from_csv, "u;v\n0;1\n", "1:1", "separate the columns by commas");
  refused(from_csv, "u,v,u\n", "1:5", "twice");
  refused(from_csv, "u,v,gap_m\n0,1, 1e400\n", "2:6", "gap_m is not a number");
  refused(from_csv, "u,v,gap_m\n0,1,NaN\n", "2:5", "gap_m is not a number");
  refused(from_csv, "u,v\n0,-1\n", "2:3", "-1");
  refused(from_csv, "u,v\n0\n", "2:1", "1 columns where the header has 2");
  refused(from_csv, "# electrode gate 1 2 7\nu,v\n0,2\n", "1:22", "electrode gate at a node that does not exist");
  refused(from_csv, "# electrode gate 1 1\nu,v\n0,2\n", "1:20", "once");
  refused(from_csv, "u,v,positive\n0,2,0\n", "1:5", "positive");
}

TEST_CASE("malformed .edges and .csv: the message names the line") {
  CHECK_THROWS_WITH(from_edges("0 1\n1\n", "f"), Contains("f:2"));
  CHECK_THROWS_WITH(from_edges("0 1\n1 2 3\n", "f"), Contains("f:2") && Contains("more than two"));
  CHECK_THROWS_WITH(from_edges("0 -1\n", "f"), Contains("f:1:3") && Contains("-1"));
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
