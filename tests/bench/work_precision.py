#!/usr/bin/env python3
"""Error against CPU time for spiking networks (law vts, capacitances): a ladder of rtol for each engine.

Networks: one junction behind 10 Mohm (20 us), wires of a 16 um box (10 us), the network of examples/01 (2 us). The
error is that of the times of the first 20 events (root mean square, s), against the native engine at rtol 1e-9. CPU
seconds are those of the engine's own statistics. Further builds may be named to be compared, as NAME=SOMN.

usage: work_precision.py SVG NAME=SOMN [NAME=SOMN ...]      the first also runs ngspice and gives the reference
"""
import csv, json, math, os, subprocess, sys, tempfile

NETWORKS = {
    "1 junction": ('file = "one.edges"', "5 V", "10 Mohm", "20 us"),
    "57 junctions": ('ensemble = "wires"\nseed = 1\ndensity = "0.1 /um2"\nlength = "10 um"\nlength_sd = "1 um"\n'
                     'box = "19 um"\nelectrodes = "left-right"', "5 V", "1 Mohm", "10 us"),
    "678 junctions": ('ensemble = "wires"\nseed = 1\ndensity = "0.1 /um2"\nlength = "10 um"\nlength_sd = "1 um"\n'
                      'box = "50 um"\nelectrodes = "left-right"', "9 V", "1 Mohm", "2 us"),
}
LADDER = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7]
COLOURS = ["#1b6ca8", "#c0392b", "#2e8b57", "#8e44ad"]


def run(somn, engine, network, rtol, folder):
    net, volt, series, t_stop = NETWORKS[network]
    open(f"{folder}/one.edges", "w").write("# nodes 2 edges 1 source 0 drain 1\n0 1\n")
    open(f"{folder}/e.toml", "w").write(f"""[network]
{net}
[model]
name = "vts"
[junction]
capacitance = "0.1 pF"
ground_capacitance = "1 fF"
[drive]
kind = "dc"
amplitude = "{volt}"
series_resistance = "{series}"
[run]
engine = "{engine}"
t_stop = "{t_stop}"
t_sample = "10 ns"
rtol = {rtol}
record = ["source", "events"]
""")
    subprocess.run([somn, "run", "e.toml", "-o", "out", "--quiet", "--force"], cwd=folder, check=True)
    stats = json.load(open(f"{folder}/out/{engine}/stats.json"))
    rows = csv.DictReader(open(f"{folder}/out/{engine}/events.csv"))
    return stats, sorted(float(r["time_s"]) for r in rows if r["kind"] == "up")[:20]


def error(times, limit):
    n = min(len(times), len(limit))
    return math.sqrt(sum((a - b) ** 2 for a, b in zip(times, limit)) / n) if n else math.nan


def panel(name, curves, left):
    points = [p for c in curves.values() for p in c]
    x = [math.floor(math.log10(min(p[0] for p in points))), math.ceil(math.log10(max(p[0] for p in points)))]
    y = [math.floor(math.log10(min(p[1] for p in points))), math.ceil(math.log10(max(p[1] for p in points)))]
    px = lambda v: left + 50 + 220 * (math.log10(v) - x[0]) / (x[1] - x[0])
    py = lambda v: 250 - 210 * (math.log10(v) - y[0]) / (y[1] - y[0])
    out = [f'<text x="{left + 160}" y="24" text-anchor="middle" font-weight="bold">{name}</text>',
           f'<rect x="{left + 50}" y="40" width="220" height="210" fill="none" stroke="#999"/>',
           f'<text x="{left + 160}" y="290" text-anchor="middle">CPU time [s]</text>']
    for k in range(x[0], x[1] + 1):
        out.append(f'<text x="{px(10 ** k)}" y="268" text-anchor="middle">1e{k}</text>')
    for k in range(y[0], y[1] + 1, max(1, (y[1] - y[0]) // 5)):
        out.append(f'<text x="{left + 46}" y="{py(10 ** k) + 4}" text-anchor="end">1e{k}</text>'
                   f'<path d="M{left + 50} {py(10 ** k)}h220" stroke="#eee"/>')
    for (label, curve), colour in zip(curves.items(), COLOURS):
        d = " ".join(f"{px(a):.1f},{py(b):.1f}" for a, b in curve)
        out.append(f'<polyline points="{d}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        out += [f'<circle cx="{px(a):.1f}" cy="{py(b):.1f}" r="3" fill="{colour}"/>' for a, b in curve]
    return out


def write(file, svg, labels, width, y_label):
    """The panels with a legend below them."""
    for k, (label, colour) in enumerate(zip(labels, COLOURS)):
        svg.append(f'<circle cx="{300 + 130 * k}" cy="312" r="4" fill="{colour}"/><text x="{310 + 130 * k}" y="316">{label}</text>')
    svg.append(f'<text transform="translate(12 150) rotate(-90)" text-anchor="middle">{y_label}</text>')
    with open(file, "w") as f:
        f.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="325" font-family="sans-serif" '
                f'font-size="11">\n<rect width="{width}" height="325" fill="white"/>\n' + "\n".join(svg) + "\n</svg>\n")


def main():
    builds = dict(word.split("=", 1) for word in sys.argv[2:])
    first = os.path.abspath(next(iter(builds.values())))
    svg, labels = [], []
    for k, network in enumerate(NETWORKS):
        curves = {}
        with tempfile.TemporaryDirectory() as folder:
            _, limit = run(first, "native", network, 1e-9, folder)
            runs = [(name, os.path.abspath(somn), "native", LADDER) for name, somn in builds.items()]
            for label, somn, engine, ladder in runs + [("ngspice", first, "ngspice", LADDER[:4])]:
                for rtol in ladder:
                    s, times = run(somn, engine, network, rtol, folder)
                    e = error(times, limit)
                    print(f"{network:14} {label:10} rtol {rtol:.0e} {s['steps']:7} steps {s['rejected']:6} rejected "
                          f"{s.get('factorisations', 0):7} factorisations {s['cpu_s']:8.3f} s  error {e:.1e} s", flush=True)
                    if e > 0:
                        curves.setdefault(label, []).append((max(s["cpu_s"], 1e-3), e))
        svg += panel(network, curves, 290 * k)
        labels = list(curves)
    write(sys.argv[1], svg, labels, 880, "error of 20 event times [s]")


if __name__ == "__main__":
    main()
