// Networks as other programs write them: each text by hand, at most five nodes.
#include <somn/core/error.hpp>
#include <somn/netgen/files.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>

using namespace somn;
using namespace somn::netgen;

namespace {

std::string edges_of(const Network& n) {
  std::string text;
  for (const Junction& j : n.junctions)
    text += (text.empty() ? "" : " ") + name_of(n, j.positive) + "-" + name_of(n, j.negative);
  return text;
}

Network read(const std::string& text) {
  return from_bytes(text, "x");
}

std::string message_of(const std::string& text) {
  try {
    read(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

std::string npy(const std::string& descr, const std::string& shape, const std::string& data, bool is_fortran = false) {
  std::string head = "{'descr': '" + descr + "', 'fortran_order': " + (is_fortran ? "True" : "False") + ", 'shape': " + shape + ", }";
  head.resize(118, ' ');
  head[117] = '\n';
  return std::string("\x93NUMPY\x01\0\x76\0", 10) + head + data;
}

template <class T>
std::string bytes_of(const std::vector<T>& values) {
  std::string bytes(values.size() * sizeof(T), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

}  // namespace

TEST_CASE("lists of edges: with and without header, in every dialect") {
  for (const char* text : {"0 1\n1 2\n", "0,1\n1,2\n", "0\t1\r\n1\t2\r\n", "0;1\n1;2\n", "u;v\n0;1\n1;2\n",
                           "source,target\n0,1\n1,2\n", "Source,Target,Type,Id\n0,1,Undirected,0\n1,2,Undirected,1\n",
                           "# u v\n0 1\n1 2\n", "% konect\n0 1\n1 2\n", "from to\n0 1\n1 2\n", "0 1 {}\n1 2 {}\n",
                           ",source,target\n0,0,1\n1,1,2\n"}) {
    INFO(text);
    const Network n = read(text);
    CHECK(n.n_nodes == 3);
    CHECK(edges_of(n) == "0-1 1-2");
    CHECK(n.node_names.empty());
    CHECK(n.junction_values.empty());
  }
}

TEST_CASE("tables of R name their rows, and the header does not name those") {
  const Network n = read("\"from\" \"to\" \"w\"\n\"1\" \"a\" \"b\" 1.5\n\"2\" \"b\" \"c\" 2\n");
  CHECK(edges_of(n) == "a-b b-c");
  CHECK(n.junction_values.at("w") == std::vector<double>{1.5, 2});
}

TEST_CASE("relations of Cytoscape are edges, one for each word after the second") {
  for (const char* text : {"a pp b\nb pp c\nc pp d\n", "a\tpp\tb\nb\tpp\tc\nc\tpp\td\n"}) CHECK(edges_of(read(text)) == "a-b b-c c-d");
  const Network n = from_bytes("a pp b c\nd\nb pd c\n", "x.sif");
  CHECK(n.n_nodes == 4);
  CHECK(edges_of(n) == "a-b a-c b-c");
  CHECK(edges_of(read("a b c\nb c\nc d\n")) == "a-b a-c b-c c-d");  // neighbours, as b is a node
}

TEST_CASE("a DL file is refused with a way on") {
  CHECK_THAT(message_of("DL n=3\nformat = edgelist1\nlabels:\na,b,c\ndata:\n1 2\n2 3\n"), Catch::Contains("UCINET"));
}

TEST_CASE("weights and attributes of edges, and their lack") {
  CHECK(read("0 1 1.5\n1 2 2\n").junction_values.at("weight") == std::vector<double>{1.5, 2});
  CHECK(read("u,v,weight\n0,1,1.5\n1,2,2\n").junction_values.at("weight") == std::vector<double>{1.5, 2});
  const Network n = read("0 1 {}\n1 2 {\"weight\": 2, 'law': 'drift', 'tags': [1, 2], 'on': True}\n");
  CHECK(std::isnan(n.junction_values.at("weight")[0]));
  CHECK(n.junction_values.at("weight")[1] == 2);
  CHECK(n.junction_values.size() == 1);
  CHECK(n.junction_law == std::vector<std::string>{"", "drift"});
  const Network written = read(to_csv(n));
  CHECK(to_csv(written) == to_csv(n));
  CHECK(to_graphml(from_graphml(to_graphml(n), "x")) == to_graphml(n));
  CHECK(hash(written) == hash(n));
}

TEST_CASE("nodes with names keep them; those of a list from 1 are its numbers, and that is said") {
  const Network named = read("a b\nb c\n");
  CHECK(named.node_names == std::vector<std::string>{"a", "b", "c"});
  const Network from_one = read("1 2\n2 3\n3 1\n");
  CHECK(from_one.n_nodes == 3);
  CHECK(edges_of(from_one) == "1-2 2-3 3-1");
  REQUIRE(from_one.remarks.size() == 1);
  CHECK(from_one.remarks[0].find("from 1") != std::string::npos);
  CHECK(find_nodes(from_one, {"1"}, "x")[0].index == 0);
  CHECK(find_nodes(named, {"c", "0"}, "x") == std::vector<NodeId>{{2}, {0}});
  CHECK_THROWS_AS(find_nodes(named, {"d"}, "x"), InputError);
  CHECK_THROWS_AS(find_nodes(named, {"3"}, "x"), InputError);
  const Network sparse = read("1007 1001\n1001 90003\n");
  CHECK(sparse.node_names == std::vector<std::string>{"1001", "1007", "90003"});
  CHECK(from_graphml(to_graphml(named), "x").node_names == named.node_names);
  CHECK(from_bytes(to_csv(named), "x").node_names == named.node_names);
  CHECK(edges_of(from_bytes(to_csv(named), "x")) == "a-b b-c");
}

TEST_CASE("adjacency matrices: plain, weighted, named; upper triangles; what is not symmetric is refused") {
  CHECK(edges_of(read("0,1,1\n1,0,1\n1,1,0\n")) == "0-1 0-2 1-2");
  CHECK(edges_of(read("0 1 0 0\n0 0 1 0\n0 0 0 1\n0 0 0 0\n")) == "0-1 1-2 2-3");
  const Network weighted = read("0,1.5,0\n1.5,0,2\n0,2,0\n");
  CHECK(edges_of(weighted) == "0-1 1-2");
  CHECK(weighted.junction_values.at("weight") == std::vector<double>{1.5, 2});
  CHECK(edges_of(read(",a,b,c\na,0,1,0\nb,1,0,1\nc,0,1,0\n")) == "a-b b-c");
  CHECK(edges_of(read(",0,1,2\n0,0,1,0\n1,1,0,1\n2,0,1,0\n")) == "0-1 1-2");
  CHECK(edges_of(read("0,1,2\n0,1,0\n1,0,1\n0,1,0\n")) == "0-1 1-2");
  CHECK(message_of("0 1 0 0\n2 0 1 0\n0 0 0 1\n0 0 0 0\n").find("(A + A.T)/2") != std::string::npos);
}

TEST_CASE("matrices of numpy, of every type of number") {
  const std::vector<double> a{0, 1.5, 0, 1.5, 0, 2, 0, 2, 0};
  CHECK(edges_of(read(npy("<f8", "(3, 3)", bytes_of(a)))) == "0-1 1-2");
  CHECK(read(npy("<f8", "(3, 3)", bytes_of(a))).junction_values.at("weight") == std::vector<double>{1.5, 2});
  CHECK(edges_of(read(npy("<f4", "(3, 3)", bytes_of(std::vector<float>(a.begin(), a.end()))))) == "0-1 1-2");
  CHECK(edges_of(read(npy("|b1", "(3, 3)", std::string("\0\1\0\1\0\1\0\1\0", 9)))) == "0-1 1-2");
  CHECK(edges_of(read(npy("|i1", "(3, 3)", std::string("\0\xff\0\xff\0\1\0\1\0", 9)))) == "0-1 1-2");
  CHECK(read(npy("|i1", "(3, 3)", std::string("\0\xff\0\xff\0\1\0\1\0", 9))).junction_values.at("weight")[0] == -1);
  CHECK(edges_of(read(npy(">i2", "(3, 3)", std::string("\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\1\0\0", 18)))) == "0-1 1-2");
  CHECK(edges_of(read(npy("<i8", "(2, 3)", bytes_of(std::vector<std::int64_t>{0, 1, 5, 1, 2, 6})))) == "0-1 1-2");
  CHECK(edges_of(read(npy("<i8", "(2, 3)", bytes_of(std::vector<std::int64_t>{0, 1, 1, 2, 5, 6}), true))) == "0-1 1-2");
  CHECK(message_of(npy("<f8", "(3, 3)", "short")).find("cut off") != std::string::npos);
  CHECK(message_of(npy("<c16", "(1, 1)", std::string(16, '\0'))).find("astype(float)") != std::string::npos);
  CHECK(message_of("PK\x03\x04").find("numpy.save") != std::string::npos);
}

TEST_CASE("Pajek, GML, GEXF, Matrix Market") {
  const std::string pajek = "*Vertices 3\r\n1 \"a\" 0.1 0.2\r\n2 \"b c\"\r\n3 d\r\n*Edges\r\n1 2 1.5\r\n2 3\r\n";
  CHECK(edges_of(read(pajek)) == "a-b c b c-d");
  CHECK(read(pajek).junction_values.at("weight")[0] == 1.5);
  CHECK(edges_of(read("*Vertices 3\n*Arcs\n1 2 1\n2 1 1\n2 3 1\n")) == "1-2 2-3");
  CHECK(edges_of(read("*Vertices 3\n*Edgeslist\n1 2 3\n")) == "1-2 1-3");
  CHECK(edges_of(read("*Vertices 3\n*Matrix\n0 1 0\n1 0 1\n0 1 0\n")) == "1-2 2-3");
  CHECK(message_of("*Vertices 3\n*Edges\n1 4\n").find("x:3") != std::string::npos);

  const std::string gml =
      "Creator \"igraph\"\ngraph [\n directed 0\n node [ id 3 label \"a &amp; b\" graphics [ x 1.0 ] ]\n node [ id 7 label \"c\" ]\n"
      " node [ id 9 label \"d\" electrode \"drain\" ]\n edge [ source 3 target 7 weight 2 ]\n edge [ source 9 target 7 ]\n]\n";
  CHECK(edges_of(read(gml)) == "a & b-c d-c");
  CHECK(read(gml).junction_values.at("weight")[0] == 2);
  CHECK(read(gml).electrodes.at("drain")[0].index == 2);
  CHECK(edges_of(read("graph [ node [ id 0 ] node [ id 1 ] edge [ source 0 target 1 ] ]")) == "0-1");
  CHECK(message_of("graph [ node [ id 0 ] edge [ source 0 target 1 ] ]").find("not declared") != std::string::npos);
  CHECK(message_of("graph [ node [ id 0 ]").find("not closed") != std::string::npos);

  const std::string gexf =
      "<?xml version='1.0' encoding='utf-8'?>\n<gexf xmlns=\"http://www.gexf.net/1.2draft\"><graph "
      "defaultedgetype=\"undirected\"><attributes class=\"edge\"><attribute id=\"0\" title=\"v_set_V\" type=\"double\"/>"
      "</attributes><nodes><node id=\"p\" label=\"pad\"/><node id=\"q\" label=\"q\"/></nodes><edges><edge id=\"0\" "
      "source=\"p\" target=\"q\" weight=\"2.5\"><attvalues><attvalue for=\"0\" value=\"0.7\"/></attvalues></edge></edges>"
      "</graph></gexf>";
  CHECK(edges_of(read(gexf)) == "pad-q");
  CHECK(read(gexf).junction_values.at("v_set_V")[0] == 0.7);
  CHECK(read(gexf).junction_values.at("weight")[0] == 2.5);

  CHECK(edges_of(read("%%MatrixMarket matrix coordinate pattern symmetric\n% c\n3 3 2\n2 1\n3 2\n")) == "0-1 1-2");
  CHECK(edges_of(read("%%MatrixMarket matrix coordinate real general\n3 3 4\n1 2 1.5\n2 1 1.5\n2 3 1\n3 2 1\n")) == "0-1 1-2");
  CHECK(edges_of(read("%%MatrixMarket matrix array real symmetric\n3 3\n0\n1\n0\n0\n1\n0\n")) == "0-1 1-2");
  CHECK(message_of("%%MatrixMarket matrix coordinate pattern symmetric\n3 3 3\n2 1\n").find("cut off") != std::string::npos);
}

TEST_CASE("loops are left out, edges and their reverses are one junction, and both are said") {
  const Network loops = read("0 1\n1 1\n1 2\n");
  CHECK(edges_of(loops) == "0-1 1-2");
  CHECK(loops.remarks.size() == 1);
  const Network twice = read("0 1\n1 0\n1 2\n2 1\n");
  CHECK(edges_of(twice) == "0-1 1-2");
  CHECK(twice.remarks.size() == 1);
  CHECK(edges_of(read("0 1\n0 1\n1 2\n")) == "0-1 0-1 1-2");  // parallel junctions
}

TEST_CASE("GraphML: names from ids, name, label or yEd's drawing; an attribute that some edges lack") {
  const auto graphml = [](const std::string& body) {
    return read("<graphml><key id=\"l\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/><key id=\"w\" for=\"edge\" "
                "attr.name=\"weight\" attr.type=\"double\"/><graph edgedefault=\"undirected\">" +
                body + "</graph></graphml>");
  };
  CHECK(edges_of(graphml("<node id=\"padL\"/><node id=\"w\"/><edge source=\"padL\" target=\"w\"/>")) == "padL-w");
  CHECK(edges_of(graphml("<node id=\"n0\"><data key=\"l\">a</data></node><node id=\"n1\"/><edge source=\"n0\" target=\"n1\"/>")) == "a-n1");
  CHECK(graphml("<node id=\"n0\"/><node id=\"n1\"/><edge source=\"n0\" target=\"n1\"/>").node_names.empty());
  CHECK(edges_of(graphml("<node id=\"n0\"><data key=\"l\"><y:ShapeNode><y:NodeLabel>pad<y:M/></y:NodeLabel></y:ShapeNode></data></node>"
                         "<node id=\"n1\"/><edge source=\"n0\" target=\"n1\"/>")) == "pad-n1");
  const Network partial = graphml("<node id=\"a\"/><node id=\"b\"/><node id=\"c\"/><edge source=\"a\" target=\"b\"><data key=\"w\">2</data>"
                                  "</edge><edge source=\"b\" target=\"c\"/>");
  CHECK(partial.junction_values.at("weight")[0] == 2);
  CHECK(std::isnan(partial.junction_values.at("weight")[1]));
}

TEST_CASE("electrodes and names out of a comment or a table of nodes") {
  const Network n = read("# electrode source a\n# electrode drain c\nu,v\na,b\nb,c\n");
  CHECK(n.electrodes.at("source")[0].index == 0);
  CHECK(n.electrodes.at("drain")[0].index == 2);
  CHECK(message_of("# electrode source x\nu,v\na,b\n").find("x:1: no node is called 'x'") != std::string::npos);
}

TEST_CASE("what cannot be read says the line that would make it readable") {
  CHECK(message_of("Id,Label\n0,a\n1,b\n").find("--nodes") != std::string::npos);
  CHECK(message_of("a,b,c\n1,2,3\n4,5,6\n").find("sed -i") != std::string::npos);
  CHECK(message_of("0 1 2 3 4\n1 2 3 4 5\n").find("sed -i") != std::string::npos);
  CHECK(message_of("{\"nodes\": []}").find("write_graphml") != std::string::npos);
  CHECK(message_of("digraph { a -> b }").find("GraphML") != std::string::npos);
  CHECK(message_of("\x80\x04pickle").find("write_graphml") != std::string::npos);
}

TEST_CASE("lists of parts: TGF, LGL, adjacency lists of several lines") {
  const Network tgf = read("1 pad left\n2 mid\n3 right\n#\n1 2\n2 3 1.5\n");
  CHECK(tgf.node_names == std::vector<std::string>{"pad left", "mid", "right"});
  CHECK(edges_of(tgf) == "pad left-mid mid-right");
  CHECK(tgf.junction_values.at("weight")[1] == 1.5);
  const Network lgl = read("# a\nb 1.5\nc 2\n# c\nd 3\n");
  CHECK(edges_of(lgl) == "a-b a-c c-d");
  CHECK(lgl.junction_values.at("weight") == std::vector<double>{1.5, 2, 3});
  CHECK(edges_of(from_bytes("# a\nb\n", "x.lgl")) == "a-b");
  for (const char* text : {"# by NetworkX\na 2\nb {'weight': 1.5}\nc {'weight': 2}\nb 0\nc 0\n", "a 2\nb\nc\nb 1\na\nc 0\n"}) {
    const Network n = read(text);
    CHECK(n.n_nodes == 3);
    CHECK(edges_of(n) == "a-b a-c");
  }
  CHECK(edges_of(read("node 0 1\nnode 1 {'weight': 1.5}\nnode 1 0\n")) == "node 0-node 1");
  CHECK(edges_of(read("# a comment\n0 1\n1 2\n")) == "0-1 1-2");  // no LGL
}

TEST_CASE("JSON: nodes and links, nodes and adjacency, elements") {
  for (const char* text :
       {R"({"directed": false, "nodes": [{"id": "a"}, {"id": "b"}, {"id": "c"}], "links": [{"source": "a", "target": "b", "weight": 1.5}, {"source": "b", "target": "c", "weight": 2}]})",
        R"({"nodes": [{"name": "a"}, {"name": "b"}, {"name": "c"}], "edges": [{"source": 0, "target": 1, "weight": 1.5}, {"source": 1, "target": 2, "weight": 2}]})",
        R"({"nodes": [{"id": "a"}, {"id": "b"}, {"id": "c"}], "adjacency": [[{"id": "b", "weight": 1.5}], [{"id": "a", "weight": 1.5}, {"id": "c", "weight": 2}], [{"id": "b", "weight": 2}]]})",
        R"({"elements": {"nodes": [{"data": {"id": "1", "name": "a"}}, {"data": {"id": "2", "name": "b"}}, {"data": {"id": "3", "name": "c"}}], "edges": [{"data": {"source": 1, "target": 2, "weight": 1.5}}, {"data": {"source": "2", "target": "3", "weight": 2}}]}})",
        R"([{"data": {"id": "a"}}, {"data": {"id": "b"}}, {"data": {"id": "c"}}, {"data": {"source": "a", "target": "b", "weight": 1.5}}, {"data": {"source": "b", "target": "c", "weight": 2}}])"}) {
    INFO(text);
    const Network n = read(text);
    CHECK(edges_of(n) == "a-b b-c");
    CHECK(n.junction_values.at("weight") == std::vector<double>{1.5, 2});
  }
  CHECK(edges_of(read(R"({"nodes": [{"id": [0, 0]}, {"id": [0, 1]}], "links": [{"source": [0, 0], "target": [0, 1]}]})")) == "(0, 0)-(0, 1)");
  for (const char* text : {"{", "{}", "[{}]", R"({"nodes": [], "links": 1})", R"({"nodes": [{"id": 1}], "links": [{"source": 1, "target": 2}]})",
                           R"({"nodes": [{"id": 1}, {"id": 1}], "links": []})"}) {
    INFO(text);
    CHECK_THROWS_AS(read(text), InputError);
  }
}

TEST_CASE("what other lists begin with is no edge") {
  CHECK(message_of("3 2\n0 1\n1 2\n").find("sed -i 1d x") != std::string::npos);
  CHECK(message_of("3 2\n1 2\n2 3\n").find("sed -i 1d x") != std::string::npos);
  CHECK(message_of("4 3\n2\n1 3\n2 4\n3\n").find("METIS") != std::string::npos);
  CHECK(message_of("c by hand\np edge 3 2\ne 1 2\ne 2 3\n").find("sed -n 's/^[ea] //p' x") != std::string::npos);
  CHECK(message_of("nodedef>name VARCHAR\ns1\nedgedef>node1 VARCHAR,node2 VARCHAR\ns1,s1\n").find("GDF") != std::string::npos);
  CHECK(edges_of(read("0 1\n1 2\n2 3\n3 4\n")) == "0-1 1-2 2-3 3-4");
  CHECK(edges_of(read("4 2\n3 2\n2 1\n1 0\n")) == "4-2 3-2 2-1 1-0");  // neither number is that of the rows below
}

TEST_CASE("numbers of nodes written as reals are whole") {
  for (const char* text : {"source,target\n0.0,1.0\n1.0,2.0\n", "0.000e+00 1.000e+00\n1.000e+00 2.000e+00\n"}) {
    const Network n = read(text);
    CHECK(edges_of(n) == "0-1 1-2");
    CHECK(n.node_names.empty());
  }
  CHECK(read("u,v\n1.0,1.1\n1.1,1.2\n").node_names == std::vector<std::string>{"1.0", "1.1", "1.2"});
}

TEST_CASE("a file that lists its nodes has no others between their numbers") {
  for (const char* text : {"graph [ node [ id 0 ] node [ id 3 ] node [ id 7 ] edge [ source 0 target 3 ] edge [ source 3 target 7 ] ]",
                           ",0,3,7\n0,0,1,0\n3,1,0,1\n7,0,1,0\n",
                           R"({"nodes": [{"id": 0}, {"id": 3}, {"id": 7}], "links": [{"source": 0, "target": 3}, {"source": 3, "target": 7}]})",
                           "<gexf><graph><nodes><node id='0'/><node id='3'/><node id='7'/></nodes><edges><edge source='0' target='3'/>"
                           "<edge source='3' target='7'/></edges></graph></gexf>"}) {
    INFO(text);
    const Network n = read(text);
    CHECK(n.n_nodes == 3);
    CHECK(edges_of(n) == "0-3 3-7");
  }
}

TEST_CASE("a matrix without names of rows is one though its columns are called like ends") {
  CHECK(edges_of(read("node 1,node 2,node 3,node 4\n0,1,0,0\n1,0,1,0\n0,1,0,1\n0,0,1,0\n")) == "node 1-node 2 node 2-node 3 node 3-node 4");
}

TEST_CASE("neighbours that name each other have one junction, and names with blanks are no neighbours") {
  CHECK(edges_of(read("a b\nb a c\nc b\n")) == "a-b b-c");
  CHECK(edges_of(read("a b b\nb\n")) == "a-b a-b");
  CHECK(message_of("node 0 node 1 node 2\nnode 1 node 2\nnode 2\n").find("write_graphml") != std::string::npos);
  CHECK(message_of("node 0 node 1\nnode 1 node 2\n").find("write_graphml") != std::string::npos);
  CHECK(message_of("(0, 0) (0, 1) {}\n(0, 1) (0, 2) {}\n").find("write_graphml") != std::string::npos);
}

TEST_CASE("names that hold commas are found in a list between commas") {
  const Network n = read("u;v\n(0, 0);(0, 1)\n(0, 1);a\n");
  CHECK(find_nodes(n, {"(0", " 1)", "a"}, "x") == std::vector<NodeId>{{1}, {2}});
  CHECK(find_nodes(n, {"(0, 0)"}, "x") == std::vector<NodeId>{{0}});
  CHECK_THROWS_AS(find_nodes(n, {"(0", " 7)"}, "x"), InputError);
}

TEST_CASE("quotes within quotes, and two columns whose names say nothing") {
  CHECK(read("source,target\n\"a \"\"x\"\"\",\"b, c\"\n").node_names == std::vector<std::string>{"a \"x\"", "b, c"});
  CHECK(message_of("wire_a,wire_b,gap\n0,1,2\n1,2,3\n").find("sed -i '1s/.*/u,v,gap/' x") != std::string::npos);
}

TEST_CASE("Latin-1, and letters by their numbers") {
  CHECK(read("u,v\n\xe4,\xf6\n").node_names == std::vector<std::string>{"\u00e4", "\u00f6"});
  CHECK(read("graph [ node [ id 0 label \"B &#228; &amp;lt;\" ] node [ id 1 label \"C\" ] edge [ source 0 target 1 ] ]").node_names ==
        std::vector<std::string>{"B \u00e4 &lt;", "C"});
}

TEST_CASE("GraphML of a directed graph: loops go, a reverse is one junction, both are said") {
  const Network n = read(
      "<graphml><graph edgedefault='directed'><node id='a'/><node id='b'/><edge source='a' target='b'/>"
      "<edge source='b' target='a'/><edge source='b' target='b'/></graph></graphml>");
  CHECK(edges_of(n) == "a-b");
  REQUIRE(n.remarks.size() == 2);
  CHECK(n.remarks[0].find("from a node to itself") != std::string::npos);
  CHECK(n.remarks[1].find("reverse of another") != std::string::npos);
}

TEST_CASE("a reverse with other values is said to have lost them") {
  const Network n = read("source,target,weight\n0,1,1\n1,0,9\n1,2,1\n2,1,1\n");
  CHECK(n.junction_values.at("weight") == std::vector<double>{1, 1});
  REQUIRE(n.remarks.size() == 1);
  CHECK(n.remarks[0].find("with the values of the first") != std::string::npos);
}
