"""Random networks of every attribute type through other programs and back, attribute for attribute.

    graph_exchange.py SOMN WORK_DIR

One random network of ours is written by NetworkX with its nodes and edges shuffled and some ends swapped. somn reads
it and writes it as its own GraphML, which NetworkX and igraph read: they must find the network that was drawn, every
number to the last bit. What NetworkX (named keys, directed, multigraph) and igraph (whole and a subgraph) write of
that, somn must read as the same network. The file must keep the rules of Gephi's importer (ImporterGraphML.java of
Gephi 0.10; Gephi itself does not run here).
"""
import json, random, subprocess, sys
import xml.etree.ElementTree as xml
import igraph, networkx

somn, work = sys.argv[1:]
xmlns = "{http://graphml.graphdrawing.org/xmlns}"


def number(rng):
    """15 digits at most: igraph writes no more."""
    return float(f"{rng.uniform(-1, 1) * 10 ** rng.randint(-30, 30):.{rng.randint(1, 15)}g}")


def drawn(seed):
    rng = random.Random(seed)
    n = rng.randint(4, 30)
    node = [{"x_m": number(rng), "y_m": number(rng), "z_m": number(rng)} for _ in range(n)]
    names = rng.sample(["source", "drain", "gate", "links & <rechts>", "µ-Kontakt", 'a "b"'], rng.randint(2, 4))
    for k in rng.sample(range(n), min(n, len(names) + 2)):
        node[k]["electrode"] = names[k % len(names)]
    for k in rng.sample(range(n), n // 2):
        node[k]["bodies"] = "0 1e-06 2 -3;4 5 6e-09"
    pairs = [(u, v) for u in range(n) for v in range(u)]
    edge = []
    junctions = rng.sample(pairs, min(len(pairs), rng.randint(2, 60)))
    for k, (u, v) in enumerate(junctions):
        data = {"junction": k, "positive": f"n{rng.choice((u, v))}", "gap_m": number(rng), "g_on_S": number(rng)}
        edge.append((u, v, data | {"law": rng.choice(["vts", "tunnel", "synapse"])}))
    others = [p for p in pairs if p not in junctions]
    for u, v in rng.sample(others, min(len(others), rng.randint(0, 20))):
        edge.append((u, v, {"resistance_ohm": abs(number(rng)) or 1.0}))
    graph = {"ensemble": "drawn by hand", "seed": seed, "box": 1e-5, "periodic": True, "kind": "a<b"}
    return rng, graph, node, edge


def shuffled(rng, graph, node, edge):
    result = networkx.Graph(**graph)
    order = list(range(len(node)))
    rng.shuffle(order)
    result.add_nodes_from((f"n{k}", node[k]) for k in order)
    for u, v, data in rng.sample(edge, len(edge)):
        ends = [f"n{u}", f"n{v}"]
        rng.shuffle(ends)
        result.add_edge(*ends, **data)
    return result


def run(*arguments):
    return json.loads(subprocess.run([somn, "import", *arguments, "--json", "--quiet"], check=True,
                                     stdout=subprocess.PIPE).stdout)


def table(edges):
    """Edges as a comparable list, whatever their ends' order."""
    return sorted((sorted(ends), sorted(data.items())) for *ends, data in edges)


def absent(value):
    return value is None or value == "" or value != value


def present(element):
    """igraph fills in nan and "" where there is no value."""
    return {name: value for name, value in element.attributes().items() if not absent(value) and name != "id"}


def check_gephi(file):
    """What its importer takes as it stands; keys of graphs it leaves out with a remark."""
    root = xml.parse(file).getroot()
    keys = root.findall(xmlns + "key")
    assert len({key.get("id") for key in keys}) == len(keys)
    properties = {"node": "label d3 x y xpos ypos z size r g b", "edge": "label edgelabel d7 weight id edgeid r g b"}
    for key in keys:
        domain = key.get("for")
        assert domain in ("graph", "node", "edge"), domain
        assert key.get("attr.type") in ("boolean", "int", "long", "float", "double", "string")
        assert not {key.get("id"), key.get("attr.name")} & set(properties.get(domain, "").split()), key.attrib
    assert root.find(xmlns + "graph").get("edgedefault") in ("directed", "undirected")
    nodes = [node.get("id") for node in root.iter(xmlns + "node")]
    assert len(set(nodes)) == len(nodes) and all(nodes)
    kinds = {key.get("id"): key for key in keys}
    for element in list(root.iter(xmlns + "node")) + list(root.iter(xmlns + "edge")):
        for datum in element:
            key = kinds[datum.get("key")]
            assert element.tag == xmlns + key.get("for")
            if key.get("attr.type") in ("long", "int"): int(datum.text)
            if key.get("attr.type") == "double": assert "n" not in datum.text and float(datum.text) is not None
    for edge in root.iter(xmlns + "edge"):
        assert edge.get("source") in nodes and edge.get("target") in nodes


def check(seed):
    rng, graph, node, edge = drawn(seed)
    theirs, ours = work + "/theirs.graphml", work + "/ours.graphml"
    networkx.write_graphml(shuffled(rng, graph, node, edge), theirs)
    facts = run(theirs, "-o", ours)
    assert facts["left_out"] == [] and facts["resistors"] == sum("resistance_ohm" in d for *_, d in edge)
    again = run(ours, "-o", work + "/again.graphml")
    assert open(ours).read() == open(work + "/again.graphml").read() and again["hash"] == facts["hash"]
    check_gephi(ours)
    truth = [(f"n{u}", f"n{v}", data) for u, v, data in edge]

    read = networkx.read_graphml(ours)
    assert type(read) is networkx.Graph
    assert read.graph == graph | {"length_unit": "m", "node_default": {}, "edge_default": {}}, read.graph
    assert [read.nodes[f"n{k}"] for k in range(len(node))] == node
    assert list(read) == [f"n{k}" for k in range(len(node))]
    assert table(read.edges(data=True)) == table(truth)
    assert all(u == data["positive"] for u, v, data in edges_as_written(ours) if "positive" in data)

    other = igraph.Graph.Read_GraphML(ours)
    assert not other.is_directed()
    assert {name: other[name] for name in graph} == graph
    assert other.vs["id"] == [f"n{k}" for k in range(len(node))]
    assert [present(v) for v in other.vs] == node
    assert table((other.vs[e.source]["id"], other.vs[e.target]["id"], present(e)) for e in other.es) == table(truth)

    back = work + "/back.graphml"
    for written in (read, networkx.DiGraph(read), networkx.MultiGraph(read), networkx.MultiDiGraph(read)):
        for named in (False, True):
            networkx.write_graphml(written, back, named_key_ids=named)
            assert run(back, "-o", work + "/again.graphml")["hash"] == facts["hash"], (seed, type(written), named)
    other.write_graphml(back)
    assert run(back, "-o", work + "/again.graphml")["hash"] == facts["hash"], seed

    kept = sorted(rng.sample(range(len(node)), len(node) // 2))
    part = other.subgraph(kept)
    part.write_graphml(back)
    if any("junction" in data and u in kept and v in kept for u, v, data in edge):
        run(back, "-o", work + "/part.graphml")
        name = {f"n{k}": f"n{old}" for k, old in enumerate(kept)}
        expected = sorted((data["positive"], data["gap_m"]) for u, v, data in edge
                          if "junction" in data and u in kept and v in kept)
        found = [d for *_, d in networkx.read_graphml(work + "/part.graphml").edges(data=True) if "junction" in d]
        assert sorted((name[d["positive"]], d["gap_m"]) for d in found) == expected, seed


def edges_as_written(file):
    root = xml.parse(file).getroot()
    name = {key.get("id"): key.get("attr.name") for key in root.findall(xmlns + "key")}
    for edge in root.iter(xmlns + "edge"):
        yield edge.get("source"), edge.get("target"), {name[d.get("key")]: d.text for d in edge}


def check_foreign():
    """Graphs that know nothing of us: rows of u, v, weight after import, nodes numbered as they appear.

    The integer among the weights makes NetworkX declare two keys of that name.
    """
    def rows(written, named=False):
        networkx.write_graphml(written, work + "/foreign.graphml", named_key_ids=named)
        run(work + "/foreign.graphml", "-o", work + "/foreign.csv")
        lines = [line for line in open(work + "/foreign.csv").read().split("\n") if line and line[0] != "#"]
        names = lines[0].split(",")
        return [{n: float(c) for n, c in zip(names, line.split(",")) if n != "junction"} for line in lines[1:]]

    weighted = [("Draht 1", "µ & <ß>", 2.5), ("µ & <ß>", "", 1), ("Draht 1", "n0", 3e-9)]
    weighted = [(u or "leer", v or "leer", w) for u, v, w in weighted]
    truth = [{"u": 0, "v": 1, "weight": 2.5}, {"u": 0, "v": 3, "weight": 3e-9}, {"u": 1, "v": 2, "weight": 1}]
    graph = networkx.Graph()
    graph.add_weighted_edges_from(weighted, colour="red", is_hot=True)
    for kind in (networkx.Graph, networkx.DiGraph, networkx.MultiGraph, networkx.MultiDiGraph):
        for named in (False, True):
            found = sorted(rows(kind(graph), named), key=lambda r: (min(r["u"], r["v"]), max(r["u"], r["v"])))
            assert found == truth, (kind, found)
    parallel = networkx.MultiGraph([(5, 7, {"weight": 1.0}), (5, 7, {"weight": 2.0}), (7, 5, {"weight": 3.0})])
    assert [row["weight"] for row in rows(parallel)] == [1, 2, 3]
    one_way = networkx.DiGraph([(1, 0), (0, 2)])  # ids 1, 0, 2 are indices
    assert rows(one_way) == [{"u": 1, "v": 0}, {"u": 0, "v": 2}]

    other = igraph.Graph.TupleList(weighted, weights=True)
    other.vs["x"] = [1.5, float("nan"), 2, 3]
    other.write_graphml(work + "/foreign.graphml")
    assert run(work + "/foreign.graphml", "-o", work + "/foreign.csv")["junctions"] == 3


for seed in range(1, 13):
    check(seed)
check_foreign()
print("NetworkX, igraph and the rules of Gephi agree")
