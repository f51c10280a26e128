#include <somn/core/error.hpp>
#include <somn/netgen/files.hpp>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/graphml.hpp>
#include <catch2/catch.hpp>
#include <sstream>

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

TEST_CASE(".edges refuses what it would lose") {
  Network n = from_edges("0 1\n1 2\n", "t");
  n.electrodes["source"] = {NodeId{0}, NodeId{1}};
  CHECK_THROWS_WITH(to_edges(n), Catch::Contains("electrode source") && Catch::Contains("GraphML"));
  n.electrodes = {{"gate", {NodeId{0}}}};
  CHECK_THROWS_WITH(to_edges(n), Catch::Contains("electrode gate") && Catch::Contains("GraphML"));
  n.electrodes.clear();
  n.resistors = {{{0}, {2}, 5.0}};
  CHECK_THROWS_WITH(to_edges(n), Catch::Contains("1 resistors") && Catch::Contains("GraphML"));
  CHECK_THROWS_WITH(to_csv(n), Catch::Contains("1 resistors") && Catch::Contains("GraphML"));
}

TEST_CASE(".edges takes the largest seeds, and remarks that only look like ours") {
  const std::string text = "# ensemble discs seed 18446744073709551615\n# nodes 2 edges 1\n0 1\n";
  CHECK(from_edges(text, "t").seed == 18446744073709551615U);
  CHECK(to_edges(from_edges(text, "t")) == text);
  const Network n = from_edges("# ensemble of five wires\n# electrode contacts are 3\n# nodes: 7\n##\n#\n0 1\n", "t");
  CHECK(n.ensemble == "file");
  CHECK(n.n_nodes == 2);
}

