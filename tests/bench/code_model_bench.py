#!/usr/bin/env python3
"""Cost of the code model in ngspice, paired runs on random networks G(n, m), mean degree 3, giant component.

1. SIZE junctions (10000: 3.8 s for one factorisation in ngspice 39, hours for all laws), each law under a sine of its own scale, against the same network of linear resistors: Newton
   iterations per accepted point, CPU time per point and per iteration, ratio.
2. 1000 junctions against their pure-SPICE twin (somn_pure.lib): CPU time per point, ratio.

usage: code_model_bench.py BUILD_DIR SIZE [LAW ...]      steps, iterations and times are ngspice's own (rusage all)
"""
import os, random, re, subprocess, sys, tempfile

BUILD = os.path.abspath(sys.argv[1])
# amplitude per junction on the path [V], period [s], parameters: drives that carry states through their range
LAWS = {
    "vts": (1.2, 40e-9, ""), "tunnel": (0.03, 6, ""), "threshold": (1.5, 4e-3, ""), "synapse": (1.5, 0.1, ""),
    "rate": (0.6, 1, ""), "pershin": (3, 100e-9, ""), "drift": (0.6, 1, ""), "team": (2, 1, "r_off=2e3"),
    "vteam": (0.25, 1e-7, ""), "yakopcic": (0.45, 0.1, ""), "break": (3, 4, ""),
}

def giant_component(n, edges):
    neighbours = [[] for _ in range(n)]
    for u, v in edges: neighbours[u].append(v), neighbours[v].append(u)
    seen, best = [False] * n, []
    for start in range(n):
        if seen[start]: continue
        seen[start], component = True, [start]
        for u in component:
            for v in neighbours[u]:
                if not seen[v]: seen[v] = True; component.append(v)
        best = max(best, component, key=len)
    inside = set(best)
    return best, [(u, v) for u, v in edges if u in inside], neighbours

def network(m, seed):
    """A connected network of m junctions and mean degree 3, with the two ends of a long shortest path."""
    rng, n = random.Random(seed), int(2 * m / 3 * 1.06)
    edges = set()
    while len(edges) < int(m * 1.06): 
        u, v = rng.randrange(n), rng.randrange(n)
        if u != v: edges.add((min(u, v), max(u, v)))
    nodes, edges, neighbours = giant_component(n, sorted(edges))
    def farthest(start):
        distance = {start: 0}
        order = [start]
        for u in order:
            for v in neighbours[u]:
                if v not in distance: distance[v] = distance[u] + 1; order.append(v)
        return order[-1], distance[order[-1]]
    source, _ = farthest(nodes[0])
    drain, length = farthest(source)
    return [e if rng.random() < 0.5 else e[::-1] for e in edges], source, drain, length

def run(title, elements, source, length, amplitude, period, points):
    deck = f"""{title}
v1 n{source} 0 sin(0 {amplitude * length} {1 / period})
{elements}
.save i(v1)
.options noacct
.tran {period / points} {period} 0 {period / points}
.control
set norefvalue
run
rusage all
quit 0
.endc
.end
"""
    with tempfile.TemporaryDirectory() as folder:
        open(f"{folder}/.spiceinit", "w").write(f"codemodel {BUILD}/lib/somn.cm\n")
        open(f"{folder}/deck.cir", "w").write(deck)
        out = subprocess.run(["ngspice", "-b", "deck.cir"], cwd=folder, env={**os.environ, "HOME": folder},
                             capture_output=True, text=True)
    text = out.stdout + out.stderr
    def value(name):
        found = re.search(rf"{name} = ([\d.eE+-]+)", text)
        return float(found[1]) if found else float("nan")
    return {k: value(v) for k, v in (("points", "Accepted timepoints"), ("rejected", "Rejected timepoints"),
                                     ("iterations", "Transient iterations"), ("time", "Transient analysis time"))}

def junctions(edges, drain, law, extra, form):
    node = lambda k: "0" if k == drain else f"n{k}"
    if form == "resistors": return "\n".join(f"r{k} {node(u)} {node(v)} 1e4" for k, (u, v) in enumerate(edges))
    if form == "pure": return f".include {BUILD}/lib/somn_pure.lib\n" + "\n".join(
        f"x{k} {node(u)} {node(v)} somn_{law} {extra}" for k, (u, v) in enumerate(edges))
    return f".model m somn_{law}" + (f"({extra})\n" if extra else "\n") + "\n".join(
        f"a{k} %gd({node(u)} {node(v)}) m" for k, (u, v) in enumerate(edges))

def compare(m, forms, points, laws):
    edges, source, drain, length = network(m, 1)
    print(f"{len(edges)} junctions, path of {length}, {points} points a period asked for")
    print(f"{'law':10} {'form':10} {'points':>7} {'rejected':>8} {'it/point':>8} {'ms/point':>9} {'ms/it':>7} {'ratio':>6}")
    for law in laws:
        amplitude, period, extra = LAWS[law]
        reference = None
        for form in forms:
            r = run(law, junctions(edges, drain, law, extra, form), source, length, amplitude, period, points)
            per_point = 1e3 * r["time"] / r["points"]
            reference = reference or per_point
            print(f"{law:10} {form:10} {r['points']:7.0f} {r['rejected']:8.0f} {r['iterations'] / r['points']:8.2f} "
                  f"{per_point:9.3f} {1e3 * r['time'] / r['iterations']:7.3f} {per_point / reference:6.2f}", flush=True)

size, laws = int(sys.argv[2]), sys.argv[3:] or list(LAWS)
compare(size, ["resistors", "a-device"], 100, laws)
compare(1000, ["a-device", "pure"], 200, laws)
