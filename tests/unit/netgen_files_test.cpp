#include <somn/core/error.hpp>
#include <somn/netgen/files.hpp>

#include <catch2/catch.hpp>

using namespace somn;
using namespace somn::netgen;

namespace {

std::vector<std::pair<unsigned, unsigned>> ends(const Network& n) {
  std::vector<std::pair<unsigned, unsigned>> all;
  for (const Junction& j : n.junctions) all.emplace_back(j.positive.index, j.negative.index);
  return all;
}

using Ends = std::vector<std::pair<unsigned, unsigned>>;

Network read(const std::string& graph, const std::string& keys = "") {
  return from_graphml("<graphml>" + keys + graph + "</graphml>", "test.graphml");
}

const std::string junction_keys =
    "<key id='j' for='edge' attr.name='junction' attr.type='int'/>"
    "<key id='p' for='edge' attr.name='positive' attr.type='string'/>";

}  // namespace

TEST_CASE(".edges: comments, one header, positive end first") {
  const Network n =
      from_edges("# a comment\n# nodes 5 edges 2 source 2 drain 0 (0-based); u v\n2 1\r\n\n 0\t1 \n", "t");
  CHECK(n.n_nodes == 5);
  CHECK(ends(n) == Ends{{2, 1}, {0, 1}});
  CHECK(n.electrodes.at("source") == std::vector<NodeId>{NodeId{2}});
  CHECK(n.electrodes.at("drain") == std::vector<NodeId>{NodeId{0}});
  CHECK(to_edges(n) == "# nodes 5 edges 2 source 2 drain 0\n2 1\n0 1\n");
}

TEST_CASE(".edges without a header: as many nodes as are named") {
  const Network n = from_edges("# nodes are wires\n0 3\n", "t");
  CHECK(n.n_nodes == 4);
  CHECK(n.electrodes.empty());
}

TEST_CASE(".edges says where a generated network comes from") {
  const std::string text = "# ensemble wires seed 7 density 1e11 length 1e-05\n# nodes 2 edges 1\n0 1\n";
  const Network n = from_edges(text, "t");
  CHECK(n.ensemble == "wires");
  CHECK(n.seed == 7);
  CHECK(to_edges(n) == text);
}

TEST_CASE(".edges has no room for electrodes of several nodes") {
  Network n = from_edges("0 1\n1 2\n", "t");
  n.electrodes["source"] = {NodeId{0}, NodeId{1}};
  CHECK_THROWS_AS(to_edges(n), InputError);
}

TEST_CASE(".csv: u, v and values") {
  const Network n = from_csv("u,v,gap_m,law\n0,1,1e-9,vts\n2,1,2e-9,tunnel\n", "t");
  CHECK(n.n_nodes == 3);
  CHECK(ends(n) == Ends{{0, 1}, {2, 1}});
  CHECK(n.junction_values.at("gap_m") == std::vector<double>{1e-9, 2e-9});
  CHECK(n.junction_law == std::vector<std::string>{"vts", "tunnel"});
  CHECK(from_csv("junction,u,v\n0,0,1\n", "t").junction_values.empty());
  CHECK_THROWS_WITH(from_csv("junction,u,v\n1,0,1\n", "t"), Catch::Contains("t:2"));
  CHECK_THROWS_WITH(from_csv("u,w\n0,1\n", "t"), Catch::Contains("unknown column"));
}

TEST_CASE("GraphML: ids that are indices are indices, in any order") {
  const Network n = read(
      "<graph edgedefault='undirected'><node id='n2'/><node id='n0'/><node id='n1'/>"
      "<edge source='n2' target='n1'/></graph>");
  CHECK(ends(n) == Ends{{2, 1}});
}

TEST_CASE("GraphML: other ids are numbered as they appear") {
  const Network n = read("<graph><node id='b'/><node id='n0'/><node id='a'/><edge source='a' target='b'/></graph>");
  CHECK(ends(n) == Ends{{2, 0}});
}

TEST_CASE("GraphML: junction numbers and positive ends survive reordering and swapped ends") {
  const Network n = read(
      "<graph edgedefault='undirected'><node id='0'/><node id='1'/><node id='2'/>"
      "<edge source='1' target='2'><data key='p'>2</data><data key='j'>1</data></edge>"
      "<edge source='0' target='1'><data key='j'>0</data><data key='p'>1</data></edge></graph>",
      junction_keys);
  CHECK(ends(n) == Ends{{1, 0}, {2, 1}});
}

TEST_CASE("GraphML: directed by mistake, an edge and its reverse are one junction") {
  const std::string nodes = "<node id='0'/><node id='1'/>";
  CHECK(ends(read("<graph edgedefault='directed'>" + nodes +
                  "<edge source='1' target='0'/><edge source='0' target='1'/></graph>")) == Ends{{1, 0}});
  CHECK(ends(read("<graph edgedefault='directed'>" + nodes +
                      "<edge source='1' target='0'><data key='j'>0</data></edge>"
                      "<edge source='0' target='1'><data key='j'>1</data></edge></graph>",
                  junction_keys)) == Ends{{1, 0}, {0, 1}});
  CHECK(read("<graph edgedefault='undirected'>" + nodes +
             "<edge source='1' target='0'/><edge source='0' target='1'/></graph>")
            .n_junctions() == 2);
}

TEST_CASE("GraphML: defaults, keys after the graph, a name missing, attributes of nodes") {
  const Network n = from_graphml(
      "<graphml><graph><data key='seed'>5</data><data key='phi'>0.6</data>"
      "<node id='0'><data key='e'>source</data><data key='x_m'> 1e-6 </data><data key='y_m'>2</data></node>"
      "<node id='1'><data key='e'>drain</data><data key='x_m'>3</data><data key='y_m'>4</data></node>"
      "<edge source='0' target='1'/><edge source='0' target='1'><data key='w'>2.5</data></edge></graph>"
      "<key id='w' for='edge' attr.name='g_on' attr.type='float'><default>1.5</default></key>"
      "<key id='x_m' for='node' attr.type='double'/><key id='y_m' for='node' attr.type='double'/>"
      "<key id='seed' for='graph'/><key id='phi' for='graph' attr.name='coverage' attr.type='double'/>"
      "<key id='e' for='all' attr.name='electrode' attr.type='string'/></graphml>",
      "t");
  CHECK(n.junction_values.at("g_on") == std::vector<double>{1.5, 2.5});
  CHECK(n.positions.at(0).x == 1e-6);
  CHECK(n.electrodes.at("drain") == std::vector<NodeId>{NodeId{1}});
  CHECK(n.seed == 5);
  CHECK(n.parameters == std::vector<std::pair<std::string, std::string>>{{"coverage", "0.6"}});
}

TEST_CASE("formats go by name, else by ending") {
  CHECK(format_of("a.graphml") == Format::graphml);
  CHECK(format_of("a.edges") == Format::edges);
  CHECK(format_of("-") == Format::graphml);
  CHECK(format_of("-", "csv") == Format::csv);
  CHECK(format_of("a.txt", "edges") == Format::edges);
  CHECK_THROWS_AS(format_of("a.txt"), InputError);
  CHECK_THROWS_WITH(format_of("-", "graphm"), Catch::Contains("did you mean 'graphml'"));
}