TEST_CASE("line ends of Windows, a byte order mark, no last line end") {
  CHECK(ends(from_edges("\xef\xbb\xbf# nodes 3 edges 1 source 0 drain 1\r\n0 1", "t")) == Ends{{0, 1}});
  const Network n = from_csv("\xef\xbb\xbfu,v,gap_m\r\n\r\n1,0, +2e-9 \r\n\"0\",\"2\",\"3\"", "t");
  CHECK(ends(n) == Ends{{1, 0}, {0, 2}});
  CHECK(n.junction_values.at("gap_m") == std::vector<double>{2e-9, 3});
  CHECK(ends(from_graphml("\xef\xbb\xbf<graphml>\r\n<graph><node id='a'/><node id='b'/>\r\n"
                          "<edge source='a' target='b'/></graph></graphml>",
                          "t")) == Ends{{0, 1}});
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

TEST_CASE(".csv holds electrodes of any name and all junction values") {
  Network n = from_csv("u,v,v_set_V,law\n1,0,0.25,vts\n0,2,1e-300,tunnel\n", "t");
  n.n_nodes = 5;
  n.electrodes = {{"source", {{1}}}, {"drain", {{2}, {3}}}, {"gate", {{4}}}};
  const std::string text =
      "# nodes 5 edges 2 source 1\n# electrode drain 2 3\n# electrode gate 4\n"
      "u,v,junction,v_set_V,law\n1,0,0,0.25,vts\n0,2,1,1e-300,tunnel\n";
  CHECK(to_csv(n) == text);
  CHECK(hash(from_csv(text, "t")) == hash(n));
  CHECK(to_csv(from_csv(text, "t")) == text);
  n.electrodes = {{"left gate", {{4}}}};
  CHECK_THROWS_WITH(to_csv(n), Catch::Contains("left gate"));
  n.electrodes.clear();
  n.junction_law[1] = "a,b";
  CHECK_THROWS_WITH(to_csv(n), Catch::Contains("a,b"));
}

TEST_CASE("what a format leaves out is said") {
  Network n = from_csv("u,v,gap_m,law\n0,1,1e-9,vts\n", "t");
  n.positions.resize(2);
  n.heights.resize(2);
  n.bodies.resize(1);
  using List = std::vector<std::string>;
  CHECK(left_out(n, Format::graphml).empty());
  CHECK(left_out(n, Format::dot) == List{"bodies"});
  CHECK(left_out(n, Format::csv) == List{"bodies", "positions", "heights"});
  CHECK(left_out(n, Format::edges) == List{"bodies", "positions", "heights", "gap_m", "law"});
}

TEST_CASE("Graphviz text: positions in points, electrodes by name, arrows from the positive end") {
  Network n;
  n.ensemble = "say \"film\"";
  n.n_nodes = 3;
  n.junctions = {{{2}, {0}}};
  n.resistors = {{{1}, {2}, 12.5}};
  n.positions = {{-1, 0}, {1, 0}, {0, 0.5}};
  n.electrodes = {{"source", {{0}}}};
  n.junction_values["gap_m"] = {2e-9};
  n.junction_law = {"vts"};
  CHECK(to_dot(n) ==
        "// neato -n -Tsvg\ngraph G {\n  graph [outputorder=edgesfirst, ensemble=\"say \\\"film\\\"\", seed=0]\n"
        "  node [shape=point, width=0.05]\n  edge [dir=forward, arrowsize=0.3, penwidth=0.5]\n"
        "  0 [id=n0, pos=\"0,0\", x_m=\"-1\", y_m=\"0\", electrode=\"source\", label=\"source\", shape=box, "
        "style=filled, "
        "fontsize=10, fontcolor=white, fillcolor=\"#d55e00\"]\n"
        "  1 [id=n1, pos=\"500,0\", x_m=\"1\", y_m=\"0\"]\n  2 [id=n2, pos=\"250,125\", x_m=\"0\", y_m=\"0.5\"]\n"
        "  2 -- 0 [junction=0, \"gap_m\"=\"2e-09\", law=\"vts\"]\n"
        "  1 -- 2 [dir=none, color=\"#999999\", resistance_ohm=\"12.5\"]\n}\n");
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

TEST_CASE("GraphML: resistors are edges with a resistance and without a number") {
  const std::string keys = junction_keys +
                           "<key id='r' for='edge' attr.name='resistance_ohm' attr.type='double'/>"
                           "<key id='g' for='edge' attr.name='gap_m' attr.type='double'/>";
  const std::string nodes = "<graph edgedefault='undirected'><node id='n0'/><node id='n1'/><node id='n2'/>";
  const Network n =
      read(nodes +
               "<edge source='n0' target='n2'><data key='r'>7.5</data><data key='p'></data></edge>"
               "<edge source='n0' target='n1'><data key='j'>0</data><data key='g'>1e-9</data></edge>"
               "<edge source='n1' target='n2'><data key='g'>3</data><data key='r'>2</data></edge></graph>",
           keys);
  CHECK(ends(n) == Ends{{0, 1}});
  CHECK(n.junction_values.size() == 1);
  CHECK(n.junction_values.at("gap_m") == std::vector<double>{1e-9});
  REQUIRE(n.resistors.size() == 2);
  CHECK((n.resistors[0].a == NodeId{0} && n.resistors[0].b == NodeId{2} && n.resistors[0].resistance == 7.5));
  CHECK((n.resistors[1].a == NodeId{1} && n.resistors[1].b == NodeId{2} && n.resistors[1].resistance == 2));
  const std::string text = to_graphml(n);
  CHECK(to_graphml(from_graphml(text, "t")) == text);
  CHECK(hash(from_graphml(text, "t")) == hash(n));

  const Network both =
      read(nodes + "<edge source='n0' target='n2'><data key='r'>7.5</data><data key='j'>0</data></edge></graph>", keys);
  CHECK(both.resistors.empty());
  CHECK(both.junction_values.at("resistance_ohm") == std::vector<double>{7.5});
  CHECK_THROWS_WITH(read(nodes + "\n<edge source='n0' target='n2'><data key='r'>0</data></edge></graph>", keys),
                    Catch::Contains("graphml:2:1") && Catch::Contains("not a resistance"));
}

TEST_CASE("GraphML: a value resistance_ohm of junctions beside resistors") {
  Network n = from_edges("0 1\n1 2\n", "t");
  n.junction_values["resistance_ohm"] = {1, 2};
  n.resistors = {{{0}, {2}, 3}};
  const std::string text = to_graphml(n);
  CHECK(hash(from_graphml(text, "t")) == hash(n));
  CHECK(to_graphml(from_graphml(text, "t")) == text);
}

TEST_CASE("GraphML: heights, with or without positions") {
  Network n = from_edges("0 1\n", "t");
  n.heights = {1e-9, 0.1};
  CHECK(from_graphml(to_graphml(n), "t").heights == n.heights);
  n.positions = {{1, 2}, {3, 4}};
  CHECK(from_graphml(to_graphml(n), "t").heights == n.heights);
  CHECK(to_graphml(from_graphml(to_graphml(n), "t")) == to_graphml(n));
}

TEST_CASE("GraphML: no node key d3 and no edge key d7, which Gephi takes for labels") {
  Network n = from_edges("0 1\n", "t");
  for (const char* value : {"a", "b", "c"}) n.junction_values[value] = {1};
  for (std::size_t parameters = 0; parameters < 6; ++parameters) {
    const std::string text = to_graphml(n);
    CHECK(text.find("id=\"d3\" for=\"node\"") == std::string::npos);
    CHECK(text.find("id=\"d7\" for=\"edge\"") == std::string::npos);
    CHECK(to_graphml(from_graphml(text, "t")) == text);
    n.parameters.emplace_back("p", "1");
  }
}

TEST_CASE("GraphML: prefixes, foreign elements, data of other programs") {
  const Network n = from_graphml(
      "<?xml version='1.0' encoding='UTF-8' standalone='no'?><!DOCTYPE g:graphml>\n"
      "<g:graphml xmlns:g='http://graphml.graphdrawing.org/xmlns' xmlns:y='http://www.yworks.com/xml/graphml'>"
      "<!-- yEd --><g:key for='node' id='d6' yfiles.type='nodegraphics'/>"
      "<g:key for='edge' id='w' attr.name='weight' attr.type='double'/>"
      "<g:graph edgedefault='directed' id='G' parse.order='free' parse.nodes='2'><g:desc>a <b>graph</b></g:desc>"
      "<g:edge id='e0' source='wire 1' target='\xc3\x84'><g:port name='x'/><g:data key='w'><![CDATA[2]]>&#46;5</g:data>"
      "</g:edge>"
      "<g:node id='wire 1'><g:data key='d6'><y:ShapeNode><y:node id='no'/><data key='nothing'>1</data></y:ShapeNode>"
      "</g:data></g:node><g:node id='&#196;'/></g:graph><g:data key='d6'/></g:graphml>",
      "t");
  CHECK(n.n_nodes == 2);
  CHECK(ends(n) == Ends{{0, 1}});
  CHECK(n.junction_values.at("weight") == std::vector<double>{2.5});
}

TEST_CASE("GraphML: one id for a node key and an edge key") {
  const Network n = read(
      "<graph><node id='0'><data key='x_m'>1</data><data key='y_m'>2</data></node>"
      "<node id='1'><data key='x_m'>3</data><data key='y_m'>4</data></node>"
      "<edge source='0' target='1'><data key='x_m'>5</data></edge></graph>",
      "<key id='x_m' for='edge' attr.type='double'/><key id='x_m' for='node' attr.type='double'/>"
      "<key id='y_m' for='node' attr.type='double'/>");
  CHECK(n.positions.at(1).x == 3);
  CHECK(n.junction_values.at("x_m") == std::vector<double>{5});
}

TEST_CASE("GraphML: the former ids of igraph's subgraphs tell the positive end") {
  const Network n = read(
      "<graph edgedefault='undirected'><node id='n0'><data key='i'>n1</data></node>"
      "<node id='n1'><data key='i'>n2</data></node><edge source='n0' target='n1'><data "
      "key='p'>n1</data></edge></graph>",
      junction_keys + "<key id='i' for='node' attr.name='id' attr.type='string'/>");
  CHECK(ends(n) == Ends{{0, 1}});
}

TEST_CASE("GraphML as Gephi writes it") {
  const std::string folder = SOMN_SOURCE_DIR "/tests/data/gephi/";
  const Network film = read_network(folder + "film.graphml");
  CHECK(ends(film) == Ends{{2, 0}, {1, 2}});
  CHECK(film.junction_values.at("gap_m") == std::vector<double>{2.5e-10, 0.1});
  CHECK(film.junction_values.at("weight") == std::vector<double>{1, 1});
  CHECK(film.junction_values.size() == 2);
  CHECK(film.junction_law == std::vector<std::string>{"vts", "tunnel"});
  CHECK(film.electrodes == Electrodes{{"source", {{0}}}, {"drain", {{1}}}});
  CHECK(film.positions.at(0).y == 5e-9);
  CHECK(film.heights.empty());
  CHECK(film.bodies.size() == 3);
  REQUIRE(film.resistors.size() == 1);
  CHECK(film.resistors[0].resistance == 12.5);

  const Network names = read_network(folder + "names.graphml");
  CHECK(ends(names) == Ends{{0, 1}, {2, 1}});
  CHECK(names.junction_values == std::map<std::string, std::vector<double>>{{"weight", {2.5, 0.5}}});
  CHECK(names.positions.empty());
}

TEST_CASE("GraphML as Boost.Graph writes it") {
  struct Wire {
    std::string name;
    double x_m, y_m;
  };
  struct Contact {
    double weight;
    int turns;
    bool is_hot;
  };
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, Wire, Contact>;
  Graph graph(3);
  graph[0] = {"a & b", 1e-6, 0.1};
  graph[1] = {"<c>", 2e-6, 0.2};
  graph[2] = {"d", 3e-6, 0.3};
  add_edge(2, 0, {0.5, 3, true}, graph);
  add_edge(0, 1, {1.5, 4, false}, graph);
  boost::dynamic_properties properties;
  properties.property("name", get(&Wire::name, graph)).property("x_m", get(&Wire::x_m, graph));
  properties.property("y_m", get(&Wire::y_m, graph)).property("weight", get(&Contact::weight, graph));
  properties.property("turns", get(&Contact::turns, graph)).property("is_hot", get(&Contact::is_hot, graph));
  std::ostringstream text;
  boost::write_graphml(text, graph, properties, true);
  INFO(text.str());
  const Network n = from_graphml(text.str(), "t");
  CHECK(ends(n) == Ends{{2, 0}, {0, 1}});
  CHECK(n.positions.at(2).x == 3e-6);
  CHECK(n.junction_values == std::map<std::string, std::vector<double>>{{"weight", {0.5, 1.5}}, {"turns", {3, 4}}});
}

TEST_CASE("formats go by name, else by ending") {
  CHECK(format_of("a.graphml") == Format::graphml);
  CHECK(format_of("a.edges") == Format::edges);
  CHECK(format_of("-") == Format::graphml);
  CHECK(format_of("-", "csv") == Format::csv);
  CHECK(format_of("a.txt", "edges") == Format::edges);
  CHECK(format_of("a.gv") == Format::dot);
  CHECK(format_of("-", "dot") == Format::dot);
  CHECK_THROWS_WITH(from_bytes("graph {\n  0 -- 1\n}\n", "a.dot"), Catch::Contains("not read from it"));
  CHECK_THROWS_AS(format_of("a.txt"), InputError);
  CHECK_THROWS_WITH(format_of("-", "graphm"), Catch::Contains("did you mean 'graphml'"));
}
