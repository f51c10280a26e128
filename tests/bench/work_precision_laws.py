#!/usr/bin/env python3
"""Error against CPU time without capacitances: laws tunnel, vteam, rate, threshold with relaxation, 47 junctions, a sine.

The error is that of the source's current at 200 times (root mean square, of its largest), against the native engine at
rtol 1e-10. LSODA runs a ladder of its own, on the laws as they stand below: transcribed from their pages for this
script, which shares nothing with the program. Its CPU time is that of Python and numpy. Its ladder ends where a run
takes minutes: junctions that are held at a threshold let it stand still. Further builds may be named, NAME=SOMN.

usage: work_precision_laws.py SVG NAME=SOMN [NAME=SOMN ...]     the first also runs ngspice and forward Euler
"""
import csv, json, os, subprocess, sys, tempfile, time
import numpy as np
from scipy.integrate import solve_ivp
from work_precision import panel, write

NETWORK = """[network]
ensemble = "wires"
seed = 1
density = "0.1 /um2"
length = "10 um"
length_sd = "1 um"
box = "15 um"
electrodes = "left-right"
"""
LADDER = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7]
EULER = [100, 1000, 10000, 100000]  # steps


def tunnel():
    v_set, v_reset, g_on, g_off, b, crit, most = 0.01, 0.005, 7.77e-5, 7.77e-8, 0, 0.01, 0.015
    gap_max, barrier, c0, j1, a = 5, 0.81, 10.19, 4.71307e-5, 0.17

    def g(x):
        gap = np.maximum(0, crit - np.abs(x)) * gap_max / crit
        r = 2 / (a * np.sqrt(barrier) * j1) * gap * np.exp(c0 * barrier ** 2 * gap)
        return g_off + 1 / (r + 1 / g_on)

    def f(x, v):
        size = np.abs(v)
        rate = np.where(size > v_set, np.sign(v) * (size - v_set), np.where(size < v_reset, -b * np.sign(x) * (v_reset - size), 0))
        return np.where((np.abs(x) >= most) & (rate * x > 0), 0, rate)
    return f, g, 0.0, 0.01


def vteam():
    k_off, k_on, v_off, v_on, alpha_on, x_off, r_on, r_off = 5e-4, -10, 0.02, -0.2, 3, 3e-9, 50, 1000

    def f(x, v):
        rate = np.where(v > v_off, k_off * (v / v_off - 1), np.where(v < v_on, k_on * np.abs(v / v_on - 1) ** alpha_on, 0))
        return np.where(((x >= x_off) & (rate > 0)) | ((x <= 0) & (rate < 0)), 0, rate)
    return f, lambda x: 1 / (r_on + (r_off - r_on) * np.clip(x / x_off, 0, 1)), 1.5e-9, 3e-9


def rate():
    up, eta_up, down, eta_down, g_min, g_max = 2.555173332603e-06, 34.92155165, 64.88388863, 5.590601017, 0.001014708, 0.002723494
    f = lambda x, v: up * np.exp(eta_up * np.abs(v)) * (1 - x) - down * np.exp(-eta_down * np.abs(v)) * x
    return f, lambda x: g_min * (1 - x) + g_max * x, 0.0, 1.0


def threshold():
    g_on, g_off, v_t, tau, alpha, beta, relax = 1e-3, 1e-6, 0.8, 1e-3, 2, 3, 0.01
    f = lambda x, v: (np.where(v > v_t, (1 - x) * np.tanh(alpha * (v - v_t)), 0) -
                      np.where(v < -v_t, x * np.tanh(beta * (-v - v_t)), 0)) / tau - x / relax
    return f, lambda x: g_off + (g_on - g_off) * x, 0.0, 1.0


# law: equations, further parameters, amplitude [V], frequency [Hz], periods, rtol of LSODA; tunnel without decay, whose
# rate jumps at zero flux
CASES = {"tunnel": (tunnel, "b = 0", 0.5, 1.0, 1, LADDER[1:3]), "vteam": (vteam, "", 0.4, 1e5, 1, LADDER[:4]), "rate": (rate, "", 2.0, 2.0, 2, LADDER),
         "threshold": (threshold, 'tau_relax = "10 ms"', 6.0, 100.0, 2, LADDER)}


def read_network(folder, somn):
    open(f"{folder}/n.toml", "w").write(NETWORK)
    words = [w.replace('"', "") for w in NETWORK.split("\n")[2:] if w]
    options = [part for w in words for part in ("--" + w.split(" = ")[0].replace("_", "-"), w.split(" = ")[1])]
    subprocess.run([somn, "generate", "wires", *options, "-o", f"{folder}/n.edges"], check=True, capture_output=True)
    lines = open(f"{folder}/n.edges").read().split("\n")
    head = next(line.split() for line in lines if line.startswith("# nodes"))
    n, source, drain = int(head[2]), int(head[6]), int(head[8])
    return n, source, drain, np.array([[int(w) for w in line.split()[:2]] for line in lines if line and line[0] != "#"])


