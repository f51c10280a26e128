#!/usr/bin/env bash
# NetworkX reads our GraphML with all attributes and finds what `somn inspect` finds; we read what NetworkX writes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=python3
"$python" -c 'import networkx' 2>/dev/null || python=/usr/bin/python3

for ensemble in wires discs; do
  for seed in 1 2 3 4; do
    net=$work/$ensemble-$seed.graphml
    "$SOMN" generate $ensemble --seed $seed --quiet -o "$net"
    "$SOMN" generate $ensemble --seed $seed --quiet -o - | cmp - "$net"
    "$SOMN" inspect "$net" --json >"$work/ours.json"
    "$python" - "$net" "$work/ours.json" "$work" <<'PY'
import json, networkx, sys
graph = networkx.read_graphml(sys.argv[1])
ours = json.load(open(sys.argv[2]))
assert type(graph) is networkx.Graph, type(graph)
assert graph.graph["ensemble"] == ours["ensemble"] and graph.graph["seed"] == ours["seed"]
assert graph.graph["length_unit"] == "m" and graph.graph["box"] > 0 and graph.graph["periodic"] is False
assert list(graph) == [f"n{k}" for k in range(ours["nodes"])]
assert {d["electrode"]: n for n, d in graph.nodes(data=True) if "electrode" in d} == {"source": "n0", "drain": "n1"}
assert all({"x_m", "y_m", "bodies"} <= set(d) for _, d in graph.nodes(data=True))
edges = list(graph.edges(data=True))
assert sorted(d["junction"] for _, _, d in edges) == list(range(ours["junctions"]))
assert all(d["positive"] in (u, v) for u, v, d in edges)
values = {"x_m", "y_m"} | ({"gap_m"} if ours["ensemble"] == "discs" else set())
assert all(values <= set(d) and all(isinstance(d[v], float) for v in values) for _, _, d in edges)

def close(a, b): assert abs(a - b) <= 1e-12 * abs(b), (a, b)
close(ours["mean_path"], networkx.average_shortest_path_length(graph))
close(ours["clustering"], networkx.average_clustering(graph))
assert ours["diameter"] == networkx.diameter(graph)
assert ours["shortest_path"] == networkx.shortest_path_length(graph, "n0", "n1")
close(ours["transitivity"], networkx.transitivity(graph))
close(ours["efficiency"], networkx.global_efficiency(graph))
assert ours["minimum_cut"] == networkx.edge_connectivity(graph, "n0", "n1")
theirs = max(networkx.community.modularity(graph, networkx.community.louvain_communities(graph, seed=s)) for s in range(5))
assert abs(ours["modularity"] - theirs) < 0.02, (ours["modularity"], theirs)
joined = networkx.Graph(graph)
joined.add_edge("n0", "n1")
block = next(b for b in networkx.biconnected_component_edges(joined) if ("n0", "n1") in b or ("n1", "n0") in b)
live = {frozenset(e) for e in block} & {frozenset(e) for e in graph.edges()}
assert ours["dead_end_junctions"] == graph.number_of_edges() - len(live)

networkx.write_graphml(graph, sys.argv[3] + "/plain.graphml")
networkx.write_graphml(networkx.DiGraph(graph), sys.argv[3] + "/directed.graphml")
networkx.write_graphml(networkx.relabel_nodes(graph, {n: "wire " + n for n in graph}), sys.argv[3] + "/named.graphml")
PY
    hash=$(grep '"hash"' "$work/ours.json")
    for back in plain directed; do
      "$SOMN" inspect "$work/$back.graphml" --json | grep -qF "$hash"
    done
    "$SOMN" inspect "$work/named.graphml" --quiet 2>/dev/null && { echo "a positive end that is no node must be refused"; exit 1; }
  done
done
echo "NetworkX agrees"