def circuit(law, network):
    f, g, x0, scale = CASES[law][0]()
    n, source, drain, ends = network
    free = [k for k in range(n) if k not in (source, drain)]
    incidence = np.zeros((len(ends), n))
    incidence[np.arange(len(ends)), ends[:, 0]] += 1
    incidence[np.arange(len(ends)), ends[:, 1]] -= 1
    inner, outer = incidence[:, free], incidence[:, source]

    def voltages(x, v):
        weighted = inner * g(x)[:, None]
        return outer * v - inner @ np.linalg.solve(inner.T @ weighted, weighted.T @ outer * v)
    return f, g, voltages, outer, np.full(len(ends), x0), scale


def lsoda(law, network, rtol):
    f, g, voltages, outer, x0, scale = circuit(law, network)
    amplitude, frequency, periods, _ = CASES[law][2:]
    source = lambda t: amplitude * np.sin(2 * np.pi * frequency * t)
    times = np.linspace(0, periods / frequency, 201)
    start = time.process_time()
    run = solve_ivp(lambda t, y: f(y * scale, voltages(y * scale, source(t))) / scale, (0, times[-1]), x0 / scale, "LSODA", times,
                    rtol=rtol, atol=rtol, max_step=times[-1] / 50)
    x = run.y.T * scale
    return time.process_time() - start, np.array([outer @ (g(x[k]) * voltages(x[k], source(t))) for k, t in enumerate(times)])


def somn_run(somn, law, folder, engine, more):
    _, parameters, amplitude, frequency, periods, _ = CASES[law]
    open(f"{folder}/e.toml", "w").write(f"""{NETWORK}
[model]
name = "{law}"
{parameters}
[drive]
kind = "sine"
amplitude = "{amplitude} V"
frequency = "{frequency} Hz"
[run]
engine = "{engine}"
t_stop = "{periods / frequency} s"
t_sample = "{periods / frequency / 200} s"
record = ["source"]
{more}
""")
    subprocess.run([somn, "run", "e.toml", "-o", "out", "--quiet", "--force"], cwd=folder, check=True, capture_output=True)
    rows = list(csv.DictReader(open(f"{folder}/out/{engine}/trace.csv")))
    stats = json.load(open(f"{folder}/out/{engine}/stats.json"))
    return stats, np.array([float(r["time_s"]) for r in rows]), np.array([float(r["i_source_A"]) for r in rows])


def main():
    builds = {name: os.path.abspath(path) for name, path in (word.split("=", 1) for word in sys.argv[2:])}
    first = next(iter(builds.values()))
    svg, labels = [], []
    with tempfile.TemporaryDirectory() as folder:
        network = read_network(folder, first)
        for at, law in enumerate(CASES):
            curves = {}
            times = np.linspace(0, CASES[law][4] / CASES[law][3], 201)
            _, t_limit, i_limit = somn_run(first, law, folder, "native", "rtol = 1e-10")
            limit = np.interp(times, t_limit, i_limit)

            def add(label, what, cpu, t, i):
                e = np.sqrt(np.mean((np.interp(times, t, i) - limit) ** 2)) / np.abs(limit).max()
                print(f"{law:10} {label:12} {what:14} {cpu:9.4f} s  error {e:.1e}", flush=True)
                if e > 0:
                    curves.setdefault(label, []).append((max(cpu, 1e-4), e))

            runs = [(name, somn, "native", "rtol = {}", LADDER) for name, somn in builds.items()]
            runs += [("euler", first, "native", f'method = "euler"\ndt = "{{}} s"', [times[-1] / n for n in EULER])]
            runs += [("ngspice", first, "ngspice", "rtol = {}", LADDER[:4])]
            for label, somn, engine, more, ladder in runs:
                for value in ladder:
                    stats, t, i = somn_run(somn, law, folder, engine, more.format(value))
                    add(label, more.split("\n")[-1].format(f"{value:.0e}"), stats["cpu_s"], t, i)
            for rtol in CASES[law][5]:
                cpu, i = lsoda(law, network, rtol)
                add("LSODA", f"rtol = {rtol:.0e}", cpu, times, i)
            svg += panel(law, curves, 290 * at)
            labels = list(curves)
    write(sys.argv[1], svg, labels, 1170, "error of the current [of its largest]")


if __name__ == "__main__":
    main()
